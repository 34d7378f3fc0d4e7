from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


def validate_orcid(value):
    """Refuses what is no ORCID iD: four groups of four, the last sign a check digit after ISO/IEC 7064 (MOD 11-2)."""
    signs = value.replace("-", "")
    well_formed = len(value) == 19 and value[4::5] == "---" and signs[:-1].isascii() and signs[:-1].isdigit() and len(signs) == 16
    if not well_formed or signs[-1] != _orcid_check_digit(signs[:-1]):
        raise ValidationError(_("This is not an ORCID iD. It has the form 0000-0002-1825-0097; copy it from your ORCID record."))


def _orcid_check_digit(digits):
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    result = (12 - total % 11) % 11
    return "X" if result == 10 else str(result)


class Editor(AbstractUser):
    """A person who signs in to write, review or run the site. Readers have no account."""

    professional_role = models.CharField(
        _("professional role"),
        max_length=120,
        blank=True,
        help_text=_("Shown to readers beside your name on pages that you review, for example “Consultant neurologist”."),
    )
    registration = models.CharField(
        _("professional registration"),
        max_length=120,
        blank=True,
        help_text=_("Register and number, if you have one. Readers see it, so that they can look it up."),
    )
    orcid = models.CharField(
        _("ORCID iD"), max_length=19, blank=True, validators=[validate_orcid], help_text=_("If you have one, for example 0000-0002-1825-0097.")
    )
    interests = models.TextField(
        _("interests to declare"),
        max_length=1000,
        blank=True,
        help_text=_("Money, posts or shares that could sway your judgement. Readers see it. If there are none, write “None”."),
    )

    class Meta:
        verbose_name = _("editor")
        verbose_name_plural = _("editors")

    def __str__(self):
        return self.get_full_name() or self.get_username()

    @property
    def public_name(self):
        """The name and role that readers see on a page that this person reviewed."""
        return ", ".join(filter(None, [self.get_full_name(), self.professional_role]))
