from trials.models.change import TrialAlias, TrialChange
from trials.models.trial import AsksPayment, State, Trial

__all__ = ["AsksPayment", "State", "Trial", "TrialAlias", "TrialChange"]
