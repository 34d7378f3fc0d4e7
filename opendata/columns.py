"""What a column is: its name, the JSON Schema of its values, its meaning, how a value is read, and one value as an example."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any

from django.utils import timezone

from editorial.models.version import Status
from editorial.structured_data import absolute

TEXT = {"type": "string", "minLength": 1}
SLUG = {"type": "string", "pattern": "^[a-z0-9]+(?:-[a-z0-9]+)*$"}
DAY = {"type": "string", "format": "date"}
MOMENT = {"type": "string", "format": "date-time"}
ADDRESS = {"type": "string", "format": "uri"}
ANY_ADDRESS = {"type": "string", "format": "iri"}  # of others, in which any letter may stand
NUMBER = {"type": "integer", "minimum": 0}
BOOLEAN = {"type": "boolean"}
WORDS = {"type": "array", "items": TEXT}
SLUGS = {"type": "array", "items": SLUG}


@dataclass(frozen=True, eq=False)
class Column:
    """`value` takes what a row is made from and gives a plain value of JSON; None only where it `may_be_empty`."""

    name: str
    schema: dict
    means: str
    value: Callable
    example: Any
    may_be_empty: bool = False

    def of(self, part):
        """The same column of a part of what a row is made from: `part(item)`."""
        return replace(self, value=lambda item: self.value(part(item)))


def row(columns, item):
    """{name of a column: value}, in the order of the columns."""
    return {column.name: column.value(item) for column in columns}


def example(columns):
    return {column.name: column.example for column in columns}


def object_of(columns):
    """The JSON Schema of a row."""
    return {
        "type": "object",
        "required": [column.name for column in columns],
        "properties": {column.name: _property(column) for column in columns},
    }


def list_of(columns):
    return {"type": "array", "items": object_of(columns)}


def one_of(choices):
    """The JSON Schema of a value of Django's choices."""
    return {"type": "string", "enum": list(choices.values)}


def _property(column):
    schema = {**column.schema, "description": column.means}
    if column.may_be_empty:
        schema["type"] = [schema["type"], "null"]
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    return schema


# --- Values -----------------------------------------------------------------------------------------------------


def day(date):
    """A date as 2026-01-02; None stays None."""
    return date and date.isoformat()


def moment(time):
    """A time to the second, in UTC: 2026-01-02T03:04:05Z (RFC 3339)."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# --- The columns of everything that is a page -------------------------------------------------------------------


def page_columns(*, slug, title, also_called, summary, address, sources):
    """(columns at the front, columns at the end) of a table of pages, given the values of its example."""
    front = (
        Column(
            "slug", SLUG, "The name in the address. It stays; if it changes after all, the old one leads to the new.", lambda page: page.slug, slug
        ),
        Column("title", TEXT, "The title.", lambda page: page.live.title, title),
        Column("also_called", WORDS, "Other names that stand on the page.", lambda page: page.live.also_called, also_called),
        Column("summary", TEXT, "One or two plain sentences.", lambda page: page.live.plain_summary, summary),
    )
    end = (
        Column("sources", SLUGS, "Keys of the sources that the text rests on.", _source_keys, sources),
        Column("url", ADDRESS, "The page for readers.", lambda page: absolute(page.get_absolute_url()), absolute(address)),
        Column("first_published", MOMENT, "When it was first public.", lambda page: moment(page.first_published_at), "2026-11-21T09:00:00Z"),
        Column("changed", MOMENT, "When its text last changed.", lambda page: moment(page.published_at), "2026-11-21T09:00:00Z"),
        Column("reviewed_on", DAY, "The day of its review. Empty: no clinician has checked this text yet.", _reviewed_on, None, may_be_empty=True),
        Column("review_due", DAY, "When it is to be reviewed again.", lambda page: day(page.live.review_due), None, may_be_empty=True),
    )
    return front, end


def _source_keys(page):
    return sorted(citation.source.key for citation in page.live.citations.all())


def _reviewed_on(page):
    version = page.live
    # A correction that waits for a second clinician carries the review of the text before it.
    if version.is_unreviewed or version.status == Status.CORRECTION:
        return None
    return day(timezone.localdate(version.reviewed_at))
