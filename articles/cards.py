"""The care cards together, as the page of urgent signs shows them."""

from django.utils.safestring import mark_safe

from articles.models import CareCardVersion
from editorial.markup import cited_keys, with_footnotes
from editorial.models import Section, Source
from editorial.reading import REFERENCE, Reference


def read_cards(cards):
    """Context for the page of urgent signs: `groups` by level, most urgent first, numbered `sources`, and `starter`. Three queries.

    `cards` is a queryset of published care cards.
    """
    cards = list(cards.with_live().alphabetical())
    numbers_of_live = [card.live_id for card in cards]
    texts = {}
    for section in Section.objects.filter(version__in=numbers_of_live).order_by("position", "pk"):
        texts.setdefault(section.version_id, []).append(section.body)
    cited = Source.objects.cited_by(numbers_of_live).values_list(*REFERENCE)
    sources = {values[0]: Reference(*values) for values in cited}
    groups = [{"level": level.value, "label": level.label, "cards": []} for level in CareCardVersion.Level]
    numbers = {}
    for group in groups:
        for card in cards:
            if card.live.carecardversion.level != group["level"]:
                continue
            body = "".join(texts.get(card.live_id, []))
            for key in cited_keys(body):
                if key in sources:
                    numbers.setdefault(key, len(numbers) + 1)
            group["cards"].append(
                {
                    "slug": card.slug,
                    "heading": card.name,
                    "action": card.live.plain_summary,
                    "level": group["level"],
                    "body": mark_safe(with_footnotes(body, numbers)),  # noqa: S308 - cleaned when it was stored
                }
            )
    return {
        "groups": [group for group in groups if group["cards"]],
        "sources": [sources[key] for key in numbers],
        "starter": any(card.live.is_starter for card in cards),
    }
