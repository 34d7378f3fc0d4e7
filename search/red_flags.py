"""Which care cards a question raises: by the phrases that clinicians wrote for them. Pure functions on plain values.

A phrase (`articles.card_phrases`) names what must be said. Its words are read as a question is, so “weak” is said by “floppy” and “gave way”
too; a part of the body is said by its smaller parts, a medicine by its name, and “new” by “suddenly”. What was denied is not said, nor what
was long ago.
"""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from articles.card_phrases import BadPhrase, CardPhrase, Words, read_phrase
from search.senses import AREAS, MANNERS, PEOPLE, STANDS_FOR
from search.spelling import word_list
from search.understanding import FILLERS, area_of, part_of_body, read
from search.words import term, words

MOST_FILLERS = 5  # after the first word of a form
NEAR = 12  # words, from the first to the last that a part of a phrase needs
# Words and signs that part sentences, and those that part pieces of one.
STOPS = frozenset(".;!?\n") | {"but", "though", "although", "yet"}
PAUSES = STOPS | frozenset(",:()") | {"and", "now", "then", "plus", "also", "so"}
YEAR = re.compile("(?:19|20)[0-9]{2}")
# The names of MANNERS of speaking are stemmed, as the words of phrases are.
LONG, PRESENT = frozenset({"long-ago", "chronic"}), frozenset({"sudden", term("acute")})
LASTING = frozenset({"diabetes", "neuropathy"})  # who once had it has it still
GENERAL, NO_MANNER = "general", "hidden"
QUOTE = "“"  # what the sense of exact words begins with


class Mark(NamedTuple):
    """What one word of a question says: its own sense and all that it stands for. `sentence` and `piece` count from the beginning."""

    place: int
    sentence: int
    piece: int
    senses: frozenset


@dataclass(frozen=True, eq=False)
class FlagPhrase:
    """A phrase of a card as it is looked for. `parts` are tuples of needs, a need and `unless` are tuples of sets of senses."""

    card: str
    text: str
    parts: tuple
    unless: tuple

    @cached_property
    def needs(self):
        return [need for part in self.parts for need in part]

    @cached_property
    def is_exact(self):
        """Whether all that it asks for is exact words."""
        return all(sense.startswith(QUOTE) for need in self.needs for senses in need for sense in senses)

    @property
    def weight(self):
        """How much it says: of two cards that are equally urgent, the one that was told in more detail comes first."""
        return sum(min(map(len, need)) for need in self.needs)


class FlagBook:
    """The phrases of all care cards: (slug of the card, text) pairs."""

    def __init__(self, phrases):
        self.exact = {}
        self.phrases = [self._phrase(card, text) for card, text in phrases if words(text)]
        self.by_sense = self._by_rarest_sense()

    def _phrase(self, card, text):
        try:
            phrase = read_phrase(text)
        except BadPhrase:
            # Stored before phrases had rules: its words still count.
            phrase = CardPhrase((((((Words(" ".join(words(text))),),),)),))
        parts = tuple(tuple(self._alternatives(need) for need in part) for part in phrase.parts)
        return FlagPhrase(card, text, parts, self._alternatives(phrase.unless))

    def _alternatives(self, alternatives):
        return tuple(frozenset().union(*map(self._senses, several)) for several in alternatives)

    def _senses(self, said):
        """The senses of words of a phrase. Words that the reading of a question passes over ("now") are looked for as they stand."""
        found = frozenset() if said.are_exact else read(said.text).whole.senses
        if found:
            return found
        form = _form(said.text) or (QUOTE,)  # letters that are no words in any question
        sense = f"{QUOTE}{' '.join(form)}”"
        forms = self.exact.setdefault(form[0], [])
        if (form, sense) not in forms:
            forms.append((form, sense))
        return frozenset({sense})

    def _by_rarest_sense(self):
        """{sense: the phrases to look at where it is said}: each phrase by the need that is said least often, so that few are looked at."""
        often = Counter(sense for phrase in self.phrases for need in phrase.needs for senses in need for sense in senses)
        found = {}
        for phrase in self.phrases:
            rarest = [[min(senses, key=often.__getitem__) for senses in need] for need in phrase.needs]
            for sense in set(min(rarest, key=lambda need: sum(often[sense] for sense in need))):
                found.setdefault(sense, []).append(phrase)
        return found

    def raised(self, reading):
        """{slug of a card: its phrases that a question says, the most detailed first}"""
        marks = _marks(reading, self.exact)
        said = frozenset().union(*(mark.senses for mark in marks))
        is_general = is_in_general(reading)
        found = {}
        for phrase in {phrase for sense in said for phrase in self.by_sense.get(sense, ())}:
            if is_general and not phrase.is_exact:
                continue
            if _may_be_said(phrase, said) and all(_stand_together(part, marks) for part in phrase.parts):
                found.setdefault(phrase.card, []).append(phrase)
        return {card: sorted(several, key=lambda phrase: (-phrase.weight, phrase.text)) for card, several in found.items()}


