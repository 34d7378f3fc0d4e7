"""The files of the open data: CSV (RFC 4180) and JSON, in UTF-8.

A spreadsheet takes a cell that begins with = + - @, a tab or a carriage return for a formula. Such a cell gets an apostrophe in front; and so
does one that begins with an apostrophe, so that whoever takes one apostrophe away always has the text as it was. Lists, true and false are as
in JSON, and what is empty is an empty cell.
"""

import csv
import json
from dataclasses import dataclass
from hashlib import sha256

from editorial.caching import content_version
from editorial.spreadsheets import HARMFUL
from opendata.schemas import about
from opendata.tables import TABLES

CHUNK = 500  # items that are read at once
APOSTROPHE = "'"
TYPES = {"csv": "text/csv; charset=utf-8; header=present", "json": "application/json"}


@dataclass(frozen=True)
class File:
    """`size` in bytes, `rows` their number, `sha256` in hexadecimal digits."""

    name: str
    dated_name: str
    form: str
    rows: int
    size: int
    sha256: str


def all_files(language):
    """{name of a table: its files}. Makes each once: for `editorial.caching.kept`."""
    version = content_version()
    return {name: [_measured(table, form, version, language) for form in TYPES] for name, table in TABLES.items()}


def _measured(table, form, version, language):
    found, size, rows = sha256(), 0, Counted(rows_of(table, language))
    for piece in PIECES[form](table, rows, version, language):
        part = piece.encode()
        found.update(part)
        size += len(part)
    return File(f"{table.name}.{form}", f"{table.name}-{version}.{form}", form, rows.number, size, found.hexdigest())


class Counted:
    """What it is made from, with the `number` of what was taken from it."""

    def __init__(self, items):
        self.items = items
        self.number = 0

    def __iter__(self):
        for item in self.items:
            self.number += 1
            yield item


def pieces(table, form, version, language):
    """Yields a file a piece of text at a time."""
    return PIECES[form](table, rows_of(table, language), version, language)


def rows_of(table, language):
    """Yields all rows of a table. A large one never stands in memory as a whole, and no cursor stays open in the database."""
    items, last = table.items(language).order_by(table.key), ""
    while True:
        chunk = list(items.filter(**{f"{table.key}__gt": last})[:CHUNK])
        for item in chunk:
            yield from table.rows(item)
        if len(chunk) < CHUNK:
            return
        last = getattr(chunk[-1], table.key)


# --- CSV --------------------------------------------------------------------------------------------------------


def csv_pieces(table, rows, _version, _language):
    writer = csv.writer(_Echo())
    yield writer.writerow([column.name for column in table.columns])
    for row in rows:
        yield writer.writerow([cell(value) for value in row.values()])


def cell(value):
    if value is None:
        return ""
    text = as_json(value) if isinstance(value, list | bool) else str(value)
    return f"{APOSTROPHE}{text}" if text.startswith((*HARMFUL, APOSTROPHE)) else text


class _Echo:
    """What a CSV writer takes for a file: it gives back each line."""

    def write(self, line):
        return line


# --- JSON -------------------------------------------------------------------------------------------------------


def json_pieces(table, rows, version, language):
    yield as_json(about(table, version, language))[:-1] + ',"rows":['
    before = "\n"
    for row in rows:
        yield before + as_json(row)
        before = ",\n"
    yield "\n]}\n"


def as_json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


PIECES = {"csv": csv_pieces, "json": json_pieces}
