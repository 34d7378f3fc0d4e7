"""What editors do with records: the only writers of their words and, beside the import, of their state.

Each is one transaction with a lock on the record's row and, where readers see something else afterwards, an event that says so.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import actions
from editorial.actions.steps import required
from editorial.exceptions import NotAllowed, NotPublishable, WrongState
from editorial.models import Event
from editorial.permissions import may_review, may_withdraw, require_write
from trials.models import AsksPayment, State, Trial
from trials.models.trial import WORDS


def may_publish(user):
    """Whoever may review texts may publish records, and change what readers see of them."""
    return may_review(user)


def may_take_off(user):
    return may_publish(user) or may_withdraw(user)


def problems(trial):
    """What keeps a record from being published: sentences. One query."""
    found = []
    if not trial.plain_title.strip():
        found.append(_("Write a plain title."))
    if not trial.plain_summary.strip():
        found.append(_("Write a plain summary of two sentences."))
    if not trial.cannot_tell.strip():
        found.append(_("Write what this study cannot tell."))
    if not trial.condition_pages.published().exists():
        found.append(_("Choose a condition page that readers can see."))
    if trial.asks_payment == AsksPayment.TO_CHECK:
        found.append(_("Decide whether patients pay to take part: read the sentences that may mean it, and choose “no” or “yes”."))
    return found


@transaction.atomic
def publish(trial, *, by, shown):
    """Shows a record to readers. `shown` is the fingerprint of what was on the screen."""
    _require_publish(by)
    trial = _locked(trial)
    if trial.is_published:
        raise WrongState(_("This record is published already."))
    _require_as_shown(trial, shown)
    _require_complete(trial)
    now = timezone.now()
    trial.state = State.PUBLISHED
    trial.published_at = trial.changed_at = now
    trial.published_by = by
    trial.withdrawn_at = trial.withdrawn_by = None
    trial.withdrawal_reason = ""
    trial.save()
    actions.trial_changed(Event.Verb.TRIAL_PUBLISHED, trial.nct_id, by=by, public=True)
    return trial


@transaction.atomic
def withdraw(trial, *, by, reason):
    """Takes a record off the site; its address then answers 404."""
    if not may_take_off(by):
        raise NotAllowed(_("You may not withdraw trial records. Ask a clinical reviewer or an administrator."))
    reason = required(reason, _("Say in a sentence why the record is withdrawn."))
    trial = _locked(trial)
    if not trial.is_published:
        raise WrongState(_("This record is not public, so it cannot be withdrawn."))
    take_off(trial, by=by, reason=reason)
    trial.save()
    return trial


def take_off(trial, *, by, reason):
    """Marks a published record as withdrawn, by an import if `by` is None, and records it. Inside a transaction; the caller saves."""
    trial.state = State.WITHDRAWN
    trial.withdrawn_at = timezone.now()
    trial.withdrawn_by = by
    trial.withdrawal_reason = reason
    actions.trial_changed(Event.Verb.TRIAL_WITHDRAWN, trial.nct_id, by=by, reason=reason, public=True)


@transaction.atomic
def save_words(trial, *, by, shown, words, condition_pages):
    """Stores what an editor wrote: `words` by the names in `WORDS`. On a published record readers see it at once."""
    require_write(by)
    trial = _locked(trial)
    if trial.is_published:
        _require_publish(by)
    _require_as_shown(trial, shown)
    before = trial.fingerprint()
    for name in WORDS:
        setattr(trial, name, words[name])
    trial.condition_pages.set(condition_pages)
    if trial.is_published:
        _require_complete(trial)
        if trial.fingerprint() != before:
            trial.changed_at = timezone.now()
            actions.trial_changed(Event.Verb.TRIAL_CHANGED, trial.nct_id, by=by, public=True)
    trial.save()
    return trial


def _locked(trial):
    return Trial.objects.select_for_update().get(pk=trial.pk)


def _require_publish(user):
    if not may_publish(user):
        raise NotAllowed(
            _("You may not publish trial records or change published ones. Ask an administrator to add you to the group “Clinical reviewer”.")
        )


def _require_as_shown(trial, shown):
    if trial.fingerprint() != shown:
        raise WrongState(_("The record was changed after you opened it, so nothing was done. Read it again: this is how it stands now."))


def _require_complete(trial):
    found = problems(trial)
    if found:
        raise NotPublishable(found)
