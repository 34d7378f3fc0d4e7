"""A question as an address says it: what is read from an address, and the address that says the same."""

from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from search.question import MOST_DROPPED, MOST_SYMPTOMS, Narrowing, Question

NAMES = st.sampled_from(["q", "exact", "s", "not", "kind", "area", "stage", "tag", "page", "x"])
PLAIN_VALUES = st.sampled_from(["", "1", "2", "0", "-1", "tingling", "foot-drop", "area:feet", "condition", "standard-care", "feet", "Feet", "a b"])
VALUES = st.one_of(PLAIN_VALUES, st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
PARAMETERS = st.lists(st.tuples(NAMES, VALUES), max_size=40)


# The first address that is written makes Django read all addresses of the site.
unhurried = settings(deadline=None)


def read(query):
    return Question.read(QueryDict(query))


def parameters(pairs):
    """A QueryDict of (name, value) pairs."""
    found = QueryDict(mutable=True)
    for name, value in pairs:
        found.appendlist(name, value)
    return found


def read_back(address):
    found = QueryDict(urlsplit(address).query)
    return Question.read(found), Narrowing.read(found)


# --- What is read -----------------------------------------------------------------------------------------------


def test_a_question_is_read_from_an_address():
    question = read("q=my+feet+burn&exact=1&s=tingling&s=foot-drop&not=burning-pain&not=area:feet")

    assert question == Question("my feet burn", True, ("foot-drop", "tingling"), ("area:feet", "burning-pain"))


@pytest.mark.parametrize("query", ["", "q=", "q=+++", "q=%00", "exact=1", "not=tingling", "s=", "s=Not+a+slug", "kind=condition&page=2"])
def test_an_address_that_asks_nothing_is_an_empty_question(query):
    question = read(query)

    assert question == Question()
    assert not question
    assert question.address() == "/search/"


@pytest.mark.parametrize("value", ["Tingling", "a b", "é", "<b>", "a" * 101, "time:night", "other:feet", "area:", ":feet", "tingling\n"])
def test_a_malformed_symptom_is_left_out(value):
    assert Question.read(parameters([("s", value), ("s", "falls")])).symptoms == ("falls",)


@pytest.mark.parametrize("value", ["Tingling", "area:", "place:feet", "area:a:b", "<b>", "area:Feet", "a" * 120])
def test_a_malformed_key_is_left_out(value):
    assert Question.read(parameters([("q", "feet"), ("not", value), ("not", "time:night")])).dropped == ("time:night",)


def test_a_long_text_is_cut_and_says_so():
    assert read(f"q={'a' * 301}") == Question("a" * 300)
    assert read(f"q={'a' * 301}").shortened
    assert not read(f"q={'a' * 300}").shortened


def test_only_so_many_symptoms_and_keys_count():
    question = Question.read(
        parameters([("q", "feet")] + [("s", f"s-{number}") for number in range(500)] + [("not", f"n-{number}") for number in range(500)])
    )

    assert len(question.symptoms) == MOST_SYMPTOMS
    assert len(question.dropped) == MOST_DROPPED


def test_a_symptom_that_is_chosen_again_is_not_removed():
    assert read("q=feet&s=tingling&not=tingling") == Question("feet", symptoms=("tingling",))


@pytest.mark.parametrize(
    "query", ["kind=page", "kind=Condition", "stage=standard+care", "area=a+b", "tag=%3Cb%3E", "page=x", "page=-1", "page=0", "page=1.5", "page=²"]
)
def test_a_malformed_filter_is_left_out(query):
    assert Narrowing.read(QueryDict(query)) == Narrowing()


def test_filters_are_read():
    narrowing = Narrowing.read(QueryDict("kind=care-card&area=whole-body&stage=used-in-some-situations&tag=b12&page=12"))

    assert narrowing == Narrowing("care-card", "whole-body", "used-in-some-situations", "b12", 12)
    assert narrowing.is_filtered
    assert not Narrowing(page=2).is_filtered


# --- What is written --------------------------------------------------------------------------------------------


def test_an_address_has_its_parameters_in_one_order():
    question = Question("my feet & hands", True, ("falls", "tremor"), ("area:feet",))

    assert question.address(Narrowing("cause", "feet", "", "b12", 2)) == (
        "/search/?q=my+feet+%26+hands&exact=1&s=falls&s=tremor&not=area%3Afeet&kind=cause&area=feet&tag=b12&page=2"
    )
    assert question.choosing_address("feet") == "/search/symptoms/?q=my+feet+%26+hands&exact=1&s=falls&s=tremor&not=area%3Afeet&area=feet"


@unhurried
@given(PARAMETERS)
def test_an_address_says_what_it_was_read_from(pairs):
    found = parameters(pairs)
    question, narrowing = Question.read(found), Narrowing.read(found)

    assert read_back(question.address(narrowing)) == (question, narrowing)


@unhurried
@given(st.permutations(["q=feet", "s=falls", "s=tremor", "not=a", "not=time:night", "kind=cause", "page=2", "x=y"]))
def test_the_same_question_has_the_same_address_whatever_the_order(pieces):
    found = QueryDict("&".join(pieces))

    assert Question.read(found).address(Narrowing.read(found)) == "/search/?q=feet&s=falls&s=tremor&not=a&not=time%3Anight&kind=cause&page=2"


def test_half_a_character_does_not_break_an_address():
    assert Question("\ud800 feet").address() == "/search/?q=%3F+feet"


# --- Changes ----------------------------------------------------------------------------------------------------


def test_a_symptom_that_the_words_say_is_removed_by_its_key():
    assert Question("tingling feet").without("tingling") == Question("tingling feet", dropped=("tingling",))


def test_a_chosen_symptom_is_removed_by_not_choosing_it():
    assert Question(symptoms=("falls", "tremor")).without("falls") == Question(symptoms=("tremor",))
    assert Question("I fall", symptoms=("falls",)).without("falls") == Question("I fall", dropped=("falls",))


def test_the_last_thing_to_be_removed_is_removed_for_sure():
    question = Question("feet", dropped=tuple(f"m-{number:02}" for number in range(MOST_DROPPED))).without("z")

    assert "z" in question.dropped
    assert len(question.dropped) == MOST_DROPPED


def test_a_symptom_is_added_once_and_is_no_longer_removed():
    question = Question("feet", symptoms=("tremor",), dropped=("falls",))

    assert question.with_symptom("falls") == Question("feet", symptoms=("falls", "tremor"))
    assert question.with_symptom("tremor").symptoms == ("tremor",)


def test_no_more_symptoms_are_added_than_count():
    full = Question(symptoms=tuple(f"s-{number:02}" for number in range(MOST_SYMPTOMS)))

    assert full.with_symptom("falls") == full


def test_symptoms_that_nobody_knows_are_left_out():
    assert Question("feet", symptoms=("falls", "nonsense")).with_symptoms_of({"falls", "tremor"}) == Question("feet", symptoms=("falls",))


def test_another_filter_leads_to_the_first_page():
    assert Narrowing("cause", "feet", page=3).but(kind="") == Narrowing("", "feet")
