"""Which treatments the words of an offer name, one by one, and whether all that is offered is known. Pure but for the repair of slips.

“Laser, exercise and B12 shots” are three things. Each is looked up by itself: first as a name that stands there in full, then as the
search reads a question. What is denied (“not stem cells”) or is a promise (“with a guaranteed cure”) is no thing that is offered.
"""

import re
from functools import cache
from typing import NamedTuple

from editorial.models import PageKind
from search.matching import Phrase, PhraseBook
from search.offer_scope import DENYING
from search.offer_words import signs_in
from search.results import OF_THE_BEST, UNDERSTOOD_AT_LEAST
from search.spelling import word_list
from search.understanding import is_part_of_body, read, senses
from search.vocabulary import vocabulary
from search.words import STOP_WORDS, fold, term, words

HELD_OF_A_NAME = 0.52  # “plasma” is less of “plasma exchange”
MOST_MEANT = 3  # that one thing may be, where its name does not stand there in full
WORD_OR_JOINT = re.compile(r"[^\W_]+(?:['’‘`.][^\W_]+)*|[,;:+&/()!?\n–—]|\.(?=\s|$)|(?<=\s)-(?=\s)")
JOINTS = frozenset("and or plus with then also but".split())
FIRST_OF_TITLE = re.compile(r" \(| and | or |, ")
# After these, a piece tells where, how much and what for.
DETAILS = frozenset("for in into at by from to on against near per of around".split())
OF_ANY_OFFER = frozenset(
    "treatment treatments therapy therapies injection injections infusion infusions drip session sessions programme program course courses package tablets"
    " pills capsules shots jabs mg ml mcg dose doses supervised neuropathy pain numbness tingling weakness nerves nerve damage once twice times daily weekly monthly day days week weeks"
    " month months year years home clinic hospital something anything else offered promise promises".split()
)
# Everyday words that name a product when they stand beside a name.
OF_PRODUCTS = frozenset(
    "light magnet magnetic magnets wave waves oxygen oil blood cell cells fat plasma water shock ray rays electric radio vibration herbal herbs gene".split()
)


class Named(NamedTuple):
    """Slugs of what was named, in the order of the text; whether nothing else is offered; the text without what is not offered."""

    treatments: list
    articles: list
    is_all_known: bool
    text: str


class Meant(NamedTuple):
    """Slugs of what words may mean, best first; those words that point to none of the treatments; whether enough of a name was said."""

    treatments: list
    articles: list = []
    unread: list = []
    is_sure: bool = True


class Word(NamedTuple):
    text: str
    start: int
    end: int
    slug: str = ""  # of the treatment whose whole name this is


