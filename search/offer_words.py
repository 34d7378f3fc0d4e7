"""Which warning signs stand in the words of an offer. Pure functions on plain values: no clinic is judged, only words are found.

`data/offer_words.txt` has the words, under the heading of the sign in the live article (`search.offers`). The words of one form must
stand in this order in one sentence, with little between them. What is denied must be denied: “no risk” is said by “without any risk”,
and “guarantee” is not said by “no guarantee”.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from search.spelling import DATA, word_list
from search.words import MAX_WORD, STOP_WORDS, fold, term

MOST_BETWEEN = 3  # words between two words of a form
LITTLE = 0.25  # what one such as “and” counts of these
DENIED_AFTER = 5  # words that a “not” reaches
LONG_ENOUGH = 6  # letters of a word in which one slip is forgiven
WORD_OR_STOP = re.compile(r"[^\W_]+|[.;:!?,()\n]")
SENTENCE_ENDS = frozenset(".;!?\n")
# After these a “not” holds no longer.
DENIAL_ENDS = SENTENCE_ENDS | frozenset(",:()") | {"but", "however", "only"}
DENYING = frozenset(map(term, "not cannot nobody nor neither zero neednt shouldnt mustnt wouldnt".split()))


class Mark(NamedTuple):
    """One word of a text: its stem, and whether it is denied. Those of other sentences are further away than any form reaches."""

    place: float
    term: str
    is_denied: bool


@dataclass(frozen=True)
class Form:
    """Words that are a sign, as they stand in the list. `needs` are (stem, whether it must be denied)."""

    sign: str
    text: str
    needs: tuple


def marks_of(text):
    """The `Mark`s of a text in order, without the words that deny."""
    found, place, reach = [], 0.0, 0
    for word in WORD_OR_STOP.findall(fold(text)):
        if word in DENIAL_ENDS:
            reach = 0
        if word in SENTENCE_ENDS:
            place += MOST_BETWEEN + 1
        elif (stem := term(word[:MAX_WORD])) in DENYING:
            place, reach = place + LITTLE, DENIED_AFTER
        elif word[0].isalnum():
            place += LITTLE if word in STOP_WORDS else 1
            found.append(Mark(place, stem, reach > 0))
            reach -= 1
    return found


@cache
def forms():
    """All forms of the list, each once."""
    found, sign = {}, ""
    for line in (DATA / "offer_words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            sign = line[1:].strip()
            continue
        for text in filter(None, map(str.strip, line.split(";"))):
            needs = tuple((mark.term, mark.is_denied) for mark in marks_of(text))
            found.setdefault((sign, needs), Form(sign, text, needs))
    return tuple(found.values())


def signs_in(text):
    """{heading of a sign: its forms, as the list has them, that a text says}"""
    marks = [mark._replace(term=_meant(mark.term)) for mark in marks_of(text)]
    places: dict = {}
    for mark in marks:
        places.setdefault((mark.term, mark.is_denied), []).append(mark.place)
    found: dict = {}
    for form in forms():
        if all(need in places for need in form.needs) and _stands_in(form, places):
            found.setdefault(form.sign, []).append(form.text)
    return found


def _stands_in(form, places):
    """Whether the words of a form stand in their order, each near the one before it."""
    reached = places[form.needs[0]]
    for need in form.needs[1:]:
        reached = [place for place in places[need] if any(0 < place - before <= MOST_BETWEEN + 1 for before in reached)]
    return bool(reached)


@cache
def _long_terms():
    return sorted({stem for form in forms() for stem, _is_denied in form.needs if len(stem) >= LONG_ENOUGH})


def _meant(stem):
    """The word of the list that a word with one slip stands for; the word itself if it is one that people use."""
    if len(stem) < LONG_ENOUGH or stem in _long_terms() or stem in _everyday():
        return stem
    near = (known for known in _long_terms() if known[0] == stem[0] and OSA.distance(stem, known, score_cutoff=1) <= 1)
    return next(near, stem)


@cache
def _everyday():
    return frozenset(map(term, word_list("everyday_words.txt")))
