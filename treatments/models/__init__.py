"""What may be done about it, and how sure we are."""

from treatments.models.effect import Effect
from treatments.models.treatment import Approach, Treatment, TreatmentVersion

__all__ = ["Approach", "Effect", "Treatment", "TreatmentVersion"]
