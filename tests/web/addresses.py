"""Public addresses: those that always exist, and every pattern of the site, read from the resolver itself."""

from django.urls import URLPattern, get_resolver

LISTS = ("/conditions/", "/causes/", "/symptoms/", "/articles/", "/glossary/", "/treatments/")
STATIC_PAGES = ("/about/", "/editorial-policy/", "/privacy/", "/accessibility/", "/urgent-signs/", "/tags/", "/search/", "/")
MACHINES = ("/feed.atom", "/sitemap.xml", "/sitemap-site.xml", "/robots.txt", "/.well-known/security.txt", "/healthz", "/search.json", "/favicon.ico")

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
