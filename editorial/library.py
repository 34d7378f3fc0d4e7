"""A content library on disk: reading its files into plain values, and saying what is wrong with them."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from editorial.markup import from_markdown
from editorial.models import Page, PageKind, Source, Tag
from editorial.models.page import slug_validator
from editorial.models.version import Aspect
from editorial.publication_checks import text_problems

FRONT_MATTER = re.compile(r"\A---\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
HEADING = re.compile(r"^## +(.+?)[ \t]*$", re.MULTILINE)
UNORDERED = {"sources", "related", "symptoms", "tags"}
COMMON_KEYS = ("title", "summary", "also_called", "tags", "care_cards", "citations")
SOURCE_KEYS = ("key", "title", "publisher", "year", "url", "doi", "pmid", "kind", "seen", "note", "printable")


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


def _is_words(value):
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
            return {key: sorted(item) if key in UNORDERED and _is_words(item) else tidy(item) for key, item in value.items() if item is not None}
        return [tidy(item) for item in value] if isinstance(value, list) else value

    return tidy({key: value for key, value in front.items() if value not in (None, [], {}, "")})


class Library:
    """A folder of content files. `read()` loads it, `check()` lists its problems; nothing touches the database's rows."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.problems: list[Problem] = []
        self.sources: dict[str, dict] = {}
        self.tags: dict[str, dict] = {}
        self.symptoms: dict[str, dict] = {}
        self.names: dict[tuple, str] = {}
        self.pages: list[PageFile] = []
        self._stored_pages: dict[tuple, Page] = {}
        self._stored_sources: dict[str, Source] = {}

    # --- reading ---

    def read(self):
        """Reads every file of the folder. Problems are collected, not raised."""
        if not self.folder.is_dir():
            self._wrong(self.folder, 1, _("This folder does not exist. Give the path of a content folder."))
            return self
        self.sources = {row["key"]: row for row in self._rows("sources.json", ("key", "title", "publisher", "kind", "seen"))}
        self.tags = {row["slug"]: row for row in self._rows("tags.json", ("slug", "name"))}
        self.symptoms = {row["slug"]: row for row in self._rows("symptoms.json", ("slug", "name", "group"), inside="symptoms")}
        for row in self._rows("names.json", ("kind", "slug", "name")):
            self.names[row["kind"], row["slug"]] = row["name"]
        for row in self.symptoms.values():
            self.names[PageKind.SYMPTOM.value, row["slug"]] = row["name"]
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
            if re.search(r"<(?!!--)/?[a-zA-Z]", re.sub(r"<!--.*?-->", "", piece, flags=re.DOTALL)):
                allowed = from_markdown(piece) == piece.strip()
                if not allowed:
                    self._wrong(path, line, _("There is HTML in this part. Write it in Markdown: paragraphs, lists, emphasis, links."))
            offset = body.index(piece, offset) + len(piece) if piece else offset
        return PageFile(self._short(path), model, path.stem, front, sections, lines)

    def _short(self, path):
        return str(path.relative_to(self.folder.parent))

    # --- checking ---

    def check(self):
        """All problems of the library: a list of `Problem`, in the order of the files."""
        known_tags = set(self.tags) | set(Tag.objects.values_list("slug", flat=True))
        self._check_sources()
        self._check_names()
        self._printable = {key for key, row in self.sources.items() if row.get("printable", True)}
        self._printable |= set(Source.objects.printable().exclude(key__in=self.sources).values_list("key", flat=True))
        self._in_library = {(page.model.folder, page.slug) for page in self.pages}
        self._stored = {(kind, slug): live for kind, slug, live in Page.objects.values_list("kind", "slug", "live_id")}
        for page in self.pages:
            self._check_page(page, known_tags)
        return self.problems

    def _check_sources(self):
        path = self.folder / "sources.json"
        for row in self.sources.values():
            unknown = set(row) - set(SOURCE_KEYS)
            if unknown:
                self._wrong(path, 1, _("Source %(key)s: the name “%(name)s” is unknown.") % {"key": row["key"], "name": sorted(unknown)[0]})
            try:
                source_from(row).full_clean(exclude=["key"] if Source.objects.filter(key=row["key"]).exists() else None)
            except (ValidationError, TypeError, ValueError) as error:
                sentences = (
                    "; ".join(f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items())
                    if isinstance(error, ValidationError)
                    else error
                )
                self._wrong(path, 1, _("Source %(key)s: %(sentences)s") % {"key": row["key"], "sentences": sentences})

    def _check_names(self):
        for row in self.tags.values():
            tag = Tag(slug=row["slug"], name=row["name"], description=row.get("description", ""))
            stored = Tag.objects.filter(slug=row["slug"]).exists()
            self.check_row("tags.json", row["slug"], tag, unique=not stored)
        twice = [name for name, number in Counter(row["name"].lower() for row in self.tags.values()).items() if number > 1]
        for name in twice:
            self._wrong(self.folder / "tags.json", 1, _("Two tags have the name “%(name)s”. Change one.") % {"name": name})
        for (kind, slug), name in self.names.items():
            if kind not in PageKind.values:
                self._wrong(
                    self.folder / "names.json",
                    1,
                    _("The kind “%(kind)s” is unknown. Use one of: %(known)s.") % {"kind": kind, "known": ", ".join(PageKind.values)},
                )
            else:
                file = "symptoms.json" if kind == PageKind.SYMPTOM and slug in self.symptoms else "names.json"
                self.check_row(file, slug, Page(kind=kind, slug=slug, name=name))

    def check_row(self, file, name, row, *, exclude=(), unique=False):
        """Adds what a model refuses of a row of one of the JSON files to the problems; `row` is an unsaved object."""
        try:
            row.clean_fields(exclude=exclude)
            if unique:
                row.validate_unique()
        except ValidationError as error:
            sentences = "; ".join(f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items())
            self._wrong(self.folder / file, 1, f"{name}: {sentences}")

    def _check_page(self, page, known_tags):
        def wrong(key, sentence):
            self.problems.append(Problem(page.path, page.line_of(key), str(sentence)))

        front, version_model = page.front, page.version_model
        for key in front:
            if key not in COMMON_KEYS and key not in version_model.front_matter_keys:
                wrong(key, _("“%(key)s” is not a name that this kind of page has. Remove or correct it.") % {"key": key})
        for key, limit in (("title", 200), ("summary", 600)):
            if not isinstance(front.get(key), str) or not front[key].strip():
                wrong(key, _("The %(key)s is missing. Add “%(key)s: …”, in quotes if it has a colon.") % {"key": key})
            elif len(front[key]) > limit:
                wrong(key, _("The %(key)s has more than %(limit)s characters. Shorten it.") % {"key": key, "limit": limit})
        for key in ("also_called", "tags", "care_cards"):
            if not isinstance(front.get(key, []) or [], list) or not all(isinstance(item, str) for item in front.get(key) or []):
                wrong(key, _("“%(key)s” must be a list of words, such as [one, two].") % {"key": key})
                return
        if not _are_citations(front.get("citations") or {}):
            wrong("citations", _("“citations” must be a list of keys, each with a claim (at most 500 characters) or a locator (at most 100)."))
            return
        try:
            slug_validator(page.slug)
        except ValidationError as error:
            wrong("", _("The file name is not a good slug. %(reason)s") % {"reason": error.message})
        for tag in front.get("tags") or []:
            if tag not in known_tags:
                wrong("tags", _("The tag “%(tag)s” is unknown. Use one of tags.json, or add it there.") % {"tag": tag})
        for card in front.get("care_cards") or []:
            if not self._is_page("care-cards", card):
                wrong("care_cards", _("The care card “%(card)s” is unknown.") % {"card": card})
        for aspect, heading, html, line in page.sections:
            if len(heading) > 120:
                self.problems.append(Problem(page.path, line, _("The heading has more than 120 characters. Shorten it.")))
            if aspect not in page.model.aspects:
                known = ", ".join(page.model.aspects) or _("none")
                self.problems.append(
                    Problem(
                        page.path,
                        line,
                        _("“%(aspect)s” is not a part of this kind of page. Use one of: %(known)s.") % {"aspect": aspect, "known": known},
                    )
                )
            elif not html:
                self.problems.append(
                    Problem(page.path, line, _("The part “%(aspect)s” is empty. Write it or remove its heading.") % {"aspect": aspect})
                )
        rows = [(key, sentence) for key, sentence in version_model.check_front_matter(front, self)]
        for key, sentence in rows:
            wrong(key, sentence)
        if rows or not isinstance(front.get("title"), str) or not isinstance(front.get("summary"), str):
            return
        lines = {aspect: line for aspect, _heading, _html, line in reversed(page.sections)}
        sections = [(aspect, html) for aspect, _heading, html, _line in page.sections]
        cards = [(Aspect.WHEN_TO_GET_HELP.value, "")] if front.get("care_cards") else []
        for where, sentence in text_problems(
            page.model,
            title=front["title"],
            summary=front["summary"],
            own=[front.get(key) for key in ("also_called", *version_model.front_matter_keys)],
            sections=sections + cards,
            cited=[*named_sources(front), *(front.get("citations") or {})],
            printable=self._printable,
            is_page=self._is_page,
        ):
            self.problems.append(Problem(page.path, lines.get(where, page.line_of("summary")), str(sentence)))

    def _is_page(self, folder, slug):
        """Whether a page is in this library or public on the site."""
        if (folder, slug) in self._in_library:
            return True
        return any(model.folder == folder and self._stored.get((model.kind_of_page.value, slug)) for model in Page.__subclasses__())

    # --- what the kinds ask for ---

    def knows(self, kind, slug):
        """Whether a page of this kind is in the library, named in it, or on the site; published or not."""
        folder = Page.model_for(kind).folder
        if not isinstance(slug, str):
            return False
        return (str(kind), slug) in self.names or (folder, slug) in self._in_library or (str(kind), slug) in self._stored

    def page_named(self, name):
        """(kind, slug) of "folder/slug", or None if there is no such page."""
        folder, _slash, slug = str(name).partition("/")
        for model in Page.__subclasses__():
            if model.folder == folder and self._is_page(folder, slug):
                return model.kind_of_page, slug
        return None

    def source_problems(self, where, keys):
        """(where, sentence) pairs for a list of source keys."""
        if not keys or not _is_words(keys):
            yield where, _("Name at least one source.")
            return
        for key in keys:
            if key not in self._printable:
                yield where, _("The source “%(key)s” is unknown or may not be shown. Correct the key, or choose another source.") % {"key": key}

    def name_of(self, kind, slug):
        return self.names.get((str(kind), slug)) or slug.replace("-", " ").capitalize()

    def remember(self, pages, sources):
        """Keeps stored rows for `stored_page` and `stored_sources`: {(kind, slug): Page} and {key: Source}."""
        self._stored_pages, self._stored_sources = pages, sources

    def stored_page(self, kind, slug):
        return self._stored_pages[str(kind), slug]

    def stored_sources(self, keys):
        return [self._stored_sources[key] for key in keys]


def source_from(row):
    """An unsaved `Source` of one entry of sources.json."""
    values = {key: row.get(key) for key in SOURCE_KEYS}
    for key in ("url", "doi", "pmid", "note"):
        values[key] = values[key] or ""
    values["printable"] = row.get("printable", True)
    return Source(**values)


def _are_citations(value):
    limits = {"claim": 500, "locator": 100}
    return isinstance(value, dict) and all(
        isinstance(notes, dict) and all(name in limits and isinstance(text, str) and len(text) <= limits[name] for name, text in notes.items())
        for notes in value.values()
    )


def named_sources(front):
    """The source keys that stand in the rows of a front matter."""
    found = []
    for value in front.values():
        for row in value if isinstance(value, list) else []:
            if isinstance(row, dict) and _is_words(row.get("sources")):
                found += row["sources"]
    return found
