"""The evidence ladder: how far ways to mend nerves were tested, for one hurt nerve and apart from it for many nerves."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models import ConditionVersion
from editorial.footnotes import NumberedSources
from editorial.reading import references
from treatments.models import Effect
from treatments.stages import Rung

COLUMNS = (
    (ConditionVersion.Pattern.INJURY, _("A cut or hurt nerve")),
    (ConditionVersion.Pattern.WIDESPREAD, _("Widespread neuropathy")),
)
MEANINGS = {
    Rung.STANDARD: _("Guidelines offer it for this."),
    Rung.CONTROLLED: _("Tested in people, against a comparison. That says nothing about what came out."),
    Rung.FIRST_PEOPLE: _("Tested in people, but so that we cannot rely on it: too few, without a good comparison, or very uncertain."),
    Rung.ANIMALS: _("Tested in animals. No results in people."),
    Rung.LABORATORY: _("Studied in cells. No results in people."),
}


@dataclass
class Step:
    """One step of the ladder. `columns` are (heading, effects) pairs; the effects of a column stand by the name of their treatment."""

    rung: Rung
    meaning: str | Promise
    columns: list


class Ladder:
    """The steps, the highest first, with the numbered `sources` of their claims. Three queries.

    Each claim stands on the step that its own text gives it (`Effect.rung`, which a constraint ties to its certainty and stage), in the
    column of its condition's pattern. Nothing is summed up: what was tested for one condition is said of that condition only, so a
    treatment may stand on two steps of a column.
    """

    def __init__(self, language):
        effects = sorted(Effect.objects.on_ladder(language), key=lambda effect: (effect.treatment_name, effect.pk))
        keys_of = Effect.objects.filter(pk__in=[effect.pk for effect in effects]).source_keys()
        for effect in effects:
            effect.source_keys = keys_of.get(effect.pk, [])
        self.steps = [Step(rung, MEANINGS[rung], _columns(effects, rung)) for rung in reversed(Rung)]
        in_order = [key for step in self.steps for _heading, shown in step.columns for effect in shown for key in effect.source_keys]
        self.sources = NumberedSources(in_order, references(in_order))
        self.is_starter = any(effect.version.is_unreviewed for effect in effects)


def _columns(effects, rung):
    return [(heading, [effect for effect in effects if effect.rung == rung and effect.pattern == pattern]) for pattern, heading in COLUMNS]
