"""Which warning signs stand in the words of an offer. Pure functions on plain values: no clinic is judged, only words are found.

`data/offer_words.txt` has the words, under the heading of the sign in the live article (`search.offers`). The words of one form must
stand in this order in one sentence, with little between them. What is denied must be denied: “no risk” is said by “without any risk”,
and “guarantee” is not said by “no guarantee”. A word that heads a group of `data/offer_groups.txt` stands for all of that group, so
“stop medication” is said by “stop your gabapentin”. A form with a full stop in it is only said where the sentence ends there. One that
begins with “?” is no sign of what is known to be in use.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from search.offer_scope import LITTLE, MOST_BETWEEN, marks_of
from search.spelling import DATA, word_list
from search.words import term

AGAIN = re.compile(r"\b(\w+)(?:,? \1\b)+")
MANY = re.compile(r"[0-9]{2}|[0-9],")  # “100 conditions”
LONG_ENOUGH = 6  # letters of a word in which one slip is forgiven


class Need(NamedTuple):
    """A word of a form: its stem or that of its group, and how it must be meant."""

    term: str
    meant: int


@dataclass(frozen=True)
class Form:
    """Words that are a sign, as they stand in the list. `needs` are `Need`s in order."""

    sign: str
    text: str
    needs: tuple
    is_of_unproven: bool

    @property
    def shown(self):
        """The words for a reader: without the full stop that a form may need, and a word that stands for several of a group once."""
        return AGAIN.sub(r"\1", self.text.rstrip("."))


@cache
def forms():
    """All forms of the list, each once."""
    found, sign = {}, ""
    for line in (DATA / "offer_words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            sign = line[1:].strip()
            continue
        for said in filter(None, map(str.strip, line.split(";"))):
            text = said.removeprefix("?")
            needs = tuple(Need(mark.term, mark.meant) for mark in marks_of(text))
            found.setdefault((sign, needs), Form(sign, text, needs, said != text))
    return tuple(found.values())


def signs_in(text, *, is_unproven=True):
    """{heading of a sign: its forms, as readers may see them, that a text says}; with `is_unproven=False`, of what is known to be in use."""
    places: dict = {}
    for mark in marks_of(f"{text}."):
        stem = _meant(mark.term)
        for said in {stem, *_groups().get(stem, ()), *([term("many")] if MANY.match(stem) else [])}:
            places.setdefault(Need(said, mark.meant), []).append(mark.place)
    found: dict = {}
    for form in forms():
        if (is_unproven or not form.is_of_unproven) and all(need in places for need in form.needs) and _stands_in(form, places):
            found.setdefault(form.sign, []).append(form.shown)
    return found


def _stands_in(form, places):
    """Whether the words of a form stand in their order, each near the one before it."""
    reached = places[form.needs[0]]
    for need in form.needs[1:]:
        near = []
        for place in places[need]:
            before = bisect_left(reached, place)
            if before and place - reached[before - 1] <= MOST_BETWEEN + LITTLE:
                near.append(place)
        reached = near
    return bool(reached)


@cache
def _groups():
    """{stem: stems of the words that head its groups}"""
    found = {term(word): {term("medication")} for word in word_list("medicines.txt")}
    heading = ""
    for line in (DATA / "offer_groups.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = term(line[1:].strip())
        for word in line.removeprefix("#").split():
            found.setdefault(term(word), set()).add(heading)
    return found


@cache
def _long_terms():
    """{first letter: the long words of the forms and groups}"""
    known: dict = {}
    for stem in sorted({need.term for form in forms() for need in form.needs} | _groups().keys()):
        if len(stem) >= LONG_ENOUGH:
            known.setdefault(stem[0], []).append(stem)
    return known


def _meant(stem):
    """The word of the list that a word with one slip stands for; the word itself if it is one that people use."""
    alike = _long_terms().get(stem[0], ())
    if len(stem) < LONG_ENOUGH or stem in alike or stem in _everyday():
        return stem
    return next((known for known in alike if OSA.distance(stem, known, score_cutoff=1) <= 1), stem)


@cache
def _everyday():
    return frozenset(map(term, word_list("everyday_words.txt")))
