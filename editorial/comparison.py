"""What changed between two versions of a page, for the clinician who reviews it."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.differences import Row, bag_of, likeness, paragraphs, words
from editorial.parts import CHANGE_NOTE, Part, parts_of

__all__ = ["Change", "Comparison", "Part", "Row", "State", "compare", "compare_parts", "paragraphs", "parts_of", "words"]

MOST_PAIRS = 2_500  # of parts about the same that are tried with each other


class State(models.TextChoices):
    """What happened to a part."""

    CHANGED = "changed", gettext_lazy("changed")
    ADDED = "added", gettext_lazy("added")
    REMOVED = "removed", gettext_lazy("removed")
    MOVED = "moved", gettext_lazy("moved")


@dataclass(frozen=True)
class Change:
    """A part that is not as it was, with all its paragraphs."""

    key: tuple
    label: str
    state: State
    rows: list[Row]

    @property
    def is_one_sided(self):
        """Whether only one of the two versions has this part."""
        return self.state in (State.ADDED, State.REMOVED)


@dataclass(frozen=True)
class Comparison:
    """`changed` parts in reading order, and the labels of the `unchanged` ones."""

    changed: list[Change]
    unchanged: list[str]

    @property
    def is_empty(self):
        return not self.changed

    @property
    def changed_words(self):
        """Number of words removed plus words added, over everything that readers see; the note on the change itself does not count."""
        return sum(row.changed_words for change in self.changed if change.key != CHANGE_NOTE for row in change.rows)


def compare(old, new):
    """The comparison of two versions of one kind. Without an old one (None) all is new.

    The note on the change is told of the new version only: an older note speaks of an older change.
    """
    before, after = parts_of(old) if old else [], parts_of(new)
    notes = [part for part in after if part.key == CHANGE_NOTE]
    return compare_parts([part for part in before if part.key != CHANGE_NOTE or part in notes], after)


def compare_parts(old, new):
    """The comparison of two lists of `Part`."""
    partners = _partners(old, new)
    removed = _removed(old, partners)
    changed, unchanged = list(removed[None]), []
    for place, part in enumerate(new):
        before = old[partners[place]] if place in partners else None
        if before is None:
            changed.append(Change(part.key, part.label, State.ADDED, paragraphs([], part.lines)))
        elif before.lines != part.lines:
            changed.append(Change(part.key, part.label, State.CHANGED, paragraphs(before.lines, part.lines)))
        else:
            unchanged.append(part.label)
        changed += removed[place]
    return Comparison([*changed, *_moved(new, partners)], unchanged)


def _partners(old, new):
    """{place of a new part: place of the old part that it was}: by what they are about, the alike first where several are about the same."""
    partners: dict[int, int] = {}
    for about in (lambda part: (part.key, part.lines), lambda part: part.key, lambda part: part.kin or part.key):
        there, here = _grouped(old, about, set(partners.values())), _grouped(new, about, set(partners))
        for name in here.keys() & there.keys():
            partners |= _paired(old, new, there[name], here[name])
    return partners


def _grouped(parts, about, taken):
    groups = defaultdict(list)
    for place, part in enumerate(parts):
        if place not in taken:
            groups[about(part)].append(place)
    return groups


def _paired(old, new, there, here):
    if len(there) == len(here) == 1 or len(there) * len(here) > MOST_PAIRS:
        return dict(zip(here, there, strict=False))
    bags = [{place: bag_of("\n".join(parts[place].lines)) for place in places} for parts, places in ((old, there), (new, here))]
    pairs: dict[int, int] = {}
    for _unlike, place, before in sorted((-likeness(bags[0][before], bags[1][place]), place, before) for before in there for place in here):
        if place not in pairs and before not in pairs.values():
            pairs[place] = before
    return pairs


def _removed(old, partners):
    """{place of a new part, None for the beginning: changes that tell what stood behind it and is gone}."""
    now = {before: place for place, before in partners.items()}
    removed = defaultdict(list)
    behind = None
    for before, part in enumerate(old):
        if before in now:
            behind = now[before]
        else:
            removed[behind].append(Change(part.key, part.label, State.REMOVED, paragraphs(part.lines, [])))
    return removed


def _moved(new, partners):
    """Yields a change for each list whose parts, those that both versions have, do not stand in the order that they had."""
    for series in dict.fromkeys(part.series for part in new if part.series):
        places = [place for place, part in enumerate(new) if part.series == series and place in partners]
        before = sorted(places, key=lambda place: partners[place])
        if places != before:
            labels = _told_apart({place: new[place].label for place in before})
            rows = paragraphs([labels[place] for place in before], [labels[place] for place in places])
            yield Change(("order", series), _("Order of the %(things)s") % {"things": series}, State.MOVED, rows)


def _told_apart(labels):
    """The labels by place, with a number where several are the same."""
    count = Counter(labels.values())
    seen = Counter()
    told = {}
    for place, label in labels.items():
        seen[label] += 1
        told[place] = f"{label} ({seen[label]})" if count[label] > 1 else label
    return told
