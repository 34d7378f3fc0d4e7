"""The check of an offer: signs in its words, with their sources, what is known, and what to ask. No judgement."""

import pytest

from editorial import actions
from editorial.models import Source
from search.offers import PAID, SIGNS_ARTICLE
from tests import factories
from tests.web.forms import send, sent_page
from tests.web.html import heading_jumps, section, soup, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

NO_RISK, CURE = "No risks, no side effects", "A cure, or new nerves, for certain"
APPROVED, NO_APPROVAL = "Approved, but for another illness", "Not stem cells, so no approval is needed"


def make_signs(*further):
    """The article with three signs and further headings; returns its page."""
    signs = {PAID: "<p>Charged for cells? [@a-source]</p>", NO_RISK: "<p>People were harmed. [@a-source; @another]</p>", CURE: "<p>It is rare.</p>"}
    signs |= dict.fromkeys(further, "<p>Ask.</p>")
    sections = {"research": "<p>A list is no approval. [@a-source]</p>", "questions-to-ask": "<ul><li>What will I pay?</li></ul>"}
    factories.make_source("a-source", title="A study")
    factories.make_source("another", title="Another")
    draft = factories.make_article_draft(SIGNS_ARTICLE, name="Warning signs", sections=sections)
    for place, (heading, html) in enumerate(signs.items()):
        draft.sections.create(aspect="cautions", heading=heading, body=html, position=10 + place)
    return factories.publish(draft)


@pytest.fixture
def signs():
    return make_signs()


@pytest.fixture
def more_signs():
    return make_signs(APPROVED, NO_APPROVAL)


@pytest.fixture
def cells():
    effects = [{"stage": "experimental", "finding": "unclear", "certainty": "very low", "statement": "We do not know."} for _number in range(5)]
    questions = {"questions-to-ask": "<ul><li>Which phase is it?</li></ul>"}
    return factories.make_treatment(
        "cells",
        name="Stem cells",
        stage="experimental",
        status_line="Not approved.",
        also_called=["cell injections"],
        effects=effects,
        sections=questions,
    )


def check(client, **said):
    return sent_page(client, "/check-an-offer/", **said)


def signs_on(page):
    return [text_of(sign.h3) for sign in page.select(".sign")]


def test_a_sign_comes_with_its_reason_its_sources_and_the_words_that_raised_it(client, signs):
    page = check(client, promises="There is no risk at all.")

    [sign] = page.select(".sign")
    assert text_of(sign) == "No risks, no side effects People were harmed. Source [1] Source [2] Found by words such as: “no risk”."
    assert [text_of(source.cite) for source in page.select(".sources li")] == ["A study", "Another"]
    assert page.find("a", href=f"/articles/{SIGNS_ARTICLE}/")
    assert heading_jumps(page) == []


def test_signs_can_be_ticked_and_are_those_of_the_live_article(client, signs):
    page = soup(client.get("/check-an-offer/"))
    assert [box["value"] for box in page.select("input[name=signs]")] == ["no-risks-no-side-effects", "a-cure-or-new-nerves-for-certain"]

    page = check(client, signs=["no-risks-no-side-effects"])
    assert signs_on(page) == [NO_RISK]
    assert "Found by your answers." in text_of(page.select_one(".sign"))


@pytest.mark.parametrize(
    ("pay", "trial", "is_sign"),
    [("yes", "no", True), ("yes", "untold", True), ("yes", "number", False), ("no", "no", False), ("unsure", "no", False), ("yes", "", False)],
)
def test_to_pay_outside_a_trial_is_a_sign(client, signs, cells, pay, trial, is_sign):
    page = check(client, offered="stem cells", pay=pay, trial=trial)

    assert (PAID in signs_on(page)) == is_sign


def test_to_pay_for_what_is_in_use_is_no_sign(client, signs):
    factories.make_treatment("pill", name="Nerve pill", stage="standard care", effects=[{"stage": "standard care"}])

    assert signs_on(check(client, offered="nerve pill", promises="I pay and it is not a trial", pay="yes", trial="no")) == []


