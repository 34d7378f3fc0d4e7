"""What the head of a public page says of it to search engines, link previews and other machines."""

import struct
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from pytest_django.asserts import assertContains

from articles.models import Condition
from editorial.previews import new_link
from neuroinfo.cards import CARDS
from tests import factories
from tests.web.html import soup, structured_data
from treatments.models import Treatment

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

HOSTILE = '</script><b onclick="x">"A" & <i>B</i>'


def head(client, address):
    return soup(client.get(address)).head


def preview_of(page):
    """{name: content} of what link previews read."""
    return {meta["property"]: meta["content"] for meta in page.select("meta[property]")}


def page_of(client, page):
    """What a page tells of itself."""
    graph = structured_data(soup(client.get(page.get_absolute_url())))["@graph"]
    return next(node for node in graph if "MedicalWebPage" in node["@type"])


def thing_of(client, page):
    """What a page tells of what it is about."""
    graph = structured_data(soup(client.get(page.get_absolute_url())))["@graph"]
    return next(node for node in graph if node.get("@id", "").endswith("#thing"))


def publish_treatment(*, stage="standard care", effects):
    """A published treatment with effects that no reviewer would let pass together."""
    page = factories.make_starter(Treatment, approach="medicines", stage=stage, status_line="Offered to some people.")
    for effect in effects:
        factories.make_effect(page.live.own(), **effect)


def treatments_on(client, page):
    return [treatment["name"] for treatment in thing_of(client, page).get("possibleTreatment", [])]


# --- In the starter library -------------------------------------------------------------------------------------


def test_every_page_that_is_to_be_found_has_a_description_of_its_own(pages):
    found = {}
    for visit in pages.values():
        if canonical := visit.page.find("link", rel="canonical"):
            described = visit.page.find("meta", attrs={"name": "description"})
            if not visit.page.find("meta", attrs={"content": "noindex"}):
                assert 50 <= len(described["content"]) <= 320, canonical["href"]
                found.setdefault(described["content"], set()).add(canonical["href"])

    assert len(found) > 200
    assert {description: addresses for description, addresses in found.items() if len(addresses) > 1} == {}


def test_every_page_that_is_to_be_found_can_be_shown_as_a_preview(pages):
    for address, visit in pages.items():
        told = preview_of(visit.page)
        if visit.page.find("meta", attrs={"content": "noindex"}):
            assert not told, address
            continue
        assert set(told) == {f"og:{name}" for name in "type title description url site_name locale image image:alt image:width image:height".split()}
        assert all(told.values()), address
        assert told["og:url"] == visit.page.find("link", rel="canonical")["href"]
        assert visit.page.find("meta", attrs={"name": "twitter:card"})["content"] == "summary_large_image"
        languages = {link["hreflang"]: link["href"] for link in visit.page.select("link[hreflang]")}
        assert languages == {"en": told["og:url"], "x-default": told["og:url"]}


# --- Pictures of link previews ----------------------------------------------------------------------------------


@pytest.mark.parametrize("card", CARDS.values(), ids=list(CARDS))
def test_each_picture_is_there_and_small(card):
    with open(finders.find(card.file), "rb") as file:
        picture = file.read()

    assert struct.unpack(">II", picture[16:24]) == (1200, 630)
    assert len(picture) < 25_000


def test_the_preview_of_a_page_shows_the_picture_of_its_kind(client):
    told = preview_of(head(client, factories.make_cause().get_absolute_url()))

    assert told["og:image"] == f"{settings.SITE_URL}/static/cards/cause.png"
    assert told["og:image:alt"] == "Cause. Nerve damage in plain words."
    assert told["og:type"] == "article"


@pytest.mark.parametrize(("stage", "words"), [("experimental", "Experimental treatment"), ("not recommended", "Not recommended")])
def test_the_preview_of_an_unproven_treatment_says_so(client, stage, words):
    page = factories.make_treatment(stage=stage, status_line="Not proven for this.", summary="Cells are given.")

    told = preview_of(head(client, page.get_absolute_url()))

    assert told["og:image:alt"].startswith(words)
    assert told["og:description"] == "Not proven for this. Cells are given."


# --- Nothing but the address decides ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["/", "/conditions/here/", "/glossary/", "/feed.atom", "/sitemap.xml", "/sitemap-site.xml", "/sitemap-conditions.xml"]
)
def test_an_answer_is_the_same_whichever_name_the_site_was_asked_by(client, address):
    factories.make_condition("here")

    one, other = (client.get(address, headers={"host": host}) for host in ("localhost:9000", "127.0.0.1"))

    assert one.status_code == 200
    assert one.content == other.content


# --- Dates ------------------------------------------------------------------------------------------------------


def test_a_page_tells_and_shows_when_it_was_first_published_and_last_changed(client):
    page = factories.make_condition()
    days = {"first_published_at": datetime(2025, 1, 2, 3, tzinfo=UTC), "published_at": datetime(2026, 5, 6, 7, tzinfo=UTC)}
    Condition.objects.filter(pk=page.pk).update(**days)

    told = page_of(client, page)

    assert (told["datePublished"], told["dateModified"]) == ("2025-01-02", "2026-05-06")
    assertContains(client.get(page.get_absolute_url()), 'First published: <time datetime="2025-01-02">2 January 2025</time>.')


# --- Reviewers --------------------------------------------------------------------------------------------------


