"""Treatments for one condition or symptom, side by side: what is chosen stands in the address."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from articles.models import Condition, Symptom
from editorial.footnotes import NumberedSources
from editorial.markup import cited_keys
from editorial.models import Aspect, Section
from editorial.reading import references
from treatments.models import Effect, Treatment

MOST = 4  # more do not fit on one sheet of paper
FEWEST = 2
MOST_POINTS = 3  # of a section; the page of the treatment has the rest
SECTIONS = (Aspect.RISKS, Aspect.CAUTIONS, Aspect.QUESTIONS)
TARGETS = {"condition": (Condition, "condition_effects"), "symptom": (Symptom, "symptom_effects")}
POINT = re.compile(r"<(p|li)>(.*?)</\1>", re.DOTALL)


@dataclass
class Column:
    """One treatment of a comparison: its evidence claims for the target, the best stage first, and the first points of some sections.

    `points` maps an aspect to safe HTML of each point; an aspect of which there are more is in `longer`.
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
    """

    def __init__(self, parameters, language):
        self.language = language
        self.kind = next((kind for kind in TARGETS if parameters.get(kind)), "")
        self.target, self.offered, self.columns, self.sources = None, [], [], NumberedSources()
        if self.kind:
            model, _effects = TARGETS[self.kind]
            slug = parameters[self.kind]
            # The database is asked only about what can be a slug.
            pages = (
                model.objects.published().in_language(language).filter(slug=slug) if re.fullmatch(r"[a-z0-9-]{1,100}", slug) else model.objects.none()
            )
            self.target = pages.first()
        self.is_unknown = bool(self.kind) and self.target is None
        wanted = list(dict.fromkeys(parameters.getlist("t")))
        self.chosen: list[str] = []
        if self.target:
            self._offer()
            known = {column.slug for column in self.offered}
            self.chosen = [slug for slug in wanted if slug in known]
        self.is_too_many = len(self.chosen) > MOST
        self.chosen = self.chosen[:MOST]
        if len(self.chosen) >= FEWEST:
            self._fill()

    def sections(self):
        """(heading, [part of each column]) of each section: the lower rows of the table."""
        return [(Aspect(aspect).label, [column.part(aspect) for column in self.columns]) for aspect in SECTIONS]

    def targets(self):
        """(heading, [(name, address)]) of the conditions and symptoms for which there are at least two treatments. Two queries."""
        return [(model._meta.verbose_name_plural, self._with_treatments(kind)) for kind, (model, _effects) in TARGETS.items()]

    def _with_treatments(self, kind):
        model, effects = TARGETS[kind]
        pages = model.objects.published().in_language(self.language).filter(**{f"{effects}__version__live_on__isnull": False})
        pages = pages.annotate(treatments=Count(f"{effects}__version", distinct=True)).filter(treatments__gte=FEWEST).alphabetical()
        return [(name, f"{reverse('treatments:compare')}?{urlencode({kind: slug})}") for name, slug in pages.values_list("name", "slug")]

    def _offer(self):
        """The treatments with a claim for the target, the best stage first. One query."""
        columns: dict = {}
        for effect in getattr(self.target, TARGETS[self.kind][1]).in_place():
            columns.setdefault(effect.treatment_slug, Column(effect.treatment_name, effect.treatment_slug)).effects.append(effect)
        self.offered = sorted(columns.values(), key=lambda column: column.is_unproven)

    def _fill(self):
        self.columns = [column for column in self.offered if column.slug in self.chosen]
        live = dict(Treatment.objects.published().filter(slug__in=self.chosen).values_list("live", "slug"))
        keys_of = Effect.objects.filter(pk__in=[effect.pk for column in self.columns for effect in column.effects]).source_keys()
        bodies: dict = {}
        sections = Section.objects.filter(version__in=live, aspect__in=SECTIONS, card=None).order_by("position", "pk")
        for version, aspect, body in sections.values_list("version", "aspect", "body"):
            bodies.setdefault((live[version], aspect), []).extend(point for _tag, point in POINT.findall(body))
        for column in self.columns:
            for effect in column.effects:
                effect.source_keys = keys_of.get(effect.pk, [])
            for aspect in SECTIONS:
                points = bodies.get((column.slug, aspect), [])
                column.points[aspect] = points[:MOST_POINTS]
                if len(points) > MOST_POINTS:
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
