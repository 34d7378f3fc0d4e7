"""An author and a reviewer, from the first word to the public page, each in a browser of their own."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from editorial import actions
from tests import factories
from tests.journeys.conftest import admin_url, go_to_the_end

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def treatment():
    return factories.make_treatment("balance-classes", summary="Classes that train balance.")


def type_at_end(page, section, words):
    """Types words at the end of the text of a section, as a person does."""
    page.get_by_role("textbox", name=f"Text of section {section}", exact=True).click()
    go_to_the_end(page)
    page.keyboard.type(words)


def test_from_draft_to_public_page(sign_in, reader, live_server, treatment):
    address = live_server.url + treatment.get_absolute_url()
    author, reviewer = sign_in(factories.the_author()), sign_in(factories.the_reviewer())

    # The author starts a draft from what is public; the checks beside the form follow each save.
    author.get_by_role("link", name="Treatments", exact=True).click()
    author.locator("#result_list").get_by_role("link", name="Balance classes").click()
    author.get_by_role("button", name="Start a draft from the live text").click()
    checks = author.get_by_role("region", name="Checks")
    expect(checks).to_contain_text("Nothing stops publication.")
    author.get_by_label("Title:").fill("Balance classes, second edition")
    type_at_end(author, 1, " New words from the author. [@no-such-source]")
    author.get_by_role("button", name="Save the draft").click()
    expect(author.get_by_text("The draft is saved.")).to_be_visible()
    expect(checks).to_contain_text("1 thing stops publication")
    expect(checks).to_contain_text("The source [@no-such-source] is unknown")
    author.get_by_role("textbox", name="Text of section 1", exact=True).click()
    go_to_the_end(author)
    for _letter in " [@no-such-source]":
        author.keyboard.press("Backspace")
    author.get_by_role("button", name="Save the draft").click()
    expect(checks).to_contain_text("Nothing stops publication.")

    # The author looks at the page as readers will see it, and sends it.
    author.get_by_role("link", name="Preview", exact=True).click()
    preview = author.frame_locator("iframe")
    expect(preview.get_by_text("This is a draft. It is not public.")).to_be_visible()
    expect(preview.get_by_role("heading", level=1)).to_have_text("Balance classes, second edition")
    author.go_back()
    author.get_by_role("button", name="Save and send for review").click()
    expect(author.get_by_text("The text was sent for review.")).to_be_visible()

    # Nobody edits it meanwhile, and readers see the old text.
    expect(author.get_by_role("button", name="Save the draft")).to_have_count(0)
    expect(author.get_by_role("button", name="Approve and publish")).to_have_count(0)
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_have_text("Balance classes")
    expect(reader.get_by_text("New words from the author.")).to_have_count(0)

    # The reviewer finds it on the first page, reads what changed, comments on a part and sends it back.
    reviewer.reload()
    reviewer.get_by_role("region", name="Waiting for my review").get_by_role("link", name="Balance classes, second edition").click()
    changes = reviewer.get_by_role("region", name="Changes")
    expect(changes.locator("ins").filter(has_text="New words from the author.").first).to_be_visible()
    expect(changes.locator("ins").filter(has_text="second edition").first).to_be_visible()
    part = reviewer.get_by_label("Part of the page").locator("option").nth(1).inner_text()
    reviewer.get_by_label("Part of the page").select_option(label=part)
    reviewer.get_by_label("Comment", exact=True).fill("Is this so for people over 80?")
    reviewer.get_by_role("button", name="Add the comment").click()
    expect(reviewer.get_by_text("The comment was added.")).to_be_visible()
    reviewer.get_by_label("What should change:").fill("Say who should be careful.")
    reviewer.get_by_role("button", name="Send back to the author").click()
    expect(reviewer.get_by_text("The text went back to its author.")).to_be_visible()

    # From the first page the author comes to the reason and the comment, changes the text and sends it again.
    author.goto(live_server.url + reverse("admin:index"))
    author.get_by_role("region", name="Sent back to me").get_by_role("link", name="Balance classes, second edition").click()
    expect(author.get_by_text("Say who should be careful.")).to_be_visible()
    comments = author.get_by_role("region", name="Comments")
    expect(comments.get_by_role("listitem")).to_contain_text("Is this so for people over 80?")
    expect(comments.get_by_role("listitem")).to_contain_text(f"about: {part}")
    author.get_by_label("Title:").fill("Balance classes, third edition")
    author.get_by_role("button", name="Save and send for review").click()
    expect(author.get_by_text("The text was sent for review.")).to_be_visible()
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_have_text("Balance classes")

    # The reviewer approves, and only now readers see the new text, with the reviewer's name and role.
    reviewer.goto(live_server.url + reverse("admin:index"))
    reviewer.get_by_role("region", name="Waiting for my review").get_by_role("link", name="Balance classes, third edition").click()
    reviewer.get_by_role("button", name="Approve and publish").click()
    expect(reviewer.get_by_text("Readers see it now.")).to_be_visible()
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_have_text("Balance classes, third edition")
    expect(reader.get_by_text("New words from the author.")).to_be_visible()
    expect(reader.get_by_text("Rita Viewer, Consultant neurologist")).to_be_visible()


def test_a_new_page_from_nothing(sign_in, reader, live_server):
    factories.the_source()
    author, reviewer = sign_in(factories.the_author()), sign_in(factories.the_reviewer())

    author.goto(live_server.url + reverse("admin:articles_glossaryterm_add"))
    author.get_by_label("Name:").fill("Axon")
    author.get_by_label("Slug:").fill("axon")
    author.get_by_role("button", name="Save", exact=True).click()
    author.get_by_label("Summary:").fill("The long thread of a nerve cell.")
    author.get_by_role("button", name="Save and send for review").click()
    expect(author.get_by_text("The text was sent for review.")).to_be_visible()

    reader.goto(live_server.url + "/glossary/")
    expect(reader.get_by_text("Axon")).to_have_count(0)

    reviewer.reload()
    reviewer.get_by_role("region", name="Waiting for my review").get_by_role("link", name="Axon").click()
    reviewer.get_by_role("button", name="Approve and publish").click()
    expect(reviewer.get_by_text("Readers see it now.")).to_be_visible()
    reader.reload()
    expect(reader.get_by_text("The long thread of a nerve cell.")).to_be_visible()


def test_a_new_section_stands_at_the_end_and_has_a_name(sign_in, live_server):
    author = factories.the_author()
    draft = factories.make_article_draft("nerves", by=author)
    number = draft.sections.count() + 1
    page = sign_in(author)

    page.goto(admin_url(live_server.url, draft))
    page.get_by_role("button", name="Add another Section").click()
    page.locator(f"#sections-{number - 1}").get_by_label("What it tells:").select_option("research")
    type_at_end(page, number, "What is being tried now.")
    page.get_by_role("button", name="Save the draft").click()

    expect(page.get_by_role("textbox", name=f"Text of section {number}", exact=True)).to_have_text("What is being tried now.")
    assert draft.sections.get(aspect="research").body == "<p>What is being tried now.</p>"


def test_a_text_that_changed_after_it_was_shown_is_not_approved(sign_in, live_server):
    author, colleague = factories.the_author(), factories.make_editor("colleague", "Clinical reviewer", first_name="Colin", last_name="League")
    draft = factories.make_article_draft("nerves", by=author)
    actions.submit(draft, by=author)
    reviewer = sign_in(factories.the_reviewer())

    reviewer.goto(live_server.url + reverse("admin:review", args=[draft.pk]))
    actions.return_to_author(draft, by=colleague, reason="One word is wrong.")
    factories.edit(draft, summary="Other words than the reviewer saw.")
    actions.submit(draft, by=author)
    reviewer.get_by_role("button", name="Approve and publish").click()

    expect(reviewer.get_by_text("The text was changed after you opened it, so nothing was decided.")).to_be_visible()
    expect(reviewer.locator("ins").filter(has_text="Other words than the reviewer saw.").first).to_be_visible()
    assert not factories.page_of(draft).is_published


def test_a_reviewer_confirms_that_a_page_is_still_right(sign_in, reader, live_server):
    colleague = factories.make_editor("colleague", "Clinical reviewer", first_name="Colin", last_name="League", professional_role="Neurophysiologist")
    article = factories.make_article("nerves")
    page = sign_in(colleague)

    page.goto(admin_url(live_server.url, article))
    page.get_by_role("link", name="Read it, and confirm that it is still right").click()
    page.get_by_role("button", name="Checked, still right").click()

    expect(page.get_by_text("The page has a new date of review.")).to_be_visible()
    reader.goto(live_server.url + article.get_absolute_url())
    expect(reader.get_by_text("Colin League, Neurophysiologist")).to_be_visible()
