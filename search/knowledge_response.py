"""The answer to a hospital's system: one tree, written as an Atom feed (RFC 4287) or as the same in JSON.

Two things are for the readers in use, not for Atom: elements have no prefix, and in an entry the title stands before its links, of which
the first is the page. The rules of the JSON are those of the HL7 SOA guide, section 4.4, with the outer "feed" of MedlinePlus Connect.
"""

import json
from dataclasses import dataclass, field
from xml.etree import ElementTree

from editorial.xml_text import clean

ATOM = "http://www.w3.org/2005/Atom"
REPEATED = ("category", "link", "entry")  # lists in JSON, also of one or of none
LONGEST_ECHO = 128  # characters
JSON_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


@dataclass
class Element:
    """An element with a text or with others in it. `attributes` by their names in XML, such as "xml:lang"."""

    name: str
    text: str = ""
    attributes: dict = field(default_factory=dict)
    children: list = field(default_factory=list)


def plain_text(name, text):
    """An Atom text construct without markup."""
    return Element(name, text, {"type": "text"})


def category(scheme, term):
    return Element("category", attributes={"scheme": scheme, "term": clean(term)[:LONGEST_ECHO]})


def link(**attributes):
    return Element("link", attributes=attributes)


def written(feed, media_type):
    """The bytes of a feed in a media type that `search.infobutton` knows."""
    return as_json(feed) if media_type == "application/json" else as_xml(feed)


def as_xml(feed):
    """The bytes of an XML 1.0 document in UTF-8."""
    root = _xml_element(feed)
    root.set("xmlns", ATOM)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="utf-8") + b"\n"


def _xml_element(element):
    made = ElementTree.Element(element.name, element.attributes)
    made.text = element.text or None
    made.extend([_xml_element(child) for child in element.children])
    return made


def as_json(feed):
    """The bytes of a JSON text in UTF-8, which is also harmless inside HTML."""
    text = json.dumps({feed.name: _json_value(feed, REPEATED)}, ensure_ascii=False)
    return text.translate(JSON_ESCAPES).encode()


def _json_value(element, lists=()):
    value = {name.removeprefix("xml:"): text for name, text in element.attributes.items()}
    if element.text:
        value = {"_value": element.text, **value}
    if element.name == "entry":
        lists = ("category", "link")
    value |= {name: [] for name in lists}
    for child in element.children:
        if child.name in REPEATED:
            value[child.name].append(_json_value(child))
        else:
            value[child.name] = _json_value(child)
    return value
