"""E-mails to editors: written in the transaction of what they tell, posted after it. Nobody gets two about one thing."""

import logging
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial.groups import ADMINISTRATOR
from editorial.models import Editor, Letter, Page, Version
from editorial.models.version import Status

SOON = timedelta(days=60)
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"  # the one that knows permissions

logger = logging.getLogger(__name__)


def review_asked(version, event):
    """To every reviewer who did not write the text."""
    _write(
        _reviewers().exclude(pk__in=_writers(version)),
        f"event-{event.pk}",
        _("Review asked: %(title)s"),
        "review_asked",
        version=version,
        event=event,
    )


def sent_back(version, event, also=None):
    """To the author, and to `also`, a reviewer whose planned publication failed."""
    people = Editor.objects.filter(pk__in=[version.author_id, also.pk if also else None])
    _write(people, f"event-{event.pk}", _("Sent back: %(title)s"), "sent_back", version=version, event=event)


def approved(version, event):
    """To those who wrote it."""
    _write(Editor.objects.filter(pk__in=_writers(version)), f"event-{event.pk}", _("Approved: %(title)s"), "approved", version=version, event=event)


def correction_published(version, event):
    """To every other reviewer: one of them confirms it."""
    people = _reviewers().exclude(pk__in=_writers(version))
    _write(people, f"event-{event.pk}", _("Confirm within 72 hours: safety correction of %(title)s"), "correction", version=version, event=event)


def remind(today=None):
    """Writes the reminders of a day: reviews due in the next 60 days or overdue, and corrections that nobody confirmed in time.

    A page's owner is told, or the administrators where none can be reached. Returns the number of letters, which wait
    for `post`: a mail server that does not answer must not be asked again for each. Can be run any number of times.
    """
    today = today or timezone.localdate()
    before = Letter.objects.count()
    administrators = list(Editor.objects.filter(is_active=True, groups__name=ADMINISTRATOR))
    due = Page.objects.published().filter(live__review_due__lte=today + SOON).select_related("live", "owner")
    for page in due.order_by("pk").iterator(chunk_size=500):
        overdue = page.live.review_due < today
        people = [page.owner] if page.owner and page.owner.is_active and page.owner.email else administrators
        key = f"{'overdue' if overdue else 'due-soon'}-{page.pk}-{page.live.review_due}"
        subject = _("Review overdue: %(title)s") if overdue else _("Review due soon: %(title)s")
        page.live.page = page
        _write(people, key, subject, "review_due", version=page.live, overdue=overdue, at_once=False)
    unconfirmed = Version.objects.filter(status=Status.CORRECTION, live_on__isnull=False, confirm_by__lt=timezone.now()).select_related("page")
    for version in unconfirmed:
        people = {*_reviewers().exclude(pk__in=_writers(version)), *administrators}
        subject = _("Not confirmed in time: safety correction of %(title)s")
        _write(people, f"unconfirmed-{version.pk}", subject, "correction", version=version, at_once=False)
    return Letter.objects.count() - before


def post():
    """Sends what was not sent yet; returns (number sent, sentence of the last failure or "").

    Stops when the mail server fails: the rest waits. An address that is refused keeps its own letter waiting, not those of others.
    A letter is marked as sent before it is: a crash in between loses one letter, and never sends one twice.
    """
    sent, failure = 0, ""
    for letter in Letter.objects.unsent().filter(recipient__is_active=True).select_related("recipient").order_by("pk"):
        if not Letter.objects.filter(pk=letter.pk, sent_at__isnull=True).update(sent_at=timezone.now()):
            continue  # another process sends it
        try:
            EmailMessage(letter.subject, letter.body, to=[letter.recipient.email]).send()
            sent += 1
        # Django refuses an address that it cannot write as a ValueError.
        except (SMTPException, OSError, ValueError) as error:
            Letter.objects.filter(pk=letter.pk).update(sent_at=None)
            logger.warning("A letter could not be sent: %s. It is tried again by send_reminders.", error)
            failure = str(error)
            if not isinstance(error, (SMTPRecipientsRefused, ValueError)):
                break
    return sent, failure


def _write(people, key, subject, template, *, version, at_once=True, **context):
    subject = " ".join((subject % {"title": version.title}).split())
    link = settings.SITE_URL + version.get_admin_url()
    letters = []
    for person in people:
        if person.email and person.is_active:
            body = render_to_string(f"editorial/mail/{template}.txt", {"person": person, "version": version, "link": link, **context})
            letters.append(Letter(recipient=person, key=key, subject=subject, body=body))
    Letter.objects.bulk_create(letters, ignore_conflicts=True)
    if letters and at_once:
        transaction.on_commit(post, robust=True)


def _reviewers():
    return Editor.objects.with_perm("editorial.review_version", include_superusers=False, backend=MODEL_BACKEND)


def _writers(version):
    return [pk for pk in (version.author_id, *version.contributors.values_list("pk", flat=True)) if pk]
