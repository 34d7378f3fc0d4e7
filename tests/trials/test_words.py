"""The registry's words in plain ones: whole values, nothing late-stage that is not, nothing unknown that breaks."""

import pytest

from trials.words import STATUSES, Group, age_words, design_words, group_of, phase_names, phase_words, status_words

WORDS = {
    "RECRUITING": ("Listed as looking for participants", Group.OPEN),
    "NOT_YET_RECRUITING": ("Listed as planned; not open yet", Group.PLANNED),
    "ENROLLING_BY_INVITATION": ("By invitation only; you cannot apply", Group.UNDER_WAY),
    "ACTIVE_NOT_RECRUITING": ("Under way; not taking new people", Group.UNDER_WAY),
    "COMPLETED": ("Finished; no results posted", Group.FINISHED),
    "SUSPENDED": ("Paused", Group.STOPPED),
    "TERMINATED": ("Stopped early", Group.STOPPED),
    "WITHDRAWN": ("Cancelled before anyone joined", Group.STOPPED),
    "UNKNOWN": ("Not updated by the sponsor for a long time; treat as not open", Group.UNKNOWN),
    "AVAILABLE": ("Special access outside a trial: available", Group.ACCESS),
    "TEMPORARILY_NOT_AVAILABLE": ("Special access outside a trial: paused", Group.ACCESS),
    "NO_LONGER_AVAILABLE": ("Special access outside a trial: ended", Group.ACCESS),
    "APPROVED_FOR_MARKETING": ("Special access outside a trial: approved since", Group.ACCESS),
    "WITHHELD": ("Not stated", Group.UNKNOWN),
}


def test_the_table_holds_all_fourteen():
    assert set(STATUSES) == set(WORDS)
    assert len(WORDS) == 14


@pytest.mark.parametrize("status", WORDS)
def test_a_status_has_its_words_and_group(status):
    assert (status_words(status), group_of(status)) == WORDS[status]


@pytest.mark.parametrize("status", ["", "ON_THE_MOON", "recruiting", "RECRUITING ", "RECRUITING_SOON"])
def test_what_is_new_is_not_stated(status):
    assert (status_words(status), group_of(status)) == ("Not stated", Group.UNKNOWN)


def test_a_finished_study_says_whether_results_are_posted():
    assert status_words("COMPLETED", has_results=True) == "Finished; results posted"


def test_groups_stand_in_the_order_of_lists():
    assert [group.value for group in sorted(Group, key=lambda group: group.place)] == [
        *("open", "planned", "under-way", "finished", "stopped", "access", "unknown"),
    ]


@pytest.mark.parametrize(
    ("phases", "words"),
    [
        (["EARLY_PHASE1"], "Early phase 1: first tests, mainly of safety, in few people."),
        (["PHASE1"], "Phase 1: first tests, mainly of safety, in few people."),
        (["PHASE2"], "Phase 2: more people, looks for signs that it works; still too small to know."),
        (["PHASE3"], "Phase 3: large comparison, the kind that can show whether it works."),
        (["PHASE4"], "Phase 4: after approval."),
        (["NA"], "No phase given"),
        ([], "No phase given"),
        (["PHASE9"], "Not stated"),
    ],
)
def test_a_phase_says_what_it_means(phases, words):
    assert phase_words(phases) == words


def test_a_study_of_two_phases_names_both():
    assert phase_names(["PHASE1", "PHASE2"]) == "Phase 1, Phase 2"
    assert "few people. Phase 2: more people" in phase_words(["PHASE1", "PHASE2"])


@pytest.mark.parametrize(
    ("ages", "words"),
    [
        (("18 Years", "55 Years"), "18 years to 55 years old"),
        (("18 Years", ""), "18 years or older"),
        (("", "6 Months"), "up to 6 months old"),
        (("", ""), "no age limit given"),
    ],
)
def test_ages_are_those_of_the_registry(ages, words):
    assert age_words(*ages) == words


def test_the_design_is_told_as_far_as_it_is_known():
    assert design_words("NA", "SINGLE_GROUP", "NONE") == "One group only. Everybody knows who gets what."
    assert design_words("", "NEW_MODEL", "") == ""
