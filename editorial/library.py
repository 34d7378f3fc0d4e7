"""A content library against the site: what is wrong with it, and what its files name."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from editorial.checked_text import Part, Row, Text, answers_in
from editorial.content_folder import ContentFolder, Problem, is_words
from editorial.lexicons import LEXICONS
from editorial.models import Page, PageKind, Source, Tag
from editorial.models.page import slug_validator
from editorial.models.version import Aspect
from editorial.publication_checks import STOP, findings_in

COMMON_KEYS = ("title", "summary", "also_called", "tags", "care_cards", "citations")
SOURCE_KEYS = ("key", "title", "publisher", "year", "url", "doi", "pmid", "kind", "seen", "note", "printable")


class Library(ContentFolder):
    """A content folder that is checked before anything is written: `check()` lists its problems. Nothing here writes to the database."""

    def __init__(self, folder):
        super().__init__(folder)
        self._stored_pages: dict[tuple, Page] = {}
        self._stored_sources: dict[str, Source] = {}

    def check(self):
        """All problems of the library: a list of `Problem`, in the order of the files."""
        known_tags = set(self.tags) | set(Tag.objects.values_list("slug", flat=True))
        self._check_sources()
        self._check_names()
        stored = {source.key: source for source in Source.objects.all()}
        # What an editor said of a source here counts more than the file, as it does when sources are written.
        ours = {key for key, source in stored.items() if source.changed_here or key not in self.sources}
        self._printable = {key for key in ours if stored[key].printable}
        self._printable |= {key for key, row in self.sources.items() if key not in ours and row.get("printable", True)}
        self._in_library = {(page.model.folder, page.slug) for page in self.pages}
        self._stored = {(kind, slug): live for kind, slug, live in Page.objects.values_list("kind", "slug", "live_id")}
        self._ask = answers_in(self)
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
                in_lexicon = slug in self.lexicons.get(kind, ())
                self.check_row(LEXICONS[kind].file if in_lexicon else "names.json", slug, Page(kind=kind, slug=slug, name=name))

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
        for aspect, heading, _html, line in page.sections:
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
        rows = [(key, sentence) for key, sentence in version_model.check_front_matter(front, self)]
        for key, sentence in rows:
            wrong(key, sentence)
        if rows or not isinstance(front.get("title"), str) or not isinstance(front.get("summary"), str):
            return
        for finding in findings_in(self._text_of(page), level=STOP):
            self.problems.append(Problem(page.path, _line_of(page, finding.place), finding.sentence))

    def _text_of(self, page):
        """What a file says, as the checks read it."""
        front, version_model = page.front, page.version_model
        own = {key: front.get(key) for key in ("also_called", *version_model.front_matter_keys)}
        parts = [Part(f"sections-{place}", aspect, html, heading) for place, (aspect, heading, html, _line) in enumerate(page.sections)]
        cards = [
            Part("care_cards", Aspect.WHEN_TO_GET_HELP, card=card, card_name=card, card_is_public=self._may_show(card))
            for card in front.get("care_cards") or []
        ]
        return Text(
            model=page.model,
            slug=page.slug,
            title=front["title"],
            summary=front["summary"],
            own={version_model.form_names.get(key, key): value for key, value in own.items() if not _is_rows(value)},
            parts=(*parts, *cards),
            rows=tuple(_rows_of(page)),
            annotated=tuple(front.get("citations") or {}),
            tags=tuple(front.get("tags") or []),
            printable=self._printable,
            is_page=self._is_page,
            ask=self._ask,
        )

    def _is_page(self, folder, slug):
        """Whether a page is in this library or public on the site."""
        if (folder, slug) in self._in_library:
            return True
        return any(model.folder == folder and self._stored.get((model.kind_of_page.value, slug)) for model in Page.__subclasses__())

    def _may_show(self, card):
        """Whether a page may show this care card: it is public, or withdrawn and named in an export, and then shown on no page."""
        return self._is_page("care-cards", card) or (PageKind.CARE_CARD.value, card) in self.names

    # --- what the kinds ask for ---

    def knows(self, kind, slug):
        """Whether a page of this kind is in the library, named in it, or on the site; published or not."""
        folder = Page.model_for(kind).folder
        if not isinstance(slug, str):
            return False
        return (str(kind), slug) in self.names or (folder, slug) in self._in_library or (str(kind), slug) in self._stored

    def page_named(self, name):
        """(kind, slug) of "folder/slug", or None if there is no such page and none is named."""
        folder, _slash, slug = str(name).partition("/")
        for model in Page.__subclasses__():
            if model.folder == folder and (self._is_page(folder, slug) or (model.kind_of_page.value, slug) in self.names):
                return model.kind_of_page, slug
        return None

    def source_problems(self, where, keys):
        """(where, sentence) pairs for a list of source keys."""
        if not keys or not is_words(keys):
            yield where, _("Name at least one source.")
            return
        for key in keys:
            if key not in self._printable:
                yield where, _("The source “%(key)s” is unknown or may not be shown. Correct the key, or choose another source.") % {"key": key}

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


def _is_rows(value):
    return isinstance(value, list) and any(isinstance(row, dict) for row in value)


def _rows_of(page):
    """A `Row` for each row of a front matter that names its sources. Their place is the name of their list, where the file has them."""
    for key in page.version_model.front_matter_keys:
        value = page.front.get(key)
        for place, row in enumerate(value if _is_rows(value) else []):
            yield Row(f"{key}-{place}", str(row.get("outcome") or next(iter(row.values()))), row, tuple(row["sources"]))


def _line_of(page, place):
    """The line of a file that a finding points to: of a part, or of a name in the front matter; of the summary for the whole text."""
    name, _dash, number = place.rpartition("-")
    if name == "sections" and number.isdigit():
        return page.sections[int(number)][3]
    in_file = {field: key for key, field in page.version_model.form_names.items()}
    key = in_file.get(place, name or place)
    return page.lines.get(key, page.line_of("summary"))
