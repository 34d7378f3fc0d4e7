"""Words of a search: folding, stemming, spelling repair, phrases. Pure functions on plain values."""

import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from rapidfuzz.distance import OSA

MAX_CHARACTERS = 300
MAX_TERMS = 12
MAX_WORD = 40
LIGHTEST_PHRASE = 0.5

WORD = re.compile(r"[^\W_]+")
APOSTROPHE = re.compile(r"(?<=\w)['’‘`](?=\w)")

STOP_WORDS = frozenset(
    "a about after again all also am an and any are as at be been before being both but by can could did do does doing done down during each ever every"
    " few for from get gets getting go goes got had has have having he her here hers him his how i if im in into is it its ive just keep keeps kind"
    " like lot made make makes may me might more most much my need now of often on once one only or other our over own really same says she"
    " should since so some someone something still such than that the their them then there these they thing things this those though through to too"
    " up us very was we well went were what when where which while who why will with would yet you your yours".split()
)
# Said in many ways, and decisive in "can't feel": each way becomes one word.
SAME_WORD = {
    "cant": "cannot",
    "couldnt": "cannot",
    "unable": "cannot",
    "dont": "not",
    "doesnt": "not",
    "didnt": "not",
    "isnt": "not",
    "wont": "not",
    "no": "not",
    "without": "not",
    "never": "not",
    "nothing": "not",
}


def fold(text):
    """Small letters without accents or apostrophes; full-width and other look-alike forms become plain ones."""
    decomposed = unicodedata.normalize("NFKD", APOSTROPHE.sub("", text[: MAX_CHARACTERS * 400]))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).lower()


def words(text):
    """The folded words of a text, in order: letters and digits only, each at most 40 characters."""
    return [word[:MAX_WORD] for word in WORD.findall(fold(text))]


def stem(word):
    """The word without its commonest English endings: light on purpose, so that it never meets another word's meaning."""
    if len(word) <= 3 or not word.isascii() or any(char.isdigit() for char in word):
        return word
    for ending, replacement, shortest in (
        ("iness", "i", 6),
        ("ness", "", 7),
        ("ingly", "", 8),
        ("ing", "", 6),
        ("ies", "i", 5),
        ("ied", "i", 5),
        ("edly", "", 7),
        ("ed", "", 5),
        ("ly", "", 6),
        ("es", "", 5),
        ("s", "", 4),
    ):
        if word.endswith(ending) and len(word) >= shortest and not (ending == "s" and word.endswith(("ss", "us", "is"))):
            word = word[: -len(ending)] + replacement
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    if len(word) > 4 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 3 and word.endswith("y"):
        word = word[:-1] + "i"
    return word


def terms(text):
    """The folded, stemmed words of a text that can tell pages apart, in order, with repeats."""
    return [stem(SAME_WORD.get(word, word)) for word in words(text) if word not in STOP_WORDS]


def all_query_terms(text):
    """The terms of the first 300 characters of a question, each once, in order."""
    return list(dict.fromkeys(terms(text[:MAX_CHARACTERS])))


@dataclass(frozen=True)
class Phrase:
    """Words that point to something: a symptom's name, or a red flag."""

    target: str
    text: str
    terms: frozenset


@dataclass(frozen=True)
class Match:
    """A target that a question points to: how surely (0 to 1), and by which phrase."""

    target: str
    score: float
    phrase: str
    terms: frozenset


class PhraseBook:
    """Phrases and how telling each of their words is: rare words count more (inverse document frequency)."""

    def __init__(self, phrases):
        # Each once: a phrase that stands there twice would count its words twice.
        self.phrases = list(dict.fromkeys(phrase for phrase in phrases if phrase.terms))
        targets_of = {}
        for phrase in self.phrases:
            for term in phrase.terms:
                targets_of.setdefault(term, set()).add(phrase.target)
        total = len({phrase.target for phrase in self.phrases}) or 1
        self.weights = {term: math.log(1 + total / len(targets)) for term, targets in targets_of.items()}
        self.heaviest = math.log(1 + total)
        self.by_term = {}
        for phrase in self.phrases:
            # “feeling down” without its stop word is only “feel”, which says nothing: such a phrase would match everything.
            if self.weight(phrase.terms) >= self.heaviest * LIGHTEST_PHRASE:
                for term in phrase.terms:
                    self.by_term.setdefault(term, []).append(phrase)

    def weight(self, some_terms):
        """Sum of the weights of terms; a word that no phrase has counts as the rarest."""
        return sum(self.weights.get(term, self.heaviest) for term in some_terms)

    def match(self, asked, at_least=0.6):
        """Targets that the terms of a question point to, best first.

        A phrase counts by the share of its weight that the question holds, and a little by the share of the question that the
        phrase explains.
        """
        asked = frozenset(asked)
        candidates = Counter()
        for term in asked:
            for phrase in self.by_term.get(term, ()):
                candidates[phrase] += self.weights[term]
        of_question = self.weight(asked)
        best = {}
        for phrase, common in candidates.items():
            held = common / self.weight(phrase.terms)
            if held < at_least:
                continue
            score = round(0.75 * held + 0.25 * common / of_question, 4)
            found = best.get(phrase.target)
            if found is None or (score, phrase.text) > (found.score, found.phrase):
                best[phrase.target] = Match(phrase.target, score, phrase.text, phrase.terms & asked)
        return sorted(best.values(), key=lambda match: (-match.score, match.target))


class Speller:
    """Repairs words that the site does not know to the nearest one that it does."""

    def __init__(self, known):
        self.known = Counter(known)
        self.stems = {stem(word) for word in self.known}
        self.by_start = {}
        for word in self.known:
            self.by_start.setdefault(word[0], []).append(word)

    def repair(self, word):
        """The nearest known word, or the word itself where it is known, short, or nothing is near enough.

        Near means one slip (a letter changed, dropped, doubled or swapped) in a word of 5 to 8 letters and two in a longer one, with the
        first letter right. A changed letter counts from 6 letters on: “shirt” is not “short”.
        """
        if len(word) < 5 or word in self.known or word in STOP_WORDS or word in SAME_WORD or any(char.isdigit() for char in word):
            return word
        if stem(word) in self.stems:
            return word
        allowed = 1 if len(word) <= 8 else 2
        near = [
            (distance, -self.known[known], known)
            for known in self.by_start.get(word[0], ())
            if abs(len(known) - len(word)) <= allowed
            and (len(word) >= 6 or len(known) != len(word) or sorted(known) == sorted(word))
            and (distance := OSA.distance(word, known, score_cutoff=allowed)) <= allowed
        ]
        return min(near)[2] if near else word

    def repair_text(self, text):
        """(repaired text, whether anything changed); the text comes back folded where something changed."""
        old = words(text[:MAX_CHARACTERS])
        new = [self.repair(word) for word in old]
        return (" ".join(new), True) if new != old else (text, False)
