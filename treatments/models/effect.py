from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles.models import Condition, ConditionVersion, Symptom
from editorial.models import PageKind, Source, VersionPart
from editorial.prepared import Prepared
from treatments.models.treatment import Approach, TreatmentVersion
from treatments.stages import Certainty, Finding, Rung, Stage

PLAIN_FIELDS = (
    "outcome",
    "finding",
    "certainty",
    "stage",
    "statement",
    "out_of",
    "with_treatment",
    "without_treatment",
    "studies",
    "participants",
    "checked_on",
    "recheck_on",
    "rung",
    "prevents",
)
EMPTY = {"rung": "", "prevents": False}  # what a plain field holds that a content file leaves out, where that is not None


class EffectQuerySet(models.QuerySet):
    def live(self):
        """Effects that a live text states: all that readers may see."""
        return self.filter(version__live_on__isnull=False)

    def on_ladder(self, language):
        """Live effects that stand on the evidence ladder, with the `pattern` of their condition: that of a hurt nerve or of many nerves."""
        patterns = (ConditionVersion.Pattern.INJURY, ConditionVersion.Pattern.WIDESPREAD)
        effects = self.live().exclude(rung="").filter(version__page__language=language)
        effects = effects.annotate(pattern=F("condition__live__conditionversion__pattern")).filter(pattern__in=patterns)
        return effects.with_treatment().select_related("condition", "version")

    def with_treatment(self):
        """Adds `treatment_name` and `treatment_slug` in the same query."""
        return self.annotate(treatment_name=F("version__live_on__name"), treatment_slug=F("version__live_on__slug"))

    def source_keys(self):
        """{number of an effect: keys of its sources, by alphabet}. One query."""
        found: dict = {}
        for effect, key in self.order_by("pk", "sources__key").values_list("pk", "sources__key"):
            found.setdefault(effect, []).append(key)
        return found


class EffectManager(models.Manager.from_queryset(EffectQuerySet)):
    def in_place(self):
        """On a page's related manager: the effects that live texts state on it, best stage first. One query."""
        names = _effect_names()
        effects = []
        for *values, name, slug, stage, approach in _effects_on(self.instance.pk, self.instance.pk):
            effect = Effect.from_db("default", names, values)
            effect.treatment_name, effect.treatment_slug = name, slug
            effect.treatment_stage, effect.treatment_type = stage, Approach(approach).therapy_type
            effects.append(effect)
        return sorted(effects, key=lambda effect: effect.place)

    def of_version(self, version):
        """The effects of one version in their order, each with its target and `source_keys`. One query."""
        names = _effect_names()
        effects = {}
        for *values, key, condition_name, condition_slug, condition_live, symptom_name, symptom_slug, symptom_live in _effects_of(version.pk):
            effect = Effect.from_db("default", names, values)
            if effect.pk not in effects:
                effects[effect.pk] = effect
                effect.source_keys = []
                if effect.condition_id:
                    effect.condition = Condition(
                        pk=effect.condition_id, kind="condition", name=condition_name, slug=condition_slug, live_id=condition_live
                    )
                else:
                    effect.symptom = Symptom(pk=effect.symptom_id, kind="symptom", name=symptom_name, slug=symptom_slug, live_id=symptom_live)
            effects[effect.pk].source_keys.append(key)
        return list(effects.values())


