"""What the search answers: on small sites of its own, whatever the reader types."""

import pytest

from articles.models import SymptomConcept, SymptomName
from search.question import Question
from search.results import answer
from tests import factories
from tests.web.html import soup, text_of

pytestmark = pytest.mark.django_db


def ask(query, *, exact=False):
    return answer(Question(query, exact=exact), language="en")


def slugs(results):
    return [result.slug for result in results]


# --- What is found ----------------------------------------------------------------------------------------------


def test_a_symptom_leads_to_its_conditions_and_treatments():
    symptom = factories.make_symptom("tingling", name="Tingling")
    condition = factories.make_condition("sore-nerves", symptoms=[symptom])
    factories.make_treatment("walking", stage="standard care", effects=[{"symptom": symptom, "stage": "standard care"}])

    found = ask("tingling")

    assert slugs(found.understood) == ["tingling"]
    assert slugs(found.results)[:3] == ["tingling", "sore-nerves", "walking"]
    assert found.results[1].snippet == "Can cause: Tingling."
    assert found.results[1].url == condition.get_absolute_url()


def test_a_condition_that_has_all_of_the_symptoms_brings_its_treatments():
    tingling, weakness = factories.make_symptom("tingling", name="Tingling"), factories.make_symptom("weakness", name="Weakness")
    condition = factories.make_condition("sore-nerves", name="Sore nerves", symptoms=[tingling])
    factories.make_treatment("walking", stage="standard care", effects=[{"condition": condition, "stage": "standard care"}])

    walking = next(result for result in ask("tingling").results if result.slug == "walking")

    assert walking.snippet.startswith("Sore nerves: ")
    assert walking.stage == "standard care"
    assert "walking" not in slugs(ask("tingling and weakness").results)
    assert weakness.slug in slugs(ask("tingling and weakness").understood)


def test_a_condition_that_nobody_named_brings_no_unproven_treatment():
    tingling = factories.make_symptom("tingling", name="Tingling")
    condition = factories.make_condition("sore-nerves", name="Sore nerves", symptoms=[tingling])
    factories.make_treatment("new-cells", stage="experimental", effects=[{"condition": condition, "stage": "experimental"}])

    assert slugs(ask("tingling").results) == ["tingling", "sore-nerves"]
    named = next(result for result in ask("tingling from sore nerves").results if result.slug == "new-cells")
    assert named.is_unproven
    assert named.snippet.startswith("Sore nerves: ")


def test_the_words_that_patients_use_find_a_symptom_that_has_no_page():
    draft = factories.make_symptom_draft("paresthesia", name="Paresthesia")
    SymptomConcept.objects.create(symptom_id=draft.page_id, clinical_name="Paraesthesia", group="sensory")
    SymptomName.objects.create(symptom_id=draft.page_id, text="pins and needles", source="editorial")

    found = ask("pins and needles")

    assert [(symptom.slug, symptom.matched) for symptom in found.understood] == [("paresthesia", "pins and needles")]
    assert [(result.slug, result.url) for result in found.results] == [("paresthesia", None)]


def test_several_symptoms_are_understood_in_one_question():
    for name in ("Tingling", "Weakness", "Dizziness"):
        factories.make_symptom(name.lower(), name=name)

    assert set(slugs(ask("tingling and weakness").understood)) == {"tingling", "weakness"}


def test_a_condition_with_more_of_the_symptoms_comes_first():
    tingling, weakness = factories.make_symptom(name="Tingling"), factories.make_symptom(name="Weakness")
    factories.make_condition("a-half", symptoms=[tingling])
    factories.make_condition("b-whole", symptoms=[tingling, weakness])

    conditions = [result for result in ask("tingling weakness").results if result.kind == "condition"]

    assert slugs(conditions) == ["b-whole", "a-half"]


def test_words_of_the_text_are_found_with_the_sentence_around_them():
    body = f"<p>First something else. The <strong>saphenous</strong> nerve is long. More.</p><p>[@{factories.the_source().key}]</p>"
    factories.make_condition("a-condition", sections={"overview": body})

    found = ask("saphenous")

    (result,) = found.with_snippets(found.results)
    assert result.slug == "a-condition"
    assert result.snippet.startswith("The saphenous nerve is long.")


def test_a_long_snippet_ends_at_a_word():
    factories.make_condition("a-condition", summary="A saphenous " + "summary " * 60 + "end.")

    found = ask("saphenous")

    snippet = found.with_snippets(found.results)[0].snippet
    assert len(snippet) <= 223
    assert snippet.endswith("summary …")


def test_nothing_is_found_for_nothing():
    for query in ("", "   ", "?", "the of and", "\x00"):
        found = ask(query)
        assert (found.results, found.understood, found.urgent, found.corrected) == ([], [], None, None)


# --- Unproven treatments ----------------------------------------------------------------------------------------


@pytest.fixture
def treatments():
    symptom = factories.make_symptom("tingling", name="Tingling")
    rows = [("walking", "standard care", "benefit"), ("new-cells", "experimental", "unclear"), ("old-drops", "not recommended", "no benefit shown")]
    rows.append(("magnets", "used in some situations", "no benefit shown"))
    for slug, stage, finding in rows:
        factories.make_treatment(slug, stage=stage, effects=[{"symptom": symptom, "stage": stage, "finding": finding}], summary="About zoning.")


@pytest.mark.parametrize("query", ["tingling", "tingling zoning", "new cells for tingling", "new cells old drops magnets walking tingling"])
def test_unproven_treatments_are_apart_whatever_was_asked(treatments, query):
    found = ask(query)

    treatments = [result for result in found.results if result.kind == "treatment"]
    assert {result.slug for result in treatments if result.is_unproven} == {"new-cells", "old-drops", "magnets"}
    assert {result.slug for result in treatments if not result.is_unproven} == {"walking"}


