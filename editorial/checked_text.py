"""A text as plain values, the way every check reads it: out of the database, or out of a content file."""

import re
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from editorial.markup import cited_keys, internal_links, plain_text, without_markers
from editorial.models import Aspect, Page, Source, Version

PAGE_LINK = re.compile(r"\A/([a-z-]+)/(?:([a-z0-9-]+)/|#([a-z0-9-]+))\Z")


@dataclass(frozen=True)
class Part:
    """A section of a text: its own words, or the care card that it shows. `place` is the id of its row in the form."""

    place: str
    aspect: str
    html: str = ""
    heading: str = ""
    card: str = ""
    card_name: str = ""
    card_is_public: bool = True

    @property
    def label(self):
        """What this part tells, in words; the aspect as it stands where a content file has one that does not exist."""
        return str(dict(Aspect.choices).get(self.aspect, self.aspect))

    @cached_property
    def words(self):
        """The plain words, without citation markers."""
        return plain_text(without_markers(self.html)).strip()


@dataclass(frozen=True)
class Row:
    """Something with sources of its own: an evidence claim, or a cause of a condition. `values` are plain, by the names of its fields."""

    place: str
    label: str
    values: dict
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """All that checks may know of a text.

    `own` is what only its kind has, and the other names: {field of the form: plain value}. `annotated` are keys of sources that are
    named apart from any statement. `printable` holds the keys that may be shown, `is_page(folder, slug)` tells whether a link leads
    somewhere, and `ask(name)` answers what `register_lookup` registered under that name.
    """

    model: type[Page]
    slug: str
    title: str
    summary: str
    own: dict = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    rows: tuple[Row, ...] = ()
    annotated: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    change_note: str = ""
    replaces_live: bool = False
    printable: Container[str] = frozenset()
    is_page: Callable[[str, str], bool] = lambda folder, slug: False
    ask: Callable[[str], Any] = lambda name: ()

    @property
    def marked(self):
        """(place, text) of everything that may hold citation markers and links, in order."""
        return [("summary", self.summary), *((part.place, part.html) for part in self.parts)]

    @property
    def explained(self):
        """The words that the glossary explains."""
        return self.ask("explained words")

    def place_of(self, *aspects):
        """The id of the first part with the first of these aspects that the text has, or of the list of all parts."""
        places = {part.aspect: part.place for part in reversed(self.parts)}
        return next((places[aspect] for aspect in aspects if aspect in places), "sections-group")

    def rows_in(self, name):
        """The rows of one list, such as “effects”."""
        return [row for row in self.rows if row.place.startswith(f"{name}-")]


# --- What checks ask of other texts -----------------------------------------------------------------------------

_lookups: dict[str, tuple] = {}


def register_lookup(name, *, on_site, in_library):
    """Registers something that checks ask of other texts.

    `on_site()` answers from the live texts, with a number of queries that does not grow with them. `in_library(library)` answers from a
    content folder and, for what that lacks, from the live texts. Both return the same kind of plain value.
    """
    _lookups[name] = (on_site, in_library)


def answers_on_site():
    """A function for `Text.ask` that asks the live texts, each thing once."""
    return cache(lambda name: _lookups[name][0]())


def answers_in(library):
    """A function for `Text.ask` that asks a content folder, each thing once."""
    return cache(lambda name: _lookups[name][1](library))


def link_target(href):
    """(folder, slug) of a link to a page of this site, or None if it has not the form of one."""
    match = PAGE_LINK.match(href)
    if not match:
        return None
    folder, slug = match[1], match[2] or match[3]
    # Some kinds have a page each, others a place on one page: only the address that such a page would have will do.
    found = any(model.folder == folder and model(kind=model.kind_of_page, slug=slug).get_absolute_url() == href for model in Page.__subclasses__())
    return (folder, slug) if found else None


# --- Out of the database ----------------------------------------------------------------------------------------


def text_of(version):
    """The `Text` of a stored version. The number of queries does not grow with the text."""
    version = version.own()
    sections = enumerate(version.sections.select_related("card"))
    parts = tuple(_stored_part(f"sections-{place}", section) for place, section in sections)
    rows = tuple(stored_rows(version))
    marked = [version.summary, *(part.html for part in parts)]
    keys = {key for text in marked for key in cited_keys(text)} | {key for row in rows for key in row.sources}
    targets = {target for text in marked for href in internal_links(text) if (target := link_target(href))}
    pages = _published(targets)
    return Text(
        model=Page.model_for(version.page.kind),
        slug=version.page.slug,
        title=version.title,
        summary=version.summary,
        own={"also_called": version.also_called, **own_values(version)},
        parts=parts,
        rows=rows,
        tags=tuple(version.tags.slugs()),
        change_note=version.change_note,
        replaces_live=version.page.live_id not in (None, version.pk),
        printable=set(Source.objects.printable().filter(key__in=keys).values_list("key", flat=True)),
        is_page=lambda folder, slug: (folder, slug) in pages,
        ask=answers_on_site(),
    )


def own_values(version):
    """{field: value} of what only this kind of version has, without its rows and relations."""
    own = [column for column in version._meta.concrete_fields if column.model is not Version and not column.primary_key]
    return {column.name: getattr(version, column.name) for column in own}


def stored_rows(version):
    """A `Row` for each thing of this version that names its own sources, in the order of the form. Two queries a kind of row."""
    for model in version.part_models():
        if not any(relation.name == "sources" for relation in model._meta.many_to_many):
            continue
        name = model._meta.get_field("version").remote_field.related_name
        targets = [relation.name for relation in model._meta.fields if relation.related_model and issubclass(relation.related_model, Page)]
        stored = model.objects.filter(version=version).select_related(*targets).prefetch_related("sources").order_by("pk")
        for place, row in enumerate(stored):
            values = {column.name: getattr(row, column.name) for column in model._meta.concrete_fields if not column.is_relation}
            values |= {target: page.slug for target in targets if (page := getattr(row, target))}
            yield Row(f"{name}-{place}", str(row), values, tuple(sorted(source.key for source in row.sources.all())))


def _stored_part(place, section):
    card = section.card
    if card is None:
        return Part(place, section.aspect, section.body, section.heading)
    return Part(place, section.aspect, heading=section.heading, card=card.slug, card_name=str(card), card_is_public=card.is_published)


def _published(targets):
    """Which of these (folder, slug) pairs are pages that are public now. One query."""
    pages = Page.objects.published().filter(slug__in={slug for _folder, slug in targets}).values_list("kind", "slug")
    return {(Page.model_for(kind).folder, slug) for kind, slug in pages}
