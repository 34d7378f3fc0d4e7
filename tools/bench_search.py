"""What a search costs: milliseconds of an answer and of its parts, SQL queries, and the memory of a worker."""

import json
import os
import statistics
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from bench_pages import SELDOM, WIDELY
from bench_server import database_address
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from editorial.caching import forget
from search.question import Question
from search.results import answer
from search.suggestions import suggestions
from search.understanding import read
from search.vocabulary import vocabulary

MOST_QUERIES = 6
MOST_MEMORY = 70  # MB of a process that answers searches on the shipped library, without the code that all such processes share
MOST_MS_OF_RARE = {"sqlite": 20, "postgresql": 60}
MOST_MS_OF_COMMON = 300
MOST_MS_OF_UNDERSTANDING = 5
MOST_MS_OF_SUGGESTIONS = 15
MOST_GROWTH = 1.5  # of the part about symptoms, from the first of the sizes to the last
SIZE_OF_SUGGESTIONS = 10_000
PASSES, ROUNDS = 3, 6
SHOWN = 20  # results

QUESTIONS = [
    "burning feet",
    "numb toes at night",
    "pins and needles in my hands",
    "weak legs and falls",
    "nerve pain after chemo",
    "balance",
    "vitamin b12",
    "tingeling fingers",
    "exercise for neuropathy",
    "cannot feel my feet",
]
RARE = [" ".join(SELDOM[place : place + count]) for place, count in enumerate((1, 1, 1, 1, 2, 2, 2, 3, 3, 3))]
COMMON = [WIDELY, "nerve", "pain", "feet"]
# As many misspelt, unknown, joined or repeated words as fit into a question.
HOSTILE = [
    "tingeling nummness weeknes burnning neuropaty diabetis chemotherpy numbnes " * 4,
    "xqzvkw jwpqzr vbnmkl qwrtzp zxcvbk plmokn ijbuhv ygctfx rdzesq wazsxd " * 4,
    "restlesslegsandburningfeetatnight numbtoesandtinglingfingers " * 5,
    "numb and pain, not burning, but weak, or tingling; no falls, since chemo, " * 4,
    "feet " * 60,
    "a" * 300,
    "no " * 100,
    "ﬁ½Ⅷ痛み" * 50,
]
TYPED = ["b", "bu", "burn", "burning f", "numb to", "tingel", "nuropathy", "made-up", "pins and n", "weak legs and", "zzzz", "stimulaton"]


def p95(actions):
    """The 95th percentile of the milliseconds that actions take: the best of three passes, so that a busy moment of the machine does not count."""
    for action in actions:
        action()
    return min(_p95_of_a_pass(actions) for _pass in range(PASSES))


def _p95_of_a_pass(actions):
    spent = []
    for _round in range(ROUNDS):
        for action in actions:
            start = time.perf_counter()
            action()
            spent.append(1000 * (time.perf_counter() - start))
    return statistics.quantiles(spent, n=20)[18]


def ask(text):
    """A whole answer, with the passages that its first page shows."""
    found = answer(Question.read(QueryDict(urlencode({"q": text}))), language="en")
    found.with_snippets(found.results[:SHOWN])


def understand(text):
    """All of an answer that the text of pages has no part in."""
    known = vocabulary("en")
    repaired, _changes, _meant = known.speller.repair_text(text[:300])
    known.book.match(read(repaired))


def repair_and_read(text):
    known = vocabulary("en")
    read(known.speller.repair_text(text[:300])[0])


class SearchMeasures:
    """Figures of the search with more and more pages. `failures` are sentences on what is over its bound."""

    def __init__(self):
        self.failures = []
        self.of_symptoms = []

    def at(self, size):
        """Measures with `size` pages, which are there now."""
        forget()
        start = time.perf_counter()
        vocabulary("en")
        print(f"\nSearch with {size:,} pages (the words that it knows were read in {time.perf_counter() - start:.1f} s)")
        self._time("the questions", QUESTIONS, ask, MOST_MS_OF_COMMON)
        self._time("rare words", RARE, ask, MOST_MS_OF_RARE[connection.vendor])
        self._time("words in more than half of the pages", COMMON, ask, MOST_MS_OF_COMMON)
        self._time("understanding", QUESTIONS, repair_and_read, MOST_MS_OF_UNDERSTANDING)
        self._time("understanding hostile questions", HOSTILE, repair_and_read, MOST_MS_OF_UNDERSTANDING)
        self.of_symptoms.append(self._time("the part about symptoms", QUESTIONS, understand))
        if size == SIZE_OF_SUGGESTIONS:
            self._time("suggestions", TYPED, lambda typed: suggestions("en").find(typed), MOST_MS_OF_SUGGESTIONS)
        self._count_queries()

    def growth(self):
        """How much the part about symptoms grew over all sizes."""
        ratio = self.of_symptoms[-1] / self.of_symptoms[0]
        print(f"\nThe part about symptoms took {ratio:.2f} times as long in the end as in the beginning, at most {MOST_GROWTH}")
        if ratio > MOST_GROWTH:
            self.failures.append(f"the part about symptoms: {ratio:.2f} times as long with many pages, at most {MOST_GROWTH}")

    def _time(self, label, texts, action, bound=None):
        milliseconds = p95([partial(action, text) for text in texts])
        limit = f"  at most {bound}" if bound else ""
        print(f"  {label:38} p95 {milliseconds:7.2f} ms{limit}")
        if bound and milliseconds > bound:
            self.failures.append(f"{label}: p95 {milliseconds:.1f} ms, at most {bound}")
        return milliseconds

    def _count_queries(self):
        most = 0
        for text in [*QUESTIONS, *RARE, *COMMON, *HOSTILE]:
            with CaptureQueriesContext(connection) as captured:
                ask(text)
            most = max(most, len(captured))
        print(f"  {'SQL queries of an answer':38} {most}  at most {MOST_QUERIES}")
        if most > MOST_QUERIES:
            self.failures.append(f"an answer: {most} SQL queries, at most {MOST_QUERIES}")


def measure_memory():
    """Failures, none or one: what a fresh process needs that answers searches on the shipped library, which is in the database."""
    asked = json.dumps({"questions": [*QUESTIONS, *HOSTILE], "typed": TYPED})
    worker = [sys.executable, str(Path(__file__).parent / "bench_worker.py")]
    done = subprocess.run(worker, env=os.environ | {"DATABASE_URL": database_address()}, input=asked, capture_output=True, text=True, check=False)
    if done.returncode:
        return [f"the worker did not answer: {done.stderr[-1000:]}"]
    print(f"\nMemory of a process that searches the shipped library, at most {MOST_MEMORY} MB of its own")
    for what, megabytes in json.loads(done.stdout).items():
        if megabytes is None:
            print("  This system does not tell.")
            return []
        own, with_shared = megabytes
        print(f"  after {what:32} {own:4.0f} MB, at its peak {with_shared:.0f} MB with what it shares with other processes")
    return [f"a worker: {own:.0f} MB, at most {MOST_MEMORY}"] if own > MOST_MEMORY else []
