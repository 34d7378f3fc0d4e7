"""A new editor's first sign-in and the next one, by keyboard; passkeys; and a session that nobody uses."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from playwright.sync_api import expect

from editorial.sessions import USED
from tests import factories
from tests.clients import code_of
from tests.journeys.conftest import PASSWORD, sign_in_with_code, type_password
from tools import axe

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def address(live_server):
    """The site by its name: passkeys are bound to one."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def page(page):
    """Fails on any error in the browser's console, but for the answer that says that a name is locked."""
    problems = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    assert problems == []


def check(page, heading):
    """The page has this heading, fits on a small screen, and axe finds nothing on it."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert axe.findings(page) == []
    page.set_viewport_size({"width": 1280, "height": 720})


def tab_to(page, name):
    """Presses Tab until a field, button or link of this name has the focus."""
    for _press in range(60):
        page.keyboard.press("Tab")
        text = "(e => e.labels?.length ? e.labels[0].textContent : e.textContent)(document.activeElement).trim()"
        if page.evaluate(text).rstrip(":") == name:
            return
    pytest.fail(f"Tab does not reach “{name}”.")


def press(page, name):
    tab_to(page, name)
    page.keyboard.press("Enter")


class AppOnATelephone:
    """What an authenticator app knows after its person typed in the secret."""

    def __init__(self, secret):
        self.data = {"secret": secret}


def test_the_first_sign_in_and_the_next_by_keyboard(page, address):
    author = factories.the_author()
    author.set_password(PASSWORD)
    author.save()

    # From the admin to the sign-in; the first field has the focus.
    page.goto(f"{address}/admin/")
    check(page, "Sign in")
    page.get_by_label("User name").focus()
    page.keyboard.type("author")
    tab_to(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    # The second step is set up, and nothing else is open before.
    check(page, "Set up the second step")
    app = AppOnATelephone(page.locator("#secret").inner_text())
    assert page.locator("img.qr").evaluate("image => image.complete && image.naturalWidth > 100")
    tab_to(page, "Code")
    page.keyboard.type("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This code is wrong")).to_be_visible()
    assert page.get_by_label("Code").get_attribute("aria-invalid") == "true"
    check(page, "Set up the second step")
    page.goto(f"{address}/admin/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up the second step")
    app = AppOnATelephone(page.locator("#secret").inner_text())
    tab_to(page, "Code")
    page.keyboard.type(code_of(app))
    page.keyboard.press("Enter")

    check(page, "Recovery codes")
    recovery_code = page.locator(".codes li").first.inner_text()
    with page.expect_download() as download:
        press(page, "Download them")
    assert recovery_code in download.value.path().read_text()
    press(page, "I have kept them: go on")
    page.wait_for_url(f"{address}/admin/")  # the page before has a button to sign out too
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    press(page, "Sign-in and security")
    check(page, "Sign-in and security")
    press(page, "Sign out")

    # The next time takes the password and a code.
    check(page, "Sign in")
    page.get_by_label("User name").focus()
    page.keyboard.type("author")
    tab_to(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    check(page, "Second step")
    tab_to(page, "Code")
    page.keyboard.type(code_of(app))
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/admin/")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.goto(f"{address}{reverse('account_change_password')}")
    check(page, "Change your password")


def test_a_passkey_alone_signs_in(page, context, address):
    author = factories.the_author()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": {**device, "automaticPresenceSimulation": True}})

    type_password(page, address, author)
    page.get_by_role("link", name="Use a passkey or a security key instead").click()
    check(page, "Add a passkey")
    page.get_by_label("Sign in with it alone").check()
    page.get_by_role("button", name="Add it").click()
    check(page, "Recovery codes")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_passkeys_are_not_offered_at_an_address_of_numbers(page, live_server):
    site = live_server.url.replace("localhost", "127.0.0.1")

    type_password(page, site, factories.the_author())

    expect(page.get_by_text("Passkeys do not work at an address of numbers")).to_be_visible()
    expect(page.get_by_role("link", name="Use a passkey or a security key instead")).to_have_count(0)


def test_who_does_nothing_is_warned_and_can_stay(page, address, settings):
    page.clock.install()
    sign_in_with_code(page, address, factories.the_author())
    notice = page.get_by_role("alert")
    expect(notice).to_have_count(0)

    page.clock.fast_forward((settings.SESSION_IDLE_SECONDS - 300) * 1000)
    expect(notice).to_contain_text("You will be signed out soon")
    with page.expect_response(lambda response: response.url.endswith(reverse("admin:stay"))) as stayed:
        page.get_by_role("button", name="Stay signed in").press("Enter")

    assert stayed.value.status == 204
    expect(notice).to_have_count(0)


def test_typing_keeps_the_session(page, address):
    page.clock.install()
    sign_in_with_code(page, address, factories.the_author())
    # The script notes the time when it is loaded, which may be after the page is seen.
    page.wait_for_load_state("load")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith(reverse("admin:stay")) else None)

    page.keyboard.press("a")
    page.clock.fast_forward(3 * 60 * 1000)
    with page.expect_response(lambda response: response.url.endswith(reverse("admin:stay"))):
        page.keyboard.press("b")
    page.keyboard.press("c")

    assert len(sent) == 1


def test_a_form_from_before_a_new_sign_in_in_another_tab_can_be_sent(page, context, address):
    administrator = factories.make_editor("keeper", "Administrator")
    app = sign_in_with_code(page, address, administrator)
    page.goto(f"{address}{reverse('admin:editorial_tag_add')}")
    page.get_by_label("Name:").fill("Nerve block")
    _forget_use(page)

    other = context.new_page()
    other.goto(f"{address}/admin/")
    other.get_by_label("User name").fill("keeper")
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Sign in", exact=True).click()
    other.get_by_label("Code").fill(code_of(app, later=1))
    other.get_by_role("button", name="Sign in", exact=True).click()
    expect(other.get_by_role("button", name="Sign out")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text("was added successfully")).to_be_visible()


def test_a_text_that_was_sent_too_late_is_there_after_signing_in(new_context, address):
    page = new_context(java_script_enabled=False).new_page()
    author = factories.the_author()
    draft = factories.make_term_draft("axon", by=author)
    app = sign_in_with_code(page, address, author)
    page.goto(f"{address}{reverse('admin:articles_glossarytermversion_change', args=[draft.pk])}")
    page.get_by_label("Summary:").fill("The long thread of a nerve cell.")
    _forget_use(page)

    page.locator(".submit-row [type=submit]").first.click()
    expect(page.get_by_text("Your text is kept")).to_be_visible()
    page.get_by_label("User name").fill("author")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(code_of(app, later=1))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("The long thread of a nerve cell.")).to_be_visible()
    page.get_by_role("button", name="Send it again").click()

    expect(page.get_by_label("Summary:")).to_have_value("The long thread of a nerve cell.")
    draft.refresh_from_db()
    assert draft.summary == "The long thread of a nerve cell."


def _forget_use(page):
    """Puts the last use of the browser's session back by an hour."""
    key = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "sessionid")
    session = SessionStore(key)
    session[USED] -= 60 * 60
    session.save()
