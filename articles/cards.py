"""The care cards together, as the page of urgent signs shows them."""

from collections import namedtuple

from articles.models import CareCard, CareCardVersion
from editorial.footnotes import NumberedSources
from editorial.markup import cited_keys, without_markers
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
    bodies = {card.live: "".join(texts.get(card.live, [])) for card in cards}
    by_level = [(level, [card for card in cards if card.level == level]) for level in CareCardVersion.Level]
    numbered = NumberedSources([key for _level, shown in by_level for card in shown for key in cited_keys(bodies[card.live])], sources)
    return {
        "groups": [(level, [(card.slug, _readable(card, bodies, numbered)) for card in shown]) for level, shown in by_level if shown],
        "sources": numbered,
        "starter": any(card.reviewer is None for card in cards),
    }


def _readable(card, bodies, numbered):
    return ReadableCard(card.name, card.level, without_markers(card.summary), numbered.in_text(bodies[card.live]))


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
