"""The verbs of publishing: the only writers of `Version.status` and `Page.live`.

Each is one transaction with a lock on the page's row and an `Event`. Each takes `by`, the person who acts, and raises a
`Refused` whose sentence says what to do instead.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import publication_checks
from editorial.copying import copy_text
from editorial.exceptions import NotPublishable, Refused, WrongState
from editorial.markup import cited_keys
from editorial.models import Citation, Event, Page, PageAddress, Source, Version
from editorial.models.version import EDITABLE, TRANSITIONS, Status
from editorial.permissions import require_own_draft, require_review, require_withdraw, require_write

REVIEW_INTERVAL = timedelta(days=730)

_listeners = []


def on_publication(listener):
    """Registers `listener(page)`: called in the same transaction whenever what readers see of a page changes."""
    if listener not in _listeners:
        _listeners.append(listener)


@transaction.atomic
def create_page(model, *, slug, name, by, language="en"):
    """A new page of the kind of `model` with an empty first draft; returns the draft."""
    require_write(by)
    page = add_page(model, slug=slug, name=name, language=language)
    _record(Event.Verb.CREATED, page, by=by)
    draft = _new_version(page, status=Status.DRAFT, author=by, title=name, summary=name)
    _record(Event.Verb.DRAFTED, page, by=by, version=draft)
    return draft


def add_page(model, *, slug, name, language="en"):
    """The row of a page and of its address, without any text. For the actions and the import; inside a transaction."""
    page = model(kind=model.kind_of_page, language=language, slug=slug, name=name)
    _require_good_slug(page)
    page.save()
    PageAddress.objects.create(page=page, language=language, kind=page.kind, slug=slug)
    return page


@transaction.atomic
def start_draft(page, *, by):
    """A new draft that begins as a copy of the live text, or empty for a page that other pages only name; returns it."""
    require_write(by)
    page = _locked(page)
    if page.live is not None:
        draft = _copy(page.live.own(), author=by)
    elif page.versions.exists():
        raise WrongState(_("This page has no live text to start from. Restore an older version instead."))
    else:
        draft = _new_version(page, status=Status.DRAFT, author=by, title=page.name, summary=page.name)
    _record(Event.Verb.DRAFTED, page, by=by, version=draft)
    return draft


@transaction.atomic
def restore(version, *, by):
    """A new draft that begins as a copy of an older version; returns it. It becomes public only by approval."""
    require_write(by)
    page = _locked(version.page)
    draft = _copy(version.own(), author=by)
    _record(Event.Verb.RESTORED, page, by=by, version=draft, reason=_("From version %(number)s.") % {"number": version.number})
    return draft


@transaction.atomic
def submit(version, *, by):
    """Sends a draft for review. Refused with the list of what is missing."""
    page, version = _locked_version(version)
    require_own_draft(by, version)
    sync_citations(version)
    _require_publishable(version)
    _move(version, Status.IN_REVIEW)
    version.return_reason = ""
    version.save()
    _record(Event.Verb.SUBMITTED, page, by=by, version=version)
    return version


@transaction.atomic
def return_to_author(version, *, by, reason):
    """Sends a text back to its author with a reason."""
    page, version = _locked_version(version)
    require_review(by, version)
    reason = _required(reason, _("Say in a sentence what should change."))
    _move(version, Status.RETURNED)
    version.return_reason = reason
    version.save()
    _record(Event.Verb.RETURNED, page, by=by, version=version, reason=reason)
    return version


@transaction.atomic
def approve(version, *, by):
    """A clinician who did not write the text approves it: it becomes what readers see."""
    page, version = _locked_version(version)
    require_review(by, version)
    sync_citations(version)
    _require_publishable(version)
    _move(version, Status.APPROVED)
    version.reviewer = by
    version.reviewed_at = timezone.now()
    version.review_due = (version.reviewed_at + REVIEW_INTERVAL).date()
    version.save()
    _publish(page, version)
    _record(Event.Verb.APPROVED, page, by=by, version=version, public=True)
    return version


@transaction.atomic
def discard(version, *, by):
    """Gives a draft up. It stays on record."""
    page, version = _locked_version(version)
    require_own_draft(by, version)
    _move(version, Status.DISCARDED)
    version.save()
    _record(Event.Verb.DISCARDED, page, by=by, version=version)
    return version


@transaction.atomic
def withdraw(page, *, by, reason):
    """Takes a page off the site. Its address then answers 410 Gone with the reason; approving a restored text brings it back."""
    require_withdraw(by)
    reason = _required(reason, _("Say in a sentence why the page is withdrawn: readers see it."))
    page = _locked(page)
    if page.live is None:
        raise WrongState(_("This page is not public, so it cannot be withdrawn."))
    page.live = None
    page.withdrawn_at = timezone.now()
    page.withdrawn_by = by
    page.withdrawal_reason = reason
    page.save()
    _record(Event.Verb.WITHDRAWN, page, by=by, reason=reason, public=True)
    _tell(page)
    return page


@transaction.atomic
def move(page, *, to, by):
    """Gives a page a new slug. The old address redirects to it for ever."""
    require_withdraw(by)
    page = _locked(page)
    old, page.slug = page.slug, to
    _require_good_slug(page)
    page.save()
    PageAddress.objects.get_or_create(page=page, language=page.language, kind=page.kind, slug=to)
    _record(Event.Verb.MOVED, page, by=by, reason=_("From %(old)s.") % {"old": old}, public=page.is_published)
    _tell(page)
    return page


def names_changed(page, *, by):
    """Records that the search words of a page changed, so that every process reads them afresh. Inside a transaction."""
    _record(Event.Verb.NAMED, page, by=by, public=True)


def source_changed(source, *, by):
    """Records that a source was corrected: every page that cites it shows it at once. Inside a transaction."""
    Event.objects.create(
        verb=Event.Verb.SOURCE_CHANGED,
        actor=by,
        actor_name=by.get_full_name() or by.get_username(),
        page_slug=source.key,
        changed_public_text=True,
    )


def import_starter(page, write, *, title, summary):
    """The import's own verb: makes starter text live without a clinical review, inside the import's transaction.

    `write(version)` fills the new version. Refused once an editor has touched the page, so that it can never replace a person's work.
    """
    page = _locked(page)
    if page.versions.touched_by_editors().exists() or page.is_withdrawn:
        raise WrongState(_("An editor has worked on this page: the import leaves it alone."))
    version = _new_version(page, status=Status.STARTER, title=title, summary=summary)
    write(version)
    sync_citations(version)
    _publish(page, version)
    _record(Event.Verb.IMPORTED, page, by=None, version=version, public=True)
    return version


def import_draft(page, write, *, title, summary, by):
    """The import's verb for a page that an editor has touched: a new draft for review, inside the import's transaction."""
    require_write(by)
    page = _locked(page)
    version = _new_version(page, status=Status.DRAFT, author=by, title=title, summary=summary)
    write(version)
    sync_citations(version)
    _record(Event.Verb.DRAFTED, page, by=by, version=version, reason=_("Imported."))
    return version


def lock_for_editing(version):
    """Locks the page of a draft that is about to be saved and returns the fresh draft, so that no review can slip in between.

    Raises WrongState if it is not a draft any more. Inside a transaction.
    """
    _page, version = _locked_version(version)
    if version.status not in EDITABLE:
        raise WrongState(_("This text is not a draft any more, so it was not saved. Start a new draft to change it."))
    return version


def sync_citations(version):
    """Makes the list of sources follow the [@key] markers and the rows of a version. Entries that an editor annotated stay."""
    keys = cited_keys(version.summary)
    for section in version.sections.all():
        keys += cited_keys(section.body)
    keys += publication_checks.row_source_keys(version.own())
    wanted = {source.key: source for source in Source.objects.filter(key__in=keys)}
    cited = {citation.source.key: citation for citation in version.citations.select_related("source")}
    for citation in cited.values():
        if citation.source.key not in wanted and not citation.claim and not citation.locator:
            citation.delete()
    missing = [key for key in dict.fromkeys(keys) if key in wanted and key not in cited]
    Citation.objects.bulk_create(Citation(version=version, source=wanted[key]) for key in missing)


def _locked(page):
    # Without the live text in the same query: PostgreSQL, when it had to wait for the lock, joins the text that was live before.
    return Page.objects.select_for_update().get(pk=page.pk)


def _locked_version(version):
    page = _locked(version.page)
    version = Version.objects.get(pk=version.pk)
    version.page = page
    return page, version


def _move(version, to):
    if to not in TRANSITIONS[version.status]:
        raise WrongState(
            _("This text is “%(status)s”, so that cannot be done. Reload the page to see where it stands.") % {"status": version.get_status_display()}
        )
    version.status = to


def _require_good_slug(page):
    owner = PageAddress.objects.filter(language=page.language, kind=page.kind, slug=page.slug).first()
    if owner and owner.page_id != page.pk:
        raise Refused(_("“%(slug)s” belongs, or once belonged, to another page. Choose another slug.") % {"slug": page.slug})
    try:
        page.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None


def _required(text, sentence):
    text = (text or "").strip()
    if not text:
        raise Refused(sentence)
    return text


def _require_publishable(version):
    found = publication_checks.problems(version)
    if found:
        raise NotPublishable(found)


def _new_version(page, *, status, title, summary, author=None):
    if status in EDITABLE and page.versions.open().exists():
        raise WrongState(_("This page already has a draft. Finish or discard it first."))
    number = (page.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    model = Page.model_for(page.kind).version_model()
    return model.objects.create(page=page, number=number, status=status, author=author, title=title, summary=summary, **model.initial())


def _copy(original, *, author):
    """A draft with everything that the original says."""
    draft = _new_version(original.page, status=Status.DRAFT, author=author, title=original.title, summary=original.summary)
    copy_text(original, draft)
    return draft


def _publish(page, version):
    now = timezone.now()
    page.live = Version.objects.get(pk=version.pk)
    page.name = version.title
    page.published_at = now
    page.first_published_at = page.first_published_at or now
    page.withdrawn_at = page.withdrawn_by = None
    page.withdrawal_reason = ""
    page.save()
    _tell(page)


def _tell(page):
    for listener in _listeners:
        listener(page)


def _record(verb, page, *, by, version=None, reason="", public=False):
    Event.objects.create(
        verb=verb,
        actor=by,
        actor_name=(by.get_full_name() or by.get_username()) if by else _("Starter library"),
        page_kind=page.kind,
        page_language=page.language,
        page_slug=page.slug,
        version_number=version.number if version else None,
        reason=reason,
        changed_public_text=public,
    )
