"""Signing in: password and second factor, and nothing of the admin before both."""

import inspect
import re
import subprocess
import sys
import time

import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import admin
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, URLResolver, resolve, reverse
from django.utils.module_loading import import_string

from editorial.models import Event
from editorial.sign_in.urls import urlpatterns
from tests import factories
from tests.clients import EditorClient, code_of, give_app

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

PASSWORD = "correct horse battery"
SIGN_IN = "/admin/account/sign-in/"


@pytest.fixture
def anna(db):
    """An author with a password and nothing else yet."""
    anna = factories.make_editor("anna", "Author")
    anna.set_password(PASSWORD)
    anna.save()
    return anna


def type_password(client, username="anna", password=PASSWORD, **fields):
    return client.post(SIGN_IN, {"login": username, "password": password, **fields})


def type_code(client, code):
    return client.post(reverse("mfa_authenticate"), {"code": code})


def admin_is_open(client):
    return client.get("/admin/").status_code == 200


def secret_on(response):
    return re.search(r'id="secret">(\w+)<', response.content.decode())[1]


# --- The second factor ------------------------------------------------------------------------------------------


def test_the_first_sign_in_leads_to_setting_up_a_second_factor(anna):
    client = Client()

    response = type_password(client)
    assert response["Location"] == "/admin/"
    page = client.get("/admin/", follow=True)
    app = Authenticator(data={"secret": secret_on(page)})
    response = client.post(reverse("mfa_activate_totp"), {"code": code_of(app)})

    assert response["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(response["Location"]).content.decode().count("<li>") >= 10
    assert admin_is_open(client)


@pytest.mark.parametrize("is_superuser", [False, True])
def test_staff_without_a_second_factor_reach_only_the_pages_that_set_one_up(anna, is_superuser):
    anna.is_superuser = is_superuser
    anna.save()
    client = Client()
    type_password(client)
    open_pages = {"mfa_activate_totp", "mfa_add_webauthn", "account_logout", "account_reauthenticate"}

    for address in [*addresses_of(admin.site.get_urls(), "/admin/"), *map(reverse, own_pages())]:
        response = client.get(address)
        if resolve(address).view_name not in open_pages:
            assert (address, response.status_code) == (address, 302)
            assert response["Location"].startswith(("/admin/login/", "/admin/", reverse("mfa_activate_totp"))), address
            assert not admin_is_open(client)
    for view in open_pages:
        assert client.get(reverse(view)).status_code == 200, view


def addresses_of(patterns, prefix):
    """The addresses below `prefix` that take no argument."""
    for pattern in patterns:
        route = str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses_of(pattern.url_patterns, prefix + route)
        elif "<" not in prefix + route:
            yield prefix + route


def own_pages():
    return [view.name for view in urlpatterns if "<" not in str(view.pattern)]


def test_a_password_alone_does_not_sign_in_who_has_a_second_factor(anna):
    give_app(anna)
    client = Client()

    response = type_password(client, next="/admin/password_change/")

    assert response["Location"] == reverse("mfa_authenticate")
    assert not admin_is_open(client)
    assert "_auth_user_id" not in client.session


def test_a_code_completes_the_sign_in_and_leads_where_one_wanted_to_go(anna):
    app = give_app(anna)
    client = Client()

    type_password(client, next="/admin/articles/symptom/")
    response = type_code(client, code_of(app))

    assert response["Location"] == "/admin/articles/symptom/"
    assert admin_is_open(client)


def test_a_session_from_before_the_second_factor_has_to_sign_in_again(anna):
    client = Client()
    type_password(client)
    give_app(anna)

    page = client.get("/admin/", follow=True)

    assert "Sign in again, now with your second factor." in page.content.decode()
    assert client.get(reverse("mfa_activate_totp"))["Location"].startswith(SIGN_IN)


def test_a_password_alone_adds_no_second_factor_beside_the_one_there_is(anna):
    client = Client()
    type_password(client)
    give_app(anna)

    response = client.get(reverse("mfa_add_webauthn"))

    assert response["Location"].startswith(SIGN_IN)
    assert "_auth_user_id" not in client.session


def test_a_session_that_proved_a_removed_factor_does_not_live_on_with_the_next(anna):
    thief = EditorClient()
    thief.force_login(anna)
    assert admin_is_open(thief)

    Authenticator.objects.all().delete()
    give_app(anna)

    assert not admin_is_open(thief)


def test_an_admin_page_asks_once_for_the_second_factor(client, author):
    client.force_login(author)
    client.get("/admin/")

    with CaptureQueriesContext(connection) as queries:
        client.get("/admin/")

    assert sum("mfa_authenticator" in query["sql"] for query in queries) == 1


def test_a_code_counts_once_in_every_process(anna, client):
    app = give_app(anna)
    code = code_of(app)
    first, second = Client(), Client()
    type_password(first)
    type_password(second)

    assert type_code(first, code).status_code == 302
    cache.clear()  # another process has never heard of it
    response = type_code(second, code)

    assert "already used" in response.content.decode()
    assert not admin_is_open(second)


def test_a_recovery_code_counts_once(anna, client):
    client.force_login(anna)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_generate_recovery_codes"))
    text = client.get(reverse("mfa_download_recovery_codes")).content.decode()
    codes = re.findall(r"^\d{8}$", text, re.MULTILINE)
    assert len(codes) == 10

    first, second = Client(), Client()
    type_password(first)
    type_password(second)
    assert type_code(first, codes[0]).status_code == 302
    assert type_code(second, codes[0]).status_code == 200

    assert admin_is_open(first)
    assert not admin_is_open(second)


def test_new_recovery_codes_replace_the_old_ones(anna, client):
    client.force_login(anna)
    download = reverse("mfa_download_recovery_codes")
    client.post(reverse("mfa_generate_recovery_codes"))
    old = client.get(download).content

    client.post(reverse("mfa_generate_recovery_codes"))

    assert client.get(download).content != old


def test_who_moves_to_a_new_telephone_sets_up_the_next_app(anna, client):
    client.force_login(anna)

    client.post(reverse("mfa_deactivate_totp"))

    page = client.get("/admin/", follow=True)
    assert page.redirect_chain[-1][0] == reverse("mfa_activate_totp")


def test_changing_the_second_factor_takes_the_password_again_after_a_while(anna, client, monkeypatch):
    client.force_login(anna)
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200

    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 6 * 60)
    response = client.get(reverse("mfa_deactivate_totp"))

    assert response["Location"].startswith(reverse("account_reauthenticate"))


