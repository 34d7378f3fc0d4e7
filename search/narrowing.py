"""Filters of an answer: what each would leave of it, and the address that does so. Pure functions on plain values."""

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.models import PageKind
from search.body import in_order, region_of
from search.question import STAGES

MOST_TAGS = 20
CAPPED_FROM = 1000
FILTERS = ("kind", "area", "stage", "tag")

KIND_LABELS = {
    PageKind.SYMPTOM: gettext_lazy("Symptoms"),
    PageKind.CONDITION: gettext_lazy("Conditions"),
    PageKind.CAUSE: gettext_lazy("Causes"),
    PageKind.TREATMENT: gettext_lazy("Treatments"),
    PageKind.ARTICLE: gettext_lazy("Articles"),
    PageKind.TERM: gettext_lazy("Words explained"),
    PageKind.CARE_CARD: gettext_lazy("Care cards"),
}


@dataclass(frozen=True)
class Link:
    """Where a filter leads: `count` is the number of results there, as it is shown."""

    label: str
    address: str
    count: str
    is_active: bool = False


@dataclass(frozen=True)
class FilterGroup:
    """One thing that results can be narrowed by: `options` leave something, `anything` is without this filter, `active` is what it is set to."""

    label: str
    options: tuple
    anything: Link
    active: str


class Narrowed:
    """The results that fit a `Narrowing`, and the filters around it.

    A filter that no result of the answer fits, as an old or a mistyped address may hold, is left out. `tag_names` maps slugs to names.
    """

    def __init__(self, question, results, narrowing, *, is_capped, tag_names):
        self.question = question
        self.is_capped = is_capped
        self.tag_names = tag_names
        self.rows = [(result, _values(result)) for result in results]
        self.narrowing = self._known(narrowing)
        self.results = [result for result, _found in self._fitting()]
        labels = {"kind": _("Kind"), "area": _("Part of the body"), "stage": _("Stage of the treatment"), "tag": _("Subject")}
        self.kinds, *others = [self._group(name, labels[name]) for name in FILTERS]
        self.others = [group for group in others if group.options or group.active]

    @property
    def removals(self):
        """(label, address) for each active filter: where the results are without it."""
        return [(group.active, group.anything.address) for group in (self.kinds, *self.others) if group.active]

    @property
    def is_narrowed(self):
        """Whether a filter beside that of the kind is active."""
        return any(group.active for group in self.others)

    def address(self, **changes):
        """Where some filters are other than now: the first page."""
        return self.question.address(self.narrowing.but(**changes))

    def shown(self, count):
        """A number of results in words: "12", "1,000+"."""
        return f"{CAPPED_FROM:,}+" if self.is_capped and count >= CAPPED_FROM else f"{count:,}"

    def _known(self, narrowing):
        wanted = {name: value for name in FILTERS if (value := getattr(narrowing, name))}
        nowhere = [name for name, value in wanted.items() if not any(value in values[name] for _result, values in self.rows)]
        return replace(narrowing, **dict.fromkeys(nowhere, ""))

    def _fitting(self, but=""):
        """The rows that fit all filters but one."""
        rows = self.rows
        for name in FILTERS:
            wanted = getattr(self.narrowing, name)
            if wanted and name != but:
                rows = [row for row in rows if wanted in row[1][name]]
        return rows

    def _group(self, name, label):
        others = self._fitting(but=name)
        counts = Counter(chain.from_iterable(values[name] for _result, values in others))
        active = getattr(self.narrowing, name)
        options = [
            Link(self._label(name, value), self.address(**{name: value}), self.shown(counts[value]), value == active)
            for value in self._in_order(name, counts)
        ]
        anything = Link(_("All"), self.address(**{name: ""}), self.shown(len(others)), not active)
        return FilterGroup(label, tuple(options), anything, active and self._label(name, active))

    def _in_order(self, name, counts):
        if name == "kind":
            return [kind.value for kind in KIND_LABELS if kind in counts]
        if name == "stage":
            return [stage for stage in STAGES if stage in counts]
        if name == "area":
            return [region.slug for region in in_order(region_of(slug) for slug in counts)]
        commonest = sorted(counts, key=lambda slug: (slug != self.narrowing.tag, -counts[slug], slug))[:MOST_TAGS]
        return sorted(commonest, key=lambda slug: (self._label("tag", slug).casefold(), slug))

    def _label(self, name, value):
        if name == "kind":
            return str(KIND_LABELS[PageKind(value)])
        if name == "stage":
            return str(STAGES[value].label)
        if name == "area":
            return str(region_of(value).label)
        return self.tag_names.get(value, value)


def _values(result):
    """What a result has for each filter."""
    return {
        "kind": (result.kind,),
        "area": _regions(result.areas),
        "stage": (_stage_slug(result.stage),) if result.stage else (),
        "tag": result.tags,
    }


# An answer of a thousand results asks these a thousand times, mostly the same.
@lru_cache(maxsize=2000)
def _regions(areas):
    return frozenset(region_of(area).slug for area in areas)


@cache
def _stage_slug(stage):
    return slugify(stage)
