"""Treatments side by side: what the address asks for, what is shown of each, and that unproven ones never look like options."""

from datetime import date
from urllib.parse import urlencode

import pytest

from tests import factories
from tests.web.html import soup, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


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
    """{treatment: {row: cell}} of the table, by its headers."""
    names = [text_of(name) for name in page.select(".compare thead th")][1:]
    rows = {text_of(row.th): row.find_all("td") for row in page.select(".compare tbody tr")}
    return {name: {heading: cells[place] for heading, cells in rows.items()} for place, name in enumerate(names)}


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


@pytest.mark.parametrize("slug", ["no-such", "<script>", "\x00", "x" * 200])
def test_an_unknown_treatment_is_left_out_and_the_page_says_so(client, treatments, slug):
    page = compare(client, "walking", slug, "tablets", "walking", condition="sore-nerves")

    assert list(columns(page)) == ["Walking", "Tablets"]
    assert "The address names a treatment that is not here. It is left out." in text_of(page.main)


def test_an_empty_choice_is_no_unknown_treatment(client, treatments):
    page = compare(client, "walking", "", "tablets", condition="sore-nerves")

    assert list(columns(page)) == ["Walking", "Tablets"]
    assert not page.select(".notice")


def test_a_treatment_without_a_claim_for_the_target_is_named_with_its_page(client, treatments):
    factories.make_treatment("warm-baths", name="Warm baths")

    page = compare(client, "walking", "warm-baths", "tablets", condition="sore-nerves")

    assert list(columns(page)) == ["Walking", "Tablets"]
    expected = "We have no graded evidence on these for Sore nerves, so they are not compared here: Warm baths."
    assert text_of(page.select_one(".notice")) == expected
    assert page.select_one(".notice a")["href"] == "/treatments/warm-baths/"


def test_treatments_that_were_chosen_before_a_target_are_named_and_kept(client, treatments):
    page = compare(client, "walking", "no-such", "tablets")

    assert "You chose: Walking, Tablets. Treatments are compared for one condition or symptom." in text_of(page.main)
    assert page.select_one(".compare-targets a")["href"] == "/compare/?condition=sore-nerves&t=walking&t=tablets"
    assert "The address names a treatment that is not here." in text_of(page.main)


def test_a_draft_is_in_no_comparison(client, treatments, condition):
    factories.make_treatment_draft("secret", effects=[{"condition": condition}])
    draft = factories.make_condition_draft("hidden").page
    factories.make_treatment_draft(effects=[{"condition": draft}])

    assert "Secret" not in text_of(compare(client, "walking", "secret", condition="sore-nerves"))
    compare(client, condition="hidden", status=404)


# --- What is shown ----------------------------------------------------------------------------------------------


def test_each_treatment_has_its_stage_certainty_and_claims(client, treatments):
    walking = columns(compare(client, "walking", "tablets", condition="sore-nerves"))["Walking"]

    assert list(walking) == ["Stage", "How sure we are", "Benefit: what is known", "Risks", "Who should be careful", "Questions to ask"]
    assert walking["Stage"].select_one(".stage--standard-care")
    assert text_of(walking["How sure we are"]) == "How sure we are: Low certainty"
    assert text_of(walking["Benefit: what is known"]) == "What walking does. walking was tested. Source [1]"
    assert walking["Risks"].a["href"] == "#source-1"
    assert text_of(walking["Questions to ask"]) == "Some words about it. Source [1]"


def test_no_risk_is_left_out_the_last_one_may_be_the_worst(client, treatments):
    walking = columns(compare(client, "walking", "tablets", condition="sore-nerves"))["Walking"]

    assert [text_of(point) for point in walking["Risks"].find_all("li")] == [f"Point {number} of walking. Source [1]" for number in range(1, 7)]
    assert not walking["Risks"].select(".compare__rest")


