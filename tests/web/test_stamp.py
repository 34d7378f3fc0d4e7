"""Who reviewed a page and what they declare, notes on corrections, warnings on unproven treatments, and pages that were replaced."""

from datetime import UTC, datetime

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from articles.models import Symptom
from editorial import actions
from editorial.models import Page, Version
from tests import factories
from tests.web.html import soup, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def stamp_of(client, page):
    return soup(client.get(page.get_absolute_url())).select_one(".stamp")


@pytest.fixture
def known_reviewer():
    return factories.make_editor(
        "known",
        "Clinical reviewer",
        first_name="Nora",
        last_name="Known",
        professional_role="Neurologist",
        registration="General Medical Council 7654321",
        orcid="0000-0002-1825-0097",
        interests="Lecture fees from <b>Nerve</b> Ltd.\nShares: none.",
    )


# --- Who reviewed it --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [factories.make_condition_draft, factories.make_treatment_draft], ids=["condition", "treatment"])
def test_the_stamp_says_who_reviewed_the_page_and_where_to_look_them_up(client, known_reviewer, make):
    page = factories.publish(make(), reviewer=known_reviewer)

    stamp = stamp_of(client, page)

    assert text_of(stamp).startswith("Reviewed by Nora Known, Neurologist (General Medical Council 7654321), ")
    link = stamp.find("a", string="ORCID 0000-0002-1825-0097")
    assert link["href"] == "https://orcid.org/0000-0002-1825-0097"
    assert text_of(stamp.details) == "Interests that the reviewer declares Lecture fees from <b>Nerve</b> Ltd. Shares: none."
    assert not stamp.details.has_attr("open")


def test_what_a_reviewer_did_not_give_leaves_no_gap(client):
    page = factories.make_symptom()

    stamp = stamp_of(client, page)

    assert stamp.find("a", href=lambda href: "orcid" in href) is None
    assert "()" not in text_of(stamp)
    assert text_of(stamp.details) == "Interests that the reviewer declares None"


def test_nothing_else_of_the_reviewer_is_shown(client, known_reviewer):
    page = factories.publish(factories.make_symptom_draft(), reviewer=known_reviewer)

    text = client.get(page.get_absolute_url()).content.decode()

    assert not [private for private in (known_reviewer.email, ">known<", "Ann Writer", "author@") if private in text]


def test_the_whole_page_still_asks_one_query_for_its_text_and_its_reviewer(client, known_reviewer, django_assert_max_num_queries):
    page = factories.publish(factories.make_symptom_draft(), reviewer=known_reviewer)
    client.get(page.get_absolute_url())

    with django_assert_max_num_queries(6):
        client.get(page.get_absolute_url())


# --- Corrections ------------------------------------------------------------------------------------------------


def note_on(client, page):
    return soup(client.get(page.get_absolute_url())).select_one(".correction")


def test_a_correction_is_said_at_the_top_until_a_second_clinician_confirms_it(client, reviewer):
    page = factories.make_symptom("numbness")
    correction = factories.make_correction(page)
    Page.objects.update(published_at=datetime(2026, 5, 6, tzinfo=UTC))

    before = note_on(client, page)
    factories.confirm(correction, by=reviewer)
    Version.objects.filter(pk=correction.pk).update(confirmed_at=datetime(2026, 5, 7, tzinfo=UTC))
    after = note_on(client, page)

    corrected = "Corrected on 6 May 2026: The warning was missing."
    assert text_of(before) == f"{corrected} A second clinician has not yet confirmed this change."
    assert text_of(after) == f"{corrected} A second clinician confirmed it on 7 May 2026."
    assert before.find_parent(class_="page__header")


def test_the_note_goes_with_the_next_approved_text(client, author):
    page = factories.make_symptom("numbness")
    factories.make_correction(page)
    page.refresh_from_db()
    factories.publish(actions.start_draft(page, by=author))

    assert note_on(client, page) is None


def test_a_page_without_a_correction_has_no_note(client):
    assert note_on(client, factories.make_symptom()) is None


def test_a_corrected_starter_text_is_still_starter_text(client):
    page = factories.make_starter(Symptom, "numbness")
    factories.make_correction(page)

    response = client.get("/symptoms/numbness/")

    assertContains(response, "Corrected on")
    assertContains(response, "No clinician has checked this page yet.")
    assertContains(response, "Not yet reviewed by a clinician.")


def test_a_correction_that_is_still_being_written_is_not_shown(client):
    page = factories.make_symptom("numbness")
    factories.make_correction_in_work(page, summary="Words that nobody may see yet.")

    response = client.get("/symptoms/numbness/")

    assertNotContains(response, "Words that nobody may see yet.")
    assertNotContains(response, "Corrected on")


# --- Unproven treatments ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("experimental", "Only in an approved study. Do not pay a clinic for it. Were you offered it? Check the offer"),
        (
            "not recommended",
            "Not recommended: trials or guidelines speak against it. Ask a health professional before you start it, or stop it.",
        ),
    ],
)
def test_an_unproven_treatment_has_a_standing_warning_above_its_text(client, stage, words):
    page = factories.make_treatment(stage=stage, sections={"cautions": "<p>It belongs only in an approved trial. Do not pay a clinic for it.</p>"})

    warning = soup(client.get(page.get_absolute_url())).select_one(".page__header .warning")

    assert text_of(warning) == words


@pytest.mark.parametrize("stage", ["standard care", "used in some situations"])
def test_a_treatment_in_use_has_no_such_warning(client, stage):
    page = factories.make_treatment(stage=stage)

    assert soup(client.get(page.get_absolute_url())).select_one(".warning") is None


# --- Pages that another replaces --------------------------------------------------------------------------------


def test_a_withdrawn_page_leads_to_the_page_that_replaces_it(client, administrator):
    old, new = factories.make_symptom("numb-feet"), factories.make_condition("neuropathy")
    actions.withdraw(old, by=administrator, reason="It is all on one page now.", successor=new)

    response = client.get("/symptoms/numb-feet/")

    assert (response.status_code, response["Location"]) == (301, "/conditions/neuropathy/")
    # The old page may come back: a browser must ask again.
    assert response["Cache-Control"] == "no-cache"


def test_an_old_address_of_a_replaced_page_leads_there_too(client, administrator):
    old, new = factories.make_symptom("numb-feet"), factories.make_symptom("numbness")
    actions.move(old, to="numb-toes", by=administrator)
    actions.withdraw(old, by=administrator, reason="It is all on one page now.", successor=new)

    response = client.get("/symptoms/numb-feet/", follow=True)

    assert [address for address, _status in response.redirect_chain] == ["/symptoms/numb-toes/", "/symptoms/numbness/"]


def test_a_page_whose_successor_was_withdrawn_too_says_why_it_is_gone(client, administrator):
    old, new = factories.make_symptom("numb-feet"), factories.make_symptom("numbness")
    actions.withdraw(old, by=administrator, reason="It is all on one page now.", successor=new)
    factories.make_withdrawn(new, by=administrator)

    assertContains(client.get("/symptoms/numb-feet/"), "It is all on one page now.", status_code=410)


def test_a_page_that_comes_back_is_shown_again(client, author, administrator):
    old, new = factories.make_symptom("numb-feet"), factories.make_symptom("numbness")
    actions.withdraw(old, by=administrator, reason="It is all on one page now.", successor=new)
    factories.publish(actions.restore(old.versions.get(), by=author))

    assert client.get("/symptoms/numb-feet/").status_code == 200
