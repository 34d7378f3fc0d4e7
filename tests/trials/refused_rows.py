"""For each named constraint of `trials` an object that the database must refuse; see `tests.editorial.refused_rows`."""

from tests import factories
from tests.editorial.refused_rows import changed, row

ROWS = {}


@row("trial_state_is_known", ROWS)
def trial_in_an_unknown_state():
    return changed(factories.import_study(factories.fresh()), state="hidden")


@row("payment_answer_is_known", ROWS)
def trial_with_an_unknown_answer():
    return changed(factories.import_study(factories.fresh()), asks_payment="perhaps")


@row("published_trial_says_who_and_when", ROWS)
def published_trial_of_nobody():
    return changed(factories.make_trial(), published_by=None)


@row("published_trial_has_our_words", ROWS)
def published_trial_without_a_title():
    return changed(factories.make_trial(), plain_title="")


@row("published_trial_has_a_money_check", ROWS)
def published_trial_that_waits_for_a_decision():
    return changed(factories.make_trial(), asks_payment="to-check")


@row("withdrawn_trial_says_when_and_why", ROWS)
def withdrawn_trial_without_a_reason():
    return changed(factories.import_study(factories.fresh()), state="withdrawn")
