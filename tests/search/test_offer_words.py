"""Which warning signs words say, and which not."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.offer_words import forms, signs_in

MANY = "One product for many illnesses"
REGISTER = "A register number in place of approval"
STORIES = "Stories of patients in place of trials"
OWN_BODY = "It comes from your own body, so it is safe"
NO_RISK = "No risks, no side effects"
NO_APPROVAL = "Not stem cells, so no approval is needed"
CURE = "A cure, or new nerves, for certain"
ANIMALS = "It worked in animals"
HURRY = "Decide or pay at once"
SECRET = "Keep it from your doctor, or stop a medicine"
PAID = "You pay, and it is not a trial"
APPROVED = "Approved, but for another illness"


@pytest.mark.parametrize(
    ("words", "signs"),
    [
        ("We GUARANTEE results.", [CURE]),
        ("It regrows nerves", [CURE]),
        ("your nerves will grow back", [CURE]),
        ("Clinically proven to work!", [CURE]),
        ("There is no risk.", [NO_RISK]),
        ("without any risk", [NO_RISK]),
        ("zero side-effects", [NO_RISK]),
        ("it's risk-free", [NO_RISK]),
        ("Nobody has ever been harmed", [NO_RISK]),
        ("100% safe", [NO_RISK]),
        ("They use your own fat", [OWN_BODY]),
        ("It works for many different diseases", [MANY]),
        ("for MS, stroke and diabetes", [MANY]),
        ("Hear from our happy patients", [STORIES]),
        ("watch the testimonials", [STORIES]),
        ("an FDA-registered clinic", [REGISTER]),
        ("no FDA approval needed", [NO_APPROVAL]),
        ("it was shown in mice", [ANIMALS]),
        ("Only today: 20 % off", [HURRY]),
        ("You must pay a deposit", [HURRY]),
        ("you do not need to tell your doctor", [SECRET]),
        ("stop taking your tablets", [SECRET]),
        ("I have to pay and it is not a trial", [PAID]),
    ],
)
def test_words_of_adverts_are_signs(words, signs):
    assert [sign for sign in signs if sign not in signs_in(words)] == []


@pytest.mark.parametrize(
    "words",
    [
        "There is no guarantee.",
        "They do not promise a cure.",
        "Nobody guarantees anything",
        "It can't regrow nerves",
        "There is a small risk of infection",
        "side effects are possible, such as a rash",
        "Do not stop your medicine.",
        "Tell your doctor about it.",
        "It was not tested in mice but in 200 people",
        "The trial is free of charge. I can leave at any time.",
        "They treat one illness.",
        "no. risk",
        "",
        "?!…",
    ],
)
def test_denied_and_honest_words_are_no_signs(words):
    assert signs_in(words) == {}


@pytest.mark.parametrize("words", ["garanteed", "guarenteed result", "testimonals", "stop your gabapentine"])
def test_a_slip_in_a_long_word_is_forgiven(words):
    assert signs_in(words)


@pytest.mark.parametrize("words", ["cute", "care", "pure", "he is secretive about patience"])
def test_another_word_is_no_slip(words):
    assert signs_in(words) == {}


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("No surgery needed - guaranteed results", CURE),
        ("No drugs or surgery - neuropathy cured", CURE),
        ("Without surgery or drugs we regrow your nerves", CURE),
        ("Never suffer again – permanent relief guaranteed", CURE),
        ("100% drug-free – no surgery – guaranteed relief", CURE),
        ("Not a painkiller – it cures the cause", CURE),
        ("Doesn't mask symptoms it repairs nerves", CURE),
        ("Don't miss this miracle", CURE),
        ("no one else offers this guarantee", CURE),
        ("No surgery and a guaranteed result", CURE),
        ("No other clinic gives you this guarantee", CURE),
        ("There is no doubt that it cures", CURE),
        ("✓ No surgery ✓ Guaranteed results", CURE),
        ("No surgery\nGuaranteed results", CURE),
        ("- no surgery\n- guaranteed results", CURE),
        ("Does not just ease pain but cures it", CURE),
        ("No waiting: cured in a day", CURE),
        ("Why not be cured", CURE),
        ("Without any downtime your nerves regrow", CURE),
        ("This isn't magic it's a proven cure", CURE),
        ("You will not regret this miracle", CURE),
        ("Your doctor won't tell you about this cure", CURE),
    ],
)
def test_a_denial_denies_what_it_stands_before_and_nothing_else(words, sign):
    assert sign in signs_in(words)


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("There are no side\neffects at all", NO_RISK),
        ("No drugs, surgery or side effects", NO_RISK),
        ("free of side effects", NO_RISK),
        ("free from any risk", NO_RISK),
        ("It does not cause side effects", NO_RISK),
        ("We can regrow\nyour damaged nerves", CURE),
        ("We can regrow\r\nyour damaged nerves", CURE),
        ("Money\nback", CURE),
        ("It costs 9.000 and is not a trial", PAID),
        ("it costs 30.000 TL and isn't part of a study", PAID),
        ("It costs 9,000.50 euros and is not a trial", PAID),
        ("It is not a trial and I have to pay", PAID),
        ("It is not a trial, I pay", PAID),
        ("It is not a trial. It costs 9000 euros", PAID),
        ("It is not a study; you pay", PAID),
        ("There is a fee of 4000 and it is not a trial", PAID),
        ("It costs $7,500.00. It isn't part of any trial.", PAID),
        ("not part of a trial, price 5000", PAID),
        ("They charge 8.500 EUR; this is not a study", PAID),
    ],
)
def test_a_line_or_a_number_is_no_end_of_a_sentence(words, sign):
    assert sign in signs_in(words)


@pytest.mark.parametrize(
    "words",
    [
        "stop your gabapentin",
        "ditch your gabapentin",
        "quit pregabalin",
        "get off gabapentin",
        "you won't need your pregabalin any more",
        "you will no longer need your medication",
        "stop insulin",
        "instead of insulin",
        "wean off your medications",
        "come off your meds",
        "throw out your pills",
        "stop all painkillers",
        "stop chemo",
        "do not mention this to your neurologist",
        "my GP should not know",
        "Patients quit their medication",
        "You can throw your tablets away",
        "do not tell your neurologist",
        "It replaces your medication",
        "Off your meds in a month",
        "taper off gabapentin",
        "You should not take gabapentin any more",
        "swap your metformin for our drops",
    ],
)
def test_to_stop_a_medicine_is_said_in_many_ways(words):
    assert SECRET in signs_in(words)


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("99% success", CURE),
        ("97% of patients are pain free", CURE),
        ("100% effective", CURE),
        ("9 out of 10 patients improve", CURE),
        ("87 percent of our patients got better", CURE),
        ("get rid of neuropathy forever", CURE),
        ("neuropathy gone in 30 days", CURE),
        ("say goodbye to neuropathy", CURE),
        ("full refund if not satisfied", CURE),
        ("If you are not cured you pay nothing", CURE),
        ("My doctor can't cure it but they can", CURE),
        ("Doctors say there is no cure. They are wrong.", CURE),
        ("He said it does not cure neuropathy but it can reverse it", CURE),
        ("permanently healed", CURE),
        ("discount ends tomorrow", HURRY),
        ("the price doubles next week", HURRY),
        ("I must decide by tomorrow", HURRY),
        ("pay in advance", HURRY),
        ("You must decide before Friday", HURRY),
        ("Can neuropathy be cured? Yes!", CURE),
        ("Are there risks? None.", NO_RISK),
        ("Free of drugs and side effects", NO_RISK),
        ("Works in 99% of cases", CURE),
        ("Start now or lose your feet", HURRY),
        ("pay the full amount before treatment", HURRY),
        ("Nerve damage is reversible", CURE),
        ("Book before Friday for 30% off", HURRY),
        ("98 out of 100 patients recover", CURE),
        ("No more neuropathy", CURE),
        ("Be neuropathy-free in 6 weeks", CURE),
        ("What if you could be cured?", CURE),
        ("Do you want to be cured?", CURE),
        ("They said I would lose my feet if I did not start this week", HURRY),
        ("they asked for a deposit", HURRY),
        ("I was asked to pay now", HURRY),
        ("FDA approved", APPROVED),
        ("approved by the FDA for neuropathy", APPROVED),
        ("it has FDA approval", APPROVED),
        ("treats over 100 conditions", MANY),
        ("good for over 50 diseases", MANY),
        ("helps with any condition", MANY),
        ("treats cancer, diabetes, and heart disease", MANY),
        ("autologous adipose SVF", OWN_BODY),
        ("your own platelets", OWN_BODY),
        ("They are not stem cells, so they need no approval", NO_APPROVAL),
        ("It worked in the lab", ANIMALS),
        ("it regrew nerves in the lab", ANIMALS),
    ],
)
def test_promises_and_pressure_are_said_in_many_ways(words, sign):
    assert sign in signs_in(words)


@pytest.mark.parametrize(
    "words",
    [
        "did not promise a cure",
        "no cure",
        "we cannot guarantee results",
        "never said it was a cure",
        "There is no proof that we can regrow nerves",
        "do not stop taking your medicine",
        "Ask your doctor before you stop any medicine",
        "Never stop your gabapentin without asking your doctor",
        "Talk to your doctor before stopping insulin",
        "free of charge, not a trial",
        "It is not a trial and I pay nothing",
        "It costs nothing and is not a trial",
        "It is not without risk",
        "It's not risk free",
        "There's no such thing as a risk free treatment",
        "There is no such thing as a completely risk free treatment",
        "No treatment is without side effects",
        "No medicine has no side effects",
        "They didn't say there were no risks",
        "They did not tell me about side effects",
        "They refused to promise a cure",
        "It is unlikely to cure my neuropathy",
        "I asked for a guarantee and they gave me none",
        "I asked whether it is a cure",
        "Is it a cure?",
        "is it a cure",
        "Does it regrow nerves?",
        "permanently numb feet",
        "My blood was tested in the lab",
        "My feeling is gone",
        "10% of patients had side effects",
        "They cannot cure it but they can ease the pain",
        "It is not\na cure",
        "It does not cure neuropathy and there are risks",
        "It isn't clear if it cures neuropathy",
        "If you stop insulin you may be ill",
        "No treatment is 100% safe",
        "Will they give me my money back?",
        "No deposit is needed",
        "The doctor does not know why",
        "They could not name any side effects",
        "Is it a cure? No.",
        "Are there risks? Yes.",
        "I stopped smoking and take my medicine",
        "I was told never to stop gabapentin",
        "Stopping gabapentin suddenly can be dangerous",
        "The pain is gone since I take gabapentin",
        "You will not be asked to pay in advance",
        "A cure is not possible",
        "A cure is unlikely",
        "Beware of miracle cures",
        "How much does it cost if it's not a trial?",
        "Results cannot be guaranteed",
        "I do not want to stop my medicine",
        "In the trial it eased pain in 4 of 10 people",
        "not FDA approved",
        "In the trial 200 people had one illness",
        "You do not have to decide today",
        "We do not ask you to stop your medicine",
    ],
)
def test_what_nobody_claims_is_no_sign(words):
    assert signs_in(words) == {}


def test_an_approval_is_no_sign_of_what_is_in_use():
    assert signs_in("FDA approved", is_unproven=False) == {}
    assert signs_in("FDA approved stem cells", is_unproven=False)


def test_not_only_denies_nothing():
    assert CURE in signs_in("It not only cures pain")


def test_the_words_are_told_as_our_list_has_them_and_never_as_they_were_typed():
    found = signs_in("Doctor Moreau garanteed it: no risk")

    assert {text for texts in found.values() for text in texts} <= {form.text for form in forms()}


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.text)
def test_every_form_of_the_list_is_found_as_it_stands_there(form):
    assert form.shown in signs_in(form.text)[form.sign]


@given(st.text(max_size=2000))
def test_any_text_can_be_read(text):
    for sign, texts in signs_in(text).items():
        assert sign
        assert texts


@given(st.lists(st.sampled_from([form.text for form in forms()]), max_size=20))
def test_no_sign_is_lost_by_what_stands_in_other_sentences(texts):
    found = signs_in(". ".join(texts))

    assert {form.sign for form in forms() if form.text in texts} <= set(found)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It treats cancer, diabetes, and heart disease", "treats ailment"),
        ("My doctor cannot cure it but they can.", "cannot cure but they can"),
        ("No risk", "no risk"),
    ],
)
def test_what_was_found_is_shown_as_words_and_not_as_a_rule(text, shown):
    assert [words for words in chain.from_iterable(signs_in(text).values()) if words == shown] == [shown]
