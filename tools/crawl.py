"""Every public page of a running site: what is linked from the first page on, what the sitemap names, and what the address patterns name."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPConnection
from urllib.parse import urljoin, urlsplit

import brotli

# Answers to what a reader types or chooses; no link leads to them.
ASKED = (
    "/search/?q=burning+feet+at+night",
    "/search/?q=stem+cells",
    "/search/?q=my+face+is+drooping",
    "/search/?q=carpel+tunel",
    "/search/?q=xyzzy",
    "/search/?q=weather+in+spain",
    "/search/?q=nerve+pain&kind=treatment&page=2",
    "/search/?s=tingling&s=foot-drop&s=numbness",
    "/search/symptoms/?area=feet&s=tingling&s=tremor",
    "/search/symptoms/?area=all",
    "/compare/?symptom=nerve-pain&t=duloxetine&t=tens&t=pregabalin&t=topical-lidocaine",
    "/no-such-page/",
    "/conditions/no-such-page/",
)
NOT_FOR_READERS = ("/admin/", "/static/", "/preview/", "/styleguide/")
FILES = re.compile(r"[.]pdf(?:[?]|$)")  # no pages, and each takes seconds


@dataclass(frozen=True)
class Page:
    """`sent` is the number of bytes of the body as they were sent to a browser that understands brotli; `linked_from` an address, or ""."""

    address: str
    status: int
    html: str
    sent: int
    linked_from: str

    @property
    def is_for_search_engines(self):
        return not re.search(r'<meta name="robots" content="[^"]*noindex', self.html)


class Links(HTMLParser):
    """The addresses in a page: `found` of its links, `icons` of the icons for the window's tab."""

    def __init__(self, html):
        super().__init__()
        self.found, self.icons = [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        if tag == "a":
            self.found.append(named.get("href") or "")
        if tag == "link" and named.get("rel") == "icon":
            self.icons.append(named["href"])


def pages(site, more=()):
    """Yields the HTML pages of a site. `more` are addresses to begin with, beside the first page and those of the sitemap.

    A link with parameters is followed only from a page without: filters can be combined without end.
    """
    host = urlsplit(site).netloc
    connection = HTTPConnection(host, timeout=60)
    waiting = dict.fromkeys(("/", *sitemap(connection, site), *ASKED, *more), "")
    seen = set(waiting)
    while waiting:
        address, linked_from = waiting.popitem()
        status, kind, sent, text = get(connection, address)
        if status in (301, 302, 308) or not kind.startswith("text/html"):
            continue
        yield Page(address, status, text, sent, linked_from)
        for link in internal_links(site, address, text) - seen:
            seen.add(link)
            waiting[link] = address


def sitemap(connection, site):
    """The addresses that the sitemap names."""
    parts = re.findall("<loc>([^<]+)", get(connection, "/sitemap.xml")[3])
    texts = [get(connection, part.removeprefix(site))[3] for part in parts]
    return [page.removeprefix(site) for text in texts for page in re.findall("<loc>([^<]+)", text)]


def internal_links(site, address, html):
    links = {urljoin(site + address, link).partition("#")[0] for link in Links(html).found}
    own = {link.removeprefix(site) for link in links if link.startswith(f"{site}/")}
    return {link for link in own if not link.startswith(NOT_FOR_READERS) and not FILES.search(link) and not ("?" in link and "?" in address)}


def get(connection, address):
    """(status, content type, bytes of the body as sent, text) of an address."""
    connection.request("GET", address, headers={"Accept-Encoding": "br"})
    answer = connection.getresponse()
    body = answer.read()
    text = brotli.decompress(body) if answer.getheader("Content-Encoding") == "br" else body
    return answer.status, answer.getheader("Content-Type", ""), len(body), text.decode(errors="replace")


def fixed_addresses():
    """The addresses of the site that name no page, of Django's own list: what nothing links to is found too. Django is set up."""
    from django.urls import URLPattern, get_resolver

    def routes(patterns, prefix="/"):
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            yield from (route,) if isinstance(pattern, URLPattern) else routes(pattern.url_patterns, route)

    return [route for route in routes(get_resolver().url_patterns) if not re.search("[<^]", route) and not route.startswith(NOT_FOR_READERS)]
