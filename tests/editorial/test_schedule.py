"""What was planned for a time happens at that time, once, or goes back with the reason."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Symptom
from editorial import actions
from editorial.caching import content_version
from editorial.copying import fingerprint
from editorial.exceptions import NotAllowed, NotPublishable, Refused, WrongState
from editorial.models import Aspect, Event, Version
from search import index
from tests import factories

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def at():
    return timezone.now() + timedelta(days=1)


def newer_text(page, title="The new text", **options):
    """A text of a live page that waits for its time."""
    return factories.make_scheduled(factories.edit(actions.start_draft(page, by=factories.the_author()), title=title), **options)


def due(now):
    """What `publish_due` did, as (slug, what) pairs in order."""
    return [(done.page.slug, done.what) for done in actions.publish_due(now)]


# --- A text that waits ------------------------------------------------------------------------------------------


def test_readers_do_not_see_a_text_before_its_time(reviewer, at):
    page = factories.make_symptom()
    number = content_version()

    planned = newer_text(page, at=at)

    page.refresh_from_db()
    event = Event.objects.first()
    assert page.live_id != planned.pk
    assert (planned.status, planned.publish_at, planned.reviewer) == ("scheduled", at, reviewer)
    assert planned.content_hash == event.content_hash == fingerprint(planned)
    assert (event.verb, event.actor, event.changed_public_text) == ("scheduled", reviewer, False)
    assert event.reason == timezone.localtime(at).strftime("%Y-%m-%d %H:%M %Z")
    assert content_version() == number


def test_a_text_is_published_when_its_time_has_come(reviewer, at):
    page = factories.make_symptom("numbness")
    planned = newer_text(page, at=at)
    number = content_version()

    assert due(at - HOUR) == []
    assert due(at) == [("numbness", "published")]
    assert due(at + HOUR) == []

    page.refresh_from_db()
    event = Event.objects.first()
    assert (page.live_id, page.name, page.live.status, page.live.reviewer) == (planned.pk, "The new text", "approved", reviewer)
    assert (event.verb, event.actor, event.actor_name, event.changed_public_text) == ("published", None, "Schedule", True)
    assert event.content_hash == page.live.content_hash == fingerprint(page.live)
    assert content_version() > number
    assert index.out_of_step() == []


def test_the_first_text_of_a_page_can_wait_too(at):
    planned = factories.make_scheduled(factories.make_symptom_draft(), at=at)
    assert not Symptom.objects.published().exists()

    list(actions.publish_due(at))

    assert factories.page_of(planned).live_id == planned.pk


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_a_text_waits_for_a_time_in_the_next_twelve_months(days, author, reviewer):
    waiting = actions.submit(factories.make_symptom_draft(), by=author)

    with pytest.raises(Refused, match="Choose a time in the next twelve months"):
        factories.approve(waiting, by=reviewer, publish_at=timezone.now() + timedelta(days=days))

    waiting.refresh_from_db()
    assert (waiting.status, waiting.reviewer) == ("in review", None)


def test_a_text_that_waits_cannot_be_changed(at):
    planned = newer_text(factories.make_symptom(), at=at)

    with pytest.raises(WrongState, match="not saved"):
        actions.lock_for_editing(planned)


def test_a_reviewer_sends_a_text_that_waits_back(other_reviewer, at):
    page = factories.make_symptom()
    planned = newer_text(page, at=at)

    returned = actions.return_to_author(planned, by=other_reviewer, reason="Name the dose.")

    assert (returned.status, returned.reviewer, returned.reviewed_at, returned.review_due) == ("returned", None, None, None)
    assert (returned.publish_at, returned.content_hash) == (None, "")
    assert due(at) == []


def test_a_reviewer_publishes_a_text_that_waits_at_once(other_reviewer, at):
    page = factories.make_symptom()
    planned = newer_text(page, at=at)

    factories.approve(planned, by=other_reviewer)

    page.refresh_from_db()
    assert (page.live_id, page.live.publish_at) == (planned.pk, None)
    assert due(at) == []


# --- Missed runs ------------------------------------------------------------------------------------------------


def test_what_missed_runs_left_is_done_in_the_order_of_its_time(at):
    for slug, hours in (("third", 3), ("first", 1), ("second", 2), ("later", 30)):
        newer_text(factories.make_symptom(slug), at=at + hours * HOUR)

    done = due(at + 5 * HOUR)

    assert done == [("first", "published"), ("second", "published"), ("third", "published")]
    assert list(Event.objects.filter(verb="published").order_by("pk").values_list("page_slug", flat=True)) == ["first", "second", "third"]


def test_a_text_may_link_to_a_page_that_is_published_in_the_same_run(author, at):
    target = factories.make_symptom("burning")
    source = newer_text(factories.make_symptom("numbness"), at=at + HOUR)
    link(source, target)
    actions.withdraw(target, by=factories.make_editor("keeper", "Administrator"), reason="For an hour.")
    again = actions.restore(Version.objects.get(page=target), by=author)
    factories.make_scheduled(again, at=at)

    assert due(at + 2 * HOUR) == [("burning", "published"), ("numbness", "published")]


def link(planned, target):
    """Makes a text that waits link to a page, as if its reviewer had seen that."""
    planned.sections.filter(aspect=Aspect.SELF_CARE).delete()
    planned.sections.create(aspect=Aspect.SELF_CARE, position=50, body=f'<p>See <a href="{target.get_absolute_url()}">it</a>.</p>')
    Version.objects.filter(pk=planned.pk).update(content_hash=fingerprint(Version.objects.get(pk=planned.pk)))


# --- What cannot be published any more --------------------------------------------------------------------------


def link_target_died(planned, administrator):
    target = factories.make_symptom("burning")
    link(planned, target)
    factories.make_withdrawn(target, by=administrator)


def source_was_doubted(planned, administrator):
    source = factories.make_source("doubted", printable=False)
    planned.sections.create(aspect=Aspect.SELF_CARE, position=50, body=f"<p>Walk. [@{source.key}]</p>")
    Version.objects.filter(pk=planned.pk).update(content_hash=fingerprint(Version.objects.get(pk=planned.pk)))


def live_text_was_corrected(planned, administrator):
    factories.make_correction(planned.page)


def page_was_withdrawn(planned, administrator):
    factories.make_withdrawn(planned.page, by=administrator)


def text_was_changed_in_the_database(planned, administrator):
    Version.objects.filter(pk=planned.pk).update(summary="Something else.")


@pytest.mark.parametrize(
    ("happened", "why"),
    [
        (link_target_died, "leads nowhere"),
        (source_was_doubted, "may not be shown"),
        (live_text_was_corrected, "Readers see another text now"),
        (page_was_withdrawn, "withdrawn"),
        (text_was_changed_in_the_database, "The text was changed"),
    ],
)
def test_what_may_not_be_published_any_more_goes_back_and_the_rest_is_done(happened, why, administrator, at):
    page = factories.make_symptom("numbness")
    planned = newer_text(page, at=at)
    newer_text(factories.make_symptom("weakness"), at=at + HOUR)
    happened(planned, administrator)
    live = factories.page_of(planned).live_id

    done = list(actions.publish_due(at + HOUR))

    planned.refresh_from_db()
    event = Event.objects.get(verb="returned")
    assert [(each.page.slug, each.what) for each in done] == [("numbness", "sent back"), ("weakness", "published")]
    assert why in done[0].why
    assert planned.status == "returned"
    assert planned.return_reason.startswith("It could not be published at the planned time.")
    assert why in planned.return_reason
    assert (planned.reviewer, planned.publish_at, planned.content_hash) == (None, None, "")
    assert factories.page_of(planned).live_id == live
    assert (event.actor, event.actor_name, event.changed_public_text) == (None, "Schedule", False)


def test_a_mistake_of_ours_in_one_text_holds_up_no_other(at, monkeypatch, caplog):
    planned = newer_text(factories.make_symptom("numbness"), at=at)
    newer_text(factories.make_symptom("weakness"), at=at + HOUR)
    refresh = index.refresh

    def broken(page):
        if page.slug == "numbness":
            raise ZeroDivisionError
        refresh(page)

    monkeypatch.setattr("editorial.actions.steps._listeners", [broken])

    done = due(at + HOUR)

    planned.refresh_from_db()
    assert done == [("numbness", "failed"), ("weakness", "published")]
    assert planned.status == "scheduled"
    assert "could not be done" in caplog.text


def test_what_went_back_can_be_sent_again(author, at):
    page = factories.make_symptom()
    planned = newer_text(page, at=at)
    factories.make_correction(page)
    list(actions.publish_due(at))

    planned = Version.objects.get(pk=planned.pk)
    with pytest.raises(NotPublishable):
        actions.submit(planned, by=author)
    actions.take_over(planned, by=author)

    assert factories.publish(planned).live_id == planned.pk


# --- Withdrawals ------------------------------------------------------------------------------------------------


def test_a_page_is_withdrawn_when_its_time_has_come(administrator, at):
    page = factories.make_symptom("numbness")
    actions.plan_withdrawal(page, by=administrator, reason=" The medicine is off the market. ", at=at)
    number = content_version()

    assert due(at - HOUR) == []
    page.refresh_from_db()
    assert page.is_published
    assert due(at) == [("numbness", "withdrawn")]
    assert due(at + HOUR) == []

    page.refresh_from_db()
    event = Event.objects.first()
    assert (page.is_withdrawn, page.withdrawn_by, page.withdrawal_reason) == (True, administrator, "The medicine is off the market.")
    assert (page.withdraw_at, page.withdraw_planned_by, page.withdraw_planned_reason) == (None, None, "")
    assert (event.verb, event.actor_name, event.reason, event.changed_public_text) == (
        "withdrawn",
        "Schedule",
        "The medicine is off the market.",
        True,
    )
    assert content_version() > number
    assert index.out_of_step() == []


def test_a_planned_withdrawal_that_was_cancelled_does_not_happen(administrator, at):
    page = factories.make_symptom()
    actions.plan_withdrawal(page, by=administrator, reason="Out of date.", at=at)

    actions.cancel_withdrawal(page, by=administrator)

    assert due(at) == []
    assert factories.page_of(page.live).is_published
    with pytest.raises(WrongState, match="No withdrawal of this page is planned"):
        actions.cancel_withdrawal(page, by=administrator)


def test_a_withdrawal_is_planned_with_a_reason_for_the_next_twelve_months(administrator, author, at):
    page = factories.make_symptom()

    with pytest.raises(Refused, match="Say in a sentence why"):
        actions.plan_withdrawal(page, by=administrator, reason=" ", at=at)
    with pytest.raises(Refused, match="Choose a time"):
        actions.plan_withdrawal(page, by=administrator, reason="Out of date.", at=timezone.now() - HOUR)
    with pytest.raises(NotAllowed):
        actions.plan_withdrawal(page, by=author, reason="Out of date.", at=at)

    page.refresh_from_db()
    assert page.withdraw_at is None


def test_a_later_plan_takes_the_place_of_an_earlier_one(administrator, at):
    page = factories.make_symptom()
    actions.plan_withdrawal(page, by=administrator, reason="Out of date.", at=at)
    actions.plan_withdrawal(page, by=administrator, reason="Off the market.", at=at + 2 * HOUR)

    assert due(at + HOUR) == []
    assert due(at + 2 * HOUR) == [(page.slug, "withdrawn")]
    page.refresh_from_db()
    assert page.withdrawal_reason == "Off the market."


def test_a_page_that_was_withdrawn_at_once_forgets_the_plan(administrator, at):
    page = factories.make_symptom()
    actions.plan_withdrawal(page, by=administrator, reason="Out of date.", at=at)

    factories.make_withdrawn(page, by=administrator, reason="Dangerous.")

    assert page.withdraw_at is None
    assert due(at) == []
    assert page.withdrawal_reason == "Dangerous."


def test_a_text_and_a_withdrawal_of_the_same_page_leave_it_withdrawn(administrator, at):
    page = factories.make_symptom("numbness")
    planned = newer_text(page, at=at)
    actions.plan_withdrawal(page, by=administrator, reason="Out of date.", at=at + HOUR)

    assert due(at + 2 * HOUR) == [("numbness", "published"), ("numbness", "withdrawn")]

    planned.refresh_from_db()
    assert (planned.status, factories.page_of(planned).is_withdrawn) == ("approved", True)


def test_the_import_leaves_a_withdrawn_page_alone(administrator, at):
    page = factories.make_starter(Symptom)
    actions.plan_withdrawal(page, by=administrator, reason="Out of date.", at=at)
    list(actions.publish_due(at))

    with pytest.raises(WrongState, match="leaves it alone"):
        actions.import_starter(page, lambda version: None, title="Again", summary="Again.")
