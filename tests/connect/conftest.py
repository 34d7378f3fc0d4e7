import json

import pytest
from django.test import Client

from tests.rows import shipped_library

ICD10CM = "2.16.840.1.113883.6.90"


class Portal:
    """A hospital's system: asks `/connect/service`."""

    def __init__(self):
        self.client = Client()

    def get(self, parameters=None, **headers):
        return self.client.get("/connect/service", parameters or {}, headers=headers)

    def feed(self, **parameters):
        """The feed for parameters by their short names, "c", "cs", "dn1", as JSON."""
        named = {f"mainSearchCriteria.v.{name}": value for name, value in parameters.items()}
        response = self.get(named | {"knowledgeResponseType": "application/json"})
        assert response.status_code == 200, response.content
        return json.loads(response.content)["feed"]

    def titles(self, **parameters):
        return [entry["title"]["_value"] for entry in self.feed(**parameters)["entry"]]

    def pages(self, code, system=ICD10CM):
        """The slugs of the pages for a code, the best first."""
        return [entry["link"][0]["href"].split("/")[-2] for entry in self.feed(c=code, cs=system)["entry"]]


def give_code(condition, code, **fields):
    """A row of the code table for a condition, an active one."""
    usual = {"system": "icd-10-cm", "source": "a list", "checked": "2026-11-21", "is_active": True}
    return condition.codes.create(code=code, **{**usual, **fields})


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker, run_folder):
    """The starter library, which all tests of a module share."""
    with shipped_library(django_db_blocker, run_folder):
        yield


@pytest.fixture
def portal():
    return Portal()
