"""The admin site of the editors: its name, and what its pages may load."""

from csp.constants import NONCE, SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

# The text editor brings an import map, which needs a nonce, and sets styles on elements while one types.
EDITOR_CSP = {"script-src": [SELF, NONCE], "style-src": [SELF, UNSAFE_INLINE], "img-src": [SELF, "data:"], "font-src": [SELF]}


class EditorialAdminSite(AdminSite):
    site_header = _("NeuroInfo for editors")
    site_title = _("NeuroInfo for editors")
    index_title = _("Pages, sources and people")
    enable_nav_sidebar = True

    def admin_view(self, view, cacheable=False):
        return csp_update(EDITOR_CSP)(never_cache(super().admin_view(view, cacheable)))


class EditorialAdminConfig(AdminConfig):
    default_site = "editorial.admin_site.EditorialAdminSite"
