"""A process that is killed in the middle of its work, again and again: nothing is half published, and no trace is lost."""

import os
import random
import signal
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.db import connection

from articles.models import CareCard
from editorial.models import Event
from tests import factories
from tests.conftest import CHECKOUT
from tests.editorial.in_order import out_of_order

pytestmark = pytest.mark.django_db(transaction=True)

KILLS = 50
MOST_STATEMENTS = 250  # of a process before it is killed: several actions
MOST_WRITTEN = 40  # statements of those that write


def database_url():
    """The address of the database of the tests."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@pytest.fixture
def victims():
    """The process of `tests.editorial.victim`, which starts the others."""
    environment = os.environ | {"DATABASE_URL": database_url(), "PYTHONPATH": str(CHECKOUT)}
    command = [sys.executable, "-m", "tests.editorial.victim"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "bufsize": 0}
    with subprocess.Popen(command, cwd=CHECKOUT, env=environment, start_new_session=True, **pipes) as process:
        yield process
        os.killpg(process.pid, signal.SIGKILL)


def read_line(process):
    line = b""
    while not line.endswith(b"\n"):
        sign = process.stdout.read(1)
        assert sign, "the process ended by itself"
        line += sign
    return line.decode().strip()


def kill_one(process, chance, exactly):
    """Lets a process work and kills it; returns whether that was inside a transaction.

    `exactly` kills it between two statements of which one writes, otherwise it is hit wherever it happens to be.
    """
    process.stdin.write(f"{chance.random()} {chance.randint(1, MOST_WRITTEN) if exactly else -1}\n".encode())
    victim = int(read_line(process))
    signs, last = MOST_STATEMENTS * 100 if exactly else chance.randint(1, MOST_STATEMENTS), b""
    while signs and last not in (b"T", b"!"):
        last = process.stdout.read(1)
        assert last in (b"t", b".", b"T", b"!"), "the process ended by itself"
        signs -= 1
    os.kill(victim, signal.SIGKILL)
    while read_line(process) != "killed":
        pass
    return last in (b"t", b"T")


def wait_until_rolled_back():
    """The server notices that a client is gone, and rolls back what it left, in its own time."""
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    while connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(others)
            if not cursor.fetchone()[0]:
                return


def test_whenever_a_process_is_killed_nothing_is_half_done(victims):
    for slug in ("fast-change", "new-wound"):
        factories.make_care_card(slug)
    factories.make_starter(CareCard, "new-numbness", level="soon")
    for make in (factories.the_administrator, factories.the_corrector):
        make()
    chance, in_transactions = random.Random(20261121), 0

    for number in range(KILLS):
        in_transactions += kill_one(victims, chance, exactly=number % 3 > 0)
        wait_until_rolled_back()
        assert out_of_order(newest=4) == [], f"after {number + 1} kills"
    assert out_of_order() == []

    # It would prove little if most of them had been idle, or had come to no decision.
    assert in_transactions > KILLS / 2
    done = set(Event.objects.values_list("verb", flat=True))
    assert done > {"saved", "submitted", "approved", "scheduled", "published", "returned", "corrected", "withdrawn"}
