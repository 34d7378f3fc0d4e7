"""How good a search is: measures of one question, and the figures of many. Plain values in, plain values out.

A question has a set of right answers, all equally good (binary relevance), and the search gives a list of (slug, score), best
first, of which the first ten count. A question about something else has no right answer: the search should say that nothing fits.
"""

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from statistics import fmean

DEPTH = 10
MEASURES = ("MRR@10", "success@1", "success@3", "nDCG@10", "recall@10", "no result")


def rank_of_first(slugs, right):
    """The place of the first right answer among the first ten, from 1; None if there is none."""
    return next((rank for rank, slug in enumerate(slugs[:DEPTH], start=1) if slug in right), None)


def reciprocal_rank(slugs, right):
    """1 if the first answer is right, 1/2 if the second is the first right one, and so on; 0 without one."""
    rank = rank_of_first(slugs, right)
    return 1 / rank if rank else 0.0


def success(slugs, right, *, within):
    """Whether a right answer is among the first `within`, at most ten."""
    rank = rank_of_first(slugs, right)
    return rank is not None and rank <= within


def ndcg(slugs, right):
    """Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002): 1 if all right answers come before all others, 0 without one."""
    gain = sum(_discount(rank) for rank, slug in enumerate(slugs[:DEPTH], start=1) if slug in right)
    ideal = sum(_discount(rank) for rank in range(1, min(len(right), DEPTH) + 1))
    return gain / ideal


def _discount(rank):
    return 1 / math.log2(rank + 1)


def recall(slugs, right):
    """The share of the right answers that are among the first ten."""
    return len(right.intersection(slugs[:DEPTH])) / len(right)


def auroc(high, low):
    """The chance that a number of `high` is above one of `low`, where a tie counts half: 1 is perfect, 0.5 says nothing.

    That is the area under the receiver operating characteristic (Hanley and McNeil 1982). Neither may be empty.
    """
    ordered = sorted(low)
    wins = sum((bisect_left(ordered, number) + bisect_right(ordered, number)) / 2 for number in high)
    return wins / (len(high) * len(ordered))


@dataclass(frozen=True)
class Outcome:
    """What the search found for one question."""

    kind: str
    right: frozenset[str]  # empty: the question is about something else
    found: tuple[tuple[str, float], ...]  # (slug, score), best first

    @property
    def slugs(self):
        return [slug for slug, _score in self.found[:DEPTH]]

    @property
    def top(self):
        """The score of the best result; below every score if there is none."""
        return self.found[0][1] if self.found else -math.inf

    def is_kept(self, threshold):
        return bool(self.found) and self.top >= threshold


def figures(outcomes, *, threshold):
    """{"all": …, "lay": …, "negative": …}: the figures of the questions with an answer, together and by kind, and of the others.

    A question counts as rejected if nothing was found or if the best score is below `threshold`.
    """
    real = [outcome for outcome in outcomes if outcome.right]
    others = [outcome for outcome in outcomes if not outcome.right]
    table = {"all": ranking_figures(real)}
    for kind in sorted({outcome.kind for outcome in real}):
        table[kind] = ranking_figures([outcome for outcome in real if outcome.kind == kind])
    if others:
        table["negative"] = {
            "n": len(others),
            "AUROC": auroc([outcome.top for outcome in real], [outcome.top for outcome in others]),
            "rejected": fmean(not outcome.is_kept(threshold) for outcome in others),
            "kept": fmean(outcome.is_kept(threshold) for outcome in real),
        }
    return table


def ranking_figures(outcomes):
    """{"n": number of questions, and the mean of each of MEASURES, 0 to 1}, for questions that have an answer."""
    values = {
        "MRR@10": [reciprocal_rank(outcome.slugs, outcome.right) for outcome in outcomes],
        "success@1": [success(outcome.slugs, outcome.right, within=1) for outcome in outcomes],
        "success@3": [success(outcome.slugs, outcome.right, within=3) for outcome in outcomes],
        "nDCG@10": [ndcg(outcome.slugs, outcome.right) for outcome in outcomes],
        "recall@10": [recall(outcome.slugs, outcome.right) for outcome in outcomes],
        "no result": [not outcome.found for outcome in outcomes],
    }
    return {"n": len(outcomes), **{name: fmean(values[name]) for name in MEASURES}}


def differences(ours, theirs, *, more_than):
    """(path, our figure, their figure) of two trees of figures where they are further apart than `more_than`, or only one has it."""
    mine, other = dict(_leaves(ours)), dict(_leaves(theirs))
    for path in sorted(mine.keys() | other.keys()):
        if path not in mine or path not in other or abs(mine[path] - other[path]) > more_than:
            yield ", ".join(path), mine.get(path), other.get(path)


def _leaves(tree, path=()):
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*path, name))
        else:
            yield (*path, name), value
