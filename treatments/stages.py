"""The words for how far a treatment has come and how sure we are, in one place and one order."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """How far a treatment has come, best first."""

    STANDARD = "standard care", _("Standard care")  # guidelines offer it for this
    SOME = "used in some situations", _("Used in some situations")  # offered to some people, or when other things failed
    EXPERIMENTAL = "experimental", _("Experimental")  # not proven to help, risks not fully known, only in an approved study
    NOT_RECOMMENDED = "not recommended", _("Not recommended")  # guidelines or trials speak against it

    @classmethod
    def rank(cls, stage):
        """Place of a stage in the order, 0 for standard care to 3 for not recommended."""
        return cls.values.index(stage)

    @classmethod
    def unproven(cls):
        return (cls.EXPERIMENTAL, cls.NOT_RECOMMENDED)


class Certainty(models.TextChoices):
    """How sure we are of a finding: the GRADE levels, and two for what GRADE does not grade."""

    HIGH = "high", _("High certainty")
    MODERATE = "moderate", _("Moderate certainty")
    LOW = "low", _("Low certainty")
    VERY_LOW = "very low", _("Very low certainty")
    NONE = "none in people", _("Not tested in people")
    NOT_GRADED = "not graded", _("Not graded")  # the source gives a result but no level

    @classmethod
    def rank(cls, certainty):
        """Place of a level in the order, 0 for high."""
        return cls.values.index(certainty)

    @property
    def steps(self):
        """Filled steps of the four-step picture: 4 for high, 0 where there is nothing to grade."""
        return {"high": 4, "moderate": 3, "low": 2, "very low": 1}.get(self.value, 0)


class Finding(models.TextChoices):
    BENEFIT = "benefit", _("Some benefit was seen")
    NO_BENEFIT = "no benefit shown", _("No benefit was shown")
    UNCLEAR = "unclear", _("We do not know")
