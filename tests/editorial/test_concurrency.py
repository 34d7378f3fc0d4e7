"""Two people at the same moment, each on a database connection of their own.

SQLite has one writer: the second waits for the first. PostgreSQL locks the row of the page. The outcome is the same, so every
test runs on whichever database the run uses.
"""

import threading
import time

import pytest
from django.db import connection, connections, transaction

from editorial import actions
from editorial.exceptions import Refused
from editorial.models import Event, Version
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 20  # seconds until a test that hangs fails


class Person(threading.Thread):
    """Does one thing in a thread; `outcome` is "done" or the refusal, any other error is raised by `finish`."""

    def __init__(self, action, barrier=None):
        super().__init__(daemon=True)
        self.action, self.barrier = action, barrier
        self.outcome = self.error = None
        self.connected = threading.Event()
        self.start()

    def run(self):
        try:
            connection.ensure_connection()
            self.connected.set()
            if self.barrier:
                self.barrier.wait(PATIENCE)
            self.action()
            self.outcome = "done"
        except Refused as refusal:
            self.outcome = type(refusal).__name__
        except BaseException as error:
            self.error = error
        finally:
            connections.close_all()

    def finish(self):
        self.join(PATIENCE)
        assert not self.is_alive(), "the two wait for each other"
        if self.error:
            raise self.error
        return self.outcome


def at_the_same_moment(*several):
    """The outcomes of actions that start together, in order of name."""
    barrier = threading.Barrier(len(several))
    people = [Person(action, barrier) for action in several]
    return sorted(person.finish() for person in people)


def waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
        return cursor.fetchone()[0] > 0


def while_under_way(first, second):
    """Does `first`; `second` begins before its transaction ends, and so has to wait. Returns the outcome of `second`."""
    with transaction.atomic():
        first()
        person = Person(second)
        assert person.connected.wait(PATIENCE)
        deadline = time.monotonic() + PATIENCE
        while connection.vendor == "postgresql" and not waits_for_a_lock():
            assert time.monotonic() < deadline, "the second did not wait for the first"
    return person.finish()


@pytest.fixture
def two_reviewers(reviewer, other_reviewer):
    return reviewer, other_reviewer


@pytest.fixture
def waiting(author):
    """A text in review on a page that has an older live text."""
    version = actions.start_draft(factories.make_symptom(), by=author)
    return actions.submit(version, by=author)


def approving(version, by):
    return lambda: actions.approve(Version.objects.get(pk=version.pk), by=by)


def returning(version, by):
    return lambda: actions.return_to_author(Version.objects.get(pk=version.pk), by=by, reason="Shorter, please.")


def number_of(verb):
    return Event.objects.filter(verb=verb).count()


def test_of_two_approvals_at_the_same_moment_one_counts(waiting, two_reviewers):
    approved_before = number_of("approved")

    outcomes = at_the_same_moment(*(approving(waiting, by) for by in two_reviewers))

    assert outcomes == ["WrongState", "done"]
    assert number_of("approved") == approved_before + 1
    assert factories.page_of(waiting).live_id == waiting.pk


def test_an_approval_that_had_to_wait_for_another_is_refused(waiting, two_reviewers):
    first, second = two_reviewers

    outcome = while_under_way(approving(waiting, first), approving(waiting, second))

    waiting.refresh_from_db()
    assert outcome == "WrongState"
    assert (waiting.status, waiting.reviewer) == ("approved", first)


def test_of_approval_and_return_at_the_same_moment_one_counts(waiting, two_reviewers):
    first, second = two_reviewers

    outcomes = at_the_same_moment(approving(waiting, first), returning(waiting, second))

    waiting.refresh_from_db()
    page = factories.page_of(waiting)
    assert outcomes == ["WrongState", "done"]
    assert (waiting.status == "approved") == (page.live_id == waiting.pk) == (number_of("returned") == 0)


@pytest.mark.parametrize("first_is_approval", [True, False])
def test_what_comes_second_of_approval_and_return_is_refused(waiting, two_reviewers, first_is_approval):
    verbs = [approving(waiting, two_reviewers[0]), returning(waiting, two_reviewers[1])]

    outcome = while_under_way(*(verbs if first_is_approval else reversed(verbs)))

    waiting.refresh_from_db()
    assert outcome == "WrongState"
    assert waiting.status == ("approved" if first_is_approval else "returned")


def test_approval_and_withdrawal_at_the_same_moment_leave_a_page_in_one_state(waiting, reviewer, administrator):
    page = factories.page_of(waiting)

    outcomes = at_the_same_moment(approving(waiting, reviewer), lambda: actions.withdraw(page, by=administrator, reason="Out of date."))

    page.refresh_from_db()
    last = Event.objects.first().verb
    assert outcomes == ["done", "done"]
    assert (page.is_published, page.is_withdrawn) == ((False, True) if last == "withdrawn" else (True, False))


def test_a_withdrawal_that_had_to_wait_for_an_approval_takes_the_new_text_off(waiting, reviewer, administrator):
    page = factories.page_of(waiting)

    outcome = while_under_way(approving(waiting, reviewer), lambda: actions.withdraw(page, by=administrator, reason="Out of date."))

    page.refresh_from_db()
    assert outcome == "done"
    assert page.is_withdrawn


def test_a_draft_that_had_to_wait_for_an_approval_begins_with_the_new_text(waiting, reviewer, other_author):
    page = factories.page_of(waiting)
    Version.objects.filter(pk=waiting.pk).update(title="The new text")

    outcome = while_under_way(approving(waiting, reviewer), lambda: actions.start_draft(page, by=other_author))

    assert outcome == "done"
    assert Version.objects.open().get(page=page).title == "The new text"


def test_of_two_drafts_at_the_same_moment_one_is_made(author, other_author):
    page = factories.make_symptom()

    outcomes = at_the_same_moment(*(lambda by=by: actions.start_draft(page, by=by) for by in (author, other_author)))

    assert outcomes == ["WrongState", "done"]
    assert Version.objects.filter(page=page).open().count() == 1


def test_a_text_is_not_saved_when_it_was_sent_for_review_meanwhile(author):
    draft = factories.make_symptom_draft()

    @transaction.atomic
    def save():
        actions.lock_for_editing(Version.objects.get(pk=draft.pk))

    outcome = while_under_way(lambda: actions.submit(draft, by=author), save)

    assert outcome == "WrongState"
