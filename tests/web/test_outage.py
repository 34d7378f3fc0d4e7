"""The real server, with its two processes, on a PostgreSQL server of its own: after an approval, and while the database goes and comes back."""

import subprocess
import sys
import threading
import time
from tempfile import TemporaryDirectory

import pytest

from tests.conftest import CHECKOUT
from tests.editorial.small_library import SmallLibrary
from tests.servers import PATIENCE, Server, environment, free_port

sys.path.insert(0, str(CHECKOUT / "tools"))
import start
import with_postgres

PAGES = ("/", "/conditions/", "/conditions/neuropathy/", "/symptoms/numbness/", "/articles/")
OFTEN = 40  # requests of which each of two processes certainly gets some
READERS = 6
SIGNED_IN = {"Cookie": "sessionid=0123456789abcdef0123456789abcdef"}


def wait_until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        threading.Event().wait(0.02)


@pytest.fixture(scope="module")
def cluster():
    binaries = with_postgres.find_binaries()
    assert binaries, "this test needs a PostgreSQL server"
    # Not a folder of pytest, which its owner alone may enter: PostgreSQL does not run as root.
    with TemporaryDirectory(prefix="neuroinfo-postgres-", ignore_cleanup_errors=True) as folder:
        cluster = with_postgres.Cluster(binaries, folder, "50")
        cluster.start()
        yield cluster
        cluster.stop()


@pytest.fixture(scope="module")
def site(cluster, tmp_path_factory):
    """A prepared site, and what runs a command of it."""
    data = tmp_path_factory.mktemp("data")
    library = SmallLibrary(tmp_path_factory.mktemp("library"))

    def manage(*command):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=CHECKOUT, env=environment(data, DATABASE_URL=cluster.url), check=True, capture_output=True
        )

    manage("migrate", "--verbosity=0")
    manage("import_content", str(library.folder))
    manage(
        "collectstatic",
        "--noinput",
        "--verbosity=0",
        *(f"--ignore={name}" for name in ("admin", "editorial", "django_prose_editor", "mfa", "account")),
    )
    server = Server([sys.executable, *start.server_command(free_port())[1:]], data, DATABASE_URL=cluster.url)
    for _time in range(OFTEN):
        for page in PAGES:
            assert server.ask("GET", page) == 200
    yield server, library, manage
    server.stop()


def test_every_process_shows_what_was_published_to_the_next_reader(site):
    server, library, manage = site
    library.replace("conditions/neuropathy.md", "Nerves that do not work well.", "Nerves that work badly.")

    manage("import_content", str(library.folder))

    texts = [server.answer("GET", "/conditions/neuropathy/").text for _time in range(OFTEN)]
    assert sum("Nerves that work badly." in text for text in texts) == OFTEN


class Readers:
    """Several who read the kept pages again and again. `answers` has (when, status, whether it said “out of date”)."""

    def __init__(self, server):
        self.server, self.answers, self.is_over = server, [], False
        self.threads = [threading.Thread(target=self.read) for _number in range(READERS)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        self.go_on()
        return self

    def __exit__(self, *_error):
        self.is_over = True
        for thread in self.threads:
            thread.join()

    def read(self):
        while not self.is_over:
            for page in PAGES:
                answer = self.server.answer("GET", page)
                self.answers.append(
                    (time.monotonic(), answer.status, "database-away" in answer.headers["Cache-Status"] and "out of date" in answer.text)
                )

    def go_on(self, count=200):
        """Waits until so many more answers came."""
        enough = len(self.answers) + count
        wait_until(lambda: len(self.answers) >= enough)


def test_readers_go_on_reading_while_the_database_is_away(site, cluster):
    server, _library, _manage = site
    with Readers(server) as readers:
        cluster.stop()
        readers.go_on()
        without = {
            address: server.answer("GET", address, **SIGNED_IN)
            for address in ("/search/?q=numb", "/search.json?q=numb", "/admin/", "/conditions/shingles/")
        }
        cluster.start()
        wait_until(lambda: server.ask("GET", "/healthz") == 200)
        back = time.monotonic()
        noticed = back + 2.0  # each process tries once a second
        wait_until(lambda: readers.answers[-1][0] > noticed + 1.0)

    assert {status for _when, status, _is_marked in readers.answers} == {200}
    assert any(is_marked for _when, _status, is_marked in readers.answers)
    assert not any(is_marked for when, _status, is_marked in readers.answers if when > noticed)
    for address, answer in without.items():
        assert (address, answer.status, answer.headers["Retry-After"]) == (address, 503, "30")
        assert "cannot reach its records" in answer.text, address
    assert server.ask("GET", "/search/?q=numb") == 200
    assert server.ask("GET", "/admin/", **SIGNED_IN) == 302
