"""Rows that all tests of a module share: made once in a transaction that is rolled back after the module.

Each test still has a transaction of its own inside it, so no test sees what another wrote.
"""

import fcntl
import pickle
from contextlib import contextmanager
from unittest.mock import patch

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction

from editorial import caching
from search.models import SearchDocument, SearchText
from search.vocabulary import vocabulary


@contextmanager
def shared_rows(django_db_blocker):
    """For the body of a fixture with `scope="module"` that asks for `django_db_setup` and `django_db_blocker`."""
    forget_vocabulary()
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
    forget_vocabulary()


@contextmanager
def shipped_library(django_db_blocker, run_folder):
    """The starter library as `import_content` makes it."""
    with shared_rows(django_db_blocker):
        load_library(run_folder)
        vocabulary("en")  # half a second's work, and the same for each test
        yield


def load_library(run_folder):
    """Puts the starter library into a database without content. One import for all workers of a run; the rest is a copy of its rows."""
    copy = run_folder / "library"
    with (run_folder / "library.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not copy.exists():
            call_command("import_content", settings.CONTENT_DIR, verbosity=0)
            copy.write_bytes(pickle.dumps({model._meta.label: _read(model) for model in _models_of_content()}))
            return
    kept = pickle.loads(copy.read_bytes())
    with transaction.atomic(), connection.cursor() as cursor:  # rows name others that are written after them
        for model in _models_of_content():
            _write(cursor, model, kept[model._meta.label])
        for statement in connection.ops.sequence_reset_sql(no_style(), _models_of_content()):
            cursor.execute(statement)


def _models_of_content():
    """Every model with a table in which `import_content` writes, those of many-to-many relations too."""
    labels = ("editorial", "articles", "treatments", "search")
    models = [model for label in labels for model in apps.get_app_config(label).get_models(include_auto_created=True)]
    return [model for model in models if not model._meta.proxy and model._meta.managed]


def _read(model):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_columns(model)} FROM {model._meta.db_table}")
        return cursor.fetchall()


def _write(cursor, model, rows):
    marks = ", ".join(["%s"] * len(model._meta.local_concrete_fields))
    for start in range(0, len(rows), 100):
        some = rows[start : start + 100]
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({_columns(model)}) VALUES {', '.join([f'({marks})'] * len(some))}",
            [value for row in some for value in row],
        )


def _columns(model):
    return ", ".join(connection.ops.quote_name(field.column) for field in model._meta.local_concrete_fields)


def search_memory():
    """For the time of one test: what the search keeps of its content is as it was before when the test is rolled back."""
    return patch.dict(caching._kept)


def forget_vocabulary():
    """The search keeps its vocabulary until the content changes, and cannot know that a test was rolled back."""
    caching.forget()


def index_rows():
    """All that the search index holds."""
    return [list(model.objects.order_by("pk").values()) for model in (SearchDocument, SearchText)]
