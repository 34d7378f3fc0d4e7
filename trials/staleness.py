"""How far a record can be trusted today. Computed whenever it is shown, never stored."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from trials.dates import last_day, years_before
from trials.words import Group

LONGEST_UNVERIFIED = 2  # years
NOT_LATELY = timedelta(days=90)
NOT_NEW = timedelta(days=30)


class Mark(models.TextChoices):
    NOT_CONFIRMED = "not-confirmed", _("Status not confirmed")  # the record contradicts itself, or its sponsor left it alone
    NOT_CHECKED = "not-checked", _("Not checked lately")  # nobody here has read the record for long
    OLDER = "older", _("Checked")  # shown, with the date in bold
    NEW = "new", _("Checked")


@dataclass(frozen=True)
class Freshness:
    """`checked_on` is the day for which we know the record; None where we know none."""

    mark: Mark
    checked_on: date | None

    @property
    def is_stale(self):
        """Whether nothing of the record may be shown as open."""
        return self.mark in (Mark.NOT_CONFIRMED, Mark.NOT_CHECKED)


def checked_on(imported_on, registry_date):
    """The earlier of the day on which we read the record and the day of the registry's data: an old file that is read today stays old.

    None where the registry's day is not known.
    """
    registry_day = last_day(registry_date)
    return min(imported_on, registry_day) if registry_day else None


def freshness(group, *, verified_on, completion_date, checked_on, today):
    """The first mark that holds. The dates of the registry are texts as in `trials.dates`; a month counts to its end."""
    completed, verified = last_day(completion_date), last_day(verified_on)
    is_overdue = group in (Group.OPEN, Group.PLANNED, Group.UNDER_WAY) and completed is not None and completed < today
    is_left_alone = group in (Group.OPEN, Group.PLANNED) and (verified is None or verified < years_before(today, LONGEST_UNVERIFIED))
    if is_overdue or is_left_alone:
        mark = Mark.NOT_CONFIRMED
    elif checked_on is None or today - checked_on > NOT_LATELY:
        mark = Mark.NOT_CHECKED
    else:
        mark = Mark.OLDER if today - checked_on > NOT_NEW else Mark.NEW
    return Freshness(mark, checked_on)
