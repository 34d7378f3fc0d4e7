"""The measures of the search, with values that were worked out by hand."""

import math

import pytest

from tools.search_measures import Outcome, auroc, differences, figures, ndcg, rank_of_first, recall, reciprocal_rank, success

RANKING = ["cramps", "tingling", "numbness", "tremor"]


def outcome(right, found, kind="lay"):
    return Outcome(kind, frozenset(right), tuple(found))


@pytest.mark.parametrize(
    ("right", "rank"),
    [({"cramps"}, 1), ({"numbness", "tingling"}, 2), ({"tremor"}, 4), ({"falls"}, None)],
)
def test_the_rank_is_that_of_the_first_right_answer(right, rank):
    assert rank_of_first(RANKING, right) == rank


def test_only_ten_answers_count():
    ranking = [f"wrong-{number}" for number in range(10)] + ["right"]

    assert rank_of_first(ranking, {"right"}) is None
    assert reciprocal_rank(ranking, {"right"}) == 0
    assert recall(ranking, {"right"}) == 0
    assert ndcg(ranking, {"right"}) == 0
    assert rank_of_first(ranking[1:], {"right"}) == 10


@pytest.mark.parametrize(("right", "value"), [({"cramps"}, 1), ({"numbness", "tingling"}, 0.5), ({"tremor"}, 0.25), ({"falls"}, 0)])
def test_the_reciprocal_rank_falls_with_the_place(right, value):
    assert reciprocal_rank(RANKING, right) == value


@pytest.mark.parametrize(("right", "first", "three"), [({"cramps"}, True, True), ({"numbness"}, False, True), ({"tremor"}, False, False)])
def test_success_looks_at_the_first_places_only(right, first, three):
    assert success(RANKING, right, within=1) is first
    assert success(RANKING, right, within=3) is three


def test_ndcg_is_one_if_all_right_answers_come_first():
    assert ndcg(RANKING, {"tingling", "cramps"}) == 1
    assert ndcg([], {"cramps"}) == 0


def test_ndcg_discounts_by_the_place():
    # Places 2 and 3 of two right answers: (1/log2(3) + 1/2) / (1 + 1/log2(3)).
    assert ndcg(RANKING, {"tingling", "numbness"}) == pytest.approx(1.1309298 / 1.6309298, abs=1e-6)
    # One of two found, at place 2: (1/log2(3)) / (1 + 1/log2(3)).
    assert ndcg(RANKING, {"tingling", "falls"}) == pytest.approx(0.6309298 / 1.6309298, abs=1e-6)


def test_the_ideal_of_ndcg_has_ten_places_too():
    right = {f"right-{number}" for number in range(12)}

    assert ndcg(sorted(right)[:10], right) == 1


def test_recall_is_the_share_of_right_answers_that_were_found():
    assert recall(RANKING, {"tingling", "falls"}) == 0.5
    assert recall(RANKING, {"tremor", "cramps"}) == 1
    assert recall([], {"tremor"}) == 0


def test_auroc_counts_the_pairs_in_which_the_higher_one_is_higher():
    # 0.9 beats both; 0.5 ties with one and beats the other; nothing found beats none: 3.5 of 6 pairs.
    assert auroc([0.9, 0.5, -math.inf], [0.5, 0.1]) == pytest.approx(3.5 / 6)
    assert auroc([0.4], [0.3, 0.2]) == 1
    assert auroc([0.4], [0.4]) == 0.5
    assert auroc([-math.inf], [-math.inf]) == 0.5


def test_figures_are_means_over_all_and_by_kind():
    outcomes = [
        outcome({"tingling"}, [("tingling", 0.9)]),
        outcome({"tingling"}, [("cramps", 0.8), ("tingling", 0.7)], kind="typo"),
        outcome({"falls"}, [], kind="typo"),
    ]

    table = figures(outcomes, threshold=0.5)

    assert set(table) == {"all", "lay", "typo"}
    assert table["all"]["n"] == 3
    assert table["all"]["MRR@10"] == pytest.approx(0.5)
    assert table["all"]["no result"] == pytest.approx(1 / 3)
    assert table["lay"]["success@1"] == 1
    assert table["typo"]["MRR@10"] == 0.25
    assert table["typo"]["success@1"] == 0
    assert table["typo"]["success@3"] == 0.5


def test_a_question_about_something_else_is_rejected_below_the_threshold_or_without_a_result():
    outcomes = [
        outcome({"tingling"}, [("tingling", 0.9)]),
        outcome({"tingling"}, [("tingling", 0.4)]),
        outcome((), [("tingling", 0.5)], kind="negative"),
        outcome((), [("cramps", 0.49)], kind="negative"),
        outcome((), [], kind="negative"),
        outcome((), [], kind="negative"),
    ]

    others = figures(outcomes, threshold=0.5)["negative"]

    # 0.9 is above all four; 0.4 is above the two without a result: 6 of 8 pairs.
    assert others == {"n": 4, "AUROC": 0.75, "rejected": 0.75, "kept": 0.5}


def test_questions_about_something_else_change_no_ranking_figure():
    real = [outcome({"tingling"}, [("cramps", 0.8), ("tingling", 0.7)])]

    with_others = figures([*real, outcome((), [("cramps", 0.9)], kind="negative")], threshold=0.5)

    assert with_others["all"] == figures(real, threshold=0.5)["all"]


def test_only_figures_that_are_far_apart_or_missing_are_differences():
    ours = {"dev": {"all": {"MRR@10": 0.930, "success@1": 0.9}, "lay": {"n": 3}}}
    theirs = {"dev": {"all": {"MRR@10": 0.935, "success@1": 0.88}}}

    assert list(differences(ours, theirs, more_than=0.01)) == [("dev, all, success@1", 0.9, 0.88), ("dev, lay, n", 3, None)]