# --- What is not there ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "view", ["account_signup", "account_email", "account_reset_password", "account_set_password", "account_inactive", "mfa_trust"]
)
def test_there_is_no_page_for_signing_up_or_mail(view):
    with pytest.raises(NoReverseMatch):
        reverse(view)


def test_every_page_of_the_sign_in_is_there_when_it_is_asked_for():
    names = [inspect.getclosurevars(inspect.unwrap(pattern.callback)).nonlocals["name"] for pattern in urlpatterns]

    assert len(names) == len(set(names)) == 18
    assert [name for name in names if not callable(import_string(name))] == []


def test_a_process_that_nobody_signs_in_to_does_without_what_reads_passkeys():
    code = "import sys, django; django.setup(); from django.urls import reverse; reverse('account_login'); print('fido2' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"


def test_signing_up_is_closed():
    assert get_adapter().is_open_for_signup(None) is False


def test_secrets_of_apps_are_in_no_admin_list():
    assert [model for model in admin.site._registry if model._meta.app_label in {"account", "mfa", "axes"}] == []


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", r"/\evil.example"])
def test_signing_in_leads_nowhere_else(anna, client, wanted):
    app = give_app(anna)
    anonymous = Client()

    type_password(anonymous, next=wanted)
    response = type_code(anonymous, code_of(app))
    client.force_login(anna)

    assert response["Location"] == "/admin/"
    assert client.get("/admin/login/", {"next": wanted})["Location"] == "/admin/"


def test_the_admins_own_sign_in_leads_to_ours_and_keeps_the_way():
    assert Client().get("/admin/login/", {"next": "/admin/articles/"})["Location"] == f"{SIGN_IN}?next=/admin/articles/"
    assert Client().get("/admin/articles/", follow=True).redirect_chain[-1][0] == f"{SIGN_IN}?next=/admin/articles/"


