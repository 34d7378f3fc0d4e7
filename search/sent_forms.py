"""How public pages take a form without a cookie."""

from functools import wraps

from django.conf import settings
from django.core.exceptions import BadRequest
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

PLAIN_FORM = "application/x-www-form-urlencoded"


def takes_a_form(view):
    """For a view that answers a form with a page and changes nothing.

    A token against forged forms needs a cookie, and readers get none. It is not needed here: nobody is signed in, nothing is stored
    and nothing is done, so a form of another site could only have words of its own shown under our name. Browsers say where a form
    comes from, and what comes from elsewhere is refused; a program that is no browser says nothing, and acts for itself. Whatever is
    shown again is escaped.

    What was sent, and what an address says that holds more than the path, is kept in no cache.
    """

    @csrf_exempt
    @sensitive_post_parameters()
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def taking(request):
        response = _answer(view, request)
        # Under “no-referrer” browsers send forms with “Origin: null”, which says nothing. To other sites this says as little.
        response["Referrer-Policy"] = "same-origin"
        if request.method == "POST" or request.GET:
            patch_cache_control(response, private=True, no_store=True)
        return response

    return taking


def _answer(view, request):
    if request.method == "POST":
        if not _is_from_here(request):
            return render(request, "search/foreign_form.html", status=403)
        # A file would be written to the disk.
        if request.content_type not in ("", PLAIN_FORM):
            raise BadRequest
    return view(request)


def _is_from_here(request):
    """Whether a form comes from a page of this site, as far as its sender says."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or origin in (f"{request.scheme}://{request.get_host()}", settings.SITE_URL)
