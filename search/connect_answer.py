"""The feed that answers a hospital's system: docs/connect.md describes it, element by element."""

from datetime import UTC
from urllib.parse import urlencode, urlsplit
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from articles.codes import SYSTEM
from editorial.markup import without_markers
from editorial.models.version import Status
from editorial.structured_data import absolute
from editorial.xml_text import clean
from search.knowledge_response import Element, category, link, plain_text

TITLE = "NeuroInfo Connect"
LONGEST_SUMMARY = 2000  # characters of HTML; some portals cut there
MOST_OTHER_NAMES = 6


def feed(*, used, subtitle, found=None, recipient="", media_type="text/xml", language="en"):
    """The answer as an `Element` without its time. `used` are the (name, value) pairs that it rests on; without `found` nothing was asked well."""
    entries = [_entry(match, found.cards, recipient) for match in found.matches] if found else []
    this_form = [] if media_type == "text/xml" else [("knowledgeResponseType", media_type)]
    return Element(
        "feed",
        attributes={"xml:lang": language, "xml:base": f"{settings.SITE_URL}/"},
        children=[
            plain_text("title", TITLE),
            plain_text("subtitle", clean(subtitle)),
            Element("author", children=[Element("name", settings.SITE_NAME), Element("uri", f"{settings.SITE_URL}/")]),
            Element("updated"),
            *(category(name, value) for name, value in used),
            Element("id", f"urn:uuid:{uuid5(NAMESPACE_URL, _address(used))}"),
            link(rel="self", type=media_type, hreflang=language, title=_("This answer"), href=_address([*used, *this_form])),
            plain_text("rights", _("Texts: CC BY 4.0. General information, not medical advice for one person.")),
            *entries,
        ],
    )


def _address(parameters):
    return absolute(reverse("search:connect_service")) + (f"?{urlencode(parameters)}" if parameters else "")


def stamped(answer):
    """The same feed with the time of the answer."""
    updated = next(child for child in answer.children if child.name == "updated")
    updated.text = _time(timezone.now())
    return answer


def _entry(match, cards, recipient):
    page, version = match.page, match.page.live
    title = f"{page.name} ({_('in English')})" if match.is_fallback else page.name
    url = absolute(page.get_absolute_url())
    shown = {"type": "text/html", "hreflang": page.language}
    related = [link(rel="related", **shown, title=_("Leaflet to print"), href=absolute(reverse("leaflet", args=[page.kind, page.slug])))]
    if recipient == "PROV":
        related.append(link(rel="related", **shown, title=_("Treatments, and how sure we are"), href=f"{url}#treatments"))
    number = match.wanted.number
    row = []
    if match.code:
        oid = SYSTEM[match.wanted.system.rows].oid
        row = [category(f"mainSearchCriteria.v.c{number}", match.code), category(f"mainSearchCriteria.v.cs{number}", oid)]
    return Element(
        "entry",
        attributes={"xml:lang": page.language},
        children=[
            plain_text("title", clean(title)),
            link(rel="alternate", **shown, title=clean(title), href=url),
            *related,
            Element("id", entry_id(page)),
            Element("updated", _time(page.published_at)),
            Element("author", children=[Element("name", clean(_author(version)))]),
            Element("summary", clean(summary(page, cards.get(page.live_id, []))), {"type": "html"}),
            *row,
            category("informationRecipient", recipient),
            category("relevanceScore", match.relevance),
            Element("published", _time(page.first_published_at)),
            plain_text("rights", "CC BY 4.0"),
        ],
    )


def entry_id(page):
    """The same for ever (RFC 4151), whatever becomes of the address."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{page.first_published_at:%Y}:/conditions/{page.first_slug}/"


def _author(version):
    if not version.reviewer or version.status == Status.CORRECTION:
        return settings.SITE_NAME
    return version.reviewer.get_full_name() or settings.SITE_NAME


def summary(page, cards):
    """Safe HTML for portals that show nothing else: other names, a paragraph, the signs that need help now, and who checked it when."""
    version, url = page.live, absolute(page.get_absolute_url())
    paragraph = format_html("<p>{}</p>", without_markers(version.summary))
    signs = format_html_join("", "<li><strong>{}:</strong> {}</li>", cards)
    help_now = format_html("<h3>{}</h3><ul>{}</ul>", _("Get help now"), signs) if cards else ""
    end = format_html('<p class="attribution">{} <a href="{}">{}</a></p>', _attribution(version), url, _("Read the whole page"))
    rest = paragraph + help_now + end
    names = version.also_called[:MOST_OTHER_NAMES]
    while names and len(_also_called(names) + rest) > LONGEST_SUMMARY:
        names = names[:-1]
    return mark_safe(_also_called(names) + rest)  # noqa: S308 - each piece was escaped


def _also_called(names):
    return format_html('<p class="also-called">{} {}</p>', _("Also called:"), ", ".join(names)) if names else ""


def _attribution(version):
    if not version.reviewer:
        return _("%(site)s, general education. Not yet reviewed by a clinician.") % {"site": settings.SITE_NAME}
    if version.status == Status.CORRECTION:
        # It carries the review of the text before it. The page says so, a portal shows these lines alone.
        return _("%(site)s, general education. Corrected, and not yet confirmed by a second clinician.") % {"site": settings.SITE_NAME}
    return _("%(site)s, general education. Reviewed by %(who)s on %(day)s. Next review due: %(due)s.") % {
        "site": settings.SITE_NAME,
        "who": version.reviewer.public_name,
        "day": timezone.localdate(version.reviewed_at).isoformat(),
        "due": version.review_due.isoformat(),
    }


def _time(moment):
    """RFC 3339 in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
