"""Which warning signs words say, and which not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.offer_words import forms, signs_in

MANY = "One product for many illnesses"
REGISTER = "A register number in place of approval"
STORIES = "Stories of patients in place of trials"
OWN_BODY = "It comes from your own body, so it is safe"
NO_RISK = "No risks, no side effects"
NO_APPROVAL = "Not stem cells, so no approval is needed"
CURE = "A cure, or new nerves, for certain"
ANIMALS = "It worked in animals"
HURRY = "Decide or pay at once"
SECRET = "Keep it from your doctor, or stop a medicine"
PAID = "You pay, and it is not a trial"


@pytest.mark.parametrize(
    ("words", "signs"),
    [
        ("We GUARANTEE results.", [CURE]),
        ("It regrows nerves", [CURE]),
        ("your nerves will grow back", [CURE]),
        ("Clinically proven to work!", [CURE]),
        ("There is no risk.", [NO_RISK]),
        ("without any risk", [NO_RISK]),
        ("zero side-effects", [NO_RISK]),
        ("it's risk-free", [NO_RISK]),
        ("Nobody has ever been harmed", [NO_RISK]),
        ("100% safe", [NO_RISK]),
        ("They use your own fat", [OWN_BODY]),
        ("It works for many different diseases", [MANY]),
        ("for MS, stroke and diabetes", [MANY]),
        ("Hear from our happy patients", [STORIES]),
        ("watch the testimonials", [STORIES]),
        ("an FDA-registered clinic", [REGISTER]),
        ("no FDA approval needed", [NO_APPROVAL]),
        ("it was shown in mice", [ANIMALS]),
        ("Only today: 20 % off", [HURRY]),
        ("You must pay a deposit", [HURRY]),
        ("you do not need to tell your doctor", [SECRET]),
        ("stop taking your tablets", [SECRET]),
        ("I have to pay and it is not a trial", [PAID]),
    ],
)
def test_words_of_adverts_are_signs(words, signs):
    assert [sign for sign in signs if sign not in signs_in(words)] == []


@pytest.mark.parametrize(
    "words",
    [
        "There is no guarantee.",
        "They do not promise a cure.",
        "Nobody guarantees anything",
        "It can't regrow nerves",
        "There is a small risk of infection",
        "side effects are possible, such as a rash",
        "Do not stop your medicine.",
        "Tell your doctor about it.",
        "It was not tested in mice but in 200 people",
        "The trial is free of charge. I can leave at any time.",
        "They treat one illness.",
        "no. risk",
        "",
        "?!…",
    ],
)
def test_denied_and_honest_words_are_no_signs(words):
    assert signs_in(words) == {}


@pytest.mark.parametrize("words", ["garanteed", "guarenteed result", "testimonals"])
def test_a_slip_in_a_long_word_is_forgiven(words):
    assert signs_in(words)


@pytest.mark.parametrize("words", ["cute", "care", "pure", "he is secretive about patience"])
def test_another_word_is_no_slip(words):
    assert signs_in(words) == {}


def test_not_only_denies_nothing():
    assert CURE in signs_in("It not only cures pain")


def test_the_words_are_told_as_our_list_has_them_and_never_as_they_were_typed():
    found = signs_in("Doctor Moreau garanteed it: no risk")

    assert {text for texts in found.values() for text in texts} <= {form.text for form in forms()}


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.text)
def test_every_form_of_the_list_is_found_as_it_stands_there(form):
    assert form.text in signs_in(form.text)[form.sign]


@given(st.text(max_size=2000))
def test_any_text_can_be_read(text):
    for sign, texts in signs_in(text).items():
        assert sign
        assert texts


@given(st.lists(st.sampled_from([form.text for form in forms()]), max_size=20))
def test_no_sign_is_lost_by_what_stands_in_other_sentences(texts):
    found = signs_in(". ".join(texts))

    assert {form.sign for form in forms() if form.text in texts} <= set(found)
