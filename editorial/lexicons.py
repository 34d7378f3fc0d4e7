"""The lexicons of a content library: JSON files that name things of one kind, with or without a text, and the words by which readers find them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from editorial.models import PageKind


@dataclass(frozen=True)
class Lexicon:
    """One such file, of rows that have a slug, a name and what else is `required`.

    `check(rows, library)` adds what is wrong to the problems of the library, before anything is written; `read(rows, library)` stores
    the rows and returns the number of changes; `write()` returns the stored rows.
    """

    kind: PageKind
    file: str
    required: tuple[str, ...]
    check: Callable[[list[dict], Any], None]
    read: Callable[[list[dict], Any], int]
    write: Callable[[], list[dict]]

    @property
    def inside(self):
        """The name in the file under which the rows stand: "symptoms" in symptoms.json."""
        return Path(self.file).stem


LEXICONS: dict[str, Lexicon] = {}


def on_lexicon(lexicon):
    """Registers the lexicon of a kind of page."""
    LEXICONS[lexicon.kind.value] = lexicon
