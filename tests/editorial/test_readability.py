"""The reading grade, against values that were counted by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.readability import flesch_kincaid_grade, sentences, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("a", 1), ("nerve", 1), ("nerves", 1), ("pain", 1), ("the", 1), ("walked", 1), ("table", 2), ("wanted", 2), ("doses", 2), ("numbness", 2),
        ("tingling", 2), ("doctor", 2), ("injury", 3), ("medicine", 3), ("neuropathy", 4), ("examination", 5), ("rhythm", 1), ("médecin", 3), ("don't", 1),
    ],
)  # fmt: skip
def test_the_syllables_of_a_word(word, count):
    assert syllables(word) == count


@pytest.mark.parametrize(("word", "count"), [("diabetes", 4), ("diet", 2), ("science", 2), ("area", 3), ("people", 2), ("react", 2), ("cruel", 2)])
def test_a_word_that_breaks_the_rules_is_at_most_one_syllable_off(word, count):
    assert abs(syllables(word) - count) <= 1


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two? Three!", ["One", "Two", "Three"]),
        ("A title\n- first item\n- second item", ["A title", "- first item", "- second item"]),
        ("About 3.5 mg of it.", ["About 3.5 mg of it"]),
        ("... 12. !", []),
        ("", []),
    ],
)
def test_the_sentences_of_a_text(text, parts):
    assert sentences(text) == parts


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("", 0.0),
        ("12 %", 0.0),
        # 6 words, 1 sentence, 6 syllables: 0.39 * 6 + 11.8 * 1 - 15.59 = -1.45, and never below 0
        ("The cat sat on the mat.", 0.0),
        # 11 words, 1 sentence, 14 syllables: 0.39 * 11 + 11.8 * 14 / 11 - 15.59 = 3.72
        ("The doctor will ask about numbness and pain in your feet.", 3.7),
        # the same in 2 sentences: 0.39 * 5.5 + 11.8 * 14 / 11 - 15.59 = 1.57
        ("The doctor will ask about numbness. And pain in your feet.", 1.6),
        # 4 words, 1 sentence, 16 syllables: 0.39 * 4 + 11.8 * 4 - 15.59 = 33.17
        ("Peripheral neuropathy complicates examination.", 33.2),
    ],
)
def test_the_grade_of_a_text(text, grade):
    assert flesch_kincaid_grade(text) == grade


@given(st.text())
def test_any_text_has_a_grade(text):
    assert flesch_kincaid_grade(text) >= 0.0


@given(st.lists(st.sampled_from(["nerve", "neuropathy", "feet", "diabetes"]), min_size=4, max_size=12))
def test_shorter_sentences_read_more_easily(words):
    half = len(words) // 2
    long, short = f"{' '.join(words)}.", f"{' '.join(words[:half])}. {' '.join(words[half:])}."

    assert flesch_kincaid_grade(short) <= flesch_kincaid_grade(long)
