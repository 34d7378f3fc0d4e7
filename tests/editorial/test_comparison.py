"""What changed between two versions: the words, the paragraphs, the parts, and how the editors' pages show it."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, connection, models, transaction
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given
from hypothesis import strategies as st

from articles.models import CareCard, Condition, Symptom
from editorial import actions, differences
from editorial.comparison import Change, Comparison, Part, State, compare, compare_parts, paragraphs, parts_of, words
from editorial.models import Aspect, Citation, Section, TaggedVersion
from editorial.parts import lines_of
from tests import factories
from tests.editorial.test_copy import RICH, rich_article, rich_care_card, rich_condition, rich_treatment, with_annotations
from tests.rows import shared_rows

pytestmark = pytest.mark.any_database

# Few different words, so that texts have much in common and much that repeats.
TEXT = st.one_of(
    st.text(max_size=40), st.lists(st.sampled_from(["pain", "the", "a", " ", "  ", ".", "[@key]", "2.5", "\n", "—"]), max_size=30).map("".join)
)
LINES = st.lists(TEXT, max_size=8)


def old_text(pieces):
    return "".join(text for kind, text in pieces if kind != "added")


def new_text(pieces):
    return "".join(text for kind, text in pieces if kind != "removed")


def shown(change):
    """What a change removes and adds, as two lists of texts."""
    pieces = [piece for row in change.rows for piece in row.inline]
    return [text for kind, text in pieces if kind == "removed"], [text for kind, text in pieces if kind == "added"]


# --- Words ------------------------------------------------------------------------------------------------------


@given(TEXT, TEXT)
@example("", "")
@example("pain", "")
@example("a b c", "a x c")
@example("one two three", "four five six")
def test_the_pieces_make_up_both_texts(old, new):
    pieces = words(old, new)

    assert (old_text(pieces), new_text(pieces)) == (old, new)


@given(TEXT, TEXT)
def test_pieces_are_never_empty_and_two_of_a_kind_never_follow_each_other(old, new):
    pieces = words(old, new)

    assert all(text for _kind, text in pieces)
    assert all(first.kind != second.kind for first, second in pairwise(pieces))


@given(TEXT)
def test_equal_texts_have_no_changed_piece(text):
    assert [kind for kind, _text in words(text, text)] == (["same"] if text else [])


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("It may help.", "It probably may help.", [("same", "It "), ("added", "probably "), ("same", "may help.")]),
        ("Take 2.5 mg daily.", "Take 25 mg daily.", [("same", "Take "), ("removed", "2.5"), ("added", "25"), ("same", " mg daily.")]),
        ("Do not take it.", "Do take it.", [("same", "Do "), ("removed", "not "), ("same", "take it.")]),
        ("It helps. [@one]", "It helps. [@two]", [("same", "It helps. "), ("removed", "[@one]"), ("added", "[@two]")]),
        ("The mild pain goes", "The very bad pain goes", [("same", "The "), ("removed", "mild"), ("added", "very bad"), ("same", " pain goes")]),
        ("Nerve", "Nerve" + " and more" * 20, [("same", "Nerve"), ("added", " and more" * 20)]),
        ("Many nerves", "One area", [("removed", "Many nerves"), ("added", "One area")]),
        (
            "It may help, at times",
            "It will not do so, at times",
            [("same", "It "), ("removed", "may help"), ("added", "will not do so"), ("same", ", at times")],
        ),
        (
            "in the hand x y z w on",
            "in the hand q r s t on",
            [("same", "in the hand "), ("removed", "x y z w"), ("added", "q r s t"), ("same", " on")],
        ),
        ("a  b", "a b", [("same", "a"), ("removed", "  "), ("added", " "), ("same", "b")]),
    ],
)
def test_words_by_example(old, new, pieces):
    assert words(old, new) == pieces


def test_a_paragraph_that_tells_something_else_is_replaced_as_a_whole():
    old, new = "The feet feel numb and cold at night.", "Ask the doctor about a blood test for the vitamin B12."

    assert words(old, new) == [("removed", old), ("added", new)]


# --- Paragraphs -------------------------------------------------------------------------------------------------


@given(LINES, LINES)
@example(["a", "b"], ["b", "a"])
@example(["a"], [])
def test_the_rows_make_up_both_lists_of_paragraphs(old, new):
    rows = paragraphs(old, new)

    assert [old_text(row.old) for row in rows if row.old is not None] == old
    assert [new_text(row.new) for row in rows if row.new is not None] == new


@given(LINES, LINES)
def test_the_line_with_both_texts_says_the_same_as_the_two_sides(old, new):
    for row in paragraphs(old, new):
        assert [piece for piece in row.inline if piece.kind != "added"] == (row.old or [])
        assert [piece for piece in row.inline if piece.kind != "removed"] == (row.new or [])


@given(LINES)
def test_equal_lists_of_paragraphs_have_no_changed_row(lines):
    assert all(row.is_same for row in paragraphs(lines, lines))


FIVE = ["Rest the hand.", "Wear a splint at night.", "Ask about an injection.", "An operation is the last step.", "Most people get better."]


@pytest.mark.parametrize("place", range(6))
def test_an_inserted_paragraph_leaves_its_neighbours_as_they_were(place):
    new = [*FIVE[:place], "Keep it warm.", *FIVE[place:]]

    changed = [row for row in paragraphs(FIVE, new) if not row.is_same]

    assert changed == [(None, [("added", "Keep it warm.")], [("added", "Keep it warm.")])]


def test_a_moved_paragraph_leaves_the_others_as_they_were():
    rows = paragraphs(FIVE, [*FIVE[1:], FIVE[0]])

    assert [row.inline for row in rows] == [[("removed", FIVE[0])], *[[("same", line)] for line in FIVE[1:]], [("added", FIVE[0])]]


def test_edited_paragraphs_are_paired_though_another_was_put_between_them():
    new = ["Rest the whole hand.", "Something else is told here, too.", "Wear a splint only at night.", *FIVE[2:]]

    rows = paragraphs(FIVE, new)

    assert [row.inline for row in rows[:3]] == [
        [("same", "Rest the "), ("added", "whole "), ("same", "hand.")],
        [("added", "Something else is told here, too.")],
        [("same", "Wear a splint "), ("added", "only "), ("same", "at night.")],
    ]


def test_lines_of_one_label_are_paired_whatever_they_say():
    old = ["Stage: experimental", "In words: We do not know whether any of this does good."]
    new = ["Stage: part of the usual care", "In words: Fewer people fall over when they train for a year."]

    rows = paragraphs(old, new)

    assert [(old_text(row.old), new_text(row.new)) for row in rows] == list(zip(old, new, strict=True))


def test_one_line_in_place_of_another_stands_beside_it():
    rows = paragraphs(["Rest.", "Many nerves", "End."], ["Rest.", "One area", "End."])

    assert [(old_text(row.old), new_text(row.new)) for row in rows] == [("Rest.", "Rest."), ("Many nerves", "One area"), ("End.", "End.")]


# --- Large texts ------------------------------------------------------------------------------------------------

SENTENCE = "The nerves of the feet are the first to be harmed because they are the longest ones. "
PARAGRAPH_LIST = [f"{number} {SENTENCE * 5}" for number in range(230)]
LARGE = [
    ([SENTENCE * 1200], ["x " + "Other words, of the same kind, are the rule in the feet. " * 1800 + "y"]),
    (["a " * 50_000], ["b " + "a b " * 25_000]),
    ([" ".join(f"w{number}" for number in range(16_000))], [" ".join(f"w{number}" for number in reversed(range(16_000)))]),
    (PARAGRAPH_LIST, [line.replace("longest", "farthest") for line in reversed(PARAGRAPH_LIST)]),
    (["same"] * 25_000, ["first", *["same", "other"] * 12_500]),
    (["[@" * 50_000], ["[@x" * 33_000]),
    (["a-" * 50_000], ["a." * 50_000]),
]


@pytest.fixture
def steps(monkeypatch):
    """The most steps that difflib could take, of each comparison that it was asked for."""
    asked = []

    class Counting(differences.SequenceMatcher):
        def __init__(self, isjunk, a, b, **options):
            asked.append(differences._steps(a, b, isjunk))
            super().__init__(isjunk, a, b, **options)

    monkeypatch.setattr(differences, "SequenceMatcher", Counting)
    return asked


@pytest.mark.parametrize(("old", "new"), LARGE)
def test_the_work_for_large_texts_has_a_ceiling_and_they_still_make_up_both(old, new, steps):
    rows = paragraphs(old, new)

    assert max(steps, default=0) <= differences.MOST_STEPS
    assert len(steps) <= len(rows) + 1
    assert [old_text(row.old) for row in rows if row.old is not None] == old
    assert [new_text(row.new) for row in rows if row.new is not None] == new


def test_the_ceiling_on_the_work_is_never_too_low_for_a_usual_paragraph(steps):
    old = [f"word{number}" for number in range(250)]
    new = [f"{word}s" if number % 10 == 0 else word for number, word in enumerate(old)]

    pieces = words(" ".join(old), " ".join(new))

    assert len([piece for piece in pieces if piece.kind == "removed"]) == 25


def test_a_large_text_with_a_small_edit_shows_the_edit_only():
    old = SENTENCE * 1200
    new = old[:50_000] + "XYZ" + old[50_000:]

    changed = [piece for piece in words(old, new) if piece.kind != "same"]

    assert sum(len(piece.text) for piece in changed) < 100


def test_long_runs_of_rewritten_paragraphs_are_not_all_tried_with_each_other(monkeypatch):
    compared = []
    monkeypatch.setattr(differences, "_alike", lambda old, new: compared.append(len(old) * len(new)) or iter(()))

    rows = paragraphs([f"old {number}" for number in range(3000)], [f"new {number}" for number in range(3000)])

    assert compared == []
    assert len(rows) == 6000


# --- Lines of a text --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>One.</p><p>Two &amp; three.</p>", ["One.", "Two & three."]),
        ("<h3>Part</h3><p>One. [@key]</p>", ["Sub-heading: Part", "One. [@key]"]),
        ('<p>See <a href="/conditions/x/?a=1&amp;b=2">this</a> and <a>that</a>.</p>', ["See this (/conditions/x/?a=1&b=2) and that."]),
        ("<ul><li>a</li><li><p>b</p></li></ul><p>c</p>", ["• a", "• b", "c"]),
        ("<ol><li>a</li><li>b</li></ol>", ["№ a", "№ b"]),
        ("<ul><li>a<ol><li>b</li></ol>c</li><li>d</li></ul>", ["• a", "• № b", "  ↳ c", "• d"]),
        ("<ul><li><p>a</p><p>b</p></li></ul><p>c</p>", ["• a", "  ↳ b", "c"]),
        ("<p>Do <strong>not</strong> take <em>it</em>.</p>", ["Do **not** take *it*."]),
        ("<p>a<br>b</p><p>c</p>", ["a", "↳ b", "c"]),
        ("words<p>a</p>tail", ["words", "a", "tail"]),
        ("<p>  a\n  b </p><p></p>", ["a b"]),
        ("<p>&lt;script&gt;</p>", ["<script>"]),
        ("", []),
    ],
)
def test_the_lines_of_a_text(html, lines):
    assert lines_of(html) == lines


# --- Parts ------------------------------------------------------------------------------------------------------


def part(key, *lines, **fields):
    return Part((key,), key.capitalize(), lines, **fields)


def told(comparison):
    return [(change.label, change.state.value) for change in comparison.changed]


def test_without_an_old_version_all_is_new():
    comparison = compare_parts([], [part("title", "Nerve"), part("summary", "A cable.")])

    assert told(comparison) == [("Title", "added"), ("Summary", "added")]
    assert comparison.changed_words == 3


def test_each_part_is_changed_added_removed_or_unchanged():
    old = [part("title", "Nerve"), part("summary", "A cable."), part("tags", "Body"), part("sources", "a", "b")]
    new = [part("title", "Nerve"), part("summary", "A long cable."), part("pattern", "One nerve"), part("sources", "a", "b")]

    comparison = compare_parts(old, new)

    assert told(comparison) == [("Summary", "changed"), ("Tags", "removed"), ("Pattern", "added")]
    assert comparison.unchanged == ["Title", "Sources"]
    assert not comparison.is_empty


def test_what_was_removed_is_told_where_it_stood():
    old = [part(key, key) for key in "abcdef"]
    new = [part("b", "x"), part("d", "x"), part("e", "x")]

    assert [change.label for change in compare_parts(old, new).changed] == ["A", "B", "C", "D", "E", "F"]


def test_changed_words_are_those_removed_and_those_added():
    comparison = compare_parts([part("a", "It may help a little."), part("b", "two words")], [part("a", "It may help you very much.")])

    assert comparison.changed_words == 2 + 3 + 2


def test_of_several_parts_about_the_same_the_most_alike_are_compared():
    old = [section("Rest the hand and the arm.", "Rest"), section("Wear a splint at night.", "Splint")]
    new = [section("Wear a splint at night and by day.", "Bandage"), section("Move the foot.", "Foot"), section("Rest the hand and arm.", "Hand")]

    comparison = compare_parts(old, new)

    assert [(change.label, change.state.value) for change in comparison.changed if change.state != State.MOVED] == [
        ("Bandage", "changed"),
        ("Foot", "added"),
        ("Hand", "changed"),
    ]


def section(text, heading, **fields):
    return Part(("section", heading), heading, (text,), **{"kin": ("section",), "series": "sections", **fields})


def test_only_the_order_changed():
    old = [section("a", "A"), section("b", "B"), section("c", "C")]

    comparison = compare_parts(old, [old[2], old[0], old[1]])

    assert told(comparison) == [("Order of the sections", "moved")]
    assert shown(comparison.changed[0]) == (["C"], ["C"])
    assert comparison.unchanged == ["C", "A", "B"]


def test_parts_of_one_label_are_told_apart_in_the_order():
    old = [section("a", "A"), section("b", "A")]

    comparison = compare_parts(old, old[::-1])

    assert shown(comparison.changed[0]) in ((["A (1)"], ["A (1)"]), (["A (2)"], ["A (2)"]))


def test_a_new_part_between_the_others_changes_no_order():
    old = [section("a", "A"), section("b", "B")]

    comparison = compare_parts(old, [old[0], section("Something new.", "N", kin=("n",)), old[1]])

    assert told(comparison) == [("N", "added")]


def test_hundreds_of_parts_about_the_same_are_not_all_tried_with_each_other():
    old = [section(f"old {number}", f"O{number}") for number in range(300)]
    new = [section(f"new {number}", f"N{number}") for number in range(300)]

    assert told(compare_parts(old, new)) == [(f"N{number}", "changed") for number in range(300)]


# --- Versions ---------------------------------------------------------------------------------------------------


def live_and_copy(make, **fields):
    """A published text of this kind and a draft that is its copy, both as their kind's own model."""
    live = factories.publish(with_annotations(make(**fields))).live.own()
    return live, actions.start_draft(live.page, by=factories.the_author()).own()


