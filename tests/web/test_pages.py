"""What a reader sees of a page of each kind."""

from datetime import UTC, date, datetime

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from articles.models import Symptom
from editorial import actions
from tests import factories
from tests.web.html import soup, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

PAGES = {
    "condition": factories.make_condition,
    "cause": factories.make_cause,
    "symptom": factories.make_symptom,
    "treatment": factories.make_treatment,
    "article": factories.make_article,
}


@pytest.fixture(params=PAGES)
def published(request, db):
    """A published page of each kind in turn."""
    return PAGES[request.param](name="The subject", summary="What it is, in a sentence.")


def test_a_page_shows_its_title_summary_sections_and_sources(client, published):
    response = client.get(published.get_absolute_url())

    shown = soup(response)
    assert text_of(shown.h1) == "The subject"
    assert text_of(shown.title) == "The subject – NeuroInfo"
    assert shown.find("meta", attrs={"name": "description"})["content"] == "What it is, in a sentence."
    assert text_of(shown.select_one(".key-points h2")) == "Key points"
    assert text_of(shown.select_one("sup a")) == "Source [1]"
    source = text_of(shown.select_one(".sources #source-1"))
    assert "A study called a-source. Journal of Nerves, 2024." in source
    assert "Trial in people" in source
    assert "Read on 2 January 2026" in source


def test_a_footnote_says_which_source_it_leads_to_and_the_source_leads_back(client, published):
    shown = soup(client.get(published.get_absolute_url()))

    footnote = shown.select_one("sup a")
    assert text_of(footnote) == "Source [1]"
    assert text_of(footnote.select_one(".visually-hidden")) == "Source"
    source = shown.select_one(footnote["href"])
    assert source["tabindex"] == "-1"
    back = source.select_one("a.back")
    assert back["aria-label"] == "Back to the text"
    assert shown.select_one(back["href"]) == footnote


def test_a_source_that_no_sentence_cites_has_no_way_back(client):
    only_in_the_summary = factories.make_source("another")
    factories.make_symptom("tingling", summary=f"What it is. [@{only_in_the_summary.key}]")

    shown = soup(client.get("/symptoms/tingling/"))

    assert [len(source.select("a.back")) for source in shown.select(".sources li")] == [0, 1]


def test_an_approved_page_names_its_reviewer_and_the_next_review(client, published):
    published.versions.update(reviewed_at=datetime(2026, 3, 4, tzinfo=UTC), review_due=date(2028, 3, 3))

    response = client.get(published.get_absolute_url())

    stamp = text_of(soup(response).select_one(".stamp"))
    assert "Reviewed by Rita Viewer, Consultant neurologist, 4 March 2026. Next review due: 3 March 2028." in stamp
    assertNotContains(response, "No clinician has checked")


def test_starter_text_says_so_until_a_clinician_approved_it(client):
    page = factories.make_starter(Symptom, "tingling")
    assertContains(client.get("/symptoms/tingling/"), "No clinician has checked this page yet.")
    assertContains(client.get("/symptoms/tingling/"), "Not yet reviewed by a clinician.")

    factories.publish(actions.start_draft(page, by=factories.the_author()))

    assertNotContains(client.get("/symptoms/tingling/"), "No clinician has checked")
    assertContains(client.get("/symptoms/tingling/"), "Rita Viewer, Consultant neurologist")


def test_the_reviewers_account_is_not_shown(client, published):
    text = client.get(published.get_absolute_url()).content.decode()

    assert "example.org" not in text
    assert ">reviewer<" not in text


def test_the_change_note_is_shown(client):
    page = factories.make_symptom("tingling")
    draft = actions.start_draft(page, by=factories.the_author())
    draft.change_note = "New numbers from a larger trial."
    draft.save()
    factories.publish(draft)

    assertContains(client.get("/symptoms/tingling/"), "New numbers from a larger trial.")


@pytest.mark.parametrize(("stage", "words"), [("experimental", "Experimental"), ("used in some situations", "Used in some situations")])
def test_a_treatment_shows_its_stage_and_status_above_the_key_points(client, stage, words):
    factories.make_treatment("a-treatment", stage=stage, status_line="Only in approved studies.")

    page = soup(client.get("/treatments/a-treatment/"))

    badge = page.select_one(".page__header .stage")
    assert text_of(badge) == f"Stage: {words}"
    assert "Only in approved studies." in text_of(badge.find_parent(class_="status"))
    assert badge.sourceline <= page.select_one(".key-points").sourceline
    assert badge in page.select_one(".key-points").find_all_previous(class_="stage")


def test_the_names_that_people_use_stand_on_the_page(client):
    factories.make_condition("a-condition", also_called=["sugar nerves", "diabetic feet"])

    assertContains(client.get("/conditions/a-condition/"), "sugar nerves, diabetic feet")


