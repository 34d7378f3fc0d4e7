"""The care cards together, as the page of urgent signs shows them."""

from collections import namedtuple

from django.utils.safestring import mark_safe

from articles.models import CareCard, CareCardVersion
from editorial.markup import cited_keys, with_footnotes, without_markers
from editorial.models import Section, Source
from editorial.prepared import Prepared
from editorial.reading import REFERENCE, ReadableCard, Reference

Row = namedtuple("Row", "live slug name level summary reviewer")


def read_cards(language):
    """Context for the page of urgent signs: `groups` by level, most urgent first, numbered `sources`, and `starter`, whether any
    card was not yet checked by a clinician. Three queries."""
    cards = [Row(*values) for values in _cards(language)]
    texts: dict[int, list[str]] = {}
    for version, body in _texts(language):
        texts.setdefault(version, []).append(body)
    sources = {values[0]: Reference(*values) for values in _sources(language)}
    groups, numbers = [], {}
    for level in CareCardVersion.Level:
        shown = []
        for card in cards:
            if card.level == level:
                body = "".join(texts.get(card.live, []))
                for key in cited_keys(body):
                    if key in sources:
                        numbers.setdefault(key, len(numbers) + 1)
                html = mark_safe(with_footnotes(body, numbers))  # noqa: S308 - cleaned when it was stored
                shown.append((card.slug, ReadableCard(card.name, card.level, without_markers(card.summary), html)))
        if shown:
            groups.append((level, shown))
    return {
        "groups": groups,
        "sources": [sources[key] for key in numbers],
        "starter": any(card.reviewer is None for card in cards),
    }


def _published(language):
    return CareCard.objects.published().in_language(language)


_cards = Prepared(
    lambda language: (
        _published(language).alphabetical().values_list("live", "slug", "name", "live__carecardversion__level", "live__summary", "live__reviewer")
    )
)
_texts = Prepared(
    lambda language: (
        Section.objects.filter(version__in=_published(language).values("live")).order_by("version", "position", "pk").values_list("version", "body")
    )
)
_sources = Prepared(
    lambda language: (
        Source.objects.printable()
        .filter(citations__version__in=_published(language).values("live"))
        .distinct()
        .order_by("key")
        .values_list(*REFERENCE)
    )
)
