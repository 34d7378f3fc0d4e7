"""From an address to a public page: found, moved, withdrawn, or not there."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _


class Moved(Exception):
    """The page has a new address."""

    def __init__(self, page):
        self.page = page


class Withdrawn(Exception):
    """The page was public once and is not any more."""

    def __init__(self, page):
        self.page = page


def find_public(pages, slug):
    """The published page that has, or once had, this slug, with its live text. One query.

    `pages` is a queryset of one kind. Raises Http404, `Moved` or `Withdrawn`; the middleware below answers the last two.
    """
    page = pages.with_live().filter(addresses__slug=slug, addresses__language=get_language()).first()
    if page is None or not (page.is_published or page.is_withdrawn):
        raise Http404(_("There is no page at this address."))
    if page.slug != slug:
        raise Moved(page)
    if page.is_withdrawn:
        raise Withdrawn(page)
    return page


class AddressMiddleware:
    """Answers for pages that moved (301) or were withdrawn (410, with the reason)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Moved):
            return HttpResponsePermanentRedirect(exception.page.get_absolute_url())
        if isinstance(exception, Withdrawn):
            return render(request, "410.html", {"page": exception.page}, status=410)
        return None
