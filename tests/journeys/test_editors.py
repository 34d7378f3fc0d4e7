"""Two clinicians in a browser: one writes, the other reviews, and readers see the change only at the end."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories

PASSWORD = "correct horse battery"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def treatment():
    return factories.make_treatment("balance-classes", summary="Classes that train balance.")


@pytest.fixture
def sign_in(new_context, live_server):
    """Opens a browser of its own for a person and signs them in; fails on any error in the browser's console."""
    problems = []

    def open_for(editor):
        editor.set_password(PASSWORD)
        editor.save()
        page = new_context().new_page()
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(live_server.url + reverse("admin:login"))
        page.get_by_label("Username").fill(editor.username)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("link", name="Treatments", exact=True).first).to_be_visible()
        return page

    yield open_for
    assert problems == []


def test_from_draft_to_public_page(sign_in, new_context, live_server, treatment):
    address = live_server.url + treatment.get_absolute_url()
    reader = new_context().new_page()
    author, reviewer = sign_in(factories.the_author()), sign_in(factories.the_reviewer())

    # The author starts a draft from what is public, and changes title and text.
    author.goto(live_server.url + reverse("admin:treatments_treatment_changelist"))
    author.locator("#result_list").get_by_role("link", name="Balance classes").click()
    author.get_by_role("button", name="Start a draft from the live text").click()
    author.get_by_label("Title:").fill("Balance classes, second edition")
    words = author.get_by_role("textbox", name="Text of section 1", exact=True)
    words.click()
    author.keyboard.press("Control+End")
    author.keyboard.type(" New words from the author.")
    author.get_by_role("button", name="Save and send for review").click()
    expect(author.get_by_text("The text was sent for review.")).to_be_visible()

    # Nobody edits it meanwhile, and readers see the old text.
    expect(author.get_by_role("button", name="Save the draft")).to_have_count(0)
    expect(author.get_by_role("button", name="Approve and publish")).to_have_count(0)
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_have_text("Balance classes")
    expect(reader.get_by_text("New words from the author.")).to_have_count(0)

    # The reviewer reads it and sends it back.
    reviewer.goto(live_server.url + reverse("admin:treatments_treatmentversion_changelist") + "?status__exact=in+review")
    reviewer.locator("#result_list").get_by_role("link", name="Balance classes, second edition").click()
    expect(reviewer.get_by_text("New words from the author.")).to_be_visible()
    reviewer.get_by_label("What should change:").fill("Say who should be careful.")
    reviewer.get_by_role("button", name="Send back to the author").click()
    expect(reviewer.get_by_text("The text went back to its author.")).to_be_visible()

    # The author sees why, and sends it again.
    author.reload()
    expect(author.get_by_text("Say who should be careful.")).to_be_visible()
    author.get_by_label("Title:").fill("Balance classes, third edition")
    author.get_by_role("button", name="Save and send for review").click()
    expect(author.get_by_text("The text was sent for review.")).to_be_visible()
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_have_text("Balance classes")

    # The reviewer approves, and only now readers see the new text, with the reviewer's name.
    reviewer.reload()
    reviewer.get_by_role("button", name="Approve and publish").click()
    expect(reviewer.get_by_text("Readers see it now.")).to_be_visible()
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_have_text("Balance classes, third edition")
    expect(reader.get_by_text("New words from the author.")).to_be_visible()
    expect(reader.get_by_text("Rita Viewer, Consultant neurologist")).to_be_visible()


def test_a_new_page_from_nothing(sign_in, new_context, live_server):
    factories.the_source()
    author, reviewer = sign_in(factories.the_author()), sign_in(factories.the_reviewer())

    author.goto(live_server.url + reverse("admin:articles_glossaryterm_add"))
    author.get_by_label("Name:").fill("Axon")
    author.get_by_label("Slug:").fill("axon")
    author.get_by_role("button", name="Save", exact=True).click()
    author.get_by_label("Summary:").fill("The long thread of a nerve cell.")
    author.get_by_role("button", name="Save and send for review").click()
    expect(author.get_by_text("The text was sent for review.")).to_be_visible()

    reader = new_context().new_page()
    reader.goto(live_server.url + "/glossary/")
    expect(reader.get_by_text("Axon")).to_have_count(0)

    reviewer.goto(author.url)
    reviewer.get_by_role("button", name="Approve and publish").click()
    expect(reviewer.get_by_text("Readers see it now.")).to_be_visible()
    reader.reload()
    expect(reader.get_by_text("The long thread of a nerve cell.")).to_be_visible()
