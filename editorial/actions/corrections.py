"""Safety corrections: a small change that readers see at once, and that a second clinician confirms within three days."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import letters
from editorial.actions.steps import copy, locked, locked_version, move_to, publish, record, require_as_shown, require_publishable, require_up_to_date
from editorial.actions.steps import required as required_text
from editorial.comparison import compare
from editorial.exceptions import NotPublishable, WrongState
from editorial.models import Event
from editorial.models.version import Status
from editorial.parts import CHANGE_NOTE
from editorial.permissions import require_correct, require_own_draft, require_review

TIME_TO_CONFIRM = timedelta(hours=72)
SMALL_CHANGE_WORDS = 150  # removed and added words together: a paragraph or two


@transaction.atomic
def start_correction(page, *, by):
    """A copy of the live text for a correction, beside any draft that is pending; returns it."""
    require_correct(by)
    page = locked(page)
    if page.live is None:
        raise WrongState(_("This page is not public, so there is nothing to correct."))
    correction = copy(page.live.own(), page=page, author=by, status=Status.CORRECTING)
    record(Event.Verb.CORRECTING, page, by=by, version=correction)
    return correction


@transaction.atomic
def publish_correction(version, *, by, reason, shown):
    """Readers see the correction at once, with its reason. `shown` as in `review.approve`.

    Refused for more than a small change and for one that makes a treatment look better. The page keeps the review of the text
    that was corrected; a pending draft stays and counts as behind until its author has taken the correction over.
    """
    page, version = locked_version(version)
    require_correct(by)
    require_own_draft(by, version)
    reason = required_text(reason, _("Say in a sentence why this cannot wait for a review: readers see it."))
    if page.live is None:
        raise WrongState(_("This page is not public any more, so there is nothing to correct. Discard the correction."))
    move_to(version, Status.CORRECTION)
    version.content_hash = require_as_shown(version, shown)
    require_up_to_date(version)
    require_publishable(version)
    live = page.live
    _require_small(live, version)
    version.reviewer, version.reviewed_at, version.review_due = live.reviewer, live.reviewed_at, live.review_due
    version.correction_reason = reason
    version.confirm_by = timezone.now() + TIME_TO_CONFIRM
    version.save()
    # Who publishes it stands for it too, be it an administrator with the text of somebody else.
    version.contributors.add(by)
    publish(page, version)
    event = record(Event.Verb.CORRECTED, page, by=by, version=version, reason=reason, public=True, content_hash=shown)
    letters.correction_published(version, event)
    return version


@transaction.atomic
def confirm_correction(version, *, by, shown):
    """A second clinician confirms a safety correction. `shown` as in `review.approve`.

    The rest of the page stays as reviewed as it was: a corrected starter text is still starter text.
    """
    page, version = locked_version(version)
    require_review(by, version)
    if page.live_id != version.pk:
        raise WrongState(_("Readers see another text by now, so there is nothing to confirm."))
    move_to(version, Status.STARTER if version.is_unreviewed else Status.APPROVED)
    require_as_shown(version, shown)
    version.confirmed_by = by
    version.confirmed_at = timezone.now()
    version.save()
    record(Event.Verb.CONFIRMED, page, by=by, version=version, public=True, content_hash=shown)
    return version


def _require_small(live, version):
    comparison = compare(live, version)
    if all(change.key == CHANGE_NOTE for change in comparison.changed):
        raise WrongState(_("Nothing differs from what readers see. Save your change first."))
    problems = [str(problem) for problem in version.own().correction_problems(live.own())]
    if comparison.changed_words > SMALL_CHANGE_WORDS:
        problems.append(
            _(
                "This changes %(number)s words; a safety correction changes at most %(limit)s. Send a draft for review in the usual way, or have the page "
                "withdrawn if it is dangerous."
            )
            % {"number": comparison.changed_words, "limit": SMALL_CHANGE_WORDS}
        )
    if problems:
        raise NotPublishable(problems)
