"""Guessing is locked, for whom and where it happens, for half an hour, and tells nobody who has an account."""

import re
import time
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from editorial.sign_in import lockout
from tests import factories
from tests.clients import EditorClient, code_of, give_app

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

PASSWORD = "correct horse battery"
SIGN_IN = "/admin/account/sign-in/"
WRONG = "User name and password do not fit together"
LOCKED = "Signing in with this user name is closed from here"


def make_person(name, **fields):
    person = factories.make_editor(name, "Author", **fields)
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def anna(db):
    return make_person("anna")


@pytest.fixture
def later(monkeypatch):
    """A function that moves the clock on."""

    def move(**by):
        moment, seconds = timezone.now() + timedelta(**by), time.time() + timedelta(**by).total_seconds()
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        monkeypatch.setattr("axes.handlers.proxy.now", lambda: moment)
        monkeypatch.setattr("time.time", lambda: seconds)

    return move


def sign_in(name="anna", password=PASSWORD, address="192.0.2.1", client=None, **headers):
    return (client or Client()).post(SIGN_IN, {"login": name, "password": password}, REMOTE_ADDR=address, **headers)


def fail(times, **who):
    for _try in range(times):
        response = sign_in(password="wrong", **who)
    return response


def is_locked(response):
    assert (response.status_code == 429) == (LOCKED in response.content.decode())
    return response.status_code == 429


def at_second_step(address="192.0.2.1"):
    client = Client(REMOTE_ADDR=address)
    assert sign_in(client=client, address=address)["Location"] == reverse("mfa_authenticate")
    return client


def type_code(client, code):
    return client.post(reverse("mfa_authenticate"), {"code": code})


# --- The lock ---------------------------------------------------------------------------------------------------


def test_five_wrong_passwords_lock_the_name_at_that_address(anna):
    assert not is_locked(fail(4))
    assert is_locked(fail(1))

    response = sign_in()

    assert is_locked(response)
    assert "Try again in 30 minutes" in response.content.decode()
    assert response["Retry-After"] == "1800"
    assert "no-store" in response["Cache-Control"]


def test_the_lock_is_lifted_after_half_an_hour_and_tries_meanwhile_do_not_prolong_it(anna, later):
    fail(5)

    later(minutes=29)
    assert is_locked(sign_in())
    later(minutes=1, seconds=1)

    assert sign_in().status_code == 302


def test_a_lock_harms_nobody_else(anna):
    make_person("bert")
    fail(5)

    assert sign_in("bert").status_code == 302
    assert sign_in(address="192.0.2.2").status_code == 302
    assert Client().get("/", REMOTE_ADDR="192.0.2.1").status_code == 200


def test_a_sign_in_begins_the_count_anew(anna):
    fail(4)
    app = give_app(anna)
    assert type_code(at_second_step(), code_of(app)).status_code == 302

    assert not is_locked(fail(4))


def test_a_password_alone_does_not_begin_the_count_anew(anna):
    give_app(anna)
    fail(4)
    sign_in()

    assert is_locked(fail(1))


def test_other_capital_letters_are_not_five_more_tries(anna):
    fail(2, name="anna")
    fail(2, name="ANNA")

    assert is_locked(fail(1, name="Anna"))


def test_other_browsers_are_not_five_more_tries(anna):
    for number in range(4):
        fail(1, HTTP_USER_AGENT=f"browser {number}")

    assert is_locked(fail(1, HTTP_USER_AGENT="another"))


def test_the_password_page_for_people_who_are_signed_in_counts_too(anna, client):
    client.force_login(anna)
    wrong = {"oldpassword": "wrong", "password1": "a new horse battery", "password2": "a new horse battery"}

    for _try in range(4):
        assert client.post(reverse("account_change_password"), wrong).status_code == 200
    assert is_locked(client.post(reverse("account_reauthenticate"), {"password": "wrong"}))
    assert is_locked(client.post(reverse("account_change_password"), wrong | {"oldpassword": PASSWORD}))

    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


# --- Codes ------------------------------------------------------------------------------------------------------


def test_five_wrong_codes_lock_the_codes_at_that_address(anna):
    app = give_app(anna)
    client = at_second_step()

    for _try in range(4):
        assert not is_locked(type_code(client, "000000"))
    assert is_locked(type_code(client, "000000"))

    assert is_locked(type_code(client, code_of(app)))
    assert type_code(at_second_step("192.0.2.2"), code_of(app)).status_code == 302


def test_signing_in_again_gives_no_more_tries_for_codes(anna):
    give_app(anna)
    for _try in range(4):
        type_code(at_second_step(), "000000")

    assert is_locked(type_code(at_second_step(), "000000"))


