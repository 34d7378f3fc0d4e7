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

    @property
    def is_unproven(self):
        return self in self.unproven()


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


class Finding(models.TextChoices):
    BENEFIT = "benefit", _("Some benefit was seen")
    NO_BENEFIT = "no benefit shown", _("No benefit was shown")
    UNCLEAR = "unclear", _("We do not know")


class Rung(models.TextChoices):
    """How far a way to mend nerves was tested: the steps of the evidence ladder, from the ground up.

    A step says where something was tested, not that it helped. Cells and animals come before people, and trials that compare are
    what guards against wishful results (US Food and Drug Administration, “Step 3: Clinical Research”, the source `fda-phases`).
    """

    LABORATORY = "laboratory", _("Laboratory")  # in cells
    ANIMALS = "animals", _("Animals")  # no results in people
    FIRST_PEOPLE = "first people", _("First people")  # in few people, or so that we are very unsure what it does
    CONTROLLED = "controlled trials", _("Controlled trials")  # in people, against a comparison, whatever came out
    STANDARD = "standard care", _("Standard care")  # guidelines offer it for this, and a benefit was seen

    @classmethod
    def rank(cls, rung):
        """Height of a step, 0 for the laboratory to 4 for standard care; -1 for none."""
        return cls.values.index(rung) if rung else -1

    @classmethod
    def up_to(cls, rung):
        """The values of this step and of all below it."""
        return cls.values[: cls.rank(rung) + 1]
