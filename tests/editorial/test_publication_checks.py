"""What must be true before a text may be public: each rule, the sentence that a clinician reads, and where it points."""

import re
from dataclasses import replace
from datetime import date

import pytest

from articles.models import CareCard, Cause, Condition, GlossaryTerm, Symptom
from editorial import actions
from editorial.checked_text import Part, Row, link_target
from editorial.models import Aspect, Page, Section
from editorial.publication_checks import (
    BANNED,
    CHECKS,
    FALSE_CLAIMS,
    HINT,
    STOP,
    WORDS_TO_AVOID,
    Finding,
    banned_claims,
    check,
    findings_in,
    missing_aspects,
    problems,
    review_date_problem,
    row_source_keys,
)
from tests import factories
from tests.articles.test_publication_checks import PAIRS as OF_ARTICLES
from tests.checked_texts import SOURCE, a_text, findings, found, ids, whole_parts
from tests.editorial.test_hints import PAIRS as OF_HINTS
from tests.search.test_publication_checks import PAIRS as OF_SIGNS
from tests.treatments.test_publication_checks import PAIRS as OF_TREATMENTS
from treatments.models import Treatment

pytestmark = pytest.mark.any_database

WHOLE = a_text(Cause)
LIVE_CARD = Part("sections-9", Aspect.WHEN_TO_GET_HELP, card="fast-change", card_name="Fast change")


def with_words(words):
    """A whole text of a cause with these words in the part on prevention, sections-5."""
    return a_text(Cause, {Aspect.PREVENTION: f"<p>{words}</p>"})


def row(*sources):
    return Row("associations-0", "Diabetes", {"strength": "probable"}, sources)


WITHOUT_RISKS = tuple(part for part in whole_parts(Treatment) if part.aspect != Aspect.RISKS)
BARE = tuple(replace(part, html="<p>Words.</p>") for part in WHOLE.parts)

# {id of a check: (a text that it finds something in, one in which it finds nothing)}
PAIRS = {
    "missing-part": (a_text(Treatment, WITHOUT_RISKS), a_text(Treatment)),
    "empty-part": (with_words(SOURCE), with_words("Words.")),
    "summary-repeats-title": (replace(WHOLE, summary=" Diabetes "), WHOLE),
    "unknown-source": (with_words("Words. [@unknown]"), with_words(f"Words. {SOURCE}")),
    "claim-without-source": (replace(WHOLE, rows=(row(),)), replace(WHOLE, rows=(row("a-source"),))),
    "no-source": (replace(WHOLE, parts=BARE), WHOLE),
    "banned-claim": (with_words("A miracle."), with_words("A trial.")),
    "dead-link": (with_words('<a href="/symptoms/tingling/">x</a>'), with_words('<a href="/symptoms/numbness/">x</a>')),
    "unpublished-card": (
        replace(WHOLE, parts=(*WHOLE.parts, replace(LIVE_CARD, card_is_public=False))),
        replace(WHOLE, parts=(*WHOLE.parts, LIVE_CARD)),
    ),
}
ALL_PAIRS = {**PAIRS, **OF_HINTS, **OF_ARTICLES, **OF_SIGNS, **OF_TREATMENTS}


# --- Every check ------------------------------------------------------------------------------------------------


def test_every_check_is_tried_with_a_text_that_fails_and_one_that_passes():
    assert set(CHECKS) == set(ALL_PAIRS)


@pytest.mark.parametrize("id", ALL_PAIRS)
def test_a_check_tells_a_bad_text_from_a_good_one(id):
    bad, good = ALL_PAIRS[id]

    assert id in ids(bad)
    assert id not in ids(good)


@pytest.mark.parametrize("id", ALL_PAIRS)
def test_a_good_text_may_be_published(id):
    assert findings_in(ALL_PAIRS[id][1], level=STOP) == []


@pytest.mark.parametrize("id", ALL_PAIRS)
def test_a_finding_is_a_sentence(id):
    for finding in findings_in(ALL_PAIRS[id][0]):
        assert finding.sentence == finding.sentence.strip()
        assert finding.sentence[-1] in ".?”"
        assert "%(" not in finding.sentence


def test_an_id_is_small_words_with_hyphens_and_belongs_to_one_check():
    assert [id for id in CHECKS if not id.replace("-", "").isalpha() or id != id.lower()] == []
    with pytest.raises(AssertionError, match="two checks are called dead-link"):
        check(id="dead-link", level=STOP)(lambda text: [])


def test_there_are_two_levels():
    assert {each.level for each in CHECKS.values()} == {STOP, HINT}


