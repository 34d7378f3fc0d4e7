"""A public page as its template needs it: sections with numbered sources, care cards in place, tags. Three queries."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.safestring import mark_safe

from editorial.markup import cited_keys, with_footnotes, without_markers
from editorial.models import Aspect, Page, PageKind, Section, Source, Tag, Version


@dataclass
class ReadableSection:
    """One section: safe HTML of its text, or a care card with its own text."""

    aspect: str
    heading: str
    body: str = ""
    anchor: str = ""
    card: Page | None = None

    @property
    def own(self):
        """The live version of a care card, as its kind's own model."""
        return getattr(self.card.live, _card_child())


@dataclass
class Reading:
    """What a reader sees of a page. `sources` are in the order of their numbers, 1 upwards; `numbers` maps a key to its number."""

    page: Page
    version: Version
    summary: str = ""
    sections: list = field(default_factory=list)
    cards: list = field(default_factory=list)
    sources: list = field(default_factory=list)
    numbers: dict = field(default_factory=dict)
    tags: list = field(default_factory=list)

    @property
    def key_points(self):
        return [section for section in self.sections if section.aspect == Aspect.KEY_POINTS]

    @property
    def body(self):
        return [section for section in self.sections if section.aspect != Aspect.KEY_POINTS and section.aspect != Aspect.WHEN_TO_GET_HELP]

    @property
    def own_help(self):
        return [section for section in self.sections if section.aspect == Aspect.WHEN_TO_GET_HELP]

    def footnotes(self, keys):
        """The numbers of some sources on this page, in order."""
        return sorted(self.numbers[key] for key in keys if key in self.numbers)


def _card_child():
    return Page.model_for(PageKind.CARE_CARD).version_child()


def read(page, *, row_keys=()):
    """The `Reading` of a published page that was fetched with its live text.

    `row_keys` are keys of the sources of the kind's own rows, in the order in which the page shows them: they get their numbers
    after those of the text.
    """
    version = page.live
    rows = _sections(version)
    own = [row for row in rows if row.version_id == version.pk]
    texts_of_cards: dict[int, list[Section]] = {}
    for row in rows:
        if row.version_id != version.pk:
            texts_of_cards.setdefault(row.version_id, []).append(row)
    sources = {source.key: source for source in Source.objects.cited_by([version.pk, *texts_of_cards])}

    in_order = cited_keys(version.summary)
    for row in own:
        in_order += cited_keys(row.body)
        for text in texts_of_cards.get(row.card.live_id, []) if row.card else []:
            in_order += cited_keys(text.body)
    in_order += row_keys
    in_order += sources
    keys = [key for key in dict.fromkeys(in_order) if key in sources]
    numbers = {key: number for number, key in enumerate(keys, 1)}

    reading = Reading(page, version, summary=without_markers(version.summary), numbers=numbers, sources=[sources[key] for key in keys])
    for row in own:
        if row.card is None:
            html = mark_safe(with_footnotes(row.body, numbers))  # noqa: S308 - cleaned when it was stored
            anchor = _free_anchor(row.aspect, reading.sections)
            reading.sections.append(ReadableSection(row.aspect, row.heading or Aspect(row.aspect).label, html, anchor))
        elif row.card.is_published:
            texts = texts_of_cards.get(row.card.live_id, [])
            html = mark_safe("".join(with_footnotes(text.body, numbers) for text in texts))  # noqa: S308
            reading.cards.append(ReadableSection(row.aspect, row.card.name, html, card=row.card))
    reading.tags = list(Tag.objects.filter(tagged__content_object=version).order_by("name"))
    return reading


def _free_anchor(aspect, sections):
    """The aspect, numbered from its second section on: each part of a page has an address of its own."""
    taken = sum(section.aspect == aspect for section in sections)
    return f"{aspect}-{taken + 1}" if taken else aspect


def _sections(version):
    """The sections of a text and those of the care cards that it shows, in one query."""
    cards = Version.objects.filter(live_on__shown_in__version=version).values("pk")
    rows = Section.objects.filter(Q(version=version) | Q(version__in=cards))
    return list(rows.select_related(f"card__live__{_card_child()}").order_by("position", "pk"))
