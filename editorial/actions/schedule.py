"""What was planned for a time, done when the time has come."""

import logging
from dataclasses import dataclass

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import letters
from editorial.actions.review import send_back
from editorial.actions.steps import (
    locked,
    locked_version,
    move_to,
    publish,
    record,
    require_as_shown,
    require_publishable,
    require_up_to_date,
    take_off,
)
from editorial.exceptions import Refused
from editorial.models import Event, Page, Version
from editorial.models.version import Status

logger = logging.getLogger(__name__)


@dataclass
class Done:
    """One thing that was due: the page, what was done ("published", "withdrawn", "sent back" or "failed"), and why not."""

    page: Page
    what: str
    why: str = ""


def publish_due(now=None):
    """Publishes and withdraws what is due at `now`, each in a transaction of its own; yields a `Done` for each.

    What a missed run left is done by the next; two runs at once do each thing once. A text that may not be published any more
    goes back to its author with the reason, and the rest is done all the same.
    """
    now = now or timezone.now()
    texts = Version.objects.filter(status=Status.SCHEDULED, publish_at__lte=now).order_by("publish_at", "pk")
    for version in texts.select_related("page"):
        yield from _tried(_publish_one, version, version.page, now)
    for page in Page.objects.published().filter(withdraw_at__lte=now).order_by("withdraw_at", "pk"):
        yield from _tried(_withdraw_one, page, page, now)


def _tried(do, thing, page, now):
    """What was done, if anything. A mistake of ours in one text must not hold up all others for ever."""
    try:
        done = do(thing, now)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("What was planned for %s could not be done.", page)
        done = Done(page, "failed", _("The log says why. It is tried again."))
    if done:
        yield done


@transaction.atomic
def _publish_one(version, now):
    page, version = locked_version(version)
    if version.status != Status.SCHEDULED or version.publish_at > now:
        return None  # another run, or a reviewer, was here first
    try:
        require_as_shown(version, version.content_hash)
        require_up_to_date(version)
        require_publishable(version)
    except Refused as refusal:
        return _give_back(page, version, refusal)
    move_to(version, Status.APPROVED)
    version.save()
    publish(page, version)
    name, reason = _("Schedule"), version.change_note
    record(Event.Verb.PUBLISHED, page, by=None, name=name, version=version, reason=reason, public=True, content_hash=version.content_hash)
    return Done(page, "published")


def _give_back(page, version, refusal):
    why = _("It could not be published at the planned time. %(why)s") % {"why": refusal}
    reviewer = version.reviewer
    move_to(version, Status.RETURNED)
    send_back(version, why)
    event = record(Event.Verb.RETURNED, page, by=None, name=_("Schedule"), version=version, reason=why)
    letters.sent_back(version, event, also=reviewer)
    return Done(page, "sent back", str(refusal))


@transaction.atomic
def _withdraw_one(page, now):
    page = locked(page)
    if page.live_id is None or page.withdraw_at is None or page.withdraw_at > now:
        return None
    reason = page.withdraw_planned_reason
    take_off(page, by=page.withdraw_planned_by, reason=reason, successor=None)
    record(Event.Verb.WITHDRAWN, page, by=None, name=_("Schedule"), reason=reason, public=True)
    return Done(page, "withdrawn")
