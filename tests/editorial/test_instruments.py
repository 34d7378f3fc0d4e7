"""The checklists: which questions and answers they have, and what the answers come to."""

from collections import Counter

import pytest

from editorial.instruments import ANSWER_LABELS, CDC, DISCERN, INSTRUMENTS, NOT_APPLICABLE, PEMAT, score


def answered(instrument, answer, **others):
    """Every item with one answer (its first, where it does not allow that one), besides others by number: n4="no"."""
    answers = {item.id: answer if answer in item.answers else item.answers[0] for item in instrument.items}
    return answers | {item.id: others[f"n{item.number}"] for item in instrument.items if f"n{item.number}" in others}


def may_be_left_out(instrument):
    return {item.number for item in instrument.items if NOT_APPLICABLE in item.answers}


@pytest.mark.parametrize(
    ("instrument", "numbers", "optional"),
    [
        (PEMAT, [*range(1, 13), *range(15, 27)], {6, 8, 9, 11, 16, 17, 18, 19, 24, 25}),
        (DISCERN, [*range(1, 17)], {2}),
        (CDC, [*range(1, 21)], {*range(12, 21)}),
    ],
)
def test_an_instrument_has_its_official_numbers_and_answers(instrument, numbers, optional):
    assert [item.number for item in instrument.items] == numbers
    assert may_be_left_out(instrument) == optional


def test_items_are_known_by_their_id_and_no_text_occurs_twice():
    items = [item for instrument in INSTRUMENTS.values() for item in instrument.items]

    assert all(count == 1 for count in Counter(item.id for item in items).values())
    assert all(count == 1 for count in Counter(str(item.text) for item in items).values())
    assert all(str(item.topic) for item in items)


def test_every_answer_has_a_label_and_belongs_to_its_instrument():
    for instrument in INSTRUMENTS.values():
        used = {answer for item in instrument.items for answer in item.answers}

        assert used == set(instrument.answers) <= set(ANSWER_LABELS)


def test_instruments_are_found_by_their_id():
    assert {key: instrument.name for key, instrument in INSTRUMENTS.items()} == {
        "pemat-p": "PEMAT-P",
        "discern": "DISCERN",
        "cdc-index": "CDC Clear Communication Index",
    }


@pytest.mark.parametrize(
    ("instrument", "expected"),
    [
        (PEMAT, {"answered": 0, "items": 24, "understandability": None, "actionability": None}),
        (DISCERN, {"answered": 0, "items": 16, "reliability": None, "treatment_choices": None, "total": None, "overall": None}),
        (CDC, {"answered": 0, "items": 20, "percent": None, "passed": None}),
    ],
)
def test_without_answers_there_is_no_score(instrument, expected):
    assert score(instrument, {}) == expected


@pytest.mark.parametrize(
    ("answers", "understandability", "actionability"),
    [
        (answered(PEMAT, "agree"), 100, 100),
        (answered(PEMAT, "disagree"), 0, 0),
        # 3 of 17 and 1 of 7 disagreed
        (answered(PEMAT, "agree", n1="disagree", n12="disagree", n19="disagree", n20="disagree"), 82, 86),
        # without pictures, tables and calculations: 1 of 13 and 1 of 5
        (
            answered(PEMAT, "agree", **dict.fromkeys(("n16", "n17", "n18", "n19", "n24", "n25"), "not applicable"), n15="disagree", n26="disagree"),
            92,
            80,
        ),
        (answered(PEMAT, "not applicable"), 100, 100),
        ({"pemat-1": "agree", "pemat-2": "disagree"}, 50, None),
        ({"pemat-6": "not applicable"}, None, None),
        ({"pemat-26": "agree"}, None, 100),
    ],
)
def test_the_pemat_scores_are_percents_of_the_rated_items(answers, understandability, actionability):
    results = score(PEMAT, answers)

    assert (results["understandability"], results["actionability"]) == (understandability, actionability)
    assert results["answered"] == len(answers)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (answered(DISCERN, "5"), {"reliability": 5.0, "treatment_choices": 5.0, "total": 75, "overall": 5}),
        (answered(DISCERN, "1"), {"reliability": 1.0, "treatment_choices": 1.0, "total": 15, "overall": 1}),
        # the first part 1 and 5 and six times 3, the second seven times 3, the whole 4
        (answered(DISCERN, "3", n1="1", n8="5", n16="4"), {"reliability": 3.0, "treatment_choices": 3.0, "total": 45, "overall": 4}),
        # question 2 left out: 7 questions in the first part
        (answered(DISCERN, "4", n1="1", n2="not applicable"), {"reliability": 3.6, "treatment_choices": 4.0, "total": 53, "overall": 4}),
        ({"discern-9": "2", "discern-10": "3"}, {"reliability": None, "treatment_choices": 2.5, "total": None, "overall": None}),
        ({"discern-16": "2"}, {"reliability": None, "treatment_choices": None, "total": None, "overall": 2}),
    ],
)
def test_the_discern_scores(answers, expected):
    results = score(DISCERN, answers)

    assert {key: results[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("answers", "percent", "passed"),
    [
        (answered(CDC, "yes"), 100.0, True),
        (answered(CDC, "no", n12="not applicable"), 0.0, False),
        (answered(CDC, "yes", n4="no", n8="no"), 90.0, True),  # 18 of 20
        (answered(CDC, "yes", n4="no", n8="no", n9="no"), 85.0, False),
        # 10 of 11: nothing but the core applies
        (answered(CDC, "not applicable", n8="no"), 90.9, True),
        # 16 of 18: just below
        (answered(CDC, "yes", n19="not applicable", n20="not applicable", n4="no", n8="no"), 88.9, False),
        ({"cdc-7": "yes"}, 100.0, None),  # not before all are answered
    ],
)
def test_the_cdc_index_is_passed_at_90_percent(answers, percent, passed):
    results = score(CDC, answers)

    assert (results["percent"], results["passed"]) == (percent, passed)


def test_without_a_main_message_what_is_said_of_it_counts_as_no():
    results = score(CDC, answered(CDC, "yes", n1="no"))

    assert results["percent"] == 75.0  # 1, 2, 3, 4 and 6 of 20


def test_without_a_call_to_act_none_is_in_the_active_voice():
    assert score(CDC, answered(CDC, "yes", n5="no"))["percent"] == 90.0


def test_without_advice_its_reasons_and_steps_do_not_count():
    answers = answered(CDC, "yes", n12="not applicable", n13="no", n14="no")

    assert score(CDC, answers)["percent"] == 100.0


def test_what_follows_from_another_answer_need_not_be_answered():
    answers = answered(CDC, "yes", n12="not applicable")
    del answers["cdc-13"], answers["cdc-14"]

    assert score(CDC, answers) == {"answered": 18, "items": 20, "percent": 100.0, "passed": True}


@pytest.mark.parametrize(
    ("instrument", "answers"),
    [
        (PEMAT, {"pemat-13": "agree"}),  # for films only
        (PEMAT, {"pemat-1": "not applicable"}),
        (PEMAT, {"pemat-1": "yes"}),
        (DISCERN, {"discern-1": "6"}),
        (DISCERN, {"discern-16": "not applicable"}),
        (CDC, {"cdc-1": "not applicable"}),
        (CDC, {"cdc-12": "no"}),
        (CDC, {"discern-1": "1"}),
    ],
)
def test_an_answer_that_the_instrument_does_not_have_is_refused(instrument, answers):
    with pytest.raises(ValueError, match=f"{instrument.name} has no item"):
        score(instrument, answers)