@pytest.mark.parametrize("query", ["zoning", "new cells", "old drops"])
def test_a_treatment_that_is_found_by_its_words_alone_has_its_stage_too(treatments, query):
    found = ask(query)

    stages = {result.slug: result.stage for result in found.results if result.kind == "treatment"}
    assert (
        stages.items()
        <= {"walking": "standard care", "new-cells": "experimental", "old-drops": "not recommended", "magnets": "used in some situations"}.items()
    )
    assert not {"new-cells", "old-drops"} & {result.slug for result in found.results if not result.is_unproven}


def test_the_page_shows_unproven_treatments_below_the_others_with_a_warning(client, treatments):
    page = soup(client.get("/search/?q=tingling"))

    unproven = page.select_one(".unproven")
    assert "These are not treatment options." in text_of(unproven)
    assert {text_of(link) for link in unproven.select("h3 a")} == {"New cells", "Old drops", "Magnets"}
    assert unproven.find_next("h3", string="Walking") is None
    assert {text_of(badge) for badge in unproven.select(".stage")} == {
        "Stage: Experimental",
        "Stage: Not recommended",
        "Stage: Used in some situations",
    }


# --- Spelling ---------------------------------------------------------------------------------------------------


def test_a_slip_is_repaired_and_there_is_a_way_back(client):
    factories.make_condition("a-condition", name="Peripheral neuropathy")

    page = soup(client.get("/search/?q=nueropathy"))

    assert "Showing results for neuropathy" in text_of(page.main)
    way_back = page.select_one("main a[href*='exact=1']")
    assert way_back["href"] == "/search/?q=nueropathy&exact=1"
    assert page.find("input", attrs={"name": "q"})["value"] == "nueropathy"
    again = client.get(way_back["href"])
    assert "Nothing was found" in text_of(soup(again).main)
    assert "Showing results for" not in text_of(soup(again).main)


# --- Red flags --------------------------------------------------------------------------------------------------


@pytest.fixture
def cards():
    symptom = factories.make_symptom("paralysis", name="Paralysis")
    factories.make_care_card("breathing", name="Trouble breathing", level="now", phrases=["cannot breathe", "short of breath"])
    factories.make_care_card("wound", name="A foot wound", level="today", phrases=["sore on my foot"])
    factories.make_care_card("moving", name="Cannot move", level="now", symptoms=[symptom])


@pytest.mark.parametrize(
    ("query", "card"),
    [
        ("I can't breathe", "breathing"),
        ("CANNOT breathe!!!", "breathing"),
        ("short of breath when I climb stairs", "breathing"),
        ("there is a sore on my foot", "wound"),
        ("sore on my foot and I cannot breathe", "breathing"),
        ("paralysis", "moving"),
        ("shrot of breaht", "breathing"),
        ("sore throat", None),
        ("my foot", None),
        ("breathe in, breathe out", None),
        ("move", None),
    ],
)
def test_red_flags_are_raised_by_words_and_by_symptoms(cards, query, card):
    urgent = ask(query).urgent

    assert (urgent and urgent.slug) == card


def test_a_red_flag_at_the_end_of_a_long_question_is_heard(cards):
    told = "Since spring both hands tingle, the left shoulder aches, sleep is bad, coffee tastes odd, my garden needs weeding, rain again, "

    assert ask(told + "and today I cannot breathe").urgent.slug == "breathing"


def test_the_card_stands_above_everything_else(client, cards):
    page = soup(client.get("/search/?q=sore+on+my+foot"))

    card = page.select_one("main .care-card")
    assert card.find_all_previous("form", attrs={"action": "/search/"}) == []
    assert text_of(card).startswith("Get help today or tomorrow A foot wound")
    assert card.find("a")["href"] == "/urgent-signs/#wound"


def test_the_card_stands_there_also_when_nothing_is_found(client, cards):
    page = soup(client.get("/search/?q=cannot+breathe&exact=1"))

    assert page.select_one("main .care-card--now")


# --- Passages -------------------------------------------------------------------------------------------------


def test_matches_are_marked_in_text_that_stays_text(client):
    factories.make_article("about-feet", summary="Feet that burn & <sting>.")

    html = client.get("/search/", {"q": "burning feet sting"}).content.decode()

    assert "<mark>Feet</mark> that <mark>burn</mark> &amp; &lt;<mark>sting</mark>&gt;." in html


# --- The JSON ---------------------------------------------------------------------------------------------------


def test_the_json_answer_has_exactly_these_names(client, cards):
    factories.make_condition("a-condition", name="Sore nerves")

    found = client.get("/search.json", {"q": "sore on my foot, my nervse"}).json()

    assert list(found) == ["query", "understood", "corrected", "urgent", "also_urgent", "results"]
    assert found["query"] == "sore on my foot, my nervse"
    assert found["corrected"] == "sore on my foot, my nerves"
    assert list(found["urgent"]) == ["level", "title", "action", "text", "url"]
    assert {tuple(result) for result in found["results"]} == {("kind", "slug", "title", "url", "score", "snippet")}
    assert {"kind": "condition", "slug": "a-condition", "title": "Sore nerves", "url": "/conditions/a-condition/"}.items() <= found["results"][
        0
    ].items()
    assert all(0 < result["score"] <= 1 for result in found["results"])
    assert client.get("/search.json").headers["Content-Type"] == "application/json"


def test_the_json_answer_names_the_symptoms_that_were_understood(client, cards):
    found = client.get("/search.json", {"q": "paralysis"}).json()

    assert found["understood"] == [{"slug": "paralysis", "name": "Paralysis", "matched": "paralysis"}]
    assert found["urgent"]["title"] == "Cannot move"