def test_an_effect_says_its_numbers_certainty_and_date(client):
    condition = factories.make_condition("a-condition", name="Sore nerves")
    effect = {
        "condition": condition,
        "certainty": "moderate",
        "statement": "It probably lowers pain.",
        "out_of": 100,
        "with_treatment": 40,
        "without_treatment": 20,
    }
    factories.make_treatment("a-treatment", effects=[effect])

    shown = text_of(soup(client.get("/treatments/a-treatment/")).select_one(".effect"))

    for words in ("Sore nerves", "Moderate certainty", "It probably lowers pain.", "40 of 100 people", "20 of 100", "Checked: 2 January 2026"):
        assert words in shown


def test_a_condition_lists_treatments_in_use_apart_from_unproven_ones(client):
    condition = factories.make_condition("a-condition")
    for stage, name in (("standard care", "Walking"), ("experimental", "New cells"), ("not recommended", "Old drops")):
        factories.make_treatment(name=name, stage=stage, effects=[{"condition": condition, "stage": stage}])
    effects = [{"condition": condition, "stage": "standard care", "finding": "no benefit shown"}]
    factories.make_treatment(name="Magnets", stage="standard care", effects=effects)

    page = soup(client.get("/conditions/a-condition/"))

    unproven = page.select_one(".unproven")
    assert "None of these is a treatment option for what stands beside its name." in text_of(unproven)
    assert {text_of(link) for link in unproven.select(".effect__title a")} == {"New cells", "Old drops", "Magnets"}
    others = [link for link in page.select(".effect__title a") if link not in unproven.select(".effect__title a")]
    assert [text_of(link) for link in others] == ["Walking"]
    assert others[0] in unproven.find_all_previous("a")


def test_of_an_unproven_treatment_a_condition_says_in_short_what_was_found(client):
    condition = factories.make_condition("a-condition")
    claims = {
        "New cells": ("experimental", "unclear", "One trial tested it. We do not know."),
        "New drops": ("experimental", "no benefit shown", "One trial found nothing."),
        "New pulses": ("experimental", "benefit", "One small trial suggests that it may help."),
        "Old drops": ("not recommended", "no benefit shown", "Two trials found nothing."),
        "Old pills": ("not recommended", "unclear", "A guideline says not to use them."),
        "Magnets": ("standard care", "no benefit shown", "They did not prevent falls."),
        "Walking": ("standard care", "unclear", "Two trials disagree."),
    }
    for name, (stage, finding, statement) in claims.items():
        effect = {"condition": condition, "stage": stage, "finding": finding, "statement": statement}
        factories.make_treatment(name=name, stage=stage, effects=[effect])

    page = soup(client.get("/conditions/a-condition/"))

    said = {text_of(row.a): text_of(row.find_all("p")[-1]) for row in page.select(".effect")}
    in_short = {"New cells": "We do not know.", "New drops": "No benefit was shown.", "Old drops": "No benefit was shown."}
    assert said == {name: statement for name, (_stage, _finding, statement) in claims.items()} | in_short


def test_a_condition_says_how_sure_a_symptom_or_a_cause_is(client):
    draft = factories.make_condition_draft("a-condition")
    factories.make_association(draft, symptom=factories.make_symptom(name="Cold feet"), strength="probable")
    factories.make_association(draft, cause=factories.make_cause(name="A toxin"), strength="trigger")
    factories.publish(draft)

    response = client.get("/conditions/a-condition/")

    assertContains(response, "Cold feet</a> (probable)")
    assertContains(response, "A toxin</a> (can set it off)")


def test_a_symptom_and_a_cause_list_their_conditions(client):
    symptom, cause = factories.make_symptom("a-symptom"), factories.make_cause("a-cause")
    factories.make_condition(name="Sore nerves", symptoms=[symptom], causes=[cause])

    assertContains(client.get("/symptoms/a-symptom/"), "Sore nerves")
    assertContains(client.get("/causes/a-cause/"), "Sore nerves")


def test_a_care_card_stands_on_the_page_with_its_level_in_words_and_its_sources(client):
    card = factories.make_care_card(name="A sore that does not heal", level="today")
    factories.make_condition("a-condition", cards=[card])

    page = soup(client.get("/conditions/a-condition/"))

    shown = page.select_one(".care-card")
    assert text_of(shown.select_one(".care-card__level")) == "Get help today or tomorrow"
    assert text_of(shown.h3) == "A sore that does not heal"
    assert shown.select_one("sup a")


def test_a_withdrawn_care_card_leaves_the_pages_that_showed_it(client, administrator):
    card = factories.make_care_card(name="A sore that does not heal")
    factories.make_condition("a-condition", cards=[card])
    factories.make_withdrawn(card, by=administrator)

    assertNotContains(client.get("/conditions/a-condition/"), "A sore that does not heal")


