"""Every public page of the starter library, through what keeps pages: kept, small, and not sent twice."""

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client

from neuroinfo.kept_pages import KeptPages
from neuroinfo.sitemaps import SITEMAPS
from tests.rows import shipped_library
from tests.wsgi import ask

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker, run_folder):
    with shipped_library(django_db_blocker, run_folder):
        yield


@pytest.fixture
def addresses(library):
    """Those of the sitemap: every page of the library, the lists, and the pages about the site."""
    return [part.location(item) for part in SITEMAPS.values() for item in part.items()]


def test_every_page_is_kept_compressed_and_answered_with_304(addresses):
    site = KeptPages(get_wsgi_application())
    wrong = []

    for address in addresses:
        first, again = (ask(site, address, HTTP_ACCEPT_ENCODING=accepted) for accepted in ("br", "gzip"))
        known = ask(site, address, HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=first.headers.get("ETag", ""))
        sent = [first.headers.get("Content-Encoding"), again.headers.get("Content-Encoding")]
        whole = len(first.text.encode())
        if (
            (first.status, again.headers.get("Cache-Status"), known.status, known.sent, sent) != (200, "NeuroInfo; hit", 304, b"", ["br", "gzip"])
            or first.text != again.text
            or 2 * len(again.sent) > whole
            or "cookie" in first.headers["Vary"].lower()
        ):
            wrong.append(address)

    assert len(addresses) > 190
    assert wrong == []


def test_what_is_kept_is_what_django_says(addresses):
    site = KeptPages(get_wsgi_application())

    assert [address for address in addresses[::10] if ask(site, address).text != Client().get(address).content.decode()] == []
