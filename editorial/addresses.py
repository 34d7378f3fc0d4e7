"""From an address to a public page: found, moved, withdrawn, or not there."""

from functools import cache

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from editorial.caching import CONTENT_VERSION
from editorial.models import Editor
from editorial.prepared import Prepared

REVIEWER = ("id", "first_name", "last_name", "professional_role", "registration", "orcid", "interests")


class Moved(Exception):
    """The page has a new address."""

    def __init__(self, page):
        self.page = page


class Withdrawn(Exception):
    """The page was public once and is not any more."""

    def __init__(self, page):
        self.page = page


def find_public(model, slug):
    """The published page of the kind of `model` that has, or once had, this slug. One query.

    Its `live` is the live text as the kind's own model, with the reviewer; its `content_version` that of `editorial.caching`. Raises
    Http404, `Moved` or `Withdrawn`; the middleware below answers the last two.
    """
    page = _page_at(model, slug)
    if page is None or not (page.is_published or page.is_withdrawn):
        raise Http404(_("There is no page at this address."))
    if page.slug != slug:
        raise Moved(page)
    if page.is_withdrawn:
        raise Withdrawn(page)
    return page


def _page_at(model, slug):
    query, page_names, version_names = _query(model)
    rows = query(slug, get_language())
    if not rows:
        return None
    values = iter(rows[0])
    page = model.from_db("default", page_names, [next(values) for _name in page_names])
    version_values = [next(values) for _name in version_names]
    page.content_version = int(next(values))
    reviewer_values = list(values)
    if page.is_published:
        version = model.version_model().from_db("default", version_names, version_values)
        version.page = page
        version.reviewer = Editor.from_db("default", REVIEWER, reviewer_values) if reviewer_values[0] else None
        page.live = version
    return page


@cache
def _query(model):
    """The prepared query of a kind, and the names of the page's and the version's columns in it."""
    version_model, child = model.version_model(), model.version_child()
    page_names = [field.attname for field in model._meta.concrete_fields]
    version_fields = list(version_model._meta.concrete_fields)
    inherited = {field.attname for field in version_fields if field.model._meta.model_name == "version"}
    version_names = [field.attname for field in version_fields]
    columns = [f"live__{name}" if name in inherited or not child else f"live__{child}__{name}" for name in version_names]
    reviewer = [f"live__reviewer__{name}" for name in REVIEWER]
    return (
        Prepared(
            lambda slug, language: model.objects.filter(addresses__slug=slug, addresses__language=language).values_list(
                *page_names, *columns, CONTENT_VERSION, *reviewer
            ),
            places=2,
        ),
        page_names,
        version_names,
    )


class AddressMiddleware:
    """Answers for pages that moved (301), that another page replaces (301), or that were withdrawn (410, with the reason)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Moved):
            return HttpResponsePermanentRedirect(exception.page.get_absolute_url())
        if isinstance(exception, Withdrawn):
            return _answer_for_withdrawn(request, exception.page)
        return None


def _answer_for_withdrawn(request, page):
    successor = page.successor if page.successor_id and page.successor.is_published else None
    # What belonged to the old page, such as its history, is gone all the same.
    if successor is None or request.path != page.get_absolute_url():
        return render(request, "410.html", {"page": page}, status=410)
    return HttpResponsePermanentRedirect(successor.get_absolute_url())