def is_in_general(reading):
    """Whether a question is about an illness and not about somebody who has it now: “what is shingles”."""
    if reading.is_personal or not PEOPLE.isdisjoint(reading.words):
        return False
    said = {sense for _place, sense in _manners(reading.words)}
    return GENERAL in said and said.isdisjoint(PRESENT | {"new"})


def _may_be_said(phrase, said):
    return all(_is_said(need, said) for need in phrase.needs) and not _is_said(phrase.unless, said)


def _is_said(alternatives, said):
    return any(senses <= said for senses in alternatives)


def _stand_together(part, marks):
    """Whether the needs of a part, all of which are said, are said within one sentence and a few words."""
    if len(part) == 1 and all(len(senses) == 1 for senses in part[0]):
        return True
    wanted = frozenset().union(*(senses for need in part for senses in need))
    marks = [mark for mark in marks if not mark.senses.isdisjoint(wanted)]
    end = 0
    for number, first in enumerate(marks):
        start, end = end, max(end, number)
        while end < len(marks) and marks[end].place <= first.place + NEAR and marks[end].sentence == first.sentence:
            end += 1
        # What begins later and ends no later holds nothing more.
        if end > start:
            said = frozenset().union(*(mark.senses for mark in marks[number:end]))
            if all(_is_said(need, said) for need in part):
                return True
    return False


def _marks(reading, exact):
    """The `Mark`s of a question in order: its tokens, the manners of speaking, and exact words that a phrase asks for."""
    stops = [place for place, word in enumerate(reading.words) if word in STOPS]
    pauses = [place for place, word in enumerate(reading.words) if word in PAUSES]
    found = [(token.place, token.sense) for tokens in reading.said for token in tokens]
    found += _manners(reading.words)
    # Within an idiom too: “jelly legs”.
    found += [(place, sense) for place, sense in enumerate(map(part_of_body, reading.stems)) if sense]
    openers = [place for place, word in enumerate(reading.stems) if word in exact]
    found += [(place, sense) for place in openers for sense, _end in _forms_at(reading.stems, place, exact)]
    marks = [Mark(place, bisect_right(stops, place), bisect_right(pauses, place), _stands_for(sense)) for place, sense in sorted(found)]
    return _without_the_past(marks)


def _without_the_past(marks):
    """Without what is said in one breath with “years ago” or “for ten years”; where it is, and an illness that lasts, still count."""
    past = {mark.piece for mark in marks if mark.senses & LONG} - {mark.piece for mark in marks if mark.senses & PRESENT}
    return [mark for mark in marks if mark.piece not in past or mark.senses & LASTING or any(map(area_of, mark.senses))]


def _manners(said):
    """(place, sense) of each manner of speaking; none within words that are no such thing (“50 years old”)."""
    forms, hidden = _forms_of_manners(), 0
    for place, word in enumerate(said):
        if place >= hidden and word in forms:
            found = list(_forms_at(said, place, forms))
            hidden = max((end for sense, end in found if sense == NO_MANNER), default=0)
            yield from ((place, sense) for sense, end in found if end >= hidden and sense != NO_MANNER)


def _forms_at(said, place, forms):
    """(sense, end) of each form that begins at a word; fillers may stand between its words."""
    near = said[place + 1 : place + 1 + MOST_FILLERS]
    for form, sense in forms[said[place]]:
        if len(form) > 1 and form[1] not in near:
            continue  # most end here
        at = place
        for wanted in form:
            while place < at < len(said) and said[at] in FILLERS and said[at] != wanted:
                at += 1
            if at >= len(said) or said[at] != wanted:
                break
            at += 1
        else:
            yield sense, at


@cache
def _forms_of_manners():
    """{first word: [(words, sense)]}. Words as they are written: “when I wake” is a habit, “when I woke” is news."""
    forms = {}
    for line in MANNERS.strip().splitlines():
        name, _colon, text = line.partition(":")
        single, *several = text.split(";")
        for form in [*([word] for word in single.split()), *map(words, several)]:
            forms.setdefault(form[0], []).append((form, term(name)))
    return forms


def _form(text):
    return tuple(map(term, words(text)))


@cache
def _wider():
    """{sense: it and all that it says too}: “toe” says foot and leg, “suddenly” says new, the name of a medicine “medicine”."""
    wider = {term(narrow): [term(wide)] for narrow, wide in STANDS_FOR.items()}
    wider |= {f"area:{area}": [f"area:{parent}"] for area, (parent, _text) in AREAS.items() if parent}
    names = {name: heading for name, heading in word_list("medicines.txt").items() if heading != "vitamins"}
    wider |= {term(name): ["chemotherapy" if heading == "for cancer" else "medicine"] for name, heading in names.items()}
    for chain in wider.values():
        while chain[-1] in wider:
            chain.append(wider[chain[-1]][0])
    return {sense: frozenset([sense, *chain]) for sense, chain in wider.items()}


def _stands_for(sense):
    return _wider().get(sense) or frozenset({"chronic"} if YEAR.fullmatch(sense) else {sense})
