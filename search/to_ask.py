"""Questions to ask, out of the live pages that somebody read: never made up, each with the page that it stands on."""

import re
from functools import reduce
from itertools import chain, zip_longest
from operator import or_
from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse

from editorial.markup import plain_text, without_markers
from editorial.models import Aspect, Page, PageKind, Section

MOST_QUESTIONS = 8
READABLE = (PageKind.CONDITION, PageKind.CAUSE, PageKind.SYMPTOM, PageKind.TREATMENT, PageKind.ARTICLE)
POINT = re.compile(r"<li>(.*?)</li>", re.DOTALL)
LETTERS = re.compile(r"[\W_]+")


class ReadPage(NamedTuple):
    kind: str
    slug: str
    name: str

    @property
    def url(self):
        return reverse(Page.model_for(self.kind).url_name, args=[self.slug])


class ToAsk(NamedTuple):
    """One question, and the `ReadPage` that it stands on."""

    text: str
    page: ReadPage


def pages_among(wanted, language):
    """The published pages among these, in their order: each wanted is a Q on pages. One query, none for nothing."""
    if not wanted:
        return []
    pages = Page.objects.published().in_language(language).filter(reduce(or_, wanted), kind__in=READABLE).order_by("kind", "slug")
    return [ReadPage(*values) for values in pages.values_list("kind", "slug", "name")]


def questions_of(pages, language, *, most=MOST_QUESTIONS):
    """At most so many `ToAsk`: the first of each page, then the second of each, and none twice. One query, none without pages."""
    if not pages:
        return []
    places = {(page.kind, page.slug): page for page in pages}
    here = reduce(or_, (Q(version__live_on__kind=kind, version__live_on__slug=slug) for kind, slug in places))
    sections = Section.objects.filter(here, version__live_on__language=language, aspect=Aspect.QUESTIONS, card=None).order_by("position", "pk")
    found: dict = {page: [] for page in places.values()}
    for kind, slug, body in sections.values_list("version__live_on__kind", "version__live_on__slug", "body"):
        page = places[kind, slug]
        found[page] += [ToAsk(plain_text(without_markers(point)), page) for point in POINT.findall(body)]
    once: dict = {}
    for asked in filter(None, chain.from_iterable(zip_longest(*found.values()))):
        once.setdefault(LETTERS.sub(" ", asked.text).strip().casefold(), asked)
    return list(once.values())[:most]
