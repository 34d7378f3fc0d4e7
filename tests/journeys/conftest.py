"""A browser, and a site for it to read.

The browser is the system's Chromium, driven by pytest-playwright: `page`, `context`, `new_context` and `browser` are its fixtures.
"""

import os
import shutil

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from pytest_django.live_server_helper import LiveServer

from tests.rows import forget_vocabulary

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
    """The system's Chromium. Without it the tests are left out on a person's machine, and fail where CI is set."""
    chromium = shutil.which("chromium")
    if chromium is None:
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing("The browser tests need Chromium. On Debian or Ubuntu: apt-get install chromium")
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
def reader_site(django_db_setup, django_db_blocker):
    """Address of a running site with the starter library. For tests that only read: all of a module share it."""
    with django_db_blocker.unblock():
        call_command("import_content", settings.CONTENT_DIR, verbosity=0)
        forget_vocabulary()
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()
        call_command("flush", interactive=False, verbosity=0)
        forget_vocabulary()
