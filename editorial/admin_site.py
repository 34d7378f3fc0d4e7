"""The admin site of the editors: its name, and what its pages may load."""

from functools import wraps

from csp.constants import NONCE, SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

# The text editor brings an import map, which needs a nonce, and sets styles on elements while one types.
EDITOR_CSP = {"script-src": [SELF, NONCE], "style-src": [SELF, UNSAFE_INLINE], "img-src": [SELF, "data:"], "font-src": [SELF]}


def for_editors(view):
    """The view with the headers that editors' pages need: what they may load, and an origin that the form check can see."""

    @wraps(view)
    def with_headers(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        # Under “no-referrer”, browsers send forms with “Origin: null”, which the check against forged forms must refuse.
        response["Referrer-Policy"] = "same-origin"
        return response

    return csp_update(EDITOR_CSP)(never_cache(with_headers))


class EditorialAdminSite(AdminSite):
    site_header = _("NeuroInfo for editors")
    site_title = _("NeuroInfo for editors")
    index_title = _("Pages, sources and people")

    def admin_view(self, view, cacheable=False):
        return for_editors(super().admin_view(view, cacheable))

    def login(self, request, extra_context=None):
        return for_editors(super().login)(request, extra_context)


class EditorialAdminConfig(AdminConfig):
    default_site = "editorial.admin_site.EditorialAdminSite"
