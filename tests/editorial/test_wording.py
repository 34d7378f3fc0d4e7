"""Hints for plainer and more honest wording: what each finds, and what it leaves alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.models import Aspect
from editorial.plain_words import NOUNS, OTHERS, PLAINER, VERBS
from editorial.wording import (
    HARM_ASPECTS,
    NO_PROMISE_ASPECTS,
    benefits_without_harms,
    numbers_without_denominator,
    passive_voice,
    plainer_words,
    too_strong,
)


def words_of(found):
    return [words for words, _advice in found]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The tablet is taken in the morning.", "is taken"),
        ("The trial was stopped early.", "was stopped"),
        ("Your feet will be examined.", "be examined"),
        ("A needle is gently inserted into the muscle.", "is gently inserted"),
        ("It has not been studied in children.", "been studied"),
        ("The nerve was not repaired.", "was not repaired"),
        ("Cells are being tested in people.", "are being tested"),
        ("The dose should be slowly increased.", "be slowly increased"),
        ("You may be asked about alcohol.", "be asked"),
        ("The results were withheld.", "were withheld"),
        ("It was also seen in rats.", "was also seen"),
        ("The nerves are damaged by sugar.", "are damaged by"),
        ("It is\nunderstood well.", "is understood"),
        ("IS GIVEN by drip", "IS GIVEN by"),
    ],
)
def test_a_passive_phrase_is_found(text, words):
    assert words_of(passive_voice(text)) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "You are tired.",
        "It is called a placebo.",
        "Are you worried about your feet?",
        "The nerve is damaged.",
        "Your foot is swollen and red.",
        "The pads are in need of water.",
        "The skin is red.",
        "More research is needed.",
        "He was born in May.",
        "It is a hundred years old.",
        "The evidence is limited.",
        "The pain is untreated.",
        "The doctor examined your feet.",
        "You have taken the tablet.",
        "This is used.",
        "The treatment is not proven.",
        "A nurse checks it. It is, then, signed.",
        "",
    ],
)
def test_an_active_phrase_or_a_state_is_left_alone(text):
    assert passive_voice(text) == []


def test_passive_phrases_come_in_the_order_of_the_text():
    assert words_of(passive_voice("It was seen. It is made. It is taken.")) == ["was seen", "is taken"]


def test_the_table_of_plain_words_is_long_and_never_says_a_word_for_itself():
    assert len({*VERBS, *NOUNS, *OTHERS}) >= 120
    assert {form for form, (_entry, plain) in PLAINER.items() if form in plain.split(", ")} == set()
    assert all(form == form.lower() for form in PLAINER)


@pytest.mark.parametrize(
    ("text", "words", "plain"),
    [
        ("The nurse will administer the vaccine.", "administer", "give"),
        ("Administering it hurts.", "Administering", "give"),
        ("He ambulated well.", "ambulated", "walk"),
        ("Wait approximately a week.", "approximately", "about"),
        ("An adverse event is rare.", "adverse event", "harm, side effect"),
        ("Tell us of adverse events.", "adverse events", "harm, side effect"),
        ("It is contraindicated in pregnancy.", "contraindicated", "should not be used"),
        ("We commenced in March.", "commenced", "start"),
        ("The paraesthesia goes.", "paraesthesia", "pins and needles"),
        ("Rest prior to the test.", "prior to", "before"),
        ("Ask in order to know.", "in order to", "to"),
        ("Both lower extremities hurt.", "lower extremities", "leg"),
        ("It exacerbates the pain.", "exacerbates", "make worse"),
        ("Two aetiologies.", "aetiologies", "cause"),
        ("Due to the fact that it hurts.", "Due to the fact that", "because"),
        ("Analgesics can help.", "Analgesics", "painkiller"),
    ],
)
def test_a_word_with_a_plainer_twin_is_found(text, words, plain):
    [(found, advice)] = plainer_words(text)

    assert found == words
    assert advice == f"Plainer: {plain}."


@pytest.mark.parametrize(
    "text",
    [
        "The nurse will give you the tablet.",
        "The Food and Drug Administration says so.",
        "Ask the National Cardiac Service.",
        "Pins and needles (paraesthesia) come first.",
        "Paraesthesia (pins and needles) comes first.",
        "Doctors say “gait” for it.",
        "This is called allodynia.",
        "Proximal: thigh or hip. Distal means far from it.",
        "Later it is called postherpetic neuralgia.",
        "A prior test, to be sure.",
        "It happened in a number.",
        "In order. To be sure.",
        "Neuropathy hurts.",
        "The placebo group had less pain.",
        "She gave birth.",
        "",
    ],
)
def test_plain_words_names_and_explained_words_are_left_alone(text):
    assert plainer_words(text) == []


def test_an_entry_is_told_once_in_whatever_form():
    assert words_of(plainer_words("Administer it. It was administered. Utilise it. Administering.")) == ["Administer", "Utilise"]


def test_the_longest_entry_is_told():
    assert words_of(plainer_words("Immediately prior to the scan.")) == ["Immediately prior to"]


@pytest.mark.parametrize(
    "text",
    [
        "Pain fell by 30 %",
        "About 20% of people need help with breathing",
        "In the trial 12.5 per cent got better",
        "It is twice as likely with diabetes",
        "Smokers have twice the risk",
        "Falls are 3 times more likely",
        "Women get it three times as often as men",
        "The risk doubled",
        "It halves the number of falls",
        "There was a two-fold rise",
        "There was a 10 fold rise",
        "It reduces pain by half",
        "It lowers the risk by about a third",
        "It cuts the risk of falls in half",
        "The relative risk was 0.46",
        "Half the risk of those without it",
    ],
)
def test_a_share_without_its_denominator_is_found(text):
    assert words_of(numbers_without_denominator(f"Some words first. {text}. A last sentence.")) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Pain fell by 30 %, in 3 of 10 people.",
        "It helps 30%. That is 3 out of 10 people.",
        "The risk doubled, from 1 in every 100 to 2 in every 100.",
        "The risk doubled: from 1 in 100 to 2 in 100 people.",
        "30 of 100 people had it. With usual care it was 71 of 100.",
        "About one in five gets relief, which is 20 %.",
        "About 30% of 207 people had less pain.",
        "In 759 people the risk fell by half.",
        "Take it 3 times a day.",
        "Take 60 mg twice a day.",
        "In 2019, at the age of 65, she began.",
        "A patch with 8 % capsaicin is stuck on. Another is capsaicin 8%.",
        "The HbA1c was 7 %.",
        "It was 0.46 (95 % confidence interval 0.3 to 0.7).",
        "Most people regain 90% of function.",
        "Double the dose only if you are told to. The doctor doubled your dose.",
        "The trial was double-blind. Two trials with 1,228 people ran for five years.",
        "The pain was 1.58 points lower on a scale of 0 to 10.",
        "There are many times when you rest.",
        "Fold it two times.",
        "",
    ],
)
def test_a_share_with_its_denominator_and_other_numbers_are_left_alone(text):
    assert numbers_without_denominator(text) == []


def test_a_year_is_no_denominator():
    assert len(numbers_without_denominator("30 patients in 2019 had 20 % less pain.")) == 1


@pytest.mark.parametrize(
    ("statement", "certainty"),
    [
        ("It lowers pain.", "moderate"),
        ("It lowers pain.", "low"),
        ("It lowers pain.", "very low"),
        ("It lowers pain.", "none in people"),
        ("These tablets reduce pain.", "low"),
        ("Training helps.", "moderate"),
        ("It can improve balance.", "low"),
        ("It has been shown to relieve pain.", "moderate"),
        ("The pads work.", "low"),
        ("It prevents falls.", "moderate"),
        ("It probably restores feeling.", "low"),
        ("It may heal wounds.", "very low"),
        ("It is very effective.", "moderate"),
        ("It strengthens weak muscles.", "low"),
        ("It eases moderate pain.", "moderate"),
        ("It cuts the risk of falls.", "moderate"),
        ("It increases strength.", "low"),
        ("It regrows nerves.", "none in people"),
        ("It eased the pain.", "low"),
        ("It may lower pain. It eases the tingling.", "low"),
    ],
)
def test_a_promise_above_its_certainty_is_found(statement, certainty):
    [(sentence, advice)] = too_strong(statement, certainty)

    assert sentence == statement.rstrip(".").split(". ")[-1]
    assert advice


@pytest.mark.parametrize(
    ("statement", "certainty"),
    [
        ("It lowers pain.", "high"),
        ("It lowers pain.", "not graded"),
        ("It probably lowers pain.", "moderate"),
        ("It may lower pain.", "moderate"),
        ("With moderate certainty it lowers pain.", "moderate"),
        ("Perhaps it lowers pain.", "low"),
        ("It lowers pain, but we don’t know for how long.", "low"),
        ("Low certainty: the certainty that it lowers pain is low.", "low"),
        ("It may lower pain.", "low"),
        ("It might help a little.", "low"),
        ("We do not know whether it helps.", "very low"),
        ("It is unclear if it eases pain.", "low"),
        ("It did not help.", "moderate"),
        ("It does not improve strength.", "low"),
        ("No benefit was shown.", "very low"),
        ("It doesn’t work.", "moderate"),
        ("In 16 trials with 759 people balance improved.", "low"),
        ("Pain was lower with it. The certainty is very low.", "very low"),
        ("It eases pain, but too few people took part to be sure.", "very low"),
        ("It helped rats to walk. It has not been tested in people.", "none in people"),
        ("In rats it improves regrowth.", "none in people"),
        ("Ask for help with the work.", "moderate"),
        ("The cut heals slowly? Does it help?", "high"),
        ("Does it help?", "low"),
        ("The feet and lower legs get numb.", "low"),
        ("A small cut needs help.", "low"),
        ("It is meant to prevent falls.", "low"),
        ("The test helps to show which nerve is hurt.", "moderate"),
        ("", "low"),
    ],
)
def test_wording_that_fits_the_certainty_is_left_alone(statement, certainty):
    assert too_strong(statement, certainty) == []


def test_each_level_has_an_advice_of_its_own():
    advice = {too_strong("It lowers pain.", level)[0][1] for level in ("moderate", "low", "very low", "none in people")}

    assert len(advice) == 4


PROMISES = [
    [("effectiveness", "It lowers pain.")],
    [("key-points", "These tablets ease pain.")],
    [("treatments", "Training improves balance.")],
    [("overview", "It can prevent falls.")],
    [("effectiveness", "The pads work well."), ("risks", "")],
    [("effectiveness", "It helps."), ("risks", "Not known.")],
    [("effectiveness", "It helps."), ("cautions", "Ask first."), ("side-effects", "Rare.")],
    [("self-care", "A walk every day helps."), ("questions-to-ask", "What are the risks of it for me and for my family?")],
    [("how-it-works", "It protects the nerve.")],
    [("suitability", "It is effective.")],
    [("effectiveness", "It helps and causes no side effects whatever in all of its users.")],
    [("effectiveness", "It reduces the risk of falls and of infections in the feet.")],
    [("effectiveness", "It probably relieves pain.")],
]


@pytest.mark.parametrize("sections", PROMISES)
def test_a_benefit_without_a_word_on_harms_is_found(sections):
    [(sentence, advice)] = benefits_without_harms(sections)

    assert sentence == sections[0][1].rstrip(".")
    assert "harm" in advice


@pytest.mark.parametrize(
    "sections",
    [
        [],
        [("effectiveness", "")],
        [("effectiveness", "It lowers pain."), ("risks", "About 1 of 10 people feels sick in the first week.")],
        [("effectiveness", "It lowers pain."), ("side-effects", "The skin under the pads can get sore or red.")],
        [("effectiveness", "It lowers pain."), ("cautions", "Do not use it if you have a pacemaker or are pregnant.")],
        [("effectiveness", "It lowers pain."), ("risks", "It can burn."), ("cautions", "Ask a doctor before you use it.")],
        [("effectiveness", "It lowers pain. Side effects such as dizziness are common at the start.")],
        [("key-points", "It lowers pain.\nThe trials tell us nothing useful about the side effects.")],
        [("effectiveness", "It does not lower pain.")],
        [("effectiveness", "We do not know whether it helps.")],
        [("questions-to-ask", "Does it help?")],
        [("what-is-not-known", "It helps some people more than others.")],
        [("symptoms", "Your feet are numb.")],
        [("overview", "The nerves carry feeling.")],
    ],
)
def test_a_text_that_speaks_of_harms_or_of_no_benefit_is_left_alone(sections):
    assert benefits_without_harms(sections) == []


def test_the_aspects_that_speak_of_harms_exist():
    assert {*HARM_ASPECTS, *NO_PROMISE_ASPECTS} <= set(Aspect.values)


@given(st.text(), st.sampled_from(["high", "moderate", "low", "very low", "none in people", "not graded", ""]))
def test_any_text_can_be_searched_for_hints(text, certainty):
    for found in (
        passive_voice(text),
        plainer_words(text),
        numbers_without_denominator(text),
        too_strong(text, certainty),
        benefits_without_harms([("risks", text), ("effectiveness", text)]),
    ):
        assert all(words and advice for words, advice in found)


@pytest.mark.parametrize(
    "part",
    [
        "is ",
        "is verily ",
        "is  ",
        "1",
        "1,",
        "5% ",
        "ten times ",
        "by about ",
        "1 in the ",
        "not ",
        "they help ",
        "ed",
        "in order in the ",
        "e.g. ",
        ".",
        "\n",
    ],
)
def test_a_hostile_text_is_searched(part):
    """Each would take minutes with a pattern that goes back over what it has read."""
    text = part * (100_000 // len(part))

    for find in (passive_voice, plainer_words, numbers_without_denominator, lambda text: too_strong(text, "low")):
        assert len(find(text)) <= len(text)
    assert len(benefits_without_harms([("effectiveness", text)])) <= 1