def labels_of(version):
    return [part.label for part in parts_of(version)]


def lines_by_label(version):
    return {part.label: part.lines for part in parts_of(version)}


@pytest.mark.django_db
@pytest.mark.parametrize("make", RICH)
def test_a_copy_differs_in_nothing(make):
    live, draft = live_and_copy(make)

    comparison = compare(live, draft)

    assert comparison.is_empty
    assert (comparison.changed, comparison.changed_words) == ([], 0)
    assert comparison.unchanged == labels_of(live)


@pytest.mark.django_db
@pytest.mark.parametrize("make", RICH)
def test_a_first_version_is_all_new(make):
    draft = make()

    comparison = compare(None, draft)

    assert [change.label for change in comparison.changed] == labels_of(draft)
    assert {change.state for change in comparison.changed} == {State.ADDED}
    assert comparison.unchanged == []


@pytest.mark.django_db
@pytest.mark.parametrize("make", RICH)
def test_any_version_can_be_given_as_a_plain_version(make):
    live, draft = live_and_copy(make)

    assert compare(live.page.versions.get(pk=live.pk), live.page.versions.get(pk=draft.pk)).is_empty


@pytest.mark.django_db
def test_all_that_a_condition_says_is_told():
    draft = with_annotations(rich_condition())
    draft.change_note = "All new."
    draft.save()

    parts = lines_by_label(draft)

    target = draft.associations.get(cause=None).target
    keys = sorted(source.key for source in draft.associations.get(cause=None).sources.all())
    cards = [section.card for section in draft.sections.exclude(card=None)]
    assert parts["Title"] == (draft.title,)
    assert parts["Summary"] == (draft.summary,)
    assert parts["Also called"] == ("Nerve hurt", "Neuropathy, traumatic")
    assert parts["What changed"] == ("All new.",)
    assert parts["Which nerves"] == ("A nerve that was hurt or cut",)
    assert parts["Tags"] == tuple(sorted(draft.tags.names()))
    assert parts["What you can do yourself (About self-care)"] == ("Heading: About self-care", "Rest.")
    assert [part.lines for part in parts_of(draft) if part.label == "When to get help"] == [(f"Care card: {card}",) for card in cards]
    assert parts[f"Cause or symptom: {target}"] == (f"Symptom: {target}", "How sure: can set it off", f"Sources: {', '.join(keys)}")
    annotated = draft.citations.get(claim="A claim").source.key
    assert parts[f"What rests on {annotated}"] == (f"{annotated}: A claim (Table 2)",)
    assert annotated in parts["Sources"]


