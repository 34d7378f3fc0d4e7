"""A record as it is shown on a day: everything that depends on the day or on whether patients pay is decided here."""

from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from trials.dates import date_words, last_day
from trials.flags import countries_of, flags, is_about_cells_or_genes
from trials.staleness import Mark, checked_on, freshness
from trials.words import (
    INTERVENTIONS,
    NOT_STATED,
    SEXES,
    STUDY_TYPES,
    WAYS_IN,
    Group,
    age_words,
    design_words,
    group_of,
    phase_names,
    phase_words,
    status_words,
)

PERSON = "INDIV"  # the registry's class of a sponsor who is a person


class ShownTrial:
    """A `Trial` on a day, for templates and for machines."""

    def __init__(self, trial, today):
        self.trial = trial
        self.today = today

    def place(self):
        """Sorts lists: what costs money last, then by group, then the newest update first."""
        updated = last_day(self.trial.last_updated)
        return self.asks_payment, self.group.place, -(updated.toordinal() if updated else 0), self.trial.nct_id

    # --- How far it can be trusted ------------------------------------------------------------------------------

    @property
    def asks_payment(self):
        return self.trial.asks_payment == "yes"

    @cached_property
    def freshness(self):
        imported_on = timezone.localdate(self.trial.imported_at)
        return freshness(
            group_of(self.trial.status),
            verified_on=self.trial.verified_on,
            completion_date=self.trial.completion_date,
            checked_on=checked_on(imported_on, self.trial.registry_date),
            today=self.today,
        )

    @property
    def is_stale(self):
        return self.freshness.is_stale

    @property
    def has_hidden_status(self):
        """Whether the status may not be shown: out of date, or a way in that costs money."""
        if self.freshness.mark == Mark.NOT_CONFIRMED:
            return True
        return self.trial.status in WAYS_IN and (self.is_stale or self.asks_payment)

    @property
    def group(self):
        return Group.UNKNOWN if self.has_hidden_status else group_of(self.trial.status)

    @property
    def status_words(self):
        if not self.has_hidden_status:
            return status_words(self.trial.status, has_results=bool(self.trial.has_results))
        if self.is_stale:
            return _("Status not confirmed: treat as not open")
        return _("Status not shown, because patients pay to take part")

    @property
    def mark_words(self):
        """When the record was checked: “Checked on 2 May 2026”, or that it was not, lately."""
        day = self.freshness.checked_on
        if day is None:
            return _("Not checked lately: the date of the registry's data is not known")
        words = {"label": self.freshness.mark.label, "day": date_words(day.isoformat())}
        return _("%(label)s: the registry's data are of %(day)s") % words if self.is_stale else _("%(label)s on %(day)s") % words

    @property
    def is_older(self):
        """Whether the date of the check stands out."""
        return self.freshness.mark == Mark.OLDER

    # --- Facts --------------------------------------------------------------------------------------------------

    @property
    def is_experimental(self):
        """Whether it is a study of stem cells or genes: set apart on the pages of conditions."""
        return is_about_cells_or_genes(self.trial)

    @property
    def phase_words(self):
        return phase_words(self.trial.phases)

    @property
    def phase_names(self):
        return phase_names(self.trial.phases)

    @property
    def study_type(self):
        return STUDY_TYPES.get(self.trial.study_type, NOT_STATED)

    @property
    def design(self):
        trial = self.trial
        return design_words(trial.allocation, trial.intervention_model, trial.masking)

    @property
    def people(self):
        if self.trial.enrolment is None:
            return NOT_STATED
        kind = {"ACTUAL": _("%(number)d people took part"), "ESTIMATED": _("%(number)d people are planned")}
        return kind.get(self.trial.enrolment_type, _("%(number)d people")) % {"number": self.trial.enrolment}

    @property
    def who(self):
        """Sex and age of those who may take part; all other criteria are read in the registry."""
        sex = SEXES.get(self.trial.sex, NOT_STATED)
        return f"{sex}, {age_words(self.trial.minimum_age, self.trial.maximum_age)}"

    @property
    def tested(self):
        """What is tested: (name, kind in words or "") pairs."""
        return [(row["name"], INTERVENTIONS.get(row["type"], "")) for row in self.trial.interventions if row["name"]]

    @property
    def outcomes(self):
        """What they will measure: (measure, when) pairs."""
        return [(row["measure"], row["timeFrame"]) for row in self.trial.primary_outcomes if row["measure"]]

    @property
    def sponsor(self):
        return self._organisation(self.trial.sponsor_name, self.trial.sponsor_class)

    @property
    def is_sponsored_by_organisation(self):
        return bool(self.trial.sponsor_name) and self.trial.sponsor_class != PERSON

    @property
    def collaborators(self):
        return [self._organisation(row["name"], row["class"]) for row in self.trial.collaborators]

    @staticmethod
    def _organisation(name, kind):
        return (_("A private person") if kind == PERSON else name) or str(NOT_STATED)

    @property
    def countries(self):
        """None are shown where patients pay: the page is no way there."""
        return [] if self.asks_payment else countries_of(self.trial)

    @property
    def places(self):
        """Cities with their countries, each once. Names of houses are left out: some are those of people."""
        if self.asks_payment:
            return []
        return sorted({", ".join(filter(None, (row["city"], row["country"]))) for row in self.trial.locations} - {""})

    @property
    def dates(self):
        """(what, date in words) pairs, each as exact as the registry is."""
        trial = self.trial
        rows = [
            (_("Start"), trial.start_date, trial.start_type),
            (_("Last measurement of the main result"), trial.primary_completion_date, trial.primary_completion_type),
            (_("End"), trial.completion_date, trial.completion_type),
            (_("First posted in the registry"), trial.first_posted, ""),
            (_("Results posted"), trial.results_posted, ""),
        ]
        planned = _("%(day)s (planned)")
        return [(what, (planned % {"day": date_words(day)}) if kind == "ESTIMATED" else date_words(day)) for what, day, kind in rows if day]

    @property
    def last_updated(self):
        return date_words(self.trial.last_updated) or NOT_STATED

    @property
    def registry_day(self):
        return date_words(self.trial.registry_date) or NOT_STATED

    @cached_property
    def flags(self):
        return flags(self.trial, self.today)
