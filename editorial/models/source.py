from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from editorial.models.version import Version, VersionPart

key_validator = RegexValidator(
    r"\A[a-z0-9]+(?:-[a-z0-9]+)*\Z", _("Use small letters, digits and single hyphens only, for example “cochrane-tens-2017”.")
)


class SourceQuerySet(models.QuerySet):
    def printable(self):
        return self.filter(printable=True)


class Source(models.Model):
    """Something that was read and that a medical statement may rest on."""

    class Kind(models.TextChoices):
        GUIDELINE = "guideline", _("guideline")
        SYSTEMATIC_REVIEW = "systematic review", _("systematic review")
        TRIAL = "trial", _("trial in people")
        REGULATOR = "regulator", _("medicines regulator")
        GOVERNMENT = "government", _("public health service")
        CHARITY = "charity", _("charity or patient organisation")
        NARRATIVE_REVIEW = "narrative review", _("narrative review")
        OBSERVATIONAL_STUDY = "observational study", _("study without a control group, or observational study")
        CASE_REPORT = "case report", _("report of single cases")
        ANIMAL_REVIEW = "review of animal studies", _("review of animal studies")
        ANIMAL_STUDY = "animal study", _("animal study")
        REGISTRATION = "trial registration", _("entry in a trial register")
        NEWS = "news", _("news report")
        SECONDARY = "secondary summary", _("summary of another source")

    key = models.CharField(_("key"), max_length=60, unique=True, validators=[key_validator], help_text=_("Texts cite the source by this: [@key]."))
    title = models.CharField(_("title"), max_length=400)
    publisher = models.CharField(_("authors or publisher"), max_length=300)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    url = models.URLField(_("web address"), max_length=500, blank=True)
    doi = models.CharField(_("DOI"), max_length=120, blank=True)
    pmid = models.CharField(_("PubMed number"), max_length=12, blank=True, validators=[RegexValidator(r"\A\d+\Z", _("Digits only."))])
    kind = models.CharField(_("kind"), max_length=30, choices=Kind.choices)
    seen = models.DateField(_("read on"), help_text=_("The day on which somebody last read the source itself."))
    note = models.CharField(_("note for readers"), max_length=300, blank=True)
    printable = models.BooleanField(
        _("may be shown"), default=True, help_text=_("Off while a part of the reference is unconfirmed: no text that cites it can be published.")
    )
    changed_here = models.BooleanField(default=False, editable=False)  # an editor's correction, which an import then leaves alone

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__gte=1800, year__lte=2200),
                name="source_year_is_plausible",
                violation_error_message=_("Give the year with four digits, or leave it empty."),
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(publisher=""),
                name="source_has_title_and_publisher",
                violation_error_message=_("A source needs a title and its authors or publisher."),
            ),
        ]

    def __str__(self):
        return f"{self.key}: {self.title}"


class Citation(VersionPart):
    """A version rests on a source. Made for every [@key] of the text; the editor may add which claim and where in the source."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="citations")
    source = models.ForeignKey(Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="citations")
    claim = models.CharField(_("claim"), max_length=500, blank=True, help_text=_("What in this text rests on it, in a few words."))
    locator = models.CharField(_("where in the source"), max_length=100, blank=True, help_text=_("Page, table or section."))

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "source"], name="source_is_cited_once_a_version", violation_error_message=_("This source is already in the list.")
            ),
        ]

    def __str__(self):
        return self.source.key