@pytest.mark.parametrize(
    ("said", "is_sign"),
    [
        ({"offered": "physiotherapy"}, False),
        ({"treatment": "physiotherapy"}, False),
        ({"offered": "stem cells and physiotherapy"}, True),
        ({"offered": "exosomes and physiotherapy"}, True),
        ({"offered": "exosomes", "treatment": "physiotherapy"}, True),
        ({"offered": "stem cells", "treatment": "physiotherapy"}, True),
    ],
)
def test_to_pay_is_no_sign_only_if_all_that_is_offered_is_in_use(client, signs, cells, said, is_sign):
    factories.make_treatment("physiotherapy", name="Physiotherapy", stage="standard care", effects=[{"stage": "standard care"}])

    assert (PAID in signs_on(check(client, pay="yes", trial="no", **said))) == is_sign


def test_every_treatment_that_is_named_is_shown(client, signs, cells):
    factories.make_treatment("physiotherapy", name="Physiotherapy", stage="standard care", effects=[{"stage": "standard care"}])

    known = section(check(client, offered="stem cells, physiotherapy"), "What this site says about it")

    assert [text_of(name) for name in known.find_all("h3")] == ["Stem cells", "Physiotherapy"]


@pytest.mark.parametrize(
    ("price", "pay", "is_sign"),
    [
        ("$15,000", "", True),
        ("15 thousand", "unsure", True),
        ("0", "", False),
        ("0,00 euros", "", False),
        ("free", "", False),
        ("nothing", "", False),
        ("I do not know", "", False),
        ("", "", False),
        ("$15,000", "no", False),
    ],
)
def test_who_names_a_price_pays(client, signs, price, pay, is_sign):
    page = check(client, offered="stem cells", price=price, pay=pay, trial="no")

    assert (PAID in signs_on(page)) == is_sign


@pytest.mark.parametrize(
    ("offered", "promises", "is_sign"),
    [
        ("stem cells", "FDA approved", True),
        ("stem cells", "approved by the FDA for neuropathy", True),
        ("moon rays", "FDA approved", True),
        ("stem cells", "It is not FDA approved", False),
        ("nerve pill", "FDA approved", False),
        ("", "FDA approved", False),
    ],
)
def test_an_approval_of_what_is_unproven_is_a_sign(client, more_signs, cells, offered, promises, is_sign):
    factories.make_treatment("pill", name="Nerve pill", stage="standard care", effects=[{"stage": "standard care"}])

    assert (APPROVED in signs_on(check(client, offered=offered, promises=promises))) == is_sign


def test_what_is_not_offered_raises_no_sign_and_is_not_shown(client, more_signs, cells):
    page = check(client, offered="not stem cells")

    assert signs_on(page) == []
    assert section(page, "What this site says about it").h3 is None


def test_to_pay_for_what_nobody_knows_is_a_sign(client, signs):
    page = check(client, offered="moon rays", pay="yes", trial="no")

    assert signs_on(page) == [PAID]
    assert "No treatment of this site has this name." in text_of(section(page, "What this site says about it"))


def test_without_a_sign_nothing_is_called_good(client, signs):
    page = check(client, promises="It is a study in 200 people.")

    assert "We found none of our signs. That does not mean that the offer is good." in text_of(section(page, "Warning signs in what you wrote"))


def test_the_page_says_that_it_checks_words_and_repeats_no_name(client, signs):
    page = check(client, offered="Doctor Moreau cell cure", promises="Doctor Moreau guarantees: no risk")

    found = page.select_one(".found")
    assert "It does not know the person or the clinic, and it judges neither." in text_of(found)
    assert signs_on(page) == [NO_RISK, CURE]
    assert "Moreau" not in text_of(found)