def test_what_stops_a_text_comes_before_what_only_advises():
    text = replace(WHOLE, summary="Diabetes", tags=(), parts=BARE)

    levels = [finding.level for finding in findings_in(text)]

    assert levels == sorted(levels, reverse=True)
    assert set(levels) == {STOP, HINT}
    assert {finding.level for finding in findings_in(text, level=STOP)} == {STOP}


def test_what_is_wrong_twice_in_one_place_is_said_once():
    assert len(found(with_words("A miracle is a miracle."), "banned-claim")) == 1


@pytest.mark.parametrize(
    ("place", "anchor"),
    [("", ""), ("summary", "#id_summary"), ("status_line", "#id_status_line"), ("sections-12", "#sections-12"), ("effects-group", "#effects-group")],
)
def test_a_finding_leads_to_its_place_in_the_form(place, anchor):
    assert Finding("an-id", STOP, "Do it.", place).anchor == anchor


def test_a_finding_names_the_part_where_it_stands():
    [finding] = [finding for finding in findings_in(with_words("A miracle.")) if finding.stops]

    assert (finding.place, finding.part) == ("sections-5", "Prevention")
    assert str(finding).startswith("Prevention: “miracle” is a claim to avoid.")
    assert str(Finding("an-id", STOP, "Do it.")) == "Do it."


# --- Parts ------------------------------------------------------------------------------------------------------


def test_a_whole_text_has_no_problem():
    assert found(WHOLE) == []


@pytest.mark.parametrize("model", Page.__subclasses__(), ids=lambda model: model.__name__)
def test_each_part_that_a_kind_must_have_is_asked_for(model):
    whole = whole_parts(model)

    assert found(a_text(model, whole)) == []
    for aspect in model.required_aspects:
        without = tuple(part for part in whole if part.aspect != aspect)
        asked = ("sections-group", f"The part “{Aspect(aspect).label}” is missing. Add it.")
        assert asked in found(a_text(model, without), "missing-part")
    assert set(missing_aspects(model, [])) == set(model.required_aspects) <= set(model.aspects)


@pytest.mark.parametrize(
    "html", ["", "<p></p>", "<p> </p>", "<p>[@a-source]</p>", "<h3></h3>", "<ul><li><p></p></li></ul>", "<p><br></p>", "<p>\xa0</p>"]
)
def test_a_part_has_words(html):
    text = a_text(Cause, {Aspect.OVERVIEW: html})

    assert [sentence for _place, sentence in found(text, "empty-part")] == [
        "The part “What it is” is empty. Write it, or remove it if it need not be there."
    ]
    assert found(text, "missing-part") == []


def test_a_care_card_stands_for_words():
    parts = (*(part for part in WHOLE.parts if part.aspect != Aspect.WHEN_TO_GET_HELP), LIVE_CARD)

    assert found(replace(WHOLE, parts=parts)) == []


def test_missing_parts_come_in_the_order_of_the_page():
    missing = missing_aspects(Treatment, [Aspect.RISKS])

    assert missing == [aspect for aspect in Treatment.aspects if aspect in Treatment.required_aspects and aspect != Aspect.RISKS]


# --- Sources ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["unknown", "a-Source", "a source", "a-source/"])
def test_a_source_that_may_not_be_shown_is_named(key):
    sentence = f"The source [@{key}] is unknown or may not be shown. Correct the key, or choose another source."

    assert found(with_words(f"Words. [@a-source; @{key}]"), "unknown-source") == [("sections-5", sentence)]
    assert found(replace(WHOLE, summary=f"A disease. [@{key}]")) == [("summary", sentence)]


def test_a_source_of_a_row_that_may_not_be_shown_is_named():
    sentence = "The source unknown is unknown or may not be shown. Choose another."

    assert found(replace(WHOLE, rows=(row("a-source", "unknown"),))) == [("associations-0", sentence)]
    assert found(replace(WHOLE, annotated=("a-source", "unknown"))) == [("citations", sentence)]


def test_each_claim_has_a_source():
    assert found(replace(WHOLE, rows=(row(), row("a-source")))) == [("associations-0", "“Diabetes” has no source. Add at least one.")]


def test_a_text_without_any_source_is_refused():
    bare = replace(WHOLE, parts=BARE)

    assert found(bare, "no-source") == [("", "No statement has a source. Cite at least one with [@key].")]
    assert found(replace(bare, summary=f"A disease. {SOURCE}"), "no-source") == []
    assert found(replace(bare, rows=(row("a-source"),)), "no-source") == []
    assert found(replace(bare, annotated=("a-source",)), "no-source") == []


