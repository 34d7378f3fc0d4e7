"""What must be true before a text may be public: each rule, and the sentence that a clinician reads."""

import pytest

from articles.models import CareCard, Cause, Condition, GlossaryTerm, Symptom
from editorial import actions
from editorial.models import Aspect, Page, Section
from editorial.publication_checks import BANNED, banned_claims, link_target, missing_aspects, problems, text_problems
from tests import factories
from treatments.models import Treatment

SOURCE = "[@a-source]"
WHOLE = [(aspect, f"<p>Words. {SOURCE}</p>") for aspect in Cause.required_aspects]


def found(sections=WHOLE, *, title="Diabetes", summary="A disease.", own=(), cited=(), model=Cause):
    """Problems of a text of a cause; the source and one page exist."""
    return text_problems(
        model,
        title=title,
        summary=summary,
        own=list(own),
        sections=sections,
        cited=list(cited),
        printable={"a-source"},
        is_page=lambda folder, slug: (folder, slug) in {("symptoms", "numbness"), ("glossary", "axon")},
    )


def with_words(words):
    return [*WHOLE, (Aspect.PREVENTION, f"<p>{words}</p>")]


def test_a_whole_text_has_no_problem():
    assert found() == []


@pytest.mark.parametrize("model", Page.__subclasses__(), ids=lambda model: model.__name__)
def test_each_part_that_a_kind_must_have_is_asked_for(model):
    sections = [(aspect, f"<p>Words. {SOURCE}</p>") for aspect in model.aspects]

    assert found(sections, model=model) == []
    for aspect in model.required_aspects:
        without = [section for section in sections if section[0] != aspect]
        asked = ("", f"The part “{Aspect(aspect).label}” is missing. Add it.")
        assert asked in found(without, model=model)
    assert set(missing_aspects(model, [])) == set(model.required_aspects) <= set(model.aspects)


def test_a_summary_says_more_than_the_title():
    assert found(title="Diabetes", summary=" Diabetes ") == [("", "The summary only repeats the title. Say in a sentence what the page tells.")]


def test_missing_parts_come_in_the_order_of_the_page():
    missing = missing_aspects(Treatment, [Aspect.RISKS])

    assert missing == [aspect for aspect in Treatment.aspects if aspect in Treatment.required_aspects and aspect != Aspect.RISKS]


@pytest.mark.parametrize("key", ["unknown", "a-Source", "a source", "a-source/"])
def test_a_source_that_may_not_be_shown_is_named(key):
    expected = (Aspect.PREVENTION, f"The source [@{key}] is unknown or may not be shown. Correct the key, or choose another source.")

    assert found(with_words(f"Words. [@a-source; @{key}]")) == [expected]
    assert found(summary=f"A disease. [@{key}]") == [("", expected[1])]


def test_a_source_of_a_row_that_may_not_be_shown_is_named():
    assert found(cited=["a-source", "unknown"]) == [("", "The source unknown is unknown or may not be shown. Choose another.")]


def test_a_text_without_any_source_is_refused():
    bare = [(aspect, "<p>Words.</p>") for aspect, _body in WHOLE]

    assert found(bare) == [("", "No statement has a source. Cite at least one with [@key].")]
    assert found(bare, summary=f"A disease. {SOURCE}") == []
    assert found(bare, cited=["a-source"]) == []


def test_a_definition_needs_no_source():
    assert found([], model=GlossaryTerm) == []


CLAIMS = [
    "breakthrough", "Breakthroughs", "miracle", "MIRACULOUS", "cutting-edge", "cutting edge", "revolutionary", "guaranteed", "safe and natural",
    "promising", "clinically proven", "game-changer", "game changers", "reverses neuropathy", "regrows nerves", "heals nerves", "cures neuropathy",
]  # fmt: skip


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_to_avoid_is_named_wherever_it_stands(claim):
    sentence = f"“{claim}” is a claim to avoid. Say what was measured, in whom and against what."

    assert found(with_words(f"It is {claim}, they say.")) == [(Aspect.PREVENTION, sentence)]
    assert found(summary=f"It is {claim}.") == [("", sentence)]
    assert found(title=f"The {claim}") == [("", sentence)]
    assert found(own=[["Another name"], {"effects": [{"statement": f"A {claim}.", "studies": 3}]}]) == [("", sentence)]


def test_a_claim_cannot_hide_between_tags():
    assert [where for where, _sentence in found(with_words("a <strong>mira</strong>cle"))] == [Aspect.PREVENTION]


@pytest.mark.parametrize(
    "words", ["a compromising position", "They broke through the wall", "naturally safe", "regrow nerve", "miraculously", "He was guaranteeing it"]
)
def test_words_that_only_look_like_a_claim_are_fine(words):
    assert banned_claims(words) == []


def test_every_word_of_the_list_is_tried():
    assert {match for claim in CLAIMS for match in banned_claims(claim)} == set(CLAIMS)
    assert BANNED.pattern.count("|") < len(CLAIMS)


@pytest.mark.parametrize("href", ["/symptoms/numbness/", "/glossary/#axon"])
def test_a_link_to_a_page_is_fine(href):
    assert found(with_words(f'<a href="{href}">x</a>')) == []


