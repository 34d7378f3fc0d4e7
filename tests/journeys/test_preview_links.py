"""An outside expert with a preview link: no account, no cookie, and a word for the author."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from editorial.previews import new_link
from tests import factories
from tests.journeys.conftest import admin_url

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _links_lead_to_this_site(settings, live_server):
    settings.SITE_URL = live_server.url


@pytest.fixture
def draft():
    return factories.make_article_draft("nerves", name="Nerves of the foot", by=factories.the_author())


def test_a_guest_reads_and_comments_without_an_account(sign_in, new_context, live_server, draft):
    author = sign_in(factories.the_author())
    author.goto(admin_url(live_server.url, draft))
    author.get_by_role("link", name="Preview", exact=True).click()
    author.get_by_role("button", name="Make a preview link").click()
    link = author.get_by_label("Link:").input_value()
    assert link.startswith(live_server.url)

    guest = new_context(java_script_enabled=False).new_page()
    assert guest.goto(link).status == 200
    expect(guest.get_by_text("This is a draft. It is not public.")).to_be_visible()
    expect(guest.get_by_role("heading", level=1)).to_have_text("Nerves of the foot")
    guest.get_by_label("Your name").fill("Prof. Outside")
    part = guest.get_by_label("Part of the page").locator("option").nth(1).inner_text()
    guest.get_by_label("Part of the page").select_option(label=part)
    guest.get_by_label("Comment", exact=True).fill("This is well said.\nBut say since when.")
    guest.get_by_role("button", name="Send the comment").click()
    expect(guest.get_by_text("Thank you. Your comment was sent to the editors.")).to_be_visible()
    expect(guest.get_by_label("Your name")).to_have_value("Prof. Outside")
    assert guest.context.cookies() == []

    author.goto(admin_url(live_server.url, draft))
    comment = author.get_by_role("region", name="Comments").get_by_role("listitem")
    expect(comment).to_contain_text("Prof. Outside (guest)")
    expect(comment).to_contain_text(f"about: {part}")
    expect(comment).to_contain_text("But say since when.")


def test_a_link_that_has_ended_says_so(page, draft):
    link, _ends = new_link(draft, now=timezone.now() - timedelta(days=30))

    assert page.goto(link).status == 410

    expect(page.get_by_text("This link has ended. Ask the person who sent it for a new one.")).to_be_visible()
    assert page.context.cookies() == []


def test_the_preview_is_shown_at_the_width_of_a_telephone(sign_in, live_server, draft):
    author = sign_in(factories.the_author())

    author.goto(live_server.url + reverse("admin:preview", args=[draft.pk]))
    author.get_by_role("link", name="320 px").click()

    frame = author.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_have_text("Nerves of the foot")
    assert frame.locator("html").evaluate("e => [innerWidth, e.scrollWidth]") == [320, 320]
