"""What the log of the application says about an error, and what not."""

import logging

import pytest
from axes.models import AccessAttempt
from django.test import Client, RequestFactory

from neuroinfo.logs import WithoutWords
from tests.web.forms import send

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

WORD = "cottonwoolwalk"


@pytest.fixture
def failing(monkeypatch):
    """A search that fails with an error that quotes what was asked, after another one that does too."""

    def answer(question, language):
        try:
            raise KeyError(question.text)
        except KeyError as error:
            raise RuntimeError(f"syntax error near “{question.text}”") from error

    monkeypatch.setattr("search.views.answer", answer)


@pytest.mark.parametrize("address", ["/search/", "/search.json"])
def test_an_error_of_a_search_is_logged_with_its_place_and_without_its_words(failing, caplog, address):
    response = Client(raise_request_exception=False).get(address, {"q": WORD}, HTTP_REFERER=f"/search/?q={WORD}")

    (record,) = caplog.records
    assert response.status_code == 500
    assert WORD not in response.content.decode()
    assert f"Internal Server Error: {address}" in caplog.text
    assert "builtins.KeyError, its words left out" in caplog.text
    assert "builtins.RuntimeError, its words left out" in caplog.text
    assert "in search_page" in caplog.text or "in search_json" in caplog.text
    assert WORD not in caplog.text
    assert WORD not in str(vars(record))
    assert record.exc_info[2] is None, "whoever reads the record finds no variables either"


@pytest.mark.parametrize(("address", "field", "broken"), [("/visit/", "words", "Visit"), ("/check-an-offer/", "promises", "Offer")])
def test_an_error_of_a_form_is_logged_with_its_place_and_without_its_words(caplog, monkeypatch, address, field, broken):
    def fail(said, language):
        raise RuntimeError(f"syntax error near “{said[field]}”")

    monkeypatch.setattr(f"search.form_views.{broken}", fail)

    response = send(Client(raise_request_exception=False), address, {field: WORD}, Referer=f"http://testserver{address}?s={WORD}")

    (record,) = caplog.records
    assert response.status_code == 500
    assert WORD not in response.content.decode()
    assert f"Internal Server Error: {address}" in caplog.text
    assert "builtins.RuntimeError, its words left out" in caplog.text
    assert "form_views.py" in caplog.text
    assert WORD not in caplog.text
    assert WORD not in str(vars(record))
    assert record.exc_info[2] is None


def test_an_error_of_an_address_without_a_question_keeps_its_words(caplog, monkeypatch):
    def fail(request):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("search.views.Question.read", fail)

    Client(raise_request_exception=False).get("/search/")

    assert "RuntimeError: the disk is full" in caplog.text


def test_errors_that_lead_to_each_other_are_told_once_each():
    first, second = ValueError(WORD), ValueError(WORD)
    first.__cause__, second.__cause__ = second, first
    record = logging.makeLogRecord(
        {"name": "x", "request": RequestFactory().get("/", {"q": WORD}), "exc_info": (ValueError, first, None), "msg": "Failed"}
    )

    assert WithoutWords().filter(record)

    assert str(record.exc_info[1]).count("builtins.ValueError") == 2


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        ((f"GET /search/?q={WORD} HTTP/1.1", "200", "512"), '"GET /search/" 200 512'),
        ((f"GET /search/?q={WORD} and {WORD} HTTP/1.1", "500", "512"), '"GET /search/" 500 512'),
        (("GET /about/ HTTP/1.1", "200", "512"), '"GET /about/ HTTP/1.1" 200 512'),
    ],
)
def test_the_development_server_names_addresses_without_their_query_part(caplog, arguments, printed):
    caplog.set_level("INFO")

    logging.getLogger("django.server").info('"%s" %s %s', *arguments)

    assert caplog.messages == [printed]


def test_nothing_but_our_own_handler_prints_what_django_logs():
    assert logging.getLogger("django").handlers == []
    assert logging.getLogger("django.server").handlers == []


def test_a_failed_sign_in_does_not_store_the_address_it_was_to_lead_to():
    Client().post(f"/admin/account/sign-in/?next=/search/%3Fq%3D{WORD}", {"login": "anna", "password": "wrong", "next": f"/search/?q={WORD}"})

    (attempt,) = AccessAttempt.objects.all()
    assert WORD not in f"{attempt.get_data}{attempt.post_data}{attempt.path_info}{attempt.user_agent}"


@pytest.mark.parametrize("address", ["/search/", "/search.json", "/search/symptoms/", "/suggest.json", "/no-such-page/", "/search"])
def test_no_site_learns_from_a_link_what_was_asked(client, address):
    response = client.get(address, {"q": WORD})

    assert response["Referrer-Policy"] == "no-referrer"