def test_a_definition_needs_no_source():
    assert found(a_text(GlossaryTerm)) == []


# --- Claims to avoid --------------------------------------------------------------------------------------------

CLAIMS = [
    "breakthrough", "Breakthroughs", "miracle", "MIRACULOUS", "cutting-edge", "cutting edge", "revolutionary", "guaranteed", "safe and natural",
    "promising", "clinically proven", "game-changer", "game changers", "reverses neuropathy", "reverses nerve damage", "regrows nerves",
    "regrows damaged nerves", "heals nerves", "heals your nerves", "cures neuropathy", "cures nerve pain", "FDA-registered", "FDA registered",
    "your own cells are safe", "Your own cells are completely safe", "no stem cell product is approved in the USA", "No stem cell products are approved",
    "alpha-lipoic acid treats", "acetyl-L-carnitine prevents", "decompression surgery cures", "spinal cord stimulation restores nerves",
    "Steroids help Guillain", "antivirals prevent postherpetic", "opioids are a good", "pain medicines repair nerves",
    "everyone with neuropathy needs", "neuropathy always gets",
]  # fmt: skip


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_to_avoid_is_named_wherever_it_stands(claim):
    sentence = f"“{claim}” is a claim to avoid. Say what was measured, in whom and against what."
    words = f"They say: {claim}."

    def where(text):
        return [place for place, said in found(text, "banned-claim") if said == sentence]

    assert where(with_words(words)) == ["sections-5"]
    assert where(replace(WHOLE, parts=(replace(WHOLE.parts[0], heading=words), *WHOLE.parts[1:]))) == ["sections-0"]
    assert where(replace(WHOLE, summary=words)) == ["summary"]
    assert where(replace(WHOLE, title=words)) == ["title"]
    assert where(replace(WHOLE, own={"also_called": ["Another name", words]})) == ["also_called"]
    assert where(replace(WHOLE, rows=(Row("effects-3", "Pain", {"statement": words, "studies": 3}, ("a-source",)),))) == ["effects-3"]


@pytest.mark.parametrize("words", ["a <strong>mira</strong>cle", f"safe {SOURCE} and natural", "heals<br>nerves"])
def test_a_claim_cannot_hide_between_marks(words):
    assert [place for place, _sentence in found(with_words(words), "banned-claim")] == ["sections-5"]


@pytest.mark.parametrize(
    "words",
    [
        "a compromising position", "They broke through the wall", "naturally safe", "regrow nerve", "miraculously", "He was guaranteeing it",
        "It has not been shown to heal nerves.", "Cells are not safe just because they are your own.", "Not everyone with neuropathy needs nerve tests.",
        "No stem cell product is approved for neuropathy.", "Being registered with the FDA does not mean approval.",
        "It is not known whether steroids help Guillain-Barré syndrome.", "Do pain medicines repair nerves?", "These medicines do not repair nerves.",
        "Alpha-lipoic acid probably has little or no effect.", "Neuropathy does not always get worse.", "It is not true that neuropathy always gets worse.",
    ],
)  # fmt: skip
def test_words_that_only_look_like_a_claim_are_fine(words):
    assert banned_claims(words) == []


def test_every_claim_of_the_list_is_tried():
    assert {match.rstrip(".") for claim in CLAIMS for match in banned_claims(f"{claim}.")} == set(CLAIMS)
    for pattern in (*WORDS_TO_AVOID, *FALSE_CLAIMS):
        without = BANNED.pattern.replace(pattern, "(?!)", 1)
        assert any(not re.search(without, f"{claim}.", re.IGNORECASE) for claim in CLAIMS), f"no claim needs {pattern}"


def test_hope_belongs_in_no_headline():
    def hoping(**headline):
        return replace(WHOLE, parts=(replace(WHOLE.parts[0], **headline), *WHOLE.parts[1:]))

    assert [place for place, _sentence in found(replace(WHOLE, title="New hope"))] == ["title"]
    assert [place for place, _sentence in found(hoping(heading="Hopes for nerves"))] == ["sections-0"]
    assert found(hoping(html=f"<p>They hope so. {SOURCE}</p>")) == []
    assert found(replace(WHOLE, title="Dr Hopeful")) == []


# --- Links ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("href", ["/symptoms/numbness/", "/glossary/#axon"])
def test_a_link_to_a_page_is_fine(href):
    assert found(with_words(f'<a href="{href}">x</a>'), "dead-link") == []


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

    assert found(with_words(f'<a href="{href}">x</a>'), "dead-link") == [("sections-5", expected)]