def test_no_sign_in_page_is_kept_by_browsers_or_leaks_where_one_was(anna, client):
    client.force_login(anna)
    client.post(reverse("mfa_generate_recovery_codes"))

    for view in own_pages():
        response = client.get(reverse(view))
        assert "no-store" in response["Cache-Control"], view
        assert response["Referrer-Policy"] == "same-origin", view
        assert "unsafe-inline" not in re.search(r"script-src[^;]*", response["Content-Security-Policy"])[0], view


def test_fields_say_what_they_are_to_people_and_password_managers():
    page = Client().get(SIGN_IN).content.decode()

    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert '<label for="id_login">' in page


# --- Passwords --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("password", ["short", "1q2w3e4r5t6y", "123456789012345"])
def test_a_weak_password_is_refused(anna, client, password):
    client.force_login(anna)

    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": password, "password2": password})

    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


def test_a_changed_password_ends_the_other_sessions(anna, client):
    other = EditorClient()
    other.force_login(anna)
    client.force_login(anna)
    new = "another horse battery"

    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})

    anna.refresh_from_db()
    assert anna.check_password(new)
    assert admin_is_open(client)
    assert not admin_is_open(other)


# --- A lost telephone -------------------------------------------------------------------------------------------


def test_an_administrator_removes_the_second_factor_of_a_person(client, anna, administrator):
    give_app(anna)
    client.force_login(administrator)
    address = reverse("admin:editorial_editor_change", args=[anna.pk])
    assert "Remove the second factor" in client.get(address).content.decode()

    response = client.post(reverse("admin:editorial_editor_do", args=[anna.pk, "remove-factor"]))

    assert response["Location"] == address
    assert not Authenticator.objects.filter(user=anna).exists()
    event = Event.objects.first()
    assert (event.verb, event.actor, event.page_slug) == (Event.Verb.SECOND_FACTOR_REMOVED, administrator, "anna")


def test_nobody_else_removes_a_second_factor(client, author, anna):
    give_app(anna)
    client.force_login(author)

    response = client.post(reverse("admin:editorial_editor_do", args=[anna.pk, "remove-factor"]))

    assert response.status_code == 403
    assert Authenticator.objects.filter(user=anna).exists()


def test_the_command_line_removes_the_second_factor_of_the_last_administrator(administrator, capsys):
    give_app(administrator)

    call_command("reset_second_factor", "administrator", "--yes")

    assert not Authenticator.objects.exists()
    assert Event.objects.first().verb == Event.Verb.SECOND_FACTOR_REMOVED
    assert "sets up a new second factor" in capsys.readouterr().out


def test_the_command_line_refuses_what_is_not_meant(administrator):
    give_app(administrator)

    with pytest.raises(CommandError, match="There is no editor “nobody”"):
        call_command("reset_second_factor", "nobody", "--yes")
    with pytest.raises(CommandError, match="--yes"):
        call_command("reset_second_factor", "administrator")

    assert Authenticator.objects.exists()


# --- The first minute -------------------------------------------------------------------------------------------


def test_a_new_editor_is_told_what_to_do_next(db, monkeypatch, capsys, settings):
    answers = {"USERNAME": "bert", "FIRST_NAME": "Bert", "LAST_NAME": "Penn", "GROUP": "Author", "PASSWORD": PASSWORD}
    for name, answer in answers.items():
        monkeypatch.setenv(f"EDITOR_{name}", answer)

    call_command("make_editor")

    assert f"open {settings.SITE_URL}/admin/ and sign in. Then scan the code" in capsys.readouterr().out


def test_an_error_is_tied_to_its_field(anna):
    give_app(anna)
    client = Client()
    type_password(client)

    page = type_code(client, "000000").content.decode()

    field = re.search(r'<input[^>]*name="code"[^>]*>', page)[0]
    assert 'aria-invalid="true"' in field
    assert re.search(r'aria-describedby="([^"]+)"', field)[1] in re.findall(r'id="([^"]+)"', page)
    assert 'autocomplete="one-time-code"' in field
