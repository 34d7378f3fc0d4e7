"""What a phrase of a care card says: which words of a search raise the card. Pure functions.

“sudden (weak / numb) (arm / leg)” is raised by each of these words, in whatever way a reader says it. The rules are in docs/content-format.md.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

LONGEST = 200
UNLESS = re.compile(r"\bunless\b", re.IGNORECASE)
PIECE = re.compile(r"“[^“”\"]*”|\"[^“”\"]*\"|[()/+“”\"]|[^()/+“”\"]+")
QUOTES = '“”"'


class BadPhrase(ValueError):
    """A phrase that breaks the rules; the sentence says which."""


@dataclass(frozen=True)
class Words:
    """Words that must be said: as they stand if `are_exact`, else in any words that mean the same."""

    text: str
    are_exact: bool = False


@dataclass(frozen=True)
class CardPhrase:
    """`parts` may stand anywhere in a search; the needs of a part stand near each other. A need is a tuple of alternatives, and an
    alternative a tuple of `Words` that must all be said. `unless` are alternatives with which the card is not raised.
    """

    parts: tuple
    unless: tuple = ()


def read_phrase(text):
    """The `CardPhrase` of a text. Raises BadPhrase with a sentence for its writer."""
    if len(text) > LONGEST:
        raise BadPhrase(_("It has more than %(most)d characters. Make two phrases of it.") % {"most": LONGEST})
    wanted, *unless = UNLESS.split(text)
    if len(unless) > 1:
        raise BadPhrase(_("Write “unless” once, at the end, with “/” between its words."))
    parts = _parts(PIECE.findall(wanted))
    return CardPhrase(parts, _alternatives(PIECE.findall(unless[0])) if unless else ())


def _parts(pieces):
    parts: list[list] = [[]]
    inside = None  # what stands in the bracket that is open
    for piece in pieces:
        if piece == "(" and inside is None:
            inside = []
        elif piece == ")" and inside is not None:
            parts[-1].append(_alternatives(inside))
            inside = None
        elif piece in ("(", ")"):
            raise BadPhrase(_("Each bracket must be opened and closed once, and none stands in another."))
        elif inside is not None:
            inside.append(piece)
        elif piece == "/":
            raise BadPhrase(_("Put brackets round words of which one is enough: (arm / leg)."))
        elif piece == "+":
            parts.append([])
        elif piece.strip():
            parts[-1].append((_words([piece]),))
    if inside is not None:
        raise BadPhrase(_("Each bracket must be opened and closed once, and none stands in another."))
    if not all(parts):
        raise BadPhrase(_("Something is missing: write words, and words on both sides of a “+”."))
    return tuple(tuple(part) for part in parts)


def _alternatives(pieces):
    """The alternatives between the “/” of a bracket, or after “unless”."""
    found: list[list] = [[]]
    for piece in pieces:
        if piece == "/":
            found.append([])
        elif piece in ("(", ")", "+"):
            raise BadPhrase(_("Between “/” stand only words, no brackets and no “+”."))
        elif piece.strip():
            found[-1].append(piece)
    if not all(found):
        raise BadPhrase(_("Something is missing: write words on both sides of a “/”."))
    return tuple(_words(words) for words in found)


def _words(pieces):
    return tuple(_one(piece) for piece in pieces)


def _one(piece):
    text = piece.strip()
    are_exact = text[0] in QUOTES
    text = text.strip(QUOTES).strip()
    if not re.search(r"[^\W_]", text):
        raise BadPhrase(_("Something is missing: write words between brackets, and close each quotation mark."))
    return Words(text, are_exact)


def problems_of(phrases):
    """A sentence for each phrase that breaks the rules."""
    for phrase in phrases:
        try:
            read_phrase(phrase)
        except BadPhrase as error:
            yield _("“%(phrase)s”: %(why)s") % {"phrase": phrase, "why": error}
