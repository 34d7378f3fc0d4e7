"""The admin's first page: what waits for whom, in few queries, and the lists behind it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import GlossaryTerm
from editorial import actions, dashboard
from editorial.models import Page, Version
from tests import factories
from tests.clients import EditorClient
from tests.rows import shared_rows
from treatments.models import Effect

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

INDEX = reverse("admin:index")
MINE = {"drafts", "returned", "behind"}
TO_REVIEW = {"review", "corrections", "scheduled"}
FOR_ALL = {"due", "unchecked"}


def panel_of(editor, wanted):
    return next(panel for panel in dashboard.panels(editor) if panel.id == wanted)


def titles(editor, wanted):
    return [row.title for row in panel_of(editor, wanted).rows]


def in_days(days):
    return timezone.now() + timedelta(days=days)


def make_term_in_review(slug=None, *, by):
    return actions.submit(factories.make_term_draft(slug, by=by), by=by)


def make_due(slug=None, *, day, owner=None):
    page = factories.make_term(slug)
    Version.objects.filter(pk=page.live_id).update(review_due=day)
    Page.objects.filter(pk=page.pk).update(owner=owner)
    return page


def make_outdated_claim(slug=None, **fields):
    treatment = factories.make_treatment(slug)
    Effect.objects.filter(version=treatment.live_id).update(checked_on=date(2020, 1, 1), recheck_on=date(2021, 1, 1), **fields)
    return treatment


@pytest.fixture
def corrector(db):
    return factories.the_corrector()


# --- Who sees what ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        ("author", MINE | FOR_ALL | {"claims"}),
        ("reviewer", MINE | FOR_ALL | TO_REVIEW | {"claims"}),
        ("administrator", MINE | FOR_ALL | {"claims", "withdrawals"}),
        ("superuser", MINE | FOR_ALL | TO_REVIEW | {"claims", "withdrawals"}),
    ],
)
def test_a_person_sees_the_panels_of_what_they_may_do(person, seen, request):
    editor = request.getfixturevalue(person)

    assert {panel.id for panel in dashboard.panels(editor)} == seen


def test_somebody_in_no_group_has_nothing_to_do(client):
    nobody = factories.make_editor("nobody")
    client.force_login(nobody)

    assert dashboard.panels(nobody) == []
    assert client.get(INDEX).status_code == 200


def test_a_draft_is_its_authors(author, other_author):
    factories.make_term_draft("axon", by=author)

    assert titles(author, "drafts") == ["Axon"]
    assert titles(other_author, "drafts") == []


def test_a_correction_in_work_is_a_draft_of_its_writer(corrector):
    actions.start_correction(factories.make_term("axon"), by=corrector)

    (row,) = panel_of(corrector, "drafts").rows

    assert (row.title, row.kind, row.status) == ("Axon", "glossary term", "safety correction in work")


def test_what_was_sent_back_leaves_the_drafts(author, reviewer):
    actions.return_to_author(make_term_in_review("axon", by=author), by=reviewer, reason="Shorter.")

    assert titles(author, "returned") == ["Axon"]
    assert titles(author, "drafts") == []


def test_a_text_waits_for_those_who_neither_wrote_nor_changed_it(reviewer, other_reviewer, corrector):
    text = make_term_in_review("axon", by=reviewer)
    text.contributors.add(other_reviewer)

    assert titles(reviewer, "review") == titles(other_reviewer, "review") == []
    assert titles(corrector, "review") == ["Axon"]


def test_a_correction_waits_for_other_reviewers_and_says_when_it_is_overdue(reviewer, corrector):
    late, _fresh = (factories.make_correction(factories.make_term(slug)) for slug in ("late", "fresh"))
    Version.objects.filter(pk=late.pk).update(confirm_by=in_days(-1))

    assert titles(corrector, "corrections") == []
    rows = panel_of(reviewer, "corrections").rows
    assert [(row.title, row.status) for row in rows] == [
        ("Late", "overdue: not confirmed in time"),
        ("Fresh", "readers see it, not yet confirmed"),
    ]


def test_a_confirmed_correction_waits_for_nobody(reviewer):
    factories.confirm(factories.make_correction(factories.make_term()), by=reviewer)

    assert titles(reviewer, "corrections") == []


def test_reviews_are_due_60_days_ahead_mine_first_with_the_owners_name(author, other_author):
    today = timezone.localdate()
    make_due("overdue", day=today - timedelta(days=1), owner=other_author)
    make_due("nobodys", day=today)
    make_due("mine", day=today + timedelta(days=60), owner=author)
    make_due("later", day=today + timedelta(days=61), owner=author)

    rows = panel_of(author, "due").rows

    assert [(row.title, row.status, row.who) for row in rows] == [
        ("Mine", "due soon", "yours"),
        ("Overdue", "overdue", "Olive Penn"),
        ("Nobodys", "due soon", "no owner"),
    ]


def test_texts_without_a_review_are_counted_and_listed_apart(client, author):
    factories.make_starter(GlossaryTerm, "axon")
    factories.make_term("nerve")
    client.force_login(author)

    panel = panel_of(author, "unchecked")
    listed = client.get(reverse("admin:work", args=["unchecked"]))

    assert (panel.count, panel.rows) == (1, [])
    assert [row.title for row in listed.context["rows"]] == ["Axon"]


def test_claims_of_live_texts_are_to_be_checked_when_their_day_has_passed(author):
    treatment = make_outdated_claim("classes", outcome="Balance")
    factories.make_treatment("pills")
    draft = factories.make_treatment_draft("draft")
    Effect.objects.filter(version=draft).update(checked_on=date(2020, 1, 1), recheck_on=date(2021, 1, 1))

    (row,) = panel_of(author, "claims").rows

    assert row.title.startswith("Balance, ")
    assert row.title.endswith(": Classes")
    assert str(treatment.live_id) in row.url


def test_what_is_planned_is_shown_in_the_order_of_its_time(superuser):
    for slug, days in (("second", 2), ("first", 1)):
        factories.make_scheduled(factories.make_term_draft(slug), at=in_days(days))
        actions.plan_withdrawal(factories.make_term(f"{slug}-gone"), by=superuser, reason="Out of date.", at=in_days(days))

    assert titles(superuser, "scheduled") == ["First", "Second"]
    assert titles(superuser, "withdrawals") == ["First gone", "Second gone"]


def test_a_draft_is_behind_when_readers_see_another_text_than_at_its_start(author):
    behind, level = factories.make_term("behind"), factories.make_term("level")
    for page in (behind, level):
        actions.start_draft(page, by=author)
    factories.make_correction(behind)

    assert titles(author, "behind") == ["Behind"]
    assert titles(author, "drafts") == ["Level", "Behind"]


def test_a_draft_of_a_withdrawn_page_is_behind_and_one_of_a_new_page_is_not(author, administrator):
    page = factories.make_term("gone")
    actions.start_draft(page, by=author)
    actions.withdraw(page, by=administrator, reason="Out of date.")
    factories.make_term_draft("new", by=author)

    assert titles(author, "behind") == ["Gone"]


# --- The page ---------------------------------------------------------------------------------------------------


def test_the_first_page_says_what_waits_and_what_does_not(client, author):
    factories.make_term_draft("axon", name="Axon <b>& nerve", by=author)
    client.force_login(author)

    page = client.get(INDEX).content.decode()

    assert "Axon &lt;b&gt;&amp; nerve" in page
    assert "Glossary term · draft · changed " in page
    assert "No text of yours was sent back." in page
    assert "Waiting for my review" not in page


def test_a_panel_shows_eight_rows_and_leads_to_the_rest(client, author):
    for _number in range(9):
        factories.make_term_draft(by=author)
    client.force_login(author)

    panel = panel_of(author, "drafts")
    page = client.get(INDEX).content.decode()

    assert (panel.count, len(panel.rows)) == (9, 8)
    assert reverse("admin:work", args=["drafts"]) in page
    assert "See all 9" in page


def test_the_forms_that_rows_lead_to_open(client, superuser):
    make_everything(superuser, 1)
    client.force_login(superuser)

    rows = [row for panel in dashboard.panels(superuser) for row in panel.rows]

    assert len(rows) >= 9
    assert {client.get(row.url).status_code for row in rows} == {200}


@pytest.mark.parametrize(("person", "wanted"), [("author", "review"), ("reviewer", "withdrawals"), ("administrator", "scheduled"), ("author", "x")])
def test_the_list_of_work_that_a_person_may_not_do_is_not_there(client, person, wanted, request):
    client.force_login(request.getfixturevalue(person))

    assert client.get(reverse("admin:work", args=[wanted])).status_code == 404


def test_strangers_do_not_see_what_waits(client, db):
    address = reverse("admin:work", args=["drafts"])

    for each in (INDEX, address):
        assert client.get(each)["Location"].startswith(reverse("admin:login"))


def test_a_long_list_has_pages(client, author, monkeypatch):
    monkeypatch.setattr("editorial.admin.work.PER_PAGE", 2)
    for _number in range(3):
        factories.make_term_draft(by=author)
    client.force_login(author)
    address = reverse("admin:work", args=["drafts"])

    first, second, third = (client.get(f"{address}?page={number}") for number in (1, 2, 3))

    assert (len(first.context["rows"]), len(second.context["rows"]), third.status_code) == (2, 1, 404)
    assert "here 1 to 2" in first.content.decode()


# --- Queries ----------------------------------------------------------------------------------------------------


def make_everything(editor, rows):
    """So many rows for each panel of a superuser."""
    for _number in range(rows):
        factories.make_term_draft(by=editor)
        actions.return_to_author(make_term_in_review(by=editor), by=factories.the_reviewer(), reason="Shorter.")
        behind = actions.start_draft(factories.make_term(), by=editor)
        Version.objects.filter(pk=behind.pk).update(based_on=None)
        make_term_in_review(by=factories.the_author())
        factories.make_correction(factories.make_term())
        make_due(day=timezone.localdate(), owner=factories.the_author())
        factories.make_starter(GlossaryTerm)
        make_outdated_claim()
        factories.make_scheduled(factories.make_term_draft())
        actions.plan_withdrawal(factories.make_term(), by=editor, reason="Out of date.", at=in_days(1))


def queries_with(rows, django_db_blocker):
    """{address: the SQL statements of a first visit after signing in} with so many rows in each panel."""
    with shared_rows(django_db_blocker):
        editor = factories.make_editor("everybody", is_superuser=True, first_name="Eve", last_name="Rybody")
        make_everything(editor, rows)
        shown = {panel.id: panel for panel in dashboard.panels(editor)}
        assert all(panel.count >= rows for panel in shown.values()), {panel.id: panel.count for panel in shown.values()}
        client = EditorClient()
        found = {}
        for address in (INDEX, *(reverse("admin:work", args=[wanted]) for wanted in shown)):
            client.force_login(editor)  # the first visit also writes the session
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found[address] = [query["sql"] for query in queries.captured_queries]
        return found


@pytest.fixture(scope="module")
def with_few(django_db_setup, django_db_blocker):
    return queries_with(1, django_db_blocker)


@pytest.fixture(scope="module")
def with_many(django_db_setup, django_db_blocker):
    return queries_with(10, django_db_blocker)


def test_the_first_page_asks_at_most_twelve_queries_whatever_the_content(with_few, with_many):
    assert len(with_many[INDEX]) == len(with_few[INDEX]) <= 12, "\n".join(with_many[INDEX])


def test_the_lists_of_work_ask_at_most_ten_queries_whatever_the_content(with_few, with_many):
    for address, asked in with_many.items():
        if address != INDEX:
            assert len(asked) == len(with_few[address]) <= 10, "\n".join(asked)
