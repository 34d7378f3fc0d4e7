"""Symptoms to choose from without words: by part of the body, and by what they are about."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles.models import SymptomConcept
from editorial.models import PageKind
from search.body import REGIONS, in_order, region_of
from search.question import MOST_SYMPTOMS
from search.vocabulary import vocabulary

ALL = "all"
# Where readers begin who have seen no list yet: the parts of the picture, and what is in no one place.
FIRST_REGIONS = [region for region in REGIONS if region.is_drawn or region.slug in ("skin", "whole-body", "mind")]


@dataclass(frozen=True)
class Choice:
    """A symptom that can be chosen. `group` is a value of `SymptomConcept.Group`, or "" for one that is in no lexicon."""

    slug: str
    name: str
    group: str
    regions: tuple

    @property
    def places(self):
        """The parts of the body where it is felt, in words."""
        return ", ".join(str(region.label).lower() for region in self.regions)


def all_choices(language):
    """All symptoms that the search knows, also those without a page, by name. Two queries while the content stays the same."""
    groups = dict(SymptomConcept.objects.filter(symptom__language=language).values_list("symptom__slug", "group"))
    symptoms = [known for known in vocabulary(language).known.values() if known.kind == PageKind.SYMPTOM]
    choices = [
        Choice(known.slug, known.name, groups.get(known.slug, ""), tuple(in_order({region_of(area) for area in known.areas}))) for known in symptoms
    ]
    return sorted(choices, key=lambda choice: (choice.name.casefold(), choice.slug))


def first_places(question):
    """(region, address) of the parts of the body where a reader may begin."""
    return [(region, question.choosing_address(region.slug)) for region in FIRST_REGIONS]


class ChoosingPage:
    """The way in without words: where the body can be chosen, or the symptoms of one part of it or of all.

    `area` is a slug of a region, "all", or "" for the choice of a part; one that nobody knows counts as "".
    """

    def __init__(self, question, choices, area):
        self.question = question.with_symptoms_of({choice.slug for choice in choices})
        felt = {region for choice in choices for region in choice.regions}
        self.places = [(region, question.choosing_address(region.slug)) for region in in_order(felt)]
        self.region = next((region for region in felt if area and region == region_of(area)), None)
        self.is_all = area == ALL
        self.all_address = question.choosing_address(ALL)
        listed = [choice for choice in choices if self.is_all or self.region in choice.regions]
        self.groups = _grouped(listed)
        self.chosen = [
            (choice.name, self.question.without(choice.slug).choosing_address()) for choice in choices if choice.slug in self.question.symptoms
        ]
        # What is ticked elsewhere, and the words, go along with the form.
        shown = {choice.slug for choice in listed}
        self.kept = [(name, value) for name, value in self.question.parameters() if name != "s" or value not in shown]
        self.most = MOST_SYMPTOMS
        self.is_full = len(self.question.symptoms) >= MOST_SYMPTOMS


def _grouped(choices):
    """(label, choices) of what is felt, of movement and so on; the rest last."""
    labels = [*SymptomConcept.Group.choices, ("", _("Other"))]
    groups = [(label, [choice for choice in choices if choice.group == value]) for value, label in labels]
    return [(label, found) for label, found in groups if found]
