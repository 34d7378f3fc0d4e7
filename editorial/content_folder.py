"""A content library on disk: its files as plain values, and what is wrong with the files themselves."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from django.utils.translation import gettext as _

from editorial.lexicons import LEXICONS
from editorial.markdown import EDITOR_NOTE, MARKDOWN, from_markdown
from editorial.models import Page
from editorial.models.version import Aspect

FRONT_MATTER = re.compile(r"\A---\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
PICTURE = re.compile(r"<(?:img|picture|svg)\b", re.IGNORECASE)
HEADING = re.compile(r"^## +(.+?)[ \t]*$", re.MULTILINE)
UNORDERED = {"sources", "related", "symptoms", "tags"}


@dataclass(frozen=True)
class Problem:
    """Something wrong in a file: where, and what to do about it."""

    path: str
    line: int
    sentence: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.sentence}"


class LibraryProblems(Exception):
    """The library cannot be imported. `problems` is a list of `Problem`."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__(f"{len(problems)} problems")


@dataclass
class PageFile:
    """One content file, read but not yet checked. `sections` are (aspect, heading, html, line)."""

    path: str
    model: type[Page]
    slug: str
    front: dict
    sections: list
    lines: dict = field(default_factory=dict)

    @property
    def version_model(self):
        return self.model.version_model()

    def line_of(self, key):
        return self.lines.get(key, 1)

    def ordered_sections(self):
        """(aspect, heading, html) in the order of the page: that of its kind, or the file's own where the kind leaves it free."""
        order = {aspect: place for place, aspect in enumerate(self.model.aspects)}
        sections = [tuple(section[:3]) for section in self.sections]
        return sorted(sections, key=lambda section: order.get(section[0], len(order))) if self.model.fixed_order else sections

    def place_of_cards(self):
        """Where care cards stand among the sections: before the page's own words on when to get help, after the key points."""
        aspects = [aspect for aspect, _heading, _html in self.ordered_sections()]
        order = self.model.aspects if self.model.fixed_order else (Aspect.KEY_POINTS, Aspect.WHEN_TO_GET_HELP)
        before = order[: order.index(Aspect.WHEN_TO_GET_HELP)] if Aspect.WHEN_TO_GET_HELP in order else ()
        return sum(1 for aspect in aspects if aspect in before)

    def document(self):
        """All that the file says, as plain values that compare equal to `editorial.transfer.document` of the same text."""
        front = {key: value for key, value in self.front.items() if value not in (None, [], {}, "")}
        return {"front": sorted_rows(front), "sections": self.ordered_sections()}


def is_words(value):
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_storable(value):
    """Whether every text in a value can be stored: no NUL, which PostgreSQL refuses, and no half of a character."""
    if isinstance(value, dict):
        return all(_is_storable(item) for pair in value.items() for item in pair)
    if isinstance(value, list):
        return all(map(_is_storable, value))
    return not isinstance(value, str) or not re.search("[\x00\ud800-\udfff]", value)


def sorted_rows(front):
    """The front matter with the lists of sources in order, so that two spellings of the same thing are equal."""

    def tidy(value):
        if isinstance(value, dict):
            return {key: sorted(item) if key in UNORDERED and is_words(item) else tidy(item) for key, item in value.items() if item is not None}
        return [tidy(item) for item in value] if isinstance(value, list) else value

    return tidy({key: value for key, value in front.items() if value not in (None, [], {}, "")})


