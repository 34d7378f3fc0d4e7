from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from editorial.models import Aspect, Page, PageKind, PageManager, PageQuerySet, Version
from treatments.stages import Stage

NO_STATUS_YET = "Not stated yet."


class Approach(models.TextChoices):
    CAUSE = "treating-the-cause", _("Treating the cause")
    MEDICINES = "medicines", _("Medicines")
    PHYSICAL_THERAPY = "physical-therapy", _("Physical therapy and exercise")
    CARE_AND_DEVICES = "care-and-devices", _("Foot care, braces and aids")
    LIFESTYLE = "lifestyle", _("Lifestyle")
    NUTRITION = "nutrition", _("Nutrition and vitamins")
    PSYCHOLOGICAL = "psychological", _("Psychological therapies")
    ELECTRICAL = "electrical-stimulation", _("Electrical stimulation")
    ULTRASOUND = "ultrasound", _("Ultrasound")
    PROCEDURES = "procedures", _("Procedures and surgery")
    GROWTH_FACTORS = "neurotrophic-factors", _("Neurotrophic factors")
    STEM_CELLS = "stem-cells", _("Stem cells")

    @property
    def therapy_type(self):
        """The type of such a treatment at schema.org. What is experimental is a MedicalTherapy whatever its approach."""
        return {"medicines": "Drug", "physical-therapy": "PhysicalTherapy", "lifestyle": "LifestyleModification"}.get(self.value, "MedicalTherapy")


class TreatmentQuerySet(PageQuerySet):
    def by_approach(self):
        """In the order of the approaches, then by name."""
        places = [models.When(live__treatmentversion__approach=value, then=models.Value(place)) for place, value in enumerate(Approach.values)]
        return self.order_by(models.Case(*places), "name", "pk")

    def by_stage(self):
        """Standard care first; of a stage, those of which the most is known, then by name."""
        places = [models.When(live__treatmentversion__stage=value, then=models.Value(place)) for place, value in enumerate(Stage.values)]
        claims = models.Count("live__treatmentversion__effects")
        return self.annotate(claims=claims).order_by(models.Case(*places), "-claims", "name", "pk")


class Treatment(Page):
    """Something that is done, or being tested, for damaged nerves."""

    kind_of_page = PageKind.TREATMENT
    folder = "treatments"
    url_name = "treatments:detail"
    aspects = (
        Aspect.KEY_POINTS,
        Aspect.WHEN_TO_GET_HELP,
        Aspect.OVERVIEW,
        Aspect.SUITABILITY,
        Aspect.HOW_IT_WORKS,
        Aspect.EFFECTIVENESS,
        Aspect.RISKS,
        Aspect.CAUTIONS,
        Aspect.WHAT_HAPPENS,
        Aspect.OTHER_CHOICES,
        Aspect.NOT_KNOWN,
        Aspect.RESEARCH,
        Aspect.QUESTIONS,
    )
    required_aspects = frozenset(aspects) - {Aspect.WHEN_TO_GET_HELP, Aspect.WHAT_HAPPENS, Aspect.RESEARCH}

    objects = PageManager.from_queryset(TreatmentQuerySet)()

    class Meta:
        proxy = True
        verbose_name = _("treatment")
        verbose_name_plural = _("treatments")

    @classmethod
    def version_model(cls):
        return TreatmentVersion


class TreatmentVersion(Version):
    approach = models.CharField(_("approach"), max_length=30, choices=Approach.choices)
    stage = models.CharField(
        _("stage"), max_length=30, choices=Stage.choices, help_text=_("The badge at the top of the page: never better than the best of its effects.")
    )
    status_line = models.CharField(_("status in one line"), max_length=300, help_text=_("For example: “Not an approved treatment for neuropathy.”"))

    class Meta:
        verbose_name = _("text of a treatment")
        verbose_name_plural = _("texts of treatments")
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values), name="treatment_stage_is_known", violation_error_message=_("That stage does not exist.")
            ),
            models.CheckConstraint(
                condition=Q(approach__in=Approach.values), name="approach_is_known", violation_error_message=_("That approach does not exist.")
            ),
            models.CheckConstraint(
                condition=~Q(status_line=""), name="treatment_has_a_status_line", violation_error_message=_("Say the status in one line.")
            ),
        ]

    @property
    def approach_label(self):
        return Approach(self.approach).label

    @property
    def therapy_type(self):
        return "MedicalTherapy" if self.stage == Stage.EXPERIMENTAL else Approach(self.approach).therapy_type

    @property
    def is_unproven(self):
        """True for treatments that are never shown like proven ones."""
        return self.stage in Stage.unproven()

    def with_status(self, summary):
        """A summary as it may stand where no badge does: what is unproven says so first."""
        return f"{self.status_line} {summary}" if self.is_unproven else summary

    def correction_problems(self, live):
        """A safety correction never makes a treatment look better: no higher stage or certainty, no new claim, and none against it gone."""
        before = list(live.effects.select_related("condition", "symptom"))
        now = list(self.effects.select_related("condition", "symptom"))
        better = _("A safety correction cannot make a treatment look better. Send a draft for review to change: %(what)s.")
        problems = [better % {"what": _("the stage of the page")}] if Stage.rank(self.stage) < Stage.rank(live.stage) else []
        # A text may hold several claims about the same: one may not be better than all that stood there.
        wrong = [effect for effect in now if all(effect.looks_better_than(old) for old in before if old.about == effect.about)]
        wrong += [old for old in before if old.speaks_against and not any(effect.about == old.about and effect.speaks_against for effect in now)]
        problems += [better % {"what": f"{effect.target}, {effect.outcome}"} for effect in {effect.about: effect for effect in wrong}.values()]
        return problems

    front_matter_keys = ("approach", "stage", "status", "effects")
    form_names = {"status": "status_line"}

    @classmethod
    def initial(cls):
        return {"approach": Approach.MEDICINES, "stage": Stage.EXPERIMENTAL, "status_line": NO_STATUS_YET}

    @classmethod
    def check_front_matter(cls, front, library):
        if front.get("approach") not in Approach.values:
            yield "approach", _("The approach must be one of: %(choices)s.") % {"choices": ", ".join(Approach.values)}
        if front.get("stage") not in Stage.values:
            yield "stage", _("The stage must be one of: %(choices)s.") % {"choices": ", ".join(Stage.values)}
        if not isinstance(front.get("status"), str) or not 0 < len(front["status"]) <= 300:
            yield "status", _("Say the status in one line of at most 300 characters.")
        effects = front.get("effects")
        if not isinstance(effects, list) or not effects:
            yield "effects", _("Say what is known: at least one effect, with its certainty, stage and sources.")
            return
        for row in effects:
            yield from cls._meta.get_field("effects").related_model.check_front_matter(row, library)

    def read_front_matter(self, front, library):
        self.approach = front["approach"]
        self.stage = front["stage"]
        self.status_line = front["status"]
        for row in front["effects"]:
            self.effects.model.read_front_matter(self, row, library)

    def write_front_matter(self):
        effects = self.effects.select_related("condition", "symptom").prefetch_related("sources")
        return {
            "approach": self.approach,
            "stage": self.stage,
            "status": self.status_line,
            "effects": [effect.write_front_matter() for effect in effects],
        }
