"""How well the search answers: the questions of tests/search/questions, put to the running code with the shipped library.

Makes a throw-away database of its own (SQLite, or the PostgreSQL server of DATABASE_URL), imports content/, asks /search.json and
drops it. Exit code 1, with a sentence for each, if a bound is missed. docs/search-quality.md says what the figures mean.
"""

import argparse
import json
import operator
import os
import sys
import tempfile
from pathlib import Path

from search_measures import DEPTH, MEASURES, Outcome, differences, figures, rank_of_first
from tqdm import tqdm

BASE = Path(__file__).resolve().parent.parent
QUESTIONS = BASE / "tests" / "search" / "questions"
# (kind of question, figure, comparison, value), for each of the sets that are held to them.
BOUNDS = (
    ("all", "MRR@10", operator.ge, 0.92),
    ("all", "success@3", operator.ge, 0.95),
    ("typo", "MRR@10", operator.ge, 0.88),
    ("all", "no result", operator.lt, 0.01),
    ("negative", "rejected", operator.ge, 0.95),
    ("negative", "kept", operator.ge, 0.90),
    ("negative", "AUROC", operator.ge, 0.95),
)
IN_WORDS = {operator.ge: "at least", operator.lt: "below"}
HELD_TO_BOUNDS = ("dev", "checking")
SAME_ON_BOTH_DATABASES = 0.01
URGENT = ("now", "today")


def main():
    options = read_options()
    with tempfile.TemporaryDirectory(prefix="neuroinfo-quality-") as folder:
        set_up(folder)
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection

        from search.results import SURE_AT_LEAST

        print(f"NeuroInfo search quality on {connection.vendor}")
        connection.creation.create_test_db(verbosity=0)
        try:
            with open(os.devnull, "w") as nowhere:
                call_command("import_content", str(BASE / "content"), stdout=nowhere)
            answers = ask_all()
        finally:
            connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)
    return report(answers, SURE_AT_LEAST, options)


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="list the questions that went wrong; not those of the checking half")
    parser.add_argument("--checking-too", action="store_true", help="with --misses: the checking half too, which is then no longer unseen")
    parser.add_argument("--json", type=Path, metavar="PATH", help="write the figures to a file")
    parser.add_argument("--compare", type=Path, metavar="PATH", help="fail if a figure differs from that file's by more than 0.01")
    return parser.parse_args()


def set_up(folder):
    """Settings come from the environment, so this is before anything of Django is imported."""
    sys.path.insert(0, str(BASE))
    os.environ |= {"DJANGO_SETTINGS_MODULE": "neuroinfo.settings", "DATA_DIR": folder, "SEARCH_LIMIT_PER_MINUTE": "0"}
    for name in ("ALLOWED_HOSTS", "SECRET_KEY", "DEBUG"):
        os.environ.pop(name, None)
    # The application warns if it is missing; no page is asked for, so it stays empty.
    (Path(folder) / "static").mkdir()
    import django
    from django.conf import settings

    django.setup()
    settings.SEARCH_COUNTS_AFTER_SECONDS = 0  # nobody looks for these


# --- The questions ----------------------------------------------------------------------------------------------


def question_sets():
    """{"dev": [question], "tuning": …, "checking": …}: a question has id, query, expect (slugs), kind and perhaps half."""
    own = read_lines("own.jsonl")
    halves = {half: [question for question in own if question["half"] == half] for half in ("tuning", "checking")}
    return {"dev": read_lines("dev.jsonl"), **halves}


def read_lines(name):
    return [json.loads(line) for line in (QUESTIONS / name).read_text(encoding="utf-8").splitlines() if line]


def red_flags():
    """[{"sign", "card", "level", "questions", perhaps "also": further cards that are right too}]"""
    return [sign for name in ("red_flags", "red_flags_2") for sign in json.loads((QUESTIONS / f"{name}.json").read_text(encoding="utf-8"))]


def harmless():
    return [line for name in ("harmless", "harmless_2") for line in (QUESTIONS / f"{name}.txt").read_text(encoding="utf-8").splitlines()]


# --- Asking -----------------------------------------------------------------------------------------------------


def ask_all():
    """{question: the JSON of its answer}, each question once."""
    from django.test import Client

    queries = [question["query"] for questions in question_sets().values() for question in questions]
    queries += [query for sign in red_flags() for query in sign["questions"]]
    queries = list(dict.fromkeys([*queries, *harmless()]))
    client = Client(SERVER_NAME="localhost")
    progress = tqdm(queries, desc="Asking", unit="question", file=sys.stderr, disable=None, leave=False)
    return {query: ask(client, query, number) for number, query in enumerate(progress)}


def ask(client, query, number):
    # Each question comes from another address: readers are many, and no limit for one of them is measured here.
    reader = f"10.0.{number // 250}.{number % 250 + 1}"
    response = client.get("/search.json", {"q": query}, REMOTE_ADDR=reader)
    if response.status_code != 200:
        sys.exit(f"/search.json answered {response.status_code} to “{query}”.")
    return response.json()


