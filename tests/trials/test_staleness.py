"""How far a record can be trusted on a day: each row of the table, on both sides of its limit."""

from datetime import date, timedelta

import pytest

from tests.trials.studies import TODAY
from trials.dates import years_before
from trials.staleness import Mark, checked_on, freshness
from trials.words import Group

FRESH = {"verified_on": "2026-05", "completion_date": "2027-06", "checked_on": TODAY - timedelta(days=1), "today": TODAY}
OPEN = (Group.OPEN, Group.PLANNED)
GOING_ON = (*OPEN, Group.UNDER_WAY)
OVER = tuple(group for group in Group if group not in GOING_ON)


def mark(group, **changes):
    return freshness(group, **FRESH | changes).mark


@pytest.mark.parametrize("group", GOING_ON)
def test_a_study_that_should_have_ended_is_not_confirmed(group):
    assert mark(group, completion_date="2026-06-14") == Mark.NOT_CONFIRMED
    assert mark(group, completion_date="2026-05") == Mark.NOT_CONFIRMED
    assert mark(group, completion_date="2026-06-15") == Mark.NEW
    assert mark(group, completion_date="2026-06") == Mark.NEW, "a month counts to its end"
    assert mark(group, completion_date="") == Mark.NEW


@pytest.mark.parametrize("group", OVER)
def test_what_is_over_may_have_ended(group):
    assert mark(group, completion_date="2016-12", verified_on="") == Mark.NEW


@pytest.mark.parametrize("group", OPEN)
def test_an_open_study_that_its_sponsor_left_alone_is_not_confirmed(group):
    assert mark(group, verified_on="2024-06-14") == Mark.NOT_CONFIRMED
    assert mark(group, verified_on="2024-05") == Mark.NOT_CONFIRMED
    assert mark(group, verified_on="") == Mark.NOT_CONFIRMED
    assert mark(group, verified_on="2024-06-15") == Mark.NEW
    assert mark(group, verified_on="2024-06") == Mark.NEW, "a month counts to its end"


def test_a_study_under_way_needs_no_new_word_of_its_sponsor():
    assert mark(Group.UNDER_WAY, verified_on="") == Mark.NEW


@pytest.mark.parametrize("group", Group)
def test_a_record_that_nobody_read_for_long_is_not_checked_lately(group):
    assert mark(group, checked_on=TODAY - timedelta(days=91)) == Mark.NOT_CHECKED
    assert mark(group, checked_on=None) == Mark.NOT_CHECKED
    assert mark(group, checked_on=TODAY - timedelta(days=90)) == Mark.OLDER


@pytest.mark.parametrize("group", Group)
def test_the_date_stands_out_after_a_month(group):
    assert mark(group, checked_on=TODAY - timedelta(days=31)) == Mark.OLDER
    assert mark(group, checked_on=TODAY - timedelta(days=30)) == Mark.NEW


def test_the_first_test_that_holds_counts():
    assert mark(Group.OPEN, completion_date="2020-01", checked_on=TODAY - timedelta(days=400)) == Mark.NOT_CONFIRMED


def test_an_old_file_that_is_read_today_stays_old():
    assert checked_on(TODAY, "2022-10-10") == date(2022, 10, 10)
    assert checked_on(date(2022, 11, 1), "2026-06-14") == date(2022, 11, 1)
    assert checked_on(TODAY, "") is None


def test_only_the_first_two_kinds_of_marks_are_stale():
    stale = {
        found: freshness(Group.OPEN, **FRESH | changes).is_stale
        for found, changes in (
            (Mark.NOT_CONFIRMED, {"verified_on": ""}),
            (Mark.NOT_CHECKED, {"checked_on": None}),
            (Mark.OLDER, {"checked_on": TODAY - timedelta(days=40)}),
            (Mark.NEW, {}),
        )
    }

    assert stale == {Mark.NOT_CONFIRMED: True, Mark.NOT_CHECKED: True, Mark.OLDER: False, Mark.NEW: False}


def test_two_years_before_a_leap_day_is_the_last_of_february():
    assert years_before(date(2028, 2, 29), 2) == date(2026, 2, 28)
