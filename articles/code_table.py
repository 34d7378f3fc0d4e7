"""The code table as rows of plain values, as CSV for editors, and what changed in it for the release notes.

A row has the columns `COLUMNS`: the key of a system, the code as the system writes it, the slug of the condition, "exact" or "subtree", the
rank, the source, the day of the check (2026-11-21, or empty) and yes or no for active.
"""

import csv
import io
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models.code import Code
from articles.models.condition import Condition
from editorial.actions import codes_changed
from editorial.spreadsheets import harmless

COLUMNS = ("system", "code", "page", "scope", "rank", "source", "checked", "active")
VALUES = ("system", "code", "scope", "rank", "source", "checked", "is_active")  # of a stored row, whatever its page
YES, NO = "yes", "no"
LARGEST_FILE = 8 * 1024 * 1024  # bytes


class BadTable(ValueError):
    """A file that cannot be imported. `problems` are sentences, each with its line."""

    def __init__(self, problems):
        super().__init__(" ".join(problems))
        self.problems = problems


def row_of(code):
    """A stored code as plain values, without its page and what goes without saying."""
    row = {"system": code.system, "code": code.code, "source": code.source}
    if code.scope != Code.Scope.EXACT:
        row["scope"] = code.scope
    if code.rank != 1:
        row["rank"] = code.rank
    if code.checked:
        row["checked"] = code.checked.isoformat()
    return row | ({"active": True} if code.is_active else {})


def code_from(row, page):
    """An unsaved `Code` of a row of plain values. Raises ValidationError for what cannot be stored, or may not."""
    try:
        checked = date.fromisoformat(str(row["checked"])) if row.get("checked") else None
        rank = int(row.get("rank") or 1)
    except ValueError:
        raise ValidationError(_("Give the day of the check as 2026-11-21, and the rank as 1, 2 or 3.")) from None
    active = row.get("active") or False
    if active not in {True, False, YES, NO}:
        raise ValidationError(_("Active is yes or no."))
    code = Code(
        page=page,
        system=str(row.get("system") or ""),
        code=str(row.get("code") or ""),
        scope=str(row.get("scope") or Code.Scope.EXACT),
        rank=rank,
        source=str(row.get("source") or ""),
        checked=checked,
        is_active=active in {True, YES},
    )
    code.clean_fields(exclude=["page"])
    code.clean()
    code.validate_constraints(exclude=["page"])
    return code


def problems_of_row(row):
    """A sentence for each thing that is wrong with a row of plain values, of a page that need not be stored yet."""
    try:
        code_from(row, Condition(slug=row["page"]))
    except ValidationError as error:
        yield from (f"{row.get('system')} {row.get('code')}: {sentence}" for sentence in error.messages)


def line(verb, code):
    """What the release notes say of a row: "added: ICD-10-CM G56.0 and all below it, rank 1, active"."""
    below = _(" and all below it") if code.scope == Code.Scope.SUBTREE else ""
    state = _("active") if code.is_active else _("not active")
    return f"{verb}: {code}{below}, {_('rank')} {code.rank}, {state}"


def stored(page):
    """{(system, code): stored row} of a page."""
    return {(code.system, code.code): code for code in Code.objects.filter(page=page)}


def record_changes(page, before, *, by):
    """Adds a line to the trail for each row of a page that is another than `before`, which `stored` gave. Inside a transaction."""
    after = stored(page)
    lines = [line("added", code) for key, code in after.items() if key not in before]
    lines += [line("changed", code) for key, code in after.items() if key in before and _values(code) != _values(before[key])]
    lines += [line("removed", code) for key, code in before.items() if key not in after]
    if lines:
        codes_changed(page, sorted(lines), by=by)


def _values(code):
    return [getattr(code, name) for name in VALUES]


# --- CSV --------------------------------------------------------------------------------------------------------


def csv_pieces():
    """The whole table as pieces of a CSV file (RFC 4180)."""
    yield _csv_line(COLUMNS)
    rows = Code.objects.order_by("system", "code", "rank", "page__slug").values_list("system", "code", "page__slug", *COLUMNS[3:7], "is_active")
    for *values, checked, is_active in rows.iterator():
        row = [*values, checked.isoformat() if checked else "", YES if is_active else NO]
        yield _csv_line([harmless(cell) for cell in row])


def _csv_line(values):
    line = io.StringIO()
    csv.writer(line).writerow(values)
    return line.getvalue()


@transaction.atomic
def import_csv(data, *, by):
    """Adds and changes the rows of a CSV file, given its bytes; rows that it does not name stay. Returns how many were added or changed.

    Everything is checked first: raises `BadTable`, and nothing is written. To take a code out of use, set active to no.
    """
    codes = _read_csv(data)
    pages = {code.page_id: code.page for code in codes}
    before = {page: {(code.system, code.code): code for code in Code.objects.filter(page=page)} for page in pages}
    fresh, changed = [], []
    for code in codes:
        old = before[code.page_id].get((code.system, code.code))
        if old is None:
            fresh.append(code)
        elif _values(code) != _values(old):
            code.pk = old.pk
            changed.append(code)
    Code.objects.bulk_create(fresh, batch_size=500)
    Code.objects.bulk_update(changed, VALUES[2:], batch_size=200)
    for number, page in pages.items():
        record_changes(page, before[number], by=by)
    return len(fresh) + len(changed)


def _read_csv(data):
    """Unsaved codes of a CSV file. Raises `BadTable`."""
    if len(data) > LARGEST_FILE:
        raise BadTable([_("The file is too large: %(most)s megabytes are the most.") % {"most": LARGEST_FILE // 2**20}])
    try:
        text = data.decode("utf-8-sig")
        lines = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise BadTable([_("This is no CSV file in UTF-8. Export the table, change that file, and import it.")]) from None
    if not lines or set(lines[0]) != set(COLUMNS):
        raise BadTable([_("The first line must name these columns, and a row must follow: %(columns)s.") % {"columns": ", ".join(COLUMNS)}])
    pages = {page.slug: page for page in Condition.objects.only("slug")}
    codes, problems, seen = [], [], set()
    for number, row in enumerate(lines, start=2):
        page = pages.get((row["page"] or "").strip())
        if page is None:
            problems.append(_("Line %(line)s: there is no condition with the slug “%(slug)s”.") % {"line": number, "slug": (row["page"] or "")[:100]})
            continue
        try:
            code = code_from({name: (value or "").strip().removeprefix("'") for name, value in row.items() if name}, page)
        except ValidationError as error:
            problems.append(_("Line %(line)s: %(problems)s") % {"line": number, "problems": " ".join(error.messages)})
            continue
        if (page.pk, code.system, code.code) in seen:
            problems.append(_("Line %(line)s: this code stands in the file twice for this page. Remove one.") % {"line": number})
        seen.add((page.pk, code.system, code.code))
        codes.append(code)
    if problems:
        raise BadTable(problems)
    return codes