def found_in(answer):
    """((slug, score), …) of the symptoms and conditions of an answer, in its order, at most ten."""
    rows = [(result["slug"], result["score"]) for result in answer["results"] if result["kind"] in ("symptom", "condition")]
    return tuple(rows[:DEPTH])


def raised_by(answer):
    """(slugs, level) of the most urgent cards of an answer, the one shown first before the others; ([], None) without any.

    A card's slug is the fragment of its address.
    """
    urgent = answer["urgent"]
    if urgent is None:
        return [], None
    shown = [urgent, *(card for card in answer["also_urgent"] if card["level"] == urgent["level"])]
    return [card["url"].rpartition("#")[2] for card in shown], urgent["level"]


# --- The report -------------------------------------------------------------------------------------------------


def report(answers, threshold, options):
    outcomes = {name: [outcome_of(question, answers) for question in questions] for name, questions in question_sets().items()}
    measured = {name: figures(rows, threshold=threshold) for name, rows in outcomes.items()}
    missed_signs, alarms = list(wrong_cards(answers)), list(false_alarms(answers))
    asked = sum(len(sign["questions"]) for sign in red_flags())
    measured["red flags"] = {"raised": 1 - len(missed_signs) / asked, "harmless": 1 - len(alarms) / len(harmless())}
    print_tables(measured, threshold)
    if options.misses:
        for name, questions in question_sets().items():
            if name != "checking" or options.checking_too:
                print_misses(name, questions, answers, threshold)
    failures = [*missed_bounds(measured), *missed_signs, *alarms]
    if options.json:
        options.json.write_text(json.dumps(measured, indent=2), encoding="utf-8")
    if options.compare:
        failures += other_figures(measured, json.loads(options.compare.read_text(encoding="utf-8")))
    for failure in failures:
        print(f"FAILED: {failure}")
    return 1 if failures else 0


def outcome_of(question, answers):
    return Outcome(question["kind"], frozenset(question["expect"]), found_in(answers[question["query"]]))


def missed_bounds(measured):
    """A sentence for each bound that a set misses."""
    for name in HELD_TO_BOUNDS:
        for kind, measure, is_good, bound in BOUNDS:
            value = measured[name][kind][measure]
            if not is_good(value, bound):
                yield f"{name}, {kind}: {measure} is {value:.3f}, and must be {IN_WORDS[is_good]} {bound:.2f}."


def wrong_cards(answers):
    """A sentence for each red-flag question that does not raise its card, nor another that is right for it."""
    for sign in red_flags():
        for query in sign["questions"]:
            slugs, _level = raised_by(answers[query])
            if {sign["card"], *sign.get("also", [])}.isdisjoint(slugs):
                yield f"“{query}” ({sign['sign']}) must raise the card {sign['card']}, and raises {', '.join(slugs) or 'none'}."


def false_alarms(answers):
    """A sentence for each harmless question that raises a card of the levels that mean hurry."""
    for query in harmless():
        slugs, level = raised_by(answers[query])
        if level in URGENT:
            yield f"“{query}” is harmless, and raises the card {slugs[0]} ({level})."


def other_figures(ours, theirs):
    """A sentence for each figure that is not the same on the other database."""
    for name, *pair in differences(ours, theirs, more_than=SAME_ON_BOTH_DATABASES):
        mine, other = ("missing" if value is None else f"{value:.3f}" for value in pair)
        yield f"{name} is {mine} on this database and {other} on the other; they may differ by {SAME_ON_BOTH_DATABASES}."


def print_tables(measured, threshold):
    sets = {name: table for name, table in measured.items() if name != "red flags"}
    print(f"\n{'questions with an answer':26}{'n':>5}" + "".join(f"{measure:>11}" for measure in MEASURES))
    for name, table in sets.items():
        for kind, row in table.items():
            if kind != "negative":
                print(f"{name + ', ' + kind:26}{row['n']:5}" + "".join(f"{row[measure]:11.3f}" for measure in MEASURES))
    print(f"\n{'questions about others':26}{'n':>5}{'AUROC':>11}{'rejected':>11}{'real kept':>11}   at the threshold {threshold}")
    for name, table in sets.items():
        row = table["negative"]
        print(f"{name:26}{row['n']:5}{row['AUROC']:11.3f}{row['rejected']:11.3f}{row['kept']:11.3f}")
    flags = measured["red flags"]
    print(f"\nred flags that raise the right card {flags['raised']:.3f}, harmless questions without an urgent card {flags['harmless']:.3f}\n")


def print_misses(name, questions, answers, threshold):
    """The questions whose first answer is not a right one, or which are about something else and were not rejected."""
    print(f"Misses of {name}")
    for question in questions:
        outcome = outcome_of(question, answers)
        wrong = rank_of_first(outcome.slugs, outcome.right) != 1 if outcome.right else outcome.is_kept(threshold)
        if wrong:
            found = ", ".join(f"{slug} {score:.3f}" for slug, score in outcome.found[:5]) or "nothing"
            print(f"  {question['id']} {question['kind']}: “{question['query']}”")
            print(f"      expected {', '.join(question['expect']) or 'nothing'}; found {found}")
    print()


if __name__ == "__main__":
    sys.exit(main())
