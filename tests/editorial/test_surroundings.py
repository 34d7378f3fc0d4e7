"""What the tests themselves rely on: no network, nothing of the checkout written, the groups in place."""

import socket
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection

from editorial.groups import ADMINISTRATOR, AUTHOR, PERMISSIONS, REVIEWER, SAFETY
from tests.conftest import CHECKOUT, NetworkUsed


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 443), ("8.8.8.8", 53)])
def test_no_test_reaches_another_machine(address):
    with socket.socket() as other, pytest.raises(NetworkUsed):
        other.connect(address)


def test_the_machine_itself_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), timeout=5) as client:
        assert client.getpeername() == server.getsockname()


def test_no_data_of_the_checkout_are_used():
    for path in (settings.DATA_DIR, settings.STATIC_ROOT):
        assert not Path(path).resolve().is_relative_to(CHECKOUT)


@pytest.mark.django_db
def test_the_database_is_one_of_the_tests():
    name = Path(str(connection.settings_dict["NAME"]))

    assert name.name.startswith("test")
    assert not name.resolve().is_relative_to(CHECKOUT) or connection.vendor == "postgresql"


@pytest.mark.django_db
def test_the_groups_are_in_place_with_their_people(author, reviewer, administrator, corrector):
    assert set(Group.objects.values_list("name", flat=True)) == set(PERMISSIONS)
    assert [person.groups.get().name for person in (author, reviewer, administrator)] == [AUTHOR, REVIEWER, ADMINISTRATOR]
    assert {group.name for group in corrector.groups.all()} == {REVIEWER, SAFETY}
