"""Who causes, has and treats what: the pages say what the checked relations say, nothing less and nothing stronger.

`relations.json` was made with the fact sheets, from the same sources.
"""

import json
from pathlib import Path

import pytest

from treatments.stages import Certainty, Finding, Stage

FOUND = json.loads((Path(__file__).parent / "relations.json").read_text(encoding="utf-8"))
RELATIONS = FOUND["relations"]
# What the source itself does not bear out, and the pages therefore do not say.
CONTRADICTED = {
    ("fabry-neuropathy", "excessive-sweating"): "the source, ninds-fabry, speaks of less sweating",
}
STRENGTHS = ["trigger", "contributes", "probable", "established"]
CERTAINTIES = [Certainty.NOT_GRADED, Certainty.NONE, Certainty.VERY_LOW, Certainty.LOW, Certainty.MODERATE, Certainty.HIGH]
CERTAINTY_OF = {
    "high": Certainty.HIGH,
    "moderate": Certainty.MODERATE,
    "low": Certainty.LOW,
    "very-low": Certainty.VERY_LOW,
    "none-in-humans": Certainty.NONE,
}


@pytest.fixture(scope="session")
def printable(shipped):
    return {key for key, source in shipped.sources.items() if source.get("printable")}


@pytest.fixture(scope="session")
def pages(shipped):
    return {(page.model.kind_of_page, page.slug): page.front for page in shipped.pages}


def shown(relations, printable):
    """The relations that may be shown: those with a source that may."""
    return [row for row in relations if printable.intersection(row["sources"]) and (row["from"], row["to"]) not in CONTRADICTED]


def relations(*kinds):
    return [row for row in RELATIONS if row["kind"] in kinds]


def effects_of(pages, treatment, kind, slug):
    return [row for row in pages["treatment", treatment].get("effects") or [] if row.get(kind) == slug]


def ends(row):
    """(treatment, kind of what it is for, its slug) of a relation about a treatment."""
    if row["kind"] == "treated-by":
        return row["to"], row["from_type"], row["from"]
    return row["from"], row["to_type"], row["to"]


def test_every_node_has_a_page(pages):
    assert [node["slug"] for node in FOUND["nodes"] if (node["type"], node["slug"]) not in pages] == []


@pytest.mark.parametrize(("kind", "rows", "name"), [("causes", "causes", "cause"), ("has-symptom", "symptoms", "symptom")])
def test_a_condition_has_its_causes_and_symptoms_just_so(pages, printable, kind, rows, name):
    wrong = []
    for relation in shown(relations(kind), printable):
        condition, other = (relation["to"], relation["from"]) if kind == "causes" else (relation["from"], relation["to"])
        said = [row for row in pages["condition", condition].get(rows) or [] if row[name] == other]
        right = {"strength": relation["evidence"], "sources": printable.intersection(relation["sources"])}
        if not said or said[0]["strength"] != right["strength"] or not right["sources"] <= set(said[0]["sources"]):
            wrong.append((condition, other, right, said))

    assert wrong == []


def test_what_a_source_contradicts_is_not_said(pages):
    said = {(condition, row["symptom"]) for (kind, condition), front in pages.items() if kind == "condition" for row in front.get("symptoms") or []}

    assert said.isdisjoint(CONTRADICTED)


def test_a_relation_without_a_source_that_may_be_shown_is_not_said(pages, printable):
    hidden = [row for row in relations("causes") if not printable.intersection(row["sources"])]

    said = {(row["cause"], condition) for (kind, condition), front in pages.items() if kind == "condition" for row in front.get("causes") or []}
    assert [(row["from"], row["to"]) for row in hidden if (row["from"], row["to"]) in said] == []


def test_every_treatment_says_for_what_it_was_studied(pages, printable):
    missing = [ends(row) for row in shown(relations("treated-by", "studied-for"), printable) if not effects_of(pages, *ends(row))]

    assert missing == []


def test_no_treatment_is_shown_as_surer_or_further_than_it_is(pages, printable):
    wrong = []
    for relation in shown(relations("treated-by", "studied-for"), printable):
        for effect in effects_of(pages, *ends(relation)):
            known = CERTAINTY_OF.get(relation["evidence"])
            surer = known is not None and CERTAINTIES.index(effect["certainty"]) > CERTAINTIES.index(known)
            without_benefit = relation["evidence"] == "no-benefit-shown" and effect["finding"] == Finding.BENEFIT
            discouraged = relation["evidence"] == "not-recommended" and effect["stage"] != Stage.NOT_RECOMMENDED
            further = relation["stage"] and Stage.rank(effect["stage"]) < Stage.rank(relation["stage"])
            if surer or without_benefit or discouraged or further:
                wrong.append((ends(relation), relation["evidence"], relation["stage"], effect["certainty"], effect["finding"], effect["stage"]))

    assert wrong == []


def test_every_effect_has_the_source_of_its_relation(pages, printable):
    wrong = []
    for relation in shown(relations("treated-by", "studied-for"), printable):
        said = {key for effect in effects_of(pages, *ends(relation)) for key in effect["sources"]}
        if not said.intersection(relation["sources"]):
            wrong.append((ends(relation), relation["sources"], sorted(said)))

    assert wrong == []