class ContentFolder:
    """A folder of content files. `read()` loads it into plain values and collects what is wrong with the files themselves."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.problems: list[Problem] = []
        self.sources: dict[str, dict] = {}
        self.tags: dict[str, dict] = {}
        self.lexicons: dict[str, dict[str, dict]] = {}
        self.names: dict[tuple, str] = {}
        self.pages: list[PageFile] = []

    def read(self):
        """Reads every file of the folder. Problems are collected, not raised."""
        if not self.folder.is_dir():
            self._wrong(self.folder, 1, _("This folder does not exist. Give the path of a content folder."))
            return self
        self.sources = {row["key"]: row for row in self._rows("sources.json", ("key", "title", "publisher", "kind", "seen"))}
        self.tags = {row["slug"]: row for row in self._rows("tags.json", ("slug", "name"))}
        for row in self._rows("names.json", ("kind", "slug", "name")):
            self.names[row["kind"], row["slug"]] = row["name"]
        for kind, lexicon in LEXICONS.items():
            self.lexicons[kind] = {row["slug"]: row for row in self._rows(lexicon.file, lexicon.required, inside=lexicon.inside)}
            self.names |= {(kind, slug): row["name"] for slug, row in self.lexicons[kind].items()}
        for model in sorted(Page.__subclasses__(), key=lambda model: model.folder):
            for path in sorted((self.folder / model.folder).glob("*.md")):
                page = self._page(path, model)
                if page:
                    self.pages.append(page)
        if not (self.pages or self.problems):
            self._wrong(self.folder, 1, _("There is no content file in this folder. Give the path of a content folder."))
        return self

    def _wrong(self, path, line, sentence):
        path = Path(path)
        name = path.relative_to(self.folder.parent) if path.is_relative_to(self.folder.parent) else path
        self.problems.append(Problem(str(name), line, str(sentence)))

    def rows_of(self, lexicon):
        """The rows of one of the lexicons, in their order."""
        return list(self.lexicons[lexicon.kind].values())

    def wrong_in(self, file, sentence):
        """Adds a problem of one of the JSON files."""
        self._wrong(self.folder / file, 1, sentence)

    def _text(self, path):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            self._wrong(path, 1, _("The file is not UTF-8 text. Save it as UTF-8."))
        except OSError as error:
            self._wrong(path, 1, _("The file cannot be read: %(reason)s.") % {"reason": error.strerror})
        else:
            if "\x00" in text:
                self._wrong(path, text[: text.index("\x00")].count("\n") + 1, _("There is a NUL character. Remove it."))
                return None
            return text
        return None

    def _rows(self, name, required, inside=None):
        path = self.folder / name
        if not path.exists():
            return []
        text = self._text(path)
        if text is None:
            return []
        try:
            rows = json.loads(text)
        except json.JSONDecodeError as error:
            self._wrong(path, error.lineno, _("This is not valid JSON: %(reason)s.") % {"reason": error.msg})
            return []
        if not _is_storable(rows):
            self._wrong(path, 1, _("There is a character that cannot be stored. Remove it."))
            return []
        rows = rows.get(inside) if inside and isinstance(rows, dict) else rows
        if not isinstance(rows, list):
            self._wrong(path, 1, _("The file must hold a list."))
            return []
        good, seen = [], set()
        names = ["key"] if "key" in required else [key for key in ("kind", "slug") if key in required]
        for number, row in enumerate(rows, 1):
            missing = [key for key in required if not isinstance(row, dict) or not isinstance(row.get(key), str) or not row[key]]
            if missing:
                self._wrong(path, 1, _("Entry %(number)s lacks %(keys)s.") % {"number": number, "keys": ", ".join(missing)})
                continue
            name = "/".join(row[key] for key in names)
            if name in seen:
                self._wrong(path, 1, _("“%(name)s” stands there twice. Remove one.") % {"name": name})
            seen.add(name)
            good.append(row)
        return good

    def _page(self, path, model):
        text = self._text(path)
        if text is None:
            return None
        match = FRONT_MATTER.match(text)
        if not match:
            self._wrong(path, 1, _("The file must begin with front matter between two lines of ---."))
            return None
        try:
            front = yaml.safe_load(match[1])
        except (yaml.YAMLError, ValueError) as error:  # a date such as 2026-02-30 is a ValueError
            mark = getattr(error, "problem_mark", None)
            self._wrong(
                path,
                mark.line + 2 if mark else 1,
                _("The front matter is not valid YAML: %(reason)s.") % {"reason": getattr(error, "problem", error)},
            )
            return None
        if not _is_storable(front):
            self._wrong(path, 2, _("The front matter has a character that cannot be stored. Remove it."))
            return None
        if not isinstance(front, dict):
            self._wrong(path, 2, _("The front matter must be a list of names and values."))
            return None
        lines = {found[1]: number for number, line in enumerate(match[1].splitlines(), 2) if (found := re.match(r"([a-z_]+):", line))}
        body = text[match.end() :]
        first_line = text[: match.end()].count("\n") + 1
        pieces = HEADING.split(body)
        if from_markdown(pieces[0]):
            self._wrong(path, first_line, _("Text stands before the first heading. Put it under a heading such as “## overview”."))
        sections = []
        offset = len(pieces[0])
        for heading, piece in zip(pieces[1::2], pieces[2::2], strict=True):
            line = first_line + body[:offset].count("\n")
            aspect, _bar, own_heading = (part.strip() for part in heading.partition("|"))
            sections.append((aspect, own_heading, from_markdown(piece), line))
            if PICTURE.search(MARKDOWN.render(EDITOR_NOTE.sub("", piece))):
                self._wrong(path, line, _("There is a picture in this part. Pictures are not supported: remove it, and say in words what it shows."))
            if re.search(r"<(?!!--)/?[a-zA-Z]", re.sub(r"<!--.*?-->", "", piece, flags=re.DOTALL)):
                allowed = from_markdown(piece) == piece.strip()
                if not allowed:
                    self._wrong(path, line, _("There is HTML in this part. Write it in Markdown: paragraphs, lists, emphasis, links."))
            offset = body.index(piece, offset) + len(piece) if piece else offset
        return PageFile(self._short(path), model, path.stem, front, sections, lines)

    def _short(self, path):
        return str(path.relative_to(self.folder.parent))
