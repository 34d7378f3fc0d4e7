"""What a reader sees of an answer, and the way in without words."""

from dataclasses import replace
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Condition, Symptom
from search import views
from search.results import answer
from tests import factories
from tests.rows import shared_rows
from tests.web.html import choices, heading_jumps, repeated_ids, search, section, soup, text_of

pytestmark = pytest.mark.django_db

WARNING = "Do not pay for an experimental treatment outside an approved trial."


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """Two symptoms, conditions with one or both of them, and treatments of each stage. The tests of this module share them."""
    with shared_rows(django_db_blocker):
        falls = factories.make_concept(factories.make_symptom("falls", name="Falls"), "motor", "whole body")
        tingling = factories.make_concept(factories.make_symptom("tingling", name="Tingling"), "sensory", "feet", "hands")
        tag = factories.make_tag("sugar", name="Sugar disease")
        factories.make_condition("both", name="Both nerves", symptoms=[falls, tingling], tags=[tag])
        factories.make_condition("one", name="One nerve", symptoms=[tingling])
        for slug, stage in (("walking", "standard care"), ("pills", "used in some situations"), ("new-cells", "experimental")):
            factories.make_treatment(slug, stage=stage, effects=[{"symptom": tingling, "stage": stage, "finding": "benefit", "certainty": "low"}])
        factories.make_article("about-tingling", name="About tingling", tags=[tag])
        yield


def titles(element):
    return [text_of(heading) for heading in element.select(".results :is(h3, h4)")]


def chips(page):
    """{accessible name: address} of what can be removed."""
    return {text_of(link): link["href"] for link in page.select(".chip")}


# --- What was understood ----------------------------------------------------------------------------------------


def test_what_was_understood_can_be_removed_one_by_one(client, site):
    page = search(client, q="I have falls, and tingling")

    assert {"Remove: Falls", "Remove: Tingling"} <= set(chips(page))
    left = soup(client.get(chips(page)["Remove: Falls"]))
    assert "Remove: Tingling" in chips(left)
    assert "Remove: Falls" not in chips(left)
    assert left.find("input", attrs={"name": "q"})["value"] == "I have falls, and tingling"


def test_what_was_removed_can_be_taken_back(client, site):
    page = search(client, **{"q": "tingling", "not": "tingling"})

    assert page.find("a", string="Take back what you removed")["href"] == "/search/?q=tingling"
    assert search(client, q="tingling").find("a", string="Take back what you removed") is None


def test_a_chosen_symptom_is_removed_by_leaving_it_out(client, site):
    page = search(client, s=["falls", "tingling"])

    assert chips(page) == {"Remove: Falls": "/search/?s=tingling", "Remove: Tingling": "/search/?s=falls"}


def test_parts_of_the_body_and_times_can_be_removed_too(client, site):
    page = search(client, q="tingling feet at night")

    assert {"Remove: feet", "Remove: at night"} <= set(chips(page))
    assert "Remove: feet" not in chips(soup(client.get(chips(page)["Remove: feet"])))


def test_what_the_reader_denies_is_said(client, site):
    assert "You said no: pain." in text_of(search(client, q="tingling but no pain").main)
    assert "You said no" not in text_of(search(client, q="tingling").main)


def test_every_answer_says_that_it_does_not_diagnose(client, site):
    for question in ({"q": "tingling"}, {"q": "xyzzy"}, {"s": "falls"}, {"q": "tingling", "kind": "article"}):
        assert "This search explains, it does not diagnose." in text_of(search(client, **question).main)


def test_chosen_symptoms_stay_while_words_are_added(client, site):
    hidden = search(client, s=["falls", "tingling"]).select("form input[type=hidden]")

    assert [(field["name"], field["value"]) for field in hidden] == [("s", "falls"), ("s", "tingling")]


def test_another_symptom_of_the_answer_can_be_added(client, site):
    page = search(client, q="tingling", s="falls", **{"not": "tingling"})

    link = page.select_one(".add")
    assert text_of(link) == "I have this too: Tingling"
    assert link["href"] == "/search/?q=tingling&s=falls&s=tingling"


def test_what_may_be_meant_is_asked_about(client, site, monkeypatch):
    def unsure(question, *, language):
        return replace(answer(question, language=language), meant=("tingling at night", "falls"))

    monkeypatch.setattr(views, "answer", unsure)

    page = search(client, q="tinglink", s="falls")

    assert "Did you mean: tingling at night, falls" in text_of(page.main)
    assert page.find("a", string="tingling at night")["href"] == "/search/?q=tingling+at+night&s=falls"


# --- Results ----------------------------------------------------------------------------------------------------


