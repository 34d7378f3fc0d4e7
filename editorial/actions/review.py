"""Reviewing: what another clinician than its authors decides on a text, and what is said of it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import instruments, letters
from editorial.actions.steps import (
    filled,
    future,
    locked,
    locked_version,
    move_to,
    publish,
    record,
    require_as_shown,
    require_publishable,
    require_up_to_date,
    required,
    review_date,
)
from editorial.copying import fingerprint
from editorial.exceptions import Refused, WrongState
from editorial.models import Comment, Event, Rating
from editorial.models.review import LONGEST_COMMENT
from editorial.models.version import Status
from editorial.permissions import require_comment, require_review

MOST_GUEST_COMMENTS = 50  # on one text: whoever has a link can comment


@transaction.atomic
def return_to_author(version, *, by, reason):
    """Sends a text back to its author with a reason: one in review, or one that waits for its time."""
    page, version = locked_version(version)
    require_review(by, version)
    reason = required(reason, _("Say in a sentence what should change."))
    move_to(version, Status.RETURNED)
    send_back(version, reason)
    event = record(Event.Verb.RETURNED, page, by=by, version=version, reason=reason)
    letters.sent_back(version, event)
    return version


def send_back(version, reason):
    """A text that was sent back is not reviewed any more, and waits for nothing."""
    version.return_reason = reason
    version.reviewer = version.reviewed_at = version.review_due = version.publish_at = None
    version.content_hash = ""
    version.save()


@transaction.atomic
def approve(version, *, by, shown, publish_at=None, review_due=None):
    """A clinician who wrote none of the text approves it: it becomes what readers see, at once or at `publish_at`.

    `shown` is the fingerprint of what this person was shown. If the stored text differs by a letter, the approval is refused.
    `review_due` is the day of the next review, by default two years from now, at most three.
    """
    page, version = locked_version(version)
    require_review(by, version)
    if version.status == Status.CORRECTION:
        raise WrongState(_("Readers see this safety correction already. Confirm it, or start a draft to change it."))
    move_to(version, Status.SCHEDULED if publish_at else Status.APPROVED)
    version.content_hash = require_as_shown(version, shown)
    require_up_to_date(version)
    require_publishable(version)
    version.reviewer = by
    version.reviewed_at = timezone.now()
    version.review_due = review_date(review_due)
    version.publish_at = future(publish_at) if publish_at else None
    version.save()
    if publish_at:
        when = timezone.localtime(version.publish_at).strftime("%Y-%m-%d %H:%M %Z")
        event = record(Event.Verb.SCHEDULED, page, by=by, version=version, reason=when, content_hash=shown)
    else:
        publish(page, version)
        event = record(Event.Verb.APPROVED, page, by=by, version=version, reason=version.change_note, public=True, content_hash=shown)
    letters.approved(version, event)
    return version


@transaction.atomic
def check_current(page, *, by, shown, review_due=None):
    """“Checked, still right”: a reviewer confirms the live text as it is. It gets a new date of review.

    `shown` and `review_due` as in `approve`. Not for starter text: that becomes a reviewed text by a draft and its approval.
    """
    page = locked(page)
    version = page.live
    if version is None or version.status != Status.APPROVED:
        raise WrongState(_("Only an approved text that readers see can be confirmed. For any other, start a draft and send it for review."))
    version.page = page
    require_review(by, version)
    version.content_hash = require_as_shown(version, shown)
    require_publishable(version)
    version.reviewer = by
    version.reviewed_at = timezone.now()
    version.review_due = review_date(review_due)
    version.save()
    record(Event.Verb.CHECKED, page, by=by, version=version, public=True, content_hash=shown)
    return version


@transaction.atomic
def comment(version, *, text, by=None, guest="", place=""):
    """Adds what an editor (`by`), or a guest with a preview link, says of a text on its way or of its section `place`."""
    page, version = locked_version(version)
    if by is not None:
        require_comment(by)
    if not version.is_on_its_way:
        raise WrongState(_("This text is decided on, so comments are closed."))
    if by is None and version.comments.filter(author=None).count() >= MOST_GUEST_COMMENTS:
        raise Refused(
            _("Guests have made %(number)s comments on this text, and no more are taken. Write to the person who sent you the link.")
            % {"number": MOST_GUEST_COMMENTS}
        )
    text = filled(text, _("Write the comment."))
    guest = "" if by else filled(guest, _("Give your name, so that the authors know whose comment it is."))
    made = Comment(version=version, text=text, author=by, guest=guest, place=place)
    if len(made.text) > LONGEST_COMMENT:  # the model leaves this to forms
        raise Refused(_("Write at most %(number)s characters.") % {"number": LONGEST_COMMENT})
    try:
        made.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
    made.save()
    record(Event.Verb.COMMENTED, page, by=by, name=_("%(name)s (guest)") % {"name": made.guest}, version=version, reason=made.text[:500])
    return made


@transaction.atomic
def share(version, *, by):
    """Takes note that somebody made a preview link of a text on its way, and refuses one for any other."""
    page, version = locked_version(version)
    require_comment(by)
    if not version.is_on_its_way:
        raise WrongState(_("Only a text on its way has a preview link. Readers see the live text at its own address."))
    record(Event.Verb.SHARED, page, by=by, version=version)
    return version


@transaction.atomic
def rate(version, *, by, instrument, answers):
    """Stores one person's answers to a checklist: {item id: answer}; an empty answer takes an earlier one back.

    Each keeps the hash of the text that was rated. Raises Refused for an item or an answer that the checklist does not have.
    """
    page, version = locked_version(version)
    require_comment(by)
    items = {item.id: item for item in instrument.items}
    wrong = [item for item, answer in answers.items() if item not in items or (answer and answer not in items[item].answers)]
    if wrong:
        raise Refused(_("The checklist has no such item or answer: %(item)s. Reload the page.") % {"item": wrong[0]})
    content_hash = fingerprint(version)
    for item, answer in answers.items():
        mine = Rating.objects.filter(version=version, rater=by, item=item)
        if not answer:
            mine.delete()
        else:
            Rating.objects.update_or_create(
                version=version, rater=by, item=item, defaults={"answer": answer, "instrument": instrument.id, "content_hash": content_hash}
            )
    record(Event.Verb.RATED, page, by=by, version=version, reason=instrument.name, content_hash=content_hash)
    return instruments.score(instrument, dict(version.ratings.filter(rater=by, instrument=instrument.id).values_list("item", "answer")))
