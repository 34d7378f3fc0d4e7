"""The admin site of the editors: its name, and what its pages may load."""

from functools import wraps

from csp.constants import NONCE, SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.admin import AdminSite, site
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import BadRequest
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

# The text editor brings an import map, which needs a nonce, and sets styles on elements while one types.
EDITOR_CSP = {"script-src": [SELF, NONCE], "style-src": [SELF, UNSAFE_INLINE], "img-src": [SELF, "data:"], "font-src": [SELF]}


def for_editors(view):
    """The view with the headers that editors' pages need: what they may load, and an origin that the form check can see."""

    @wraps(view)
    def with_headers(request, *args, **kwargs):
        if any("\x00" in value for _name, values in request.GET.lists() for value in values):
            raise BadRequest  # PostgreSQL can neither store nor look for it
        response = view(request, *args, **kwargs)
        # Under “no-referrer”, browsers send forms with “Origin: null”, which the check against forged forms must refuse.
        response["Referrer-Policy"] = "same-origin"
        if response.status_code == 405:
            response.content = _("This address only takes what a form sends. Go back, and use the button there.")
        return response

    return csp_update(EDITOR_CSP)(never_cache(with_headers))


class EditorialAdminSite(AdminSite):
    site_header = _("NeuroInfo for editors")
    site_title = _("NeuroInfo for editors")
    index_title = _("Pages, sources and people")
    enable_nav_sidebar = False  # the width is for the text and what stands beside it

    def has_permission(self, request):
        """Staff, superusers too, whose session has proved a second factor."""
        # This module is read before models can be.
        from editorial.sign_in import second_factor

        return super().has_permission(request) and second_factor.is_proved(request)

    def each_context(self, request):
        return {**super().each_context(request), "session_idle_seconds": settings.SESSION_IDLE_SECONDS}

    def admin_view(self, view, cacheable=False):
        return for_editors(super().admin_view(view, cacheable))

    def index(self, request, extra_context=None):
        from editorial import dashboard
        from editorial.own_pages import own_pages

        work = {"title": _("What waits for you"), "panels": dashboard.panels(request.user), "own_pages": own_pages(request.user)}
        return super().index(request, {**work, **(extra_context or {})})

    def get_urls(self):
        from editorial import kept_texts, sessions
        from editorial.admin.urls import own_urls

        return [
            path("stay/", self.admin_view(sessions.stay), name="stay"),
            path("kept/", self.admin_view(kept_texts.show), name="kept"),
            *own_urls(self),
            *super().get_urls(),
        ]

    def login(self, request, extra_context=None):
        from editorial.sign_in.guards import safe_next, to_sign_in

        if self.has_permission(request):
            return HttpResponseRedirect(safe_next(request))
        return never_cache(to_sign_in)(request, safe_next(request))

    def logout(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("account_logout"))

    def password_change(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("account_change_password"))


class EditorialAdminConfig(AdminConfig):
    default_site = "editorial.admin_site.EditorialAdminSite"

    def ready(self):
        super().ready()
        # allauth registers them. One holds secrets of people's apps, and the other nothing: the site sends no e-mail.
        from allauth.account.models import EmailAddress
        from allauth.mfa.models import Authenticator

        site.unregister([EmailAddress, Authenticator])
