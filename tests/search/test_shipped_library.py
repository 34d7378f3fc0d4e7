"""The search on the starter library: what a patient's own words lead to.

The table of questions is the same on SQLite and PostgreSQL, so a difference between the databases fails on one of them. A change of the
library may move what it names: read the new order as a patient would, and correct the table only if the new one is as good.
"""

import pytest

from search.index import out_of_step
from search.question import Question
from search.results import answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]

# A question, and the pages that come first: as many of the first three as stand clearly above the rest.
FIRST = {
    "burning feet": "burning-pain",
    "the soles of my feet burn in bed": "burning-pain tarsal-tunnel-syndrome",
    "pins and needles in both hands": "tingling",
    "my toes have gone numb": "numbness peripheral-neuropathy mortons-neuroma",
    "I keep dropping cups": "clumsiness diabetic-peripheral-neuropathy",
    "my legs are weak on the stairs": "leg-weakness",
    "I cannot feel the floor under my feet": "numbness position-sense",
    "I wobble in the dark": "position-sense unsteadiness diabetic-peripheral-neuropathy",
    "electric shocks in my legs": "shooting-pain diabetic-peripheral-neuropathy",
    "a sore on my heel that will not heal": "foot-ulcers diabetic-peripheral-neuropathy diabetes",
    "my foot drags when I walk": "foot-drop walking-difficulty position-sense",
    "thin hand muscles": "muscle-wasting weight-loss",
    "carpal tunnel": "carpal-tunnel-syndrome carpal-tunnel-release tarsal-tunnel-syndrome",
    "carpel tunel": "carpal-tunnel-syndrome carpal-tunnel-release tarsal-tunnel-syndrome",
    "tingling thumb at night": "tingling carpal-tunnel-syndrome",
    "guillain barre": "guillain-barre-syndrome miller-fisher-syndrome cidp",
    "Guillain-Barré syndrome": "guillain-barre-syndrome miller-fisher-syndrome cidp",
    "charcot marie tooth disease": "charcot-marie-tooth",
    "nerve damage after chemo": "chemotherapy-induced-neuropathy chemotherapy",
    "chemotherapy": "chemotherapy chemotherapy-induced-neuropathy",
    "diabetes and my feet": "diabetes diabetic-peripheral-neuropathy",
    "diabetis": "diabetes diabetic-autonomic-neuropathy",
    "sugar control": "blood-glucose-control",
    "lack of vitamin B12": "vitamin-b12-deficiency-neuropathy vitamin-b12-replacement b12-deficiency",
    "vitamin b12 tablets": "vitamin-b12-replacement b12-deficiency",
    "B vitamins": "b-vitamin-supplements",
    "nueropathy": "what-is-neuropathy peripheral-neuropathy",
    "my nerve was cut in an accident": "traumatic-nerve-injury",
    "surgery to repair a nerve": "traumatic-nerve-injury nerve-repair-and-grafts electrical-stimulation-for-nerve-repair",
    "duloxetine": "duloxetine",
    "duloxetin side effects": "duloxetine",
    "TENS machine": "tens",
    "ultrasound treatment": "therapeutic-ultrasound",
    "balance exercises": "exercise-and-balance-training exercise-that-is-safe preventing-falls",
    "stem cells": "mesenchymal-stem-cells induced-pluripotent-stem-cells questions-for-a-clinic-that-sells-cells",
    "stem cell clinic": "questions-for-a-clinic-that-sells-cells stem-cells-for-neuropathy",
    "gene therapy": "hgf-gene-therapy gene-therapy",
    "nerve growth factor": "nerve-growth-factor brain-derived-neurotrophic-factor hgf-gene-therapy",
    "electrical stimulation after surgery": "electrical-stimulation-for-nerve-repair spinal-cord-stimulation tens",
    "what does a phase 3 trial mean": "how-to-read-a-trial-stage phase-3-trial phase-2-trial",
    "placebo": "placebo",
    "what is myelin": "myelin",
    "nerve conduction study": "nerve-conduction-study peripheral-neuropathy multifocal-motor-neuropathy",
    "skin biopsy": "skin-biopsy biopsy small-fibre-neuropathy",
    "do nerves grow back": "nerve-regeneration-today",
    "inherited neuropathy": "charcot-marie-tooth inherited what-is-neuropathy",
    "infection": "infection",
    "alcohol and nerves": "alcoholic-neuropathy alcohol stopping-alcohol",
    "autoimmune": "autoimmune autoimmune brachial-neuritis",
    "toxins": "toxin toxic-neuropathy",
}


def ask(query, *, exact=False):
    return answer(Question(query, exact=exact), language="en")


def slugs(query):
    return [result.slug for result in ask(query).results]


def test_burning_feet_finds_the_symptom_and_its_commonest_condition():
    found = ask("burning feet").results

    assert found[0].slug == "burning-pain"
    assert "diabetic-peripheral-neuropathy" in [result.slug for result in found if result.kind == "condition"][:3]


