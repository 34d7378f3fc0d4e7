"""The API: what it lists, how it narrows, and how it refuses."""

import json
from datetime import UTC, datetime

import pytest
from django.db import OperationalError
from django.test import Client

from articles.models import Condition, Symptom
from editorial import actions
from opendata import api
from opendata.tables import API_TABLES
from tests import factories
from tests.search.nasty import NASTY
from treatments.models import Treatment

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

PROBLEM = "application/problem+json"


@pytest.fixture
def get(site):
    """The JSON of an answer with status 200."""

    def ask(address):
        answer = site(f"/api/v1/{address}")
        assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json"), answer.text
        return json.loads(answer.text)

    return ask


@pytest.fixture
def refusal(site):
    """(status, detail) of an answer that refuses, which is as RFC 9457 says."""

    def ask(address, **more):
        answer = site(f"/api/v1/{address}", **more)
        found = json.loads(answer.text)
        assert answer.headers["Content-Type"] == PROBLEM
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert set(found) == {"title", "status", "detail"}
        assert found["status"] == answer.status
        return answer.status, found["detail"]

    return ask


def slugs(answer):
    return [item["slug"] for item in answer["items"]]


# --- Lists ------------------------------------------------------------------------------------------------------


def test_a_list_comes_in_pages_that_name_their_neighbours(get):
    for slug in "cabed":
        factories.make_starter(Symptom, slug)

    first, second, third = (get(f"symptoms?per_page=2&page={number}") for number in (1, 2, 3))

    assert [slugs(page) for page in (first, second, third)] == [["a", "b"], ["c", "d"], ["e"]]
    assert {page["total"] for page in (first, second, third)} == {5}
    assert (first["page"], first["per_page"], first["previous"]) == (1, 2, None)
    assert first["next"] == "http://127.0.0.1:8000/api/v1/symptoms?per_page=2&page=2"
    assert second["previous"] == "http://127.0.0.1:8000/api/v1/symptoms?per_page=2&page=1"
    assert third["next"] is None


def test_the_next_page_is_of_the_same_question(get):
    for slug in "ab":
        factories.make_starter(Symptom, slug)

    answer = get("symptoms?per_page=1&changed_since=2020-01-01T00:00:00%2B01:00")

    assert answer["next"] == "http://127.0.0.1:8000/api/v1/symptoms?per_page=1&changed_since=2020-01-01T00%3A00%3A00%2B01%3A00&page=2"
    assert slugs(get(answer["next"].partition("/api/v1/")[2])) == ["b"]


@pytest.mark.parametrize("name", API_TABLES)
def test_an_empty_list_is_a_list(get, name):
    assert get(name)["items"] == []


@pytest.mark.parametrize("name", API_TABLES)
def test_an_object_is_what_the_list_says_of_it(get, name):
    symptom = factories.make_symptom()
    factories.make_treatment(effects=[{"condition": factories.make_condition(symptoms=[symptom])}, {"symptom": symptom}])
    factories.make_term()
    factories.make_trial()
    table = API_TABLES[name]

    item = get(name)["items"][0]

    assert get(f"{name}/{item[table.key]}") == item


def test_a_draft_is_invisible(get, refusal):
    factories.make_condition_draft("draft")

    assert get("conditions")["total"] == 0
    assert refusal("conditions/draft")[0] == 404


# --- Filters ----------------------------------------------------------------------------------------------------


@pytest.fixture
def treatments(db):
    """{slug: page} of treatments whose claims about numbness and pain differ in stage and certainty."""
    numbness, pain = factories.make_symptom("numbness"), factories.make_symptom("pain")
    claims = {
        "proven-for-pain": ("standard care", [(pain, "standard care", "high"), (numbness, "experimental", "low")]),
        "sometimes-for-both": ("used in some situations", [(pain, "used in some situations", "high"), (numbness, "used in some situations", "low")]),
        "unproven-as-a-whole": ("experimental", [(pain, "standard care", "high")]),
    }
    for slug, (stage, effects) in claims.items():
        page = factories.make_starter(Treatment, slug, approach="medicines", stage=stage, status_line="Its status.")
        for symptom, own_stage, certainty in effects:
            factories.make_effect(page.live.own(), symptom=symptom, stage=own_stage, certainty=certainty)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("", ["proven-for-pain", "sometimes-for-both", "unproven-as-a-whole"]),
        ("?symptom=numbness", ["proven-for-pain", "sometimes-for-both"]),
        ("?certainty=low", ["proven-for-pain", "sometimes-for-both"]),
        ("?stage=standard+care", ["proven-for-pain"]),
        ("?stage=experimental", ["proven-for-pain", "unproven-as-a-whole"]),
        ("?stage=not+recommended", []),
        ("?symptom=numbness&stage=standard%20care", []),
        ("?symptom=numbness&certainty=high", []),
        ("?symptom=pain&certainty=high&stage=experimental", ["unproven-as-a-whole"]),
        ("?stage=used+in+some+situations&certainty=low", ["sometimes-for-both"]),
    ],
)
def test_one_claim_of_a_treatment_fits_all_that_is_wanted(get, treatments, wanted, found):
    assert slugs(get(f"treatments{wanted}")) == found


