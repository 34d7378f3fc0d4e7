"""Rich text: cleaning, links and citation markers. Pure functions on strings."""

import re
from html import escape, unescape

import nh3

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h3"}
ATTRIBUTES = {"a": {"href"}}
TAG = re.compile(r"<[^>]+>")
BLOCK_END = re.compile(r"</(?:p|li|h3)>")
MARKER = re.compile(r"\s*\[@([^\]\[]{1,600})\]")
HREF = re.compile(r'<a href="([^"]*)"')
LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)


def clean_html(html):
    """The HTML without anything but paragraphs, lists, emphasis, sub-headings and links.

    Scripts, styles, attributes and foreign tags go, their text stays (that of scripts and styles goes too).
    Links keep only addresses of this site and https ones. NUL characters, which PostgreSQL cannot store, go as well.
    """
    cleaned, before = _cleaned(html.replace("\x00", "")), None
    # What is left when a foreign tag goes may be nested as no browser would read it (<select><option><p> inside a <p>): it is read again.
    while cleaned != before:
        cleaned, before = _cleaned(cleaned), cleaned
    return cleaned


def _cleaned(html):
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel=None, strip_comments=True).strip()


def plain_text(html):
    """The words of an HTML text: one line a paragraph, heading or list item."""
    return unescape(TAG.sub("", BLOCK_END.sub("\n", html.replace("<br>", " ")))).strip()


def internal_links(html):
    """The addresses inside this site that an HTML text links to."""
    return [unescape(href) for href in HREF.findall(html)]


def relinked(html, new_href):
    """The HTML with the address that `new_href(address)` gives for each link; where that is None, only the words of the link stay."""

    def link(match):
        old = unescape(match[1])
        new = new_href(old)
        if new is None:
            return match[2]
        return match[0] if new == old else f'<a href="{escape(new)}">{match[2]}</a>'

    return LINK.sub(link, html)


def cited_keys(text):
    """Source keys of the [@key; @key] markers of a text, in order, each once."""
    keys = [key for match in MARKER.finditer(text) for key in _keys(match)]
    return list(dict.fromkeys(key for key in keys if key))


def without_markers(text):
    """The text without its citation markers."""
    return MARKER.sub("", text)


def with_markers_as(text, make):
    """The text with what `make(keys)` gives in the place of each citation marker."""
    return MARKER.sub(lambda match: make(_keys(match)), text)


def _keys(match):
    return [key.strip().removeprefix("@") for key in match[1].split(";")]
