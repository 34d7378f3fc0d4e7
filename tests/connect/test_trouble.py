"""What hospitals' systems hear when the site itself, or what stands in front of it, cannot answer: a feed without entries, always."""

import json
from urllib.parse import urlencode

import feedparser
import pytest
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError

from neuroinfo.door import Door
from search import connect_views
from tests.connect.conftest import ICD10CM
from tests.wsgi import ask

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

SERVICE = "/connect/service"
GBS = f"{SERVICE}?mainSearchCriteria.v.c=G61.0&mainSearchCriteria.v.cs={ICD10CM}"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def site():
    """The whole site as a server asks it."""
    application = Door(get_wsgi_application())
    return lambda address, **more: ask(application, address, **more)


def reason(answer):
    """What an answer says in its subtitle; it is a well-formed feed without entries, for programs of every site."""
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "no-store"
    if answer.headers["Content-Type"].startswith("application/json"):
        feed = json.loads(answer.text)["feed"]
        assert feed["entry"] == []
        return feed["subtitle"]["_value"]
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    parsed = feedparser.parse(answer.text)
    assert not parsed.bozo
    assert parsed.entries == []
    return parsed.feed.subtitle


@pytest.mark.parametrize("form", ["", "&knowledgeResponseType=text/xml", "&knowledgeResponseType=application/json"])
def test_a_database_that_is_away_is_said_in_the_asked_form(site, monkeypatch, form):
    def fail(*_arguments):
        raise OperationalError

    monkeypatch.setattr(connect_views, "find", fail)

    answer = site(GBS + form)

    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    assert reason(answer) == "The site cannot reach its records just now. Try again in a minute."
    assert answer.headers["Content-Type"].startswith("application/json") == form.endswith("json")


def test_a_fault_of_the_site_is_a_feed_too(site, monkeypatch):
    monkeypatch.setattr(connect_views, "find", lambda *_arguments: 1 / 0)

    answer = site(GBS)

    assert answer.status == 500
    assert reason(answer) == "Something went wrong on this site."


@pytest.mark.parametrize(
    ("form", "kind"), [("", "text/xml"), ("&knowledgeResponseType=json", "application/json"), ("&knowledgeResponseType=x", "text/xml")]
)
def test_another_host_name_is_told_to_use_that_of_the_site(site, form, kind):
    answer = site(GBS + form, HTTP_HOST="elsewhere.example")

    assert answer.status == 400
    assert answer.headers["Content-Type"] == f"{kind}; charset=utf-8"
    assert "by its own name" in reason(answer)


@pytest.mark.parametrize(
    ("status", "more"),
    [
        (411, {"HTTP_TRANSFER_ENCODING": "chunked"}),
        (400, {"CONTENT_LENGTH": "many"}),
        (413, {"CONTENT_LENGTH": "99999999999"}),
    ],
)
@pytest.mark.parametrize("address", [SERVICE, f"{SERVICE}/"])
def test_a_body_that_is_not_read_is_refused_with_a_feed(site, status, more, address):
    answer = site(address, method="POST", CONTENT_TYPE=FORM, **more)

    assert answer.status == status
    assert reason(answer)


def test_a_query_may_be_longer_than_other_addresses_but_not_than_eight_kilobytes(site):
    def padded(length):
        query = GBS + "".join(f"&y{number}={'x' * 80}" for number in range(90))
        return query[: len(SERVICE) + 1 + length]

    assert site(padded(7000)).status == 200
    assert site(padded(4000)).status == 200
    answer = site(padded(7000) + "&z=" + "x" * 1200)
    assert answer.status == 400
    assert "8192 bytes" in reason(answer)


@pytest.mark.parametrize("method", ["PUT", "TRACE", "PATCH"])
def test_other_methods_are_refused_with_a_feed(site, method):
    answer = site(SERVICE, method=method)

    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD, POST, OPTIONS")
    assert reason(answer) == "Ask with GET or POST."


@pytest.mark.parametrize("asked", [{"knowledgeResponseType": "application/json"}, {}])
@pytest.mark.parametrize(
    ("status", "method", "more"),
    [
        (400, "GET", {"x": "y" * 513}),
        (400, "GET", {f"x{number}": "y" for number in range(101)}),
        (400, "GET", {f"x{number}": "y" * 500 for number in range(20)}),
        (400, "GET", {"mainSearchCriteria.v.c": "G61.0"}),
        (405, "PUT", {}),
        (415, "POST", {}),
        (413, "POST", {}),
    ],
)
def test_every_refusal_is_in_the_asked_form(site, status, method, more, asked):
    address = f"{SERVICE}?{urlencode(asked | more)}"
    accept = "*/*" if asked else "application/json"
    sent = {415: {"body": b"{}", "CONTENT_TYPE": "application/json"}, 413: {"CONTENT_TYPE": FORM, "CONTENT_LENGTH": "99999999999"}}

    answer = site(address, method=method, HTTP_ACCEPT=accept, **sent.get(status, {}))

    assert answer.status == status
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert reason(answer)


def test_the_page_in_a_frame_can_say_that_the_site_is_in_trouble(site, monkeypatch):
    monkeypatch.setattr(connect_views, "find", lambda *_arguments: 1 / 0)

    answer = site(GBS.replace("service", "application"))

    assert answer.status == 500
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


def test_an_address_that_only_begins_like_it_is_no_exception(site):
    answer = site("/connect/services?" + "x" * 5000)

    assert answer.status == 414
    assert answer.headers["Content-Type"].startswith("text/plain")
