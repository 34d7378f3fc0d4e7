"""How text becomes public: pages, their versions, sources, and the trail of what was done."""

from editorial.models.editor import Editor
from editorial.models.event import Event
from editorial.models.letter import Letter
from editorial.models.page import Page, PageAddress, PageKind, PageManager, PageQuerySet
from editorial.models.review import Comment, Presence, Rating
from editorial.models.source import Citation, Source
from editorial.models.version import Aspect, Layer, Section, Tag, TaggedVersion, Version, VersionPart

__all__ = [
    "Aspect",
    "Citation",
    "Comment",
    "Editor",
    "Event",
    "Layer",
    "Letter",
    "Page",
    "PageAddress",
    "PageKind",
    "PageManager",
    "PageQuerySet",
    "Presence",
    "Rating",
    "Section",
    "Source",
    "Tag",
    "TaggedVersion",
    "Version",
    "VersionPart",
]
