"""Failed tries to sign in. django-axes counts them in the database: five by name and address lock that name at that address.

Wrong codes of the second factor are counted apart from wrong passwords, under a name that nobody can type as a user name.
"""

import re
import unicodedata
from ipaddress import ip_address, ip_network
from math import ceil

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import admin
from django.db.models import Max, Sum
from django.shortcuts import render
from django.utils import timezone

from editorial.admin_site import for_editors

# Only who knows the password can try codes. Twenty wrong ones for a person, from wherever, and no code counts for a while:
# with five an address alone, somebody with many addresses could guess on.
CODES_FOR_A_PERSON = 20


def client_address(request):
    """The address that a request came from: an IPv4 address, the /64 network of an IPv6 address, or None where there is none.

    Behind a proxy it is the last entry of X-Forwarded-For, which the proxy itself wrote; what stands before it the visitor may have made up.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return _address(forwarded.rpartition(",")[2]) or _address(request.META.get("REMOTE_ADDR", ""))


def _address(text):
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    if address.version == 4:
        return str(address)
    # One subscriber has a whole network of them.
    return str(address.ipv4_mapped or ip_network((address, 64), strict=False).network_address)


def counted_name(_request, credentials):
    """The name that failed tries are counted under: without case, at most 150 characters of those that a user name may have."""
    name = unicodedata.normalize("NFKC", str((credentials or {}).get("username") or ""))
    name = re.sub(r"[^\w.@+-]", "_", name.casefold())[:150]
    return f"{name} (code)" if (credentials or {}).get("second_factor") else name


def may_try_code(request, user):
    """Whether this person may try a code from this address now. Otherwise the answer to the request becomes `locked`."""
    credentials = _code_of(user)
    if AxesProxyHandler.is_allowed(request, credentials) and _wrong_codes_of(user) < CODES_FOR_A_PERSON:
        return True
    request.axes_locked_out, request.axes_credentials = True, credentials
    return False


def code_was_wrong(request, user):
    AxesProxyHandler.user_login_failed(__name__, _code_of(user), request)


def code_was_right(request, user):
    AccessAttempt.objects.filter(username=counted_name(request, _code_of(user)), ip_address=client_address(request)).delete()


def _code_of(user):
    return {"username": user.get_username(), "second_factor": True}


def _wrong_codes_of(user):
    recent = AccessAttempt.objects.filter(username=counted_name(None, _code_of(user)), attempt_time__gte=timezone.now() - settings.AXES_COOLOFF_TIME)
    return recent.aggregate(tries=Sum("failures_since_start"))["tries"] or 0


@for_editors
def locked(request, _response, credentials):
    """The answer while a name is locked at an address. It is the same whether there is such a person or not."""
    name = counted_name(request, credentials)
    last = AccessAttempt.objects.filter(username=name).aggregate(last=Max("attempt_time"))["last"] or timezone.now()
    seconds = max(60, (last + settings.AXES_COOLOFF_TIME - timezone.now()).total_seconds())
    context = {"minutes": ceil(seconds / 60), "site_header": admin.site.site_header, "site_title": admin.site.site_title}
    response = render(request, "account/locked.html", context, status=429)
    response["Retry-After"] = str(ceil(seconds))
    return response
