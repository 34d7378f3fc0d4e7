"""Every public address pattern of the site, read from the resolver itself."""

from django.urls import URLPattern, get_resolver

# Behind these a person signs in first: they have tests of their own.
FOR_EDITORS = ("admin/",)


def public_routes():
    """The route of each public pattern, such as "conditions/<slug:slug>/"."""
    return {route for route in _routes(get_resolver().url_patterns) if not route.startswith(FOR_EDITORS)}


def _routes(patterns, prefix=""):
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from _routes(pattern.url_patterns, route)
