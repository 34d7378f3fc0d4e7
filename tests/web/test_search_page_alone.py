"""The search on a site that holds little: the tests make what they need themselves."""

from dataclasses import replace

import pytest

from search import views
from search.results import answer
from search.vocabulary import RedFlag
from tests import factories
from tests.web.html import choices, heading_jumps, search, section, soup, text_of

pytestmark = pytest.mark.django_db


def test_the_urgent_card_is_first_of_all_and_there_without_results_too(client):
    factories.make_care_card("breathing", name="Trouble breathing", level="now", phrases=["cannot breathe"])

    for question in ({"q": "I cannot breathe"}, {"q": "I cannot breathe", "kind": "cause"}, {"q": "I cannot breathe", "page": 3}):
        page = search(client, **question)
        after_title = page.main.h1.find_next_sibling()
        assert "care-card--now" in after_title["class"]
        assert heading_jumps(page) == []


def test_other_urgent_signs_are_named_in_the_card_of_the_most_urgent(client, monkeypatch):
    factories.make_care_card("breathing", name="Trouble breathing", level="now", phrases=["cannot breathe"])
    wound = RedFlag("wound", "today", "A foot wound", "Be seen.", "Words.", "/urgent-signs/#wound")

    def with_a_wound(question, *, language):
        return replace(answer(question, language=language), also_urgent=(wound,))

    monkeypatch.setattr(views, "answer", with_a_wound)

    card = search(client, q="I cannot breathe").select_one(".care-card")

    assert text_of(card.h2) == "Trouble breathing"
    assert [text_of(line) for line in card.select("li")] == ["A foot wound (Get help today or tomorrow)"]
    assert card.li.a["href"] == "/urgent-signs/#wound"


def test_nothing_found_says_so_and_shows_ways_to_go_on(client):
    page = search(client, q="xyzzy")

    nothing = section(page, "Nothing was found")
    assert nothing.find("a", href="/search/symptoms/?q=xyzzy&area=feet")
    assert nothing.find("a", href="/urgent-signs/")
    assert nothing.find("a", href="/conditions/")
    assert "No symptom was recognised in these words." in text_of(page.main)


def test_nothing_found_shows_the_nearest_words(client):
    factories.make_condition("sore-nerves", name="Neuropathy of the elbow")

    nothing = section(search(client, q="the nueropathy", exact="1"), "Nothing was found")

    assert "The nearest words that we know: Neuropathy of the elbow" in text_of(nothing)
    assert nothing.find("a", href="/search/?q=Neuropathy+of+the+elbow")
    assert "The nearest words" not in text_of(search(client, q="xyzzy", exact="1").main)


def test_an_empty_question_shows_the_way_in_without_words(client):
    page = search(client)

    assert page.find("a", href="/search/symptoms/?area=hands")
    assert page.find("a", href="/search/symptoms/?area=all")
    assert page.select_one(".understood") is None


def test_a_symptom_without_a_page_can_be_chosen_and_one_that_is_only_a_draft_cannot(client):
    known = factories.make_symptom_draft("weak-grip", name="Weak grip")
    factories.make_concept(known.page, "motor", "hands")
    factories.make_symptom_draft("secret", name="Secret")

    assert list(choices(search(client, "/search/symptoms/", area="all"))) == ["Weak grip hands"]


def test_a_choice_that_is_too_large_says_how_much_counts(client):
    symptoms = [factories.make_symptom(f"s-{number:02}").slug for number in range(13)]

    page = search(client, "/search/symptoms/", s=symptoms)

    assert "Only the first 12 symptoms count." in text_of(page.main)
    assert "Only the first" not in text_of(search(client, "/search/symptoms/", s=symptoms[:11]).main)


def test_a_site_without_symptoms_says_so(client):
    assert "Nothing is published here yet." in text_of(search(client, "/search/symptoms/").main)


def test_home_and_search_lead_to_the_way_in_without_words(client):
    for address in ("/", "/search/"):
        assert [link for link in soup(client.get(address)).select("main a") if link["href"].startswith("/search/symptoms/")]
