"""Treatments for one condition or symptom, side by side: what is chosen stands in the address."""

import re
from dataclasses import dataclass, field
from itertools import accumulate
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from articles.models import CareCardVersion, Condition, Symptom
from editorial.footnotes import NumberedSources
from editorial.markup import cited_keys, plain_text, without_markers
from editorial.models import Aspect, Section
from editorial.reading import references
from treatments.models import Effect, Treatment

MOST = 4  # more do not fit on one sheet of paper
FEWEST = 2
MOST_ASKED = 20  # of an address are read
SECTIONS = (Aspect.WHEN_TO_GET_HELP, Aspect.RISKS, Aspect.CAUTIONS, Aspect.QUESTIONS)
MOST_QUESTIONS = 3  # the page of the treatment has the rest
# Characters of cautions, for one sheet of paper. Risks are never cut: the last of them can be the one that kills.
ROOM = 410
URGENT = (CareCardVersion.Level.NOW, CareCardVersion.Level.TODAY)
CARD = ("card__slug", "card__name", "card__live__carecardversion__level")
TARGETS = {"condition": (Condition, "condition_effects"), "symptom": (Symptom, "symptom_effects")}
POINT = re.compile(r"<(p|li)>(.*?)</\1>", re.DOTALL)
SLUG = re.compile(r"[a-z0-9-]{1,100}")


@dataclass
class Column:
    """One treatment of a comparison: its evidence claims for the target, the best stage first, and the points of some sections.

    `points` maps an aspect to safe HTML of each point; an aspect of which there are more is in `longer`. Those of when to get help begin
    with the care cards of its page that cannot wait.
    """

    name: str
    slug: str
    effects: list = field(default_factory=list)
    points: dict = field(default_factory=dict)
    longer: set = field(default_factory=set)

    @property
    def url(self):
        return reverse("treatments:detail", args=[self.slug])

    @property
    def is_unproven(self):
        return not any(effect.is_option for effect in self.effects)

    @property
    def stages(self):
        """The stages of the claims, each once, the best first."""
        return list(dict.fromkeys(effect.stage for effect in self.effects))

    def part(self, aspect):
        """(this column, points of a section, address of the rest or "")."""
        return self, self.points[aspect], f"{self.url}#{aspect}" if aspect in self.longer else ""


