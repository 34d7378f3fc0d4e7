"""The questions that measure the search are sound: every answer exists, no question twice, and both halves alike."""

import json
import re
import unicodedata
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
CONTENT = CHECKOUT / "content"
QUESTIONS = Path(__file__).resolve().parent / "questions"
KINDS = {"lay", "typo", "clinical", "multi", "sentence", "negative"}
URGENCY = ("now", "today", "soon")


def lines(name):
    return [json.loads(line) for line in (QUESTIONS / name).read_text(encoding="utf-8").splitlines()]


DEV, OWN = lines("dev.jsonl"), lines("own.jsonl")
SIGNS, MORE_SIGNS = (json.loads((QUESTIONS / name).read_text(encoding="utf-8")) for name in ("red_flags.json", "red_flags_2.json"))
HARMLESS, MORE_HARMLESS = ((QUESTIONS / name).read_text(encoding="utf-8").splitlines() for name in ("harmless.txt", "harmless_2.txt"))


def slugs(kind):
    """The slugs of all symptoms or conditions that the library knows, with a page or without."""
    return {row["slug"] for row in json.loads((CONTENT / f"{kind}.json").read_text(encoding="utf-8"))[kind]}


def levels():
    """{slug of a care card: its level}"""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (CONTENT / "care-cards").glob("*.md")}
    return {slug: re.search(r"^level: (\w+)$", text, re.MULTILINE)[1] for slug, text in texts.items()}


def folded(query):
    """Without case, marks, signs and spaces, as far as they could hide that two questions are one."""
    plain = unicodedata.normalize("NFKD", query.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def doubled(queries):
    return [query for query, count in Counter(map(folded, queries)).items() if count > 1]


def test_no_question_has_the_number_of_another():
    numbers = [question["id"] for question in DEV + OWN]

    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize(
    "queries",
    [
        [question["query"] for question in DEV + OWN],
        list(chain.from_iterable(sign["questions"] for sign in SIGNS + MORE_SIGNS)),
        HARMLESS + MORE_HARMLESS,
    ],
    ids=["ranked", "red flags", "harmless"],
)
def test_no_question_is_asked_twice(queries):
    assert doubled(queries) == []


def test_no_harmless_question_is_a_red_flag():
    urgent = {folded(query) for sign in SIGNS + MORE_SIGNS for query in sign["questions"]}

    assert urgent.isdisjoint(map(folded, HARMLESS + MORE_HARMLESS))


def test_every_expected_answer_exists():
    expected = set(chain.from_iterable(question["expect"] for question in DEV + OWN))

    assert expected - slugs("symptoms") - slugs("conditions") == set()


def test_kinds_are_known_and_only_negatives_expect_nothing():
    assert {question["kind"] for question in DEV + OWN} == KINDS
    assert [question["id"] for question in DEV + OWN if (question["kind"] == "negative") == bool(question["expect"])] == []


def test_nothing_is_expected_twice():
    assert [question["id"] for question in DEV + OWN if len(set(question["expect"])) != len(question["expect"])] == []


def test_our_own_questions_reach_over_symptoms_and_conditions():
    expected = set(chain.from_iterable(question["expect"] for question in OWN))

    assert len(expected & slugs("symptoms")) >= 55
    assert len(expected & slugs("conditions")) >= 35


def test_the_halves_have_the_same_mix_of_kinds():
    halves = {half: Counter(question["kind"] for question in OWN if question["half"] == half) for half in ("tuning", "checking")}

    assert sum(map(Counter.total, halves.values())) == len(OWN)
    assert all(abs(halves["tuning"][kind] - halves["checking"][kind]) <= 1 for kind in KINDS)


def test_every_sign_names_a_card_of_its_level_in_three_wordings():
    cards = levels()

    assert [sign["sign"] for sign in SIGNS + MORE_SIGNS if cards.get(sign["card"]) != sign["level"]] == []
    assert [sign["sign"] for sign in SIGNS if len(sign["questions"]) != 3] == []


def test_every_card_has_a_sign():
    assert {sign["card"] for sign in SIGNS} == set(levels())


def test_a_card_that_is_right_too_is_at_least_as_urgent():
    cards = levels()

    wrong = [
        (sign["sign"], slug)
        for sign in SIGNS + MORE_SIGNS
        for slug in sign.get("also", [])
        if URGENCY.index(cards[slug]) > URGENCY.index(sign["level"])
    ]

    assert wrong == []


def test_there_are_a_hundred_harmless_questions():
    assert len(HARMLESS) == 100
    assert len(MORE_HARMLESS) >= 60