@pytest.mark.django_db
def test_all_that_an_effect_says_is_told():
    draft = factories.make_treatment_draft(effects=[])
    source, other = factories.make_source("z-source"), factories.make_source("b-source")
    effect = factories.make_effect(draft, out_of=1000, with_treatment=0, without_treatment=71, studies=16, participants=759, sources=[source, other])

    told_of_it = next(part for part in parts_of(draft) if part.label == f"Effect: {effect}")

    assert told_of_it.lines == (
        f"Condition: {effect.condition}",
        "Outcome: Pain",
        f"Finding: {effect.get_finding_display()}",
        f"How sure we are: {effect.get_certainty_display()}",
        f"Stage for this: {effect.get_stage_display()}",
        "In words: It may lower pain a little.",
        "Only prevents: no",
        "Out of: 1000",
        "With the treatment: 0",
        "Without it: 71",
        "Number of studies: 16",
        "Number of people: 759",
        "Checked on: 2026-01-02",
        "Check again on: 2027-01-02",
        "Sources: b-source, z-source",
    )


@pytest.mark.django_db
def test_all_that_a_treatment_an_article_and_a_care_card_have_of_their_own_is_told():
    article_draft, card_draft = rich_article(), rich_care_card()

    treatment, article, card = map(lines_by_label, (rich_treatment(), article_draft, card_draft))

    assert (treatment["Approach"], treatment["Stage"]) == (("Nutrition and vitamins",), ("Standard care",))
    assert treatment["Status in one line"] == ("Part of usual care.",)
    assert article["Related pages"] == tuple(sorted(f"{page} ({page.get_kind_display()})" for page in article_draft.related.all()))
    assert (card["How urgent"], card["Words that raise it"]) == (("Get help now",), ("cannot breathe", "chest pain"))
    assert card["Symptoms that raise it"] == (f"{card_draft.symptoms.get()} (symptom)",)


