"""The word lists that the search reads: English of daily life, and words of questions about other things."""

import json
import re
from collections import Counter

import pytest
from django.conf import settings

from search.spelling import DATA, word_list
from search.words import terms

EVERYDAY = "everyday_words.txt"
OTHER_TOPICS = "other_topics.txt"
MEDICINES = "medicines.txt"


def lines(name):
    return (DATA / name).read_text(encoding="utf-8").splitlines()


def listed(name):
    return [word for line in lines(name) if not line.startswith("#") for word in line.split()]


def topic_words(kind):
    return {word for word, heading in word_list(OTHER_TOPICS).items() if heading.startswith(f"{kind}: ")}


def named(file, key):
    """Every name and synonym of the entries of a file of `content`."""
    for entry in json.loads((settings.CONTENT_DIR / file).read_text(encoding="utf-8"))[key]:
        yield entry["name"]
        yield entry.get("clinical_name", "")
        yield from (synonym["text"] for synonym in entry["synonyms"])


def forms(texts):
    """The words of some texts as the search compares them."""
    return {term for text in texts for term in terms(text)}


# --- Form -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [EVERYDAY, OTHER_TOPICS])
def test_a_list_holds_small_plain_letters_only(name):
    assert [word for word in listed(name) if not re.fullmatch("[a-z]+", word)] == []


@pytest.mark.parametrize("name", [EVERYDAY, OTHER_TOPICS])
def test_a_list_holds_each_word_once(name):
    assert [word for word, times in Counter(listed(name)).items() if times > 1] == []


@pytest.mark.parametrize("name", [EVERYDAY, OTHER_TOPICS])
def test_words_stand_under_a_heading_in_the_order_of_the_alphabet(name):
    groups = {}
    for word, heading in word_list(name).items():
        groups.setdefault(heading, []).append(word)

    assert "" not in groups
    assert [heading for heading, group in groups.items() if group != sorted(group)] == []


@pytest.mark.parametrize(("name", "at_least"), [(EVERYDAY, 4_500), (OTHER_TOPICS, 500)])
def test_a_list_is_long_enough_to_be_of_use(name, at_least):
    assert len(word_list(name)) >= at_least


# --- Words of daily life ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word", "shirt carpet weak week tried knives swollen colour color tyre tire diarrhoea diarrhea cant wont fourteen march dutch".split()
)
def test_good_english_is_known(word):
    assert word in word_list(EVERYDAY)


@pytest.mark.parametrize(
    "slip", "carpel feat vain nerv tounge numness burnning diabetis nueropathy siatica shingels weekness stomache diarrea".split()
)
def test_a_slip_is_not_taken_for_english(slip):
    assert slip not in word_list(EVERYDAY)


def test_no_medicine_is_a_word_of_daily_life_or_of_another_topic():
    assert set(word_list(MEDICINES)) & (set(word_list(EVERYDAY)) | set(word_list(OTHER_TOPICS))) == set()


# --- Words of other topics --------------------------------------------------------------------------------------


def test_each_heading_says_how_surely_its_words_tell_another_topic():
    assert topic_words("sure") | topic_words("weak") == set(word_list(OTHER_TOPICS))


def test_no_form_of_a_word_is_both_sure_and_only_a_hint():
    assert forms(topic_words("sure")) & forms(topic_words("weak")) == set()


@pytest.mark.parametrize(("file", "key"), [("symptoms.json", "symptoms"), ("conditions.json", "conditions")])
def test_a_word_of_what_the_site_covers_is_never_surely_another_topic(file, key):
    """A new synonym that fails here is right: the word of the list moves to a heading "weak", or leaves it."""
    assert sorted(forms(topic_words("sure")) & forms(named(file, key))) == []


def test_a_word_of_an_urgent_sign_is_never_surely_another_topic():
    cards = [path.read_text(encoding="utf-8") for path in (settings.CONTENT_DIR / "care-cards").glob("*.md")]

    assert cards
    assert sorted(forms(topic_words("sure")) & forms(cards)) == []
