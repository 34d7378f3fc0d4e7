"""The verbs of the import of content libraries. Both run inside the import's transaction."""

from django.utils.translation import gettext as _

from editorial.actions.drafts import sync_citations
from editorial.actions.steps import locked, new_version, publish, record
from editorial.exceptions import WrongState
from editorial.models import Event
from editorial.models.version import Status
from editorial.permissions import require_write


def import_starter(page, write, *, title, summary):
    """Makes starter text live without a clinical review.

    `write(version)` fills the new version. Refused once an editor has touched the page, so that it can never replace a person's work.
    """
    page = locked(page)
    if page.versions.touched_by_editors().exists() or page.is_withdrawn:
        raise WrongState(_("An editor has worked on this page: the import leaves it alone."))
    version = new_version(page, status=Status.STARTER, title=title, summary=summary)
    write(version)
    sync_citations(version)
    publish(page, version)
    record(Event.Verb.IMPORTED, page, by=None, name=_("Starter library"), version=version, public=True)
    return version


def import_draft(page, write, *, title, summary, by):
    """For a page that an editor has touched: a new draft for review."""
    require_write(by)
    page = locked(page)
    version = new_version(page, status=Status.DRAFT, author=by, title=title, summary=summary)
    write(version)
    sync_citations(version)
    record(Event.Verb.DRAFTED, page, by=by, version=version, reason=_("Imported."))
    return version
