import re
from types import SimpleNamespace

import pytest
from django.test import Client

from articles.models import Article, Cause, Condition, Symptom
from tests.rows import shipped_library
from tests.web.html import internal_links, soup
from treatments.models import Treatment

STARTS = ("/", "/search/", "/search/?q=burning+feet", "/search/?q=face+drooping", "/search/?q=xyzzy", "/no-such-page/")
# A search is a form; the links of an answer lead to parts of it and to other ways to ask the same. A leaflet has the words of its page:
# those of treatments, which have most to show, stand for all. A PDF file is no page, and takes seconds.
NOT_FOLLOWED = re.compile(r"/search/.*[?&][qs]=|/(?:visit|check-an-offer)/[?]|/leaflet/(?!treatment/)|/leaflet/.*[?]size=|/leaflet/.*[.]pdf")


@pytest.fixture(scope="session")
def _walk(django_db_setup, django_db_blocker, run_folder):
    """One walk over the site with its starter library for all tests, which need no database then."""
    with shipped_library(django_db_blocker, run_folder):
        published = {page.get_absolute_url() for model in (Condition, Cause, Symptom, Treatment, Article) for page in model.objects.published()}
        return _visit_all(), published


def _visit_all():
    client, seen, waiting = Client(), {}, list(STARTS)
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        response = client.get(address)
        is_html = response["Content-Type"].startswith("text/html")
        page = soup(response) if is_html else None
        links = internal_links(page, address) if page else set()
        text = response.content.decode()
        seen[address] = SimpleNamespace(
            status=response.status_code, headers=response.headers, cookies=response.cookies, page=page, links=links, text=text
        )
        waiting += [path for path, _fragment in links if not NOT_FOLLOWED.match(path)]
    return seen


@pytest.fixture(scope="session")
def visited(_walk):
    """What a reader can reach by following every link from the first pages on: {address: status, headers, page, text and links}."""
    return _walk[0]


@pytest.fixture(scope="session")
def published(_walk):
    """The addresses of all published pages that have one of their own."""
    return _walk[1]


@pytest.fixture(scope="session")
def pages(visited):
    return {address: visit for address, visit in visited.items() if visit.page}
