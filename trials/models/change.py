from django.db import models
from django.utils.translation import gettext_lazy as _

from trials.models.trial import Trial


class TrialAlias(models.Model):
    """An older number of a study in the registry: its address leads to the record."""

    nct_id = models.CharField(_("number in the registry"), max_length=11, unique=True)
    trial = models.ForeignKey(Trial, verbose_name=_("record"), on_delete=models.CASCADE, related_name="aliases")

    class Meta:
        verbose_name = _("older number")
        verbose_name_plural = _("older numbers")

    def __str__(self):
        return self.nct_id


class TrialChange(models.Model):
    """One fact that an import changed, as text: for the editor of the record."""

    trial = models.ForeignKey(Trial, verbose_name=_("record"), on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField(_("when"))
    fact = models.CharField(_("what"), max_length=40)
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)

    class Meta:
        ordering = ["-at", "pk"]
        verbose_name = _("change of a record")
        verbose_name_plural = _("changes of records")

    def __str__(self):
        return f"{self.fact}: {self.before} → {self.after}"

    @property
    def label(self):
        return Trial._meta.get_field(self.fact).verbose_name
