"""From senses to symptoms and conditions: what counts, and by how much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.matching import Phrase, PhraseBook
from search.understanding import read, senses
from tests.search.nasty import any_text

NAMES = {
    ("symptom", "burning"): ["burning feet", "soles on fire", "burning sensation in the legs"],
    ("symptom", "ulcer"): ["blister on the foot", "wound on my toe that will not heal"],
    ("symptom", "cold-feet"): ["cold feet", "icy toes"],
    ("symptom", "leg-weakness"): ["weak legs", "trouble with stairs"],
    ("symptom", "hand-weakness"): ["weak hands", "cannot open jars"],
    ("symptom", "falls"): ["falling over", "frequent falls"],
    ("symptom", "numbness"): ["numb feet", "no feeling in my hands"],
    ("symptom", "painless"): ["injuries that do not hurt"],
    ("condition", "carpal"): ["carpal tunnel syndrome", "numb thumb"],
    ("condition", "meralgia"): ["meralgia paresthetica", "burning thigh"],
}


@pytest.fixture(scope="module")
def book():
    return PhraseBook([Phrase(target, text, tuple(senses(text))) for target, texts in NAMES.items() for text in texts])


def match(book, text, **options):
    return book.match(read(text), **options)


def targets(book, text):
    return [found.target[1] for found in match(book, text)]


def score(book, text, target):
    return next((found.score for found in match(book, text) if found.target[1] == target), 0.0)


def test_a_whole_phrase_comes_first_and_says_which_it_was(book):
    found = match(book, "burning feet")[0]

    assert (found.target, found.phrase, found.words, found.held, found.explained) == (
        ("symptom", "burning"),
        "burning feet",
        "burning feet",
        1.0,
        1.0,
    )


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("my toes are burning", "burning"),
        ("weak in the legs", "leg-weakness"),
        ("weak fingers", "hand-weakness"),
        ("I can't feel my toes", "numbness"),
        ("burning in my thigh", "meralgia"),
        ("carpal tunnel", "carpal"),
        ("I cut my foot and it didn't hurt", "painless"),
    ],
)
def test_the_best_comes_first(book, text, first):
    assert targets(book, text)[0] == first


def test_a_part_of_the_body_alone_points_to_nothing_for_sure(book):
    assert all(found.score < 0.3 for found in match(book, "my feet"))


def test_a_question_may_hold_several_phrases(book):
    assert set(targets(book, "burning feet and weak legs")[:2]) == {"burning", "leg-weakness"}


def test_other_words_make_it_less_sure(book):
    assert score(book, "falls", "falls") > score(book, "falls at the pretty lake resort", "falls") > 0


def test_words_of_other_topics_make_it_much_less_sure(book):
    assert score(book, "weak legs", "leg-weakness") > 1.5 * score(book, "weak legs of my toddler", "leg-weakness")


def test_what_is_denied_points_to_nothing(book):
    assert targets(book, "no burning") == []


def test_another_part_of_the_body_is_another_matter(book):
    assert score(book, "wound on my face", "ulcer") < 0.7 * score(book, "wound on my foot", "ulcer")


def test_a_symptom_comes_before_a_condition_that_is_as_sure():
    rows = [(("condition", "a"), "odd wobble"), (("symptom", "b"), "odd wobble")]

    assert targets(PhraseBook([Phrase(target, text, tuple(senses(text))) for target, text in rows]), "odd wobble") == ["b", "a"]


def test_a_phrase_that_is_given_twice_counts_once():
    phrase = Phrase(("symptom", "burning"), "burning feet", tuple(senses("burning feet")))

    assert PhraseBook([phrase, phrase]).match(read("burning")) == PhraseBook([phrase]).match(read("burning"))


def test_no_phrase_and_no_question_is_no_match(book):
    assert match(book, "") == []
    assert match(PhraseBook([]), "feet") == []


@any_text
def test_any_question_scores_between_nothing_and_certainty(book, text):
    _check(match(book, text))


@given(
    st.lists(
        st.sampled_from(sorted({word for texts in NAMES.values() for text in texts for word in text.split()} | {"not", "and", ","})), max_size=20
    )
)
def test_any_words_of_names_score_between_nothing_and_certainty(book, words):
    _check(match(book, " ".join(words)))


def _check(matches):
    assert all(0 <= found.score <= 1 for found in matches)
    assert [found.score for found in matches] == sorted((found.score for found in matches), reverse=True)
    assert len({found.target for found in matches}) == len(matches)
