"""The care cards that stand on a page: every red flag where it matters. Their words are written once, in `content/care-cards/`."""

import pytest

WHERE_IT_MATTERS = {
    "climbing-weakness": "conditions/guillain-barre-syndrome conditions/miller-fisher-syndrome symptoms/paralysis symptoms/leg-weakness symptoms/muscle-weakness"
    " symptoms/numbness symptoms/walking-difficulty symptoms/reduced-reflexes causes/autoimmune causes/infection treatments/ivig treatments/plasma-exchange",
    "trouble-breathing-or-swallowing": "conditions/guillain-barre-syndrome conditions/miller-fisher-syndrome symptoms/breathing-difficulty"
    " symptoms/swallowing-difficulty symptoms/speech-difficulty symptoms/paralysis",
    "stroke-signs": "conditions/bells-palsy symptoms/face-weakness symptoms/speech-difficulty symptoms/paralysis symptoms/muscle-weakness symptoms/double-vision"
    " symptoms/hand-weakness symptoms/numbness symptoms/unsteadiness symptoms/dizziness",
    "saddle-numbness": "conditions/sciatica conditions/trapped-nerve symptoms/bladder-leakage symptoms/urinary-retention symptoms/urinary-urgency"
    " symptoms/bowel-incontinence symptoms/erectile-dysfunction symptoms/leg-weakness symptoms/numbness causes/compression",
    "foot-infection-diabetes": "conditions/diabetic-peripheral-neuropathy causes/diabetes symptoms/foot-ulcers treatments/foot-care articles/looking-after-numb-feet",
    "foot-wound-numb-feet": "conditions/diabetic-peripheral-neuropathy conditions/leprosy-neuropathy symptoms/foot-ulcers symptoms/numbness symptoms/reduced-pain-feeling"
    " symptoms/temperature-feeling treatments/foot-care articles/looking-after-numb-feet",
    "hot-swollen-foot": "conditions/diabetic-peripheral-neuropathy symptoms/charcot-foot symptoms/swollen-feet treatments/foot-care articles/looking-after-numb-feet",
    "chest-pain-or-fainting": "conditions/diabetic-autonomic-neuropathy conditions/autonomic-neuropathy symptoms/fainting symptoms/palpitations symptoms/dizziness-standing",
    "deep-cut-with-numbness": "conditions/traumatic-nerve-injury causes/trauma treatments/nerve-repair-and-grafts articles/cut-nerve-or-widespread-neuropathy",
    "shingles-rash": "conditions/shingles conditions/postherpetic-neuralgia symptoms/rash-with-nerve-pain treatments/antiviral-medicines causes/infection",
    "new-foot-or-wrist-drop": "conditions/peroneal-neuropathy conditions/radial-neuropathy symptoms/foot-drop symptoms/hand-weakness",
    "new-symptoms-after-a-medicine": "conditions/drug-induced-neuropathy conditions/chemotherapy-induced-neuropathy causes/medicines causes/chemotherapy"
    " articles/medicines-that-can-harm-nerves treatments/stopping-harmful-exposure",
    "early-nerve-symptoms": "conditions/peripheral-neuropathy symptoms/tingling symptoms/burning-pain conditions/small-fibre-neuropathy",
    "fast-change": "conditions/peripheral-neuropathy conditions/cidp conditions/vasculitic-neuropathy",
    "thoughts-of-self-harm": "symptoms/low-mood treatments/psychological-therapies articles/work-driving-and-mood",
}
NOW_OR_TODAY = [card for card in WHERE_IT_MATTERS if card not in ("early-nerve-symptoms", "fast-change")]


@pytest.fixture(scope="session")
def cards_of(shipped):
    """{page as folder/slug: the care cards that it shows}."""
    return {f"{text.model.folder}/{text.slug}": set(text.front.get("care_cards") or []) for text in shipped.pages}


@pytest.mark.parametrize("card", WHERE_IT_MATTERS)
def test_a_red_flag_stands_where_it_matters(cards_of, card):
    assert [page for page in WHERE_IT_MATTERS[card].split() if card not in cards_of[page]] == []


def test_every_card_has_its_places(cards_of):
    assert {page.removeprefix("care-cards/") for page in cards_of if page.startswith("care-cards/")} == set(WHERE_IT_MATTERS)


def test_every_condition_cause_and_symptom_says_when_to_get_help(shipped):
    kinds = [text for text in shipped.pages if text.model.folder in ("conditions", "causes", "symptoms")]
    own_words = {text.path for text in kinds if any(aspect == "when-to-get-help" for aspect, *_rest in text.sections)}

    assert [text.path for text in kinds if not text.front.get("care_cards") and text.path not in own_words] == []


def test_one_page_has_all_that_cannot_wait(cards_of):
    assert set(NOW_OR_TODAY) <= cards_of["articles/urgent-signs-explained"]
