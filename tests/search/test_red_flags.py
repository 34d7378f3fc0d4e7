"""Which care cards a question raises: how a phrase is looked for, and that the shipped cards hear people's own words."""

import json
from itertools import chain
from pathlib import Path

import pytest

from articles.card_phrases import read_phrase
from search.red_flags import FlagBook, is_in_general
from search.understanding import read
from search.vocabulary import vocabulary
from tests.search.nasty import any_text

pytestmark = pytest.mark.any_database

QUESTIONS = Path(__file__).resolve().parent / "questions"
URGENT = ("now", "today")


def raises(phrase, question):
    return bool(FlagBook([("card", phrase)]).raised(read(question)))


# --- How a phrase is looked for ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "question"),
    [
        ("weak leg", "my legs feel floppy"),
        ("weak leg", "her knee keeps giving way"),
        ("can't swallow", "swallowing problems since Friday"),
        ("weak (arm / leg)", "a weak arm"),
        ("weak (arm / leg)", "feeble thigh"),
        ("diabetes + foot (wound / blister)", "I'm diabetic. It began with new shoes. Then a blister on my toe"),
        ("pee “comes out”", "my wee just comes out"),
        ("“be here any more”", "I don't want to be here any more"),
        ("“end life”", "he wants to end his life"),
        ("now", "it is now"),
        ("weak leg unless gym", "my legs are weak"),
        ("numb medicine", "numb feet on metronidazole"),
        ("numb chemotherapy", "numb since vincristine"),
        ("swell foot + no pain", "a swollen foot but no pain"),
        ("chest pain", "for ten years I had sore feet, and now chest pain"),
        ("chest pain", "chest pain since this morning, after years without any"),
        ("foot sore + diabetes", "diabetic for twenty years and a sore on my foot"),
        ("weak leg", "jelly legs"),
    ],
)
def test_a_phrase_is_raised_by_other_words_for_it(phrase, question):
    assert raises(phrase, question)


@pytest.mark.parametrize(
    ("phrase", "question"),
    [
        ("weak leg", "my arm is weak"),
        ("weak leg", "tired legs"),
        ("weak (arm / leg)", "a weak voice"),
        ("weak leg", "my legs are fine. my grip is weak"),
        ("weak leg", "my legs are fine but my grip is weak"),
        ("weak leg", "weak, as my aunt in the far north has so often told me on the phone, are my legs"),
        ("weeks later weak leg", "weak legs"),
        ("toe black", "my foot is black"),
        ("can't breathe", "breathe in, breathe out"),
        ("pee “comes out”", "it comes when I pee"),
        ("weak leg unless gym", "my legs are weak after the gym"),
        ("weak leg unless “after running”", "weak legs after running"),
    ],
)
def test_a_phrase_is_not_raised_by_less(phrase, question):
    assert not raises(phrase, question)


@pytest.mark.parametrize(
    ("phrase", "question"),
    [
        ("chest pain", "no chest pain"),
        ("chest pain", "never had any chest pain"),
        ("can't breathe", "no chest pain or breathlessness"),
        ("bladder trouble", "no trouble with my bladder"),
        ("can't swallow", "I can swallow without any trouble"),
        ("can't swallow", "no problems breathing or swallowing"),
        ("weak leg", "no weakness in my legs"),
    ],
)
def test_what_is_denied_is_not_said(phrase, question):
    assert not raises(phrase, question)


@pytest.mark.parametrize(
    "question",
    ["I fainted years ago", "I fainted as a child and all is well", "fainting since childhood", "fainted in 1998", "I have fainted for ten years"],
)
def test_what_was_long_ago_or_has_lasted_for_years_is_not_said(question):
    assert not raises("faint", question)


@pytest.mark.parametrize("question", ["my 50 year old wife fainted", "fainted for the first time in years", "I fainted this year"])
def test_years_of_age_are_no_long_time(question):
    assert raises("faint", question)


@pytest.mark.parametrize(
    ("phrase", "question"),
    [
        ("numb acute", "numb suddenly"),
        ("numb acute", "numb since Monday"),
        ("numb new", "numb since this morning"),
        ("numb new", "it has started to go numb"),
        ("numb become", "numb for three days"),
        ("numb become", "it went numb"),
    ],
)
def test_what_is_sudden_is_new_too(phrase, question):
    assert raises(phrase, question)