@pytest.mark.django_db
def test_bookkeeping_is_not_told():
    live, draft = live_and_copy(rich_condition)
    shown_anywhere = " ".join(" ".join([part.label, *part.lines]) for part in parts_of(live))

    names = {field.verbose_name.capitalize() for field in live._meta.get_fields() if not getattr(field, "editable", True) and field.concrete}

    assert len(names) > 8
    assert not names & set(labels_of(live))
    assert live.reviewer.last_name not in shown_anywhere
    assert compare(live, draft).is_empty  # though author, number, status and dates differ


# --- Each change is found, and nothing else ---------------------------------------------------------------------


def set_field(**values):
    def edit(draft):
        for name, value in values.items():
            setattr(draft, name, value)
        draft.save()

    return edit


def edit_section(draft):
    section = draft.sections.get(aspect=Aspect.SELF_CARE)
    section.body = "<p>Rest well.</p>"
    section.save()


def add_section(draft):
    Section.objects.create(version=draft, position=90, aspect=Aspect.PREVENTION, body="<p>Wear gloves.</p>")


def remove_section(draft):
    draft.sections.filter(aspect=Aspect.SELF_CARE).delete()


def change_heading(draft):
    draft.sections.filter(aspect=Aspect.SELF_CARE).update(heading="About rest")


