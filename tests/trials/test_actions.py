"""What may be done with a record, by whom, and what is left of it in the trail."""

import pytest

from editorial.caching import content_version
from editorial.exceptions import NotAllowed, NotPublishable, WrongState
from editorial.models import Event
from tests import factories
from tests.trials.studies import patient_funded
from trials import actions
from trials.models import Trial

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def written():
    """A record in plain words that nobody has published."""
    return factories.make_trial_words(factories.import_study(factories.fresh()))


def publish(trial, by):
    return actions.publish(trial, by=by, shown=trial.fingerprint())


def rewrite(trial, by, shown=None, **changes):
    words = {name: getattr(trial, name) for name in actions.WORDS} | changes
    pages = changes.pop("condition_pages", trial.condition_pages.all())
    words.pop("condition_pages", None)
    return actions.save_words(trial, by=by, shown=shown or trial.fingerprint(), words=words, condition_pages=pages)


# --- Publishing -------------------------------------------------------------------------------------------------


def test_a_reviewer_publishes_and_the_trail_says_so(written, reviewer):
    before = content_version()

    trial = publish(written, reviewer)

    assert (trial.state, trial.published_by) == ("published", reviewer)
    event = Event.objects.first()
    assert (event.verb, event.actor, event.page_slug, event.changed_public_text) == ("trial-published", reviewer, trial.nct_id, True)
    assert content_version() > before


@pytest.mark.parametrize("role", ["reader", "author", "administrator"])
def test_nobody_else_publishes(written, request, role):
    with pytest.raises(NotAllowed, match="group “Clinical reviewer”"):
        publish(written, request.getfixturevalue(role))

    assert not Trial.objects.published().exists()
    assert not Event.objects.filter(verb__startswith="trial").exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"plain_title": " "}, "Write a plain title."),
        ({"plain_summary": ""}, "Write a plain summary of two sentences."),
        ({"cannot_tell": "\n"}, "Write what this study cannot tell."),
        ({"condition_pages": []}, "Choose a condition page that readers can see."),
        ({"asks_payment": "to-check"}, "Decide whether patients pay to take part"),
    ],
)
def test_what_is_missing_is_told_and_stops_publication(written, reviewer, changes, sentence):
    trial = rewrite(written, reviewer, **changes)

    with pytest.raises(NotPublishable) as refusal:
        publish(trial, reviewer)

    assert [problem.startswith(sentence) for problem in refusal.value.problems] == [True]
    assert not Trial.objects.published().exists()


def test_a_condition_without_a_public_page_is_not_enough(written, reviewer):
    trial = rewrite(written, reviewer, condition_pages=[factories.make_condition_draft().page])

    with pytest.raises(NotPublishable, match="Choose a condition page"):
        publish(trial, reviewer)


def test_only_what_was_on_the_screen_is_published(written, reviewer):
    shown = written.fingerprint()
    rewrite(written, reviewer, plain_title="Other words")

    with pytest.raises(WrongState, match="changed after you opened it"):
        actions.publish(written, by=reviewer, shown=shown)


def test_a_public_record_cannot_be_published_again(written, reviewer):
    trial = publish(written, reviewer)

    with pytest.raises(WrongState, match="published already"):
        publish(trial, reviewer)


# --- Words ------------------------------------------------------------------------------------------------------


def test_an_author_writes_the_words_of_a_waiting_record(written, author):
    trial = rewrite(written, author, plain_title="Tea for feet")

    assert (trial.plain_title, trial.state) == ("Tea for feet", "waiting")
    assert not Event.objects.filter(verb__startswith="trial").exists()


def test_who_may_not_write_may_not_write_here(written, reader):
    with pytest.raises(NotAllowed):
        rewrite(written, reader, plain_title="Tea for feet")


def test_an_author_does_not_change_what_readers_see(written, author, reviewer):
    trial = publish(written, reviewer)

    with pytest.raises(NotAllowed, match="change published ones"):
        rewrite(trial, author, plain_title="Tea for feet")


def test_a_reviewer_changes_a_public_record_and_readers_see_it(written, reviewer):
    trial = publish(written, reviewer)
    before = content_version()

    changed = rewrite(trial, reviewer, plain_title="Tea for feet")

    assert changed.changed_at > trial.changed_at
    assert (Event.objects.first().verb, Event.objects.first().changed_public_text) == ("trial-changed", True)
    assert content_version() > before


def test_saving_the_same_words_is_no_change(written, reviewer):
    trial = publish(written, reviewer)
    before = content_version()

    rewrite(trial, reviewer)

    assert content_version() == before


def test_another_condition_page_is_a_change(written, reviewer):
    trial = publish(written, reviewer)
    before = content_version()

    rewrite(trial, reviewer, condition_pages=[factories.make_condition()])

    assert content_version() > before


def test_a_public_record_stays_complete(written, reviewer):
    trial = publish(written, reviewer)

    with pytest.raises(NotPublishable, match="Write a plain title"):
        rewrite(trial, reviewer, plain_title="")
    with pytest.raises(NotPublishable, match="Choose a condition page"):
        rewrite(trial, reviewer, condition_pages=[])

    trial.refresh_from_db()
    assert trial.plain_title
    assert trial.condition_pages.exists()


def test_words_are_not_saved_over_those_of_somebody_else(written, author, reviewer):
    shown = written.fingerprint()
    rewrite(written, reviewer, plain_title="Theirs")

    with pytest.raises(WrongState):
        rewrite(written, author, shown=shown, plain_title="Mine")

    assert Trial.objects.get().plain_title == "Theirs"


# --- Withdrawing ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["reviewer", "administrator"])
def test_a_record_is_withdrawn_with_a_reason(request, role):
    trial, by = factories.make_trial(), request.getfixturevalue(role)
    before = content_version()

    trial = actions.withdraw(trial, by=by, reason=" It was retracted. ")

    assert (trial.state, trial.withdrawn_by, trial.withdrawal_reason) == ("withdrawn", by, "It was retracted.")
    event = Event.objects.first()
    assert (event.verb, event.reason, event.changed_public_text) == ("trial-withdrawn", "It was retracted.", True)
    assert content_version() > before


@pytest.mark.parametrize("role", ["reader", "author"])
def test_nobody_else_withdraws(request, role):
    with pytest.raises(NotAllowed):
        actions.withdraw(factories.make_trial(), by=request.getfixturevalue(role), reason="No.")

    assert Trial.objects.published().exists()


def test_a_reason_is_needed_and_a_public_record(written, reviewer):
    with pytest.raises(WrongState, match="not public"):
        actions.withdraw(written, by=reviewer, reason="No.")
    trial = publish(written, reviewer)

    with pytest.raises(Exception, match="Say in a sentence why"):
        actions.withdraw(trial, by=reviewer, reason=" ")


def test_a_withdrawn_record_can_come_back(reviewer):
    trial = actions.withdraw(factories.make_trial(), by=reviewer, reason="No.")

    trial = publish(trial, reviewer)

    assert (trial.state, trial.withdrawn_at, trial.withdrawal_reason) == ("published", None, "")


def test_a_study_that_costs_money_can_be_shown_once_that_is_decided(reviewer):
    trial = factories.make_trial(patient_funded(), asks_payment="yes")

    assert Trial.objects.published().get() == trial
