from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.code_rules import problems_of
from articles.codes import canonical
from articles.models.condition import Condition


class CodeQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)


class Code(models.Model):
    """A code of an outside system by which hospitals' systems ask for the page of a condition."""

    class System(models.TextChoices):
        ICD10CM = "icd-10-cm", "ICD-10-CM"
        ICD9CM = "icd-9-cm", "ICD-9-CM"
        SNOMED = "snomed-ct", "SNOMED CT"
        MESH = "mesh", "MeSH"

    class Scope(models.TextChoices):
        EXACT = "exact", _("this code only")
        SUBTREE = "subtree", _("this code and all below it")

    page = models.ForeignKey(Condition, verbose_name=_("condition"), on_delete=models.CASCADE, related_name="codes")
    system = models.CharField(_("code system"), max_length=20, choices=System.choices)
    code = models.CharField(_("code"), max_length=30)
    scope = models.CharField(_("covers"), max_length=10, choices=Scope.choices, default=Scope.EXACT)
    rank = models.PositiveSmallIntegerField(
        _("rank"), default=1, help_text=_("1 is answered first where several pages have the code. Three pages are the most.")
    )
    source = models.CharField(_("source"), max_length=120, blank=True, help_text=_("Where it was read that this code is of this condition."))
    checked = models.DateField(_("checked on"), null=True, blank=True, help_text=_("The day on which somebody looked the code up."))
    is_active = models.BooleanField(
        _("active"), default=False, help_text=_("Only an active code is answered. It needs a source and the day of its check.")
    )

    objects = CodeQuerySet.as_manager()

    class Meta:
        ordering = ["system", "code", "rank"]
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        indexes = [models.Index(fields=["system", "code"], condition=Q(is_active=True), name="code_that_is_answered")]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "system", "code"], name="page_has_a_code_once", violation_error_message=_("This page already has that code.")
            ),
            models.CheckConstraint(
                condition=Q(rank__gte=1, rank__lte=3), name="code_rank_is_one_to_three", violation_error_message=_("The rank is 1, 2 or 3.")
            ),
            models.CheckConstraint(
                condition=Q(system__in=["icd-10-cm", "mesh", "snomed-ct", "icd-9-cm"]),
                name="code_system_is_known",
                violation_error_message=_("That code system does not exist."),
            ),
            models.CheckConstraint(
                condition=Q(scope__in=["exact", "subtree"]), name="code_scope_is_known", violation_error_message=_("That scope does not exist.")
            ),
            models.CheckConstraint(
                condition=Q(is_active=False) | (Q(checked__isnull=False) & ~Q(source="")),
                name="active_code_was_checked",
                violation_error_message=_("Say where the code was read and when it was checked, or leave it inactive."),
            ),
        ]

    def __str__(self):
        return f"{self.get_system_display()} {self.code}"

    def clean(self):
        """Writes the code in its one form, and refuses what would lead patients to a wrong page."""
        written = canonical(self.system, self.code)
        if written is None:
            raise ValidationError({"code": _("This is no code of %(system)s. Write it as the system does.") % {"system": self.get_system_display()}})
        self.code = written
        if sentences := list(problems_of(self.system, self.code, self.scope, self.page.slug)):
            raise ValidationError({"code": sentences})
