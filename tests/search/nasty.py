"""Texts that nobody means well, and a decorator for tests that must hold for any text."""

from hypothesis import example, given
from hypothesis import strategies as st

NASTY = [
    "\x00",
    "'; DROP TABLE x; --",
    "a" * 10_000,
    "ﬁ" * 300,
    "\u202eabc",
    "🦶🔥",
    'AND OR NOT NEAR(a b) * ^ : "x"',
    "\ud800",
    "İ",
    "ß",
    "①②",
    "﷽" * 200,
    "_" * 50,
    "no not never without can't " * 20,
    "b12 " * 100,
    "or " * 150,
    "it's" + "'" * 200,
    "<script>alert(1)</script>",
]


def any_text(test):
    for text in NASTY:
        test = example(text)(test)
    return given(st.text())(test)
