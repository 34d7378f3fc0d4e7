"""A browser, and a site for it to read.

The browser is the system's Chromium, driven by pytest-playwright: `page`, `context`, `new_context` and `browser` are its fixtures.
"""

import os
import shutil

import pytest
from django.core.management import call_command
from django.db import connections
from django.urls import reverse
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from tests.clients import EditorClient, code_of, give_app
from tests.rows import forget_vocabulary, load_library

PASSWORD = "correct horse battery"

# A busy machine is no mistake of the site.
expect.set_options(timeout=20_000)

# Playwright keeps an event loop in this thread, and Django would refuse its database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's Chromium, best the one without a window. Without any the tests are left out on a person's machine, and fail where CI is set."""
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if chromium is None:
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing("The browser tests need Chromium. On Debian or Ubuntu: apt-get install chromium-headless-shell")
    return {**browser_type_launch_args, "executable_path": chromium, "args": list(FLAGS)}


@pytest.fixture(scope="session")
def _connections_closed(django_db_setup):
    connections.close_all()


@pytest.fixture(scope="session")
def playwright(_connections_closed, playwright):
    """Django's connections are others while Playwright's loop runs: those before and those during it are closed at its ends."""
    yield playwright
    connections.close_all()


@pytest.fixture(scope="session")
def base_url():
    """Tests name whole addresses. The fixture of pytest-base-url, which this replaces, warns with the present pytest."""
    return None


@pytest.fixture(scope="module")
def reader_site(django_db_setup, django_db_blocker, run_folder):
    """Address of a running site with the starter library. For tests that only read: all of a module share it."""
    with django_db_blocker.unblock():
        load_library(run_folder)
        forget_vocabulary()
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()
        call_command("flush", interactive=False, verbosity=0)
        forget_vocabulary()


def type_password(page, site, editor):
    """The first step of signing in, for a person whose password becomes `PASSWORD`."""
    editor.set_password(PASSWORD)
    editor.save()
    page.goto(site + reverse("admin:login"))
    page.get_by_label("User name").fill(editor.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_in_with_code(page, site, editor):
    """Signs a person in through the real pages, with password and the code of a new authenticator app; returns the app."""
    app = give_app(editor)
    type_password(page, site, editor)
    page.get_by_label("Code").fill(code_of(app))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    return app


def give_session(context, site, editor):
    """Lets a browser be that of a person who has signed in: the way there has journeys of its own."""
    client = EditorClient()
    client.force_login(editor)
    context.add_cookies([{"name": name, "value": cookie.value, "url": site} for name, cookie in client.cookies.items()])


@pytest.fixture
def sign_in(new_context, live_server):
    """Opens a browser of its own for a person who has signed in, on the first page; fails on any error in the browser's console."""
    problems = []

    def open_for(editor):
        context = new_context()
        give_session(context, live_server.url, editor)
        page = context.new_page()
        note_problems(page, problems)
        page.goto(live_server.url + reverse("admin:index"))
        return page

    yield open_for
    assert problems == []


def note_problems(page, problems):
    """Adds every error of the browser's console to a list, but for forms that are refused on purpose (409)."""
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" and "409 (Conflict)" not in message.text else None)
    page.on("pageerror", lambda error: problems.append(str(error)))


@pytest.fixture
def reader(new_context):
    """Somebody who only reads, in a browser of their own."""
    return new_context().new_page()


def admin_url(site, thing):
    """The address of the editors' form of a page or of a version."""
    meta = thing._meta
    return site + reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[thing.pk])


def tab_to(page, test, what):
    """Presses Tab until the focused element `e` passes a JavaScript test."""
    for _press in range(250):
        page.keyboard.press("Tab")
        if page.evaluate(f"(() => {{ const e = document.activeElement; return Boolean({test}); }})()"):
            return
    pytest.fail(f"Tab does not reach {what}.")


def go_to_the_end(page):
    """Goes to the end of the text that has the focus. ProseMirror puts its own selection, the start, into the page some 20 ms after it gets
    the focus: a key that a machine presses sooner is undone, so the place is looked at again after that."""
    at_the_end = """() => {
        const selection = getSelection(), rest = document.createRange();
        rest.selectNodeContents(document.activeElement);
        rest.setStart(selection.focusNode, selection.focusOffset);
        return rest.toString() === '';
    }"""
    for _attempt in range(20):
        page.keyboard.press("Control+End")
        page.wait_for_timeout(100)
        if page.evaluate(at_the_end):
            return
    pytest.fail("The end of the text was not reached.")
