from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LetterQuerySet(models.QuerySet):
    def unsent(self):
        return self.filter(sent_at__isnull=True)


class Letter(models.Model):
    """An e-mail to an editor. Written in the transaction of what it tells, posted after it; one a person and thing."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letters")
    key = models.CharField(_("what it is about"), max_length=120)
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("text"))
    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="nobody_is_told_twice")]
        indexes = [models.Index(fields=["id"], condition=models.Q(sent_at__isnull=True), name="letter_unsent")]

    def __str__(self):
        return self.subject
