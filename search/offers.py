"""A check of the words of an offer: the warning signs in them, what this site says about what is offered, and what to ask.

It judges no clinic. The signs are the sections on cautions of one live article, with their sources, so editors write and review them
as any text; the words by which they are found are in `search.offer_words`. The check of an offer without the article finds no sign.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from django.utils.text import slugify

from articles.models import Article
from editorial.caching import kept
from editorial.footnotes import NumberedSources
from editorial.markup import cited_keys
from editorial.models import Aspect, PageKind, Section, Version
from editorial.reading import references
from search.offer_words import signs_in
from search.offered import Named, OfferedNames
from search.to_ask import ReadPage, questions_of
from treatments.models import Effect, Treatment
from treatments.models.treatment import Approach
from treatments.stages import Stage

SIGNS_ARTICLE = "warning-signs-in-an-offer"
# Raised by answers and not by words alone; each is the heading of a section of the article.
PAID = "You pay, and it is not a trial"
MOST_TREATMENTS, MOST_CLAIMS, MOST_ARTICLES = 12, 3, 2
NOT_NOTHING = re.compile(r"[1-9]|\b(?:hundred|thousand|million)s?\b", re.IGNORECASE)
TRIAL_NUMBER = re.compile(r"\ANCT\s?[0-9]{8}\Z", re.IGNORECASE)
SEEMS_ONE = re.compile(r"\ANCT", re.IGNORECASE)


class Sign(NamedTuple):
    """A warning sign: the heading and the HTML of its section, with citation markers."""

    slug: str
    heading: str
    html: str


class Found(NamedTuple):
    """A sign that was met. `words` are those of our list that stand in the text; without any, the answers raised it."""

    heading: str
    html: str
    words: list


@dataclass
class Offered:
    """A treatment of this site, with its first claims where it is shown."""

    version: int
    page: ReadPage
    approach: str
    stage: str
    status_line: str
    claims: list = field(default_factory=list)

    @property
    def is_unproven(self):
        return self.stage in Stage.unproven()


class OfferBook:
    """What the check knows by heart, for one language and one state of the content: signs, treatments, and the names of what may be offered.

    `article` is the `ReadPage` of the signs or None, `if_a_number` the HTML of its sections on research.
    """

    def __init__(self, language):
        of_treatment = (
            "live",
            "slug",
            "name",
            "live__treatmentversion__approach",
            "live__treatmentversion__stage",
            "live__treatmentversion__status_line",
        )
        treatments = Treatment.objects.published().in_language(language).by_approach().values_list(*of_treatment)
        self.treatments = {
            slug: Offered(version, ReadPage(PageKind.TREATMENT, slug, name), approach, stage, status)
            for version, slug, name, approach, stage, status in treatments
        }
        self._read_names(language)
        self._read_signs(language)

    def _read_names(self, language):
        texts = Version.objects.filter(live_on__language=language, live_on__kind__in=[PageKind.TREATMENT, PageKind.ARTICLE])
        rows = list(texts.values_list("live_on__kind", "live_on__slug", "title", "also_called"))
        self.articles = {slug: ReadPage(kind, slug, title) for kind, slug, title, _also in rows if kind == PageKind.ARTICLE}
        self.names = OfferedNames(rows)

    def _read_signs(self, language):
        article = Article.objects.published().in_language(language).filter(addresses__slug=SIGNS_ARTICLE).first()
        self.article = article and ReadPage(article.kind, article.slug, article.name)
        sections = list(Section.objects.filter(version=article.live_id, card=None).order_by("position", "pk")) if article else []
        cautions = [section for section in sections if section.aspect == Aspect.CAUTIONS and section.heading]
        self.signs = [Sign(slugify(section.heading), section.heading, section.body) for section in cautions]
        self.if_a_number = "".join(section.body for section in sections if section.aspect == Aspect.RESEARCH)

    def choices(self):
        """(treatments in groups by approach, signs) that a form offers, each a (value, label)."""
        by_approach = groupby(self.treatments.items(), key=lambda row: row[1].approach)
        treatments = [(Approach(approach).label, [(slug, treatment.page.name) for slug, treatment in rows]) for approach, rows in by_approach]
        return treatments, [(sign.slug, sign.heading) for sign in self.signs if sign.heading != PAID]


def offer_book(language):
    """The `OfferBook` of the present content. One query while nothing changed."""
    return kept(OfferBook, language)


class Offer:
    """What the check finds in what a valid form says. At most seven queries.

    `signs` are `Found`; `treatments` are `Offered` with their claims; `articles` are `ReadPage`; `questions` are
    `search.to_ask.ToAsk`; `if_a_number` is HTML for whoever was given the number of a trial, `number_is_odd` says that it is none of
    ClinicalTrials.gov though it begins like one.
    """

    def __init__(self, said, language):
        self.said, self.book = said, offer_book(language)
        self.named = self.book.names.named_by(said["offered"], language) if said["offered"] else Named([], [], True, "")
        slugs = list(dict.fromkeys([*([said["treatment"]] if said["treatment"] else []), *self.named.treatments]))
        self.treatments = [self.book.treatments[slug] for slug in slugs[:MOST_TREATMENTS]]
        self.articles = [self.book.articles[slug] for slug in self.named.articles if not self._is_signs_article(slug)][:MOST_ARTICLES]
        self.number_is_odd = bool(SEEMS_ONE.match(said["number"]) and not TRIAL_NUMBER.match(said["number"]))
        met = self._met()
        number = self.book.if_a_number if said["trial"] == "number" or said["number"] else ""
        self._read_claims()
        self.sources = self._number_sources([*(sign.html for sign, _words in met), number])
        self.signs = [Found(sign.heading, self.sources.in_text(sign.html), words) for sign, words in met]
        self.if_a_number = self.sources.in_text(number)
        asked = [*(treatment.page for treatment in self.treatments), *([self.book.article] if self.book.article else [])]
        self.questions = questions_of(asked, language)

    def _is_signs_article(self, slug):
        return self.book.article is not None and slug == self.book.article.slug

    def _met(self):
        """(sign, words) of each sign that was met, in the order of the article."""
        words = signs_in(f"{self.named.text}\n\n{self.said['promises']}", is_unproven=self._is_unproven)
        chosen = {sign.heading for sign in self.book.signs if sign.slug in self.said["signs"]}
        if self._is_paid and self.said["trial"] in ("no", "untold"):
            chosen.add(PAID)
        if self._is_in_use:
            # Nobody is in a trial for a usual treatment, and in many places people pay for it.
            chosen.discard(PAID)
            words.pop(PAID, None)
        return [(sign, words.get(sign.heading, [])) for sign in self.book.signs if sign.heading in chosen or sign.heading in words]

    @cached_property
    def _is_in_use(self):
        """Whether all that is offered is a treatment of this site that is no experiment."""
        return bool(self.treatments) and self.named.is_all_known and all(treatment.stage != Stage.EXPERIMENTAL for treatment in self.treatments)

    @property
    def _is_unproven(self):
        """Whether it is told what is offered, and it is not in use: of anything else an approval may be true."""
        return bool(self.treatments or self.said["offered"]) and not self._is_in_use

    @property
    def _is_paid(self):
        return self.said["pay"] == "yes" or (self.said["pay"] != "no" and bool(NOT_NOTHING.search(self.said["price"])))

    def _read_claims(self):
        """Gives each treatment its first claims. Two queries."""
        by_version = {treatment.version: treatment for treatment in self.treatments}
        if not by_version:
            return
        claims: dict = {version: [] for version in by_version}
        for effect in Effect.objects.live().filter(version__in=by_version).select_related("condition", "symptom").order_by("pk"):
            claims[effect.version_id].append(effect)
        shown = {effect.pk: effect for effects in claims.values() for effect in effects[:MOST_CLAIMS]}
        for pk, keys in Effect.objects.filter(pk__in=shown).source_keys().items():
            shown[pk].source_keys = keys
        # The treatments of the book are everybody's.
        self.treatments = [Offered(t.version, t.page, t.approach, t.stage, t.status_line, claims[t.version][:MOST_CLAIMS]) for t in self.treatments]

    def _number_sources(self, texts):
        keys = [key for text in texts for key in cited_keys(text)]
        keys += [key for treatment in self.treatments for effect in treatment.claims for key in effect.source_keys]
        return NumberedSources(keys, references(keys))
