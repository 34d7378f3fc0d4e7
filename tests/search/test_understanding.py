"""What a question says, clause by clause: senses, losses, denials, places and times."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.senses import AFTER, AREAS, FUNCTIONS, GROUPS, LOST, NEAR, THINGS, TIMES
from search.understanding import MOST_CLAUSES, nearness, read, senses
from tests.search.nasty import any_text


def said(text):
    return [sorted(clause.senses) for clause in read(text).clauses]


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("burning feet", "my feet are on fire"),
        ("pins and needles in my feet", "tingling foot"),
        ("pins & needles feet", "tingling feet"),
        ("my toes have no feeling", "numb toes"),
        ("can't feel my toes", "loss of feeling in my toes"),
        ("poor balance", "I lost my balance"),
        ("trouble swallowing", "difficulty in swallowing"),
        ("cannot sleep", "sleeping is difficult"),
        ("charlie horse in my calf", "calf cramps"),
        ("muscle paralysed", "muscle paralyzed"),
        ("peeing at night", "urinate at night"),
        ("vitamin B 12", "vitamin b12"),
        ("fingers fizzing", "tingly fingers"),
        ("nerve damage", "polyneuropathy"),
    ],
)
def test_the_same_said_in_other_words(one, same):
    assert senses(one) == senses(same)


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("I can't climb the stairs", "no:climb"),
        ("hard to swallow", "dysphagia"),
        ("swallowing problems", "dysphagia"),
        ("my balance is bad", "unsteady"),
        ("no strength in my hands", "weak"),
        ("without any energy", "tired"),
        ("reflexes absent", "no:reflex"),
        ("unable to hold or lift a cup", "no:lift"),
    ],
)
def test_a_lost_function_is_a_complaint_of_its_own(text, lost):
    assert lost in senses(text)


@pytest.mark.parametrize(
    ("text", "denied", "left"),
    [
        ("no pain but numb", ("pain",), {"numb"}),
        ("thin hands without tingling", ("tingling",), {"thin", "area:hands"}),
        ("I don't have any pain or itching, only cramps", ("pain", "itching"), {"cramp"}),
        ("not dizzy", ("dizzy",), set()),
        ("no trouble swallowing or breathing, only cramps", ("trouble swallowing",), {"cramp"}),
    ],
)
def test_what_is_denied_is_no_complaint(text, denied, left):
    reading = read(text)

    assert reading.denied == denied
    assert {sense for sense in reading.whole.senses if not sense.startswith("not:") and sense not in ("only",)} >= left
    assert not {"pain", "tingle", "itch", "dizzy", "dysphagia", "breathless"} & reading.whole.senses


def test_what_goes_on_is_not_denied():
    assert "shake" in senses("my hands won't stop shaking")


def test_several_complaints_are_several_clauses():
    assert said("numb feet and poor balance, can't sleep") == [["area:feet", "numb"], ["unsteady"], ["no:sleep"]]


def test_a_place_alone_goes_with_its_neighbour():
    assert said("tingling in my hands and feet") == [["area:feet", "area:hands", "tingle"]]


def test_a_clause_without_a_place_hears_that_of_its_neighbour():
    first, second = read("cramps and twitching in my calves").clauses

    assert (first.heard, second.heard) == (("area:calves",), ())


def test_places_times_and_causes_are_told_in_the_readers_words():
    reading = read("Since chemo my fingertips tingle at night")

    assert reading.areas == {"fingers": "fingertips"}
    assert reading.times == {"night": "night"}
    assert reading.afters == {"chemotherapy": "chemo"}


def test_words_come_back_as_they_were_typed():
    assert [token.words for token in read("I CAN’T feel my Toes").whole.tokens] == ["CAN’T feel", "Toes"]


@pytest.mark.parametrize(("text", "is_personal"), [("my feet burn", True), ("she falls", True), ("burning feet", False), ("", False)])
def test_whether_somebody_is_spoken_of(text, is_personal):
    assert read(text).is_personal is is_personal


@any_text
def test_any_text_is_read_within_bounds(text):
    reading = read(text)

    assert len(reading.clauses) <= MOST_CLAUSES
    assert len(reading.whole.tokens) <= 60
    assert all(token.sense for token in reading.whole.tokens)


@given(st.lists(st.sampled_from("no not can't without or and but pain numb feet walk lost trouble stop feel , my".split()), max_size=30))
def test_losses_and_denials_in_any_order_do_no_harm(words):
    reading = read(" ".join(words))

    assert not any(token.sense.startswith("lack:") for token in reading.whole.tokens)


# --- The lists --------------------------------------------------------------------------------------------------


def names_of_groups():
    return [line.partition(":")[0] for line in GROUPS.strip().splitlines()]


def test_each_group_has_one_name():
    names = names_of_groups() + list(AFTER)

    assert len(names) == len(set(names))


def test_each_part_of_the_body_belongs_to_one_that_there_is():
    assert {parent for parent, _words in AREAS.values()} - {""} <= set(AREAS)


def test_the_tables_name_senses_that_there_are():
    known = set(names_of_groups()) | set(AFTER) | {f"no:{name}" for name in FUNCTIONS}

    assert set(TIMES) | set(LOST) | set(LOST.values()) <= known
    assert known >= THINGS
    assert {sense for pair in NEAR for sense in pair} - known == set()


def test_nearness_is_the_same_both_ways_and_never_whole():
    table = nearness()

    assert all(0 < worth < 1 for near in table.values() for worth in near.values())
    assert table["tingle"]["asleep"] == table["asleep"]["tingle"]
    assert table["area:toes"]["area:feet"] > table["area:hands"]["area:feet"] > 0
