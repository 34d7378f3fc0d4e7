"""Reading without a connection: saved on purpose, honest about its age, and gone when the reader says so."""

import threading
from datetime import date

import pytest
from django.core.signals import request_started
from playwright.sync_api import expect

from articles.models import Symptom
from editorial import actions, drawing
from editorial.models import Version
from neuroinfo.offline import OWN_PAGES
from tests import factories
from tools import axe

pytestmark = pytest.mark.django_db(transaction=True)

OWN = len(OWN_PAGES)
STORED = """async () => {
    const registrations = await navigator.serviceWorker.getRegistrations();
    return [document.cookie, localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, await caches.keys(), registrations.length];
}"""
NOTHING = ["", 0, 0, 0, [], 0]
# As if the last comparison with the site had been so many days ago.
AGE = """async (days) => {
    const cache = await caches.open("neuroinfo");
    const list = await (await cache.match("/offline.json")).json();
    list.checked = new Date(Date.now() - days * 864e5).toISOString();
    await cache.put("/offline.json", new Response(JSON.stringify(list)));
    return new Intl.DateTimeFormat("en-GB", { dateStyle: "long" }).format(new Date(list.checked));
}"""
IS_SAVED = "async ([url, words]) => (await (await caches.match(url))?.text())?.includes(words) ?? false"
# Playwright's own waiting takes the promise of an answer for a yes.
IS_SAVED_SOON = f"""async (what) => {{
    for (let left = 200; left > 0; left--) {{
        if (await ({IS_SAVED})(what)) return true;
        await new Promise((go) => setTimeout(go, 100));
    }}
    return false;
}}"""


@pytest.fixture
def symptom():
    return factories.make_symptom("tingling", name="Tingling", summary="The first text.")


def save(page, site, button="Save the essential pages"):
    page.goto(f"{site}/offline/")
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text("Done. Everything is saved and up to date.")).to_be_visible()


def line_of(page):
    return page.get_by_role("complementary", name="Saved copy")


# --- Before anybody pressed a button ----------------------------------------------------------------------------


def test_nothing_is_stored_on_a_device_whose_reader_only_reads(page, context, live_server, symptom):
    for address in ("/", symptom.get_absolute_url(), "/search/?q=tingling", "/leaflet/symptom/tingling/", "/privacy/", "/offline/"):
        page.goto(live_server.url + address)

    expect(page.get_by_text("Nothing is saved on this device.")).to_be_visible()
    assert page.evaluate(STORED) == NOTHING
    assert context.cookies() == []


def test_without_javascript_the_page_offers_paper(new_context, live_server, symptom):
    page = new_context(java_script_enabled=False).new_page()

    page.goto(f"{live_server.url}/offline/")

    expect(page.get_by_text("You can print any page instead")).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)


def test_a_browser_that_cannot_save_says_so(page, live_server, symptom):
    page.add_init_script("delete Navigator.prototype.serviceWorker")

    page.goto(f"{live_server.url}/offline/")

    expect(page.get_by_text("You can print any page instead")).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)


def test_a_browser_that_refuses_to_store_says_so(page, live_server, symptom):
    page.add_init_script("CacheStorage.prototype.match = () => Promise.reject(new DOMException('', 'SecurityError'))")

    page.goto(f"{live_server.url}/offline/")

    expect(page.get_by_text("You can print any page instead")).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)


# --- From saving to removing ------------------------------------------------------------------------------------


