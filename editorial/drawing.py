"""The public page of each kind, drawn for readers from the live text and for previews from any other."""

from functools import wraps

from django.shortcuts import render
from django.views.decorators.http import require_safe

from editorial.addresses import find_public
from editorial.caching import same_for_all
from editorial.models import Page, Version

_drawings = {}


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

        @same_for_all()
        @require_safe
        @wraps(draw)
        def view(request, slug):
            template, context = draw(find_public(model, slug))
            return render(request, template, context)

        return view

    return register


def drawing_of(version):
    """The template and the context of the page of any text, public or not, as readers would see it if it were live."""
    version = Version.objects.select_related("page", "reviewer").get(pk=version.pk)
    model = Page.model_for(version.page.kind)
    page = model.objects.get(pk=version.page_id)
    own = version.own()
    own.reviewer = version.reviewer
    own.page, page.live = page, own  # never saved
    return _drawings[page.kind](page)