class OfferedNames:
    """The names of what may be offered; `rows` are (kind, slug, title, other names)."""

    def __init__(self, rows):
        names = [((kind, slug), name) for kind, slug, title, also in rows for name in (title, *also)]
        self.phrases = PhraseBook(Phrase(target, name, tuple(sorted(senses(name)))) for target, name in names)
        self.in_full = {}
        for kind, slug, title, also in rows:
            if kind == PageKind.TREATMENT:
                for name in (title, FIRST_OF_TITLE.split(title)[0], *also):
                    self.in_full.setdefault(tuple(map(term, words(name))), slug)
        self.longest = max(map(len, self.in_full), default=0)

    def named_by(self, text, language):
        """The `Named` of what somebody was offered."""
        treatments, articles, known, left_out = [], [], [], []
        for piece, is_denied in _pieces(self._with_names(text)):
            start, end = piece[0].start, piece[-1].end
            said = text[start:end]
            in_full = [word.slug for word in piece if word.slug]
            meant = Meant(in_full, unread=[word.text for word in piece if not word.slug]) if in_full else self._meant_by(said, language)
            if is_denied:
                left_out += [(start, end)] if meant.treatments else []
                continue
            says_more = _says_more(meant.unread if meant.treatments else [said], beside_a_name=bool(meant.treatments)) and not signs_in(said)
            if meant.treatments or says_more:
                known.append(bool(meant.treatments) and meant.is_sure and not says_more)
            if in_full and says_more:
                meant = meant._replace(articles=self._meant_by(" ".join(meant.unread), language).articles)
            treatments += meant.treatments
            articles += meant.articles
        for start, end in reversed(left_out):
            text = f"{text[:start]} , {text[end:]}"
        return Named(list(dict.fromkeys(treatments)), list(dict.fromkeys(articles)), bool(known) and all(known), text)

    def _with_names(self, text):
        """The `Word`s and joints of a text; each name of a treatment that stands there in full is one, the longest first."""
        said = [Word(match.group(), match.start(), match.end()) for match in WORD_OR_JOINT.finditer(text)]
        stems = [tuple(map(term, words(word.text))) for word in said]
        found, place = [], 0
        while place < len(said):
            slug, after = self._name_at(stems, place)
            found.append(Word(text[said[place].start : said[after - 1].end], said[place].start, said[after - 1].end, slug))
            place = after
        return found

    def _name_at(self, stems, place):
        """(slug of the longest name that begins at a word or "", where what follows begins)."""
        name, best = (), ("", place + 1)
        for at in range(place, min(len(stems), place + 2 * self.longest)):
            name += stems[at]
            if stems[at] and name in self.in_full:
                best = (self.in_full[name], at + 1)
        return best

    def _meant_by(self, text, language):
        """What some words may mean, as a `Meant`: as they were typed, or else without slips."""
        matches = self.phrases.match(read(text), at_least=UNDERSTOOD_AT_LEAST)
        if not matches:
            text = vocabulary(language).speller.repair_text(text)[0]
            name = tuple(map(term, words(text)))
            if name in self.in_full:
                return Meant([self.in_full[name]])
            matches = self.phrases.match(read(text), at_least=UNDERSTOOD_AT_LEAST)
        near = [match for match in matches if match.score >= OF_THE_BEST * matches[0].score]
        treatments = [match for match in near if match.target[0] == PageKind.TREATMENT][:MOST_MEANT]
        pointing = {word for match in treatments for word in words(match.words)}
        return Meant(
            [match.target[1] for match in treatments],
            [match.target[1] for match in near if match.target[0] == PageKind.ARTICLE],
            [word for word in words(text) if word not in pointing] if treatments else [],
            all(match.held >= HELD_OF_A_NAME for match in treatments),
        )


def _pieces(said):
    """[(words, whether they are denied)] between the joints of a text."""
    pieces, piece, is_denied = [], [], False
    for word in said:
        plain = fold(word.text)
        denies = not word.slug and term(plain) in DENYING
        if denies or (not word.slug and (plain in JOINTS or not plain[:1].isalnum())):
            pieces.append((piece, is_denied))
            piece = []
            is_denied = denies or (is_denied and plain == "or")
        else:
            piece.append(word)
    return [(piece, is_denied) for piece, is_denied in [*pieces, (piece, is_denied)] if piece]


def _says_more(said, *, beside_a_name):
    """Whether words tell of another thing that is offered, such as “laser”; not where, how often and what for.

    Beside a name words of daily life say little (“gentle physiotherapy”), alone they are the thing (“massage”).
    """
    plain = _plain() if beside_a_name else _of_any_offer()
    for word in (word for text in said for word in words(text)):
        if word in DETAILS:
            return False
        if (beside_a_name and word in OF_PRODUCTS) or not (term(word) in plain or word in STOP_WORDS or word[0].isdigit() or is_part_of_body(word)):
            return True
    return False


@cache
def _of_any_offer():
    return frozenset(map(term, OF_ANY_OFFER))


@cache
def _plain():
    return _of_any_offer() | frozenset(map(term, word_list("everyday_words.txt")))
