"""What a test asks of the HTML of a page."""

import json
import re
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup

LOADING = {
    "img": "src",
    "script": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "link": "href",
    "form": "action",
    "use": "href",
}


def soup(response):
    return BeautifulSoup(response.content.decode(), "html.parser")


def search(client, address="/search/", **parameters):
    """A page of the search."""
    return soup(client.get(address, parameters))


def section(page, name):
    """The section of a page that has this heading."""
    return next(part for part in page.main.find_all("section") if part.h2 and text_of(part.h2) == name)


def choices(page):
    """{label: whether it is ticked} of the symptoms on a page."""
    return {text_of(page.find("label", attrs={"for": box["id"]})): box.has_attr("checked") for box in page.select("input[type=checkbox]")}


def text_of(element):
    """The words of an element on one line."""
    return re.sub(r" (?=[.,:;)])", "", " ".join(element.get_text(" ").split()))


def heading_jumps(page):
    """Headings that are more than one level deeper than the one before them."""
    jumps, level = [], 0
    for heading in page.find_all(["h1", "h2", "h3", "h4", "h5", "h6"]):
        if int(heading.name[1]) > level + 1:
            jumps.append(text_of(heading))
        level = int(heading.name[1])
    return jumps


def repeated_ids(page):
    ids = [element["id"] for element in page.find_all(id=True)]
    return sorted({name for name in ids if ids.count(name) > 1})


def foreign_addresses(page):
    """What the page loads, sends to or links to on another host, but for the sources that it cites."""
    found = [
        element.get(attribute, "")
        for name, attribute in LOADING.items()
        for element in page.find_all(name)
        if name != "link" or not _names_this_page(element)
    ]
    found += [link["href"] for link in page.find_all("a", href=True) if link.find_parent(class_=["sources", "glossary"]) is None]
    return [address for address in found if urlsplit(address).netloc]


def _names_this_page(link):
    """Whether a link of the head only says by which whole address the page wants to be known."""
    return link.get("rel") == ["canonical"] or link.has_attr("hreflang")


def structured_data(page):
    """The JSON-LD of a page: its one object, or None."""
    blocks = page.find_all("script", type="application/ld+json")
    assert len(blocks) <= 1, "more than one block of JSON-LD"
    return json.loads(blocks[0].string) if blocks else None


def internal_links(page, address):
    """(path with query, fragment) of each link inside the site, as seen from `address`."""
    links = set()
    for link in page.find_all("a", href=True):
        parts = urlsplit(urljoin(f"http://testserver{address}", link["href"]))
        if parts.netloc == "testserver":
            links.add((parts.path + (f"?{parts.query}" if parts.query else ""), parts.fragment))
    return links
