import csv
import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.wsgi import get_wsgi_application

from articles.models import Code
from neuroinfo.door import Door
from neuroinfo.kept_pages import KeptPages
from tests import factories
from tests.wsgi import ask

GUIDE = (Path(__file__).resolve().parent.parent.parent / "docs" / "api.md").read_text(encoding="utf-8")


@pytest.fixture
def site():
    """Asks the whole site as a server does: `site("/data/")` gives the answer."""
    application = Door(KeptPages(get_wsgi_application()))
    return lambda address, **more: ask(application, address, **more)


@pytest.fixture
def rows_of(site):
    """The rows of the JSON file of a table."""
    return lambda name: json.loads(site(f"/data/{name}.json").text)["rows"]


@pytest.fixture
def schema_of(site):
    """The JSON Schema of the JSON file of a table."""
    return lambda name: json.loads(site(f"/data/{name}.schema.json").text)


@pytest.fixture(scope="session")
def cell():
    """How the guide says to read a cell of a CSV file."""
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    names = {}
    exec(code, names)
    return names["cell"]


@pytest.fixture
def read_csv(cell):
    """The rows of a CSV file, in the types that the JSON Schema of its table names."""

    def read(text, schema):
        columns = schema["properties"]["rows"]["items"]["properties"]
        rows = list(csv.DictReader(StringIO(text, newline=""), strict=True))
        return [{name: _value(cell(found), columns[name]["type"]) for name, found in row.items()} for row in rows]

    return read


def _value(text, kind):
    if text == "":
        return None
    if "array" in kind or "boolean" in kind:
        return json.loads(text)
    return int(text) if "integer" in kind else text


@pytest.fixture
def coded(db):
    """A condition with a code of each system; one of them nobody has checked."""
    condition = factories.make_condition("carpal-tunnel-syndrome")
    for system, code, rank, checked in (
        ("icd-10-cm", "G56.0", 1, "2026-11-01"),
        ("icd-10-cm", "G56.9", 2, "2026-11-01"),
        ("icd-10-cm", "G56.1", 1, None),
        ("mesh", "D002349", 1, "2026-11-01"),
        ("icd-9-cm", "354.0", 1, "2026-11-01"),
        ("snomed-ct", "57406009", 1, "2026-11-01"),
    ):
        Code.objects.create(
            page=condition, system=system, code=code, rank=rank, checked=checked, source="A list", is_active=checked is not None, scope="subtree"
        )
    return condition
