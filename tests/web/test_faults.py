"""What is answered where something went wrong: error pages that still help, in the words of readers, and for programs in theirs."""

import json

import pytest
from django.db import InterfaceError, OperationalError
from django.urls import path
from pytest_django.asserts import assertContains, assertNotContains

from neuroinfo import urls
from neuroinfo.views import server_error
from tests import factories
from tests.web.html import soup, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def _failing(request):
    raise RuntimeError("a fault with secret details")


def _forbidden(request):
    from django.core.exceptions import PermissionDenied

    raise PermissionDenied("a reason that is not for readers")


class _Addresses:
    urlpatterns = [path("fails/", _failing), path("forbidden/", _forbidden), *urls.urlpatterns]
    handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@pytest.fixture
def faults(settings, client):
    settings.ROOT_URLCONF = _Addresses
    client.raise_request_exception = False
    return client


def _bad_request(client):
    return client.get("/", headers={"host": "elsewhere.example"})


def _withdrawn_page(client):
    factories.make_withdrawn(factories.make_symptom("gone"), by=factories.make_editor("keeper", "Administrator"))
    return client.get("/symptoms/gone/")


FAULTS = {
    400: _bad_request,
    403: lambda client: client.get("/forbidden/"),
    404: lambda client: client.get("/no-such-page/"),
    410: _withdrawn_page,
    500: lambda client: client.get("/fails/"),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("status", FAULTS)
def test_an_error_page_still_helps(faults, status):
    response = FAULTS[status](faults)

    assert response.status_code == status
    page = soup(response)
    assert "Call your local emergency number" in text_of(page.select_one(".urgent-line"))
    assert page.select_one("main form[action='/search/'] input[name=q]")
    assert len(page.find_all("h1")) == 1
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert not response.cookies
    for secret in ("secret details", "not for readers", "RuntimeError", "Traceback"):
        assert secret not in response.content.decode()


def test_a_form_that_was_not_sent_from_this_site_is_refused_on_our_own_page():
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "a", "password": "b"})

    assertContains(response, "Call your local emergency number", status_code=403)
    assertNotContains(response, "csrfmiddlewaretoken missing", status_code=403)


@pytest.mark.parametrize(
    "address", ["/conditions/nothing/", "/conditions/Not-A-Slug/", "/conditions/a b/", "/conditions/%ff/", "/conditions/%00/", "/tags/nothing/"]
)
def test_an_unknown_address_is_a_404_with_a_sentence(client, address):
    response = client.get(address)

    assert response.status_code == 404
    assert "No Tag matches" not in response.content.decode()
    assertContains(response, "Search for what you need", status_code=404)


@pytest.mark.parametrize("address", ["/sitemap-nothing.xml", "/sitemap-conditions.xml?p=99", "/sitemap-conditions.xml?p=abc"])
def test_a_part_of_the_sitemap_that_does_not_exist_is_a_404(client, address):
    response = client.get(address)

    assertContains(response, "There is no page at this address.", status_code=404)


def fail(monkeypatch, error):
    def refuse(*args, **kwargs):
        raise error

    monkeypatch.setattr("django.db.models.sql.compiler.SQLCompiler.execute_sql", refuse)


def test_a_page_that_fails_is_our_own_error_page(client, monkeypatch):
    client.raise_request_exception = False
    fail(monkeypatch, ZeroDivisionError("a mistake"))

    response = client.get("/conditions/")

    assertContains(response, "The fault is ours, not yours.", status_code=500)
    assertNotContains(response, "a mistake", status_code=500)


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_page_without_the_database_says_when_to_come_again(client, monkeypatch, error):
    client.raise_request_exception = False
    fail(monkeypatch, error("no route to the server"))

    response = client.get("/conditions/")

    assertContains(response, "The site cannot reach its records.", status_code=503)
    assertNotContains(response, "no route", status_code=503)
    assert response.headers["Retry-After"] == "30"
    assert response.headers["Cache-Control"] == "no-store"


def test_a_program_that_asks_for_json_hears_of_our_error_in_json(rf):
    try:
        raise ZeroDivisionError("a mistake")
    except ZeroDivisionError:
        response = server_error(rf.get("/search.json"))

    assert (response.status_code, response.headers["Cache-Control"]) == (500, "no-store")
    assert json.loads(response.content) == {"error": "Something went wrong on this site."}
