"""What the checks find leads to a place in the form of the text."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from editorial.models import Aspect, Section
from tests import factories
from tests.checked_texts import findings

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def broken_condition():
    draft = factories.make_condition_draft(also_called=["miracle"], summary=f"{'x' * 301}")
    factories.make_association(draft, cause=factories.make_cause(), sources=[])
    factories.make_association(draft, cause=factories.make_cause(), sources=[])
    draft.sections.filter(aspect=Aspect.DIAGNOSIS).delete()
    draft.sections.filter(aspect=Aspect.TREATMENTS).update(body="<p></p>")
    return draft


def broken_treatment():
    draft = factories.make_treatment_draft(stage="standard care", effects=[{"sources": [], "stage": "experimental"}], status_line="Not stated yet.")
    factories.make_effect(draft, outcome="Miracle", stage="experimental")
    return draft


def broken_experiment():
    draft = factories.make_treatment_draft(stage="experimental", effects=[])
    Section.objects.filter(version=draft, aspect=Aspect.CAUTIONS).update(body="<p>A miracle.</p>")
    return draft


def broken_symptom():
    draft = factories.make_symptom_draft(cards=[factories.make_care_card_draft().page])
    factories.make_care_card(symptoms=[draft.page])
    draft.title = draft.summary = "A miracle"
    draft.save()
    return draft


@pytest.mark.parametrize(
    ("make", "places"),
    [
        (broken_condition, {"summary", "also_called", "tags", "sections-group", "sections-5", "associations-0", "associations-1"}),
        (broken_treatment, {"stage", "status_line", "effects-0", "effects-1", "tags"}),
        (broken_experiment, {"effects-group", "sections-6", "tags"}),
        (broken_symptom, {"title", "summary", "sections-1", "tags"}),
    ],
)
def test_the_place_of_a_finding_is_in_the_form(client, author, make, places):
    draft = make()
    client.force_login(author)

    found = [finding for finding in findings(draft) if finding.place]
    meta = draft._meta
    form = BeautifulSoup(client.get(reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[draft.pk])).content, "html.parser")

    assert {finding.place for finding in found} == places
    assert [finding.anchor for finding in found if form.find(id=finding.anchor.removeprefix("#")) is None] == []


def test_a_row_of_the_form_is_the_one_that_was_meant(client, author):
    draft = factories.make_condition_draft()
    factories.make_association(draft, symptom=factories.make_symptom())
    named = factories.make_association(draft, cause=factories.make_cause(), sources=[])
    client.force_login(author)

    [place] = [finding.place for finding in findings(draft) if finding.stops]
    form = BeautifulSoup(client.get(reverse("admin:articles_conditionversion_change", args=[draft.pk])).content, "html.parser")

    assert form.find(id=place).find("input", {"name": f"{place}-id"})["value"] == str(named.pk)
