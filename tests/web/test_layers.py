"""The two layers of a page: the short version stands open, more detail is folded behind its headings."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from articles.models import Article, Cause, Condition, Symptom
from editorial import actions
from tests import factories
from tests.web.html import section, soup, text_of
from treatments.models import Treatment

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

MAKE = {
    Condition: factories.make_condition,
    Cause: factories.make_cause,
    Symptom: factories.make_symptom,
    Treatment: factories.make_treatment,
    Article: factories.make_article,
}
OPEN = {"key-points", "when-to-get-help", "self-care", "risks", "cautions", "side-effects", "questions-to-ask"}


def body(words="Some words."):
    return f"<p>{words} [@{factories.the_source().key}]</p>"


def page_with_all_aspects(model, client):
    page = MAKE[model](sections={aspect: body() for aspect in model.aspects})
    return soup(client.get(page.get_absolute_url()))


def folded(page):
    """{address on the page: its heading} of what is folded."""
    return {part.find_all(id=True)[0]["id"]: text_of(part.summary.h3) for part in page.select("details") if part.summary.h3}


@pytest.mark.parametrize("model", MAKE)
def test_every_section_is_on_the_page_and_only_detail_is_folded(client, model):
    shown = page_with_all_aspects(model, client)

    assert {anchor for anchor in folded(shown) if not anchor.endswith("-links")} == set(model.aspects) - OPEN
    for aspect in OPEN & set(model.aspects):
        assert not shown.find(id=aspect).find_parent("details"), aspect


@pytest.mark.parametrize("model", MAKE)
def test_the_address_of_a_folded_section_is_inside_it_so_that_a_link_to_it_opens_it(client, model):
    shown = page_with_all_aspects(model, client)

    for anchor in folded(shown):
        place = shown.find(id=anchor)
        assert place.find_parent("details")
        assert not place.find_parent("summary")


@pytest.mark.parametrize("model", MAKE)
def test_the_table_of_contents_has_the_headings_in_the_order_of_the_page(client, model):
    shown = page_with_all_aspects(model, client)

    anchors = [link["href"][1:] for link in shown.select(".toc a")]

    in_order = [element["id"] for element in shown.find_all(id=True) if element["id"] in anchors]
    assert anchors == in_order


def test_the_short_version_stands_before_more_detail(client):
    shown = page_with_all_aspects(Treatment, client)

    assert [text_of(heading) for heading in shown.main.find_all("h2")] == [
        "Key points",
        "When to get help",
        "The evidence, claim by claim",
        "Risks",
        "Who should be careful",
        "Questions to ask",
        "More detail",
        "Sources",
    ]


def test_evidence_warnings_and_care_cards_are_never_folded(client):
    card = factories.make_care_card()
    symptom = factories.make_symptom(cards=[card])
    condition = factories.make_condition(cards=[card], symptoms=[symptom])
    targets = [{"condition": condition}, {"symptom": symptom}]
    usual = factories.make_treatment(effects=[{"stage": "used in some situations", **target} for target in targets])
    unproven = factories.make_treatment(stage="experimental", effects=[{"stage": "experimental", **target} for target in targets])

    for page in (condition, symptom, usual, unproven):
        shown = soup(client.get(page.get_absolute_url()))
        parts = shown.select(".effect, .care-card, .unproven, .warning, .status, .notice")
        assert len(parts) >= 2
        assert [part for part in parts if part.find_parent("details")] == []


def test_the_pages_that_a_condition_names_are_more_detail(client):
    condition = factories.make_condition(symptoms=[factories.make_symptom(name="Cold feet")], causes=[factories.make_cause(name="A toxin")])

    more = section(soup(client.get(condition.get_absolute_url())), "More detail")

    assert more.select_one("details > #symptom-links a").text == "Cold feet"
    assert more.select_one("details > #cause-links a").text == "A toxin"


def test_the_conditions_of_a_symptom_stand_open(client):
    symptom = factories.make_symptom()
    factories.make_condition(name="Sore nerves", symptoms=[symptom])

    link = soup(client.get(symptom.get_absolute_url())).find("a", string="Sore nerves")

    assert link
    assert not link.find_parent("details")


def test_sub_headings_stand_one_level_below_the_heading_of_their_section(client):
    parts = {"risks": "<h3>Seldom</h3>" + body(), "overview": "<h3>In short</h3>" + body()}
    shown = soup(client.get(factories.make_treatment(sections=parts).get_absolute_url()))

    assert shown.find(id="risks").name == "h2"
    assert shown.find("h3", string="Seldom")
    assert shown.find(id="overview").find("h4", string="In short")


def test_a_draft_without_detail_shows_the_pages_that_it_names(client, author):
    draft = actions.create_page(Condition, slug="new", name="New", by=author).own()
    factories.make_association(draft, symptom=factories.make_symptom(name="Cold feet"))
    client.force_login(author)

    assertContains(client.get(reverse("admin:preview_page", args=[draft.pk])), "Cold feet")


def test_sources_are_numbered_in_the_order_of_the_page(client):
    keys = {aspect: factories.make_source(aspect).key for aspect in ("overview", "risks", "key-points")}
    parts = {aspect: f"<p>Words. [@{key}]</p>" for aspect, key in keys.items()}
    shown = soup(client.get(factories.make_treatment(sections=parts).get_absolute_url()))

    numbers = {aspect: int(shown.select_one(f".sources li:-soup-contains('called {aspect}.')")["id"][7:]) for aspect in keys}

    assert numbers["key-points"] < numbers["risks"] < numbers["overview"]