def test_many_addresses_together_cannot_guess_on(anna, later):
    app = give_app(anna)
    for number in range(lockout.CODES_FOR_A_PERSON):
        assert not is_locked(type_code(at_second_step(f"198.51.100.{number}"), "000000"))

    assert is_locked(type_code(at_second_step("203.0.113.1"), code_of(app)))
    later(minutes=31)
    assert type_code(at_second_step("203.0.113.1"), code_of(app)).status_code == 302


def test_who_does_not_know_the_password_cannot_lock_the_codes(anna):
    app = give_app(anna)
    for name in ("anna (code)", "anna_(code)", "anna"):
        for number in range(10):
            fail(4, name=name, address=f"198.51.100.{number}")

    assert type_code(at_second_step("203.0.113.1"), code_of(app)).status_code == 302


# --- Who is asking ----------------------------------------------------------------------------------------------


def test_a_made_up_forwarded_address_counts_for_nothing_without_a_proxy(anna):
    for number in range(4):
        fail(1, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")

    assert is_locked(fail(1, HTTP_X_FORWARDED_FOR="203.0.113.99"))
    assert sign_in(address="203.0.113.99").status_code == 302


def test_behind_a_proxy_only_its_own_entry_counts(anna, settings):
    settings.BEHIND_PROXY = True
    for number in range(4):
        fail(1, address="10.0.0.1", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}, 192.0.2.7")

    assert is_locked(fail(1, address="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.50, 192.0.2.7"))
    assert sign_in(address="10.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.7, 203.0.113.50").status_code == 302


@pytest.mark.parametrize(
    ("remote", "forwarded", "expected"),
    [
        ("192.0.2.1", None, "192.0.2.1"),
        ("10.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("10.0.0.1", "forged, 192.0.2.1 ", "192.0.2.1"),
        ("10.0.0.1", "192.0.2.1, not an address", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::"),
        ("::ffff:192.0.2.1", None, "192.0.2.1"),
        ("", None, None),
    ],
)
def test_the_address_of_a_client(settings, remote, forwarded, expected):
    settings.BEHIND_PROXY = True
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}

    assert lockout.client_address(RequestFactory().get("/", REMOTE_ADDR=remote, **headers)) == expected


# --- Nobody learns who has an account ---------------------------------------------------------------------------


def without_what_differs(response, name):
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]+"', "", response.content.decode()).replace(name, "NAME")


@pytest.fixture
def people(anna):
    make_person("inactive", is_active=False)
    make_person("reader", is_staff=False)
    factories.make_editor("no-password", "Author")
    return {"anna": "wrong", "inactive": PASSWORD, "reader": PASSWORD, "no-password": PASSWORD, "nobody": PASSWORD}


def test_whoever_may_not_sign_in_gets_the_same_answer(people):
    answers = {(response.status_code, without_what_differs(response, name)) for name, word in people.items() for response in [sign_in(name, word)]}

    assert len(answers) == 1
    assert WRONG in answers.pop()[1]


def test_the_locked_answer_is_the_same_for_everybody(people, later):
    later(seconds=0)  # the clock stands still
    answers = set()
    for name, word in people.items():
        for _try in range(4):
            sign_in(name, word)
        fifth, sixth = sign_in(name, word), sign_in(name, PASSWORD)
        answers |= {(fifth.status_code, without_what_differs(fifth, name)), (sixth.status_code, without_what_differs(sixth, name))}

    assert len(answers) == 1
    assert LOCKED in answers.pop()[1]


def test_a_person_who_may_not_sign_in_costs_as_many_password_hashes_as_one_who_may(people, monkeypatch):
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashes = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: hashes.append(1) or encode(*args))

    work = set()
    for name, word in people.items():
        hashes.clear()
        sign_in(name, word)
        work.add(len(hashes))

    assert work == {1}


@pytest.mark.parametrize("name", ["a\0b", "'; drop table", "anna\n", "🧠" * 40, "x" * 151, "x" * 100_000, "%s%d", "", "\u202eanna", "ﬀ"])
def test_an_odd_user_name_is_refused_with_a_sentence(name):
    for _try in range(6):
        response = sign_in(name, "wrong")

    assert response.status_code in (200, 429)


@pytest.mark.parametrize("code", ["a\0b", "x" * 10_000, "１２３４５６", "", "-", "🧠"])
def test_an_odd_code_is_refused_with_a_sentence(anna, code):
    give_app(anna)

    assert type_code(at_second_step(), code).status_code == 200


def test_nothing_secret_is_written_down(anna):
    give_app(anna)
    fail(1)
    type_code(at_second_step(), "123456")

    written = "".join(f"{attempt.get_data}{attempt.post_data}" for attempt in AccessAttempt.objects.all())
    assert AccessAttempt.objects.count() == 2
    assert "wrong" not in written
    assert "123456" not in written


def test_an_inactive_person_loses_the_session(anna):
    client = EditorClient()
    client.force_login(anna)
    assert client.get("/admin/").status_code == 200

    anna.is_staff = False
    anna.save()

    assert client.get("/admin/").status_code == 302