def other_card(draft):
    section = draft.sections.exclude(card=None).first()
    section.card = factories.make_care_card(name="Another card")
    section.save()


def move_section(draft):
    draft.sections.filter(aspect=Aspect.OVERVIEW).update(position=95)


def add_tag(draft):
    TaggedVersion.objects.create(content_object=draft, tag=factories.make_tag("new-tag"))


def annotate_source(draft):
    draft.citations.filter(claim="A claim").update(claim="A larger claim")


def cite_source(draft):
    Citation.objects.create(version=draft, source=factories.make_source("new-source"))


def change_strength(draft):
    draft.associations.filter(cause=None).update(strength="probable")


def change_row_sources(draft):
    draft.associations.get(cause=None).sources.add(factories.make_source("zz-source"))


def remove_row(draft):
    draft.associations.filter(cause=None).delete()


def add_row(draft):
    factories.make_association(draft, symptom=factories.make_symptom("tingling"))


CONDITION_EDITS = [
    (set_field(title="Other name"), [("Title", "changed")]),
    (set_field(summary="Another sentence."), [("Summary", "changed")]),
    (set_field(also_called=["Nerve hurt"]), [("Also called", "changed")]),
    (set_field(also_called=[]), [("Also called", "removed")]),
    (set_field(change_note="New advice."), [("What changed", "added")]),
    (set_field(pattern="focal"), [("Which nerves", "changed")]),
    (edit_section, [("What you can do yourself (About self-care)", "changed")]),
    (add_section, [("Prevention", "added")]),
    (remove_section, [("What you can do yourself (About self-care)", "removed")]),
    (change_heading, [("What you can do yourself (About rest)", "changed")]),
    (other_card, [("When to get help", "changed")]),
    (move_section, [("Order of the sections", "moved")]),
    (add_tag, [("Tags", "changed")]),
    (annotate_source, [(r"What rests on source-\d+", "changed")]),
    (cite_source, [("Sources", "changed")]),
    (change_strength, [(r"Cause or symptom: Symptom \d+", "changed")]),
    (change_row_sources, [(r"Cause or symptom: Symptom \d+", "changed")]),
    (remove_row, [(r"Cause or symptom: Symptom \d+", "removed")]),
    (add_row, [("Cause or symptom: Tingling", "added")]),
]


