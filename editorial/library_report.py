"""What the live library is made of, and which of its pages are below the bars that a page for patients has to reach."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial.checked_text import link_target, text_of
from editorial.hints import HIGHEST_GRADE, MOST_WORDS
from editorial.markup import cited_keys, internal_links
from editorial.models import Aspect, Page, PageKind, Source
from editorial.readability import grades, long_sentences
from editorial.where_used import relations_to_pages

HIGHEST_GRADE_OF_KEY_POINTS = 6
HIGHEST_MEDIAN_GRADE = 7
FEWEST_TAGS, MOST_TAGS = 2, 6
SHORTEST_PARAGRAPH = 8  # words: what is shorter may stand on two pages
KINDS_WITHOUT_TAGS = (PageKind.TERM, PageKind.CARE_CARD)


@dataclass(frozen=True)
class Measured:
    """One live page. `sources` are keys, `pages` are (folder, slug) of all that the page links to or names; grades are Flesch-Kincaid grades.

    Words that the glossary explains count as easy.
    """

    name: str
    kind: str
    folder: str
    slug: str
    words: int
    grade: float
    grade_of_key_points: float
    sources: frozenset
    pages: frozenset
    dead_links: tuple
    paragraphs: frozenset
    long_sentences: int
    tags: int
    claims: tuple  # (certainty, stage) of each evidence claim
    needs_source: bool

    def __str__(self):
        return f"{self.folder}/{self.slug}"


class LibraryReport:
    """All live pages, measured. Reads each page once; the number of queries grows with the pages.

    `below` maps the name of a page to sentences on what is wrong with it.
    """

    def __init__(self, *, progress: Callable = iter):
        pages = Page.objects.published().select_related("live").order_by("kind", "slug")
        self.pages = [_measured(page) for page in progress(list(pages))]
        self.printable = set(Source.objects.printable().values_list("key", flat=True))
        self.used = frozenset().union(*(page.sources for page in self.pages))
        self.unused = sorted(self.printable - self.used)
        self.not_printable = Source.objects.exclude(key__in=self.printable).count()
        self.claims = Counter(claim for page in self.pages for claim in page.claims)
        self.median_grade = median([page.grade for page in self.pages if page.words]) if any(page.words for page in self.pages) else 0.0
        self.below = {str(page): faults for page in self.pages if (faults := list(self._faults(page)))}

    def of_kind(self, kind):
        return [page for page in self.pages if page.kind == kind]

    def _faults(self, page):
        if page.needs_source and not page.sources:
            yield _("no source")
        if page.grade > HIGHEST_GRADE:
            yield _("reading grade %(grade)s, at most %(limit)s") % {"grade": page.grade, "limit": HIGHEST_GRADE}
        if page.grade_of_key_points > HIGHEST_GRADE_OF_KEY_POINTS:
            limits = {"grade": page.grade_of_key_points, "limit": HIGHEST_GRADE_OF_KEY_POINTS}
            yield _("reading grade %(grade)s of the key points, at most %(limit)s") % limits
        for link in page.dead_links:
            yield _("a link that leads nowhere: %(link)s") % {"link": link}
        if not any((page.folder, page.slug) in other.pages for other in self.pages if other is not page):
            yield _("no other page names it")
        if page.kind not in KINDS_WITHOUT_TAGS and not FEWEST_TAGS <= page.tags <= MOST_TAGS:
            yield ngettext("%(tags)s tag", "%(tags)s tags", page.tags) % {"tags": page.tags}
        for other in self.pages:
            if other is not page and not page.paragraphs.isdisjoint(other.paragraphs):
                yield _("a paragraph that stands on %(page)s too") % {"page": other}


def _measured(page):
    text = text_of(page.live)
    words = "\n".join(part.words for part in text.parts if part.words) or text.summary
    key_points = "\n".join(part.words for part in text.parts if part.aspect == Aspect.KEY_POINTS)
    links = [href for _place, html in text.marked for href in internal_links(html)]
    targets = {href: link_target(href) for href in links}
    return Measured(
        name=page.name,
        kind=page.kind,
        folder=text.model.folder,
        slug=page.slug,
        words=len(words.split()),
        grade=grades(words, text.explained).flesch_kincaid_explained,
        grade_of_key_points=grades(key_points, text.explained).flesch_kincaid_explained,
        sources=frozenset({key for _place, html in text.marked for key in cited_keys(html)} | {key for row in text.rows for key in row.sources}),
        pages=frozenset({target for target in targets.values() if target} | set(_named(page.live, text))),
        dead_links=tuple(href for href, target in targets.items() if not (target and text.is_page(*target))),
        paragraphs=frozenset(line for line in words.split("\n") if len(line.split()) >= SHORTEST_PARAGRAPH),
        long_sentences=len(long_sentences(words, MOST_WORDS)),
        tags=len(text.tags),
        claims=tuple((row.values["certainty"], row.values["stage"]) for row in text.rows_in("effects")),
        needs_source=bool(text.model.required_aspects),
    )


def _named(version, text):
    """(folder, slug) of the pages that a text names in its rows and relations."""
    version = version.own()
    for row in text.rows:
        for kind in ("condition", "cause", "symptom"):
            if row.values.get(kind):
                yield Page.model_for(kind).folder, row.values[kind]
    for part in text.parts:
        if part.card:
            yield Page.model_for(PageKind.CARE_CARD).folder, part.card
    for holder, relation in relations_to_pages():
        if isinstance(version, holder) and relation.many_to_many:
            for kind, slug in getattr(version, relation.name).values_list("kind", "slug"):
                yield Page.model_for(kind).folder, slug
