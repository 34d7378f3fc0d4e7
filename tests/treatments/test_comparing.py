"""Treatments side by side: what the address asks for, what is shown of each, and that unproven ones never look like options."""

from urllib.parse import urlencode

import pytest

from tests import factories
from tests.web.html import soup, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def condition():
    return factories.make_condition("sore-nerves", name="Sore nerves")


@pytest.fixture
def treatments(condition):
    """Two in use, and two that are not proven."""
    rows = [("walking", "standard care"), ("tablets", "used in some situations"), ("new-cells", "experimental"), ("old-drops", "not recommended")]
    for slug, stage in rows:
        claim = {"condition": condition, "stage": stage, "outcome": f"What {slug} does", "statement": f"{slug} was tested."}
        points = "".join(f"<li>Point {number} of {slug}. [@a-source]</li>" for number in range(1, 7))
        factories.make_treatment(slug, stage=stage, effects=[claim], sections={"risks": f"<ul>{points}</ul>"})
    return [slug for slug, _stage in rows]


def compare(client, *chosen, status=200, **parameters):
    response = client.get("/compare/?" + urlencode([*parameters.items(), *(("t", slug) for slug in chosen)]))
    assert response.status_code == status
    return soup(response)


def columns(page):
    return {text_of(column.h2): column for column in page.select(".compare__column")}


# --- Choosing ---------------------------------------------------------------------------------------------------


def test_without_a_choice_it_offers_what_has_two_treatments(client, treatments):
    factories.make_treatment(effects=[{"condition": factories.make_condition("other", name="Other nerves")}])

    page = compare(client)

    assert [text_of(link) for link in page.select(".compare-targets a")] == ["Sore nerves"]
    assert page.select_one(".compare-targets a")["href"] == "/compare/?condition=sore-nerves"


def test_with_a_target_it_offers_its_treatments_with_their_stage_those_in_use_first(client, treatments):
    page = compare(client, condition="sore-nerves")

    assert [text_of(label) for label in page.select(".compare-form label")] == [
        "Walking Stage: Standard care",
        "Tablets Stage: Used in some situations",
        "New cells Stage: Experimental",
        "Old drops Stage: Not recommended",
    ]
    assert columns(page) == {}


def test_one_is_too_few(client, treatments):
    page = compare(client, "walking", condition="sore-nerves")

    assert columns(page) == {}
    assert "Choose one more, at least." in text_of(page.main)


def test_of_more_than_four_the_first_four_are_shown(client, treatments, condition):
    factories.make_treatment("another", effects=[{"condition": condition, "stage": "standard care"}])

    page = compare(client, *treatments, "another", condition="sore-nerves")

    assert len(columns(page)) == 4
    assert "these are the first four" in text_of(page.main)


@pytest.mark.parametrize("slug", ["no-such", "x" * 200, "a'b", "\x00", "a b", "Ä"])
def test_an_unknown_target_is_a_404_with_what_to_do(client, treatments, slug):
    page = compare(client, status=404, condition=slug)

    assert "No such condition or symptom is here. Choose one below." in text_of(page.main)
    assert page.select(".compare-targets a")


@pytest.mark.parametrize("slug", ["no-such", "<script>", "\x00", ""])
def test_an_unknown_treatment_is_left_out(client, treatments, slug):
    assert list(columns(compare(client, "walking", slug, "tablets", "walking", condition="sore-nerves"))) == ["Walking", "Tablets"]


def test_a_draft_is_in_no_comparison(client, treatments, condition):
    factories.make_treatment_draft("secret", effects=[{"condition": condition}])
    draft = factories.make_condition_draft("hidden").page
    factories.make_treatment_draft(effects=[{"condition": draft}])

    assert "Secret" not in text_of(compare(client, "walking", "secret", condition="sore-nerves"))
    compare(client, condition="hidden", status=404)


# --- What is shown ----------------------------------------------------------------------------------------------


def test_each_treatment_has_its_claims_and_the_first_points_of_its_risks(client, treatments):
    walking = columns(compare(client, "walking", "tablets", condition="sore-nerves"))["Walking"]

    assert "What walking does" in text_of(walking)
    assert "walking was tested. [1]" in text_of(walking)
    assert walking.select_one(".stage--standard-care")
    assert walking.select_one(".certainty")
    assert [text_of(heading) for heading in walking.find_all("h3")][1:] == ["Risks", "Who should be careful", "Questions to ask"]
    risks = walking.select(".compare__row")[1]
    assert [text_of(point) for point in risks.find_all("li")] == [f"Point {number} of walking. [1]" for number in range(1, 5)]
    assert risks.find("a", string="More on the page of Walking")["href"] == "/treatments/walking/#risks"


def test_its_sources_are_numbered_and_listed_once(client, treatments):
    page = compare(client, "walking", "tablets", condition="sore-nerves")

    assert len(page.select(".sources li")) == 1
    assert {link["href"] for link in page.select("sup a")} == {"#source-1"}


def test_unproven_treatments_are_marked_and_stand_last(client, treatments):
    found = columns(compare(client, "old-drops", "new-cells", "tablets", condition="sore-nerves"))

    assert list(found) == ["Tablets", "New cells", "Old drops"]
    for name in ("New cells", "Old drops"):
        assert "compare__column--unproven" in found[name]["class"]
        assert found[name].select_one(".warning")
    assert not found["Tablets"].select_one(".warning")


def test_a_symptom_can_be_compared_for_too(client):
    symptom = factories.make_symptom("tingling", name="Tingling")
    for slug in ("walking", "tablets"):
        factories.make_treatment(slug, effects=[{"symptom": symptom}])

    page = compare(client, "walking", "tablets", symptom="tingling")

    assert text_of(page.h1) == "Compare treatments: Tingling"
    assert len(columns(page)) == 2


def test_the_pages_of_a_condition_and_of_all_treatments_lead_there(client, treatments):
    assert soup(client.get("/conditions/sore-nerves/")).find("a", href="/compare/?condition=sore-nerves")
    assert soup(client.get("/treatments/")).find("a", href="/compare/")


def test_a_condition_with_one_treatment_has_nothing_to_compare(client):
    condition = factories.make_condition("lonely")
    factories.make_treatment(effects=[{"condition": condition}])

    assert "/compare/" not in client.get("/conditions/lonely/").content.decode()


def test_a_comparison_asks_six_queries_at_most(client, treatments, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        compare(client, *treatments, condition="sore-nerves")
