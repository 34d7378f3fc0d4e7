"""“Try a question”: who may, what it shows of the search's reasons, and that no word of it stays anywhere."""

import logging
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Condition, ConditionName, SymptomName
from editorial import actions
from search.models import SearchCount
from tests import factories
from tests.admin.test_admin import address
from tests.admin.test_bad_input import words_of
from tests.rows import shared_rows

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

TRY = reverse("admin:try-question")


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """Two symptoms, a condition that has one of them, a treatment, a condition that is only a name, and a care card. Shared by the tests."""
    with shared_rows(django_db_blocker):
        tingling = factories.make_symptom("tingling", name="Tingling")
        for text in ("pins and needles", "lemonade in my legs"):
            SymptomName.objects.create(symptom=tingling, text=text, source="editorial")
        factories.make_symptom("burning-pain", name="Burning pain")
        factories.make_condition("sore-nerves", name="Sore nerves", symptoms=[tingling])
        factories.make_treatment("walking", effects=[{"symptom": tingling}])
        shingles = actions.add_page(Condition, slug="shingles", name="Shingles")
        ConditionName.objects.create(condition_id=shingles.pk, text="belt of blisters", source="editorial")
        factories.make_care_card("stroke-signs", name="Signs of a stroke", level="now", phrases=["face drooping"])
        actions.names_changed(tingling, by=factories.the_author())
        yield tingling


@pytest.fixture
def ask(client, author, site):
    """Asks as an author; returns the answer."""
    client.force_login(author)
    return lambda words, **fields: client.post(TRY, {"q": words, **fields})


def section(response, heading):
    """The words of one section of the page."""
    page = BeautifulSoup(response.content.decode(), "html.parser")
    return " ".join(page.find("h2", string=heading).find_parent("section").get_text(" ").split())


# --- Who --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["author", "reviewer", "administrator", "superuser"])
def test_whoever_writes_may_try_and_finds_the_way_on_the_first_page(client, request, person):
    client.force_login(request.getfixturevalue(person))

    assert client.get(TRY).status_code == client.post(TRY, {"q": "tingling"}).status_code == 200
    assert f'<a href="{TRY}">Try a question</a>' in client.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_may(client, method):
    assert reverse("admin:login") in getattr(client, method)(TRY)["Location"]

    client.force_login(factories.make_editor("visitor"))

    assert getattr(client, method)(TRY).status_code == 403
    assert TRY not in client.get(reverse("admin:index")).content.decode()


def test_a_form_of_another_site_is_refused(author):
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)

    assert client.post(TRY, {"q": "tingling"}).status_code == 403


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_a_wrong_method_is_refused_with_a_sentence(client, author, method):
    client.force_login(author)

    response = getattr(client, method)(TRY)

    assert response.status_code == 405
    assert "Go back" in words_of(response)


# --- What it shows ----------------------------------------------------------------------------------------------


def test_words_in_the_address_are_not_searched_for(client, author, site):
    client.force_login(author)

    response = client.get(TRY, {"q": "tingling"})

    assert response.context["explained"] is None
    assert "tingling" not in words_of(response)


def test_it_shows_the_symptoms_with_a_link_to_their_names(ask, site):
    response = ask("I have pins and needles")

    assert "Tingling: its names “pins and needles” by the name “" in section(response, "Symptoms")
    assert f'<a href="{address(site)}#symptom_names-group">Tingling: its names</a>' in response.content.decode()


def test_it_shows_each_part_of_the_question_with_what_its_words_say(ask):
    text = section(ask("burning feet at night and tingling in my hands"), "What was understood")

    assert "part of the body: feet" in text
    assert "part of the body: hands" in text
    assert "when: at night" in text
    assert text.index("“burning”") < text.index("“tingling”")


def test_it_shows_what_was_denied(ask):
    assert "Denied: pain" in section(ask("no pain but tingling"), "What was understood")


def test_it_shows_what_was_repaired_unless_exact_words_were_asked_for(ask):
    assert "Repaired: “tinglng” → “tingling”" in section(ask("tinglng"), "What was understood")

    assert "Repaired:" not in section(ask("tinglng", exact="1"), "What was understood")


def test_it_shows_the_urgent_card_and_the_phrase_that_raised_it(ask):
    assert "Signs of a stroke" in section(ask("my face is drooping"), "Urgent help")
    assert "Raised by: “face drooping”" in section(ask("my face is drooping"), "Urgent help")
    assert "No care card is raised." in section(ask("tingling"), "Urgent help")


def test_it_shows_the_symptom_that_raised_the_urgent_card(ask, site):
    factories.make_care_card("spreading", name="Spreading fast", level="now", symptoms=[site])

    assert "Raised by: “Tingling”" in section(ask("tingling"), "Urgent help")


def test_it_shows_all_urgent_cards_that_are_raised(ask):
    factories.make_care_card("face", name="A crooked face", level="soon", phrases=["drooping"])

    text = section(ask("my face is drooping"), "Urgent help")

    assert "Signs of a stroke (Get help now). Raised by: “face drooping”" in text
    assert "A crooked face (Book an appointment), below the first. Raised by: “drooping”" in text


