"""The registry's words in words that a patient can use. Whole values are matched: “NOT_YET_RECRUITING” holds “RECRUITING”."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Group(models.TextChoices):
    """What a status means for a reader, in the order of lists."""

    OPEN = "open", gettext_lazy("Open")
    PLANNED = "planned", gettext_lazy("Planned")
    UNDER_WAY = "under-way", gettext_lazy("Under way, closed to you")
    FINISHED = "finished", gettext_lazy("Finished")
    STOPPED = "stopped", gettext_lazy("Stopped")
    ACCESS = "access", gettext_lazy("Special access outside a trial")
    UNKNOWN = "unknown", gettext_lazy("Unknown")

    @property
    def place(self):
        """Place in lists, 0 first."""
        return list(type(self)).index(self)


NOT_STATED = gettext_lazy("Not stated")
STATUSES = {
    "RECRUITING": (Group.OPEN, gettext_lazy("Listed as looking for participants")),
    "NOT_YET_RECRUITING": (Group.PLANNED, gettext_lazy("Listed as planned; not open yet")),
    "ENROLLING_BY_INVITATION": (Group.UNDER_WAY, gettext_lazy("By invitation only; you cannot apply")),
    "ACTIVE_NOT_RECRUITING": (Group.UNDER_WAY, gettext_lazy("Under way; not taking new people")),
    "COMPLETED": (Group.FINISHED, gettext_lazy("Finished")),
    "SUSPENDED": (Group.STOPPED, gettext_lazy("Paused")),
    "TERMINATED": (Group.STOPPED, gettext_lazy("Stopped early")),
    "WITHDRAWN": (Group.STOPPED, gettext_lazy("Cancelled before anyone joined")),
    "UNKNOWN": (Group.UNKNOWN, gettext_lazy("Not updated by the sponsor for a long time; treat as not open")),
    "AVAILABLE": (Group.ACCESS, gettext_lazy("Special access outside a trial: available")),
    "TEMPORARILY_NOT_AVAILABLE": (Group.ACCESS, gettext_lazy("Special access outside a trial: paused")),
    "NO_LONGER_AVAILABLE": (Group.ACCESS, gettext_lazy("Special access outside a trial: ended")),
    "APPROVED_FOR_MARKETING": (Group.ACCESS, gettext_lazy("Special access outside a trial: approved since")),
    "WITHHELD": (Group.UNKNOWN, NOT_STATED),
}
# Those that speak of a way in, now or soon: never shown from a record that may be out of date.
WAYS_IN = {"RECRUITING", "NOT_YET_RECRUITING", "AVAILABLE"}


def group_of(status):
    """The group of a status of the registry; what is new or missing is unknown."""
    return STATUSES.get(status, (Group.UNKNOWN, ""))[0]


def status_words(status, *, has_results=False):
    """What we print for a status of the registry."""
    words = str(STATUSES.get(status, (Group.UNKNOWN, NOT_STATED))[1])
    if status != "COMPLETED":
        return words
    return _("Finished; results posted") if has_results else _("Finished; no results posted")


# --- Phases -----------------------------------------------------------------------------------------------------

_FIRST = gettext_lazy("first tests, mainly of safety, in few people")
PHASES = {
    "EARLY_PHASE1": (gettext_lazy("Early phase 1"), _FIRST),
    "PHASE1": (gettext_lazy("Phase 1"), _FIRST),
    "PHASE2": (gettext_lazy("Phase 2"), gettext_lazy("more people, looks for signs that it works; still too small to know")),
    "PHASE3": (gettext_lazy("Phase 3"), gettext_lazy("large comparison, the kind that can show whether it works")),
    "PHASE4": (gettext_lazy("Phase 4"), gettext_lazy("after approval")),
}


def phase_words(phases):
    """The phases of a study with what each means. “NA” and a missing phase are no phase: never a late one."""
    known = [PHASES[phase] for phase in phases if phase in PHASES]
    if known:
        return " ".join(f"{name}: {meaning}." for name, meaning in known)
    return str(NOT_STATED) if set(phases) - {"NA"} else _("No phase given")


def phase_names(phases):
    """The phases by name only, for a single line: “Phase 1, Phase 2”."""
    return ", ".join(str(PHASES[phase][0]) for phase in phases if phase in PHASES) or phase_words(phases)


# --- Other words ------------------------------------------------------------------------------------------------

STUDY_TYPES = {
    "INTERVENTIONAL": gettext_lazy("A study that tests something"),
    "OBSERVATIONAL": gettext_lazy("A study that only observes"),
    "EXPANDED_ACCESS": gettext_lazy("Special access outside a trial"),
}
ALLOCATIONS = {
    "RANDOMIZED": gettext_lazy("Chance decides who is in which group"),
    "NON_RANDOMIZED": gettext_lazy("Something other than chance decides who is in which group"),
}
MODELS = {
    "SINGLE_GROUP": gettext_lazy("One group only"),
    "PARALLEL": gettext_lazy("Groups beside each other"),
    "CROSSOVER": gettext_lazy("Each group gets one after the other"),
    "FACTORIAL": gettext_lazy("Groups get different combinations"),
    "SEQUENTIAL": gettext_lazy("One group after the other"),
}
MASKINGS = {
    "NONE": gettext_lazy("Everybody knows who gets what"),
    "SINGLE": gettext_lazy("One party does not know who gets what"),
    "DOUBLE": gettext_lazy("Two parties do not know who gets what"),
    "TRIPLE": gettext_lazy("Three parties do not know who gets what"),
    "QUADRUPLE": gettext_lazy("Four parties do not know who gets what"),
}
INTERVENTIONS = {
    "BEHAVIORAL": gettext_lazy("behaviour"),
    "BIOLOGICAL": gettext_lazy("from living cells or tissue"),
    "COMBINATION_PRODUCT": gettext_lazy("combination"),
    "DEVICE": gettext_lazy("device"),
    "DIAGNOSTIC_TEST": gettext_lazy("test"),
    "DIETARY_SUPPLEMENT": gettext_lazy("food supplement"),
    "DRUG": gettext_lazy("medicine"),
    "GENETIC": gettext_lazy("gene or gene-like"),
    "PROCEDURE": gettext_lazy("procedure"),
    "RADIATION": gettext_lazy("radiation"),
}
SEXES = {"ALL": gettext_lazy("All sexes"), "FEMALE": gettext_lazy("Women"), "MALE": gettext_lazy("Men")}


def age_words(minimum, maximum):
    """The ages of those who may take part, as the registry gives them: “18 Years” and “55 Years”."""
    ages = {"minimum": minimum.lower(), "maximum": maximum.lower()}
    if minimum and maximum:
        return _("%(minimum)s to %(maximum)s old") % ages
    if minimum:
        return _("%(minimum)s or older") % ages
    return _("up to %(maximum)s old") % ages if maximum else _("no age limit given")


def design_words(allocation, model, masking):
    """How the study compares, in sentences; "" where the registry says nothing."""
    found = [table.get(value) for table, value in ((MODELS, model), (ALLOCATIONS, allocation), (MASKINGS, masking))]
    return " ".join(f"{words}." for words in found if words)
