"""Starting the site, making an editor and the throw-away PostgreSQL server: what a person at a terminal sees."""

import ast
import json
import os
import signal
import socket
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from editorial.models import Editor, Page
from tests.editorial.small_library import SOURCES

CHECKOUT = Path(__file__).resolve().parent.parent
PASSWORD = "Nine-quiet-lanterns"


def run(*command, **environment):
    """Runs a command of the checkout: (exit code, everything it printed)."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=CHECKOUT,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout


def assert_refused(answer, sentence):
    code, output = answer
    assert code == 1, output
    assert sentence in output
    assert "Traceback" not in output


@pytest.fixture
def tools(monkeypatch):
    monkeypatch.syspath_prepend(str(CHECKOUT / "tools"))


# --- make run ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("port", ["0", "65536", "abc", "80 80", "-1", "٣", "8000;ls"])
def test_a_port_that_is_no_number_from_1_to_65535_is_refused(port):
    assert_refused(run("tools/start.py", PORT=port), f'PORT is "{port}". Give a number from 1 to 65535')


def test_a_port_that_is_in_use_is_refused():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        answer = run("tools/start.py", PORT=str(port))

    assert_refused(answer, f"Port {port} is in use by another program.")


def test_a_free_port_is_not_refused(tools):
    import start

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]

    start.check_port(port)


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 10, 13), (2, 7, 18)])
def test_a_python_that_is_too_old_is_refused(tools, version):
    import environment

    with pytest.raises(environment.Refused, match=r"needs Python 3\.11 or newer, and this is Python \d\.\d+\."):
        environment.check_python(version)


@pytest.mark.parametrize("name", ["start.py", "environment.py"])
def test_an_old_python_can_read_far_enough_to_say_that_it_is_too_old(name):
    ast.parse((CHECKOUT / "tools" / name).read_text(encoding="utf-8"), feature_version=(3, 6))


WAITS = "import signal; signal.pause()"


def serving(server, scheduler):
    """Starts `run_both` with two little programs in place of the server and the scheduler."""
    commands = [[sys.executable, "-c", program] for program in (server, scheduler)]
    program = f"import environment, start; environment.told(lambda: start.run_both(*{commands}))"
    return subprocess.Popen([sys.executable, "-c", program], cwd=CHECKOUT / "tools", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_the_site_goes_on_without_the_scheduler_and_says_so_once():
    with serving(server=WAITS, scheduler="raise SystemExit(1)") as site:
        told = site.stdout.readline()
        goes_on = site.poll() is None
        site.terminate()
        rest = site.communicate(timeout=30)[0]

    assert told.startswith("The scheduler has ended. The site goes on")
    assert goes_on
    assert (site.returncode, rest) == (0, "")


@pytest.mark.parametrize("code", [0, 3])
def test_the_scheduler_ends_with_the_server(code):
    with serving(server=f"raise SystemExit({code})", scheduler=WAITS) as site:
        # The scheduler has the same output: this comes back only when both are gone.
        output = site.communicate(timeout=30)[0]

    assert (site.returncode, output) == (code, "")


def test_stopping_ends_the_server_and_the_scheduler():
    with serving(server=f"print('up', flush=True); {WAITS}", scheduler=WAITS) as site:
        site.stdout.readline()
        site.send_signal(signal.SIGINT)
        output = site.communicate(timeout=30)[0]

    assert (site.returncode, output) == (0, "")


def test_a_scheduler_that_does_not_end_is_ended(tools):
    import start

    deaf = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); {WAITS}"
    with subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE) as scheduler:
        scheduler.stdout.readline()
        scheduler.terminate()
        start.end(scheduler, patience=0.1)

    assert scheduler.returncode == -signal.SIGKILL


@pytest.mark.parametrize(
    ("errors", "sentence"),
    [
        ("noise\nERROR: No matching distribution\nmore noise", "ERROR: No matching distribution"),
        ("OSError: [Errno 28] No space left on device\n", "The disk is full."),
        ("", "No reason was given."),
    ],
)
def test_the_line_that_says_what_is_wrong_is_picked(tools, errors, sentence):
    import environment

    assert environment.reason(errors) == sentence


# --- prepare_site -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["", "given"])
def test_a_data_folder_that_cannot_be_made_is_refused(tmp_path, key):
    (tmp_path / "file").touch()

    answer = run("manage.py", "prepare_site", DATA_DIR=str(tmp_path / "file" / "data"), DATABASE_URL="", SECRET_KEY=key)

    assert_refused(answer, "Not a directory")


def test_a_damaged_database_file_is_refused(tmp_path):
    (tmp_path / "neuroinfo.sqlite3").write_bytes(b"no database " * 1000)

    answer = run("manage.py", "prepare_site", DATA_DIR=str(tmp_path), DATABASE_URL="")

    assert_refused(answer, f"The database file {tmp_path / 'neuroinfo.sqlite3'} is damaged.")


def test_a_database_server_that_does_not_answer_is_refused(tmp_path):
    answer = run("manage.py", "prepare_site", DATA_DIR=str(tmp_path), DATABASE_URL="postgres://nobody@127.0.0.1:1/none")

    assert_refused(answer, "The database cannot be used: connection to server")


@pytest.mark.parametrize("command", ["library_report", "rebuild_search", "sync_groups"])
def test_a_command_on_an_empty_database_says_what_to_run_first(tmp_path, command):
    answer = run("manage.py", command, DATA_DIR=str(tmp_path), DATABASE_URL="")

    assert_refused(answer, "Run manage.py prepare_site first.")


def test_a_command_without_its_database_server_is_refused(tmp_path):
    answer = run("manage.py", "library_report", DATA_DIR=str(tmp_path), DATABASE_URL="postgres://nobody@127.0.0.1:1/none")

    assert_refused(answer, "The database cannot be used: connection to server")


@pytest.fixture
def site(settings, tmp_path, db):
    """A site whose content and static files are a few small ones."""
    content = tmp_path / "content"
    static = tmp_path / "styles"
    content.mkdir()
    static.mkdir()
    (static / "site.css").write_text("p { margin: 0 }")
    write_axon(content, "The long part of a nerve cell.")
    (content / "sources.json").write_text(json.dumps(SOURCES))
    settings.CONTENT_DIR = content
    settings.DATA_DIR = tmp_path / "data"
    settings.STATIC_ROOT = settings.DATA_DIR / "static"
    settings.STATICFILES_DIRS = [static]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
    return settings


def write_axon(content, summary):
    (content / "glossary").mkdir(exist_ok=True)
    (content / "glossary" / "axon.md").write_text(f"---\ntitle: Axon\nsummary: {summary} [@a-source]\n---\n")


def prepare():
    output = StringIO()
    call_command("prepare_site", stdout=output, stderr=StringIO())
    return output.getvalue()


def test_the_first_start_fills_the_site(site):
    prepare()

    assert Page.objects.published().filter(slug="axon").exists()
    assert (site.STATIC_ROOT / "staticfiles.json").exists()


def test_a_second_start_has_nothing_to_do(site):
    prepare()

    assert prepare() == ""


def test_a_start_after_the_content_changed_imports_it(site):
    prepare()
    write_axon(site.CONTENT_DIR, "The long thread of a nerve cell.")

    prepare()

    assert "thread" in Page.objects.get(slug="axon").live.summary


def test_a_start_after_a_static_file_changed_collects_it(site):
    prepare()
    (site.STATICFILES_DIRS[0] / "site.css").write_text("p { margin: 1px }")

    assert "Collecting the static files" in prepare()


def test_a_start_without_the_collected_files_makes_them_again(site):
    prepare()
    (site.STATIC_ROOT / "staticfiles.json").unlink()

    prepare()

    assert (site.STATIC_ROOT / "staticfiles.json").exists()


def test_another_database_has_a_stamp_of_its_own(site, monkeypatch):
    from neuroinfo.management.commands import prepare_site

    first = prepare_site.database_digest()
    monkeypatch.setitem(prepare_site.connection.settings_dict, "NAME", "another")

    assert prepare_site.database_digest() != first


# --- make editor ------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(monkeypatch):
    """The variables that answer every question; a test changes what it is about."""

    def answer(**changes):
        variables = {"USERNAME": "anna", "FIRST_NAME": "Anna", "LAST_NAME": "Weaver", "GROUP": "Author", "PASSWORD": PASSWORD} | changes
        for name, value in variables.items():
            monkeypatch.setenv(f"EDITOR_{name}", value)

    for name in ("USERNAME", "FIRST_NAME", "LAST_NAME", "ROLE", "GROUP", "PASSWORD", "UPDATE"):
        monkeypatch.delenv(f"EDITOR_{name}", raising=False)
    return answer


def make_editor():
    output = StringIO()
    call_command("make_editor", stdout=output, stderr=StringIO())
    return output.getvalue()


@pytest.mark.parametrize("group", ["Author", "Clinical reviewer", "Administrator"])
@pytest.mark.django_db
def test_an_editor_is_made_in_exactly_one_group_and_is_no_superuser(asked, group):
    asked(GROUP=group, ROLE="Nurse specialist")

    assert "Anna Weaver can sign in" in make_editor()

    anna = Editor.objects.get(username="anna")
    assert [each.name for each in anna.groups.all()] == [group]
    assert (anna.is_staff, anna.is_active, anna.is_superuser) == (True, True, False)
    assert anna.public_name == "Anna Weaver, Nurse specialist"
    assert anna.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"USERNAME": "", "PASSWORD": ""}, "Set EDITOR_USERNAME, EDITOR_PASSWORD too"),
        ({"USERNAME": "anna weaver"}, "Enter a valid username"),
        ({"GROUP": "Boss"}, "EDITOR_GROUP is “Boss”. Set it to one of: Author, Clinical reviewer, Administrator."),
        ({"PASSWORD": "short"}, "This password is too short. It must contain at least 12 characters."),
        ({"USERNAME": "anna.of.the.night", "PASSWORD": "anna.of.the.nigh7"}, "The password is too similar to the"),
        ({"FIRST_NAME": "a" * 151}, "EDITOR_FIRST_NAME: Ensure this value has at most 150 characters"),
        ({"LAST_NAME": " "}, "EDITOR_LAST_NAME: Give a name"),
    ],
)
@pytest.mark.django_db
def test_an_answer_that_cannot_be_is_refused_with_a_sentence(asked, changes, sentence):
    asked(**changes)

    with pytest.raises(CommandError) as refusal:
        make_editor()

    assert sentence in str(refusal.value)
    assert not Editor.objects.filter(username__startswith="anna").exists()


@pytest.mark.django_db
def test_an_editor_is_never_changed_silently(asked):
    asked()
    make_editor()
    asked(GROUP="Administrator", PASSWORD="Other-quiet-lanterns")

    with pytest.raises(CommandError, match="There is already an editor “anna”"):
        make_editor()

    anna = Editor.objects.get(username="anna")
    assert anna.groups.get().name == "Author"
    assert anna.check_password(PASSWORD)


@pytest.mark.django_db
def test_an_editor_is_changed_when_that_is_said(asked):
    asked(ROLE="Nurse")
    make_editor()
    asked(GROUP="Administrator", PASSWORD="Other-quiet-lanterns", LAST_NAME="Smith", UPDATE="1")

    make_editor()

    anna = Editor.objects.get(username="anna")
    assert anna.groups.get().name == "Administrator"
    assert anna.check_password("Other-quiet-lanterns")
    assert anna.public_name == "Anna Smith, Nurse"


@pytest.mark.django_db
def test_without_a_terminal_nothing_is_asked(asked, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO())

    with pytest.raises(CommandError, match=r"There is no terminal to ask on\. Set EDITOR_USERNAME"):
        make_editor()


@pytest.fixture
def typed(asked, monkeypatch):
    """Types answers and passwords at a terminal, one after another."""

    def type_in(answers, passwords=()):
        lines, secrets = iter(answers), iter(passwords)
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("builtins.input", lambda _question: next(lines))
        monkeypatch.setattr("editorial.management.commands.make_editor.getpass", lambda _question: next(secrets))

    return type_in


@pytest.mark.django_db
def test_a_question_is_asked_again_until_its_answer_is_good(typed):
    typed(
        ["anna weaver", "anna", "", "Anna", "Weaver", "", "everything", "review"],
        ["short", PASSWORD, "another", PASSWORD, PASSWORD],
    )

    output = make_editor()

    assert "Enter a valid username" in output
    assert "Answer with one of: write, review, run." in output
    assert "This password is too short" in output
    assert "The two passwords differ" in output
    assert Editor.objects.get(username="anna").groups.get().name == "Clinical reviewer"


@pytest.mark.parametrize("answer", ["", "n", "no", "perhaps"])
@pytest.mark.django_db
def test_anything_but_yes_leaves_an_editor_alone(typed, author, answer):
    typed([author.username, answer])
    before = Editor.objects.filter(pk=author.pk).values().get()

    with pytest.raises(CommandError, match="Nothing was changed"):
        make_editor()

    assert Editor.objects.filter(pk=author.pk).values().get() == before


@pytest.mark.django_db
def test_stopping_half_way_changes_nothing(typed, monkeypatch):
    def stop(_question):
        raise KeyboardInterrupt

    typed([])
    monkeypatch.setattr("builtins.input", stop)

    with pytest.raises(CommandError, match=r"Stopped\. Nothing was changed"):
        make_editor()


# --- PostgreSQL -------------------------------------------------------------------------------------------------

ASK_THE_SERVER = """
import os, sys, psycopg2
connection = psycopg2.connect(os.environ["DATABASE_URL"])
cursor = connection.cursor()
cursor.execute("SELECT current_setting('max_connections'), current_setting('unix_socket_directories'), current_setting('listen_addresses')")
print(*cursor.fetchone())
sys.exit(7)
"""


def test_a_command_has_a_server_of_its_own_which_is_gone_afterwards():
    code, output = run("tools/with_postgres.py", sys.executable, "-c", ASK_THE_SERVER, MAX_CONNECTIONS="23")

    assert code == 7, output
    connections, folder, addresses = output.split()
    assert (connections, addresses) == ("23", "127.0.0.1")
    assert not Path(folder).exists()


def test_a_command_that_cannot_be_run_is_named():
    assert_refused(run("tools/with_postgres.py", "no-such-command"), "no-such-command cannot be run: No such file or directory.")


def test_a_machine_without_a_server_is_told_what_to_install(tools, monkeypatch):
    import with_postgres

    monkeypatch.setattr(with_postgres.glob, "glob", lambda _pattern: [])
    monkeypatch.setattr(with_postgres.shutil, "which", lambda _name, path=None: None)

    with pytest.raises(SystemExit, match=r"No PostgreSQL server was found\. On Debian or Ubuntu install the package postgresql"):
        with_postgres.main(["true"])