def test_the_sections_of_an_answer_stand_in_their_order(client, site):
    page = search(client, q="tingling")

    assert [text_of(heading) for heading in page.main.find_all("h2")] == [
        "What we understood",
        "Symptoms",
        "Conditions and causes",
        "Treatments in use",
        "More to read",
        "Experimental or not recommended",
    ]
    assert titles(section(page, "Symptoms")) == ["Tingling"]
    assert titles(section(page, "Treatments in use")) == ["Walking", "Pills"]
    assert [text_of(heading) for heading in section(page, "Treatments in use").find_all("h3")] == ["Standard care", "Used in some situations"]


def test_a_treatment_shows_its_stage_and_how_sure_we_are(client, site):
    line = text_of(section(search(client, q="tingling"), "Treatments in use").select_one(".result__line"))

    assert line == "Stage: Standard care How sure we are: Low certainty"


def test_a_condition_says_which_of_the_symptoms_it_has(client, site):
    part = section(search(client, s=["falls", "tingling"]), "Conditions and causes")

    assert [text_of(heading) for heading in part.find_all("h3")] == ["That can cause all of these symptoms", "That can cause some of them"]
    assert titles(part) == ["Both nerves", "One nerve"]
    assert "Can cause: Falls; Tingling." in text_of(part.find_all("li")[0])
    assert "Can cause: Tingling. Not known to cause: Falls." in text_of(part.find_all("li")[1])


@pytest.mark.parametrize("narrowing", [{}, {"kind": "treatment"}, {"stage": "experimental"}, {"kind": "treatment", "page": 2}])
def test_unproven_treatments_stand_apart_with_the_warning_on_every_view(client, site, narrowing):
    page = search(client, q="tingling", **narrowing)

    apart = page.select_one(".unproven")
    assert titles(apart) == ["New cells"]
    assert WARNING in text_of(apart)
    assert [badge for badge in page.select(".stage--experimental") if not badge.find_parent(class_="unproven")] == []
    assert apart.find_next_siblings("section") == []


def test_filters_lead_to_as_many_results_as_they_say(client, site):
    page = search(client, q="tingling")
    links = page.select(".filters li a:not(.chip)")

    assert len(links) > 8
    for link in links:
        count = link.select_one(".filters__count").extract().get_text()
        shown = soup(client.get(link["href"]))
        assert len(titles(shown)) == int(count), link["href"]


def test_an_active_filter_is_named_and_can_be_removed(client, site):
    page = search(client, q="tingling", kind="treatment", stage="experimental")

    assert chips(page)["Remove the filter: Treatments"] == "/search/?q=tingling&stage=experimental"
    assert chips(page)["Remove the filter: Experimental"] == "/search/?q=tingling&kind=treatment"
    assert [text_of(link) for link in page.select(".filters [aria-current]")] == ["Treatments 1", "Experimental 1"]
    assert page.select_one(".filters details").has_attr("open")
    assert not search(client, q="tingling", kind="treatment").select_one(".filters details").has_attr("open")


def test_tags_are_offered_by_their_names(client, site):
    page = search(client, q="tingling")

    link = page.find("a", href="/search/?q=tingling&tag=sugar")
    assert text_of(link).startswith("Sugar disease")


def test_filters_that_fit_nothing_together_say_so(client, site):
    page = search(client, q="tingling", kind="symptom", tag="sugar")

    assert "Nothing fits all these filters together. Take one away." in text_of(page.main)
    assert "Remove the filter: Sugar disease" in chips(page)


def test_results_go_on_over_pages(client, site):
    tingling = Symptom.objects.get(slug="tingling")
    for number in range(23):
        page = factories.make_starter(Condition, f"nerve-{number:02}", title=f"Nerve {number:02}")
        factories.make_association(page.live.own(), symptom=tingling)

    first, second = (search(client, q="tingling", kind="condition", page=number) for number in (1, 2))

    assert text_of(first.find("h2", id="results")) == "25 results, page 1 of 2"
    assert [link["href"] for link in second.select(".pager a")] == [f"?q=tingling&kind=condition&page={number}" for number in (1, 1, 2)]
    assert (len(titles(first)), len(titles(second))) == (20, 5)
    assert len({*titles(first), *titles(second)}) == 25


# --- Urgent, uncertain, nothing ---------------------------------------------------------------------------------


def test_words_that_fit_badly_show_the_nearest_below_ways_to_go_on(client, site, monkeypatch):
    def unsure(question, *, language):
        return replace(answer(question, language=language), is_sure=False)

    monkeypatch.setattr(views, "answer", unsure)

    page = search(client, q="tingling")

    nothing = section(page, "Nothing fits these words well")
    assert nothing.find("a", href="/search/symptoms/?q=tingling&area=feet")
    assert nothing.find("a", href="/urgent-signs/")
    assert "Tingling" in titles(page)
    assert nothing.find_all_previous(class_="results") == []


# --- Choosing ---------------------------------------------------------------------------------------------------


