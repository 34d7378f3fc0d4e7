"""Two people have the same draft open: each knows of the other, and whoever saves second loses no word."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from editorial import actions
from tests import factories
from tests.journeys.conftest import admin_url, go_to_the_end

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft():
    return factories.make_article_draft("nerves", by=factories.the_author(), summary="As it was.", sections={"research": "<p>What is tried.</p>"})


@pytest.fixture
def keeper():
    return factories.make_editor("keeper", "Administrator", first_name="Ada", last_name="Keeper")


@pytest.fixture
def author(sign_in, live_server, draft):
    """The author, with the form of the draft open before the other person saves it."""
    page = sign_in(factories.the_author())
    page.goto(admin_url(live_server.url, draft))
    return page


def type_into_research(page, words):
    """Types words at the end of the section on research, whichever number it has."""
    page.locator(".inline-related.has_original").filter(has=page.locator("option[value=research]:checked")).get_by_role("textbox").last.click()
    go_to_the_end(page)
    page.keyboard.type(words)


def save(page):
    page.get_by_role("button", name="Save the draft").click()


def stored(draft):
    draft.refresh_from_db()
    return draft.summary, [section.body for section in draft.sections.filter(aspect="research")]


def test_each_sees_who_else_has_the_draft_open(sign_in, live_server, author, draft, keeper):
    expect(author.locator("#others")).to_be_empty()

    with author.context.expect_event("response", lambda response: response.url.endswith(reverse("admin:presence", args=[draft.pk]))):
        author.reload()
    administrator = sign_in(keeper)
    administrator.goto(admin_url(live_server.url, draft))

    expect(administrator.get_by_text("Ann Writer has this draft open since")).to_be_visible()


def test_the_second_to_save_sees_both_texts_and_keeps_their_own(sign_in, live_server, author, draft, keeper):
    administrator = sign_in(keeper)
    administrator.goto(admin_url(live_server.url, draft))
    administrator.get_by_label("Summary:").fill("As the administrator says.")
    save(administrator)
    expect(administrator.get_by_text("The draft is saved.")).to_be_visible()

    author.get_by_label("Summary:").fill("As the author says.")
    type_into_research(author, " The author knows more.")
    save(author)
    expect(author.get_by_text("Ada Keeper saved this draft on")).to_be_visible()
    changes = author.get_by_role("region", name="Changes")
    expect(changes.locator("del").filter(has_text="administrator").first).to_be_visible()
    expect(changes.locator("ins").filter(has_text="author").first).to_be_visible()
    expect(changes.locator("ins").filter(has_text="The author knows more.").first).to_be_visible()
    expect(author.get_by_role("textbox", name="Summary:")).to_have_value("As the author says.")
    assert stored(draft) == ("As the administrator says.", ["<p>What is tried.</p>"])

    save(author)

    expect(author.get_by_text("The draft is saved.")).to_be_visible()
    assert stored(draft) == ("As the author says.", ["<p>What is tried. The author knows more.</p>"])


def test_the_second_to_save_can_leave_what_the_other_saved(author, live_server, draft, keeper):
    factories.edit(draft, by=keeper, summary="As the administrator says.")

    author.get_by_label("Summary:").fill("As the author says.")
    save(author)
    expect(author.get_by_text("Ada Keeper saved this draft on")).to_be_visible()
    author.goto(admin_url(live_server.url, draft))

    expect(author.get_by_label("Summary:")).to_have_value("As the administrator says.")
    assert stored(draft)[0] == "As the administrator says."


def test_a_section_that_the_other_deleted_is_not_lost(author, draft, keeper):
    factories.edit(draft, by=keeper, summary="As the administrator says.")
    draft.sections.filter(aspect="research").delete()

    type_into_research(author, " The author knows more.")
    save(author)
    expect(author.get_by_text("Ada Keeper saved this draft on")).to_be_visible()
    assert stored(draft)[1] == []
    save(author)

    expect(author.get_by_text("The draft is saved.")).to_be_visible()
    assert stored(draft)[1] == ["<p>What is tried. The author knows more.</p>"]


def test_words_for_a_draft_that_was_sent_for_review_meanwhile_are_shown_for_copying(author, draft, keeper):
    actions.submit(draft, by=keeper)

    author.get_by_label("Summary:").fill("As the author says.")
    type_into_research(author, " The author knows more.")
    save(author)

    expect(author.get_by_role("heading", name="This was not saved")).to_be_visible()
    expect(author.get_by_text("This text is not a draft any more, so it was not saved.")).to_be_visible()
    expect(author.get_by_label("summary")).to_have_value("As the author says.")
    expect(author.get_by_role("region", name="sections 3: body")).to_contain_text("What is tried. The author knows more.")
    assert stored(draft)[0] == "As it was."
    author.get_by_role("link", name="See how the text stands now").click()
    expect(author.get_by_text("This text waits for another clinician.")).to_be_visible()
