"""Who may see which page of the sign-in, and where the others are sent."""

from functools import wraps
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from editorial.admin_site import for_editors
from editorial.sign_in import second_factor


def passkeys_work(request):
    """Whether browsers offer passkeys here: they are bound to a name, and an IP address is none."""
    try:
        ip_address(urlsplit(f"//{request.get_host()}").hostname)
    except ValueError:
        return True
    return False


def to_sign_in(request, next_url):
    """The answer to somebody who may not be in the admin yet: on to the step that is missing."""
    user = request.user
    if user.is_authenticated:
        if not second_factor.is_set_up(user):
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        # Signed in before the second factor was set up elsewhere: only the whole sign-in asks for it.
        logout(request)
        messages.warning(request, _("Sign in again, now with your second factor."))
    return redirect_to_login(next_url, reverse("account_login"))


def safe_next(request):
    """The page of this site that `next` names, or the admin's first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("admin:index")


def for_anyone(view):
    """A page for whoever wants to sign in or out, in the admin's look."""

    @wraps(view)
    def with_frame(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if getattr(response, "context_data", None) is not None:
            response.context_data = {**_frame(request), **response.context_data}
        return response

    return for_editors(with_frame)


def _frame(request):
    """What the admin's pages need around their content, without its lists of everything that there is."""
    return {
        "site_header": admin.site.site_header,
        "site_title": admin.site.site_title,
        "has_permission": admin.site.has_permission(request),
        "session_idle_seconds": settings.SESSION_IDLE_SECONDS,
        "passkeys_work": passkeys_work(request),
    }


def for_setting_up(view):
    """A page for staff who have no second factor yet, and for those who have proved theirs."""
    return _only_if(lambda request: second_factor.is_proved(request) or not second_factor.is_set_up(request.user), view)


def with_second_factor(view):
    """A page for staff who have proved their second factor."""
    return _only_if(second_factor.is_proved, view)


def _only_if(allowed, view):
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.user.is_authenticated and allowed(request):
            return view(request, *args, **kwargs)
        return to_sign_in(request, request.get_full_path())

    return for_anyone(guarded)
