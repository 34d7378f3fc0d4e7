"""Names that the site knows and that look like the words of a question that found nothing."""

from search.suggestions import suggestions
from search.words import STOP_WORDS, words

SHORTEST = 4
MOST_WORDS, MOST_OF_A_WORD = 3, 2


def nearest_names(text, language):
    """At most six names that begin like the longest words of a question, or nearly so. At most two queries."""
    asked = {word for word in words(text) if len(word) >= SHORTEST and word not in STOP_WORDS}
    if not asked:
        return []
    known = suggestions(language)
    longest = sorted(asked, key=lambda word: (-len(word), word))[:MOST_WORDS]
    return list(dict.fromkeys(row.text for word in longest for row in known.find(word, MOST_OF_A_WORD)))
