from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class EventQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise TypeError("Events are a trail: they are never changed.")

    def delete(self):
        raise TypeError("Events are a trail: they are never deleted.")

    def publishing(self):
        """Events that changed what readers see."""
        return self.filter(changed_public_text=True)


class Event(models.Model):
    """One line of the audit trail: who did what to which text, and when. Append-only.

    It names pages by kind, language and slug, not by foreign key, so that it outlives them.
    """

    class Verb(models.TextChoices):
        CREATED = "created", _("created the page")
        DRAFTED = "drafted", _("started a draft")
        SUBMITTED = "submitted", _("sent for review")
        RETURNED = "returned", _("sent back to the author")
        APPROVED = "approved", _("approved and published")
        DISCARDED = "discarded", _("discarded the draft")
        WITHDRAWN = "withdrawn", _("withdrew the page")
        RESTORED = "restored", _("restored an older text into a draft")
        MOVED = "moved", _("changed the address")
        NAMED = "named", _("changed the words that find it")
        SOURCE_CHANGED = "source", _("corrected a source")
        IMPORTED = "imported", _("imported starter text")

    at = models.DateTimeField(_("when"), auto_now_add=True)
    verb = models.CharField(_("what"), max_length=20, choices=Verb.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events",
    )
    actor_name = models.CharField(_("name at that time"), max_length=200)
    page_kind = models.CharField(_("kind of page"), max_length=20)
    page_language = models.CharField(_("language"), max_length=10)
    page_slug = models.CharField(_("slug"), max_length=100)
    version_number = models.PositiveIntegerField(_("version"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    changed_public_text = models.BooleanField(_("changed what readers see"), default=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["-id"], condition=models.Q(changed_public_text=True), name="event_publishing"),
            models.Index(fields=["page_kind", "page_slug"], name="event_of_page"),
        ]

    def __str__(self):
        return f"{self.actor_name} {self.get_verb_display()}: {self.page_kind}/{self.page_slug}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("Events are a trail: they are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("Events are a trail: they are never deleted.")
