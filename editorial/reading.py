"""A public page as its template needs it: sections with numbered sources, care cards in place, tags. Three queries."""

import re
from collections import namedtuple
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import NamedTuple

from django.db.models import Q
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from editorial.footnotes import NumberedSources
from editorial.glossary import ExplainedWords
from editorial.markup import cited_keys, without_markers
from editorial.models import Aspect, Layer, Page, PageKind, Section, Source, Tag, Version
from editorial.prepared import Prepared

SECTION = ("version", "aspect", "heading", "body", "card", "card__live", "card__name", "card__live__summary")

# As PubMed writes names: Lunn MPT, van den Berg LH, Williams ACdeC. Not “US FDA”.
AUTHOR = re.compile(r"[\w '’.-]*[a-z][\w '’.-]* [A-Z]{1,4}(?:[a-z]{1,3}[A-Z]{1,3})?")

Row = namedtuple("Row", "version aspect heading body card card_live card_name card_summary card_level")


class Reference(NamedTuple):
    """A source as a list of sources shows it."""

    key: str
    title: str
    publisher: str
    year: int | None
    url: str
    doi: str
    pmid: str
    kind: str
    seen: date
    note: str

    @property
    def by(self):
        """Authors or publisher, with “and others” in the place of all authors but the first where there are more than two.

        Only a list of names with initials is shortened; the rest of the words stays: “Price R and others (American Academy of Neurology)”.
        """
        names, rest = re.fullmatch(r"([^(;]*?)((?: \(|;).*)?", self.publisher, re.DOTALL).groups("")
        authors = [name for name in names.split(", ") if name != "et al."]
        if not all(AUTHOR.fullmatch(name) for name in authors) or (len(authors) <= 2 and not names.endswith("et al.")):
            return self.publisher
        return _("%(author)s and others") % {"author": authors[0]} + rest


REFERENCE = Reference._fields


@dataclass
class ReadableSection:
    """One section of a text: safe HTML with footnotes, and an address of its own on the page."""

    aspect: str
    heading: str
    body: str
    anchor: str

    @property
    def deeper_body(self):
        """The body for a place where the section's own heading is a level deeper than usual."""
        return mark_safe(self.body.replace("<h3>", "<h4>").replace("</h3>", "</h4>"))  # noqa: S308 - as clean as before


@dataclass
class ReadableCard:
    """A care card on a page: what to do, and safe HTML of why."""

    heading: str
    level: str
    action: str
    body: str


@dataclass
class Reading:
    """What a reader sees of a page: the short version, which is key points, when to get help and actions, and then the details.

    `sections` are in that order, and the `sources` are numbered in it.
    """

    page: Page
    version: Version
    summary: str
    sources: NumberedSources
    sections: list = field(default_factory=list)
    cards: list = field(default_factory=list)
    tags: list = field(default_factory=list)

    @property
    def key_points(self):
        return self._in(Layer.KEY_POINTS)

    @property
    def own_help(self):
        return self._in(Layer.HELP)

    @property
    def actions(self):
        return self._in(Layer.ACTIONS)

    @property
    def details(self):
        return self._in(Layer.DETAILS)

    @property
    def body(self):
        return self.actions + self.details

    def _in(self, layer):
        return [section for section in self.sections if Aspect(section.aspect).layer is layer]


def read(page, *, row_keys=()):
    """The `Reading` of a published page that was fetched with its live text.

    `row_keys` are keys of the sources of the kind's own rows, in the order in which the page shows them: they get their numbers
    after those of the text.
    """
    version = page.live
    rows = [Row(*values) for values in _sections_of()(version.pk, version.pk)]
    own = sorted((row for row in rows if row.version == version.pk), key=lambda row: Aspect(row.aspect).layer)
    texts_of_cards: dict[int, list[str]] = {}
    for row in rows:
        if row.version != version.pk:
            texts_of_cards.setdefault(row.version, []).append(row.body)
    sources = {values[0]: Reference(*values) for values in _sources_of(version.pk, version.pk)}

    in_order = cited_keys(version.summary)
    for row in own:
        in_order += cited_keys(row.body)
        for text in texts_of_cards.get(row.card_live, []):
            in_order += cited_keys(text)
    numbered = NumberedSources([*in_order, *row_keys, *sources], sources)

    reading = Reading(page, version, without_markers(version.summary), numbered)
    words = ExplainedWords(page)
    for row in own:
        if row.card is None:
            body = row.body if row.aspect == Aspect.WHEN_TO_GET_HELP else words.explained(row.body)
            anchor = _free_anchor(row.aspect, reading.sections)
            reading.sections.append(ReadableSection(row.aspect, row.heading or Aspect(row.aspect).label, numbered.in_text(body), anchor))
        elif row.card_live is not None:
            html = numbered.in_text("".join(texts_of_cards.get(row.card_live, [])))
            reading.cards.append(ReadableCard(row.card_name, row.card_level, without_markers(row.card_summary), html))
    reading.tags = _tags_of(version.pk)
    return reading


def references(keys):
    """{key: `Reference`} of those of the sources that may be shown. One query; none without keys."""
    found = Source.objects.printable().filter(key__in=keys).values_list(*REFERENCE) if keys else []
    return {values[0]: Reference(*values) for values in found}


def places_in(version):
    """The (anchor, heading) pairs of the sections of a text, as its page has them. One query."""
    sections: list[ReadableSection] = []
    for row in version.sections.filter(card=None):
        sections.append(ReadableSection(row.aspect, str(row), "", _free_anchor(row.aspect, sections)))
    return [(section.anchor, section.heading) for section in sections]


def _free_anchor(aspect, sections):
    """The aspect, numbered from its second section on: each part of a page has an address of its own."""
    taken = sum(section.aspect == aspect for section in sections)
    return f"{aspect}-{taken + 1}" if taken else aspect


def _cards_of(version):
    """The live texts of the care cards that a version shows."""
    return Version.objects.filter(live_on__shown_in__version=version).values("pk")


@cache
def _sections_of():
    """The sections of a text and those of the care cards that it shows, in one query."""
    level = f"card__live__{Page.model_for(PageKind.CARE_CARD).version_child()}__level"
    return Prepared(
        lambda version, again: (
            Section.objects.filter(Q(version=version) | Q(version__in=_cards_of(again))).order_by("position", "pk").values_list(*SECTION, level)
        ),
        places=2,
    )


_sources_of = Prepared(
    lambda version, again: (
        Source.objects.printable()
        .filter(Q(citations__version=version) | Q(citations__version__in=_cards_of(again)))
        .distinct()
        .order_by("key")
        .values_list(*REFERENCE)
    ),
    places=2,
)
_tags_of = Prepared(lambda version: Tag.objects.filter(tagged__content_object=version).order_by("name").values_list("name", "slug"))
