"""What every page tells machines of the site, and what the pages about the site itself tell, after schema.org."""

from functools import cache

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from editorial.structured_data import Head, absolute, as_json

# The pages that are the same on every site: name, description, type.
PAGES = {
    "about.html": (
        gettext_lazy("About %(site)s"),
        gettext_lazy("What you find on this site about nerve damage and what you do not, who may use it, and where its texts come from."),
        "AboutPage",
    ),
    "editorial_policy.html": (
        gettext_lazy("How we write and review"),
        gettext_lazy(
            "How a text becomes a public page here: who reviews it, what the stages and levels of certainty mean, and how mistakes are mended."
        ),
        "AboutPage",
    ),
    "privacy.html": (
        gettext_lazy("Privacy"),
        gettext_lazy("You can read everything here without telling us anything: no cookie, no account, and no words of a search are kept."),
        "WebPage",
    ),
    "accessibility.html": (
        gettext_lazy("Accessibility"),
        gettext_lazy("How this site is built for people with weak hands, pain or poor sight, what was tested, and what was not yet."),
        "WebPage",
    ),
    "offline/offline.html": (
        gettext_lazy("Offline reading"),
        gettext_lazy("How to save pages of this site on your device and read them without a connection, and how to remove them again."),
        "WebPage",
    ),
}


def page_json(head):
    """The JSON-LD of a page: the organisation, the site and what the page itself tells."""
    return as_json([*_site(get_language()), *head.nodes()])


@cache
def _site(language):
    organisation = {
        "@type": "Organization",
        "@id": absolute("/#org"),
        "name": settings.SITE_NAME,
        "url": absolute("/"),
        "logo": absolute(static("icon-512.png")),
        "publishingPrinciples": absolute(reverse("editorial_policy")),
    }
    site = {
        "@type": "WebSite",
        "@id": absolute("/#site"),
        "name": settings.SITE_NAME,
        "url": absolute("/"),
        "publisher": {"@id": absolute("/#org")},
        "inLanguage": language,
    }
    return [organisation, site]


def head_of_home(request):
    description = _(
        "Honest pages in plain words about peripheral neuropathy: symptoms, causes, conditions and every treatment approach, each with how sure we are and its sources."
    )
    return Head(settings.SITE_NAME, description, request.path)


def head_of_site_page(request, template):
    """The head of a page about the site itself, given its template; None for one that is not to be found."""
    if template not in PAGES:
        return None
    name, description, kind = PAGES[template]
    return Head(str(name) % {"site": settings.SITE_NAME}, str(description), request.path, type=kind)
