"""The public page of each kind, drawn for readers from the live text and for previews from any other."""

from functools import wraps

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editorial.addresses import find_public
from editorial.caching import same_for_all
from editorial.models import Page, Version

_drawings = {}
_with_pages = {}  # models of the kinds whose pages have an address of their own


def draws(model):
    """Registers `draw(page)` for the kind of `model`: it returns the template and the context for the text in `page.live`."""

    def register(draw):
        _drawings[model.kind_of_page.value] = draw
        return draw

    return register


def public_page(model):
    """Makes of `draw(page)`, as in `draws`, the view of the public pages of a kind, and registers it."""

    def register(draw):
        draws(model)(draw)
        _with_pages[model.kind_of_page.value] = model

        @same_for_all()
        @require_safe
        @wraps(draw)
        def view(request, slug):
            template, context = draw(find_public(model, slug))
            return render(request, template, context)

        return view

    return register


def public_drawing(kind, slug):
    """The template and the context of a public page, given the value of its kind. Raises Http404 for a kind that has no pages of its
    own, and what `find_public` raises."""
    if kind not in _with_pages:
        raise Http404(_("There is no page at this address."))
    return _drawings[kind](find_public(_with_pages[kind], slug))


def drawing_of(version):
    """The template and the context of the page of any text, public or not, as readers would see it if it were live."""
    version = Version.objects.select_related("page", "reviewer").get(pk=version.pk)
    model = Page.model_for(version.page.kind)
    page = model.objects.get(pk=version.page_id)
    own = version.own()
    own.reviewer = version.reviewer
    own.page, page.live = page, own  # never saved
    return _drawings[page.kind](page)
