"""A public page on paper: the same text as on the screen, with a QR code of its address. To print in the browser, and as a PDF file."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editorial.addresses import Moved
from editorial.caching import same_for_all
from editorial.drawing import public_drawing
from editorial.pdf import Busy, NotSetUp, etag_of, pdf_of

SECONDS_UNTIL_FREE = 5


@same_for_all("size")
@require_safe
def leaflet(request, kind, slug):
    """The leaflet of the page of a kind with this slug, in large print with `?size=large`. Queries of the page itself."""
    return _leaflet(request, "leaflet", kind, slug, render)


@require_safe
def leaflet_pdf(request, kind, slug):
    """The same as a PDF file; where there can be none just now or at all, a page with the status 503 that leads to the leaflet."""
    return _leaflet(request, "leaflet_pdf", kind, slug, _render_pdf)


def _leaflet(request, name, kind, slug, answer):
    """`answer(request, template, context)` for the leaflet of a page. `name` is that of the address, for pages that have moved."""
    is_large = request.GET.get("size") == "large"
    try:
        template, context = public_drawing(kind, slug)
    except Moved as moved:
        return HttpResponsePermanentRedirect(reverse(name, args=[moved.page.kind, moved.page.slug]) + ("?size=large" if is_large else ""))
    address = settings.SITE_URL + context["reading"].page.get_absolute_url()
    name_of_code = _("QR code of the address %(address)s") % {"address": address}
    paper = {"layout": "leaflet.html", "is_large": is_large, "canonical_url": address, "code": code_of(address, name_of_code)}
    return answer(request, template, {**context, **paper, "name_of_code": name_of_code})


def _render_pdf(request, template, context):
    style = Path(finders.find("leaflet.css")).read_text(encoding="utf-8")
    html = render_to_string(template, {**context, "style": mark_safe(style)}, request)  # noqa: S308 - a file of the project
    try:
        return _file(request, html, context["reading"].page.slug + ("-large-print" if context["is_large"] else ""))
    except (Busy, NotSetUp) as refusal:
        return _no_file(request, context, is_busy=isinstance(refusal, Busy))


def _file(request, html, name):
    etag = etag_of(html)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(pdf_of(html, settings.SITE_URL + request.path), content_type="application/pdf")
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _no_file(request, context, is_busy):
    response = render(request, "no_pdf.html", {"reading": context["reading"], "is_large": context["is_large"], "is_busy": is_busy}, status=503)
    response["Cache-Control"] = "no-store"
    if is_busy:
        response["Retry-After"] = str(SECONDS_UNTIL_FREE)
    return response


@lru_cache(maxsize=1024)
def code_of(address, name):
    """An inline SVG of the QR code of an address: black on white, with the quiet zone of four modules that ISO/IEC 18004 asks for."""
    import segno  # here, because its two megabytes are for leaflets only

    code = segno.make_qr(address, error="m")
    drawn = code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None, title=name)
    return mark_safe(drawn)  # noqa: S308 - numbers, and the name, which is escaped