class Effect(VersionPart):
    """One evidence claim: what a treatment does for a condition or a symptom, how sure we are, and on what it rests."""

    version = models.ForeignKey(TreatmentVersion, on_delete=models.CASCADE, related_name="effects")
    condition = models.ForeignKey(
        Condition, verbose_name=_("condition"), null=True, blank=True, on_delete=models.PROTECT, related_name="condition_effects"
    )
    symptom = models.ForeignKey(Symptom, verbose_name=_("symptom"), null=True, blank=True, on_delete=models.PROTECT, related_name="symptom_effects")
    outcome = models.CharField(_("outcome"), max_length=120, help_text=_("What was measured, for example “Pain” or “Balance”."))
    finding = models.CharField(_("finding"), max_length=20, choices=Finding.choices)
    certainty = models.CharField(_("how sure we are"), max_length=20, choices=Certainty.choices)
    stage = models.CharField(_("stage for this"), max_length=30, choices=Stage.choices)
    statement = models.CharField(
        _("in words"),
        max_length=600,
        help_text=_("Wording follows certainty: high = plain verb, moderate = probably, low = may, very low = we do not know."),
    )
    rung = models.CharField(
        _("step on the evidence ladder"),
        max_length=20,
        blank=True,
        choices=Rung.choices,
        help_text=_(
            "Only for what is meant to mend nerves, in a condition of one hurt nerve or of many nerves: how far it was tested, never higher than the"
            " sources of this claim say. Else leave it empty."
        ),
    )
    prevents = models.BooleanField(
        _("only prevents"),
        default=False,
        help_text=_(
            "The claim is about keeping an illness, its complications or more damage away, not about what is already there. Programs are then not"
            " told that it treats the condition."
        ),
    )
    out_of = models.PositiveSmallIntegerField(
        _("out of"), null=True, blank=True, help_text=_("100 or 1,000 people; only if the source gives absolute numbers.")
    )
    with_treatment = models.PositiveSmallIntegerField(_("with the treatment"), null=True, blank=True)
    without_treatment = models.PositiveSmallIntegerField(_("without it"), null=True, blank=True)
    studies = models.PositiveIntegerField(_("number of studies"), null=True, blank=True)
    participants = models.PositiveIntegerField(_("number of people"), null=True, blank=True)
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="effects")
    checked_on = models.DateField(_("checked on"))
    recheck_on = models.DateField(_("check again on"))

    objects = EffectManager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("effect")
        verbose_name_plural = _("effects")
        constraints = [
            models.CheckConstraint(
                condition=Q(condition__isnull=True, symptom__isnull=False) | Q(condition__isnull=False, symptom__isnull=True),
                name="effect_has_one_target",
                violation_error_message=_("Choose a condition or a symptom, one of the two."),
            ),
            models.CheckConstraint(
                condition=Q(certainty__in=Certainty.values),
                name="certainty_is_known",
                violation_error_message=_("That level of certainty does not exist."),
            ),
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values), name="effect_stage_is_known", violation_error_message=_("That stage does not exist.")
            ),
            models.CheckConstraint(
                condition=Q(finding__in=Finding.values), name="finding_is_known", violation_error_message=_("That finding does not exist.")
            ),
            models.CheckConstraint(
                condition=~Q(certainty=Certainty.NONE) | Q(stage__in=Stage.unproven(), finding__in=[Finding.UNCLEAR, Finding.NO_BENEFIT]),
                name="untested_in_people_is_unproven",
                violation_error_message=_("What was not tested in people is experimental or not recommended, and has no known benefit."),
            ),
            models.CheckConstraint(
                condition=Q(rung="") | Q(rung__in=Rung.values, condition__isnull=False),
                name="rung_is_known_and_of_a_condition",
                violation_error_message=_("Only a claim about a condition has a step on the ladder, and it is one of the steps."),
            ),
            models.CheckConstraint(
                condition=Q(rung="")
                | Q(certainty=Certainty.NONE, rung__in=Rung.up_to(Rung.ANIMALS))
                | (
                    ~Q(certainty=Certainty.NONE)
                    & ~Q(rung__in=Rung.up_to(Rung.ANIMALS))
                    & (~Q(certainty=Certainty.VERY_LOW) | Q(rung=Rung.FIRST_PEOPLE))
                    & (~Q(rung=Rung.STANDARD) | Q(stage=Stage.STANDARD, finding=Finding.BENEFIT))
                ),
                name="rung_fits_the_evidence",
                violation_error_message=_(
                    "That step does not fit the evidence: “laboratory” and “animals” are for what was not tested in people, what is very uncertain"
                    " stands on “first people”, and “standard care” is only for standard care with a benefit."
                ),
            ),
            models.CheckConstraint(
                condition=Q(out_of__isnull=True, with_treatment__isnull=True, without_treatment__isnull=True)
                # Each "is not null" is needed: a check that is unknown, because a number is missing, passes.
                | Q(
                    out_of__isnull=False,
                    with_treatment__isnull=False,
                    without_treatment__isnull=False,
                    out_of__in=[100, 1000],
                    with_treatment__lte=F("out_of"),
                    without_treatment__lte=F("out_of"),
                ),
                name="absolute_numbers_are_complete",
                violation_error_message=_("Give all three numbers, out of 100 or 1,000, or none."),
            ),
            models.CheckConstraint(
                condition=Q(recheck_on__gt=F("checked_on")),
                name="recheck_is_after_check",
                violation_error_message=_("The next check comes after the last one."),
            ),
        ]

    def __str__(self):
        return f"{self.outcome}: {self.target}"

    @property
    def place(self):
        """Sort key of lists: best stage first, then the surest, then by name; only for effects fetched with `with_treatment`."""
        return Stage.rank(self.stage), Certainty.rank(self.certainty), self.treatment_name, self.pk

    @property
    def target(self):
        return self.condition or self.symptom

    @property
    def about(self):
        """What the claim is about: the same in two texts of a treatment for the same claim."""
        return self.condition_id, self.symptom_id, self.outcome

    @property
    def speaks_against(self):
        """Whether this claim is one that no benefit was shown."""
        return self.finding == Finding.NO_BENEFIT

    def looks_better_than(self, other):
        """Whether this claim says more for the treatment than another about the same: in stage, certainty, finding, step, reach or numbers."""
        numbers = ("out_of", "with_treatment", "without_treatment", "studies", "participants")
        return (
            Stage.rank(self.stage) < Stage.rank(other.stage)
            or Certainty.rank(self.certainty) < Certainty.rank(other.certainty)
            or (self.finding == Finding.BENEFIT and other.finding != Finding.BENEFIT)
            or Rung.rank(self.rung) > Rung.rank(other.rung)
            or other.prevents > self.prevents
            or any(getattr(self, name) not in {None, getattr(other, name)} for name in numbers)
        )

    @cached_property
    def treatment_url(self):
        """Address of the treatment's page; only for effects fetched with `with_treatment`."""
        return reverse("treatments:detail", args=[self.treatment_slug])

    @property
    def is_option(self):
        """Whether it may stand among the treatments: never what is unproven or was shown not to help."""
        return not self.is_unproven and self.finding != Finding.NO_BENEFIT

    @property
    def is_unproven(self):
        return self.stage in Stage.unproven()

    @property
    def in_short(self):
        """What a list of unproven treatments says of it. Its finding is enough where it says all: that an unproven treatment was not
        shown to help, or that of an experimental one nobody knows. A benefit with its doubts, advice against something that may
        well work, or what a usual treatment does not do needs the statement."""
        did_not_help = self.is_unproven and self.finding == Finding.NO_BENEFIT
        nobody_knows = self.stage == Stage.EXPERIMENTAL and self.finding == Finding.UNCLEAR
        return f"{self.get_finding_display()}." if did_not_help or nobody_knows else self.statement

    @property
    def is_shown_to_help(self):
        """Whether it may be passed on without our words beside it: a benefit was seen for those who have it, with at least low certainty,
        and neither this claim nor the treatment as a whole is unproven. Only for effects fetched with `in_place`."""
        certain = self.certainty in {Certainty.HIGH, Certainty.MODERATE, Certainty.LOW}
        helps = self.finding == Finding.BENEFIT and not self.prevents
        return certain and helps and not self.is_unproven and self.treatment_stage not in Stage.unproven()

    @classmethod
    def check_front_matter(cls, row, library):
        """Yields ("effects", sentence) for what is wrong in one effect of a content file."""
        if not isinstance(row, dict):
            yield "effects", _("Each effect is a list of names and values.")
            return
        label = row.get("outcome") or _("an effect")
        unknown = set(row) - {"condition", "symptom", "sources", *PLAIN_FIELDS}
        if unknown:
            yield "effects", _("%(label)s: the name “%(name)s” is unknown.") % {"label": label, "name": sorted(unknown)[0]}
        targets = [(kind, row[kind.value]) for kind in (PageKind.CONDITION, PageKind.SYMPTOM) if kind.value in row]
        if len(targets) != 1:
            yield "effects", _("%(label)s: name a condition or a symptom, one of the two.") % {"label": label}
        for kind, slug in targets:
            if not library.knows(kind, slug):
                yield (
                    "effects",
                    _("%(label)s: the %(kind)s “%(slug)s” is unknown. Correct the slug.") % {"label": label, "kind": kind.label, "slug": slug},
                )
        if row.get("rung") and PageKind.SYMPTOM.value in row:
            yield "effects", _("%(label)s: only what a treatment does for a condition has a rung. Leave it out.") % {"label": label}
        try:
            effect = cls(**_plain(row))
            effect.full_clean(exclude={"version", "condition", "symptom"}, validate_unique=False)
            for name in PLAIN_FIELDS:
                # A number or date that was read from other text would differ from the file at every import.
                if type(getattr(effect, name)) is not type(row.get(name, EMPTY.get(name))):
                    yield "effects", _("%(label)s: %(name)s has quotes that it must not have, or lacks them.") % {"label": label, "name": name}
        except ValidationError as error:
            for field, sentences in error.message_dict.items():
                yield "effects", f"{label}: {'' if field == '__all__' else field + ': '}{' '.join(sentences)}"
        yield from library.source_problems("effects", row.get("sources"))

    @classmethod
    def read_front_matter(cls, version, row, library):
        """Makes the effect of one checked row of a content file."""
        kind = PageKind.CONDITION if "condition" in row else PageKind.SYMPTOM
        target = {f"{kind.value}_id": library.stored_page(kind, row[kind.value]).pk}
        effect = cls.objects.create(version=version, **target, **_plain(row))
        effect.sources.set(library.stored_sources(row["sources"]))
        return effect

    def write_front_matter(self):
        target = {"condition": self.condition.slug} if self.condition_id else {"symptom": self.symptom.slug}
        plain = {name: getattr(self, name) for name in PLAIN_FIELDS if getattr(self, name) != EMPTY.get(name)}
        return {**target, **plain, "sources": sorted(source.key for source in self.sources.all())}


def _plain(row):
    """The fields of one row of a content file; what may be left out there is empty."""
    return {name: EMPTY.get(name) if row.get(name) is None else row[name] for name in PLAIN_FIELDS}


def _effect_names():
    return [field.attname for field in Effect._meta.concrete_fields]


_effects_on = Prepared(
    lambda page, again: (
        Effect.objects.live()
        .filter(Q(condition=page) | Q(symptom=again))
        .values_list(*_effect_names(), "version__live_on__name", "version__live_on__slug", "version__stage", "version__approach")
    ),
    places=2,
)
_effects_of = Prepared(
    lambda version: (
        Effect.sources.through.objects.filter(effect__version=version)
        .order_by("effect", "source__key")
        .values_list(
            *[f"effect__{name}" for name in _effect_names()],
            "source__key",
            *[f"effect__{kind}__{name}" for kind in ("condition", "symptom") for name in ("name", "slug", "live")],
        )
    )
)
