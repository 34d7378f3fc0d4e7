"""The evidence ladder: what stands on which step, in which column, and that nothing stands higher than its evidence."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles.models import ConditionVersion
from editorial.exceptions import NotPublishable
from tests import factories
from tests.treatments.any_library import AnyLibrary
from tests.web.html import soup, text_of
from treatments.models import Effect
from treatments.stages import Certainty, Finding, Rung, Stage

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

CUT, MANY = "A cut or hurt nerve", "Widespread neuropathy"


@pytest.fixture
def cut():
    return factories.make_condition(name="A cut wrist", pattern="injury")


@pytest.fixture
def many():
    return factories.make_condition(name="Numb feet", pattern="widespread")


def claim(rung="controlled trials", **values):
    return {"stage": "experimental", "finding": "unclear", "rung": rung, **values}


def treatment(name, *claims):
    best = min((row["stage"] for row in claims), key=Stage.rank)
    return factories.make_treatment(name=name, stage=best, effects=list(claims))


def ladder(client):
    """{step: {column: cell}} of the page, the highest step first."""
    table = soup(client.get("/evidence-ladder/")).find("table")
    names = [text_of(name) for name in table.select("thead th")][1:]
    return {text_of(row.th).split(maxsplit=1)[1]: dict(zip(names, row.find_all("td"), strict=True)) for row in table.select("tbody tr")}


def places(client):
    """(step, column, treatment, condition) of everything on the ladder."""
    return [
        (step.partition(" ")[0], column, text_of(row.a), text_of(row.select_one(".effect__outcome")))
        for step, cells in ladder(client).items()
        for column, cell in cells.items()
        for row in cell.select(".claim")
    ]


# --- The page ---------------------------------------------------------------------------------------------------


def test_the_steps_stand_from_standard_care_down_to_the_laboratory(client):
    steps = ladder(client)

    assert [step.partition(" Guide")[0].partition(" Tested")[0].partition(" Studied")[0] for step in steps] == [
        "Standard care",
        "Controlled trials",
        "First people",
        "Animals",
        "Laboratory",
    ]
    assert all(text_of(cell) == "Nothing stands here." for cells in steps.values() for cell in cells.values())
    assert all(list(cells) == [CUT, MANY] for cells in steps.values())


def test_a_treatment_stands_where_each_of_its_claims_says(client, cut, many):
    other = factories.make_condition(name="Numb hands", pattern="widespread")
    animals = claim("animals", condition=other, certainty="none in people")
    treatment("New cells", claim("first people", condition=many), claim(condition=cut), animals)

    assert places(client) == [
        ("Controlled", CUT, "New cells", "A cut wrist"),
        ("First", MANY, "New cells", "Numb feet"),
        ("Animals", MANY, "New cells", "Numb hands"),
    ]


def test_a_claim_without_a_step_is_not_on_the_ladder(client, many):
    treatment("Tablets", claim("", condition=many))

    assert places(client) == []


def test_a_claim_about_one_pressed_nerve_is_in_neither_column(client):
    draft = factories.make_treatment_draft(stage="experimental", effects=[claim(condition=factories.make_condition(pattern="focal"))])
    with pytest.raises(NotPublishable, match="for one hurt nerve and for many nerves only"):
        factories.publish(draft)

    Effect.objects.update(rung="")
    page = factories.publish(draft)
    Effect.objects.filter(version=page.live).update(rung="controlled trials")

    assert places(client) == []


def test_a_claim_shows_its_stage_certainty_finding_words_and_sources(client, many):
    source = factories.make_source("big-trial")
    shown = {"finding": "no benefit shown", "certainty": "moderate", "statement": "It probably did not help.", "sources": [source]}
    treatment("New cells", claim(condition=many, **shown))

    page = soup(client.get("/evidence-ladder/"))

    row = page.select_one(".claim")
    assert row.select_one(".stage--experimental")
    assert row.select_one(".certainty")
    assert "No benefit was shown. It probably did not help. Source [1]" in text_of(row)
    assert "A study called big-trial" in text_of(page.select_one("#source-1"))


def test_unproven_treatments_are_marked(client, cut):
    treatment("New cells", claim(condition=cut))
    treatment("Stitches", {"condition": cut, "stage": "standard care", "finding": "benefit", "rung": "standard care"})

    marked = {text_of(row.a): "claim--unproven" in row["class"] for row in soup(client.get("/evidence-ladder/")).select(".claim")}

    assert marked == {"New cells": True, "Stitches": False}


def test_drafts_and_withdrawn_texts_are_not_on_the_ladder(client, many, administrator):
    factories.make_treatment_draft(name="Secret cells", stage="experimental", effects=[claim(condition=many)])
    page = treatment("Old cells", claim(condition=many))
    factories.make_withdrawn(page, by=administrator)
    treatment("Cells for a draft", claim(condition=factories.make_condition_draft(pattern="injury").page))

    assert places(client) == []


def test_starter_texts_are_called_so(client, many):
    assert not soup(client.get("/evidence-ladder/")).select(".notice")

    page = factories.make_starter(type(treatment("Cells", claim(condition=many))), approach="stem-cells", stage="experimental", status_line="Tested.")
    factories.make_effect(page.live.own(), **claim(condition=many))

    assert "No clinician has checked all of these claims yet." in text_of(soup(client.get("/evidence-ladder/")).main)


def test_it_is_a_table_with_headers_for_every_row_and_column(client):
    table = soup(client.get("/evidence-ladder/")).find("table")

    assert table["aria-labelledby"] == "ladder-title"
    assert {header["scope"] for header in table.select("thead th")} == {"col"}
    assert {header["scope"] for header in table.select("tbody th")} == {"row"}
    assert all(len(row.find_all(["th", "td"])) == 3 for row in table.find_all("tr"))


def test_the_pages_of_treatments_lead_there_and_back(client, many):
    page = treatment("New cells", claim("first people", condition=many), claim("", condition=many, outcome="Sleep"))

    links = soup(client.get(page.get_absolute_url())).select(".effect a[href^='/evidence-ladder/']")

    assert [(text_of(link), link["href"]) for link in links] == [("Step on the evidence ladder: First people", "/evidence-ladder/#first-people")]
    assert soup(client.get("/evidence-ladder/")).find("tr", id="first-people")
    assert soup(client.get("/treatments/")).find("a", href="/evidence-ladder/")


# --- No higher than the evidence --------------------------------------------------------------------------------

PEOPLE = {"first people", "controlled trials", "standard care"}


def may_stand(rung, certainty, stage, finding):
    """The rule, written once more in other words."""
    if (certainty == "none in people") != (rung in {"laboratory", "animals"}):
        return False
    if certainty == "very low":
        return rung == "first people"
    return rung != "standard care" or (stage == "standard care" and finding == "benefit")


@pytest.mark.parametrize("rung", Rung.values)
@pytest.mark.parametrize("certainty", Certainty.values)
def test_no_claim_stands_higher_than_its_evidence(rung, certainty):
    effect = factories.make_treatment_draft().effects.get()
    for stage in Stage.values:
        for finding in Finding.values:
            if certainty == "none in people" and (stage in {"standard care", "used in some situations"} or finding == "benefit"):
                continue  # refused for that reason already
            values = {"rung": rung, "certainty": certainty, "stage": stage, "finding": finding}
            assert is_stored(effect, values) == may_stand(**values), values


def is_stored(effect, values):
    try:
        with transaction.atomic():
            Effect.objects.filter(pk=effect.pk).update(**values)
    except IntegrityError as error:
        return "rung_fits_the_evidence" not in str(error)
    return True


def test_the_form_says_what_does_not_fit():
    effect = factories.make_treatment_draft().effects.get()
    effect.rung = "standard care"

    with pytest.raises(ValidationError, match="“standard care” is only for standard care with a benefit"):
        effect.full_clean()


def test_a_claim_about_a_symptom_has_no_step():
    with pytest.raises(IntegrityError, match="rung_is_known_and_of_a_condition"), transaction.atomic():
        factories.make_treatment_draft(effects=[{"symptom": factories.make_symptom(), "rung": "first people"}])


def test_a_safety_correction_cannot_lift_a_claim(many):
    page = treatment("New cells", claim("first people", condition=many))
    correction = factories.make_correction_in_work(page)

    correction.own().effects.update(rung="controlled trials")

    assert correction.own().correction_problems(page.live.own())
    correction.own().effects.update(rung="")
    assert not correction.own().correction_problems(page.live.own())


# --- In files ---------------------------------------------------------------------------------------------------


def row(**values):
    effect = factories.make_treatment_draft().effects.get()
    return effect.write_front_matter() | values


def problems(values):
    return [sentence for _key, sentence in Effect.check_front_matter(values, AnyLibrary())]


def test_the_step_is_written_to_files_only_where_there_is_one():
    effect = factories.make_treatment_draft().effects.get()

    assert "rung" not in effect.write_front_matter()
    effect.rung = "first people"
    assert effect.write_front_matter()["rung"] == "first people"


@pytest.mark.parametrize("rung", ["first people", "controlled trials"])
def test_a_file_may_name_a_step_or_none(rung):
    assert problems(row()) == problems(row(rung=rung)) == []


@pytest.mark.parametrize("rung", ["moon", "", None, 3, "standard care", "animals", ["animals"]])
def test_a_file_with_a_step_that_cannot_be_is_refused_in_a_sentence(rung):
    found = problems(row(rung=rung))

    assert (found == []) == (rung == "")
    assert all(isinstance(sentence, str) for sentence in found)


def test_a_file_cannot_give_a_claim_about_a_symptom_a_step():
    values = row(rung="first people")
    values["symptom"] = values.pop("condition")

    assert problems(values) == ["Pain: only what a treatment does for a condition has a rung. Leave it out."]


def test_every_pattern_but_one_has_a_column():
    assert set(ConditionVersion.Pattern.values) == {"injury", "widespread", "focal"}