def test_what_is_offered_is_shown_with_stage_certainty_and_sources_apart(client, signs, cells):
    page = check(client, offered="I want a cell injection")

    known = section(page, "What this site says about it")
    assert text_of(known.h3) == "Stem cells"
    assert known.select_one(".unproven .stage--experimental")
    assert known.select_one(".certainty")
    assert len(known.select(".effect")) == 3, "the page has the rest"
    assert known.select_one(".effect sup a")["href"] == "#source-1"
    assert [text_of(line) for line in section(page, "Questions to ask").find_all("li")] == [
        "Which phase is it? ( Stem cells)",
        "What will I pay? ( Warning signs)",
    ]


def test_a_treatment_can_be_chosen_also_by_a_link(client, signs, cells):
    page = soup(client.get("/check-an-offer/?treatment=cells"))
    assert page.select_one("select option[selected]")["value"] == "cells"

    assert text_of(section(check(client, treatment="cells"), "What this site says about it").h3) == "Stem cells"


def test_a_slip_in_a_name_is_understood(client, signs, cells):
    assert text_of(section(check(client, offered="stemcells"), "What this site says about it").h3) == "Stem cells"


def test_an_article_of_that_name_is_offered_to_read(client, signs):
    factories.make_article("exosomes", name="Exosomes")

    assert section(check(client, offered="exosomes"), "What this site says about it").find("a", href="/articles/exosomes/")


@pytest.mark.parametrize(("number", "is_odd"), [("NCT01234567", False), ("nct 01234567", False), ("NCT123", True), ("ISRCTN12345678", False)])
def test_who_has_a_number_reads_what_it_means(client, signs, number, is_odd):
    page = check(client, trial="number", number=number)

    part = text_of(section(page, "The number of the trial"))
    assert "A list is no approval. Source [1]" in part
    assert ("NCT and eight digits" in part) == is_odd


def test_a_source_that_may_not_be_shown_is_not_shown(client, signs):
    Source.objects.filter(key="another").update(printable=False)

    page = check(client, promises="no risk")

    assert [text_of(source.cite) for source in page.select(".sources li")] == ["A study"]


def test_a_sign_changes_when_a_new_text_is_approved(client, signs):
    draft = actions.start_draft(signs, by=factories.the_author())
    caution = draft.sections.get(heading=NO_RISK)
    caution.body = "<p>The new reason.</p>"
    caution.save()
    assert "The new reason." not in text_of(check(client, promises="no risk").main)

    factories.publish(draft)

    assert "The new reason." in text_of(check(client, promises="no risk").main)


def test_without_the_article_the_check_says_that_no_sign_was_looked_for(client, cells):
    page = check(client, offered="stem cells", promises="no risk")

    assert "so no sign could be looked for" in text_of(section(page, "Warning signs in what you wrote"))
    assert text_of(section(page, "What this site says about it").h3) == "Stem cells"


def test_a_withdrawn_article_and_a_draft_treatment_are_not_used(client, signs):
    factories.make_treatment_draft("secret", name="Secret rays")
    factories.make_withdrawn(signs, by=factories.the_administrator())

    page = check(client, offered="secret rays", promises="no risk")

    assert signs_on(page) == []
    assert section(page, "What this site says about it").h3 is None


def test_the_form_comes_back_filled(client, signs, cells):
    page = check(
        client, offered="stem cells", promises="no risk", pay="yes", trial="number", price="10 euros", number="NCT1", signs="no-risks-no-side-effects"
    )

    change = section(page, "Change what you wrote")
    assert {box["name"]: box["value"] for box in change.select("input[type=text]")} == {
        "offered": "stem cells",
        "price": "10 euros",
        "number": "NCT1",
    }
    assert [box["value"] for box in change.select("input[checked]")] == ["no-risks-no-side-effects", "yes", "number"]
    assert change.textarea.text.strip() == "no risk"


def test_an_answer_is_no_error_for_a_reader_without_words(client, signs):
    assert send(client, "/check-an-offer/", {"pay": "yes"}).status_code == 200
