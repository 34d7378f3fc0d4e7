"""Folding and stemming: pure functions on any text."""

import re

import pytest

from search.words import MAX_CHARACTERS, MAX_WORD, all_query_terms, fold, stem, terms, words
from tests.search.nasty import any_text

LETTERS_AND_DIGITS = re.compile(r"[^\W_]+")


# --- Any text ---------------------------------------------------------------------------------------------------


@any_text
def test_words_are_letters_and_digits_of_bounded_length(text):
    for word in words(text):
        assert LETTERS_AND_DIGITS.fullmatch(word)
        assert len(word) <= MAX_WORD


@any_text
def test_terms_are_letters_and_digits_of_bounded_length(text):
    for term in terms(text):
        assert LETTERS_AND_DIGITS.fullmatch(term)
        assert len(term) <= MAX_WORD


@any_text
def test_the_terms_of_a_question_are_few_and_each_once(text):
    found = all_query_terms(text)

    assert len(found) == len(set(found)) <= MAX_CHARACTERS * 20
    assert found == all_query_terms(text[:MAX_CHARACTERS])


@any_text
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


# --- Folding and stemming ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Guillain-Barré", ["guillain", "barre"]),
        ("can't feel", ["cant", "feel"]),
        ("can’t feel", ["cant", "feel"]),
        ("ＢＵＲＮＩＮＧ", ["burning"]),
        ("vitamin B₁₂", ["vitamin", "b12"]),
        ("snake_case", ["snake", "case"]),
        ("боль в ногах", ["боль", "в", "ногах"]),
        ("  ", []),
    ],
)
def test_words_of_a_text(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    "forms",
    [
        ("burn", "burns", "burning", "burned"),
        ("tingle", "tingling", "tingles", "tingled"),
        ("numb", "numbness"),
        ("weak", "weakness", "weakly"),
        ("clumsy", "clumsiness"),
        ("injury", "injuries"),
        ("nerve", "nerves"),
        ("symptom", "symptoms"),
        ("exercise", "exercises", "exercising"),
        ("drop", "drops", "dropped", "dropping"),
        ("diarrhoea", "diarrhea"),
        ("paraesthesia", "paresthesia"),
        ("fibre", "fiber", "fibres"),
        ("tumour", "tumor"),
        ("colour", "color", "coloured"),
        ("paralysed", "paralyzed"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms):
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("foot", "food"),
        ("nerve", "nervous"),
        ("arms", "army"),
        ("toes", "toxin"),
        ("diabetes", "diabetic"),
        ("b12", "b1"),
        ("evening", "even"),
        ("spring", "sprain"),
    ],
)
def test_different_words_keep_different_stems(one, other):
    assert stem(one) != stem(other)


@pytest.mark.parametrize("word", ["analysis", "virus", "illness", "diagnosis"])
def test_a_word_that_only_looks_like_a_plural_stays(word):
    assert stem(word) != word[:-1]


@pytest.mark.parametrize("forms", ["feel feeling felt", "foot feet feets", "weak weaker weakest", "swell swollen swelling", "calf calves"])
def test_irregular_forms_of_a_word_are_one_term(forms):
    assert len(set(terms(forms))) == 1


def test_denials_are_one_word():
    assert terms("I can't feel my feet") == terms("unable to feel my feet") == ["cannot", "feel", "foot"]


def test_words_that_tell_nothing_are_left_out():
    assert terms("what is the best thing for me to do about it") == ["best"]
