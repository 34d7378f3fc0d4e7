"""What differs between two plain texts, word by word and paragraph by paragraph. Pure functions on strings.

Every comparison has a ceiling on its work: beyond it, what stands between the equal beginning and the equal end counts as replaced.
"""

import re
from collections import Counter
from difflib import SequenceMatcher
from typing import NamedTuple

# A citation mark or a number such as 2.5 is one word: half of it struck through is hard to read.
TOKEN = re.compile(r"\[@[^\]\[]{1,600}\]|\w+(?:[-.,'’]\w+)*|\s+|[^\w\s]")
WORD = re.compile(r"\w+(?:[-.,'’]\w+)*")
LABEL = re.compile(r"[^:.]{1,60}: ")
# Two paragraphs of the starter library that tell different things have less in common, 99 times in 100.
ALIKE = 0.3  # likeness from which one paragraph counts as an edit of another
KEPT = 0.4  # share of the words of the shorter text, below which what is left of them says nothing: all is replaced
MOST_STEPS = 1_000_000  # of difflib for one comparison, at the very worst: a tenth of a second; about 200 words that all may have changed
MOST_PAIRS = 2_500  # of paragraphs that are tried with each other, in one run of changed paragraphs

SAME, REMOVED, ADDED = "same", "removed", "added"


class Piece(NamedTuple):
    """Some words that both texts have, or only one: `kind` is same, removed or added."""

    kind: str
    text: str


class Row(NamedTuple):
    """A paragraph, before and after: the pieces of each text, None where that text lacks it; `inline` has both in one line."""

    old: list[Piece] | None
    new: list[Piece] | None
    inline: list[Piece]

    @property
    def is_same(self):
        return not (self.has_removed or self.has_added)

    @property
    def has_removed(self):
        return any(piece.kind == REMOVED for piece in self.inline)

    @property
    def has_added(self):
        return any(piece.kind == ADDED for piece in self.inline)

    @property
    def changed_words(self):
        """Number of words that only one of the two texts has."""
        return sum(len(piece.text.split()) for piece in self.inline if piece.kind != SAME)


def words(old, new):
    """The pieces that two texts consist of, in order: those same and removed make up the old text, those same and added the new one."""
    if old == new:
        return _pieces([(SAME, old)])
    if _share_kept(old, new) < KEPT:
        return _pieces([(REMOVED, old), (ADDED, new)])
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    pieces = []
    # Spaces are no ground for a match by themselves: they would cut a run of changed words up.
    for same, i1, i2, j1, j2 in _runs(before, after, is_junk=str.isspace):
        gone, come = "".join(before[i1:i2]), "".join(after[j1:j2])
        pieces += [(SAME, gone)] if same else [(REMOVED, gone), (ADDED, come)]
    return _pieces(pieces)


def paragraphs(old_lines, new_lines):
    """The rows of two lists of paragraphs, in order. A paragraph that was inserted or taken out leaves its neighbours as they were."""
    rows = []
    for same, i1, i2, j1, j2 in _runs(old_lines, new_lines):
        pairs = zip(old_lines[i1:i2], new_lines[j1:j2], strict=True) if same else _paired(old_lines[i1:i2], new_lines[j1:j2])
        rows += [_row(old, new) for old, new in pairs]
    return rows


def bag_of(text):
    """The words of a text, each with how often it stands there."""
    return Counter(WORD.findall(text))


def likeness(old, new):
    """Share of their words that two bags of words have in common: from 0.0 to 1.0 (Dice 1945)."""
    total = old.total() + new.total()
    return 2 * (old & new).total() / total if total else 0.0


def _share_kept(old, new):
    old, new = bag_of(old), bag_of(new)
    fewest = min(old.total(), new.total())
    return (old & new).total() / fewest if fewest else 0.0


def _pieces(pairs):
    return [Piece(kind, text) for kind, text in pairs if text]


def _row(old, new):
    if old is None:
        added = _pieces([(ADDED, new)])
        return Row(None, added, added)
    if new is None:
        removed = _pieces([(REMOVED, old)])
        return Row(removed, None, removed)
    pieces = words(old, new)
    return Row([piece for piece in pieces if piece.kind != ADDED], [piece for piece in pieces if piece.kind != REMOVED], pieces)


def _runs(old, new, is_junk=None):
    """Yields (whether equal, start and end in old, start and end in new) for the runs that two lists of strings consist of."""
    most = min(len(old), len(new))
    start = next((place for place in range(most) if old[place] != new[place]), most)
    end = next((place for place in range(most - start) if old[-1 - place] != new[-1 - place]), most - start)
    if start:
        yield True, 0, start, 0, start
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    if _steps(before, after, is_junk) > MOST_STEPS:
        yield False, start, start + len(before), start, start + len(after)
    else:
        for tag, i1, i2, j1, j2 in SequenceMatcher(is_junk, before, after, autojunk=False).get_opcodes():
            yield tag == "equal", start + i1, start + i2, start + j1, start + j2
    if end:
        yield True, len(old) - end, len(old), len(new) - end, len(new)


def _steps(old, new, is_junk):
    """How many steps difflib takes at the very worst: it looks at every pair of equal strings once for each run that it finds."""
    there = Counter(new)
    pairs = sum(there[text] for text in old if not (is_junk and is_junk(text)))
    return (len(old) + pairs) * min(len(old), len(new))


def _paired(old, new):
    """Yields (old, new) paragraphs, None where one has no partner: of all pairings in order, one whose pairs are the most alike."""
    if len(old) == len(new) == 1:
        yield old[0], new[0]
        return
    best, like = _pairings(old, new) if 0 < len(old) * len(new) <= MOST_PAIRS else ({}, {})
    i = j = 0
    while i < len(old) and j < len(new) and best:
        if like[i, j] and best[i, j] == like[i, j] + best.get((i + 1, j + 1), 0):
            yield old[i], new[j]
            i, j = i + 1, j + 1
        elif best[i, j] == best.get((i + 1, j), 0):
            yield old[i], None
            i += 1
        else:
            yield None, new[j]
            j += 1
    yield from ((text, None) for text in old[i:])
    yield from ((None, text) for text in new[j:])


def _pairings(old, new):
    """({(i, j): the most likeness that pairs from i and j on can have}, {(i, j): that of this pair, 0 if it is none})."""
    like = dict(_alike(old, new))
    best: dict[tuple[int, int], float] = {}
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            together = like[i, j] + best.get((i + 1, j + 1), 0) if like[i, j] else 0
            best[i, j] = max(together, best.get((i + 1, j), 0), best.get((i, j + 1), 0))
    return best, like


def _alike(old, new):
    bags = [bag_of(text) for text in new]
    for i, text in enumerate(old):
        bag, label = bag_of(text), LABEL.match(text)
        for j, other in enumerate(new):
            share = likeness(bag, bags[j])
            if label and other.startswith(label[0]):
                share = max(share, 2 * ALIKE)  # the same thing is told, in other words
            yield (i, j), share if share >= ALIKE else 0
