"""What editors see of what readers look for. No number is below five, and none can be worked out from two that are shown."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from editorial.models import Page
from search.body import region_of
from search.models import SearchCount

FEWEST = 5
PERIODS = (30, 90)  # days, today included


@dataclass(frozen=True)
class Row:
    """One thing that was looked for: `count` is rounded down to fives; `url` leads to it in the admin, "" for a part of the body."""

    kind: str
    name: str
    count: int
    url: str = ""
    has_page: bool = False


@dataclass(frozen=True)
class Interest:
    """`rows` are those with most searches first; `unanswered` is None if there were fewer than five."""

    days: int
    rows: list
    unanswered: int | None


def interest(days):
    """What was looked for in these last days. Two queries."""
    first = timezone.localdate() - timedelta(days=days - 1)
    # Rounded, because the difference of two exact numbers, of 90 and of 30 days, could be one single search.
    counts = {(kind, concept): total // FEWEST * FEWEST for kind, concept, total in _sums(first)}
    unanswered = counts.pop((SearchCount.Kind.NO_ANSWER, ""), None)
    pages = Page.objects.filter(slug__in={concept for _kind, concept in counts}).only("kind", "slug", "name", "live_id").in_bulk()
    found = {(page.kind, page.slug): page for page in pages.values()}
    rows = [_row(kind, concept, count, found.get((kind, concept))) for (kind, concept), count in counts.items()]
    return Interest(days, sorted(rows, key=lambda row: (-row.count, row.name)), unanswered)


def _sums(first):
    return SearchCount.objects.since(first).sums(at_least=FEWEST).values_list("kind", "concept", "total")


def _row(kind, concept, count, page):
    label = SearchCount.Kind(kind).label
    if kind == SearchCount.Kind.AREA:
        return Row(label, str(region_of(concept).label), count)
    if page is None:
        return Row(label, concept, count)
    return Row(label, page.name, count, reverse(f"admin:articles_{kind}_change", args=[page.pk]), page.is_published)