def test_it_shows_each_result_with_its_score_and_where_it_comes_from(ask):
    response = ask("lemonade in my legs")

    rows = BeautifulSoup(response.content.decode(), "html.parser").select("table tbody tr")
    table = {row.th.get_text(" ", strip=True): [" ".join(cell.get_text(" ").split()) for cell in row.find_all("td")] for row in rows}
    first = response.context["explained"].found.results[0]
    assert table["Tingling"][:2] == ["symptom", f"{first.score:.4f}"]
    assert table["Tingling"][3] == "lemonade in my legs"
    assert table["Sore nerves"][0] == "condition"
    assert table["Walking"][0] == "treatment"
    for result in response.context["explained"].found.results:
        assert all(f"{label}: {number:.2f}" in table[result.title][2] for label, number in result.parts)
        assert result.parts


def test_a_condition_without_a_page_is_shown_without_a_link(ask):
    assert "Shingles (no page yet) condition" in section(ask("belt of blisters"), "Results")


def test_it_says_whether_readers_get_an_answer(ask):
    assert "readers see the results as an answer" in section(ask("pins and needles"), "Results")

    nothing = ask("car insurance quotes")

    assert "readers are told that nothing fits well" in section(nothing, "Results")
    assert "No symptom was understood." in section(nothing, "Symptoms")


def test_a_part_says_which_area_it_took_from_another(ask):
    text = section(ask("burning in my feet and tingling"), "What was understood")

    assert "from another part: part of the body: feet" in text


# --- Bad input --------------------------------------------------------------------------------------------------

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><b>"


@pytest.mark.parametrize("words", ["", "   ", "\x00\x00", "\t\n"])
def test_no_words_are_no_question(ask, words):
    response = ask(words)

    assert response.status_code == 200
    assert response.context["explained"] is None


def test_a_form_without_the_field_is_no_question(client, author):
    client.force_login(author)

    assert client.post(TRY, {}).context["explained"] is None


@pytest.mark.parametrize(
    "words",
    [
        HOSTILE,
        "tingling\x00in\x01my\x1bfeet\x7f",
        "{{ 7|add:7 }} {% now 'Y' %} %(name)s %s {0}",
        "' OR 1=1; DROP TABLE x --",
        '"NEAR(a b)" AND * : ^ - ( ) tingling*',
        "🦶" * 200,
        "ﷺ" * 300,
        "a\u0301" * 400,
        "‮gnilgnit",
        "no " * 200,
        "tingling, " * 200,
        "not without never " * 30,
        "٣٤ ½ ² Ⅳ",
    ],
)
def test_any_words_are_answered_and_shown_as_they_are(ask, words):
    response = ask(words)

    assert response.status_code == 200
    content = response.content.decode()
    assert "<script>alert" not in content
    assert "<img src=x" not in content
    typed = BeautifulSoup(content, "html.parser").find(id="q")["value"]
    assert typed == unescape(words.replace("\x00", " ").strip()[:300].strip())


def test_only_the_first_300_characters_count_and_it_says_so(ask):
    response = ask("tingling " + "x " * 200 + "burning pain")

    assert "only the first 300 characters count" in section(response, "What was understood")
    assert "Burning pain" not in section(response, "Symptoms")


def test_many_fields_are_no_question_of_many(ask):
    response = ask(["tingling", "burning pain"])

    assert response.status_code == 200


# --- Nothing stays ----------------------------------------------------------------------------------------------


def everything():
    """How many rows each table holds."""
    return {model.__name__: model._base_manager.count() for model in apps.get_models()}


def test_nothing_is_stored_counted_or_logged(ask, caplog):
    ask("warming up")
    before = everything()

    with caplog.at_level(logging.DEBUG):
        response = ask("pins and needles qxzzy")

    assert response.status_code == 200
    assert everything() == before
    assert not SearchCount.objects.exists()
    assert not any("qxzzy" in str(session.get_decoded()) for session in Session.objects.all())
    assert not [record for record in caplog.records if not record.name.startswith("django.db") and "qxzzy" in record.getMessage()]
    assert "no-store" in response["Cache-Control"]


def test_a_question_that_is_sent_after_the_session_ended_is_not_kept(client, author, site):
    client.force_login(author)
    session = client.session
    session["session_began"] = session["session_used"] = 0
    session.save()

    response = client.post(TRY, {"q": "tingling qxzzy"})

    assert response.status_code == 302
    assert not any("qxzzy" in str(session.get_decoded()) for session in Session.objects.all())


def test_the_number_of_queries_is_fixed(client, author, site):
    client.force_login(author)
    client.post(TRY, {"q": "tingling"})

    def queries_of(words):
        with CaptureQueriesContext(connection) as asked:
            assert client.post(TRY, {"q": words}).status_code == 200
        return len(asked)

    few = queries_of("pins and needles")
    for number in range(20):
        factories.make_condition(f"more-{number}", symptoms=[site])
        factories.make_treatment(f"more-{number}", effects=[{"symptom": site}])
    client.post(TRY, {"q": "tingling"})

    assert queries_of("pins and needles") == few
    assert few <= 12
