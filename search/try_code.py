"""For editors: what NeuroInfo Connect answers to a code or a name, and by which row. Nothing of it is stored or counted."""

from django.contrib import admin
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from articles.codes import SYSTEMS
from search.connect import EXACT, PARENT, TEXT_EQUAL, find, wanted_of
from search.infobutton import LONGEST_VALUE, Criterion


# By POST, though nothing changes: what is asked for would stand in logs and in the browser's history.
@sensitive_post_parameters("code", "name")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request):
    """The form, and below it the pages that a hospital's system would be given."""
    system, code, name = (request.POST.get(field, "").strip()[:LONGEST_VALUE] for field in ("system", "code", "name"))
    context = {"title": _("Try a code"), "systems": SYSTEMS, "system": system, "code": code, "name": name}
    if code or name:
        wanted = wanted_of(Criterion("", code, system, name))
        found = find((wanted,), ("en",))
        context |= {"wanted": wanted, "is_tried": True, "rows": [(match.page, _reason(match)) for match in found.matches]}
    return render(request, "admin/try_code.html", {**admin.site.each_context(request), **context})


def _reason(match):
    if match.relevance == EXACT:
        return _("the row of the code itself, rank %(rank)s") % {"rank": match.page.rank}
    if match.relevance == PARENT:
        return _("the row of %(code)s, which stands for all codes below it") % {"code": match.code}
    return _("the name is one of the page's") if match.relevance == TEXT_EQUAL else _("the text holds a name of the page")
