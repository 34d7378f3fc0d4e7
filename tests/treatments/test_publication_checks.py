"""What stops a treatment from being public, and what other pages may not say of one that is unproven."""

import pytest

from articles.models import Article, Condition
from editorial.markup import plain_text
from editorial.models import Aspect
from editorial.publication_checks import problems
from tests import factories
from tests.checked_texts import SOURCE, a_part, a_text, an_effect, found, ids, stops, whole_parts
from treatments.models import Treatment
from treatments.publication_checks import statements

WARNING = f"<p>It belongs only in an approved trial. Do not pay for it. {SOURCE}</p>"
LINK = '<a href="/treatments/new-cells/">New cells</a>'


def treatment(warning="", *, own=None, effect=None, **changes):
    """The text of a treatment; `warning` is what its part on cautions says, `own` and `effect` are changes."""
    usual = {"approach": "medicines", "stage": "used in some situations", "status_line": "Offered to some people."}
    rows = changes.pop("rows", (an_effect(**{"stage": (own or {}).get("stage", usual["stage"]), **(effect or {})}),))
    parts = {Aspect.CAUTIONS: warning} if warning else {}
    return a_text(Treatment, parts, own={**usual, **(own or {})}, rows=rows, **changes)


def experimental(warning=WARNING, **changes):
    return treatment(warning, own={"stage": "experimental", "status_line": "Not an approved treatment."}, **changes)


def listed(html, aspect=Aspect.TREATMENTS, **more):
    """The text of an article with one part."""
    return a_text(Article, (*whole_parts(Article), a_part(html, aspect, **more)))


# {id of a check: (a text that it finds something in, one in which it finds nothing)}
PAIRS = {
    "missing-stage": (treatment(own={"stage": ""}), treatment()),
    "missing-status": (treatment(own={"status_line": "Not stated yet."}), treatment()),
    "no-effects": (treatment(rows=()), treatment()),
    "missing-certainty": (treatment(effect={"certainty": ""}), treatment()),
    "stage-better-than-effects": (treatment(effect={"stage": "experimental"}), treatment()),
    "unproven-effect-as-option": (experimental(effect={"stage": "standard care"}), experimental()),
    "no-trial-and-clinic-warning": (experimental("<p>Be careful.</p>"), experimental()),
    "rung-without-a-column": (treatment(effect={"rung": "animals", "condition": "trapped-nerve"}), treatment(effect={"rung": "animals"})),
    "stronger-than-certainty": (treatment(effect={"statement": "It lowers pain."}), treatment(effect={"statement": "It may lower pain."})),
    "unproven-treatment-as-option": (listed(f"<p>{LINK}.</p>"), listed(f"<p>{LINK} are experimental.</p>")),
}


def test_a_whole_treatment_has_no_problem():
    assert stops(treatment()) == ids(experimental()) == set()


@pytest.mark.parametrize(
    ("id", "place"),
    [
        ("missing-stage", "stage"),
        ("missing-status", "status_line"),
        ("no-effects", "effects-group"),
        ("missing-certainty", "effects-0"),
        ("stage-better-than-effects", "stage"),
        ("unproven-effect-as-option", "effects-0"),
        ("stronger-than-certainty", "effects-0"),
        ("unproven-treatment-as-option", "sections-0"),
    ],
)
def test_a_problem_points_to_its_place(id, place):
    assert {where for where, _sentence in found(PAIRS[id][0], id)} == {place}


# --- Stages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "of_effects", "better"),
    [
        ("standard care", ["experimental", "used in some situations"], True),
        ("standard care", ["standard care", "not recommended"], False),
        ("experimental", ["not recommended"], True),
        ("not recommended", ["experimental"], False),
        ("standard care", [], False),
        ("standard care", ["magic"], False),
    ],
)
def test_the_stage_of_a_page_is_never_better_than_its_best_effect(stage, of_effects, better):
    text = treatment(own={"stage": stage}, rows=tuple(an_effect(place, stage=each) for place, each in enumerate(of_effects)))

    assert ("stage-better-than-effects" in ids(text)) == better


@pytest.mark.parametrize("status", ["Not an approved treatment.", "Not recommended.", ""])
def test_an_unproven_treatment_is_no_usual_one_for_anything(status):
    text = treatment(WARNING, own={"stage": "not recommended", "status_line": status}, effect={"stage": "used in some situations"})

    [(place, sentence)] = found(text, "unproven-effect-as-option")

    assert place == "effects-0"
    assert "“Pain: neuropathy” is listed as a usual treatment (Used in some situations), but the page is “Not recommended”." in sentence
    assert "say in the status line in whom" in sentence


@pytest.mark.parametrize(
    "status",
    ["Not recommended when your levels are normal. Used in some people with nerve damage from alcohol.", "Not recommended, except after surgery."],
)
def test_what_is_not_recommended_for_most_may_be_used_in_those_whom_the_status_names(status):
    own = {"stage": "not recommended", "status_line": status}

    assert stops(treatment(WARNING, own=own, effect={"stage": "used in some situations"})) == set()
    assert "unproven-effect-as-option" in ids(treatment(WARNING, own={**own, "stage": "experimental"}, effect={"stage": "used in some situations"}))


