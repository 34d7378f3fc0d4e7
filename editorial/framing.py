"""Pages that hospitals' portals may show in a frame. All others refuse to be framed."""

from functools import wraps

from csp.constants import SELF
from django.conf import settings


def framed(view):
    """For a view whose answer the sites named by `settings.FRAME_ANCESTORS` may show in a frame."""

    @wraps(view)
    def within(*args, **kwargs):
        response = view(*args, **kwargs)
        response._csp_replace = {"frame-ancestors": settings.FRAME_ANCESTORS}
        if settings.FRAME_ANCESTORS == [SELF]:
            response["X-Frame-Options"] = "SAMEORIGIN"
        else:
            # The older header cannot name sites, and a browser that reads it would show an empty box.
            response.xframe_options_exempt = True
        return response

    within.is_framed = True  # type: ignore[attr-defined]
    return within


def is_framed(request):
    """Whether the view of this request is such a one."""
    return getattr(getattr(request.resolver_match, "func", None), "is_framed", False)
