"""What every template may say about the site itself."""

from django.conf import settings

SITE = {"SITE_NAME": settings.SITE_NAME, "SITE_URL": settings.SITE_URL, "EMERGENCY_NUMBERS": settings.EMERGENCY_NUMBERS}


def site(request):
    """Name, public address and emergency wording of this site, and the canonical address of the page."""
    return {**SITE, "canonical_url": settings.SITE_URL + request.path}