def test_what_else_there_is_may_be_cut_and_says_so(client, condition, treatments):
    points = [f"<li>Point {number} {'of many ' * 12}[@a-source]</li>" for number in range(1, 7)]
    sections = {aspect: f"<ul>{''.join(points)}</ul>" for aspect in ("cautions", "questions-to-ask")}
    factories.make_treatment("baths", name="Baths", effects=[{"condition": condition}], sections=sections)

    baths = columns(compare(client, "walking", "baths", condition="sore-nerves"))["Baths"]

    assert [len(baths[row].find_all("li")) for row in ("Who should be careful", "Questions to ask")] == [3, 3]
    rest = baths["Who should be careful"].select_one(".compare__rest a")
    assert (text_of(rest), rest["href"]) == ("There is more on its page: Baths, Who should be careful", "/treatments/baths/#cautions")
    assert baths["Questions to ask"].select(".compare__rest")


def test_the_care_cards_of_its_page_that_cannot_wait_stand_above_the_risks_the_most_urgent_first(client, condition, treatments):
    cards = [
        factories.make_care_card(slug, name=slug.title(), level=slug.partition("-")[0]) for slug in ("soon-card", "today-card", "now-card", "now-too")
    ]
    own_help = {"when-to-get-help": "<p>Call if you feel odd.</p>"}
    factories.make_treatment("baths", name="Baths", effects=[{"condition": condition}], cards=cards, sections=own_help)

    found = columns(compare(client, "walking", "baths", condition="sore-nerves"))

    assert list(found["Baths"])[3:5] == ["When to get help", "Risks"]
    assert [text_of(point) for point in found["Baths"]["When to get help"].find_all("li")] == [
        "Get help now: Now-Card; Now-Too",
        "Get help today or tomorrow: Today-Card",
        "Call if you feel odd.",
    ]
    assert found["Baths"]["When to get help"].a["href"] == "/urgent-signs/#now-card"
    assert text_of(found["Walking"]["When to get help"]) == "Our page has nothing on this."


def test_it_is_a_table_with_headers_for_every_row_and_column(client, treatments):
    table = compare(client, *treatments, condition="sore-nerves").find("table")

    assert table["aria-labelledby"] == "compare-title"
    assert {header["scope"] for header in table.select("thead th")} == {"col"}
    assert {header["scope"] for header in table.select("tbody th")} == {"row"}
    assert {len(row.find_all(["th", "td"])) for row in table.find_all("tr")} == {5}


def test_a_treatment_with_several_claims_says_which_each_level_is_about(client, treatments, condition):
    claims = [{"condition": condition, "outcome": outcome, "certainty": level} for outcome, level in (("Pain", "low"), ("Sleep", "very low"))]
    factories.make_treatment("warm-baths", name="Warm baths", effects=claims)

    baths = columns(compare(client, "walking", "warm-baths", condition="sore-nerves"))["Warm baths"]

    assert len(baths["Stage"].select(".stage")) == 1
    assert text_of(baths["How sure we are"]) == "Pain: How sure we are: Low certainty Sleep: How sure we are: Very low certainty"


def test_its_sources_are_numbered_and_listed_once(client, treatments):
    page = compare(client, "walking", "tablets", condition="sore-nerves")

    assert len(page.select(".sources li")) == 1
    assert {link["href"] for link in page.select("sup a")} == {"#source-1"}


def test_for_paper_it_says_once_when_its_sources_were_read(client, treatments, condition):
    assert text_of(compare(client, "walking", "tablets", condition="sore-nerves").select_one(".days-read")) == "All read on 2 January 2026."

    factories.make_source("later", seen=date(2026, 3, 14))
    factories.make_treatment("baths", effects=[{"condition": condition}], sections={"risks": "<p>A risk. [@later]</p>"})

    found = compare(client, "walking", "baths", condition="sore-nerves").select_one(".days-read")
    assert text_of(found) == "Read from 2 January 2026 to 14 March 2026."


def test_unproven_treatments_are_marked_and_stand_last(client, treatments):
    found = columns(compare(client, "old-drops", "new-cells", "tablets", condition="sore-nerves"))

    assert list(found) == ["Tablets", "New cells", "Old drops"]
    for name in ("New cells", "Old drops"):
        assert all("is-unproven" in cell["class"] for cell in found[name].values())
        assert found[name]["Stage"].select_one(".warning")
    assert not any(cell.get("class") or cell.select_one(".warning") for cell in found["Tablets"].values())


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
