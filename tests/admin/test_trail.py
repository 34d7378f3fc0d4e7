"""The trail in the admin: who may read it, its filters, and its file for spreadsheets."""

import csv
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from editorial import actions, spreadsheets
from editorial.admin import trail
from editorial.models import Event
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

LIST = reverse("admin:editorial_event_changelist")
EXPORT = reverse("admin:editorial_event_export")


def make_event(slug="axon", **fields):
    """An event that happened at `at`, which the model would set to now."""
    at = fields.pop("at", None)
    usual = {"verb": "drafted", "actor_name": "Ann Writer", "page_kind": "term", "page_language": "en", "page_slug": slug}
    event = Event.objects.create(**{**usual, **fields})
    if at:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE editorial_event SET at = %s WHERE id = %s", [at, event.pk])
    return event


def text_of(response):
    return b"".join(response.streaming_content).decode()


def rows_of(response):
    """The exported rows as dicts by the names of their columns."""
    text = text_of(response)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline="")))


def slugs(client, query=""):
    """What the list shows and what the export holds, which is the same."""
    shown = [event.page_slug for event in client.get(LIST + query).context["cl"].result_list]
    exported = [row["slug"] for row in rows_of(client.get(EXPORT + query))]
    assert shown == exported
    return shown


# --- Who may read it --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("person", "status"), [("author", 403), ("reviewer", 200), ("administrator", 200), ("superuser", 200)])
@pytest.mark.parametrize("address", [LIST, EXPORT])
def test_reviewers_and_administrators_read_the_trail(client, person, status, address, request):
    make_event()
    client.force_login(request.getfixturevalue(person))

    assert client.get(address).status_code == status


def test_strangers_export_nothing(client, db):
    assert client.get(EXPORT)["Location"].startswith(reverse("admin:login"))


@pytest.mark.parametrize("what", ["add", "change", "delete"])
def test_nobody_adds_changes_or_deletes_events(client, superuser, what):
    event = make_event()
    client.force_login(superuser)
    address = reverse(f"admin:editorial_event_{what}", args=[] if what == "add" else [event.pk])

    assert client.post(address, {"reason": "x", "post": "yes"}).status_code == 403
    assert Event.objects.get(pk=event.pk).reason == ""


# --- Filters ----------------------------------------------------------------------------------------------------


@pytest.fixture
def reading(client, reviewer):
    client.force_login(reviewer)
    return client


def test_the_list_leads_to_the_export_of_what_it_shows(reading):
    make_event()

    page = reading.get(f"{LIST}?verb__exact=drafted").content.decode()

    assert f'{EXPORT}?verb__exact=drafted">Export this 1 event as CSV' in page


def test_it_is_filtered_by_verb_kind_and_person(reading, author, other_author):
    make_event("a", verb="approved", actor=author)
    make_event("b", page_kind="treatment", actor=other_author)
    make_event("c", page_kind="")
    make_event("d", page_kind="editor")

    assert slugs(reading, "?verb__exact=approved") == ["a"]
    assert slugs(reading, "?kind=treatment") == ["b"]
    assert slugs(reading, "?kind=none") == ["d", "c"]
    assert slugs(reading, f"?actor__id__exact={author.pk}") == ["a"]


def test_it_is_searched_by_words(reading):
    make_event("a", reason="The dose was wrong.")
    make_event("b", actor_name="Dr Doses")
    make_event("dose-finding")
    make_event("d")

    assert slugs(reading, "?q=dose") == ["dose-finding", "b", "a"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?from=2026-03-02", ["c", "b"]),
        ("?to=2026-03-02", ["b", "a"]),
        ("?from=2026-03-02&to=2026-03-02", ["b"]),
        ("?from=&to=", ["c", "b", "a"]),
        ("?from=2026-03-01&q=a", ["a"]),
    ],
)
def test_it_is_filtered_by_days_both_included(reading, query, found):
    make_event("a", at=datetime(2026, 3, 1, 23, 59, 59, tzinfo=timezone.get_default_timezone()), actor_name="A")
    make_event("b", at=datetime(2026, 3, 2, 12, tzinfo=timezone.get_default_timezone()), actor_name="B")
    make_event("c", at=datetime(2026, 3, 3, 0, 0, 0, tzinfo=timezone.get_default_timezone()), actor_name="B", page_kind="b")

    assert slugs(reading, query) == found