class Comparison:
    """What an address asks to compare. At most six queries.

    `target` is the condition or symptom, or None; `is_unknown` says that the address names one that is not here. `offered` are the
    treatments that can be chosen for it, `columns` those that were, and `sources` those of the columns in the order of their numbers.
    `asked` are (name, address) of the treatments that the address names, `not_offered` those of them that have no claim for the target;
    `has_unknown` says that it names some that are not here.
    """

    def __init__(self, parameters, language):
        self.language = language
        self.kind = next((kind for kind in TARGETS if parameters.get(kind)), "")
        self.target, self.offered, self.columns, self.sources = None, [], [], NumberedSources()
        wanted = list(dict.fromkeys(filter(None, parameters.getlist("t"))))[:MOST_ASKED]
        # The database is asked only about what can be a slug.
        slugs = [slug for slug in wanted if SLUG.fullmatch(slug)]
        found = {row[0]: row for row in self._named(slugs)}
        self._asked = {slug: found[slug] for slug in wanted if slug in found}
        self.has_unknown = len(self._asked) < len(wanted)
        self.asked = [self._link(slug) for slug in self._asked]
        self.not_offered: list = []
        if self.kind:
            model, _effects = TARGETS[self.kind]
            slug = parameters[self.kind]
            pages = model.objects.published().in_language(language).filter(slug=slug) if SLUG.fullmatch(slug) else model.objects.none()
            self.target = pages.first()
        self.is_unknown = bool(self.kind) and self.target is None
        self.chosen: list[str] = []
        if self.target:
            self._offer()
            known = {column.slug for column in self.offered}
            self.chosen = [slug for slug in wanted if slug in known]
            self.not_offered = [self._link(slug) for slug in self._asked if slug not in known]
        self.is_too_many = len(self.chosen) > MOST
        self.chosen = self.chosen[:MOST]
        if len(self.chosen) >= FEWEST:
            self._fill()

    def sections(self):
        """(heading, [part of each column]) of each section that one of them has: the lower rows of the table."""
        shown = [aspect for aspect in SECTIONS if any(column.points[aspect] for column in self.columns)]
        return [(Aspect(aspect).label, [column.part(aspect) for column in self.columns]) for aspect in shown]

    def targets(self):
        """(heading, [(name, address)]) of the conditions and symptoms for which there are at least two treatments. Two queries.

        The addresses keep the treatments that were asked for."""
        return [(model._meta.verbose_name_plural, self._with_treatments(kind)) for kind, (model, _effects) in TARGETS.items()]

    def _with_treatments(self, kind):
        model, effects = TARGETS[kind]
        pages = model.objects.published().in_language(self.language).filter(**{f"{effects}__version__live_on__isnull": False})
        pages = pages.annotate(treatments=Count(f"{effects}__version", distinct=True)).filter(treatments__gte=FEWEST).alphabetical()
        chosen = [("t", slug) for slug in list(self._asked)[:MOST]]
        return [(name, f"{reverse('treatments:compare')}?{urlencode([(kind, slug), *chosen])}") for name, slug in pages.values_list("name", "slug")]

    def _named(self, slugs):
        """(slug, name, live text) of the treatments with these slugs. One query, none without slugs."""
        named = Treatment.objects.published().in_language(self.language).filter(slug__in=slugs)
        return named.values_list("slug", "name", "live") if slugs else []

    def _link(self, slug):
        return self._asked[slug][1], reverse("treatments:detail", args=[slug])

    def _offer(self):
        """The treatments with a claim for the target, the best stage first. One query."""
        columns: dict = {}
        for effect in getattr(self.target, TARGETS[self.kind][1]).in_place():
            columns.setdefault(effect.treatment_slug, Column(effect.treatment_name, effect.treatment_slug)).effects.append(effect)
        self.offered = sorted(columns.values(), key=lambda column: column.is_unproven)

    def _fill(self):
        self.columns = [column for column in self.offered if column.slug in self.chosen]
        live = {self._asked[slug][2]: slug for slug in self.chosen}
        keys_of = Effect.objects.filter(pk__in=[effect.pk for column in self.columns for effect in column.effects]).source_keys()
        bodies: dict = {}
        here = Section.objects.filter(Q(card=None) | Q(card__live__isnull=False), version__in=live, aspect__in=SECTIONS)
        cards: dict = {}
        for version, aspect, body, *card, level in here.order_by("position", "pk").values_list("version", "aspect", "body", *CARD):
            bodies.setdefault((live[version], aspect), []).extend(point for _tag, point in POINT.findall(body))
            cards.setdefault((live[version], level), []).append(card)
        for column in self.columns:
            urgent = [_of_cards(level, cards[column.slug, level]) for level in URGENT if (column.slug, level) in cards]
            bodies[column.slug, Aspect.WHEN_TO_GET_HELP] = urgent + bodies.get((column.slug, Aspect.WHEN_TO_GET_HELP), [])
            for effect in column.effects:
                effect.source_keys = keys_of.get(effect.pk, [])
            for aspect in SECTIONS:
                points = bodies.get((column.slug, aspect), [])
                column.points[aspect] = _first(aspect, points)
                if len(column.points[aspect]) < len(points):
                    column.longer.add(aspect)
        self._number_sources()

    def _number_sources(self):
        keys: dict = {}
        for column in self.columns:
            for effect in column.effects:
                keys |= dict.fromkeys(effect.source_keys)
            for points in column.points.values():
                keys |= dict.fromkeys(cited_keys(" ".join(points)))
        self.sources = NumberedSources(keys, references(keys))
        for column in self.columns:
            for aspect, points in column.points.items():
                column.points[aspect] = [self.sources.in_text(point) for point in points]


def _first(aspect, points):
    """What a comparison shows of a section: all of what may harm, and the first of what else there is."""
    if aspect == Aspect.QUESTIONS:
        return points[:MOST_QUESTIONS]
    if aspect == Aspect.CAUTIONS:
        lengths = accumulate(len(plain_text(without_markers(point))) for point in points)
        return points[: max(1, sum(length <= ROOM for length in lengths))]
    return points


def _of_cards(level, cards):
    """Care cards of one level, given as (slug, name), as one point with a link to the text of each."""
    place = reverse("articles:urgent_signs")
    links = format_html_join("; ", '<a href="{}#{}">{}</a>', ((place, slug, name) for slug, name in cards))
    return format_html("<strong>{}:</strong> {}", level.label, links)
