"""The style sheet: colours that can be told apart, and text that is large enough. What only a browser can see is in tests/journeys."""

import re
from pathlib import Path

import pytest
from django.conf import settings

STYLE = Path(settings.BASE_DIR / "neuroinfo" / "static" / "style.css").read_text()
# Each ink, and the papers that it is used on.
PAIRS = {
    "ink": "paper raised sand tint now-tint today-tint soon-tint unproven-tint mark",
    "quiet": "paper raised sand tint",
    "link": "paper raised sand tint now-tint today-tint soon-tint unproven-tint",
    "accent": "paper raised sand tint",
    "warm": "paper raised sand",
    "on-accent": "accent",
    "on-band": "band",
    "sprout": "band",
    "now": "paper raised now-tint",
    "today": "paper raised today-tint",
    "soon": "paper raised soon-tint",
    "unproven": "paper raised unproven-tint",
    "paper": "now today soon",
}
EDGES = {"edge": "paper raised sand"}


def colours(scheme):
    """The custom properties that are colours, by name; the dark scheme replaces only some."""
    rules = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[: 1 if scheme == "light" else 2]
    return {name: value for rule in rules for name, value in re.findall(r"--([\w-]+): (#[0-9a-f]{6});", rule)}


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def too_weak(scheme, pairs, least):
    found = colours(scheme)
    return [
        (ink, paper, round(contrast(found[ink], found[paper]), 2))
        for ink, papers in pairs.items()
        for paper in papers.split()
        if contrast(found[ink], found[paper]) < least
    ]


def test_contrast_is_computed_as_the_guidelines_say():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_ink_can_be_read_on_its_papers(scheme):
    assert too_weak(scheme, PAIRS, least=4.5) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_edge_of_a_field_can_be_seen(scheme):
    assert too_weak(scheme, EDGES, least=3) == []