def test_the_days_are_chosen_on_top_of_the_other_filters(reading):
    make_event()

    page = reading.get(f"{LIST}?kind=term&q=ann&from=2020-01-01").content.decode()

    form = page.partition('class="period-filter"')[2].partition("</form>")[0]
    assert '<input type="hidden" name="kind" value="term">' in form
    assert '<input type="hidden" name="q" value="ann">' in form
    assert 'id="period-from" name="from" value="2020-01-01"' in form
    assert form.count('name="from"') == 1


@pytest.mark.parametrize("query", ["?from=soon", "?to=2026-02-31", "?from=2026-13-01"])
def test_a_day_that_is_none_leads_back_to_the_list(reading, query):
    for address in (LIST, EXPORT):
        assert reading.get(address + query)["Location"].endswith("?e=1")


# --- The file ---------------------------------------------------------------------------------------------------


def test_the_file_holds_what_was_done_by_whom_and_when(reading, author, reviewer):
    version = actions.submit(factories.make_term_draft("axon"), by=author)
    actions.return_to_author(version, by=reviewer, reason="Say “axon”, not\n“fibre”.")
    at = timezone.localtime(Event.objects.first().at)

    response = reading.get(EXPORT)
    row = rows_of(response)[0]

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="trail-{timezone.localdate()}.csv"'
    assert row["when"] == at.isoformat(timespec="seconds")
    assert (row["name at that time"], row["role at that time"]) == ("Rita Viewer", "Consultant neurologist")
    assert (row["what"], row["kind of page"], row["slug"], row["version"]) == ("sent back to the author", "term", "axon", "1")
    assert row["reason"] == "Say “axon”, not\n“fibre”."
    assert row["changed what readers see"] == "no"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula_for_a_spreadsheet(reading, start):
    make_event(f"{start}slug", actor_name=f"{start}cmd", reason=f"{start}HYPERLINK(1)")

    (row,) = rows_of(reading.get(EXPORT))

    assert row["name at that time"] == f"'{start}cmd"
    assert row["slug"] == f"'{start}slug"
    assert row["reason"].startswith(f"'{start}")


@pytest.mark.parametrize("text", ["", "Ann", "a=b", "'quoted'", "5", "é"])
def test_other_cells_stay_as_they_are(text):
    assert spreadsheets.harmless(text) == text


def test_a_long_trail_is_written_chunk_by_chunk_and_whole(reading, monkeypatch):
    monkeypatch.setattr(trail, "CHUNK", 10)
    Event.objects.bulk_create(Event(verb="drafted", actor_name=str(number), page_slug="axon") for number in range(25))

    with CaptureQueriesContext(connection) as queries:
        pieces = list(trail.csv_pieces(Event.objects.all()))

    rows = list(csv.reader(StringIO("".join(pieces).removeprefix("\ufeff"), newline="")))
    assert [row[2] for row in rows[1:]] == [str(number) for number in reversed(range(25))]
    assert [piece.count("\r\n") for piece in pieces] == [1, 10, 10, 5]
    assert len(queries) == 4


def test_what_happens_during_a_download_does_not_change_it(monkeypatch):
    monkeypatch.setattr(trail, "CHUNK", 1)
    for slug in ("a", "b"):
        make_event(slug)

    pieces = trail.csv_pieces(Event.objects.all())
    begun = [next(pieces), next(pieces)]
    make_event("c", at=timezone.now() + timedelta(seconds=1))
    text = "".join([*begun, *pieces])

    assert [row["slug"] for row in csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline=""))] == ["b", "a"]
