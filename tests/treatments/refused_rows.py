"""For each named constraint of `treatments` an object that the database must refuse; see `tests.editorial.refused_rows`."""

from datetime import date

from tests import factories
from tests.editorial.refused_rows import changed, row

ROWS = {}


def effect(**values):
    return changed(factories.make_treatment_draft().effects.get(), **values)


@row("treatment_stage_is_known", ROWS)
def treatment_of_an_unknown_stage():
    return changed(factories.make_treatment_draft(), stage="promised")


@row("approach_is_known", ROWS)
def treatment_of_an_unknown_approach():
    return changed(factories.make_treatment_draft(), approach="magic")


@row("treatment_has_a_status_line", ROWS)
def treatment_without_a_status():
    return changed(factories.make_treatment_draft(), status_line="")


@row("effect_has_one_target", ROWS)
def effect_without_a_target():
    return effect(condition_id=None)


@row("certainty_is_known", ROWS)
def effect_of_an_unknown_certainty():
    return effect(certainty="very sure")


@row("effect_stage_is_known", ROWS)
def effect_of_an_unknown_stage():
    return effect(stage="promised")


@row("finding_is_known", ROWS)
def effect_with_an_unknown_finding():
    return effect(finding="miracle")


@row("untested_in_people_is_unproven", ROWS)
def standard_care_that_was_not_tested_in_people():
    return effect(certainty="none in people", stage="standard care", finding="unclear")


@row("rung_is_known_and_of_a_condition", ROWS)
def effect_on_an_unknown_step():
    return effect(rung="the moon")


@row("rung_fits_the_evidence", ROWS)
def standard_care_without_a_benefit():
    return effect(rung="standard care", stage="standard care", finding="unclear")


@row("absolute_numbers_are_complete", ROWS)
def two_of_three_numbers():
    return effect(out_of=100, with_treatment=30, without_treatment=None)


@row("recheck_is_after_check", ROWS)
def check_after_the_next_check():
    return effect(checked_on=date(2027, 1, 1), recheck_on=date(2026, 1, 1))