def test_a_source_that_may_not_be_shown_is_not_cited(client):
    page = factories.make_symptom("tingling")
    source = factories.the_source()
    source.printable = False
    source.save()

    response = client.get(page.get_absolute_url())

    assertNotContains(response, "A study called a-source")
    assertNotContains(response, "[@")


def test_two_sections_of_one_kind_have_an_address_each(client):
    draft = factories.make_article_draft("an-article")
    for place, body in enumerate(["<p>First words.</p>", "<p>Second words.</p>"]):
        draft.sections.create(aspect="research", body=body, position=10 + place)
    factories.publish(draft)

    page = soup(client.get("/articles/an-article/"))

    assert page.find(id="research")
    assert page.find(id="research-2")


def test_a_text_cannot_bring_markup_of_its_own(client):
    nasty = "<script>alert(1)</script> \"quoted\" & 'more'"
    factories.make_symptom(
        "tingling", name="A <b>bold</b> name", summary=f"Sums up {nasty}", also_called=[nasty], tags=[factories.make_tag("t", name=nasty)]
    )

    for address in ("/symptoms/tingling/", "/symptoms/", "/", "/tags/", "/tags/t/", "/search/?q=bold"):
        response = client.get(address)
        assertNotContains(response, "<script>alert")
        assertNotContains(response, "<b>bold")


def test_a_word_of_the_glossary_leads_to_its_sources(client):
    source = factories.the_source()
    factories.make_term("blood-test", name="Blood test", summary=f"Blood is looked at. [@{source.key}]")
    factories.make_term("cell", name="Cell", summary="The smallest living part.")
    factories.make_term("axon", name="Axon", summary=f"The long part of a nerve cell. [@{source.key}]")

    page = soup(client.get("/glossary/"))

    assert text_of(page.find(id="axon")) == "Axon The long part of a nerve cell."
    assert not page.select(".sources")
    assert not page.find(id="cell").a  # it names none
    of_letter = soup(client.get("/glossary/" + page.find(id="axon").a["href"]))
    word = of_letter.find(id="axon")
    assert text_of(word) == "Axon The long part of a nerve cell. Source [1]"
    assert "A study called a-source" in text_of(of_letter.select_one(f"{word.a['href']} cite"))


def test_the_urgent_signs_stand_in_the_order_of_their_urgency(client):
    for level in ("soon", "now", "today"):
        factories.make_care_card(level, name=f"A sign for {level}", level=level)

    page = soup(client.get("/urgent-signs/"))

    assert [text_of(card.h3) for card in page.select(".care-card")] == ["A sign for now", "A sign for today", "A sign for soon"]
    assert page.find(id="now")


def test_treatments_are_listed_by_approach_each_with_its_stage(client):
    factories.make_treatment(name="Tablets", approach="medicines", stage="standard care", effects=[{"stage": "standard care"}])
    factories.make_treatment(name="New cells", approach="stem-cells", stage="experimental")
    factories.make_treatment(name="Walking", approach="physical-therapy", stage="used in some situations")

    page = soup(client.get("/treatments/"))

    assert [text_of(heading).partition(" (")[0] for heading in page.select("main h2")] == ["Medicines", "Physical therapy and exercise", "Stem cells"]
    rows = {text_of(row.a): text_of(row.select_one(".stage")) for row in page.select("main .page-list li")}
    assert rows == {"Tablets": "Stage: Standard care", "Walking": "Stage: Used in some situations", "New cells": "Stage: Experimental"}


def test_the_home_page_leads_to_every_part(client, published):
    shown = soup(client.get("/"))

    assert {"/symptoms/", "/conditions/", "/causes/", "/treatments/", published.get_absolute_url()} <= {
        link["href"] for link in shown.select("main a")
    }


def test_the_home_page_begins_with_what_most_pages_are_about(client):
    rare, common = factories.make_symptom("a-rare-one"), factories.make_symptom("numb")
    condition = factories.make_condition("b-condition", symptoms=[rare, common])
    factories.make_condition("a-condition", symptoms=[common])
    factories.make_condition_draft("a-draft", symptoms=[rare])
    factories.make_treatment("new-cells", stage="experimental", effects=[{"condition": condition, "stage": "experimental"}])
    factories.make_treatment("tablets", stage="standard care", effects=[{"condition": condition, "stage": "standard care"}])

    boxes = {
        text_of(box.h2): [link["href"].split("/")[2] for link in box.select("li > a:first-child")]
        for box in soup(client.get("/")).select(".home-box")
    }

    assert boxes["Symptoms"] == ["numb", "a-rare-one"]
    assert boxes["Conditions"] == ["b-condition", "a-condition"]
    assert boxes["Treatments"] == ["tablets", "new-cells"]


def test_a_page_is_read_only(client, published):
    assert client.head(published.get_absolute_url()).status_code == 200
    assert client.post(published.get_absolute_url()).status_code == 405
