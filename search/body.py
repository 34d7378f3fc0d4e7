"""The parts of the body as readers point at them, from head to foot, and a simple picture of them. Plain values.

A region holds the finer parts that the lexicon names ("toes" are in the region "feet"). What the lexicon names and no region holds
is a region of its own, so nothing is out of reach.
"""

import textwrap
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy as _

MIDDLE = 160  # of the picture, which is 320 wide; right and left are mirrored
LABEL_WIDTH, LINE_HEIGHT = 92, 18


@dataclass(frozen=True)
class Region:
    """`shapes` are SVG paths of the picture; `label_at` is the upper left corner of the label there, and `line` leads from it to the part."""

    slug: str
    label: str = field(compare=False)
    parts: tuple = field(default=(), compare=False)
    shapes: tuple = field(default=(), compare=False)
    label_at: tuple = field(default=(0, 0), compare=False)
    line: str = field(default="", compare=False)

    @property
    def is_drawn(self):
        return bool(self.shapes)

    @property
    def label_box(self):
        """x, y, width and height of the label: at least 30 high, so that a finger hits it."""
        return (*self.label_at, LABEL_WIDTH, LINE_HEIGHT * len(self._words) + 14)

    @property
    def label_lines(self):
        """(x, y, words) of each line of the label."""
        x, y = self.label_at
        return [(x + LABEL_WIDTH / 2, y + 20 + LINE_HEIGHT * number, words) for number, words in enumerate(self._words)]

    @property
    def _words(self):
        return textwrap.wrap(str(self.label), 9, break_long_words=False)


def _both(path):
    """A path of the left half and its mirror image; a path is commands with absolute points: "M 10 20 L 30 40"."""
    words, mirrored, is_x = path.split(), [], True
    for word in words:
        if word.isalpha():
            mirrored.append(word)
            is_x = True
        else:
            mirrored.append(f"{2 * MIDDLE - float(word):g}" if is_x else word)
            is_x = not is_x
    return path, " ".join(mirrored)


REGIONS = (
    Region("head", _("Head"), ("head",), ("M 134 42 C 132 2 188 2 186 42 C 176 30 144 30 134 42 Z",), (230, 6), "M 230 22 L 172 20"),
    Region(
        "face",
        _("Face"),
        ("face", "eyes", "eyelids", "mouth", "lips", "tongue", "jaw"),
        ("M 134.500 45 C 144 33 176 33 185.500 45 C 184 66 172 76 160 76 C 148 76 136 66 134.500 45 Z",),
        (0, 30),
        "M 92 46 L 146 52",
    ),
    Region(
        "throat", _("Throat and neck"), ("throat", "neck"), ("M 150 77 Q 160 81 170 77 L 171 93 Q 160 97 149 93 Z",), (230, 54), "M 230 80 L 164 86"
    ),
    Region(
        "chest",
        _("Chest"),
        ("chest", "ribs"),
        ("M 147 95 Q 160 100 173 95 Q 186 97 197 103 L 190 160 L 130 160 L 123 103 Q 134 97 147 95 Z",),
        (0, 84),
        "M 92 100 L 142 124",
    ),
    Region("back", _("Back"), ("back", "spine", "buttocks")),
    Region(
        "stomach",
        _("Stomach and bowel"),
        ("stomach", "bowel", "belly"),
        ("M 130 163 L 190 163 L 188 186 L 191 212 L 129 212 L 132 186 Z",),
        (230, 140),
        "M 230 166 L 176 182",
    ),
    Region(
        "bladder",
        _("Bladder and genitals"),
        ("bladder", "genitals", "groin"),
        ("M 128 215 L 192 215 L 195 240 Q 178 258 160 260 Q 142 258 125 240 Z",),
        (0, 266),
        "M 92 290 L 146 240",
    ),
    Region(
        "arms",
        _("Arms"),
        ("arms", "shoulders", "elbows", "forearms"),
        _both("M 120 104 C 109 108 106 118 104 132 L 97 174 L 86 222 L 99 226 L 112 178 L 121 134 Z"),
        (0, 150),
        "M 92 166 L 104 166",
    ),
    Region(
        "hands",
        _("Hands"),
        ("hands", "fingers", "thumbs", "wrists"),
        _both("M 85 225 L 98.500 229 C 104 236 103 248 98 256 C 94 262 84 262 81 255 C 78 246 80 235 85 225 Z"),
        (230, 262),
        "M 248 262 L 230 246",
    ),
    Region(
        "legs",
        _("Legs"),
        ("legs", "thighs", "knees", "calves", "shins"),
        _both("M 124.500 243 Q 140 261 159 263 L 155 340 L 151 416 L 134 416 L 127 340 Q 122 290 124.500 243 Z"),
        (230, 322),
        "M 230 338 L 182 338",
    ),
    Region(
        "feet",
        _("Feet"),
        ("feet", "ankles", "toes", "soles", "heels"),
        _both("M 133.500 419 L 151.500 419 L 154 438 C 152 450 142 452 130 452 C 116 452 118 442 126 436 Z"),
        (0, 414),
        "M 92 430 L 130 440",
    ),
    Region("limbs", _("Arms and legs"), ("limbs",)),
    Region("skin", _("Skin"), ("skin",)),
    Region("whole-body", _("Whole body"), ("whole-body",)),
    Region("mind", _("Mood and mind"), ("mind", "mood")),
)
REGION_OF = {part: region for region in REGIONS for part in region.parts}


@lru_cache(maxsize=1000)
def region_of(area):
    """The region of a part of the body as the lexicon names it ("toes", "whole body"), or of a slug of it."""
    slug = slugify(area)
    return REGION_OF.get(slug) or Region(slug, capfirst(str(area).replace("-", " ")))


def in_order(regions):
    """Regions from head to foot, then the others by name."""
    places = {region.slug: place for place, region in enumerate(REGIONS)}
    return sorted(regions, key=lambda region: (places.get(region.slug, len(places)), str(region.label)))
