from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.search_name import SearchName
from editorial.models import Aspect, Page, PageKind, Version


class Symptom(Page):
    """Something that a person with damaged nerves feels or sees. It may be known to the search before it has a text."""

    kind_of_page = PageKind.SYMPTOM
    folder = "symptoms"
    url_name = "articles:symptom"
    aspects = (
        Aspect.KEY_POINTS,
        Aspect.WHEN_TO_GET_HELP,
        Aspect.OVERVIEW,
        Aspect.CAUSES,
        Aspect.DIAGNOSIS,
        Aspect.SELF_CARE,
        Aspect.TREATMENTS,
        Aspect.LIVING_WITH,
        Aspect.NOT_KNOWN,
        Aspect.QUESTIONS,
    )
    required_aspects = frozenset({Aspect.KEY_POINTS, Aspect.OVERVIEW, Aspect.CAUSES, Aspect.WHEN_TO_GET_HELP, Aspect.QUESTIONS})

    class Meta:
        proxy = True
        verbose_name = _("symptom")
        verbose_name_plural = _("symptoms")

    @classmethod
    def version_model(cls):
        return SymptomVersion


class SymptomVersion(Version):
    class Meta:
        proxy = True
        verbose_name = _("text of a symptom")
        verbose_name_plural = _("texts of symptoms")


class SymptomConcept(models.Model):
    """What a symptom is in the lexicon, apart from any text about it."""

    class Group(models.TextChoices):
        SENSORY = "sensory", _("Feeling")
        MOTOR = "motor", _("Movement")
        AUTONOMIC = "autonomic", _("Automatic body functions")
        GENERAL = "general", _("Whole person")

    symptom = models.OneToOneField(Symptom, on_delete=models.CASCADE, related_name="concept", primary_key=True)
    clinical_name = models.CharField(_("clinical name"), max_length=200, blank=True)
    group = models.CharField(_("group"), max_length=20, choices=Group.choices)
    body_areas = models.JSONField(_("parts of the body"), default=list, blank=True)
    hpo_id = models.CharField(_("HPO number"), max_length=12, blank=True, help_text=_("Human Phenotype Ontology, for example HP:0003401."))

    class Meta:
        verbose_name = _("lexicon entry")
        verbose_name_plural = _("lexicon entries")
        constraints = [
            models.CheckConstraint(
                condition=Q(group__in=["sensory", "motor", "autonomic", "general"]),
                name="symptom_group_is_known",
                violation_error_message=_("That group does not exist."),
            )
        ]

    def __str__(self):
        return str(self.symptom)


class SymptomName(SearchName):
    """Words that patients or clinicians use for a symptom."""

    kind_of_page = PageKind.SYMPTOM

    symptom = models.ForeignKey(Symptom, on_delete=models.CASCADE, related_name="symptom_names")

    class Meta:
        verbose_name = _("name of a symptom")
        verbose_name_plural = _("names of symptoms")
        constraints = [
            models.UniqueConstraint(
                fields=["symptom", "text"], name="symptom_has_a_name_once", violation_error_message=_("This symptom already has that name.")
            ),
            models.CheckConstraint(condition=~Q(text=""), name="symptom_name_is_not_empty", violation_error_message=_("Give the words.")),
        ]