def test_conditions_are_found_by_a_symptom_of_their_live_text(get):
    numbness, pain = factories.make_symptom("numbness"), factories.make_symptom("pain")
    page = factories.make_condition("has-numbness", symptoms=[numbness])
    factories.make_condition("has-pain", symptoms=[pain])
    draft = actions.start_draft(page, by=factories.the_author()).own()
    factories.make_association(draft, symptom=pain)

    assert slugs(get("conditions?symptom=numbness")) == ["has-numbness"]
    assert slugs(get("conditions?symptom=pain")) == ["has-pain"]


@pytest.mark.parametrize(
    ("since", "found"),
    [
        ("2026-03-04", ["changed"]),
        ("2026-03-05", []),
        ("2026-03-04T12:00:00Z", ["changed"]),
        ("2026-03-04t12:00:00.000000001z", ["changed"]),
        ("2026-03-04T12:00:01Z", []),
        ("2026-03-04T13:00:00%2B01:00", ["changed"]),
        ("2026-03-04T11:30:00-01:00", []),
        ("0001-01-01T00:00:00%2B23:59", ["changed"]),
        ("9999-12-31T23:59:59-23:59", []),
    ],
)
def test_what_changed_since_a_day_or_a_moment(get, since, found):
    page = factories.make_symptom("changed")
    Symptom.objects.filter(pk=page.pk).update(published_at=datetime(2026, 3, 4, 12, tzinfo=UTC))

    assert slugs(get(f"symptoms?changed_since={since}")) == found


def test_a_source_changes_with_the_texts_that_cite_it(get):
    page = factories.make_symptom()
    Symptom.objects.filter(pk=page.pk).update(published_at=datetime(2026, 3, 4, 12, tzinfo=UTC))

    assert [item["changed"] for item in get("sources?changed_since=2026-03-04")["items"]] == ["2026-03-04T12:00:00Z"]
    assert get("sources?changed_since=2026-03-05")["total"] == 0


# --- Refusals ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("symptoms?page=0", "whole number from 1 on"),
        ("symptoms?page=%D9%A3", "whole number from 1 on"),
        ("symptoms?page=1.5", "whole number"),
        ("symptoms?page=", "whole number"),
        ("symptoms?page=" + "9" * 3000, "whole number"),
        ("symptoms?per_page=101", "from 1 to 100"),
        ("symptoms?page=1&page=2", "only once"),
        ("symptoms?stage=experimental", "page, per_page, changed_since."),
        ("conditions?symptoms=numbness", "page, per_page, changed_since, symptom."),
        ("conditions?symptom=unknown", "/api/v1/symptoms lists them"),
        ("conditions?symptom=", "slug of a symptom"),
        ("conditions?symptom=%00", "slug of a symptom"),
        ("treatments?stage=standard-care", "standard care, used in some situations, experimental, not recommended."),
        ("treatments?certainty=HIGH", "high, moderate, low, very low, none in people, not graded."),
        ("glossary?changed_since=yesterday", "2026-01-31T12:00:00Z"),
        ("glossary?changed_since=2026-02-30", "2026-01-31"),
        ("glossary?changed_since=2026-01-31T12:00:00", "RFC 3339"),
        ("glossary?changed_since=2026-01-31T12:00:00+01:00", "%2B"),
        ("glossary?changed_since=2026-W05", "RFC 3339"),
        ("conditions/here?page=1", "no parameters"),
        ("openapi.json?x", "no parameters"),
    ],
)
def test_what_is_wrong_is_refused_with_what_is_allowed(refusal, address, words):
    status, detail = refusal(address)

    assert status == 400
    assert words in detail


def test_a_parameter_is_refused_also_when_the_answer_without_it_is_kept(site):
    factories.make_symptom()
    for _time in range(2):
        assert site("/api/v1/symptoms?per_page=10").status == 200

    assert site("/api/v1/symptoms?per_page=10&sort=name").status == 400


@pytest.mark.parametrize(
    "address",
    [
        "nothing",
        "",
        "conditions/",
        "conditions/no-such",
        "conditions/a/b",
        "sources/no-such",
        "code_map",
        "v2/<script>",
        "conditions/%0A",
        "conditions/a\nb",
    ],
)
def test_what_there_is_not_is_not_found(refusal, address):
    status, detail = refusal(address)

    assert status == 404
    assert "/api/v1/" in detail
    assert "script" not in detail


