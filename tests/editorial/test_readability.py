"""Syllables, sentences and grades, against values that were counted by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.readability import (
    IRREGULAR,
    first_sentence,
    flesch_kincaid_grade,
    grades,
    hardest_sentences,
    long_sentences,
    sentences,
    smog_grade,
    syllables,
)

# As dictionaries divide them where that is how they are said: "spasm" and "organism" have a spoken vowel before the last letter.
KNOWN = {
    1: (
        "a blood brain breath breathe breathes bruise build called can't care caused changed don't dose drug feet field foot friend fruit guess "
        "guide hand healed heart help helped juice league life made make makes nerve nerves nurse pain rest safe sides skin TENS test tests the "
        "they've toe toes tongue use used walk walked whole won't you you're your"
    ),
    2: (
        "acne ancient ankle anxious argue asthma baguette balance barefoot baseline become before being bladder bowel burning business caffeine "
        "careful careless carpal carried causes cement centre centres changes chaos circuit client clinic codeine colleague couldn't create "
        "cruel CT cushion didn't diet disease doctor doctors doesn't doing doses doubled dual duet dying elbow employed equal every facial "
        "fatigue fibre fibres finger fingers fluent fluid fluids forearm forehead frequent fuel giant glucose going GP guideline guidelines "
        "handled haven't headache headaches herpes household hundred hygiene immune isn't issue judgement kidney language lawyer lifelong "
        "lifestyle likely liquid litre liver lonely metre million minutes morphine motor movement muscle muscles naked nation needed needle "
        "needles ninety numbness nurses onion online ourselves outcome partial patience patient patients people person persuade player playing "
        "poem poet precious prescribe prescribed protein question questions quiet rabies rarely reaches react region reuse review rhythm royal "
        "ruin sacred safely safety science seeing senior sequence series shoulder social soldier someone something sometimes somewhere soreness "
        "spasm spasms special species spinal startled statement station steroid stomach studies study surgeon symptom symptoms syndrome table "
        "tables tablet tablets technique themselves therefore thyroid tingling tissue treatment treatments trial trials trying tunnel UK ulcer "
        "ulcers unique urgent useful vaccine value values via wanted weakness wheelchair wholemeal widely"
    ),
    3: (
        "accident actual agreement ambulance animal annual aorta appointment area areas arguing arthritis audience average awareness barrier "
        "behavior behaviour biopsies biopsy calcium camera cardiac caregiver carrier carrying certainty chemical clinician coeliac companion "
        "completely condition contagious continue creation decision delicious dementia diagnose diagnosed different difficult diseases DNA "
        "earlier easier efficient element embryo employee equity essential everyday everyone everything evidence exercise family general genetic "
        "genuine gradual graduate healthier heaviest heroic HIV holiday hospital however idea implement improvement infection influence initial "
        "injection insulin interest involvement lithium management manual medical medicine medicines medium moreover mosaic MRI museum myelin "
        "neuralgia nucleus nutrient obvious oedema oestrogen opinion pacemaker pancreas period physician placebo potential prescriber "
        "prescription previous property quality radio radius randomised reaction recipe religion requirement reviewer scientist sensation "
        "sensory serious settlement several severely sodium studying sufficient suicide suitable supplement surgery tenderness theatre therapy "
        "trachea ultrasound uncertain unsteady urea usual various vehicle video violence virtuous visual vitamin"
    ),
    4: (
        "ambiguous anaemia anemia antibodies antibody anxiety appreciate associate ataxia autoimmune autonomic bacteria beneficial biology "
        "capsaicin cholesterol comfortable continuing continuous cooperate coordinate creatinine cyanosis diabetes diabetic diagnosis dialysis "
        "diarrhoea dietary dietitian duloxetine duodenum electrical emergency evaluate exercises experience experiment gabapentin hypertension "
        "immunity inflammation influenza ingredient inherited insomnia mechanism medication myopathy neonatal neurologist neurology neuropathic "
        "neuropathies neuropathy oesophagus operation organism paediatric paralysis peripheral pneumothorax pregabalin priority psychiatrist "
        "radiation realistic reality recipient regenerate reliable rheumatism sciatica situation society stimulation superior systematic "
        "temperature usually variable variation variety vegetable"
    ),
    5: (
        "anorexia antibiotic chemotherapy coagulation examination experimental fibromyalgia immunology individual inflammatory metabolism "
        "neurological physiology regeneration transcutaneous"
    ),
    6: (
        "demyelination microorganism mononeuropathy osteoporosis physiotherapist polyneuropathy"
    ),
}  # fmt: skip
PAIRS = [(word, count) for count, words in KNOWN.items() for word in words.split()]
SENTENCES = st.lists(st.sampled_from("nerve neuropathy feet diabetes pain examination walk the".split()), min_size=1, max_size=12).map(" ".join)


def test_at_least_97_of_100_known_words_are_counted_right():
    wrong = {word: (syllables(word), count) for word, count in PAIRS if syllables(word) != count}

    assert len(PAIRS) >= 250
    assert len(wrong) <= 0.03 * len(PAIRS), wrong


def test_the_rules_do_most_of_the_work():
    by_rule = [(word, count) for word, count in PAIRS if word.lower() not in IRREGULAR]

    assert len(by_rule) >= 0.95 * len(PAIRS)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("diabetes", 4), ("diet", 2), ("area", 3), ("people", 2), ("neuropathy", 4), ("science", 2), ("react", 2), ("cruel", 2), ("médecin", 3),
        ("DIABETES", 4), ("Don’t", 1), ("didn’t", 2), ("doctor's", 2), ("MRI", 3), ("CT", 2), ("x", 1),
    ],
)  # fmt: skip
def test_the_syllables_of_a_word(word, count):
    assert syllables(word) == count


@given(st.text(st.characters(categories=["L"]), min_size=1, max_size=60))
def test_a_word_has_at_least_one_syllable_and_no_more_than_letters(word):
    # A W said as a letter has three: "double-you".
    assert 1 <= syllables(word) <= 3 * len(word)


@given(st.from_regex(r"[a-z]{1,20}", fullmatch=True))
def test_a_written_word_has_no_more_syllables_than_letters(word):
    assert syllables(word) <= len(word)


@given(st.sampled_from([word for word, _count in PAIRS if word.islower()]))
def test_capitals_at_the_start_change_nothing(word):
    assert syllables(word.capitalize()) == syllables(word)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two? Three!", ["One", "Two", "Three"]),
        ("A title\n- first item\n- second item", ["A title", "- first item", "- second item"]),
        ("About 3.5 mg of it.", ["About 3.5 mg of it"]),
        ("Use a cream, e.g. a mild one. Then rest.", ["Use a cream, e.g. a mild one", "Then rest"]),
        ("It hurts, i.e. Your nerve is hurt.", ["It hurts, i.e. Your nerve is hurt"]),
        ("Ask Dr. Smith vs. Mrs. Jones.", ["Ask Dr. Smith vs. Mrs. Jones"]),
        ("It lasts approx. Two weeks.", ["It lasts approx. Two weeks"]),
        ("Take it at 8 a.m. and at 9 p.m. with food.", ["Take it at 8 a.m. and at 9 p.m. with food"]),
        ("Take it at 8 a.m. Then eat.", ["Take it at 8 a.m", "Then eat"]),
        ("Pads, belts, etc. are sold. Does it work? No. It does not.", ["Pads, belts, etc. are sold", "Does it work", "No", "It does not"]),
        ("Take vitamin B. Then wait.", ["Take vitamin B", "Then wait"]),
        ("Clinics... Then home.", ["Clinics", "Then home"]),
        ('She said "stop." He stopped (at last). Good.', ['She said "stop"', "He stopped (at last)", "Good"]),
        ("It is www.example.org today.", ["It is www.example.org today"]),
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
def test_the_flesch_kincaid_grade_of_a_text(text, grade):
    assert flesch_kincaid_grade(text) == grade


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("", 0.0),
        ("The cat sat on the mat.", 3.1),  # no word of three syllables: the constant alone
        # 4 in 1 sentence: 1.0430 * sqrt(120) + 3.1291 = 14.55
        ("Peripheral neuropathy complicates examination.", 14.6),
        # 30 in 30 sentences: 1.0430 * sqrt(30) + 3.1291 = 8.84
        ("Ask a specialist. " * 30, 8.8),
        # 2 in 3 sentences: 1.0430 * sqrt(20) + 3.1291 = 7.79
        ("Diabetes hurts. Rest. Neuropathy hurts.", 7.8),
    ],
)
def test_the_smog_grade_of_a_text(text, grade):
    assert smog_grade(text) == grade


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Neuropathy hurts.", "neuropathy"),
        ("Some neuropathies hurt.", "Neuropathy"),
        ("A skin biopsy helps.", "skin biopsy"),
        ("Skin biopsies help.", "skin biopsy"),
        ("The neuropathy’s cause.", "neuropathy"),
    ],
)
def test_a_word_that_the_site_explains_counts_as_an_easy_one(text, term):
    assert smog_grade(text) > smog_grade(text, [term]) == 3.1
    assert flesch_kincaid_grade(text, [term]) < flesch_kincaid_grade(text)


@pytest.mark.parametrize("term", ["skin biopsy", "biopsy needle", "neuro", "", "!"])
def test_a_term_that_is_not_in_the_text_changes_nothing(term):
    text = "A muscle biopsy. Skin. Neuropathy."

    assert flesch_kincaid_grade(text, [term]) == flesch_kincaid_grade(text)
    assert smog_grade(text, [term]) == smog_grade(text)


def test_all_grades_of_a_text_at_once():
    text, terms = "Peripheral neuropathy complicates examination.", frozenset(["peripheral neuropathy"])

    measured = grades(text, terms)

    assert (measured.flesch_kincaid, measured.smog) == (flesch_kincaid_grade(text), smog_grade(text))
    assert (measured.flesch_kincaid_explained, measured.smog_explained) == (flesch_kincaid_grade(text, terms), smog_grade(text, terms))
    assert measured.smog_explained < measured.smog


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Damage to nerves. It may hurt.", "Damage to nerves."),
        ("A graft (e.g. of skin), taken by Dr. Roe: it heals; mostly. Not always.", "A graft (e.g. of skin), taken by Dr. Roe: it heals; mostly."),
        ("“Is it real?” Yes.", "“Is it real?”"),
        ("No stop", "No stop"),
        ("", ""),
    ],
)
def test_the_first_sentence_of_a_text(text, first):
    assert first_sentence(text) == first


def test_the_hardest_sentences_come_hardest_first():
    easy = "You can walk a bit with a friend in the park"
    hard = "Your neurologist will recommend additional examinations regarding polyneuropathy"
    short = "Electrophysiological examination"

    found = hardest_sentences(f"{easy}. {hard}. {short}.")

    assert [sentence for sentence, _grade in found] == [hard, easy]
    assert found[0][1] == flesch_kincaid_grade(hard) > found[1][1]


def test_equally_hard_sentences_keep_their_order():
    text = "One and two and red and blue and. Two and one and blue and red and. Red and two and one and blue and."

    assert [sentence[:3] for sentence, _grade in hardest_sentences(text, number=2)] == ["One", "Two"]


def test_an_explained_word_does_not_make_a_sentence_hard():
    first = "You may have polyneuropathy in both of your feet"
    second = "You may have examinations in both of your feet"

    assert hardest_sentences(f"{first}. {second}.", number=1)[0][0] == first
    assert hardest_sentences(f"{first}. {second}.", number=1, explained=["polyneuropathy"])[0][0] == second


def test_long_sentences_are_those_above_the_limit():
    text = "One two three. One two three four. Five words are in here."

    assert long_sentences(text, limit=3) == [("One two three four", 4), ("Five words are in here", 5)]
    assert long_sentences(text) == []


@given(st.text())
def test_any_text_has_grades(text):
    measured = grades(text, ["nerve"])

    assert measured.flesch_kincaid >= 0.0
    assert measured.smog == 0.0 or measured.smog >= 3.1


@given(SENTENCES, st.sets(st.sampled_from(["neuropathy", "diabetes", "nerve pain", "examination", "walk the"])))
def test_explaining_a_word_never_makes_a_text_harder(text, terms):
    measured = grades(text, terms)

    assert measured.flesch_kincaid_explained <= measured.flesch_kincaid
    assert measured.smog_explained <= measured.smog


@given(st.lists(st.sampled_from(["nerve", "neuropathy", "feet", "diabetes"]), min_size=4, max_size=12))
def test_shorter_sentences_read_more_easily(words):
    half = len(words) // 2
    long, short = f"{' '.join(words)}.", f"{' '.join(words[:half])}. {' '.join(words[half:])}."

    assert flesch_kincaid_grade(short) <= flesch_kincaid_grade(long)
    assert smog_grade(short) <= smog_grade(long)


@given(SENTENCES)
def test_a_text_said_twice_is_as_hard_as_said_once(text):
    assert flesch_kincaid_grade(f"{text}. {text}.") == flesch_kincaid_grade(text)


@pytest.mark.parametrize("part", [".", ".a", '.")', "e.g. ", "a", "ae", "'a", "\n", "a.m. ", "ia e"])
def test_a_hostile_text_is_measured(part):
    """Each would take minutes with a pattern that goes back over what it has read."""
    text = part * (100_000 // len(part))

    assert grades(text, ["nerve", "a a a"]).flesch_kincaid >= 0.0
    assert len(long_sentences(text)) <= len(text)
