"""The groups of people and what they may do."""

from collections import Counter

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from editorial.groups import PERMISSIONS, sync_groups
from editorial.permissions import may_review, may_withdraw, may_write

pytestmark = pytest.mark.django_db


def permissions_of(group):
    return {f"{app}.{name}" for app, name in group.permissions.values_list("content_type__app_label", "codename")}


def test_each_permission_exists_once():
    existing = Counter(f"{app}.{codename}" for app, codename in Permission.objects.values_list("content_type__app_label", "codename"))
    labels = {label for labels in PERMISSIONS.values() for label in labels}

    assert {label: existing[label] for label in labels} == dict.fromkeys(labels, 1)


def test_no_group_has_a_permission_twice():
    assert all(len(labels) == len(set(labels)) for labels in PERMISSIONS.values())


def test_the_command_makes_the_groups_from_nothing_and_changes_nothing_the_second_time(capsys):
    Group.objects.all().delete()

    call_command("sync_groups")
    first = {group.pk: (group.name, permissions_of(group)) for group in Group.objects.all()}
    call_command("sync_groups")

    assert {group.pk: (group.name, permissions_of(group)) for group in Group.objects.all()} == first
    assert dict(first.values()) == {name: set(labels) for name, labels in PERMISSIONS.items()}
    assert "Author, Clinical reviewer, Administrator" in capsys.readouterr().out


def test_a_permission_that_was_added_or_taken_by_hand_is_put_right():
    sync_groups()
    group = Group.objects.get(name="Author")
    group.permissions.set(Permission.objects.filter(codename__in=["review_version", "delete_page"]))
    other = Group.objects.create(name="Translators")

    sync_groups()

    assert permissions_of(group) == set(PERMISSIONS["Author"])
    assert Group.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize(
    ("role", "writes", "reviews", "withdraws"),
    [
        ("reader", False, False, False),
        ("author", True, False, False),
        ("reviewer", True, True, False),
        ("administrator", True, False, True),
        ("superuser", True, True, True),
    ],
)
def test_what_each_role_may_do(request, role, writes, reviews, withdraws):
    user = request.getfixturevalue(role)

    assert (may_write(user), may_review(user), may_withdraw(user)) == (writes, reviews, withdraws)


def test_nobody_may_delete_pages_versions_or_events_by_group():
    everything = {label for labels in PERMISSIONS.values() for label in labels}

    assert not {label for label in everything if label.split("_")[-1] in ("page", "version", "event") and ".delete_" in label}
    assert not {label for label in everything if label.endswith(("add_event", "change_event", "delete_event"))}
