from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class Editor(AbstractUser):
    """A person who signs in to write, review or run the site. Readers have no account."""

    professional_role = models.CharField(
        _("professional role"),
        max_length=120,
        blank=True,
        help_text=_("Shown to readers beside your name on pages that you review, for example “Consultant neurologist”."),
    )

    class Meta:
        verbose_name = _("editor")
        verbose_name_plural = _("editors")

    @property
    def public_name(self):
        """The name and role that readers see on a page that this person reviewed."""
        return ", ".join(filter(None, [self.get_full_name(), self.professional_role]))