def test_the_wording_of_an_effect_follows_its_certainty():
    text = treatment(rows=(an_effect(statement="It lowers pain.", certainty="high"), an_effect(1, statement="It lowers pain.", certainty="moderate")))

    assert found(text, "stronger-than-certainty") == [("effects-1", "“It lowers pain” The certainty is moderate: say “probably”.")]


# --- The warning ------------------------------------------------------------------------------------------------

BELONGS = [
    "It belongs only in an approved trial.",
    "It belongs in a registered, approved trial.",
    "It is for use only inside a properly approved trial.",
    "Outside a study, it is not part of usual care.",
    "Have it only as part of a clinical trial.",
    "It is given only in trials.",
    "It is not recommended.",
    "Surgeons recommend against it.",
    "A guideline says that it should not be offered.",
]
WARNS = [
    "Do not pay for it.",
    "Never buy it.",
    "Be careful with any clinic that has it.",
    "Take care if someone offers to sell it to you.",
    "Ask a doctor who has no link to the seller.",
    "Being asked to pay is a warning sign.",
    "You are probably being misled if you are asked to pay.",
    "Step back from such adverts.",
    "Don’t trust clinics.",
]


@pytest.mark.parametrize("stage", ["experimental", "not recommended"])
@pytest.mark.parametrize("belongs", BELONGS)
def test_a_text_may_say_in_its_own_words_where_an_unproven_treatment_belongs(stage, belongs):
    assert stops(treatment(f"<p>{belongs} {WARNS[0]} {SOURCE}</p>", own={"stage": stage})) == set()


@pytest.mark.parametrize("warns", WARNS)
def test_a_text_may_warn_of_sellers_in_its_own_words(warns):
    assert stops(experimental(f"<p>{BELONGS[0]} {warns} {SOURCE}</p>")) == set()


@pytest.mark.parametrize(
    "words",
    ["Only small trials exist.", "A trial found no benefit.", "Seven studies were found.", "It is offered in trials.", "It may help."],
)
def test_words_about_trials_are_not_enough(words):
    [(_place, sentence)] = found(experimental(f"<p>{words} {WARNS[0]} {SOURCE}</p>"), "no-trial-and-clinic-warning")

    assert sentence.startswith("Say where this unproven treatment belongs")


@pytest.mark.parametrize(
    "words",
    ["Clinics offer it.", "Be careful with your feet.", "Be careful. Clinics offer it.", "It should not be offered.", "Ask what you will pay."],
)
def test_a_word_about_offers_is_no_warning_yet(words):
    [(_place, sentence)] = found(experimental(f"<p>{BELONGS[0]} {words} {SOURCE}</p>"), "no-trial-and-clinic-warning")

    assert sentence.startswith("Warn of those who sell this unproven treatment")


def test_a_text_that_warns_of_nothing_is_told_both():
    assert len(found(experimental("<p>Tell your doctor.</p>"), "no-trial-and-clinic-warning")) == 2


@pytest.mark.parametrize("place", ["title and status", "parts"])
def test_the_warning_counts_where_readers_see_it(place):
    own = {"stage": "experimental", "status_line": f"{BELONGS[0]} {WARNS[0]}" if place == "title and status" else "Being tested."}
    text = treatment(WARNING if place == "parts" else "", own=own)

    assert "no-trial-and-clinic-warning" not in ids(text)


@pytest.mark.parametrize("stage", ["standard care", "used in some situations"])
def test_a_usual_treatment_needs_no_warning(stage):
    assert stops(treatment(own={"stage": stage})) == set()


def test_the_warning_is_asked_for_where_it_belongs():
    without_cautions = tuple(part for part in whole_parts(Treatment) if part.aspect not in (Aspect.CAUTIONS, Aspect.RISKS))

    assert {place for place, _sentence in found(experimental("<p>Hm.</p>"), "no-trial-and-clinic-warning")} == {
        next(part.place for part in whole_parts(Treatment) if part.aspect == Aspect.CAUTIONS)
    }
    text = a_text(Treatment, without_cautions, own={"stage": "experimental", "status_line": "x"}, rows=(an_effect(stage="experimental"),))
    assert {place for place, _sentence in found(text, "no-trial-and-clinic-warning")} == {"sections-group"}


# --- Among the treatments of another page -----------------------------------------------------------------------


@pytest.mark.parametrize("aspect", [Aspect.TREATMENTS, Aspect.SELF_CARE, Aspect.OTHER_CHOICES])
def test_an_unproven_treatment_does_not_stand_among_the_treatments(aspect):
    [(place, sentence)] = found(listed(f"<p>Try {LINK}. {SOURCE}</p>", aspect), "unproven-treatment-as-option")

    assert place == "sections-0"
    assert (
        sentence == "“new-cells” stands among the treatments, but it is experimental or not recommended. Say so in the same paragraph or list item."
    )


