"""All that waits for an editor of one kind: the lists behind the panels of the admin's first page."""

from django.contrib import admin
from django.http import Http404
from django.shortcuts import render

from editorial import dashboard
from editorial.listing import letters_and_page

PER_PAGE = 50


def show(request, wanted):
    """The whole list of one panel, 50 rows a page. A panel of work that this person may not do is a 404."""
    panel = dashboard.panel(request.user, wanted)
    if panel is None:
        raise Http404
    context = letters_and_page(request, panel.things.select_related(*panel.related), per_page=PER_PAGE, by_letter=False)
    rows = [panel.row(thing) for thing in context["page_obj"]]
    return render(request, "admin/work.html", {**admin.site.each_context(request), **context, "title": panel.title, "panel": panel, "rows": rows})
