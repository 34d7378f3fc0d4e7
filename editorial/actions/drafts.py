"""Writing: from a new page or draft to the text that is sent for review."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import letters, publication_checks
from editorial.actions.steps import (
    copy,
    locked,
    locked_version,
    move_to,
    new_version,
    record,
    require_publishable,
    require_up_to_date,
    unreviewed_writers,
)
from editorial.copying import fingerprint
from editorial.exceptions import Refused, WrongState
from editorial.markup import cited_keys
from editorial.models import Citation, Event, PageAddress, Source, Version
from editorial.models.version import EDITABLE, Status
from editorial.permissions import require_own_draft, require_write


@transaction.atomic
def create_page(model, *, slug, name, by, language="en"):
    """A new page of the kind of `model` with an empty first draft; returns the draft."""
    require_write(by)
    page = add_page(model, slug=slug, name=name, language=language)
    record(Event.Verb.CREATED, page, by=by)
    draft = new_version(page, status=Status.DRAFT, author=by, title=name, summary=name)
    record(Event.Verb.DRAFTED, page, by=by, version=draft)
    return draft


def add_page(model, *, slug, name, language="en"):
    """The row of a page and of its address, without any text. For the actions and the import; inside a transaction."""
    page = model(kind=model.kind_of_page, language=language, slug=slug, name=name)
    require_good_slug(page)
    page.save()
    PageAddress.objects.create(page=page, language=language, kind=page.kind, slug=slug)
    return page


@transaction.atomic
def start_draft(page, *, by):
    """A new draft that begins as a copy of the live text, or empty for a page that other pages only name; returns it."""
    require_write(by)
    page = locked(page)
    if page.live is not None:
        draft = copy(page.live.own(), page=page, author=by)
    elif page.versions.exists():
        raise WrongState(_("This page has no live text to start from. Restore an older version instead."))
    else:
        draft = new_version(page, status=Status.DRAFT, author=by, title=page.name, summary=page.name)
    record(Event.Verb.DRAFTED, page, by=by, version=draft)
    return draft


@transaction.atomic
def restore(version, *, by):
    """A new draft that begins as a copy of an older version; returns it. It becomes public only by approval."""
    require_write(by)
    page = locked(version.page)
    draft = copy(version.own(), page=page, author=by)
    record(Event.Verb.RESTORED, page, by=by, version=draft, reason=_("From version %(number)s.") % {"number": version.number})
    return draft


def lock_for_editing(version):
    """Locks the page of a draft that is about to be saved and returns the fresh draft, so that no review can slip in between.

    Raises WrongState if it is not a draft any more. Inside a transaction.
    """
    _page, version = locked_version(version)
    if version.status not in EDITABLE:
        raise WrongState(_("This text is not a draft any more, so it was not saved. Start a new draft to change it."))
    return version


def saved(version, *, by, before):
    """Takes note of a draft that a form has just saved; returns whether anything changed since `before`, its fingerprint at the lock.

    Whoever changes a draft counts as one of its authors. A save that changes nothing leaves no trace. Inside the form's transaction.
    """
    sync_citations(version)
    after = fingerprint(version)
    if after == before:
        return False
    Version.objects.filter(pk=version.pk).update(changed_at=timezone.now(), changed_by=by)
    version.contributors.add(by)
    record(Event.Verb.SAVED, version.page, by=by, version=version, content_hash=after)
    return True


@transaction.atomic
def take_over(version, *, by):
    """The author confirms that a draft holds what changed in the text that readers see since the draft began.

    Who wrote what no second clinician approved of it, such as a correction that nobody confirmed, counts as an author of the draft too.
    """
    page, version = locked_version(version)
    require_own_draft(by, version)
    if version.status not in EDITABLE:
        raise WrongState(_("Only a draft can be changed. Ask the reviewer to send this text back first."))
    if not version.is_behind:
        raise WrongState(_("This draft already begins from the text that readers see."))
    version.based_on = page.live
    version.save()
    if page.live:
        version.contributors.add(*unreviewed_writers(page.live) - {version.author_id})
    record(Event.Verb.TAKEN_OVER, page, by=by, version=version)
    return version


@transaction.atomic
def submit(version, *, by):
    """Sends a draft for review. Refused with the list of what is missing."""
    page, version = locked_version(version)
    require_own_draft(by, version)
    move_to(version, Status.IN_REVIEW)
    sync_citations(version)
    require_up_to_date(version)
    require_publishable(version)
    version.return_reason = ""
    version.save()
    event = record(Event.Verb.SUBMITTED, page, by=by, version=version, reason=version.change_note, content_hash=fingerprint(version))
    letters.review_asked(version, event)
    return version


@transaction.atomic
def discard(version, *, by):
    """Gives a draft up. It stays on record."""
    page, version = locked_version(version)
    require_own_draft(by, version)
    move_to(version, Status.DISCARDED)
    version.save()
    record(Event.Verb.DISCARDED, page, by=by, version=version)
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


def require_good_slug(page):
    """Refuses fields that cannot be, and a slug that another page has or once had: `PageAddress` holds every slug there ever was."""
    try:
        page.clean_fields()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
    owner = PageAddress.objects.filter(language=page.language, kind=page.kind, slug=page.slug).first()
    if owner and owner.page_id != page.pk:
        raise Refused(_("“%(slug)s” belongs, or once belonged, to another page. Choose another slug.") % {"slug": page.slug})
