"""What several actions do: lock, check, move, publish, record. Only the actions call these, inside their transaction."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import publication_checks
from editorial.copying import copy_text, fingerprint
from editorial.exceptions import NotPublishable, Refused, WrongState
from editorial.models import Event, Page, Version
from editorial.models.version import TRANSITIONS, Status

REVIEW_INTERVAL = timedelta(days=730)
FARTHEST_PLAN = timedelta(days=365)
LONGEST_REASON = 1000  # characters

_listeners = []


def on_publication(listener):
    """Registers `listener(page)`: called in the same transaction whenever what readers see of a page changes."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(page):
    for listener in _listeners:
        listener(page)


def locked(page):
    # Without the live text in the same query: PostgreSQL, when it had to wait for the lock, joins the text that was live before.
    return Page.objects.select_for_update().get(pk=page.pk)


def locked_version(version):
    page = locked(version.page)
    version = Version.objects.get(pk=version.pk)
    version.page = page
    return page, version


def move_to(version, status):
    if status not in TRANSITIONS[version.status]:
        raise WrongState(
            _("This text is “%(status)s”, so that cannot be done. Reload the page to see where it stands.") % {"status": version.get_status_display()}
        )
    version.status = status


def filled(text, sentence):
    """A text without the blanks around it. Raises Refused with the sentence if there is none."""
    text = (text or "").strip()
    if not text:
        raise Refused(sentence)
    return text


def required(text, sentence):
    """A reason without the blanks around it. Raises Refused: with the sentence if there is none."""
    text = filled(text, sentence)
    if "\x00" in text:
        raise Refused(_("The reason has a character that cannot be stored. Type it again, or paste it as plain text."))
    if len(text) > LONGEST_REASON:
        raise Refused(
            _("The reason has %(number)s characters, and %(limit)s are the most. Shorten it.") % {"number": len(text), "limit": LONGEST_REASON}
        )
    return text


def require_as_shown(version, shown):
    """Refuses a decision on a text that is not the one that was shown; returns the hash of the text."""
    stored = fingerprint(version)
    if stored != shown:
        raise WrongState(_("The text was changed after you opened it, so nothing was decided. Read it again: this is how it stands now."))
    return stored


def require_up_to_date(version):
    """Refuses a draft that began before the text that readers see now: publishing it would undo what changed in between."""
    if version.is_behind and version.page.live_id is None:
        raise NotPublishable(
            [
                _(
                    "The page was withdrawn after this draft began, and publishing the draft would bring it back. If that is meant, its author says so "
                    "with “The draft holds the newer text”."
                )
            ]
        )
    if version.is_behind:
        raise NotPublishable(
            [
                _(
                    "Readers see another text now than when this draft began. Its author compares the two, takes over what changed, and confirms that "
                    "with “The draft holds the newer text”."
                )
            ]
        )


def require_publishable(version):
    found = publication_checks.problems(version)
    if found:
        raise NotPublishable(found)


def future(moment):
    """The moment, if something may be planned for it: later than now, within a year."""
    now = timezone.now()
    if not now < moment <= now + FARTHEST_PLAN:
        raise Refused(_("Choose a time in the next twelve months."))
    return moment


def review_date(review_due):
    """The day of the next review: the one given, or two years from now. Refused if it is not in the next three years."""
    today = timezone.localdate()
    review_due = review_due or today + REVIEW_INTERVAL
    problem = publication_checks.review_date_problem(review_due, today)
    if problem:
        raise NotPublishable([problem])
    return review_due


def new_version(page, *, status, title, summary, author=None):
    if status == Status.DRAFT and page.versions.open().exists():
        raise WrongState(_("This page already has a draft. Finish or discard it first."))
    if status == Status.CORRECTING and page.versions.filter(status=status).exists():
        raise WrongState(_("Somebody is already writing a safety correction of this page. Finish or discard that one first."))
    number = (page.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    model = Page.model_for(page.kind).version_model()
    return model.objects.create(
        page=page, number=number, status=status, author=author, changed_by=author, based_on=page.live, title=title, summary=summary, **model.initial()
    )


def copy(original, *, page, author, status=Status.DRAFT):
    """A new text with everything that the original says. Who wrote what no second clinician approved goes on counting as its author."""
    draft = new_version(page, status=status, author=author, title=original.title, summary=original.summary)
    copy_text(original, draft)
    draft.contributors.set(unreviewed_writers(original) - {author.pk})
    return draft


def unreviewed_writers(version):
    """Numbers of those who wrote a text that no second clinician has approved; a correction carries the review of the text before it."""
    if not version.is_unreviewed and version.status != Status.CORRECTION:
        return set()
    return {pk for pk in (version.author_id, *version.contributors.values_list("pk", flat=True)) if pk}


def publish(page, version):
    now = timezone.now()
    page.live = Version.objects.get(pk=version.pk)
    page.name = version.title
    page.published_at = now
    page.first_published_at = page.first_published_at or now
    page.owner_id = page.owner_id or version.author_id
    page.withdrawn_at = page.withdrawn_by = page.successor = None
    page.withdrawal_reason = ""
    page.save()
    tell(page)


def take_off(page, *, by, reason, successor):
    """The page shows no text any more. A plan to withdraw it is done with."""
    page.live = None
    page.withdrawn_at = timezone.now()
    page.withdrawn_by = by
    page.withdrawal_reason = reason
    page.successor = successor
    forget_plan(page)
    page.save()
    tell(page)


def forget_plan(page):
    page.withdraw_at = page.withdraw_planned_by = None
    page.withdraw_planned_reason = ""


def record(verb, page, *, by, version=None, reason="", public=False, name="", content_hash=""):
    """Adds a line to the trail and returns it. Without `by`, `name` says what acted."""
    return Event.objects.create(
        verb=verb,
        actor=by,
        actor_name=str(by) if by else name,
        actor_role=by.professional_role if by else "",
        page_number=page.pk,
        page_kind=page.kind,
        page_language=page.language,
        page_slug=page.slug,
        version_number=version.number if version else None,
        reason=reason,
        content_hash=content_hash,
        changed_public_text=public,
    )
