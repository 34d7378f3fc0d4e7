from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from editorial.models.version import Version

LONGEST_COMMENT = 2000  # characters


class Comment(models.Model):
    """What somebody says of a text on its way: an editor, or a guest who was sent a preview link."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="comments")
    place = models.CharField(_("part of the text"), max_length=60, blank=True, help_text=_("The anchor of a section; empty for the whole text."))
    text = models.TextField(_("comment"), max_length=LONGEST_COMMENT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="comments")
    guest = models.CharField(_("name of the guest"), max_length=120, blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(
                condition=(Q(author__isnull=False, guest="")) | (Q(author__isnull=True) & ~Q(guest="")),
                name="comment_is_an_editors_or_a_guests",
                violation_error_message=_("A comment names the editor, or the guest, who made it."),
            ),
            models.CheckConstraint(condition=~Q(text=""), name="comment_is_not_empty", violation_error_message=_("Write the comment.")),
        ]

    def __str__(self):
        return self.text

    @property
    def by(self):
        """The name of whoever made it."""
        return str(self.author) if self.author_id else self.guest


class Rating(models.Model):
    """One item of a checklist (`editorial.instruments`) as one person answered it for one text."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="ratings")
    instrument = models.CharField(_("checklist"), max_length=20)
    item = models.CharField(_("item"), max_length=30)
    answer = models.CharField(_("answer"), max_length=20)
    rater = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="ratings")
    at = models.DateTimeField(_("when"), auto_now=True)
    content_hash = models.CharField(_("hash of the text that was rated"), max_length=64)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("answer to a checklist")
        verbose_name_plural = _("answers to checklists")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "rater", "item"],
                name="item_is_rated_once_a_person",
                violation_error_message=_("You have already answered this item. Change that answer."),
            ),
            models.CheckConstraint(
                condition=~Q(content_hash=""), name="rating_names_its_text", violation_error_message=_("A rating says which text it is of.")
            ),
        ]

    def __str__(self):
        return f"{self.item}: {self.answer}"


class Presence(models.Model):
    """Somebody has the form of a draft open: kept while their browser says so."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="presences")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="presences")
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "editor"], name="editor_is_present_once")]

    def __str__(self):
        return f"{self.editor}: {self.version_id}"
