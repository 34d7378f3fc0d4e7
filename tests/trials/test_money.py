"""Words that may mean that patients pay: each is found with its sentence, and harmless ones are not."""

import pytest

from trials.money import Hit, payment_hits


@pytest.mark.parametrize(
    "text",
    [
        "This patient funded trial aims to study cells.",
        "A patient-funded study.",
        "It is SELF-FUNDED.",
        "It is self funded by those who join.",
        "Self-pay.",
        "A self-paying group.",
        "Participants will pay for the cells.",
        "Participants pay.",
        "Patients are asked to pay for travel.",
        "The subject must pay.",
        "The cost to the participant is high.",
        "The costs for patients are not covered.",
        "A fee applies.",
        "There are fees.",
        "It is paid out of pocket.",
        "An out-of-pocket payment.",
        "They come at their own expense.",
        "They travel at\ntheir own cost.",
        "It is done at the patient’s own expense.",
    ],
)
def test_words_about_payment_are_found(text):
    (hit,) = payment_hits(text)

    assert hit.sentence == " ".join(text.replace("’", "'").split())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Feet, feeding and coffee.",
        "Participants receive tea. Payment of staff is by the sponsor.",
        "Patients with repaired nerves.",
        "Nobody pays.",
        "The sponsor covers all costs.",
    ],
)
def test_harmless_words_are_not(text):
    assert payment_hits(text) == []


def test_each_sentence_is_told_once_and_alone():
    found = payment_hits("First. There is a fee! Last.", "", "Again. There is a fee! Also self-pay. ")

    assert found == [Hit("fee", "There is a fee!"), Hit("self-pay", "Also self-pay.")]
