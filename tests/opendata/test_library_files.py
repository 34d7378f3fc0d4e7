"""The files made from the starter library, read back and compared with the database."""

import json
from hashlib import sha256

import pytest
from jsonschema import Draft202012Validator

from articles.models import Association, Condition, GlossaryTerm, Symptom
from editorial.models import Source
from opendata.tables import TABLES
from tests.rows import shipped_library
from treatments.models import Effect, Treatment

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker, run_folder):
    with shipped_library(django_db_blocker, run_folder):
        yield


@pytest.mark.parametrize("name", TABLES)
def test_a_json_file_is_as_its_schema_says(library, site, schema_of, name):
    schema = schema_of(name)
    Draft202012Validator.check_schema(schema)

    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(json.loads(site(f"/data/{name}.json").text))


@pytest.mark.parametrize("name", TABLES)
def test_a_csv_file_says_what_the_json_file_says(library, site, read_csv, rows_of, schema_of, name):
    schema = schema_of(name)

    read = read_csv(site(f"/data/{name}.csv").text, schema)

    assert read == rows_of(name)
    assert all(set(row) == set(schema["properties"]["rows"]["items"]["required"]) for row in read)


@pytest.mark.parametrize(("name", "model"), [("conditions", Condition), ("symptoms", Symptom), ("treatments", Treatment), ("glossary", GlossaryTerm)])
def test_every_published_page_is_a_row(library, rows_of, name, model):
    pages = model.objects.published().select_related("live").prefetch_related("live__citations__source")

    stored = {
        (page.slug, page.live.title, page.live.plain_summary, tuple(sorted(citation.source.key for citation in page.live.citations.all())))
        for page in pages
    }

    assert {(row["slug"], row["title"], row["summary"], tuple(row["sources"])) for row in rows_of(name)} == stored
    assert len(rows_of(name)) == len(stored) > 20


def test_every_live_claim_is_a_row_with_its_stage_certainty_and_sources(library, rows_of):
    stored = {
        (effect.version.page.slug, effect.target.slug, effect.statement, effect.stage, effect.certainty, effect.finding, effect.participants)
        for effect in Effect.objects.live().select_related("version__page", "condition", "symptom")
    }
    words = ("treatment", "target", "statement", "stage", "certainty", "finding", "participants")

    assert {tuple(row[word] for word in words) for row in rows_of("effects")} == stored
    nested = [(row["slug"], effect) for row in rows_of("treatments") for effect in row["effects"]]
    flat = [(row["treatment"], {name: row[name] for name in row if not name.startswith("treatment")}) for row in rows_of("effects")]
    assert nested == flat
    assert sum(len(row["sources"]) for row in rows_of("effects")) == Effect.sources.through.objects.count()


def test_the_sources_are_those_that_rows_name(library, rows_of):
    named = {key for name in ("conditions", "symptoms", "treatments", "effects", "glossary") for row in rows_of(name) for key in row["sources"]}
    listed = {row["key"]: row for row in rows_of("sources")}

    assert named <= set(listed)
    for source in Source.objects.filter(key__in=listed):
        assert (listed[source.key]["title"], listed[source.key]["doi"] or "", listed[source.key]["year"]) == (source.title, source.doi, source.year)


def test_the_symptoms_of_a_condition_are_those_of_its_page(library, rows_of):
    stored = set(Association.objects.live().filter(symptom__live__isnull=False).values_list("version__live_on__slug", "symptom__slug", "strength"))

    assert {(row["slug"], named["symptom"], named["strength"]) for row in rows_of("conditions") for named in row["symptoms"]} == stored


def test_no_text_of_the_library_has_been_reviewed(library, rows_of):
    assert {row["reviewed_on"] for name in ("conditions", "symptoms", "treatments", "glossary") for row in rows_of(name)} == {None}


def test_the_sums_fit_to_the_files(library, client):
    lines = dict(reversed(line.split("  ")) for line in client.get("/data/SHA256SUMS").content.decode().splitlines())

    assert len(lines) == 2 * 2 * len(TABLES)
    assert {name: sha256(client.get(f"/data/{name}").content).hexdigest() for name in lines} == lines
