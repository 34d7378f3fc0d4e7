"""JSON Schemas of the files (draft 2020-12), made from the columns."""

from django.urls import reverse

from editorial.structured_data import absolute
from opendata.columns import ADDRESS, TEXT, list_of
from opendata.tables import LICENCE

DRAFT = "https://json-schema.org/draft/2020-12/schema"
VERSION = {"type": "integer", "minimum": 0, "description": "Grows whenever anything on the site that readers see has changed."}


def about(table, version, language):
    """What stands in a JSON file beside its rows."""
    return {"dataset": table.name, "version": version, "language": language, "licence": LICENCE, "notes": list(table.notes)}


def file_schema(table):
    """The JSON Schema of the JSON file of a table."""
    return {
        "$schema": DRAFT,
        "$id": absolute(reverse("opendata:schema", args=[table])),
        "title": str(table.title),
        "description": str(table.description),
        "type": "object",
        "required": ["dataset", "version", "language", "licence", "notes", "rows"],
        "properties": {
            "dataset": {"const": table.name},
            "version": VERSION,
            "language": {**TEXT, "description": "Of the texts (BCP 47)."},
            "licence": {**ADDRESS, "description": "Under which our words may be used."},
            "notes": {"type": "array", "items": TEXT, "description": "Whose the contents are. Keep these lines with what you pass on."},
            "rows": list_of(table.columns),
        },
    }