def test_the_picture_and_the_list_hold_the_parts_where_something_is_felt(client, site):
    page = search(client, "/search/symptoms/")

    in_list = [(text_of(link), link["href"]) for link in page.select(".body-map nav:last-child a")]
    assert in_list == [
        ("Hands", "/search/symptoms/?area=hands"),
        ("Feet", "/search/symptoms/?area=feet"),
        ("Whole body", "/search/symptoms/?area=whole-body"),
        ("All symptoms in one list", "/search/symptoms/?area=all"),
    ]
    assert [(text_of(link), link["href"]) for link in page.select("svg a")] == in_list[:2]


def test_a_part_of_the_body_lists_what_is_felt_there(client, site):
    factories.make_concept(factories.make_symptom("toe-curling", name="Toe curling"), "motor", "toes")

    page = search(client, "/search/symptoms/", area="feet")

    assert text_of(page.h1) == "Feet: what do you feel or see there?"
    assert text_of(page.title) == "Feet – Choose what you feel – NeuroInfo"
    assert [text_of(legend) for legend in page.find_all("legend")] == ["Feet: Feeling", "Feet: Movement"]
    assert choices(page) == {"Tingling": False, "Toe curling": False}


def test_one_list_holds_all_symptoms_by_what_they_are_about(client, site):
    factories.make_symptom("not-in-the-lexicon", name="Something else")

    page = search(client, "/search/symptoms/", area="all")

    assert [text_of(legend) for legend in page.find_all("legend")] == ["Feeling", "Movement", "Other"]
    assert list(choices(page)) == ["Tingling hands, feet", "Falls whole body", "Something else"]


def test_what_was_chosen_elsewhere_goes_along(client, site):
    page = search(client, "/search/symptoms/", area="feet", q="at night", s=["falls", "tingling"], **{"not": "area:feet", "exact": "1"})

    assert choices(page) == {"Tingling": True}
    hidden = [(field["name"], field["value"]) for field in page.select("form.choices input[type=hidden]")]
    assert hidden == [("q", "at night"), ("exact", "1"), ("s", "falls"), ("not", "area:feet")]
    assert page.select_one("form.choices")["action"] == "/search/"
    assert page.select_one("button[formaction]")["formaction"] == "/search/symptoms/"
    assert "Remove: Falls" in chips(page)


def test_the_choice_is_kept_while_another_part_is_chosen(client, site):
    page = search(client, "/search/symptoms/", s="falls")

    assert chips(page) == {"Remove: Falls": "/search/symptoms/"}
    assert page.find("a", href="/search/?s=falls", string="Show what fits")
    assert page.find("a", href="/search/symptoms/?s=falls&area=feet")


def test_more_symptoms_can_be_added_to_an_answer(client, site):
    link = search(client, q="at night", s="falls").find("a", string="Add another symptom")

    assert link["href"] == "/search/symptoms/?q=at+night&s=falls"


@pytest.mark.parametrize("area", ["nowhere", "back", "Back!", "a" * 500, "\x00", "<b>"])
def test_an_unknown_part_of_the_body_is_the_choice_of_a_part(client, site, area):
    page = search(client, "/search/symptoms/", area=area)

    assert text_of(page.h1) == "Choose what you feel"
    assert page.select(".body-map a")


# --- Every page -------------------------------------------------------------------------------------------------

ADDRESSES = ["/search/", "/search/?q=tingling", "/search/?s=falls&s=tingling", "/search/?q=xyzzy", "/search/?q=tingling&kind=treatment"]
ADDRESSES += ["/search/symptoms/", "/search/symptoms/?area=feet", "/search/symptoms/?area=all&s=falls"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_pages_of_the_search_are_in_no_index_and_no_cache(client, site, address):
    response = client.get(address)

    assert soup(response).find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert not response.cookies


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_pages_of_the_search_are_well_made(client, site, address):
    page = soup(client.get(address))

    assert heading_jumps(page) == []
    assert repeated_ids(page) == []
    assert len(page.find_all("h1")) == 1
    assert page.find(style=True) is None
    fields = page.select("input:not([type=hidden])")
    assert all(page.find("label", attrs={"for": field["id"]}) for field in fields)


@pytest.mark.parametrize("address", ["/search/symptoms/", "/search/symptoms/?area=feet"])
def test_the_way_in_cannot_be_posted_to(client, address):
    assert client.post(address).status_code == 405


NAMES = st.sampled_from(["q", "exact", "s", "not", "kind", "area", "stage", "tag", "page", "letter", ""])
VALUES = st.one_of(
    st.sampled_from(
        ["tingling", "falls", "feet", "all", "treatment", "condition", "experimental", "sugar", "1", "2", "99", "-1", "area:feet", "time:night"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["/search/", "/search.json", "/search/symptoms/"]), st.lists(st.tuples(NAMES, VALUES), max_size=8))
def test_no_address_breaks_a_page(site, address, parameters):
    assert Client().get(f"{address}?{urlencode(parameters)}").status_code == 200
