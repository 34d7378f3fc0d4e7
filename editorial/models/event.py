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

    It names pages by number, kind, language and slug, not by foreign key, so that it outlives them.
    """

    class Verb(models.TextChoices):
        CREATED = "created", _("created the page")
        DRAFTED = "drafted", _("started a draft")
        SUBMITTED = "submitted", _("sent for review")
        RETURNED = "returned", _("sent back to the author")
        SAVED = "saved", _("changed the draft")
        TAKEN_OVER = "taken-over", _("took over the newer public text")
        COMMENTED = "commented", _("commented")
        SHARED = "shared", _("made a preview link")
        RATED = "rated", _("filled in a checklist")
        APPROVED = "approved", _("approved and published")
        SCHEDULED = "scheduled", _("approved for a later time")
        PUBLISHED = "published", _("published at the planned time")
        CHECKED = "checked", _("checked: still right")
        CORRECTING = "correcting", _("began a safety correction")
        CORRECTED = "corrected", _("published a safety correction")
        CONFIRMED = "confirmed", _("confirmed a safety correction")
        DISCARDED = "discarded", _("discarded the draft")
        WITHDRAWN = "withdrawn", _("withdrew the page")
        WITHDRAWAL_PLANNED = "withdrawal-planned", _("planned to withdraw the page")
        WITHDRAWAL_CANCELLED = "withdrawal-kept", _("cancelled the planned withdrawal")
        RESTORED = "restored", _("restored an older text into a draft")
        MOVED = "moved", _("changed the address")
        OWNED = "owned", _("changed the owner")
        NAMED = "named", _("changed the words that find it")
        CODES_CHANGED = "codes", _("changed the codes")
        SOURCE_CHANGED = "source", _("added or corrected a source")
        TAG_CHANGED = "tag", _("added or changed a tag")
        PROFILE_CHANGED = "profile", _("changed what readers see of a person")
        ACCOUNT_CHANGED = "account", _("made or changed an account")
        SECOND_FACTOR_REMOVED = "factor-removed", _("removed a second factor")
        IMPORTED = "imported", _("imported starter text")
        TRIAL_PUBLISHED = "trial-published", _("published a trial record")
        TRIAL_CHANGED = "trial-changed", _("changed a published trial record")
        TRIAL_WITHDRAWN = "trial-withdrawn", _("withdrew a trial record")

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
    actor_role = models.CharField(_("role at that time"), max_length=120, blank=True)
    page_number = models.BigIntegerField(_("number of the page"), null=True, blank=True)
    page_kind = models.CharField(_("kind of page"), max_length=20)
    page_language = models.CharField(_("language"), max_length=10)
    page_slug = models.CharField(_("slug"), max_length=100)
    version_number = models.PositiveIntegerField(_("version"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    content_hash = models.CharField(_("hash of the text"), max_length=64, blank=True)
    changed_public_text = models.BooleanField(_("changed what readers see"), default=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["-id"], condition=models.Q(changed_public_text=True), name="event_publishing"),
            models.Index(fields=["page_number"], name="event_of_page"),
        ]

    def __str__(self):
        return f"{self.actor_name} {self.get_verb_display()}: {self.page_kind}/{self.page_slug}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("Events are a trail: they are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("Events are a trail: they are never deleted.")