@pytest.mark.parametrize("question", FIRST)
def test_the_first_pages_are_the_same_on_every_database(question):
    expected = FIRST[question].split()

    assert slugs(question)[: len(expected)] == expected


@pytest.mark.parametrize("name", ["duloxetine", "amitriptyline", "gabapentin", "pregabalin", "capsaicin", "vitamin b12"])
def test_medicines_are_found_by_name(name):
    assert slugs(name)


@pytest.mark.parametrize(
    ("typed", "repaired"),
    [
        ("nueropathy", "neuropathy"),
        ("carpel tunel", "carpal tunnel"),
        ("diabetis", "diabetes"),
        ("gullain barre", "guillain barre"),
        ("burnign feet", "burning feet"),
        ("numness", "numbness"),
        ("dulozetine", "duloxetine"),
    ],
)
def test_slips_are_repaired(typed, repaired):
    found = ask(typed)

    assert found.corrected == repaired
    assert found.results[0] == ask(repaired).results[0]
    assert ask(typed, exact=True).corrected is None


@pytest.mark.parametrize(
    "name",
    [
        "fluoxetine",
        "paroxetine",
        "venlafaxine",
        "nortriptyline",
        "prednisone",
        "prednisolone",
        "carboplatin",
        "docetaxel",
        "lacosamide",
        "thiamine",
        "biotin",
    ],
)
def test_no_medicine_is_turned_into_another(name):
    assert ask(name).corrected is None


@pytest.mark.parametrize(
    "text", ["What helps against burning feet at night?", "My mother has diabetes and feels tingling", "is it dangerous", "shirt and socks hurt"]
)
def test_good_spelling_stays(text):
    assert ask(text).corrected is None


@pytest.mark.parametrize(
    ("question", "card"),
    [
        ("my face is drooping on one side and my speech is slurred", "stroke-signs"),
        ("I can't breathe", "trouble-breathing-or-swallowing"),
        ("trouble swallowing since this morning", "trouble-breathing-or-swallowing"),
        ("numb between my legs and I cannot pee", "saddle-numbness"),
        ("I want to kill myself", "thoughts-of-self-harm"),
        ("crushing chest pain", "chest-pain-or-fainting"),
        ("weakness spreading up my legs", "climbing-weakness"),
        ("my foot is hot, red and swollen", "hot-swollen-foot"),
        ("sore on my foot that will not heal", "foot-wound-numb-feet"),
        ("tingling after chemo", "new-symptoms-after-a-medicine"),
        ("I think I have shingles", "shingles-rash"),
        ("suddenly can't lift my foot", "new-foot-or-wrist-drop"),
        ("deep cut and numb finger", "deep-cut-with-numbness"),
    ],
)
def test_red_flags_raise_their_card(question, card):
    urgent = ask(question).urgent

    assert urgent is not None
    assert urgent.slug == card


@pytest.mark.parametrize(
    "question",
    [
        "burning feet",
        "pins and needles",
        "my foot fell asleep on the bus",
        "tingling after I crossed my legs",
        "funny bone",
        "diabetes",
        "how do nerves work",
        "exercise for weak legs",
        "vitamin b12",
        "stem cells",
        "chest of drawers",
        "breathing exercises for pain",
        "speech at my wedding",
        "hot weather and swollen feet in summer",
        "cutting vegetables",
        "placebo",
    ],
)
def test_harmless_questions_raise_none(question):
    assert ask(question).urgent is None


@pytest.mark.parametrize("text", ["burning feet at night", "pins and needles in my hands and my legs are weak", "I keep dropping cups"])
def test_what_the_reader_takes_back_does_not_come_again_for_the_same_words(text):
    first = ask(text).understood[0]

    found = answer(Question(text, dropped=(first.slug,)), language="en")

    assert first.slug not in [symptom.slug for symptom in found.understood]
    words = set(first.matched.split())
    assert [symptom.slug for symptom in found.understood if set(symptom.matched.split()) <= words] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my feet are on fire at night and I keep tripping since chemo", {"burning-pain", "falls"}),
        ("numb hands and I keep dropping things", {"numbness", "clumsiness"}),
        ("my legs are weak and I cannot sleep", {"leg-weakness", "sleep-problems"}),
    ],
)
def test_each_part_of_a_question_is_understood(text, expected):
    assert expected <= {symptom.slug for symptom in ask(text).understood}


def test_what_is_left_is_still_understood_when_something_is_taken_back():
    found = answer(Question("burning feet and my legs are weak", dropped=("burning-pain",)), language="en")

    assert "leg-weakness" in [symptom.slug for symptom in found.understood]


def test_unproven_treatments_are_never_among_the_others():
    for question in ("stem cells", "gene therapy", "nerve growth factor", "new treatments", "cure for neuropathy", "burning feet"):
        found = ask(question)
        treatments = [result for result in found.results if result.kind == "treatment"]
        assert all(result.stage in ("standard care", "used in some situations") for result in treatments if not result.is_unproven), question
        assert not any(result.is_unproven for result in found.results if result.kind != "treatment"), question


def test_the_index_of_the_library_is_in_step():
    assert out_of_step() == []
