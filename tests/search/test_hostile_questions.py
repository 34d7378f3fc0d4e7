"""Questions that nobody asks in good faith: each has an answer, and nothing of it is taken for more than text."""

import json
import re

import pytest
from django.test import Client

from neuroinfo.inline_scripts import SCRIPTS
from tests import factories
from tests.rows import shared_rows
from tests.web.html import soup, text_of

pytestmark = pytest.mark.django_db

HOSTILE = {
    "quotes": "%22%27%60%22%22",
    "NUL": "burning%00feet",
    "only NUL": "%00",
    "long": "burning+" * 1250,
    "one long word": "a" * 10_000,
    "lone surrogate": "%ED%A0%80feet",
    "broken UTF-8": "%ff%fe%c3",
    "overlong slash": "%c0%af",
    "spaces": "%20%20%09%0a%0d%c2%a0%e3%80%80",
    "operators": "feet+AND+OR+NOT+NEAR(burning,+2)",
    "FTS5 syntax": "title_terms%3A%22x%22+%5E+*+%28%29+%7B%7D+-burning",
    "tsquery syntax": "feet+%26+%7C+%21+%3C-%3E+%3A%2A+%3AA",
    "SQL": "%27%3B+DROP+TABLE+search_searchdocument%3B+--",
    "percent": "100%25+%25s+%25%28x%29s+%25d",
    "backslashes": "%5C%5C%27+%5Cx00+%5Cu0000",
    "emoji": "%F0%9F%94%A5+feet+%F0%9F%A6%B6%F0%9F%8F%BD",
    "right to left": "%E2%80%AE%D7%A9%D7%9C%D7%95%D7%9D+%D9%85%D8%B1%D8%AD%D8%A8%D8%A7",
    "many marks": "a" + "%CC%80" * 400,
    "a ligature that grows": "%EF%B7%BA" * 300,
    "control characters": "feet%01%02%1b%7f%c2%85",
    "a script": "%3Cscript%3Ealert(1)%3C/script%3E",
    "an attribute": "%22+onfocus%3Dalert(1)+autofocus+x%3D%22",
    "template code": "%7B%7B+settings.SECRET_KEY+%7D%7D%7B%25+debug+%25%7D",
    "markup of a match": "%3Cmark%3Efeet%3C/mark%3E",
    "digits": "0" * 500,
    "underscores": "_" * 300,
}


@pytest.fixture(scope="module")
def feet(django_db_setup, django_db_blocker):
    with shared_rows(django_db_blocker):
        factories.make_condition("burning-feet", name="Burning feet", summary="Feet that burn & <sting>.")
        yield


@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("rest", ["", "&exact=1", "&exact=%00", "&q=two"])
def test_no_question_breaks_the_search(client, feet, query, rest):
    page, twin = client.get(f"/search/?q={query}{rest}"), client.get(f"/search.json?q={query}{rest}")

    assert (page.status_code, twin.status_code) == (200, 200)
    assert page.content.decode().count("<form") == 1
    assert json.loads(twin.content)["query"] == page.context["answer"].question.text
    assert len(page.context["answer"].question.text) <= 300


@pytest.mark.parametrize("query", ["<script>alert(1)</script> feet", '" onfocus=alert(1) x=" feet', "<mark>feet</mark>", "{{ 7|add:7 }} feet"])
def test_what_was_typed_is_shown_as_text_everywhere(client, feet, query):
    response = client.get("/search/", {"q": query})

    page = soup(response)
    assert page.find("input", attrs={"name": "q"})["value"] == query
    assert [script.text for script in page.find_all("script")] == [SCRIPTS["after_paint"]]
    assert page.find("input", attrs={"name": "q"}).attrs.keys() == {"id", "type", "name", "value", "autocomplete", "maxlength", "placeholder"}
    assert not re.search(r"<script>alert|=alert\(1\) x=\"|<mark>feet</mark>&lt;", response.content.decode())
    assert "14" not in text_of(page.title)


def test_a_question_that_is_too_long_says_so(client, feet):
    assert "Only the first 300 characters" in client.get("/search/", {"q": "feet " * 100}).content.decode()
    assert "Only the first 300 characters" not in client.get("/search/", {"q": "feet"}).content.decode()


def test_a_search_leaves_no_trace_of_its_words(feet, caplog, capfd):
    Client().get("/search/", {"q": "a-very-private-word"})
    Client().get("/search.json", {"q": "a-very-private-word"})
    Client().get("/conditions/", {"page": "a-very-private-word"})

    assert "private" not in caplog.text
    assert "private" not in "".join(capfd.readouterr())
