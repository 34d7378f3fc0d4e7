"""How often one address may search, so that a program that asks without a pause leaves the site to everybody else.

Each process counts for itself, in memory: nothing of it is stored, and nothing is asked of the database. How the numbers were chosen
stands in docs/search.md.
"""

import time
from collections import OrderedDict
from functools import wraps
from ipaddress import ip_address
from math import ceil
from threading import Lock

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial.sign_in.lockout import client_address

MINUTE = 60.0
INEXACT = 0.001  # seconds by which a sum of thousands of small fractions may be wrong
MOST_ADDRESSES = 10_000  # that are remembered: about 3 MB
# How many of each a reader may ask for in place of one question: a suggestion comes after each few letters of it.
TIMES = {"search": 1, "suggestions": 5}


class Bucket:
    """Lets each address do something so often a minute: all at once, and again as the time passes. One thread at a time.

    Of an address only the moment is kept at which it will have been quiet for long enough. The addresses that were heard of last are
    remembered; one that is forgotten begins anew.
    """

    def __init__(self, clock=time.monotonic, most=MOST_ADDRESSES):
        self.clock, self.most = clock, most
        self.free_at = OrderedDict()
        self.lock = Lock()

    def wait(self, address, per_minute):
        """Seconds until this address may: 0.0 if it may now, which then counts."""
        apart = MINUTE / per_minute
        with self.lock:
            now = self.clock()
            free_at = max(self.free_at.pop(address, now), now) + apart
            too_soon = free_at - now - MINUTE
            refused = too_soon > INEXACT
            self.free_at[address] = free_at - apart if refused else free_at
            if len(self.free_at) > self.most:
                self.free_at.popitem(last=False)
        return too_soon if refused else 0.0


_buckets = {kind: Bucket() for kind in TIMES}
_connect = Bucket()


def limited(kind):
    """For a view of the search: who asks too often gets a page, or JSON, that says when to go on. `kind` is a key of `TIMES`."""

    def decorate(view):
        @wraps(view)
        def within_limit(request, *args, **kwargs):
            seconds = _seconds_to_wait(request, kind)
            return _too_many(request, seconds) if seconds else view(request, *args, **kwargs)

        return within_limit

    return decorate


def _seconds_to_wait(request, kind):
    address = client_address(request)
    # Without an address all readers would be one.
    if not settings.SEARCH_LIMIT_PER_MINUTE or address is None:
        return 0
    return ceil(_buckets[kind].wait(address, settings.SEARCH_LIMIT_PER_MINUTE * TIMES[kind]))


def seconds_until_connect(request):
    """Seconds until this address may ask NeuroInfo Connect again; 0 if it may now, which then counts.

    A whole hospital often has one address: that of its network is trusted. So is this machine itself: behind a proxy that tells no addresses
    all would be one.
    """
    address = client_address(request)
    if not settings.CONNECT_LIMIT_PER_MINUTE or address is None or _is_trusted(address):
        return 0
    return ceil(_connect.wait(address, settings.CONNECT_LIMIT_PER_MINUTE))


def _is_trusted(address):
    try:
        number = ip_address(address)
    except ValueError:
        return False
    return number.is_loopback or any(number in network for network in settings.CONNECT_TRUSTED_NETWORKS)


def _too_many(request, seconds):
    if request.path.endswith(".json"):
        response = JsonResponse({"error": _sentence(seconds), "emergency": _emergency()}, json_dumps_params={"ensure_ascii": False})
    else:
        response = render(request, "search/too_many.html", {"seconds": seconds, "is_form": request.method == "POST"})
    response.status_code = 429
    response["Retry-After"] = str(seconds)
    return response


def _sentence(seconds):
    sentence = ngettext(
        "Too many searches came from your address. Wait %(seconds)s second, then ask again.",
        "Too many searches came from your address. Wait %(seconds)s seconds, then ask again.",
        seconds,
    )
    return sentence % {"seconds": seconds}


def _emergency():
    return _("Emergency? Call your local emergency number (for example %(numbers)s).") % {"numbers": settings.EMERGENCY_NUMBERS}
