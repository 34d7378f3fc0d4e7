"""Two people at the same moment, each on a database connection of their own.

SQLite has one writer: the second waits for the first. PostgreSQL locks the row of the page. The outcome is the same, so every
test runs on whichever database the run uses.
"""

import random
import threading
import time
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, connections, transaction
from django.utils import timezone

from editorial import actions, letters
from editorial.copying import fingerprint
from editorial.exceptions import Refused
from editorial.models import Event, Letter, Version
from tests import factories
from tests.editorial.in_order import out_of_order

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
    return lambda: factories.approve(Version.objects.get(pk=version.pk), by=by)


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
    waiting.refresh_from_db()
    # Whoever comes first, the page ends withdrawn; an approval that comes second would have brought it back unseen.
    assert outcomes == (["done", "done"] if waiting.status == "approved" else ["NotPublishable", "done"])
    assert (page.is_published, page.is_withdrawn) == (False, True)
    assert Event.objects.filter(page_number=page.pk).first().verb == "withdrawn"


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


# --- Again and again --------------------------------------------------------------------------------------------


def rounds():
    """Numbers of the rounds of a race: SQLite lets one transaction begin at a time, so there is less to meet."""
    return range(40 if connection.vendor == "postgresql" else 10)


def delayed(action, statements):
    """The action, after that many SQL statements that do nothing."""

    def act():
        for _statement in range(statements):
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        action()

    return act


def race(number, *several):
    """The outcomes of actions that start together, in the order given. Who is first changes with the number of the round."""
    chance, barrier = random.Random(number), threading.Barrier(len(several))
    late = [chance.randrange(30) if (number + place) % len(several) else 0 for place in range(len(several))]
    people = [Person(delayed(action, statements), barrier) for action, statements in zip(several, late, strict=True)]
    return [person.finish() for person in people]


def fresh(version):
    return Version.objects.get(pk=version.pk)


def test_what_is_approved_is_what_readers_see_however_saving_and_approval_meet(author, reviewer):
    page, seen = factories.make_symptom(), []

    for number in rounds():
        draft = actions.start_draft(factories.page_of(page.live), by=author)
        aspect = draft.sections.first().aspect
        body = f"<p>Words of round {number}. [@{factories.the_source().key}]</p>"

        def save(draft=draft, number=number, aspect=aspect, body=body):
            factories.edit(draft, title=f"Round {number}", sections={aspect: body})

        def send_and_approve(draft=draft):
            actions.submit(fresh(draft), by=author)
            factories.approve(fresh(draft), by=reviewer)

        saved, approved = race(number, save, send_and_approve)

        live = factories.page_of(draft).live
        assert (saved, approved) in {("done", "done"), ("WrongState", "done")}
        assert (live.pk, live.title) == (draft.pk, f"Round {number}" if saved == "done" else draft.title)
        assert live.content_hash == fingerprint(live)
        assert live.sections.filter(body=body).exists() == (saved == "done")
        seen.append(saved)

    assert out_of_order() == []
    assert connection.vendor != "postgresql" or set(seen) == {"done", "WrongState"}, "one was always first"


def test_nothing_but_what_was_shown_is_approved_when_it_is_sent_back_and_changed_meanwhile(author, reviewer, other_reviewer):
    page, seen = factories.make_symptom(), []

    for number in rounds():
        waiting = actions.submit(actions.start_draft(factories.page_of(page.live), by=author), by=author)
        shown = fingerprint(waiting)

        def send_back_and_change(waiting=waiting, number=number):
            actions.return_to_author(fresh(waiting), by=other_reviewer, reason="Another title, please.")
            factories.edit(waiting, title=f"Round {number}")
            actions.submit(fresh(waiting), by=author)

        def approve(waiting=waiting, shown=shown):
            actions.approve(fresh(waiting), by=reviewer, shown=shown)

        changed, approved = race(number, send_back_and_change, approve)

        waiting, live = fresh(waiting), factories.page_of(waiting).live
        assert (changed, approved) in {("done", "WrongState"), ("WrongState", "done")}
        assert (live.pk == waiting.pk) == (approved == "done")
        assert fingerprint(waiting) == shown or (waiting.status, waiting.title) == ("in review", f"Round {number}")
        if approved != "done":
            factories.approve(waiting, by=reviewer)
        seen.append(approved)

    assert out_of_order() == []
    assert connection.vendor != "postgresql" or set(seen) == {"done", "WrongState"}, "one was always first"