def test_saved_pages_are_read_offline_with_their_age_and_removed_again(page, context, live_server, symptom):
    Version.objects.filter(pk=symptom.live_id).update(review_due=date(2099, 3, 3))
    save(page, live_server.url)
    expect(page.get_by_text("The first of their texts is due for review on 3 March 2099.")).to_be_visible()
    expect(page.locator("#saved-pages").get_by_role("link", name="Signs that need help")).to_be_visible()
    assert axe.findings(page) == []

    context.set_offline(True)
    day = page.evaluate(AGE, 18)
    page.goto(live_server.url + symptom.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text("Tingling")
    expect(line_of(page)).to_have_text(f"This is a saved copy from {day} (18 days ago). The text is due for review on 3 March 2099.")
    assert page.locator("body").evaluate("e => getComputedStyle(e).marginTop") == "0px"  # its style sheet is there too
    assert axe.findings(page) == []
    page.get_by_role("link", name="Signs that need help now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Signs that need help")
    expect(line_of(page)).to_have_text(f"This is a saved copy from {day} (18 days ago).")

    page.locator("header input[name=q]").fill("numb toes")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is not saved on your device")
    expect(page.get_by_text("The search and the lists by letter do not work offline either.")).to_be_visible()
    assert axe.findings(page) == []
    page.locator("#saved-pages").get_by_role("link", name="Tingling").click()
    expect(page.get_by_text("The first text.")).to_be_visible()

    context.set_offline(False)
    page.goto(f"{live_server.url}/offline/")
    page.get_by_role("button", name="Remove everything from this device").click()
    expect(page.get_by_text("Everything was removed from this device.")).to_be_visible()
    expect(page.get_by_role("button", name="Remove everything from this device")).to_be_hidden()
    assert page.evaluate(STORED) == NOTHING
    page.reload()
    assert page.evaluate(STORED) == NOTHING


def test_a_text_whose_review_is_overdue_says_so(page, context, live_server, symptom):
    Version.objects.filter(pk=symptom.live_id).update(review_due=date(2020, 3, 3))
    save(page, live_server.url)
    expect(page.get_by_text("The day for the review of 1 of their texts has passed: they may be out of date.")).to_be_visible()

    context.set_offline(True)
    page.goto(live_server.url + symptom.get_absolute_url())

    expect(line_of(page)).to_contain_text("(today). The text was due for review on 3 March 2020: it may be out of date.")


def test_a_text_that_no_clinician_has_checked_says_so(page, context, live_server):
    symptom = factories.make_starter(Symptom, "numbness", title="Numbness")
    save(page, live_server.url)
    expect(page.get_by_text("No clinician has checked the text of 1 of them yet.")).to_be_visible()

    context.set_offline(True)
    page.goto(live_server.url + symptom.get_absolute_url())

    expect(line_of(page)).to_contain_text("(today). No clinician has checked this text yet.")


def test_only_what_is_missing_or_changed_is_loaded_again(page, live_server, symptom):
    for number in range(9):
        factories.make_cause(f"cause-{number}")
    save(page, live_server.url)
    loaded = []
    page.on("request", lambda request: loaded.append(request.url.removeprefix(live_server.url)))

    page.get_by_role("button", name="Save the whole library").click()
    expect(page.get_by_text(f"{OWN + 10} of {OWN + 10} pages are saved")).to_be_visible()

    assert [url for url in loaded if url != "/offline.json"] == ["/causes/cause-8/"]


def test_the_button_that_would_drop_pages_says_so(page, live_server, symptom):
    for number in range(9):
        factories.make_cause(f"cause-{number}")
    save(page, live_server.url, "Save the whole library")
    expect(page.get_by_role("button", name="Save the essential pages")).to_have_count(0)

    page.get_by_role("button", name=f"Keep only the essential pages ({OWN + 9} pages)").click()

    expect(page.get_by_text(f"{OWN + 9} of {OWN + 9} pages are saved")).to_be_visible()
    expect(page.get_by_role("button", name="Save the essential pages")).to_be_visible()


def test_an_interrupted_save_goes_on_from_there(page, context, live_server, symptom):
    page.goto(f"{live_server.url}/offline/")
    page.route("**/glossary/", lambda route: route.abort())
    page.get_by_role("button", name="Save the essential pages").click()
    expect(page.get_by_text("Not everything could be saved: the connection broke off")).to_be_visible()
    expect(page.get_by_text(f"of {OWN + 1} pages are saved on this device.")).not_to_contain_text(f"{OWN + 1} of {OWN + 1}")

    page.unroute("**/glossary/")
    page.get_by_role("button", name="Save the essential pages").click()

    expect(page.get_by_text(f"{OWN + 1} of {OWN + 1} pages are saved on this device.")).to_be_visible()


def test_a_text_that_an_interrupted_update_left_behind_is_not_given_the_standing_of_the_new_one(page, context, live_server):
    symptom = factories.make_starter(Symptom, "numbness", title="Numbness")
    save(page, live_server.url)
    factories.publish(factories.edit(actions.start_draft(symptom, by=factories.the_author()), summary="The second text."))
    page.route("**/symptoms/numbness/", lambda route: route.abort())
    page.get_by_role("button", name="Save the essential pages").click()
    expect(page.get_by_text("Not everything could be saved: the connection broke off")).to_be_visible()
    expect(page.get_by_text("No clinician has checked the text of 1 of them yet.")).to_be_visible()

    page.unroute("**/symptoms/numbness/")
    context.set_offline(True)
    page.goto(live_server.url + symptom.get_absolute_url())

    expect(page.get_by_text("The second text.")).to_have_count(0)
    expect(line_of(page)).to_contain_text("(today). No clinician has checked this text yet.")


def test_a_page_that_was_withdrawn_since_it_was_listed_is_not_counted(page, live_server, symptom):
    page.route("**/symptoms/tingling/", lambda route: route.fulfill(status=410, body="Withdrawn"))

    save(page, live_server.url)

    expect(page.get_by_text(f"{OWN} of {OWN} pages are saved on this device.")).to_be_visible()


def test_a_full_device_says_what_to_do(page, live_server, symptom):
    page.add_init_script("Cache.prototype.put = () => Promise.reject(new DOMException('', 'QuotaExceededError'))")

    page.goto(f"{live_server.url}/offline/")
    page.get_by_role("button", name="Save the essential pages").click()

    expect(page.get_by_text("There is not enough room on this device.")).to_be_visible()


def test_what_is_removed_while_another_tab_updates_it_does_not_come_back(page, context, live_server, symptom):
    save(page, live_server.url)
    held = []
    page.route("**/offline.json", lambda route: held.append(route))
    with page.expect_request("**/offline.json"):
        page.reload()
    other = context.new_page()
    other.goto(f"{live_server.url}/offline/")

    other.get_by_role("button", name="Remove everything from this device").click()
    expect(other.get_by_text("Everything was removed from this device.")).to_be_visible()
    held[0].continue_()

    expect(page.get_by_text("Everything was removed from this device.")).to_be_visible()
    assert page.evaluate(STORED) == NOTHING


# --- Online again -----------------------------------------------------------------------------------------------


def test_online_the_newest_text_is_shown_and_after_a_day_the_copy_is_brought_up_to_date(page, context, live_server, symptom):
    save(page, live_server.url)
    factories.publish(factories.edit(actions.start_draft(symptom, by=factories.the_author()), summary="The second text."))

    page.goto(live_server.url + symptom.get_absolute_url())
    expect(page.get_by_text("The second text.")).to_be_visible()
    expect(line_of(page)).to_have_count(0)
    assert page.evaluate(IS_SAVED, [symptom.get_absolute_url(), "The first text."])

    page.evaluate(AGE, 2)
    page.goto(f"{live_server.url}/about/")
    assert page.evaluate(IS_SAVED_SOON, [symptom.get_absolute_url(), "The second text."])


def test_what_broke_off_goes_on_an_hour_later(page, context, live_server, symptom):
    save(page, live_server.url)
    factories.publish(factories.edit(actions.start_draft(symptom, by=factories.the_author()), summary="The second text."))
    page.route("**/symptoms/tingling/", lambda route: route.abort())
    page.get_by_role("button", name="Save the essential pages").click()
    expect(page.get_by_text("Not everything could be saved: the connection broke off")).to_be_visible()
    page.unroute("**/symptoms/tingling/")

    page.evaluate(AGE, 2 / 24)
    page.goto(f"{live_server.url}/about/")

    assert page.evaluate(IS_SAVED_SOON, [symptom.get_absolute_url(), "The second text."])


def test_the_page_and_the_worker_do_not_both_load_what_changed(page, context, live_server, symptom):
    save(page, live_server.url)
    page.goto(f"{live_server.url}/about/")
    page.evaluate(AGE, 2)
    asked = []

    def count(environ, **_more):
        asked.append(environ["PATH_INFO"])

    request_started.connect(count)
    try:
        page.goto(f"{live_server.url}/offline/")
        expect(page.get_by_text("Done. Everything is saved and up to date.")).to_be_visible()
    finally:
        request_started.disconnect(count)

    assert asked.count("/offline.json") == 1


def test_every_page_of_a_saved_list_is_read_offline(page, context, live_server):
    for number in range(51):
        factories.make_cause(f"cause-{number:02}", name=f"Cause {number:02}")
    save(page, live_server.url, "Save the whole library")

    context.set_offline(True)
    page.goto(f"{live_server.url}/causes/")
    page.get_by_role("link", name="Next").click()

    expect(page.get_by_role("main").get_by_role("link", name="Cause 50")).to_be_visible()
    expect(line_of(page)).to_be_visible()


def test_what_was_not_listed_is_never_saved(page, context, live_server, symptom):
    save(page, live_server.url)

    for address in ("/search/?q=tingling", "/symptoms/?letter=T", "/search/symptoms/", "/leaflet/symptom/tingling/"):
        page.goto(live_server.url + address)

    kept = page.evaluate(
        "(async () => (await (await caches.open('neuroinfo')).keys()).map(({ url }) => new URL(url)).map(u => u.pathname + u.search))()"
    )
    assert "/symptoms/tingling/" in kept
    assert [url for url in kept if "?" in url or "search" in url or "leaflet" in url] == []


def test_a_withdrawn_page_does_not_come_back_offline(page, context, live_server, symptom):
    save(page, live_server.url)
    factories.make_withdrawn(symptom, by=factories.the_administrator(), reason="It gave an old dose.")
    page.goto(live_server.url + symptom.get_absolute_url())
    expect(page.get_by_text("It gave an old dose.")).to_be_visible()

    context.set_offline(True)
    page.goto(live_server.url + symptom.get_absolute_url())

    expect(page.get_by_role("heading", level=1)).to_have_text("This page is not saved on your device")


def test_the_copy_stands_in_for_a_line_that_is_dead_slow(page, live_server, symptom, monkeypatch):
    save(page, live_server.url)
    find, arrived = drawing.find_public, threading.Event()
    monkeypatch.setattr(drawing, "find_public", lambda *where: arrived.wait(30) and find(*where))

    page.goto(live_server.url + symptom.get_absolute_url())
    arrived.set()

    expect(line_of(page)).to_contain_text("This is a saved copy from")
    expect(page.get_by_text("The first text.")).to_be_visible()
