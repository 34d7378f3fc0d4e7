"""The phrases of care cards: what they ask for, and what is refused with a sentence."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from articles.card_phrases import BadPhrase, Words, problems_of, read_phrase
from articles.models import CareCardVersion


def asked(text):
    """The parts of a phrase as plain lists: part, need, alternative."""
    return [[[[words.text for words in several] for several in need] for need in part] for part in read_phrase(text).parts]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("face drooping", [[[["face drooping"]]]]),
        ("sudden (weak / can't move) leg", [[[["sudden"]], [["weak"], ["can't move"]], [["leg"]]]]),
        ("diabetes + foot (sore / cut)", [[[["diabetes"]]], [[["foot"]], [["sore"], ["cut"]]]]),
        ("pee “comes out”", [[[["pee"]], [["comes out"]]]]),
        ('(pee "comes out" / “it leaks”)', [[[["pee", "comes out"], ["it leaks"]]]]),
    ],
)
def test_a_phrase_says_what_must_be_said_together_and_what_may_stand_apart(text, parts):
    assert asked(text) == parts


def test_words_in_quotation_marks_are_exact():
    assert read_phrase("pee “comes out”").parts == ((((Words("pee"),),), ((Words("comes out", are_exact=True),),)),)


def test_unless_names_words_that_keep_the_card_away():
    phrase = read_phrase("weak leg unless gym / “after running”")

    assert phrase.unless == ((Words("gym"),), (Words("after running", are_exact=True),))
    assert asked("weak leg unless gym / “after running”") == asked("weak leg")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Something is missing: write words, and words on both sides of a “+”."),
        ("weak +", "Something is missing: write words, and words on both sides of a “+”."),
        ("unless gym", "Something is missing: write words, and words on both sides of a “+”."),
        ("weak (arm / )", "Something is missing: write words on both sides of a “/”."),
        ("weak leg unless", "Something is missing: write words on both sides of a “/”."),
        ("weak arm / leg", "Put brackets round words of which one is enough: (arm / leg)."),
        ("weak (arm / leg", "Each bracket must be opened and closed once, and none stands in another."),
        ("weak arm)", "Each bracket must be opened and closed once, and none stands in another."),
        ("weak (arm (left / right))", "Each bracket must be opened and closed once, and none stands in another."),
        ("weak (arm + leg)", "Between “/” stand only words, no brackets and no “+”."),
        ("weak leg unless (gym)", "Between “/” stand only words, no brackets and no “+”."),
        ("weak unless gym unless run", "Write “unless” once, at the end, with “/” between its words."),
        ("weak “leg", "Something is missing: write words between brackets, and close each quotation mark."),
        ("weak “”", "Something is missing: write words between brackets, and close each quotation mark."),
        ("weak (! / leg)", "Something is missing: write words between brackets, and close each quotation mark."),
        ("weak " * 41, "It has more than 200 characters. Make two phrases of it."),
    ],
)
def test_a_phrase_that_breaks_the_rules_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(BadPhrase) as refusal:
        read_phrase(text)

    assert str(refusal.value) == sentence


@given(st.text(alphabet="ab ()/+“”\"'un!le s", max_size=60))
def test_any_text_is_read_or_refused(text):
    refused = list(problems_of([text]))

    assert refused or read_phrase(text).parts


def test_the_admin_refuses_a_phrase_and_names_it():
    with pytest.raises(ValidationError) as refusal:
        CareCardVersion(phrases=["face drooping", "weak (arm"]).clean()

    assert refusal.value.message_dict == {"phrases": ["“weak (arm”: Each bracket must be opened and closed once, and none stands in another."]}


def test_the_import_refuses_a_phrase_and_names_it():
    found = list(CareCardVersion.check_front_matter({"level": "now", "phrases": ["weak arm / leg"]}, None))

    assert found == [("phrases", "“weak arm / leg”: Put brackets round words of which one is enough: (arm / leg).")]


def test_phrases_in_order_have_no_problems():
    assert list(problems_of(["face drooping", "sudden (weak / numb) (arm / leg) unless gym"])) == []
