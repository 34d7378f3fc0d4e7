"""The real server, as `make run` and as docs/deploy.md start it: what it prints holds no word of a search.

It has a SQLite database of its own, whatever the other tests run on.
"""

import re
import shlex
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from tests.conftest import CHECKOUT
from tests.servers import Server, environment, free_port

WORD = "cottonwoolwalk"
FORMS = {
    "/visit/": ("words", "since", "medicines", "questions", "pages", "s"),
    "/check-an-offer/": ("offered", "promises", "price", "number", "treatment"),
}
PRODUCTION = {"ALLOWED_HOSTS": "nerves.example.org", "BEHIND_PROXY": "1", "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-a-test"}
FROM_PROXY = {"Host": "nerves.example.org", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}


def documented_command():
    """The server with an access log, as docs/deploy.md starts it."""
    (line,) = re.findall(r"^\.venv/bin/granian .*--access-log .*$", (CHECKOUT / "docs" / "deploy.md").read_text(encoding="utf-8"), re.MULTILINE)
    return [sys.executable, "-m", *shlex.split(line.removeprefix(".venv/bin/"))]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A DATA_DIR with an empty site: a migrated database, and the static files of the public pages."""
    folder = tmp_path_factory.mktemp("site")
    editors = [f"--ignore={name}" for name in ("admin", "editorial", "django_prose_editor", "mfa", "account")]
    for command in (["migrate", "--verbosity=0"], ["collectstatic", "--noinput", "--verbosity=0", *editors]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=CHECKOUT, env=environment(folder), check=True)
    return folder


@pytest.fixture
def database(folder):
    with closing(sqlite3.connect(folder / "neuroinfo.sqlite3", timeout=30, isolation_level=None)) as connection:
        yield connection


@pytest.fixture(params=["make run", "make run, with all that can be logged", "production, with an access log"])
def server(request, folder, monkeypatch):
    if request.param.startswith("production"):
        command, options = documented_command(), {"headers": FROM_PROXY, **PRODUCTION}
        command[command.index("--port") + 1] = str(free_port())
    else:
        monkeypatch.syspath_prepend(str(CHECKOUT / "tools"))
        import start

        command = [sys.executable, *start.server_command(free_port())[1:]]
        options = {"LOG_LEVEL": "DEBUG", "DEBUG": "1"} if "all" in request.param else {}
    server = Server(command, folder, **options)
    yield server
    server.stop()


def search_in_every_way(server, database):
    """Makes each kind of answer that there is, each with the word in its address."""
    question = f"?q={WORD}+in+my+feet"
    for address in ("/search/", "/search.json", "/suggest.json"):
        assert server.ask("GET", address + question, Referer=f"http://127.0.0.1/search/{question}") == 200
        assert server.ask("HEAD", address + question) == 200
        assert server.ask("POST", address + question) in (403, 405)
    assert server.ask("GET", f"/search{question}") == 301
    assert server.ask("GET", f"/no-such-page/{question}") == 404
    assert server.ask("GET", f"/admin/{question}") == 302
    assert server.ask("GET", f"/search/{question}", Host="evil.example.com") == 400
    assert server.ask("GET", f"/search/{question}" + "&x=1" * 11_000) == 414
    server.send(f"GET /search/{question} with spaces HTTP/1.1\r\n\r\n".encode())
    server.send(f"NONSENSE /search/{question}\r\n\r\n".encode())
    for address, fields in FORMS.items():
        form = {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://127.0.0.1{address}?s={WORD}"}
        said = "&".join(f"{field}={WORD}" for field in fields)
        assert server.answer("POST", address, said, **form).status == 200
        assert server.answer("POST", address, f"{fields[0]}={WORD * 300}", **form).status == 422
        assert server.answer("POST", address, said, **form, Origin="https://evil.example.com").status == 403
        assert server.answer("POST", address, said, **form | {"Content-Type": "text/plain"}).status == 400
        assert server.answer("POST", address, said, **form, Host="evil.example.com").status == 400
    # What a search reads is gone, so each ends in an error, which quotes what was asked of the database.
    database.execute("ALTER TABLE search_fts RENAME TO elsewhere")
    try:
        assert server.ask("GET", f"/search/{question}") in (500, 503)  # with DEBUG, Django answers itself
        assert server.ask("GET", f"/search.json{question}") in (500, 503)
    finally:
        database.execute("ALTER TABLE elsewhere RENAME TO search_fts")
    # The pages that somebody names are asked of the database too.
    database.execute("ALTER TABLE editorial_page RENAME COLUMN name TO elsewhere")
    try:
        assert server.answer("POST", "/visit/", f"pages={WORD}", **form).status in (500, 503)
    finally:
        database.execute("ALTER TABLE editorial_page RENAME COLUMN elsewhere TO name")


def test_nothing_that_a_server_prints_holds_a_word_of_a_search(server, database):
    search_in_every_way(server, database)

    printed = server.stop()

    assert "OperationalError" in printed, "errors are logged"
    assert WORD not in printed
    if "--access-log" in server.process.args:
        assert '"GET /search/" 200' in printed
        assert "203.0.113.9" not in printed


def test_a_limit_that_is_reached_is_told_and_not_logged(folder, monkeypatch):
    monkeypatch.syspath_prepend(str(CHECKOUT / "tools"))
    import start

    server = Server([sys.executable, *start.server_command(free_port())[1:]], folder, SEARCH_LIMIT_PER_MINUTE="1")
    statuses = [server.ask("GET", f"/search/?q={WORD}") for _time in range(5)]
    printed = server.stop()

    # Each of its processes counts for itself.
    assert statuses[0] == 200
    assert statuses.count(429) >= 3
    assert printed == ""


@pytest.mark.parametrize("server", ["make run"], indirect=True)
def test_what_was_counted_is_written_when_the_server_ends(server, database):
    database.execute("DELETE FROM search_searchcount")
    for _time in range(6):
        server.ask("GET", f"/search/?q={WORD}")

    server.stop()

    assert database.execute("SELECT kind, concept, count FROM search_searchcount").fetchall() == [("no-answer", "", 6)]
