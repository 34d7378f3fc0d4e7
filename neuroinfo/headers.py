"""Headers of every answer that Django has no setting for, and cookies, which readers have none of."""

from http import HTTPStatus

from django.urls import reverse

# What no page of this site does. The editors' sign-in uses passkeys, which have a feature of their own that stays allowed.
FEATURES = (
    "accelerometer autoplay browsing-topics camera display-capture encrypted-media fullscreen geolocation gyroscope magnetometer microphone midi"
    " payment picture-in-picture screen-wake-lock usb xr-spatial-tracking"
).split()
HEADERS = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES),
    "Cross-Origin-Resource-Policy": "same-origin",
}


class ReadersMiddleware:
    """Readers are nobody in particular: what another program of this host, or an editor's sign-in, left in their browser is not looked at.

    So no cookie is set, deleted or varied on outside the editors' addresses.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith(reverse("admin:index")):
            request.COOKIES = {}
        return self.get_response(request)


class HeadersMiddleware:
    """Nothing may be kept without being asked for again unless it says so: a page that moved may move back, one that is gone may return."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if response.status_code != HTTPStatus.OK:
            response.headers.setdefault("Cache-Control", "no-cache")
        return response