def test_a_reviewed_page_names_its_reviewer_and_the_day(client):
    reviewer = factories.the_reviewer()
    type(reviewer).objects.filter(pk=reviewer.pk).update(orcid="0000-0002-1825-0097")
    page = factories.make_condition()

    told = page_of(client, page)

    assert told["reviewedBy"] == {
        "@type": "Person",
        "name": "Rita Viewer",
        "jobTitle": "Consultant neurologist",
        "sameAs": "https://orcid.org/0000-0002-1825-0097",
    }
    assert date.fromisoformat(told["lastReviewed"]) <= date.today()
    assert told["author"] == {"@id": f"{settings.SITE_URL}/#org"}, "the page names no author"


def test_a_starter_text_names_no_reviewer(client):
    told = page_of(client, factories.make_starter(Condition))

    assert not {"reviewedBy", "lastReviewed"} & set(told)


def test_a_correction_that_nobody_has_confirmed_names_no_reviewer(client, other_reviewer):
    page = factories.make_condition()
    correction = factories.make_correction(page)

    before = page_of(client, page)
    factories.confirm(correction, by=other_reviewer)
    after = page_of(client, page)

    assert not {"reviewedBy", "lastReviewed"} & set(before), "the reviewer has not seen these words"
    assert after["reviewedBy"]["name"] == "Rita Viewer"


# --- Drafts -----------------------------------------------------------------------------------------------------


def test_the_preview_of_a_draft_tells_machines_nothing(client):
    draft = factories.make_condition_draft()

    shown = soup(client.get(new_link(draft)[0].removeprefix(settings.SITE_URL)))

    assert structured_data(shown) is None
    assert not preview_of(shown)
    assert not shown.select("link[rel=canonical], link[hreflang], meta[name=description]")
    assert shown.find("meta", attrs={"name": "robots"})["content"] == "noindex"


def test_a_page_that_is_only_a_draft_is_named_without_an_address(client):
    cause, condition = factories.make_cause_draft(name="Hidden cause").page, factories.make_condition_draft()
    factories.make_association(condition, cause=cause)

    assert thing_of(client, factories.publish(condition))["cause"] == [{"@type": "MedicalCause", "name": "Hidden cause"}]


# --- Only what is sure ------------------------------------------------------------------------------------------


def test_a_condition_tells_its_symptoms_causes_and_risks(client):
    causes = {strength: factories.make_cause(f"{strength}-cause") for strength in ("established", "probable", "contributes", "trigger")}
    condition = factories.make_condition_draft(symptoms=[factories.make_symptom("numb", name="Numb")], also_called=["Other name"])
    for strength, cause in causes.items():
        factories.make_association(condition, cause=cause, strength=strength)

    told = thing_of(client, factories.publish(condition))

    assert told["@type"] == "MedicalCondition"
    assert told["alternateName"] == ["Other name"]
    assert told["signOrSymptom"] == [{"@type": "MedicalSymptom", "name": "Numb", "url": f"{settings.SITE_URL}/symptoms/numb/"}]
    assert [cause["name"] for cause in told["cause"]] == ["Established cause"]
    assert [risk["name"] for risk in told["riskFactor"]] == ["Contributes cause"]


def test_a_treatment_that_helps_is_told_once_with_its_type(client):
    condition = factories.make_condition()
    effects = [{"condition": condition, "outcome": outcome, "certainty": "high"} for outcome in ("Pain", "Sleep")]
    factories.make_treatment("pill", name="Pill", approach="medicines", effects=effects)

    assert thing_of(client, condition)["possibleTreatment"] == [{"@type": "Drug", "name": "Pill", "url": f"{settings.SITE_URL}/treatments/pill/"}]


@pytest.mark.parametrize(
    "effect",
    [
        {"stage": "experimental"},
        {"stage": "not recommended"},
        {"finding": "no benefit shown"},
        {"finding": "unclear"},
        {"certainty": "very low"},
        {"certainty": "not graded"},
        {"prevents": True},
    ],
    ids=str,
)
def test_what_is_not_shown_to_help_is_no_possible_treatment(client, effect):
    symptom = factories.make_symptom()
    good = {"symptom": symptom, "stage": "standard care", "certainty": "high"}
    publish_treatment(effects=[{**good, **effect}])

    assert treatments_on(client, symptom) == []


def test_a_treatment_that_is_unproven_as_a_whole_is_no_possible_treatment(client):
    symptom = factories.make_symptom()
    publish_treatment(stage="not recommended", effects=[{"symptom": symptom, "stage": "standard care", "certainty": "high"}])

    assert treatments_on(client, symptom) == []


def test_a_treatment_that_is_unproven_for_another_outcome_of_the_same_is_no_possible_treatment(client):
    symptom = factories.make_symptom()
    effects = [{"symptom": symptom, "certainty": "high"}, {"symptom": symptom, "outcome": "Regrowth", "stage": "experimental"}]
    publish_treatment(effects=effects)

    assert treatments_on(client, symptom) == []


# --- Titles that want out ---------------------------------------------------------------------------------------


def test_a_title_cannot_end_the_block_or_the_attribute(client):
    page = factories.make_condition("hostile", name=HOSTILE, summary=f"Of {HOSTILE}.", also_called=[HOSTILE])

    response = client.get(page.get_absolute_url())

    shown = soup(response)
    assert response.content.lower().count(b"</script") == response.content.lower().count(b"<script")
    assert not shown.head.find(["b", "i"])
    assert page_of(client, page)["name"] == thing_of(client, page)["name"] == HOSTILE
    assert preview_of(shown)["og:title"] == HOSTILE
    assert shown.find("meta", attrs={"name": "description"})["content"] == f"Of {HOSTILE}."
