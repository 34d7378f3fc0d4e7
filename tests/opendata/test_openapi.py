"""The description of the API: true of every answer, and complete."""

import json

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, seed, settings
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode, checks
from schemathesis.specs.openapi import checks as openapi_checks

from neuroinfo.door import Door
from neuroinfo.kept_pages import KeptPages
from opendata.openapi import document
from opendata.tables import API_TABLES, TABLES
from tests.rows import shipped_library
from tests.wsgi import connection_of_the_test

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

CHECKS = [
    checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.response_schema_conformance,
    openapi_checks.negative_data_rejection,
    openapi_checks.unsupported_method,
]


@pytest.fixture(scope="module")
def _library(django_db_setup, django_db_blocker, run_folder):
    with shipped_library(django_db_blocker, run_folder):
        yield


@pytest.fixture
def described(_library):
    """The API as its own description has it, to be asked as a server asks."""
    with connection_of_the_test():
        yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", Door(KeptPages(get_wsgi_application())))


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize("path", document()["paths"])
def test_every_answer_is_as_the_description_says(described, path, mode):
    """To what the description allows, and to what it does not."""

    @seed(1)
    @settings(max_examples=10, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=described[path]["GET"].as_strategy(generation_mode=mode))
    def ask(case):
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

    ask()


def with_components(part):
    return {**part, "components": document()["components"]}


def test_the_examples_are_as_the_description_says():
    checked = 0
    for path, operations in document()["paths"].items():
        for operation in operations.values():
            for parameter in operation["parameters"]:
                Draft202012Validator(parameter["schema"]).validate(parameter["example"])
            content = operation["responses"]["200"]["content"]["application/json"]
            Draft202012Validator(with_components(content["schema"])).validate(content["example"])
            checked += 1
            assert path.startswith("/api/v1/")
    assert checked == 2 * len(API_TABLES)


def test_every_problem_has_an_example_that_fits():
    components = document()["components"]
    for answer in components["responses"].values():
        for content in answer.get("content", {}).values():
            Draft202012Validator(with_components(content["schema"])).validate(content["example"])


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_the_example_of_every_table_is_a_whole_row(table):
    assert list(table.example) == [column.name for column in table.columns]
    json.dumps(table.example)
