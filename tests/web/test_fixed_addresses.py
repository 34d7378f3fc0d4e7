"""Addresses that every site has, also an empty one: the methods that they take, and what machines are told there."""

from datetime import UTC, datetime

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from tests.web.addresses import LISTS, MACHINES, STATIC_PAGES

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_an_empty_site_has_all_its_pages(client):
    for address in (*LISTS, *STATIC_PAGES, *MACHINES):
        assert client.get(address).status_code in (200, 302), address


# --- Methods ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [*LISTS, *STATIC_PAGES, *MACHINES])
def test_head_answers_like_get_without_a_body(client, address):
    got, head = client.get(address), client.head(address)

    assert head.status_code == got.status_code
    assert head.content == b""
    assert head.headers["Content-Type"] == got.headers["Content-Type"]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("address", [*LISTS, *STATIC_PAGES, *MACHINES])
def test_nothing_can_be_sent_to_a_public_address(client, address, method):
    response = getattr(client, method)(address)

    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"


# --- For machines -----------------------------------------------------------------------------------------------


def test_robots_are_kept_out_of_the_search_and_told_the_sitemap(client):
    response = client.get("/robots.txt")

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines == ["User-agent: *", "Disallow: /admin/", "Disallow: /search", "Sitemap: http://127.0.0.1:8000/sitemap.xml"]


def test_security_txt_names_a_contact_and_a_date_to_come(client, settings):
    settings.SECURITY_CONTACT = "mailto:security@example.org"

    fields = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines())

    assert fields["Contact"] == "mailto:security@example.org"
    assert datetime.now(UTC) < datetime.fromisoformat(fields["Expires"])
    assert fields["Canonical"] == "http://127.0.0.1:8000/.well-known/security.txt"


def test_security_txt_falls_back_to_the_page_about_the_site(client):
    assertContains(client.get("/.well-known/security.txt"), "Contact: http://127.0.0.1:8000/about/")


def test_the_health_check_says_ok(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.parametrize("fault", ["OperationalError", "InterfaceError"])
def test_the_health_check_says_that_the_database_is_down(client, monkeypatch, fault):
    import django.db

    def refuse(*args, **kwargs):
        raise getattr(django.db, fault)("no route to the server")

    monkeypatch.setattr("neuroinfo.views.connection.cursor", refuse)

    response = client.get("/healthz")

    assertContains(response, "The database does not answer.", status_code=503)
    assertNotContains(response, "no route", status_code=503)


def test_the_favicon_is_where_browsers_look_for_it(client):
    assert client.get("/favicon.ico").headers["Location"].endswith("favicon.svg")
