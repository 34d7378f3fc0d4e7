"""A public page on paper: the same text as on the screen, with a QR code of its address."""

from functools import lru_cache

from django.conf import settings
from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from editorial.addresses import Moved
from editorial.caching import same_for_all
from editorial.drawing import public_drawing


@same_for_all("size")
@require_safe
def leaflet(request, kind, slug):
    """The leaflet of the page of a kind with this slug, in large print with `?size=large`. Queries of the page itself."""
    is_large = request.GET.get("size") == "large"
    try:
        template, context = public_drawing(kind, slug)
    except Moved as moved:
        return HttpResponsePermanentRedirect(leaflet_address(moved.page) + ("?size=large" if is_large else ""))
    address = settings.SITE_URL + context["reading"].page.get_absolute_url()
    return render(request, template, {**context, "layout": "leaflet.html", "is_large": is_large, "canonical_url": address, "code": code_of(address)})


def leaflet_address(page):
    return reverse("leaflet", args=[page.kind, page.slug])


@lru_cache(maxsize=1024)
def code_of(address):
    """An inline SVG of the QR code of an address: black on white, with the quiet zone of four modules that ISO/IEC 18004 asks for."""
    import segno  # here, because its two megabytes are for leaflets only

    code = segno.make_qr(address, error="m")
    return mark_safe(code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None))  # noqa: S308 - only numbers
