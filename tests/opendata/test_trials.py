"""Studies in the open data: facts of the registry, nothing private, and nothing that calls one open that may be closed."""

import json

import pytest
from jsonschema import Draft202012Validator

from tests import factories
from tests.trials.studies import PRIVATE, study

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_a_study_is_given_with_its_facts_and_their_days(rows_of):
    factories.make_trial(study(), conditions=[factories.make_condition("tingling-feet")])

    (row,) = rows_of("trials")

    assert {name: row[name] for name in ("nct_id", "title", "status", "registry_date", "verified_on", "start_date", "completion_date")} == {
        "nct_id": "NCT09000001",
        "title": "Tea Baths for Tingling Feet",
        "status": "RECRUITING",
        "registry_date": "2026-06-14",
        "verified_on": "2026-05",
        "start_date": "2025-03",
        "completion_date": "2027-06",
    }
    assert (row["phases"], row["people"], row["people_type"], row["tested"]) == (["PHASE2"], 80, "ESTIMATED", ["Tea bath"])
    assert (row["sponsor"], row["countries"], row["has_results"], row["patients_pay"]) == ("University of Nowhere", ["United Kingdom"], False, False)
    assert row["pages"] == ["tingling-feet"]
    assert row["url"] == "http://127.0.0.1:8000/trials/NCT09000001/"
    assert row["imported_at"]


def test_nobody_who_runs_a_study_is_named(site):
    factories.make_trial(study(leadSponsor={"name": "Dr Olga Owner", "class": "INDIV"}))

    for address in ("/data/trials.json", "/data/trials.csv", "/api/v1/trials", "/api/v1/trials/NCT09000001"):
        answer = site(address)
        assert answer.status == 200
        assert [words for words in (*PRIVATE, "Olga", "The sponsor's own", "Leeds") if words in answer.text] == []
    assert json.loads(site("/api/v1/trials/NCT09000001").text)["sponsor"] is None


def test_where_patients_pay_there_is_no_status_and_no_country(rows_of):
    factories.make_trial(asks_payment="yes")

    (row,) = rows_of("trials")

    assert (row["patients_pay"], row["status"], row["countries"]) == (True, None, [])


def test_what_no_reviewer_has_published_is_not_there(rows_of, site):
    factories.make_trial_words(factories.import_study(study()))

    assert rows_of("trials") == []
    assert site("/api/v1/trials/NCT09000001").status == 404


def test_both_files_say_the_same_and_are_as_their_schema_says(site, read_csv, rows_of, schema_of):
    factories.make_trial(study())
    factories.make_trial(
        study(nctId="NCT09000002", enrollmentInfo=None, hasResults=None, startDateStruct=None, briefTitle="=1+1"),
        conditions=[factories.make_condition()],
    )
    schema = schema_of("trials")

    Draft202012Validator(schema).validate(json.loads(site("/data/trials.json").text))
    assert [row["people"] for row in rows_of("trials")] == [80, None]
    assert read_csv(site("/data/trials.csv").text, schema) == rows_of("trials")


def test_a_list_costs_the_same_for_one_study_and_for_many(client, django_assert_num_queries):
    for number in range(1, 7):
        factories.make_trial(study(nctId=f"NCT0900000{number}"))

    for size in (1, 6):
        with django_assert_num_queries(3):
            assert len(client.get(f"/api/v1/trials?per_page={size}").json()["items"]) == size
