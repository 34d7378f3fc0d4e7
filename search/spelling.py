"""Spelling repair against the words that the site itself uses. Pure functions on plain values."""

import math
import re
from collections import Counter
from functools import cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.senses import SOUNDS_LIKE
from search.understanding import is_part_of_body
from search.words import MAX_CHARACTERS, MAX_WORD, SAME_WORD, STOP_WORDS, fold

DATA = Path(__file__).parent / "data"
MOST_REPAIRED = 8  # words of one question: each costs a walk through the vocabulary
SHORTEST = 4
SHORTEST_PART = 3
JOINTS = frozenset({"and", "the", "my", "of", "in"})
# An apostrophe within a word is part of it: “doesn't” must stay a denial.
WORD_OR_REST = re.compile(r"[^\W_]+(?:['’‘`][^\W_]+)*|[\W_]+")

PHONETIC = [
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"^(kn|gn|pn)", "n"),
        (r"^ps", "s"),
        (r"^wr", "r"),
        (r"^x", "s"),
        (r"ph", "f"),
        (r"sch", "sk"),
        (r"s?c(?=[eiy])", "s"),
        (r"ck|c|q", "k"),
        (r"x", "ks"),
        (r"z", "s"),
        (r"dg(?=e)|j", "j"),
        (r"gh", ""),
        (r"(?<=.)[tsc]ion", "sn"),
        (r"(?<=.)[hwy]", ""),
        (r"^[aeiou]+", "a"),
        (r"(?<=.)[aeiou]+", ""),
        (r"(.)\1+", r"\1"),
    )
]


def sound(word):
    """How a word sounds, roughly: its consonants, alike where they sound alike ("siatica" and "sciatica" are both "stk")."""
    for pattern, plain in PHONETIC:
        word = pattern.sub(plain, word)
    return word


@cache
def word_list(name):
    """The words of one of the lists of `search/data`: {word: the heading that it stands under}. A heading is a line that begins with "#"."""
    found, heading = {}, ""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line[1:].strip()
        else:
            found.update(dict.fromkeys(line.split(), heading))
    return found


def _is_everyday(word):
    return word in STOP_WORDS or word in word_list("everyday_words.txt") or word in word_list("other_topics.txt") or word in SAME_WORD


