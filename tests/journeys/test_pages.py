"""What is done to a page as a whole: an old text comes back, a page goes, a page moves."""

import pytest
from playwright.sync_api import expect

from editorial import actions
from tests import factories
from tests.journeys.conftest import admin_url

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_old_text_is_restored_and_published(sign_in, reader, live_server):
    article = factories.make_article("nerves", name="Nerves", summary="The first text.")
    factories.publish(factories.edit(actions.start_draft(article, by=factories.the_author()), summary="The second text."))
    author, reviewer = sign_in(factories.the_author()), sign_in(factories.the_reviewer())

    author.goto(admin_url(live_server.url, article))
    author.get_by_role("link", name="1: Nerves").click()
    author.get_by_role("button", name="Start a draft from this text").click()
    expect(author.get_by_text("This is a new draft with the older text.")).to_be_visible()
    expect(author.get_by_label("Summary:")).to_have_value("The first text.")
    author.get_by_role("button", name="Save and send for review").click()
    expect(author.get_by_text("The text was sent for review.")).to_be_visible()
    reader.goto(live_server.url + article.get_absolute_url())
    expect(reader.get_by_text("The second text.")).to_be_visible()

    reviewer.reload()
    reviewer.get_by_role("region", name="Waiting for my review").get_by_role("link", name="Nerves").click()
    reviewer.get_by_role("button", name="Approve and publish").click()
    expect(reviewer.get_by_text("Readers see it now.")).to_be_visible()
    reader.reload()
    expect(reader.get_by_text("The first text.")).to_be_visible()
    expect(reader.get_by_text("The second text.")).to_have_count(0)


def test_a_page_is_withdrawn_for_another_and_says_why(sign_in, reader, live_server):
    old, new = factories.make_article("old-nerves", name="Old nerves"), factories.make_article("new-nerves", name="New nerves")
    link = f'<p>See <a href="{old.get_absolute_url()}">the old page</a>. [@{factories.the_source().key}]</p>'
    factories.make_article("the-rest", name="The rest", sections={"overview": link})
    administrator = sign_in(factories.make_editor("keeper", "Administrator", first_name="Ada", last_name="Keeper"))

    administrator.goto(admin_url(live_server.url, old))
    administrator.get_by_text("Change the address, or withdraw the page").click()
    administrator.get_by_role("link", name="See where it is used, and withdraw it").click()
    expect(administrator.get_by_role("region", name="Where this page is used").get_by_role("link", name="The rest")).to_be_visible()
    administrator.get_by_label("Why").fill("Its text is in another page now.")
    administrator.get_by_label("Replaced by").fill(new.get_absolute_url())
    administrator.get_by_role("button", name="Withdraw the page").click()

    expect(administrator.get_by_text("The page was withdrawn.")).to_be_visible()
    expect(administrator.get_by_text("Its text is in another page now.")).to_be_visible()
    reader.goto(live_server.url + old.get_absolute_url())
    assert reader.url == live_server.url + new.get_absolute_url()
    expect(reader.get_by_role("heading", level=1)).to_have_text("New nerves")


def test_a_page_is_withdrawn_and_says_why(sign_in, reader, live_server):
    article = factories.make_article("old-nerves", name="Old nerves")
    administrator = sign_in(factories.make_editor("keeper", "Administrator", first_name="Ada", last_name="Keeper"))

    administrator.goto(admin_url(live_server.url, article))
    administrator.get_by_text("Change the address, or withdraw the page").click()
    administrator.get_by_role("link", name="See where it is used, and withdraw it").click()
    administrator.get_by_label("Why").fill("It was out of date.")
    administrator.get_by_role("button", name="Withdraw the page").click()
    expect(administrator.get_by_text("The page was withdrawn.")).to_be_visible()

    assert reader.goto(live_server.url + article.get_absolute_url()).status == 410
    expect(reader.get_by_text("It was out of date.")).to_be_visible()


def test_a_page_moves_and_its_old_address_leads_there(sign_in, reader, live_server):
    article = factories.make_article("old-name", name="Nerves")
    administrator = sign_in(factories.make_editor("keeper", "Administrator", first_name="Ada", last_name="Keeper"))

    administrator.goto(admin_url(live_server.url, article))
    administrator.get_by_text("Change the address, or withdraw the page").click()
    administrator.get_by_label("New slug").fill("new-name")
    administrator.get_by_role("button", name="Change the address").click()
    expect(administrator.get_by_text("The page has its new address.")).to_be_visible()

    reader.goto(f"{live_server.url}/articles/old-name/")
    assert reader.url == f"{live_server.url}/articles/new-name/"
    expect(reader.get_by_role("heading", level=1)).to_have_text("Nerves")
