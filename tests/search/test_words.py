"""Folding, stemming, phrases and spelling: pure functions on any text."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.words import MAX_CHARACTERS, MAX_WORD, Phrase, PhraseBook, Speller, all_query_terms, fold, stem, terms, words

NASTY = [
    "\x00",
    "'; DROP TABLE x; --",
    "a" * 10_000,
    "ﬁ" * 300,
    "\u202eabc",
    "🦶🔥",
    'AND OR NOT NEAR(a b) * ^ : "x"',
    "\ud800",
    "İ",
    "ß",
    "①②",
    "﷽" * 200,
    "_" * 50,
]
LETTERS_AND_DIGITS = re.compile(r"[^\W_]+")


def any_text(test):
    for text in NASTY:
        test = example(text)(test)
    return given(st.text())(test)


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


@given(st.text(), st.lists(st.text(min_size=1, max_size=20), max_size=20))
def test_repair_always_gives_known_words_or_the_words_themselves(text, known):
    vocabulary = [word for entry in known for word in words(entry)]

    repaired, changed = Speller(vocabulary).repair_text(text)

    if changed:
        assert set(repaired.split()) <= set(vocabulary) | set(words(text))
    else:
        assert repaired == text


@given(st.lists(st.tuples(st.text(max_size=3), st.lists(st.sampled_from("abcdef"), max_size=4))), st.lists(st.sampled_from("abcdefg"), max_size=6))
def test_a_match_scores_between_nothing_and_certainty(rows, asked):
    book = PhraseBook([Phrase(target, " ".join(found), frozenset(found)) for target, found in rows])

    matches = book.match(asked)

    assert all(0 < match.score <= 1 for match in matches)
    assert [match.score for match in matches] == sorted((match.score for match in matches), reverse=True)
    assert len({match.target for match in matches}) == len(matches)


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
    ],
)
def test_forms_of_a_word_have_one_stem(forms):
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("foot", "food"), ("nerve", "nervous"), ("arms", "army"), ("toes", "toxin"), ("diabetes", "diabetic"), ("b12", "b1")]
)
def test_different_words_keep_different_stems(one, other):
    assert stem(one) != stem(other)


@pytest.mark.parametrize("word", ["analysis", "virus", "illness", "diagnosis"])
def test_a_word_that_only_looks_like_a_plural_stays(word):
    assert stem(word) != word[:-1]


def test_denials_are_one_word():
    assert terms("I can't feel my feet") == terms("unable to feel my feet") == ["cannot", "feel", "feet"]


def test_words_that_tell_nothing_are_left_out():
    assert terms("what is the best thing for me to do about it") == ["best"]


# --- Phrases ----------------------------------------------------------------------------------------------------


@pytest.fixture
def book():
    rows = [("burning", "burning feet"), ("burning", "feet on fire"), ("ulcer", "sore on the foot"), ("cold", "cold feet"), ("weak", "weak legs")]
    return PhraseBook([Phrase(target, text, frozenset(terms(text))) for target, text in rows])


def test_a_whole_phrase_is_certain(book):
    match = book.match(terms("burning feet"))[0]

    assert (match.target, match.score, match.phrase) == ("burning", 1.0, "burning feet")


def test_a_rare_word_tells_more_than_a_common_one(book):
    assert [match.target for match in book.match(terms("burning"), at_least=0.5)] == ["burning"]
    assert book.match(terms("feet"), at_least=0.5) == []


def test_a_question_may_hold_several_phrases(book):
    assert {match.target for match in book.match(terms("burning feet and weak legs"))} == {"burning", "weak"}


def test_words_around_a_phrase_make_it_a_little_less_sure(book):
    alone, among_others = book.match(terms("weak legs"))[0], book.match(terms("weak legs since tuesday"))[0]

    assert 0.75 < among_others.score < alone.score


def test_a_phrase_that_is_given_twice_counts_once():
    phrase = Phrase("burning", "burning feet", frozenset(["burn", "feet"]))

    assert PhraseBook([phrase, phrase]).match(["burn"]) == PhraseBook([phrase]).match(["burn"]) == []


def test_no_phrase_and_no_question_is_no_match(book):
    assert book.match([]) == []
    assert PhraseBook([]).match(["feet"]) == []


# --- Spelling ---------------------------------------------------------------------------------------------------

KNOWN = ["neuropathy", "diabetes", "burning", "feet", "foot", "short", "carpal", "tunnel", "duloxetine", "gabapentin", "numbness", "weakness"]


@pytest.fixture
def speller():
    return Speller(KNOWN)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nueropathy", "neuropathy"),
        ("neuropaty", "neuropathy"),
        ("diabetis", "diabetes"),
        ("burining", "burning"),
        ("tunel", "tunnel"),
        ("duloxitine", "duloxetine"),
    ],
)
def test_a_slip_is_repaired(speller, typed, meant):
    assert speller.repair(typed) == meant


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("feat", "too short to tell"),
        ("shirt", "a word of its own, one letter from “short”"),
        ("europathy", "another first letter"),
        ("fluoxetine", "another medicine"),
        ("pregabalin", "another medicine"),
        ("b12b12b12", "holds digits"),
        ("xylophone", "nothing is near"),
        ("numb", "its stem is known"),
    ],
)
def test_what_is_no_slip_stays(speller, typed, why):
    assert speller.repair(typed) == typed, why


def test_the_commoner_of_two_near_words_is_chosen():
    assert Speller(["banding", "banking", "banking"]).repair("banqing") == "banking"


def test_a_text_without_slips_comes_back_as_it_was(speller):
    assert speller.repair_text("Burning FEET!") == ("Burning FEET!", False)


def test_a_text_with_a_slip_comes_back_repaired_to_its_last_word(speller):
    text = "my nueropathy " + "and my feet " * 20 + "diabetis"

    repaired, changed = speller.repair_text(text)

    assert changed
    assert repaired.startswith("my neuropathy and")
    assert repaired.endswith("diabetes")
