"""The page about the open data, as readers and machines see it."""

from datetime import UTC, datetime

import pytest
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from pytest_django.asserts import assertContains

from editorial.caching import content_version
from opendata.tables import TABLES
from tests import factories
from tests.web.html import soup, structured_data, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

SITE = "http://127.0.0.1:8000"


@pytest.fixture
def shown(client):
    factories.make_treatment(effects=[{"symptom": factories.make_symptom("numbness")}])
    return soup(client.get("/data/"))


@pytest.fixture
def datasets(shown):
    """{name of a table: what machines are told of it}."""
    graph = structured_data(shown)["@graph"]
    return {node["@id"].partition("#")[2]: node for node in graph if node["@type"] == "Dataset"}


def test_each_table_is_a_row_with_its_columns_and_files(client, shown):
    rows = {row["id"]: row for row in shown.main.select("tbody tr")}

    assert list(rows) == list(TABLES)
    for name, row in rows.items():
        assert text_of(row.th) == f"{TABLES[name].title} {TABLES[name].description}"
        assert [code.text for code in row.select("code")] == [column.name for column in TABLES[name].columns]
        assert [link["href"] for link in row.select("a")] == [f"/data/{name}.csv", f"/data/{name}.json", f"/data/{name}.schema.json"]
        assert [client.get(link["href"]).status_code for link in row.select("a")] == [200, 200, 200]
    assert "1 row " in text_of(rows["symptoms"])
    assert "0 rows" in text_of(rows["glossary"])


def test_the_size_of_each_file_is_that_of_its_bytes(client, shown):
    for link in shown.main.select('tbody a[href$=".csv"], tbody a[href$=".json"]:not([href*=".schema"])'):
        size = filesizeformat(len(client.get(link["href"]).content)).replace("\xa0", " ")
        assert size in text_of(link.parent), link["href"]


def test_the_page_says_which_version_it_is_and_what_becomes_of_older_ones(client):
    factories.make_symptom()

    response = client.get("/data/")

    assertContains(response, f"/data/conditions-{content_version()}.csv")
    assertContains(response, "old versions are not kept here")
    assertContains(response, "MeSH descriptors courtesy of the U.S. National Library of Medicine")
    assertContains(response, "CC BY 4.0")


def test_a_publication_changes_the_numbers_on_the_page(client, shown):
    factories.make_symptom()

    (row,) = soup(client.get("/data/")).select("tr#symptoms")

    assert "2 rows" in text_of(row)


def test_machines_are_told_of_each_table_as_a_dataset(datasets, shown):
    assert list(datasets) == list(TABLES)
    for name, found in datasets.items():
        assert 50 <= len(found["description"]) <= 5000
        assert found["license"] == "https://creativecommons.org/licenses/by/4.0/"
        assert found["version"] == str(content_version())
        assert found["isAccessibleForFree"] is True
        assert found["url"] == f"{SITE}/data/"
        assert found["variableMeasured"] == [column.name for column in TABLES[name].columns]
        assert found["keywords"]
        assert [(file["contentUrl"], file["encodingFormat"]) for file in found["distribution"]] == [
            (f"{SITE}/data/{name}.csv", "text/csv"),
            (f"{SITE}/data/{name}.json", "application/json"),
        ]
        assert all(file["contentSize"] in text_of(shown.select_one(f"tr#{name}")) for file in found["distribution"])


def test_the_day_that_machines_are_told_stands_on_the_page_in_the_time_of_the_site(client, settings, monkeypatch):
    settings.TIME_ZONE = "America/New_York"
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 5, 7, 1, tzinfo=UTC))
    factories.make_symptom()

    page = soup(client.get("/data/"))

    told = {node["dateModified"] for node in structured_data(page)["@graph"] if node["@type"] == "Dataset"}
    assert told == {page.main.time["datetime"]} == {"2026-05-06"}
    assert "Last changed: 6 May 2026." in text_of(page.main)


def test_datasets_rest_on_datasets_that_are_there(datasets):
    based_on = {source["@id"].partition("#")[2] for found in datasets.values() for source in found.get("isBasedOn", [])}

    assert based_on == {"sources", "conditions"}


def test_the_page_can_be_reached_from_every_page(client):
    assert soup(client.get("/about/")).footer.find("a", href="/data/")
    assertContains(client.get("/sitemap-site.xml"), f"{SITE}/data/")