@pytest.fixture(scope="module")
def condition_and_copy(django_db_setup, django_db_blocker):
    """What `live_and_copy` gives for a condition: the tests that edit the copy share them."""
    with shared_rows(django_db_blocker):
        yield live_and_copy(rich_condition)


@pytest.mark.django_db
@pytest.mark.parametrize(("edit", "expected"), CONDITION_EDITS)
def test_each_change_is_found_and_nothing_else(edit, expected, condition_and_copy):
    live, draft = (type(version).objects.get(pk=version.pk) for version in condition_and_copy)

    edit(draft)

    found = told(compare(live, draft))
    assert [state for _label, state in found] == [state for _label, state in expected]
    for (label, _state), (pattern, _also) in zip(found, expected, strict=True):
        assert label == pattern or re.fullmatch(pattern, label)


def edits_of(row):
    """Yields (field name, values to try in its place) for the plain fields of a version or of one of its parts."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if not field.editable or field.primary_key or field.is_relation or field.name == "position":
            continue
        if field.choices:
            yield field.name, [choice for choice, _label in field.flatchoices if choice != value]
        elif isinstance(field, models.JSONField):
            yield field.name, [[*value, "Something more"]]
        elif isinstance(field, models.DateField):
            yield field.name, [value + timedelta(days=1)]
        elif isinstance(field, models.BooleanField):
            yield field.name, [not value]
        elif isinstance(field, models.IntegerField):
            yield field.name, [(value or 0) + 1, 100, None]
        elif field.name == "body":
            yield field.name, [f"{value}<p>Something more.</p>"]
        else:
            yield field.name, [f"{value} more"]


def is_stored(row, name, value):
    try:
        with transaction.atomic():
            return bool(type(row)._base_manager.filter(pk=row.pk).update(**{name: value}))
    except IntegrityError:
        return False


@pytest.mark.django_db
@pytest.mark.parametrize("make", RICH)
def test_whatever_field_is_edited_the_comparison_tells_it(make):
    live, draft = live_and_copy(make)
    rows = [draft]
    for model in draft.part_models():
        everything = model.objects.filter(version=draft).order_by("pk")
        rows += [row for row in everything if not getattr(row, "card_id", None)][:1]

    missed, tried = [], 0
    for row in rows:
        for name, values in edits_of(row):
            with transaction.atomic():
                assert any(is_stored(row, name, value) for value in values), f"No value was allowed for {name}."
                comparison = compare(live, draft.page.versions.get(pk=draft.pk))
                transaction.set_rollback(True)
            tried += 1
            if comparison.is_empty:
                missed.append(f"{type(row).__name__}.{name}")

    assert missed == []
    assert tried >= 6


@pytest.mark.django_db
def test_an_edited_effect_shows_its_changed_words():
    live, draft = live_and_copy(rich_treatment)
    effect = draft.effects.first()
    effect.statement, effect.recheck_on = "It may lower pain a lot.", date(2029, 1, 1)
    effect.save()

    comparison = compare(live, draft)

    assert told(comparison) == [(f"Effect: {effect}", "changed")]
    assert shown(comparison.changed[0]) == (["little", "2028-03-01"], ["lot", "2029-01-01"])
    assert comparison.changed_words == 4


@pytest.mark.django_db
def test_an_effect_with_another_outcome_is_the_same_effect():
    live, draft = live_and_copy(rich_treatment)
    effect = draft.effects.first()
    effect.outcome = "Bad pain"
    effect.save()

    assert told(compare(live, draft)) == [(f"Effect: {effect}", "changed")]


@pytest.mark.django_db
def test_an_added_effect_changes_no_other_on_the_same_target():
    live, draft = live_and_copy(rich_treatment)
    added = factories.make_effect(draft, condition=draft.effects.first().condition, outcome="Balance")
    removed = draft.effects.exclude(symptom=None).get()
    name = str(removed)
    removed.delete()

    assert sorted(told(compare(live, draft))) == [(f"Effect: {added}", "added"), (f"Effect: {name}", "removed")]


@pytest.mark.django_db
def test_effects_in_another_order_are_told():
    live, draft = live_and_copy(rich_treatment)
    first = draft.effects.first()
    sources = list(first.sources.all())
    first.delete()
    first.pk = None
    first._state.adding = True
    first.save()
    first.sources.set(sources)

    assert told(compare(live, draft)) == [("Order of the effects", "moved")]


@pytest.mark.django_db
def test_related_pages_are_told_by_name_and_kind():
    live, draft = live_and_copy(rich_article)
    draft.related.add(factories.make_symptom("tingling"))

    comparison = compare(live, draft)

    assert told(comparison) == [("Related pages", "changed")]
    assert shown(comparison.changed[0]) == ([], ["Tingling (symptom)"])


@pytest.mark.django_db
def test_the_note_on_an_older_change_is_no_change():
    draft = rich_condition()
    draft.change_note = "The older change."
    draft.save()
    live = factories.publish(draft).live.own()
    copy = actions.start_draft(live.page, by=factories.the_author()).own()

    untouched = compare(live, copy)
    set_field(change_note="The newer change.")(copy)
    noted = compare(live, copy)

    assert untouched.is_empty
    assert [shown(change) for change in noted.changed] == [([], ["The newer change."])]
    assert noted.changed_words == 0
    assert compare(live, live).is_empty


# --- Queries ----------------------------------------------------------------------------------------------------


def full_of_rows(make, rows):
    """A draft of this kind with this number of everything that it may have."""
    symptoms, conditions, cards = (
        [actions.add_page(model, slug=f"{model.kind_of_page}-of-{rows}-{number}", name=f"Page {number}") for number in range(rows)]
        for model in (Symptom, Condition, CareCard)
    )
    draft = make(tags=[factories.make_tag() for _number in range(rows)])
    for number in range(rows):
        Section.objects.create(version=draft, position=number, aspect=Aspect.WHEN_TO_GET_HELP, card=cards[number])
        Section.objects.create(version=draft, position=number, aspect=Aspect.WHEN_TO_GET_HELP, body=f"<p>Words {number}.</p>")
        Citation.objects.create(version=draft, source=factories.make_source(), claim="A claim")
        if hasattr(draft, "effects"):
            factories.make_effect(draft, **({"symptom": symptoms[number]} if number % 2 else {"condition": conditions[number]}))
        if hasattr(draft, "associations"):
            factories.make_association(draft, symptom=symptoms[number])
    for name in ("related", "symptoms"):
        if hasattr(draft, name):
            getattr(draft, name).set(symptoms)
    return draft


@pytest.mark.django_db
@pytest.mark.parametrize(
    "make", [factories.make_condition_draft, factories.make_treatment_draft, factories.make_article_draft, factories.make_care_card_draft]
)
def test_the_number_of_queries_does_not_grow_with_the_rows(make):
    counts = []
    for rows in (2, 12):
        draft = full_of_rows(make, rows)
        plain = draft.page.versions.select_related("page").get(pk=draft.pk)
        with CaptureQueriesContext(connection) as queries:
            parts = parts_of(plain)
        assert len(parts) > 3 * rows
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 9


# --- On the editors' pages --------------------------------------------------------------------------------------

HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>\'"&amp;'


def html_with(comparison, **context):
    return render_to_string("admin/comparison.html", {"comparison": comparison, "old_label": "Live", "new_label": "Draft", **context})


def page_with(comparison, **context):
    return BeautifulSoup(html_with(comparison, **context), "html.parser")


def an_example():
    old = [part("title", "Nerve"), part("summary", "A thin cable.", "Gone line."), part("tags", "Body")]
    new = [part("title", "Nerve"), part("summary", "A thick cable."), part("pattern", "One nerve")]
    return compare_parts(old, new)


def spoken(element):
    """What a screen reader says of an element."""
    for hidden in element.select("[aria-hidden=true]"):
        hidden.extract()
    return " ".join(element.get_text(" ").split())


@pytest.mark.parametrize("inline", [False, True])
def test_the_summary_links_to_each_change(inline):
    page = page_with(an_example(), inline=inline)

    links = page.select(".comparison__summary a")

    assert [link.parent.get_text() for link in links] == ["Summary: changed", "Tags: removed", "Pattern: added"]
    assert [page.find(id=link["href"].removeprefix("#")).get_text() for link in links] == ["Summary: changed", "Tags: removed", "Pattern: added"]


def test_side_by_side_is_a_table_with_the_names_of_both_texts():
    table = page_with(an_example(), inline=False).find("table")

    assert [cell.get_text() for cell in table.select("thead th[scope=col]")] == ["Live", "Draft"]
    assert [[spoken(cell) for cell in row.find_all("td")] for row in table.select("tbody tr")] == [
        ["A removed: thin (end) cable.", "A added: thick (end) cable."],
        ["removed: Gone line.", "not there"],
    ]
    assert [[mark.get_text() for mark in row.select(".comparison__mark")] for row in page_with(an_example()).select("tbody tr")] == [
        ["−", "+"],
        ["−"],
    ]


def test_inline_shows_both_texts_in_one_line():
    page = page_with(an_example(), inline=True)

    assert page.find("table") is None
    assert [mark.get_text() for mark in page.select(".comparison__mark")] == ["−+", "−", "−", "+"]
    assert [spoken(line) for line in page.select("p.comparison__row")] == [
        "A removed: thin (end) added: thick (end) cable.",
        "removed: Gone line.",
        "removed: Body",
        "added: One nerve",
    ]


@pytest.mark.parametrize("inline", [False, True])
def test_unchanged_parts_are_folded(inline):
    details = page_with(an_example(), inline=inline).find_all("details")

    assert [item.get_text() for item in details[0].find_all("li")] == ["Title"]
    assert len(details) == 1
    assert not details[0].has_attr("open")


def test_nothing_changed_is_said():
    page = page_with(Comparison([], ["Title"]))

    assert "Nothing changed." in page.get_text()
    assert page.find("del") is None
    assert page.select(".comparison__summary, table") == []


@pytest.mark.parametrize("inline", [False, True])
def test_hostile_text_is_shown_as_text(inline):
    old = [Part(("a",), HOSTILE, (HOSTILE, "same")), Part(("b",), HOSTILE, ("same",))]
    new = [Part(("a",), HOSTILE, (f"{HOSTILE} and more", "same")), Part(("c",), HOSTILE, (HOSTILE,)), old[1]]

    page = page_with(compare_parts(old, new), inline=inline, old_label=HOSTILE, new_label=HOSTILE)

    assert page.find_all(["script", "img"]) == []
    assert not [tag for tag in page.find_all(True) for name in tag.attrs if name.startswith("on") or name == "style"]
    assert page.get_text().count(HOSTILE) >= 5


def test_two_comparisons_on_a_page_have_addresses_of_their_own():
    first, second = page_with(an_example()), page_with(an_example(), prefix="later")

    ids = [element["id"] for page in (first, second) for element in page.find_all(id=True)]

    assert len(ids) == len(set(ids)) == 8


def test_the_spaces_of_a_text_are_kept():
    comparison = Comparison([Change(("a",), "A", State.CHANGED, paragraphs(["one  two three"], ["one two three"]))], [])

    html = html_with(comparison, inline=True)

    assert '<span class="comparison__text">one<del>' in html
    assert 'removed: </span>  <span class="visually-hidden">' in html
    assert html.count("two three</span>") == 1
