"""Pages that the live texts of conditions name, and the conditions that name a page. One query each."""

from dataclasses import dataclass

from django.urls import reverse

from articles.models import Association, Cause, Condition, Symptom
from editorial.prepared import Prepared


@dataclass
class NamedPage:
    """A page that another names: `url` is None while it is not published; `sources` are keys."""

    name: str
    url: str | None
    strength: str
    sources: list

    @property
    def note(self):
        """How sure the link is, in words, unless it is established."""
        return "" if self.strength == Association.Strength.ESTABLISHED else Association.Strength(self.strength).label


def named_by(version):
    """(causes, symptoms) that one version of a condition names, each a list of `NamedPage` in its order."""
    causes: dict[int, NamedPage] = {}
    symptoms: dict[int, NamedPage] = {}
    for number, strength, key, *targets in _named_by(version.pk):
        model, rows, (name, slug, live) = (Cause, causes, targets[:3]) if targets[0] else (Symptom, symptoms, targets[3:])
        if number not in rows:
            rows[number] = NamedPage(name, reverse(model.url_name, args=[slug]) if live else None, strength, [])
        rows[number].sources.append(key)
    return list(causes.values()), list(symptoms.values())


def conditions_naming(page):
    """The conditions whose live text names this cause or symptom: `NamedPage`s in the order of their names."""
    query = _with_cause if isinstance(page, Cause) else _with_symptom
    return [NamedPage(name, reverse(Condition.url_name, args=[slug]), strength, []) for name, slug, strength in query(page.pk)]


_TARGETS = [f"association__{kind}__{name}" for kind in ("cause", "symptom") for name in ("name", "slug", "live")]
_named_by = Prepared(
    lambda version: (
        Association.sources.through.objects.filter(association__version=version)
        .order_by("association", "source__key")
        .values_list("association", "association__strength", "source__key", *_TARGETS)
    )
)


def _conditions(associations):
    return associations.order_by("version__live_on__name", "pk").values_list("version__live_on__name", "version__live_on__slug", "strength")


_with_cause = Prepared(lambda page: _conditions(Association.objects.live().filter(cause=page)))
_with_symptom = Prepared(lambda page: _conditions(Association.objects.live().filter(symptom=page)))
