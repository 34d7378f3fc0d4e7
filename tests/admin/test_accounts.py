"""Accounts in the admin: each change is in the trail, and nobody takes over the account of somebody who may do more."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse

from editorial.models import Editor, Event
from tests import factories

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"


@pytest.fixture
def anna(db):
    return factories.make_editor("anna", "Author")


def address_of(editor):
    return reverse("admin:editorial_editor_change", args=[editor.pk])


def form_of(editor, **changes):
    names = ["username", "first_name", "last_name", "professional_role", "registration", "orcid", "interests", "email"]
    values = {name: getattr(editor, name) for name in names}
    return {**values, "is_active": "on", "is_staff": "on", "groups": [group.pk for group in editor.groups.all()], **changes}


def trail_of_accounts():
    return list(Event.objects.filter(verb=Event.Verb.ACCOUNT_CHANGED))


def test_a_change_of_groups_is_in_the_trail_and_says_what_the_person_may_do_now(client, administrator, anna):
    client.force_login(administrator)
    reviewer = Group.objects.get(name="Clinical reviewer")

    response = client.post(address_of(anna), form_of(anna, groups=[reviewer.pk]))

    assert response.status_code == 302
    [event] = trail_of_accounts()
    assert (event.actor, event.page_slug) == (administrator, "anna")
    assert event.reason == "Changed Groups. Now: may sign in; Clinical reviewer."


def test_an_account_made_inactive_is_in_the_trail(client, administrator, anna):
    client.force_login(administrator)
    values = form_of(anna)
    del values["is_active"]

    client.post(address_of(anna), values)

    [event] = trail_of_accounts()
    assert "may not sign in; Author." in event.reason


def test_saving_an_account_unchanged_is_no_event(client, administrator, anna):
    client.force_login(administrator)

    assert client.post(address_of(anna), form_of(anna)).status_code == 302

    assert trail_of_accounts() == []


def test_a_new_account_is_in_the_trail(client, administrator):
    client.force_login(administrator)

    client.post(reverse("admin:editorial_editor_add"), {"username": "new", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD})

    assert Editor.objects.filter(username="new").exists()
    [event] = trail_of_accounts()
    assert (event.page_slug, event.reason) == ("new", "Made it. Now: may not sign in; no group.")


def test_a_password_that_an_administrator_sets_is_in_the_trail_without_the_password(client, administrator, anna):
    client.force_login(administrator)

    client.post(
        reverse("admin:auth_user_password_change", args=[anna.pk]),
        {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD, "set-password": "1"},
    )

    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)
    [event] = trail_of_accounts()
    assert event.reason == "Changed password. Now: may sign in; Author."


def test_the_command_line_is_in_the_trail_too(db, monkeypatch):
    for name, value in {"USERNAME": "new", "FIRST_NAME": "New", "LAST_NAME": "Person", "GROUP": "Author", "PASSWORD": PASSWORD}.items():
        monkeypatch.setenv(f"EDITOR_{name}", value)

    call_command("make_editor")

    [event] = trail_of_accounts()
    assert (event.actor, event.actor_name, event.page_slug) == (None, "Command line", "new")


def test_an_administrator_does_not_take_over_the_account_of_a_superuser(client, administrator):
    chief = factories.make_editor("chief", "Author")
    Editor.objects.filter(pk=chief.pk).update(is_superuser=True, first_name="Chief")
    client.force_login(administrator)

    answers = [
        client.post(address_of(chief), form_of(chief, first_name="Taken")),
        client.post(reverse("admin:auth_user_password_change", args=[chief.pk]), {"password1": PASSWORD, "password2": PASSWORD}),
        client.post(reverse("admin:editorial_editor_do", args=[chief.pk, "remove-factor"])),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    chief.refresh_from_db()
    assert (chief.first_name, chief.check_password(PASSWORD)) == ("Chief", False)
    assert trail_of_accounts() == []


def test_a_new_source_and_a_new_tag_are_in_the_trail(client, administrator):
    client.force_login(administrator)

    client.post(reverse("admin:editorial_tag_add"), {"name": "New tag", "slug": "new-tag", "description": ""})
    client.post(
        reverse("admin:editorial_source_add"),
        {
            "key": "new-source-2024",
            "title": "A new source",
            "publisher": "A society",
            "year": "2024",
            "kind": "guideline",
            "url": "https://example.org/guideline",
            "seen": "2026-01-01",
            "printable": "on",
        },
    )

    verbs = list(Event.objects.order_by("pk").values_list("verb", "page_slug"))
    assert verbs == [(Event.Verb.TAG_CHANGED, "new-tag"), (Event.Verb.SOURCE_CHANGED, "new-source-2024")]