@pytest.mark.parametrize(
    "href",
    [
        "/symptoms/tingling/", "/symptoms/numbness", "/symptoms/", "/symptoms/#numbness", "symptoms/numbness/", "/glossary/#nerve", "/glossary/axon/",
        "/care-cards/#fast-change", "/care-cards/fast-change/", "/admin/", "#top", "/", "", "https://example.org/", "//example.org/symptoms/numbness/",
        "mailto:a@example.org", "/symptoms/numbness/?x=1", "/symptoms/numbness/#part", "/symptoms/Numbness/", "/symptoms/../numbness/",
    ],
)  # fmt: skip
def test_a_link_that_leads_nowhere_is_named(href):
    expected = f"The link to {href} leads nowhere. Link to a page of this site that is published."

    assert found(with_words(f'<a href="{href}">x</a>')) == [(Aspect.PREVENTION, expected)]


@pytest.mark.parametrize(("href", "target"), [("/causes/b12-deficiency/", ("causes", "b12-deficiency")), ("/glossary/#emg", ("glossary", "emg"))])
def test_the_target_of_a_link(href, target):
    assert link_target(href) == target


def test_a_care_card_has_no_address_that_a_text_could_link_to():
    assert link_target("/care-cards/fast-change/") is None
    assert link_target("/care-cards/#fast-change") is None


# --- What is stored ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["condition", "cause", "symptom", "treatment", "article", "term", "care_card"])
def test_what_the_factories_make_is_publishable(name):
    assert problems(getattr(factories, f"make_{name}_draft")()) == []


@pytest.mark.django_db
def test_a_problem_names_the_part_where_it_stands():
    draft = factories.make_symptom_draft(sections={Aspect.SELF_CARE: "<p>A miracle. [@gone]</p>"})

    assert problems(draft) == [
        "What you can do yourself: The source [@gone] is unknown or may not be shown. Correct the key, or choose another source.",
        "What you can do yourself: “miracle” is a claim to avoid. Say what was measured, in whom and against what.",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["draft", "named", "withdrawn"])
def test_a_link_to_a_page_that_is_not_public_leads_nowhere(administrator, state):
    if state == "draft":
        factories.make_symptom_draft("numbness")
    elif state == "named":
        actions.add_page(Symptom, slug="numbness", name="Numbness")
    else:
        factories.make_withdrawn(factories.make_symptom("numbness"), by=administrator)
    draft = factories.make_symptom_draft(sections={Aspect.SELF_CARE: '<p><a href="/symptoms/numbness/">x</a></p>'})

    assert problems(draft) == [
        "What you can do yourself: The link to /symptoms/numbness/ leads nowhere. Link to a page of this site that is published."
    ]


@pytest.mark.django_db
def test_a_care_card_stands_for_when_to_get_help_once_it_is_published(author):
    card_draft = factories.make_care_card_draft("fast-change")
    draft = factories.make_symptom_draft(cards=[CareCard.objects.get(pk=card_draft.page_id)])
    assert problems(draft) == [f"The care card “{card_draft.page.name}” is not published."]

    factories.publish(card_draft)

    assert problems(draft) == []


@pytest.mark.django_db
def test_a_condition_names_nothing_without_a_source():
    cause = factories.make_cause()
    draft = factories.make_condition_draft()
    factories.make_association(draft, cause=cause, sources=[])

    assert problems(draft) == [f"“{cause.name}” is named without a source. Add at least one."]


@pytest.mark.django_db
def test_the_sources_of_rows_must_be_printable():
    draft = factories.make_condition_draft()
    factories.make_association(draft, cause=factories.make_cause(), sources=[factories.make_source("doubted", printable=False)])

    assert problems(draft) == ["The source doubted is unknown or may not be shown. Choose another."]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("effects", "fields", "sentence"),
    [
        ([], {}, "Say what is known: add at least one effect, with its certainty, stage and sources."),
        ([{"sources": []}], {}, "“Pain” has no source. Add at least one."),
        ([{"stage": "experimental"}], {"stage": "standard care"}, "The stage of the page is better than that of every effect. Lower it."),
        ([{}], {"status_line": "Not stated yet."}, "Say the status of the treatment in one line."),
    ],
)
def test_a_treatment_says_what_is_known(effects, fields, sentence):
    assert problems(factories.make_treatment_draft(effects=effects, **fields)) == [sentence]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "claim",
    [{"status_line": "A miracle."}, {"also_called": ["Miracle"]}, {"effects": [{"statement": "A miracle."}]}, {"effects": [{"outcome": "Miracle"}]}],
)
def test_a_treatment_makes_no_claim_outside_its_parts_either(claim):
    assert [sentence for sentence in problems(factories.make_treatment_draft(**claim)) if "iracle” is a claim to avoid" in sentence]


@pytest.mark.django_db
def test_a_treatment_may_be_shown_worse_than_its_best_effect():
    draft = factories.make_treatment_draft(stage="not recommended", effects=[{"stage": "standard care"}])

    assert problems(draft) == []


@pytest.mark.django_db
def test_an_unknown_kind_of_folder_is_no_page():
    draft = factories.make_condition_draft()
    Section.objects.filter(version=draft, aspect=Aspect.OVERVIEW).update(body='<p><a href="/poems/ode/">x</a> [@a-source]</p>')

    assert len(problems(draft)) == 1
    assert Condition.folder == "conditions"
