"""What a public page tells machines of itself: its address, its dates, its sources and what it is about, after schema.org.

Only what a reader sees on the page as well. What the page does not say is left out, never filled in.
"""

import json
from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from editorial.models import Source
from editorial.models.version import Status

NEUROLOGY = "https://schema.org/Neurologic"
PATIENTS = {"@type": "MedicalAudience", "audienceType": "Patient"}
LONGEST_HEADLINE = 110  # characters, after which search engines cut
STUDIES = {
    Source.Kind.SYSTEMATIC_REVIEW,
    Source.Kind.TRIAL,
    Source.Kind.NARRATIVE_REVIEW,
    Source.Kind.OBSERVATIONAL_STUDY,
    Source.Kind.CASE_REPORT,
    Source.Kind.ANIMAL_REVIEW,
    Source.Kind.ANIMAL_STUDY,
}


def absolute(path):
    """A path of this site as a whole address: that of SITE_URL, whichever name the site was asked by."""
    return settings.SITE_URL + path


def filled(**properties):
    """The properties that have a value: nothing is said of what is empty."""
    return {name: value for name, value in properties.items() if value not in (None, "", [])}


def as_json(nodes):
    """Nodes as the JSON-LD of one page, which may stand inside a <script> as it is."""
    graph = {"@context": "https://schema.org", "@graph": nodes}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    # A title may hold anything, also the end of the element that the data stand in.
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


@dataclass
class Head:
    """What the head of a page says of it. `path` is its canonical one; `trail` holds (name, path) of the pages above it, without
    the first page; `properties` are further ones of the page, `things` further nodes; `card` names the picture of link previews."""

    name: str
    description: str
    path: str
    type: str | list = "WebPage"
    trail: tuple = ()
    properties: dict = field(default_factory=dict)
    things: list = field(default_factory=list)
    card: str = "site"

    @property
    def address(self):
        return absolute(self.path)

    @property
    def is_article(self):
        return "Article" in self.type

    def nodes(self):
        """The page, the way to it, and what it is about, as nodes of schema.org."""
        page = {
            "@type": self.type,
            "@id": self.address,
            "url": self.address,
            "name": self.name,
            "inLanguage": get_language(),
            "isPartOf": {"@id": absolute("/#site")},
            **self.properties,
        }
        return [page, *self._breadcrumb(), *self.things]

    def _breadcrumb(self):
        if self.path == "/":
            return []
        steps = [(settings.SITE_NAME, "/"), *self.trail, (self.name, self.path)]
        items = [{"@type": "ListItem", "position": place, "name": name, "item": absolute(path)} for place, (name, path) in enumerate(steps, 1)]
        return [{"@type": "BreadcrumbList", "itemListElement": items}]


# --- Lists ------------------------------------------------------------------------------------------------------


def head_of_list(request, listed, name, description, **more):
    """The head of one page of a list, given what `letters_and_page` made: the pages of one letter are a part of the whole list."""
    number, path = listed["page_obj"].number, request.path
    if number > 1 and not listed["letter"]:
        path = f"{path}?page={number}"
        description = _("%(description)s Page %(number)d.") % {"description": description, "number": number}
    return Head(name, description, path, **{"type": "CollectionPage", **more})


# --- Pages with a text ------------------------------------------------------------------------------------------


def head_of_text(reading, thing=None, *, about=(), description="", **more):
    """The head of the page of a text, given its `Reading` and the properties of what it is about (`thing`, if there is one thing)."""
    page, version = reading.page, reading.version
    path = page.get_absolute_url()
    address = absolute(path)
    subject = {"@id": f"{address}#thing"} if thing else None
    things = [thing | subject] if thing else []
    properties = filled(
        headline=version.title[:LONGEST_HEADLINE],
        description=reading.summary,
        mainEntityOfPage=address,
        datePublished=_day(page.first_published_at),
        dateModified=_day(page.published_at),
        **_review(version),
        author={"@id": absolute("/#org")},
        publisher={"@id": absolute("/#org")},
        audience=PATIENTS,
        specialty=NEUROLOGY,
        mainEntity=subject,
        about=[subject, *about] if about else None,
        isAccessibleForFree=True,
        citation=citations(reading.sources),
    )
    return Head(version.title, description or reading.summary, path, type=["MedicalWebPage", "Article"], properties=properties, things=things, **more)


def _day(moment):
    """The day that the page shows for a moment, as 2026-01-02."""
    return timezone.localdate(moment).isoformat() if moment else None


def _review(version):
    """Who reviewed this very text and when; nothing where nobody did, and nothing while a correction of it waits for a clinician."""
    if version.is_unreviewed or version.status == Status.CORRECTION or not version.reviewer.get_full_name():
        return {}
    reviewer = version.reviewer
    record = f"https://orcid.org/{reviewer.orcid}" if reviewer.orcid else None
    person = filled(name=reviewer.get_full_name(), jobTitle=reviewer.professional_role, sameAs=record)
    return {"lastReviewed": _day(version.reviewed_at), "reviewedBy": {"@type": "Person", **person}}


def citations(sources):
    """The sources that a page lists, as works of schema.org."""
    return [_citation(source) for source in sources]


@lru_cache(maxsize=4096)
def _citation(source):
    """Its address, or its title where it has none: both, for thirty sources, take a tenth of a kilobyte more than pages can spare."""
    kind = "ScholarlyArticle" if source.kind in STUDIES else "WebPage" if source.url else "CreativeWork"
    return {"@type": kind, "url": source.url} if source.url else {"@type": kind, "name": source.title}
