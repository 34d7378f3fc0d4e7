"""A whole edit, from the first page to the approval, with the keyboard alone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.journeys.conftest import go_to_the_end, tab_to

pytestmark = pytest.mark.django_db(transaction=True)


def press(page, words):
    """Goes by Tab to the link or the button with these words, and presses Enter; the next page is there afterwards."""
    tab_to(page, f"e.matches('a, button, input[type=submit]') && (e.value || e.textContent).trim() === '{words}'", f"“{words}”")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def go_to(page, label):
    """Goes by Tab to the field with this label."""
    tab_to(page, f"e.labels && [...e.labels].some(label => label.textContent.trim().replace(/:$/, '') === '{label}')", f"“{label}”")


def go_to_text(page, number):
    tab_to(page, f"e.getAttribute('aria-label') === 'Text of section {number}'", f"the text of section {number}")


def test_edit_send_and_approve_by_keyboard(sign_in, live_server):
    article = factories.make_article("nerves", name="Nerves")
    author, reviewer = sign_in(factories.the_author()), sign_in(factories.the_reviewer())

    press(author, "Articles")
    press(author, "Nerves")
    press(author, "Start a draft from the live text")
    expect(author.get_by_text("Nothing stops publication.")).to_be_visible()
    go_to(author, "What changed")
    author.keyboard.type("New words on nerves.")
    go_to_text(author, 1)
    go_to_the_end(author)
    author.keyboard.type(" New words.")
    press(author, "Save the draft")
    expect(author.get_by_text("The draft is saved.")).to_be_visible()
    press(author, "Save and send for review")
    expect(author.get_by_text("The text was sent for review.")).to_be_visible()

    reviewer.goto(live_server.url + reverse("admin:index"))
    press(reviewer, "Nerves")
    expect(reviewer.locator("ins").filter(has_text="New words.").first).to_be_visible()
    go_to(reviewer, "Comment")
    reviewer.keyboard.type("Well said.")
    press(reviewer, "Add the comment")
    expect(reviewer.get_by_text("The comment was added.")).to_be_visible()
    press(reviewer, "Approve and publish")
    expect(reviewer.get_by_text("Readers see it now.")).to_be_visible()

    article.refresh_from_db()
    assert article.live.change_note == "New words on nerves."
    assert article.live.sections.first().body.endswith(" New words.</p>")


def test_the_focus_can_be_seen_everywhere_on_the_form_of_a_draft(sign_in, live_server):
    author = factories.the_author()
    draft = factories.make_article_draft("nerves", by=author)
    page = sign_in(author)
    page.goto(live_server.url + reverse("admin:articles_articleversion_change", args=[draft.pk]))
    expect(page.get_by_role("textbox", name="Text of section 1", exact=True)).to_be_visible()

    hidden = """(() => {
        const e = document.activeElement, s = getComputedStyle(e), box = e.getBoundingClientRect();
        const around = e.closest('.select2-container, .prose-editor') || e;
        const shown = [s, getComputedStyle(around)].some(s => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none');
        return e === document.body || shown || e.matches('input, textarea, select') ? '' : e.outerHTML.slice(0, 150);
    })()"""
    found = set()
    for _press in range(80):
        page.keyboard.press("Tab")
        found.add(page.evaluate(hidden))

    assert found - {""} == set()