@pytest.mark.parametrize(
    ("phrase", "question"), [("numb sudden", "numb since Monday"), ("numb acute", "it has started to go numb"), ("numb sudden", "numb when I wake")]
)
def test_what_is_new_is_not_sudden(phrase, question):
    assert not raises(phrase, question)


def test_a_question_in_general_raises_only_exact_words():
    assert not raises("foot ulcer", "how to prevent a foot ulcer")
    assert raises("foot ulcer", "how to treat my foot ulcer")
    assert raises("foot ulcer", "what is this, my mum has a foot ulcer")
    assert raises("“kill”", "how to kill")


@pytest.mark.parametrize(
    ("question", "expected"),
    [("what is shingles", True), ("what is wrong with me", False), ("what is a sudden headache", False), ("shingles", False)],
)
def test_a_question_in_general_speaks_of_nobody(question, expected):
    assert is_in_general(read(question)) is expected


def test_a_phrase_that_was_stored_before_the_rules_counts_by_its_words():
    book = FlagBook([("card", "weak (leg"), ("other", "numb unless unless"), ("none", "()")])

    assert list(book.raised(read("my legs are weak"))) == ["card"]
    assert list(book.raised(read("numb unless I walk"))) == ["other"]


def test_the_phrase_that_says_most_comes_first():
    book = FlagBook([("card", "weak"), ("card", "sudden weak leg"), ("other", "leg")])

    found = book.raised(read("my leg is suddenly weak"))

    assert [phrase.text for phrase in found["card"]] == ["sudden weak leg", "weak"]
    assert [phrase.weight for phrase in found["card"]] == [3, 1]
    assert set(found) == {"card", "other"}


@pytest.fixture(scope="module")
def small_book():
    return FlagBook([("card", "sudden (weak / numb) (arm / leg)"), ("card", "“be here” + no pain unless gym"), ("card", "ﷺ")])


@any_text
def test_any_text_is_heard_out(small_book, text):
    assert set(small_book.raised(read(text))) <= {"card"}


# --- The shipped cards ------------------------------------------------------------------------------------------


def signs():
    return [sign for name in ("red_flags", "red_flags_2") for sign in json.loads((QUESTIONS / f"{name}.json").read_text(encoding="utf-8"))]


def harmless():
    return [line for name in ("harmless", "harmless_2") for line in (QUESTIONS / f"{name}.txt").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def known(library, django_db_blocker):
    with django_db_blocker.unblock():
        return vocabulary("en")


def cards(known, question):
    """The cards that the words of a question raise, the most urgent first, as the answer would show them."""
    text, _changes, _meant = known.speller.repair_text(question)
    reading = read(text)
    return known.raised(reading, known.urgent_names(reading))[:4]


def shown_at_first(known, question):
    found = cards(known, question)
    return {card.slug for card in found if card.level == found[0].level}


@pytest.mark.django_db
def test_every_wording_of_a_sign_raises_its_card(known):
    wordings = [(question, sign) for sign in signs() for question in sign["questions"]]

    missed = [question for question, sign in wordings if shown_at_first(known, question).isdisjoint([sign["card"], *sign.get("also", [])])]

    assert missed == []


@pytest.mark.django_db
def test_no_harmless_question_raises_a_card(known):
    alarms = {question: found[0].slug for question in harmless() if (found := cards(known, question)) and found[0].level in URGENT}

    assert alarms == {}


@pytest.mark.django_db
def test_every_alternative_of_a_phrase_can_raise_its_card(known):
    """What a clinician wrote is heard: none of its words says nothing to the search, or something else beside the others."""
    unheard = [
        (phrase.card, question)
        for phrase in known.flag_book.phrases
        for question in wordings_of(phrase.text)
        if phrase not in known.flag_book.raised(read(question)).get(phrase.card, ())
    ]

    assert unheard == []


def wordings_of(text):
    """One question for each alternative of a phrase, with the first alternative of its other needs."""
    needs = list(chain.from_iterable(read_phrase(text).parts))
    first = [spoken(need[0]) for need in needs]
    for place, need in enumerate(needs):
        for alternative in need:
            yield " ".join([*first[:place], spoken(alternative), *first[place + 1 :]])


def spoken(alternative):
    return " ".join(words.text for words in alternative)
