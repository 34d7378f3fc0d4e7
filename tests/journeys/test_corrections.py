"""A safety correction while somebody else's draft is in work, and the second clinician who confirms it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from editorial import actions
from tests import factories
from tests.journeys.conftest import admin_url

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_correction_is_published_at_once_and_confirmed_later(sign_in, reader, live_server):
    treatment = factories.make_treatment("balance-classes", summary="Classes that train balance.")
    address = live_server.url + treatment.get_absolute_url()
    draft = actions.start_draft(treatment, by=factories.the_author())
    factories.edit(draft, title="Balance classes, second edition")
    corrector, author = sign_in(factories.the_corrector()), sign_in(factories.the_author())

    # A reviewer with that right changes a sentence, says why, and readers see it.
    corrector.goto(admin_url(live_server.url, treatment))
    corrector.get_by_text("Something here is dangerous: correct it at once").click()
    corrector.get_by_role("button", name="Begin a safety correction").click()
    corrector.get_by_label("Summary:").fill("Classes that train balance. Hold on to a rail.")
    corrector.get_by_role("button", name="Save the draft").click()
    expect(corrector.get_by_text("The draft is saved.")).to_be_visible()
    corrector.get_by_role("link", name="Compare, and publish the correction").click()
    expect(corrector.locator("ins").filter(has_text="Hold on to a rail.").first).to_be_visible()
    corrector.get_by_label("Why this cannot wait").fill("People fell.")
    corrector.get_by_role("button", name="Publish the correction now").click()
    expect(corrector.get_by_text("Another clinician must confirm it within 72 hours.")).to_be_visible()
    reader.goto(address)
    expect(reader.get_by_text("Hold on to a rail.")).to_be_visible()
    note = reader.get_by_role("complementary", name="Correction")
    expect(note).to_contain_text("People fell.")
    expect(note).to_contain_text("A second clinician has not yet confirmed this change.")

    # The draft that was in work is behind: it cannot be sent before its author has taken the correction over.
    author.reload()
    author.get_by_role("region", name="My drafts that are behind").get_by_role("link", name="Balance classes, second edition").click()
    author.get_by_role("button", name="Save and send for review").click()
    expect(author.get_by_text("The draft was saved, but it cannot be sent for review yet:")).to_be_visible()
    author.get_by_role("link", name="Compare the two, and take over what changed").click()
    expect(author.locator("del").filter(has_text="Hold on to a rail.").first).to_be_visible()
    author.get_by_role("link", name="Go on writing").click()
    author.get_by_label("Summary:").fill("Classes that train balance. Hold on to a rail.")
    author.get_by_role("button", name="Save the draft").click()
    author.get_by_role("link", name="Compare the two, and take over what changed").click()
    author.get_by_role("button", name="The draft holds the newer text").click()
    expect(author.get_by_text("The draft counts as up to date with what readers see.")).to_be_visible()
    author.get_by_role("link", name="Go on writing").click()
    author.get_by_role("button", name="Save and send for review").click()
    expect(author.get_by_text("The text was sent for review.")).to_be_visible()

    # A second clinician confirms it, and the note says so.
    second = sign_in(factories.the_reviewer())
    second.get_by_role("region", name="Safety corrections to confirm").get_by_role("link", name="Balance classes").click()
    second.get_by_role("button", name="Confirm the correction").click()
    expect(second.get_by_text("The correction is confirmed.")).to_be_visible()
    reader.reload()
    expect(note).to_contain_text("A second clinician confirmed it on")


def test_who_published_a_correction_does_not_confirm_it(sign_in, live_server):
    treatment = factories.make_treatment("balance-classes")
    correction = factories.make_correction(treatment)
    corrector = sign_in(factories.the_corrector())

    expect(corrector.get_by_role("region", name="Safety corrections to confirm").get_by_role("link", name="Balance classes")).to_have_count(0)
    corrector.goto(live_server.url + reverse("admin:review", args=[correction.pk]))

    expect(corrector.get_by_role("button", name="Confirm the correction")).to_have_count(0)
