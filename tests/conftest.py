"""What every test stands on: settings that touch nothing of the checkout, no network, and people with their groups.

`DATABASE_URL` chooses the database: a SQLite file in a temporary folder by default, PostgreSQL where it is set.
"""

import atexit
import gc
import ipaddress
import os
import shutil
import socket
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
SECRET_KEY = "a key for the tests only, never for a site"
SWITCHES = (
    "ALLOWED_HOSTS SITE_URL SITE_NAME DEBUG BEHIND_PROXY HSTS_SECONDS TIME_ZONE EMERGENCY_NUMBERS SECURITY_CONTACT"
    " EMAIL_HOST EMAIL_PORT EMAIL_HOST_USER EMAIL_HOST_PASSWORD EMAIL_USE_TLS DEFAULT_FROM_EMAIL SEARCH_LIMIT_PER_MINUTE"
).split()


def _prepare_environment():
    """Settings are read from the environment: gives them a folder of their own and nothing of the developer's shell."""
    for name in SWITCHES:
        os.environ.pop(name, None)
    os.environ["SECRET_KEY"] = SECRET_KEY
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neuroinfo.settings")
    chosen = os.environ.get("DATA_DIR")
    if not chosen or Path(chosen).resolve() == CHECKOUT / "var":
        folder = tempfile.mkdtemp(prefix="neuroinfo-tests-")
        os.environ["DATA_DIR"] = folder  # processes that the tests start inherit it
        owner = os.getpid()
        atexit.register(lambda: os.getpid() == owner and shutil.rmtree(folder, ignore_errors=True))


_prepare_environment()

import django  # noqa: E402
from django.conf import settings as django_settings  # noqa: E402


def _prepare_settings():
    # pytest-django may have read the settings before this file could say where the data go.
    django_settings.SECRET_KEY = SECRET_KEY
    data = Path(os.environ["DATA_DIR"])
    django_settings.DATA_DIR = data
    django_settings.STATIC_ROOT = data / "static"
    django_settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    django_settings.STORAGES = {
        **django_settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # A test searches more often than people do, and what it looked for is written when it says so.
    django_settings.SEARCH_LIMIT_PER_MINUTE = django_settings.SEARCH_COUNTS_AFTER_SECONDS = 0
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


_prepare_settings()
django.setup()
# Each collection looks at all that lives as long as the tests run, which took a seventh of their time.
gc.freeze()
gc.set_threshold(100_000, 20, 50)

import pytest  # noqa: E402
from django.contrib.auth.models import AnonymousUser  # noqa: E402

from editorial.groups import sync_groups  # noqa: E402
from tests import factories  # noqa: E402
from tests.clients import EditorClient  # noqa: E402
from tests.rows import search_memory  # noqa: E402

# --- Which tests ------------------------------------------------------------------------------------------------


def pytest_addoption(parser):
    parser.addoption("--database-only", action="store_true", help="leave out what says the same on every database")


# Modules of half a minute and more: begun last, they would run while all other workers have ended. The editors' pages need no library, which
# another worker meanwhile makes for all.
LONGEST = (
    *("test_accessible_admin.py", "test_reader.py", "test_whole_site.py", "test_server_log.py", "test_round_trip.py", "test_killed.py"),
    *("test_transitions.py", "test_bad_input.py"),
)


def pytest_collection_modifyitems(config, items):
    items.sort(key=_longest_first)
    if config.getoption("--database-only"):
        config.hook.pytest_deselected(items=[item for item in items if not _is_about_a_database(item)])
        items[:] = [item for item in items if _is_about_a_database(item)]


def _longest_first(item):
    name = item.path.name
    return "journeys" not in item.path.parts, LONGEST.index(name) if name in LONGEST else len(LONGEST)


def _is_about_a_database(item):
    if "journeys" in item.path.parts:  # these run in this half alone
        return True
    asks = item.get_closest_marker("django_db") is not None or not {"django_db_setup", "db", "transactional_db"}.isdisjoint(item.fixturenames)
    return asks and item.get_closest_marker("any_database") is None


# --- The database -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def _sqlite_in_a_file():
    """A file, not memory: several connections, WAL and immediate transactions, as on a real site."""
    from django.db import connections

    database = connections["default"].settings_dict
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(Path(os.environ["DATA_DIR"]) / f"test-{os.getpid()}.sqlite3")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(_sqlite_in_a_file, django_db_modify_db_settings_parallel_suffix):
    """The name first, then the suffix of the worker."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The groups stand in the database from the start; `factories.make_editor` restores them after a test that empties it."""
    from django.db import connection

    with django_db_blocker.unblock():
        sync_groups()
        if connection.vendor == "postgresql":
            # Without statistics it takes small queries for large ones, and compiles each before it runs.
            with connection.cursor() as cursor:
                cursor.execute(f'ALTER DATABASE "{connection.settings_dict["NAME"]}" SET jit = off')
            connection.close()


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory):
    """A folder that all workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(autouse=True)
def _search_memory():
    """No test sees what the search read in another."""
    with search_memory():
        yield


# --- No network -------------------------------------------------------------------------------------------------


class NetworkUsed(AssertionError):
    """A test tried to reach another machine."""


def _is_local(family, address):
    if family == socket.AF_UNIX:
        return True
    if not isinstance(address, tuple):
        return False
    try:
        return ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        return address[0] in ("localhost", "")


def _guarded(connect):
    def guarded(self, address):
        if not _is_local(self.family, address):
            raise NetworkUsed(f"A test tried to reach {address}. Tests run without a network.")
        return connect(self, address)

    return guarded


@pytest.fixture(scope="session", autouse=True)
def _no_network():
    """Refuses every connection of this process but those to the machine itself."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    yield
    patch.undo()


# --- Browsers ---------------------------------------------------------------------------------------------------


@pytest.fixture
def client():
    """Django's test client, with whom `force_login` is a whole sign-in: with a second factor."""
    return EditorClient()


# --- People -----------------------------------------------------------------------------------------------------


@pytest.fixture
def author(db):
    """Writes drafts: the author of what the factories make."""
    return factories.the_author()


@pytest.fixture
def other_author(db):
    return factories.make_editor("other-author", "Author", first_name="Olive", last_name="Penn")


@pytest.fixture
def reviewer(db):
    """A clinician who reviews: the reviewer of what the factories publish."""
    return factories.the_reviewer()


@pytest.fixture
def other_reviewer(db):
    return factories.make_editor("other-reviewer", "Clinical reviewer", first_name="Omar", last_name="Second", professional_role="Neurologist")


@pytest.fixture
def administrator(db):
    return factories.make_editor("administrator", "Administrator", first_name="Ada", last_name="Keeper")


@pytest.fixture
def superuser(db):
    return factories.make_editor("superuser", first_name="Sue", last_name="Power", is_superuser=True)


@pytest.fixture
def reader():
    """Somebody who has not signed in."""
    return AnonymousUser()
