"""Spelling repair: slips are mended, good words and medicines stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.spelling import Speller, sound, word_list
from search.words import words
from tests.search.nasty import NASTY

KNOWN = (
    "neuropathy diabetes burning feet foot carpal tunnel duloxetine gabapentin numb numbness weakness weak sciatica pins and needles restless legs"
    " guillain barre syndrome fasciculations constipation heel toes soles pneumonia"
).split()


@pytest.fixture(scope="module")
def speller():
    return Speller(KNOWN, medicines=word_list("medicines.txt"))


def repaired(speller, text):
    return speller.repair_text(text)[0]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nueropathy", "neuropathy"),
        ("neuropaty", "neuropathy"),
        ("nuropathy", "neuropathy"),
        ("diabetis", "diabetes"),
        ("burining", "burning"),
        ("burnning", "burning"),
        ("tunel", "tunnel"),
        ("siatica", "sciatica"),
        ("gillian barre", "guillain barre"),
        ("constapation", "constipation"),
        ("fasiculations", "fasciculations"),
        ("weekness", "weakness"),
        ("nubm", "numb"),
        ("newmonia", "pneumonia"),
        ("pinsandneedles", "pins and needles"),
        ("restlesslegs", "restless legs"),
        ("rest less legs", "restless legs"),
        ("neuro pathy", "neuropathy"),
        ("duloxitine", "duloxetine"),
    ],
)
def test_a_slip_is_repaired(speller, typed, meant):
    assert repaired(speller, typed) == meant


@pytest.mark.parametrize(
    "good",
    [
        "shirt",
        "carpet",
        "week",
        "heal",
        "europathy xylophone",
        "b12b12b12",
        "walked",
        "stopped",
        "tries",
        "боль",
        "toe",
        "flies",
        "stilettos",
        "I am 84",
        "it doesn't, hasn’t and isn't",
    ],
)
def test_what_is_no_slip_stays(speller, good):
    assert speller.repair_text(good) == (good, [], [])


@pytest.mark.parametrize("medicine", sorted(word_list("medicines.txt")))
def test_no_medicine_is_turned_into_anything(speller, medicine):
    assert speller.repair_text(medicine) == (medicine, [], [])


def test_a_medicine_that_may_be_meant_is_asked_about_and_not_assumed(speller):
    text, changes, meant = speller.repair_text("duloxitin for pain")

    assert (text, changes) == ("duloxitin for pain", [])
    assert meant == [("duloxitin", "duloxetine")]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("my legs are week", "my legs are weak"),
        ("week ankles", "weak ankles"),
        ("my heal hurts", "my heel hurts"),
        ("the souls of my feet", "the soles of my feet"),
        ("big tow", "big toe"),
    ],
)
def test_a_word_that_sounds_like_another_is_repaired_where_it_makes_no_sense(speller, typed, meant):
    assert repaired(speller, typed) == meant


@pytest.mark.parametrize("good", ["it hurts all week", "for a week", "the wound won't heal", "tow the car", "a week in bed", "body and soul"])
def test_a_word_that_sounds_like_another_stays_where_it_makes_sense(speller, good):
    assert repaired(speller, good) == good


def test_the_commoner_of_two_near_words_is_chosen():
    assert repaired(Speller(["zzording", "zzorping", "zzorping"]), "zzorqing") == "zzorping"


def test_what_needs_no_repair_comes_back_as_it_was_typed(speller):
    text, changes, _meant = speller.repair_text("My  FEET, nueropathy (both)!")

    assert text == "My  FEET, neuropathy (both)!"
    assert changes == [("nueropathy", "neuropathy")]


def test_a_long_question_is_repaired_to_its_last_word(speller):
    text = "my nueropathy " + "and my feet " * 20 + "diabetis"

    found = repaired(speller, text)

    assert found.startswith("my neuropathy and")
    assert found.endswith("diabetes")


def test_only_a_few_words_of_a_question_are_looked_up(speller):
    _text, changes, _meant = speller.repair_text("nueropathy " * 25)

    assert len(changes) == 8


@pytest.mark.parametrize(
    ("one", "other"), [("siatica", "sciatica"), ("fone", "phone"), ("nee", "knee"), ("gillian", "guillain"), ("soriasis", "psoriasis")]
)
def test_words_that_sound_alike_have_one_sound(one, other):
    assert sound(one) == sound(other)


@pytest.mark.parametrize("text", NASTY)
def test_nasty_texts_do_no_harm(speller, text):
    found, changes, _meant = speller.repair_text(text)

    assert found == text or changes


@given(st.text(), st.lists(st.text(min_size=1, max_size=20), max_size=20))
def test_repair_gives_words_that_were_typed_or_that_the_site_knows(text, known):
    vocabulary = [word for entry in known for word in words(entry)]

    found, changes, _meant = Speller(vocabulary).repair_text(text)

    if not changes:
        assert found == text
    for _typed, instead in changes:
        assert set(instead.split()) <= {*vocabulary, "and", "the", "my", "of", "in", "weak", "numb", "sore", "heel", "heels", "toe", "toes", "sole", "soles",
                                        "feet", "pain", "thigh", "weakly"}  # fmt: skip


def slips(word):
    """All words with one letter left out, doubled, turned into "e", or swapped with the next; the first and the last letter stay."""
    for place in range(1, len(word) - 1):
        before, letter, after = word[:place], word[place], word[place + 1 :]
        yield from (before + after, before + letter + letter + after, before + "e" + after)
        if len(after) > 1:
            yield before + after[0] + letter + after[1:]


def test_one_slip_in_a_long_word_is_nearly_always_mended(speller):
    longer = [word for word in KNOWN if len(word) >= 7 and word not in word_list("medicines.txt")]

    missed = [slip for word in longer for slip in slips(word) if repaired(speller, slip) != word]

    total = sum(1 for word in longer for _slip in slips(word))
    assert len(missed) / total < 0.05, missed