def test_a_page_behind_the_last_is_not_found(refusal):
    assert refusal("conditions?page=2") == (404, "This list ends with page 1.")


def test_a_page_that_moved_leads_to_its_new_address(site):
    page = factories.make_condition("before")
    actions.move(page, to="after", by=factories.the_administrator())

    answer = site("/api/v1/conditions/before")

    assert (answer.status, answer.headers["Location"]) == (301, "/api/v1/conditions/after")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_page_that_was_withdrawn_says_why(refusal, get):
    factories.make_withdrawn(factories.make_condition("gone"), by=factories.the_administrator(), reason="It gave an old dose.")

    assert refusal("conditions/gone") == (410, "It was withdrawn: It gave an old dose.")
    assert get("conditions")["total"] == 0


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
@pytest.mark.parametrize("address", ["conditions", "conditions/x", "nothing"])
def test_the_api_only_reads(refusal, site, method, address):
    assert refusal(address, method=method) == (405, "This address answers GET, HEAD, OPTIONS only.")
    assert site(f"/api/v1/{address}", method=method).headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("address", ["/api/v1/conditions", "/data/conditions.csv", "/data/SHA256SUMS"])
def test_django_itself_refuses_to_write_too(address):
    """Also where nothing stands in front of it, and without asking for a token first."""
    response = Client(enforce_csrf_checks=True).post(address)

    assert (response.status_code, response["Content-Type"], response["Allow"]) == (405, PROBLEM, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("address", ["/api/v1/conditions", "/api/v1/conditions/x", "/data/conditions.csv"])
def test_browsers_of_other_sites_may_ask_beforehand(site, address):
    answer = site(address, method="OPTIONS", HTTP_ORIGIN="https://other.example", HTTP_ACCESS_CONTROL_REQUEST_METHOD="GET")

    assert (answer.status, answer.sent) == (204, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert answer.headers["Access-Control-Allow-Headers"] == "*"


@pytest.mark.parametrize("text", [text for text in NASTY if text.isprintable() or text == "\x00"])
@pytest.mark.parametrize("name", ["page", "changed_since", "symptom", "stage", "nothing"])
def test_nothing_nasty_breaks_it_or_comes_back(name, text):
    response = Client().get("/api/v1/treatments", {name: text})

    assert response.status_code == 400
    assert response["Content-Type"] == PROBLEM
    assert len(text) < 3 or text not in response.json()["detail"]


def test_an_error_says_so_to_programs(monkeypatch):
    monkeypatch.setattr(api, "narrowed", lambda *_arguments: 1 / 0)

    response = Client(raise_request_exception=False).get("/api/v1/conditions")

    assert (response.status_code, response["Content-Type"], response["Access-Control-Allow-Origin"]) == (500, PROBLEM, "*")


def test_a_database_that_is_away_is_said_so_to_programs(monkeypatch):
    def fail(*_arguments):
        raise OperationalError

    monkeypatch.setattr(api, "narrowed", fail)

    response = Client(raise_request_exception=False).get("/api/v1/conditions")

    assert (response.status_code, response["Content-Type"], response["Retry-After"]) == (503, PROBLEM, "30")


# --- Kept -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/api/v1/conditions?per_page=5", "/api/v1/conditions/here", "/api/v1/openapi.json"])
def test_answers_are_kept_and_not_sent_twice(site, address):
    factories.make_condition("here")
    first = site(address)

    again, known = site(address), site(address, HTTP_IF_NONE_MATCH=first.headers["ETag"])

    assert again.headers["Cache-Status"] == "NeuroInfo; hit"
    assert (known.status, known.sent, known.headers["Access-Control-Allow-Origin"]) == (304, b"", "*")


def test_another_publication_leaves_an_answer_valid(site):
    factories.make_condition("here")
    etag = site("/api/v1/conditions").headers["ETag"]

    factories.make_symptom()

    assert site("/api/v1/conditions", HTTP_IF_NONE_MATCH=etag).status == 304


def test_a_new_text_is_listed_at_once(get):
    assert slugs(get("conditions")) == []

    factories.make_condition("new")

    assert slugs(get("conditions")) == ["new"]
    assert Condition.objects.published().count() == 1


def test_the_headers_can_be_asked_for_alone(site):
    whole, answer = site("/api/v1/conditions"), site("/api/v1/conditions", method="HEAD")

    assert (answer.status, answer.sent) == (200, b"")
    assert answer.headers["ETag"] == whole.headers["ETag"]


def test_the_headers_of_a_refusal_can_be_asked_for_alone(site):
    answer = site("/api/v1/nothing", method="HEAD")

    assert (answer.status, answer.headers["Content-Type"], answer.sent) == (404, PROBLEM, b"")