@pytest.mark.parametrize(("href", "target"), [("/causes/b12-deficiency/", ("causes", "b12-deficiency")), ("/glossary/#emg", ("glossary", "emg"))])
def test_the_target_of_a_link(href, target):
    assert link_target(href) == target


def test_a_care_card_has_no_address_that_a_text_could_link_to():
    assert link_target("/care-cards/fast-change/") is None
    assert link_target("/care-cards/#fast-change") is None


# --- The day of the next review ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("review_due", "words"),
    [
        (None, "Say when the text is to be reviewed again"),
        (date(2026, 2, 28), "must come after today"),
        (date(2026, 2, 27), "must come after today"),
        (date(2026, 3, 1), None),
        (date(2029, 2, 28), None),
        (date(2029, 3, 1), "is more than 3 years away"),
    ],
)
def test_the_day_of_the_next_review(review_due, words):
    sentence = review_date_problem(review_due, date(2026, 2, 28))

    assert (words in sentence) if words else sentence is None


def test_the_next_review_of_a_text_of_a_leap_day():
    assert review_date_problem(date(2031, 2, 28), date(2028, 2, 29)) is None
    assert review_date_problem(date(2031, 3, 1), date(2028, 2, 29)) is not None


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
    assert problems(draft) == [
        f"When to get help: The care card “{card_draft.page.name}” is unknown or not published. Publish it first, or choose another."
    ]

    factories.publish(card_draft)

    assert problems(draft) == []


@pytest.mark.django_db
def test_the_sources_of_rows_must_be_printable():
    draft = factories.make_condition_draft()
    factories.make_association(draft, cause=factories.make_cause(), sources=[factories.make_source("doubted", printable=False)])

    assert problems(draft) == ["The source doubted is unknown or may not be shown. Choose another."]


@pytest.mark.django_db
def test_an_unknown_kind_of_folder_is_no_page():
    draft = factories.make_condition_draft()
    Section.objects.filter(version=draft, aspect=Aspect.OVERVIEW).update(body='<p><a href="/poems/ode/">x</a> [@a-source]</p>')

    assert len(problems(draft)) == 1
    assert Condition.folder == "conditions"


@pytest.mark.django_db
def test_the_places_of_rows_are_those_of_the_form():
    source = factories.make_source("another")
    draft = factories.make_condition_draft()
    factories.make_association(draft, symptom=factories.make_symptom())
    factories.make_association(draft, cause=factories.make_cause(), sources=[])
    factories.make_association(draft, cause=factories.make_cause(), sources=[source])

    assert [(finding.id, finding.place) for finding in findings(draft) if finding.stops] == [("claim-without-source", "associations-1")]
    assert row_source_keys(draft) == ["a-source", "another"]


@pytest.mark.django_db
def test_sections_are_counted_in_their_order():
    draft = factories.make_symptom_draft()
    Section.objects.create(version=draft, aspect=Aspect.SELF_CARE, position=0, body="<p>A miracle.</p>")
    Section.objects.filter(version=draft, aspect=Aspect.KEY_POINTS).update(position=1, body="<p>A breakthrough.</p>")

    assert [finding.place for finding in findings(draft) if finding.id == "banned-claim"] == ["sections-0", "sections-1"]


def rich(rows):
    """Drafts of the kinds with most of their own, with this many tags, cards, sections, links, cited sources and rows."""
    sources = [factories.make_source() for _number in range(rows)]
    pages = [actions.add_page(Symptom, slug=f"{rows}-{number}", name="A symptom") for number in range(rows)]
    cards = [actions.add_page(CareCard, slug=f"{rows}-{number}", name="A card") for number in range(rows)]
    condition = factories.make_condition_draft(tags=[factories.make_tag() for _number in range(rows)], symptoms=pages)
    treatment = factories.make_treatment_draft(effects=[{"symptom": page, "sources": sources} for page in pages])
    symptom = factories.make_symptom_draft(cards=cards)
    drafts = [condition, treatment, symptom]
    for draft in drafts:
        for source, page in zip(sources, pages, strict=True):
            body = f'<p><a href="{page.get_absolute_url()}">x</a> <a href="/treatments/x/">x</a> [@{source.key}]</p>'
            Section.objects.create(version=draft, aspect=Aspect.RISKS if draft is treatment else Aspect.TREATMENTS, body=body)
    return [type(draft).objects.get(pk=draft.pk) for draft in drafts]


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_the_text(django_assert_max_num_queries):
    counts = []
    for rows in (5, 50):
        for draft in rich(rows):
            with django_assert_max_num_queries(15) as asked:
                assert findings(draft)
            counts.append(len(asked))

    assert counts[:3] == counts[3:]
