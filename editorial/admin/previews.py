"""A text as its public page, for editors: in a frame of several widths, with comments and links for outside experts."""

import re

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from editorial import actions, permissions
from editorial.admin.buttons import tell
from editorial.admin.review import seen_version
from editorial.admin_site import EDITOR_CSP
from editorial.comments import CommentForm
from editorial.exceptions import Refused
from editorial.previews import Preview, draw, for_few, new_link

WIDTHS = ("320", "768", "1280")  # CSS pixels: a small telephone, a tablet, a desktop; anything else is the full width
LEADS_AWAY = re.compile(rb'<(a|form)\b(?=[^>]*\s(?:href|action)="[^#])')


def preview_urls(site):
    """The addresses of the previews, each only for people who may enter the admin."""
    own = site.admin_view
    framing = csp_update({**EDITOR_CSP, "frame-src": [SELF]})
    # The page in the frame may load what public pages may load, and nothing of the editors' scripts.
    framed = csp_replace({"frame-ancestors": [SELF]})
    return [
        path("preview/<int:pk>/", framing(own(shell)), name="preview"),
        path("preview/<int:pk>/page/", csp_update({})(framed(own(framed_page))), name="preview_page"),
        path("preview/<int:pk>/link/", framing(own(make_link)), name="preview_link"),
        path("comments/<int:pk>/", framing(own(comments)), name="comments"),
    ]


@require_safe
def shell(request, pk):
    """The frame with a choice of widths (`?width=320`), the comments, and the button for a link."""
    return _shell(request, seen_version(request, pk))


@xframe_options_sameorigin
@for_few
@require_safe
def framed_page(request, pk):
    """The drawn page. Its links leave the frame: other pages of the site refuse to stand in one."""
    response = draw(request, Preview(seen_version(request, pk)))
    response.content = LEADS_AWAY.sub(rb'<\1 target="_top"', response.content)
    return response


@require_POST
def make_link(request, pk):
    """A new link for somebody without an account, shown once."""
    version = seen_version(request, pk)
    try:
        actions.share(version, by=request.user)
    except Refused as refusal:
        tell(request, refusal)
        return HttpResponseRedirect(reverse("admin:preview", args=[pk]))
    link, ends = new_link(version)
    return _shell(request, version, link=link, link_ends=ends)


@require_POST
def comments(request, pk):
    """Stores an editor's comment; back to where it was written. What is refused stays in the form of the preview."""
    version = seen_version(request, pk)
    form = CommentForm(request.POST, version=version)
    if not form.is_valid() or form.save(by=request.user) is None:
        return _shell(request, version, bound_comment=form)
    messages.success(request, _("The comment was added."))
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("admin:preview", args=[pk])
    return HttpResponseRedirect(f"{back}#comments")


def _shell(request, version, **extra):
    width = request.GET.get("width", "")
    context = {
        **admin.site.each_context(request),
        "title": _("Preview: %(title)s") % {"title": version.title},
        "version": version,
        "form_url": version.get_admin_url(),
        "width": width if width in WIDTHS else "",
        "widths": WIDTHS,
        "comments": version.comments.select_related("author"),
        "on_its_way": version.is_on_its_way,
        "may_share": version.is_on_its_way and (permissions.may_write(request.user) or permissions.may_review(request.user)),
        "preview": Preview(version),
        **extra,
    }
    return render(request, "admin/preview.html", context)