ENDINGS = (
    ("ies", "y"),
    ("es", ""),
    ("s", ""),
    ("ied", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("ly", ""),
    ("er", ""),
    ("er", "e"),
    ("est", ""),
)


def _bases(word):
    """The words that a regular form may belong to: "stop" of "stopped". “weekness” is no form of “week”."""
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            base = word[: -len(ending)] + instead
            yield base
            if ending in ("ed", "ing", "er") and not instead and base[-1] == base[-2] and base[-3] in "aeiou":
                yield base[:-1]


class Speller:
    """Repairs words that neither the site nor daily English knows to the nearest one that the site knows.

    `known` are the site's words, with repeats: of two that are equally near, the commoner wins. `medicines` are names of medicines: a
    word is never repaired to one of them unless a single letter is wrong, and a name of a medicine is never repaired at all.
    """

    def __init__(self, known, medicines=()):
        self.known = Counter(word for word in known if not word.isdigit())
        self.medicines = frozenset(medicines)
        self.sounds = {}
        self.openings = {}  # by the first letter, and by the first two: hardly anybody mistypes the first
        for word in self.known:
            if len(word) >= SHORTEST:
                self.sounds.setdefault(sound(word), []).append(word)
                self.openings.setdefault(word[0], []).append(word)
                self.openings.setdefault(word[:2], []).append(word)
        self.sounds = {heard: tuple(alike) for heard, alike in self.sounds.items()}  # thousands, nearly all of one word

    def is_known(self, word):
        if word in self.known or word in self.medicines or _is_everyday(word):
            return True
        return any(base in self.known or _is_everyday(base) for base in _bases(word))

    def repair(self, word):
        """(what the word most likely stands for, or the word itself; a medicine that may be meant, or None)."""
        if len(word) < SHORTEST or any(char.isdigit() for char in word) or not word.isascii() or self.is_known(word):
            return word, None
        near = [found for found in self._near(word) if found[0] <= _allowed(word, found[2], found[3])]
        if near:
            _cost, _common, found, _alike, slips = min(near)
            if found not in self.medicines or slips < 2:
                return found, None
            return word, found
        return self._split(word) or word, None

    def _near(self, word):
        """(cost, -how common, known word, whether it sounds the same, slips) of each known word that is near in letters or in sound."""
        same = self.sounds.get(sound(word), ())
        opens_alike = [*self.openings.get(word[0], ()), *self.openings.get(word[1] + word[0], ())]
        # More slips than these are only believed where it sounds the same.
        letters = process.extract(word, opens_alike, scorer=OSA.distance, score_cutoff=2 if len(word) > 8 else 1, limit=20)
        for found in dict.fromkeys([*same, *(row[0] for row in letters)]):
            alike = found in same
            distance = OSA.distance(word, found)
            yield distance - (0.5 if alike else 0) + (0.25 if found[0] != word[0] else 0), -self.known[found], found, alike, distance

    def _split(self, word):
        """“restless legs” of “restlesslegs”: two or three words that the site knows, the commonest; or None."""
        best = max(self._cuts(word, 3), key=lambda parts: (-len(parts), sum(self._common(part) for part in parts)), default=None)
        return " ".join(best) if best else None

    def _cuts(self, word, most):
        if self._common(word):
            yield (word,)
        if most > 1:
            for cut in range(2, len(word) - 1):
                if self._common(word[:cut]):
                    for rest in self._cuts(word[cut:], most - 1):
                        yield (word[:cut], *rest)

    def _common(self, part):
        """How common a part of a torn word is; 0 if it is none."""
        if part in JOINTS:
            return math.log(1000)
        return math.log(1 + self.known[part]) if len(part) >= SHORTEST_PART and part in self.known else 0

    def repair_text(self, text):
        """(repaired text, [(typed, repaired)], [(typed, medicine that may be meant)]) of the first 300 characters of a question.

        What needs no repair comes back as it was typed.
        """
        pieces = WORD_OR_REST.findall(text[:MAX_CHARACTERS])
        changes, meant = [], []
        repaired = 0
        for number, piece in enumerate(pieces):
            if not piece or not piece[0].isalnum():
                continue
            word = fold(piece)[:MAX_WORD]
            heard = _sounds_like(word, fold(pieces[number - 2]) if number > 1 else "", fold(pieces[number + 2]) if number + 2 < len(pieces) else "")
            if heard:
                changes.append((piece, heard))
                pieces[number] = heard
                continue
            both = self._joined(pieces, number)
            if both:
                changes.append((f"{piece} {pieces[number + 2]}", both))
                pieces[number], pieces[number + 1], pieces[number + 2] = both, "", ""
                continue
            if len(word) < SHORTEST or self.is_known(word) or repaired == MOST_REPAIRED:
                continue
            repaired += 1
            found, medicine = self.repair(word)
            if medicine:
                meant.append((piece, medicine))
            if found != word:
                changes.append((piece, found))
                pieces[number] = found
        return "".join(pieces) if changes else text, changes, meant

    def _joined(self, pieces, number):
        """The word that two beside each other make that were torn apart ("rest less"), or None."""
        if number + 2 >= len(pieces) or not pieces[number + 1].isspace() or not pieces[number + 2]:
            return None
        parts = fold(pieces[number]), fold(pieces[number + 2])
        both = "".join(parts)
        # Both parts may be words: then the whole must be much commoner here than one of them.
        torn = not all(self.is_known(part) for part in parts) or self.known[both] > 2 * min(self.known[part] for part in parts)
        return both if both in self.known and len(both) >= 2 * SHORTEST - 1 and torn else None


def _sounds_like(word, before, after):
    """The word that a real one was typed for, if what stands beside it says so: “my legs are week”, “week ankles”, “my heal hurts”."""
    for openers, meant in SOUNDS_LIKE:
        if word in meant and (before in openers if openers else is_part_of_body(after)):
            return meant[word]
    return None


def _allowed(word, found, sounds_same):
    """How many slips are believed: more in a long word, and more where it sounds the same."""
    swapped = sorted(word) == sorted(found)
    if len(word) <= 4:
        return 1 if sounds_same or swapped else 0.9
    if len(word) <= 6:
        return 2 if sounds_same else 1
    if len(word) <= 8:
        return 2.5 if sounds_same else 1.5
    return 3.5 if sounds_same else 2.25
