"""An editor's session ends in time, and what was sent too late is kept for the same person."""

import re
import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from editorial import kept_texts
from editorial.sessions import USED
from tests import factories
from tests.clients import EditorClient, code_of, give_app

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
TAGS = "/admin/editorial/tag/add/"
TEXT = {"name": "Nerve block", "slug": "nerve-block", "description": "Words that took an hour."}


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Stands still; `clock(minutes=5)` moves it on."""
    at = [timezone.now()]
    monkeypatch.setattr("django.utils.timezone.now", lambda: at[0])
    monkeypatch.setattr("axes.handlers.proxy.now", lambda: at[0])
    monkeypatch.setattr(time, "time", lambda: at[0].timestamp())

    def move(**by):
        at[0] += timedelta(**by)

    return move


@pytest.fixture
def keeper(db):
    """An administrator, who may write tags, with a password and an app."""
    keeper = factories.make_editor("keeper", "Administrator")
    keeper.set_password(PASSWORD)
    keeper.save()
    keeper.app = give_app(keeper)
    return keeper


@pytest.fixture
def browser(keeper):
    browser = EditorClient()
    browser.force_login(keeper)
    assert is_signed_in(browser)
    return browser


def is_signed_in(client):
    return client.get("/admin/").status_code == 200


def sign_in(client, person):
    client.post("/admin/account/sign-in/", {"login": person.username, "password": PASSWORD})
    return client.post(reverse("mfa_authenticate"), {"code": code_of(person.app)})


def send_too_late(browser, clock, **fields):
    clock(minutes=31)
    return browser.post(TAGS, {**TEXT, **fields})


# --- The ends ---------------------------------------------------------------------------------------------------


def test_half_an_hour_without_use_ends_a_session(browser, clock):
    clock(minutes=29)
    assert is_signed_in(browser)
    clock(minutes=30)
    response = browser.get("/admin/editorial/tag/?q=nerve", follow=True)

    assert response.redirect_chain[-1][0] == "/admin/account/sign-in/?next=/admin/editorial/tag/%3Fq%3Dnerve"
    assert "You were signed out after 30 minutes in which nothing was done." in response.content.decode()
    assert not is_signed_in(browser)


def test_twelve_hours_end_a_session_that_is_used(browser, clock):
    for _quarter in range(47):
        clock(minutes=15)
        assert is_signed_in(browser)
    clock(minutes=15)

    assert "nobody stays signed in for more than 12 hours" in browser.get("/admin/", follow=True).content.decode()


def test_a_real_sign_in_begins_both_times(keeper, clock):
    client = Client()
    sign_in(client, keeper)

    clock(minutes=29)
    assert is_signed_in(client)
    clock(minutes=31)
    assert not is_signed_in(client)


def test_the_session_is_written_at_most_once_a_minute(browser, clock):
    clock(seconds=61)
    is_signed_in(browser)
    used = browser.session[USED]

    clock(seconds=59)
    is_signed_in(browser)
    assert browser.session[USED] == used
    clock(seconds=1)
    is_signed_in(browser)

    assert browser.session[USED] == used + 60


def test_typing_keeps_a_session_and_a_script_that_polls_does_not(browser, clock):
    script = {"HTTP_SEC_FETCH_DEST": "empty"}

    clock(minutes=20)
    assert browser.post(reverse("admin:stay"), **script).status_code == 204
    clock(minutes=20)
    assert browser.get("/admin/jsi18n/", **script).status_code == 200
    clock(minutes=11)

    assert browser.post(reverse("admin:stay"), **script).status_code == 401
    assert browser.post(reverse("admin:stay"), **script).status_code == 401
    browser.post(TAGS, TEXT)
    assert browser.session[kept_texts.KEPT]


def test_only_a_form_of_this_site_keeps_a_session(keeper):
    client = EditorClient(enforce_csrf_checks=True)
    client.force_login(keeper)

    assert client.post(reverse("admin:stay")).status_code == 403
    assert client.get(reverse("admin:stay")).status_code == 405


def test_the_cookie_is_for_this_site_alone(browser, settings):
    cookie = browser.cookies["sessionid"]

    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert settings.SESSION_COOKIE_SECURE == settings.PRODUCTION


def test_readers_have_no_session(client):
    response = client.get("/")

    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert not Session.objects.exists()


# --- What was sent too late -------------------------------------------------------------------------------------


def test_a_text_that_is_sent_too_late_is_kept_and_sent_again(browser, keeper, clock):
    from editorial.models import Tag

    page = send_too_late(browser, clock)
    assert page["Location"] == "/admin/account/sign-in/?next=/admin/kept/"
    assert "Your text is kept; sign in and it will be here." in browser.get(page["Location"]).content.decode()
    assert not Tag.objects.exists()

    browser.post(page["Location"], {"login": "keeper", "password": PASSWORD, "next": "/admin/kept/"})
    response = browser.post(reverse("mfa_authenticate"), {"code": code_of(keeper.app)})
    assert response["Location"] == "/admin/kept/"
    page = browser.get("/admin/kept/").content.decode()
    assert "Words that took an hour." in page
    browser.post(TAGS, dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)))

    assert Tag.objects.get().description == "Words that took an hour."
    assert "Nothing is kept for you." in browser.get("/admin/kept/").content.decode()


def test_a_text_with_a_mistake_stays_kept_until_it_is_saved(browser, keeper, clock):
    send_too_late(browser, clock, slug="not a slug")
    sign_in(browser, keeper)
    kept = browser.session[kept_texts.KEPT][0]

    response = browser.post(TAGS, {**TEXT, "slug": "not a slug", kept_texts.MARK: kept["id"]})

    assert response.status_code == 200
    assert "Words that took an hour." in browser.get("/admin/kept/").content.decode()


def test_a_kept_text_can_be_thrown_away(browser, keeper, clock):
    send_too_late(browser, clock)
    sign_in(browser, keeper)

    browser.post("/admin/kept/", {"text": browser.session[kept_texts.KEPT][0]["id"]})

    assert kept_texts.KEPT not in browser.session


def test_a_second_tab_that_comes_too_late_is_kept_too(browser, keeper, clock):
    clock(minutes=31)
    browser.get("/admin/")
    browser.post(TAGS, TEXT)
    browser.post(TAGS, {**TEXT, "name": "Another tab"})

    sign_in(browser, keeper)

    page = browser.get("/admin/kept/").content.decode()
    assert "Nerve block" in page
    assert "Another tab" in page


def test_the_password_alone_shows_no_kept_text(browser, clock):
    send_too_late(browser, clock)
    browser.post("/admin/account/sign-in/", {"login": "keeper", "password": PASSWORD})

    response = browser.get("/admin/kept/", follow=True)

    assert "Words that took an hour." not in response.content.decode()


def test_another_person_does_not_see_it_and_it_is_gone(browser, keeper, administrator, clock):
    administrator.set_password(PASSWORD)
    administrator.save()
    administrator.app = give_app(administrator)
    send_too_late(browser, clock)

    sign_in(browser, administrator)

    assert "Words that took an hour." not in browser.get("/admin/kept/").content.decode()
    assert kept_texts.KEPT not in browser.session


def test_neither_passwords_nor_files_are_kept(browser, clock):
    clock(minutes=31)
    file = SimpleUploadedFile("scan.txt", b"a file")

    browser.post("/admin/editorial/editor/add/", {"username": "new", "password1": "secret", "password2": "secret", "file": file})

    assert [name for name, _values in browser.session[kept_texts.KEPT][0]["fields"]] == ["username"]


@pytest.mark.parametrize("address", ["/admin/account/password/", "/admin/editorial/editor/1/password/", "/admin/editorial/tag/", "/admin/login/"])
def test_only_what_is_written_into_a_form_is_kept(browser, clock, address):
    clock(minutes=31)

    response = browser.post(address, {"description": "Words", "oldpassword": "secret"})

    assert response.status_code == 302
    assert kept_texts.KEPT not in browser.session


def test_a_text_that_is_too_long_is_not_kept_and_that_is_said(browser, clock):
    response = send_too_late(browser, clock, description="x" * 1_000_001)

    assert kept_texts.KEPT not in browser.session
    assert "too long to be kept" in browser.get(response["Location"]).content.decode()


def test_strangers_store_nothing():
    stranger = Client()

    stranger.post(TAGS, TEXT)

    assert not Session.objects.exists()


def test_a_forged_form_is_not_kept(keeper, clock):
    client = EditorClient(enforce_csrf_checks=True)
    client.force_login(keeper)
    assert is_signed_in(client)

    assert send_too_late(client, clock).status_code == 403

    assert kept_texts.KEPT not in client.session


def test_a_session_without_second_factor_keeps_nothing(keeper, clock):
    client = Client()
    client.force_login(keeper)
    client.get("/admin/account/sign-out/")

    send_too_late(client, clock)

    assert kept_texts.KEPT not in client.session


def test_a_text_that_was_open_overnight_is_kept(browser, keeper, clock):
    clock(hours=15)

    browser.post(TAGS, TEXT)
    sign_in(browser, keeper)

    assert "Words that took an hour." in browser.get("/admin/kept/").content.decode()