def test_approval_correction_and_withdrawal_leave_a_page_in_one_state(author, reviewer, corrector, administrator):
    live = factories.make_symptom().live

    for number in rounds():
        page = factories.page_of(live)
        waiting = actions.submit(factories.edit(actions.start_draft(page, by=author), title=f"Round {number}"), by=author)
        correction = factories.make_correction_in_work(page, summary=f"Never stop it at once. {number}")

        approved, corrected, withdrawn = race(
            number,
            approving(waiting, reviewer),
            lambda correction=correction: factories.publish_correction(fresh(correction)),
            lambda page=page: actions.withdraw(page, by=administrator, reason="Out of date."),
        )

        # Each of the two texts began from the same live text: only one can take its place, and none after the withdrawal.
        assert withdrawn == "done"
        assert [approved, corrected].count("done") <= 1
        assert {approved, corrected} <= {"done", "NotPublishable", "WrongState"}
        assert out_of_order(newest=3) == []
        assert factories.page_of(live).is_withdrawn
        settle(waiting, correction)
        live = factories.publish(actions.restore(live, by=author)).live


def settle(waiting, correction):
    """Takes what lost the race out of the way."""
    if fresh(waiting).status == "in review":
        actions.return_to_author(waiting, by=factories.the_reviewer(), reason="Too late.")
        actions.discard(waiting, by=waiting.author)
    if fresh(correction).status == "correcting":
        actions.discard(correction, by=correction.author)


def test_two_runs_of_the_schedule_do_each_thing_once(author, reviewer, administrator):
    now = timezone.now()
    for number in range(3):
        later = now + timedelta(hours=1 + number)
        factories.make_scheduled(factories.make_symptom_draft(), at=later)
        actions.plan_withdrawal(factories.make_symptom(), by=administrator, reason="Out of date.", at=later)
    done = []

    outcomes = at_the_same_moment(*(lambda: done.extend(actions.publish_due(now + timedelta(days=1))) for _run in range(2)))

    assert outcomes == ["done", "done"]
    assert sorted(each.what for each in done) == ["published"] * 3 + ["withdrawn"] * 3
    assert (number_of("published"), number_of("withdrawn")) == (3, 3)
    assert out_of_order() == []


def test_a_text_that_is_sent_back_at_its_time_is_published_or_goes_back(author, reviewer, other_reviewer):
    seen = []

    for number in rounds():
        planned = factories.make_scheduled(factories.make_symptom_draft())

        run, returned = race(number, lambda planned=planned: list(actions.publish_due(planned.publish_at)), returning(planned, other_reviewer))

        assert run == "done"
        assert (fresh(planned).status, returned) in {("approved", "WrongState"), ("returned", "done")}
        assert factories.page_of(planned).is_published == (returned == "WrongState")
        seen.append(returned)

    assert out_of_order() == []
    assert connection.vendor != "postgresql" or len(set(seen)) == 2, "one was always first"


def test_of_two_confirmations_at_the_same_moment_one_counts(two_reviewers, corrector):
    correction = factories.make_correction(factories.make_symptom())

    outcomes = at_the_same_moment(*(lambda by=by: factories.confirm(fresh(correction), by=by) for by in two_reviewers))

    assert outcomes == ["WrongState", "done"]
    assert number_of("confirmed") == 1
    assert fresh(correction).confirmed_by == Event.objects.get(verb="confirmed").actor


def test_of_two_corrections_at_the_same_moment_one_is_begun(corrector):
    second = factories.make_editor("second-corrector", "Clinical reviewer", "Safety corrections", first_name="Seb", last_name="Second")
    page = factories.make_symptom()

    outcomes = at_the_same_moment(*(lambda by=by: actions.start_correction(page, by=by) for by in (corrector, second)))

    assert outcomes == ["WrongState", "done"]
    assert Version.objects.filter(page=page, status="correcting").count() == 1


def test_a_check_that_had_to_wait_for_a_withdrawal_is_refused(reviewer, other_reviewer, administrator):
    page = factories.make_symptom()
    shown = fingerprint(page.live)

    outcome = while_under_way(
        lambda: actions.withdraw(page, by=administrator, reason="Out of date."),
        lambda: actions.check_current(page, by=other_reviewer, shown=shown),
    )

    assert outcome == "WrongState"
    assert number_of("checked") == 0


def test_two_processes_that_post_send_each_letter_once(author, reviewer, other_reviewer):
    factories.make_symptom_draft()
    now = timezone.now()
    Letter.objects.bulk_create(
        Letter(recipient=person, key=f"event-{number}", subject=f"Letter {number}", body="Please.", written_at=now)
        for number in range(20)
        for person in (reviewer, other_reviewer)
    )

    outcomes = at_the_same_moment(letters.post, letters.post)

    assert outcomes == ["done", "done"]
    assert sorted((message.to[0], message.subject) for message in mail.outbox) == sorted(
        (person.email, f"Letter {number}") for number in range(20) for person in (reviewer, other_reviewer)
    )
