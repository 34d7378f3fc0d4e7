"""What an author and a reviewer are told of a text without being stopped."""

from dataclasses import replace

import pytest

from articles.models import CareCard, Cause, GlossaryTerm
from editorial import actions
from editorial.hints import explained_on_site
from editorial.models import Aspect
from editorial.publication_checks import HINT, findings_in, problems
from tests import factories
from tests.checked_texts import SOURCE, a_text, findings, found

WHOLE = a_text(Cause)
HARD = "Comprehensive electrophysiological investigation demonstrates considerable heterogeneity of individual peripheral neuropathies."
EASY = "You feel less in your feet. Look at them each day."
LONG = "You look at your feet each day and " + "you look at your hands each day and " * 3 + "you rest."


def with_words(words):
    """A whole text of a cause with these words, and a source, in the part on prevention, sections-5."""
    return a_text(Cause, {Aspect.PREVENTION: f"<p>{words} {SOURCE}</p>"})


# {id of a check: (a text that it finds something in, one in which it finds nothing)}
PAIRS = {
    "part-without-source": (a_text(Cause, {Aspect.PREVENTION: "<p>Words.</p>"}), a_text(Cause, {Aspect.PREVENTION: f"<p>Words. {SOURCE}</p>"})),
    "long-summary": (replace(WHOLE, summary="x" * 301), replace(WHOLE, summary="x" * 300)),
    "no-tags": (replace(WHOLE, tags=()), WHOLE),
    "hard-to-read": (with_words(HARD), with_words(EASY)),
    "long-sentences": (with_words(LONG), with_words(EASY)),
    "passive-voice": (with_words("The needle is removed by the nurse."), with_words("The nurse takes the needle out.")),
    "plainer-words": (with_words("Utilise a cane."), with_words("Use a cane.")),
    "number-without-denominator": (with_words("It doubles the risk."), with_words("It happened to 4 of 100 people and not to 2 of 100.")),
    "benefits-without-harms": (
        with_words("The tablets ease pain."),
        with_words("The tablets ease pain. Side effects are sickness, dizziness and a dry mouth."),
    ),
    "no-change-note": (replace(WHOLE, replaces_live=True, change_note=" "), replace(WHOLE, replaces_live=True, change_note="Newer numbers.")),
}


@pytest.mark.parametrize(
    ("id", "place"), [("part-without-source", "sections-5"), ("long-summary", "summary"), ("no-tags", "tags"), ("no-change-note", "change_note")]
)
def test_a_hint_points_to_its_place(id, place):
    assert {where for where, _sentence in found(PAIRS[id][0], id)} == {place}


@pytest.mark.parametrize("aspect", [Aspect.KEY_POINTS, Aspect.QUESTIONS])
def test_some_parts_need_no_source_of_their_own(aspect):
    assert found(a_text(Cause, {aspect: "<p>Words.</p>"})) == []


def test_a_citation_mark_is_not_part_of_the_length():
    assert found(replace(WHOLE, summary=f"{'x' * 300} {SOURCE}")) == []


@pytest.mark.parametrize("model", [GlossaryTerm, CareCard])
def test_what_no_tag_lists_needs_no_tags(model):
    assert found(a_text(model, tags=())) == []


# --- How it reads -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id", "sentence"),
    [
        ("long-sentences", "A sentence has more than 25 words: “You look at your feet each day and you look at your…” (34). Make two of it."),
        ("passive-voice", "Passive voice: “is removed by”. Say who does it, where that matters."),
        ("plainer-words", "There are plainer words: “Utilise” (use)."),
        (
            "number-without-denominator",
            "A share without the number of people: “It doubles the risk”. Say of how many, such as 3 of 10, against doing nothing or a placebo.",
        ),
    ],
)
def test_a_hint_shows_an_example(id, sentence):
    assert found(PAIRS[id][0], id) == [("sections-5", sentence)]


def test_the_grade_of_a_part_comes_with_its_hardest_sentences():
    [(place, sentence)] = found(with_words(f"{HARD} {EASY}"), "hard-to-read")

    assert place == "sections-5"
    assert sentence.startswith("Reading grade ")
    assert "Aim at 8 or less" in sentence
    assert (
        "Hardest: “Comprehensive electrophysiological investigation demonstrates considerable heterogeneity of individual peripheral neuropathies” ("
        in sentence
    )


def test_words_that_the_glossary_explains_count_as_easy():
    text = with_words("Peripheral neuropathy hurts. Peripheral neuropathy is bad for the feet. Look at your feet for peripheral neuropathy each day.")

    assert "hard-to-read" in {finding.id for finding in findings_in(text)}
    explained = replace(text, ask=lambda name: {"peripheral neuropathy"} if name == "explained words" else ())
    assert "hard-to-read" not in {finding.id for finding in findings_in(explained, level=HINT)}


@pytest.mark.parametrize(("sentences", "hard"), [(29, False), (30, True)])
def test_a_smog_grade_counts_where_there_are_enough_sentences_for_it(sentences, hard):
    text = with_words("The doctor asks and sees the old hospital. " * sentences)

    assert bool(found(text, "hard-to-read")) == hard


def test_many_of_a_kind_are_one_hint_with_three_examples():
    text = with_words("The needle is removed. The skin is cleaned. The arm is washed. The leg is lifted. The foot is checked.")

    assert [sentence for _place, sentence in found(text, "passive-voice")] == [
        "Passive voice: “is removed”; “is cleaned”; “is washed”; and 2 more. Say who does it, where that matters."
    ]
    assert [sentence for _place, sentence in found(with_words(f"{LONG} {LONG}"), "long-sentences")] == [
        "2 sentences have more than 25 words: “You look at your feet each day and you look at your…” (34);"
        " “You look at your feet each day and you look at your…” (34). Make two of each."
    ]


def test_the_summary_is_read_as_well():
    assert found(replace(WHOLE, summary="A needle is removed by the nurse."), "passive-voice")[0][0] == "summary"


def test_a_promise_is_shown_where_it_stands():
    [(place, sentence)] = found(PAIRS["benefits-without-harms"][0], "benefits-without-harms")

    assert place == "sections-5"
    assert sentence.startswith("“The tablets ease pain” The text speaks of a benefit and not of harms.")


def test_a_first_text_needs_no_note():
    assert found(replace(WHOLE, change_note="")) == []


# --- What is stored ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_draft_of_a_live_page_says_what_changed(author):
    draft = actions.start_draft(factories.make_cause(tags=[factories.make_tag()]), by=author)

    assert [(finding.id, finding.anchor) for finding in findings(draft)] == [("no-change-note", "#id_change_note")]
    assert problems(draft) == []


@pytest.mark.django_db
def test_a_live_text_replaces_nothing():
    assert [finding.id for finding in findings(factories.make_cause().live)] == ["no-tags"]


@pytest.mark.django_db
def test_the_live_glossary_explains_words():
    factories.make_term(name="Axon")
    factories.make_term_draft(name="Myelin")

    assert explained_on_site() == {"Axon"}
