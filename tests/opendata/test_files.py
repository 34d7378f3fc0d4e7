"""The files of the open data: what is in them, that they can be read back, and how they are sent."""

import csv
import json
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.models import GlossaryTerm
from editorial import actions
from editorial.caching import content_version
from editorial.models import Source
from opendata import files
from opendata.tables import TABLES
from tests import factories

pytestmark = pytest.mark.django_db

HARMFUL = ("=1+1", "+49", "-5", "@SUM(A1)", "\tx", "\rx", "'quoted'", '="a","b"', "'=1")
STARTS_OF_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


# --- Single rows ------------------------------------------------------------------------------------------------


def test_codes_are_given_away_when_somebody_checked_them_but_no_snomed_code(coded, rows_of):
    assert [(row["system"], row["code"], row["page"], row["checked"]) for row in rows_of("code_map")] == [
        ("icd-10-cm", "G56.0", "carpal-tunnel-syndrome", "2026-11-01"),
        ("icd-10-cm", "G56.9", "carpal-tunnel-syndrome", "2026-11-01"),
        ("icd-9-cm", "354.0", "carpal-tunnel-syndrome", "2026-11-01"),
        ("mesh", "D002349", "carpal-tunnel-syndrome", "2026-11-01"),
    ]


def test_a_condition_has_the_codes_that_mean_it_first(coded, rows_of):
    (row,) = rows_of("conditions")

    assert (row["icd_10_cm"], row["mesh"]) == (["G56.0"], ["D002349"])


def test_a_reviewed_text_has_the_day_of_its_review_until_it_is_corrected(rows_of):
    page = factories.make_symptom("numbness")
    assert rows_of("symptoms")[0]["reviewed_on"] == page.live.reviewed_at.date().isoformat()

    factories.make_correction(page)

    assert rows_of("symptoms")[0]["reviewed_on"] is None


def test_a_symptom_says_where_it_is_felt(rows_of):
    factories.make_concept(factories.make_symptom("numbness"), "sensory", "feet", "hands")
    factories.make_symptom("pain")

    assert [(row["group"], row["body_areas"]) for row in rows_of("symptoms")] == [("sensory", ["feet", "hands"]), (None, [])]


def test_a_source_that_must_not_be_shown_is_nowhere(rows_of):
    factories.make_treatment("splint")
    assert rows_of("effects")[0]["sources"] == ["a-source"]

    Source.objects.update(printable=False)

    content = json.dumps([list(files.rows_of(TABLES[name], "en")) for name in TABLES])
    assert "splint" in content
    assert "a-source" not in content


def test_a_claim_about_something_without_a_page_names_it_only(rows_of):
    condition = factories.make_condition("soon-gone", name="Soon gone")
    factories.make_treatment("splint", effects=[{"condition": condition}])

    actions.withdraw(condition, by=factories.the_administrator(), reason="It was wrong.")

    (row,) = rows_of("effects")
    assert (row["target"], row["target_name"]) == (None, "Soon gone")


def test_many_rows_are_read_in_parts(monkeypatch):
    monkeypatch.setattr(files, "CHUNK", 2)
    for number in range(5):
        factories.make_starter(GlossaryTerm, f"word-{number}")

    assert [row["slug"] for row in files.rows_of(TABLES["glossary"], "en")] == [f"word-{number}" for number in range(5)]


# --- Formulas ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HARMFUL)
def test_no_cell_is_a_formula_and_none_is_lost(site, read_csv, rows_of, schema_of, text):
    name = text.strip()
    factories.make_starter(GlossaryTerm, "word", title=name, also_called=[text])

    answer = site("/data/glossary.csv").text

    cells = next(csv.reader(StringIO(answer.partition("\r\n")[2], newline="")))
    assert not [found for found in cells if found.startswith(STARTS_OF_FORMULAS)]
    assert read_csv(answer, schema_of("glossary")) == rows_of("glossary")
    assert rows_of("glossary")[0]["title"] == name


@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1))
def test_whoever_takes_one_apostrophe_away_has_the_text_as_it_was(cell, text):
    written = files.cell(text)

    assert not written.startswith(STARTS_OF_FORMULAS)
    assert cell(written) == text


# --- Versions and headers ---------------------------------------------------------------------------------------


def test_the_lasting_address_names_that_of_the_version(site):
    factories.make_symptom("numbness")

    latest = site("/data/symptoms.csv")

    address = f"/data/symptoms-{content_version()}.csv"
    assert latest.headers["Content-Location"] == address
    assert site(address).text == latest.text


@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_address_of_an_older_version_leads_to_the_latest(site, form):
    factories.make_symptom("numbness")
    address = site(f"/data/symptoms.{form}").headers["Content-Location"]
    assert site(address).status == 200

    factories.make_symptom("pain")

    answer = site(address)
    assert (answer.status, answer.headers["Location"]) == (303, f"/data/symptoms.{form}")
    assert site(f"/data/symptoms-{content_version()}.{form}").status == 200


@pytest.mark.parametrize("number", ["0", "1", "99999999999999999999", "9" * 3000])
def test_a_version_that_never_was_leads_to_the_latest(site, number):
    factories.make_symptom()

    assert site(f"/data/symptoms-{number}.csv").status == 303


@pytest.mark.parametrize(
    "address",
    ["/data/nothing.csv", "/data/symptoms.xml", "/data/symptoms-x.csv", "/data/symptoms--1.csv", "/data/../conditions.csv", "/data/<b>.csv"],
)
def test_a_file_that_there_is_not_is_not_found(site, address):
    answer = site(address)

    assert answer.status == 404
    assert "<b>.csv" not in answer.text


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/data/symptoms.csv", "text/csv; charset=utf-8; header=present"),
        ("/data/symptoms.json", "application/json"),
        ("/data/symptoms.schema.json", "application/schema+json"),
        ("/data/SHA256SUMS", "text/plain; charset=utf-8"),
    ],
)
def test_files_may_be_read_by_every_site_and_kept_for_an_hour(site, address, kind):
    factories.make_symptom()

    first, again = (site(address, HTTP_ACCEPT_ENCODING="br", HTTP_ORIGIN="https://other.example") for _time in range(2))
    known = site(address, HTTP_IF_NONE_MATCH=first.headers["ETag"])

    assert again.headers["Cache-Status"] == "NeuroInfo; hit"
    assert (known.status, known.sent) == (304, b"")
    for answer in (first, again, known):
        assert answer.headers["Cache-Control"] == "public, max-age=3600"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "CDN-Cache-Control" not in answer.headers
    assert first.headers["Content-Type"] == kind


def test_a_new_text_is_in_the_files_at_once(site, rows_of):
    assert rows_of("symptoms") == []

    factories.make_symptom("numbness")

    assert [row["slug"] for row in rows_of("symptoms")] == ["numbness"]
    assert "numbness" in site("/data/symptoms.csv").text


def test_an_empty_site_has_files_too(site):
    assert site("/data/code_map.csv").text == "system,code,scope,rank,page,source,checked\r\n"
    assert json.loads(site("/data/code_map.json").text)["rows"] == []
    assert site("/data/").status == 200