@pytest.mark.parametrize("aspect", [Aspect.RESEARCH, Aspect.OVERVIEW, Aspect.NOT_KNOWN])
def test_other_parts_may_speak_of_it(aspect):
    assert "unproven-treatment-as-option" not in ids(listed(f"<p>{LINK}</p>", aspect))


def test_a_usual_treatment_may_stand_there():
    assert "unproven-treatment-as-option" not in ids(listed('<p>Try <a href="/treatments/walking/">walking</a>.</p>'))


@pytest.mark.parametrize(
    "words",
    [
        "are experimental.", "are not recommended.", "are not proven to help.", "are unproven.", "are being tested in a trial.", "were studied in rats.",
        "may help; we do not know.", "have no good evidence.", "did not confirm a benefit.", "should not be offered.", "are not an approved treatment.",
    ],
)  # fmt: skip
def test_words_that_say_that_it_is_unproven(words):
    assert "unproven-treatment-as-option" not in ids(listed(f"<ul><li>{LINK} {words}</li></ul>"))


@pytest.mark.parametrize(
    "html",
    [
        f"<h3>Experimental</h3><ul><li>{LINK}</li></ul>",
        f"<h3>Experimental</h3><p>Some words.</p><p>{LINK}</p>",
        f"<p>These are not proven:</p><ul><li>{LINK}</li><li>x</li></ul>",
        f"<ul><li><p>{LINK}</p><p>It is experimental.</p></li></ul>",
    ],
)
def test_the_words_may_stand_above(html):
    assert "unproven-treatment-as-option" not in ids(listed(html))
    assert "unproven-treatment-as-option" not in ids(listed(f"<p>{LINK}</p>", heading="Not recommended"))


@pytest.mark.parametrize(
    "html",
    [
        f"<h3>Experimental</h3><p>x</p><h3>Good</h3><p>{LINK}</p>",
        f"<p>Pills are not proven.</p><p>{LINK}</p>",
        f"<ul><li>Pills are not proven.</li><li>{LINK}</li></ul>",
        f"<ul><li>{LINK}</li></ul><p>Pills are not proven.</p>",
        f"<p>Pills are not proven.</p><h3>Good</h3><ul><li>{LINK}</li></ul>",
        LINK,
    ],
)
def test_the_words_of_another_statement_do_not_count(html):
    assert "unproven-treatment-as-option" in ids(listed(html))


def test_statements_come_with_what_they_stand_under():
    html = "<h3>Head</h3><p>Lead:</p><ul><li>One <ul><li>Two</li></ul></li></ul><p>Last</p>"

    said = [(plain_text(statement).strip(), words.split()) for statement, words in statements(html) if statement.strip()]

    assert said == [
        ("Lead:", ["Head", "Lead:"]),
        ("One", ["Head", "Lead:", "One"]),
        ("Two", ["Head", "Lead:", "Two"]),
        ("Last", ["Head", "Last"]),
    ]


# --- What is stored ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("effects", "fields", "sentence"),
    [
        ([], {}, "Say what is known: add at least one effect, with its certainty, stage and sources."),
        ([{"stage": "experimental"}], {"stage": "standard care"}, "The stage of the page is better than that of every effect. Lower it."),
        ([{}], {"status_line": "Not stated yet."}, "Say the status of the treatment in one line."),
    ],
)
def test_a_treatment_says_what_is_known(effects, fields, sentence):
    assert problems(factories.make_treatment_draft(effects=effects, **fields)) == [sentence]


@pytest.mark.django_db
def test_an_effect_has_a_source():
    draft = factories.make_treatment_draft(effects=[{"sources": []}])

    assert problems(draft) == [f"“{draft.effects.get()}” has no source. Add at least one."]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "claim",
    [{"status_line": "A miracle."}, {"also_called": ["Miracle"]}, {"effects": [{"statement": "A miracle."}]}, {"effects": [{"outcome": "Miracle"}]}],
)
def test_a_treatment_makes_no_claim_outside_its_parts_either(claim):
    assert [sentence for sentence in problems(factories.make_treatment_draft(**claim)) if "iracle” is a claim to avoid" in sentence]


@pytest.mark.django_db
def test_only_the_live_stage_of_a_treatment_counts(author):
    page = factories.make_treatment("new-cells", stage="experimental")
    condition = factories.make_condition_draft(sections={Aspect.TREATMENTS: f"<p>Try {LINK}. {SOURCE}</p>"})

    assert problems(condition) == [
        "Treatments: “new-cells” stands among the treatments, but it is experimental or not recommended. Say so in the same paragraph or list item."
    ]

    version = page.live.own()
    version.stage = "used in some situations"
    version.save()
    assert problems(condition) == []
    assert Condition.folder != Treatment.folder
