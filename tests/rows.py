"""Rows that all tests of a module share: made once in a transaction that is rolled back after the module.

Each test still has a transaction of its own inside it, so no test sees what another wrote.
"""

from contextlib import contextmanager
from unittest.mock import patch

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

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
def shipped_library(django_db_blocker):
    """The starter library as `import_content` makes it."""
    with shared_rows(django_db_blocker):
        call_command("import_content", settings.CONTENT_DIR, verbosity=0)
        vocabulary("en")  # half a second's work, and the same for each test
        yield


def search_memory():
    """For the time of one test: what the search keeps of its content is as it was before when the test is rolled back."""
    return patch.dict(caching._kept)


def forget_vocabulary():
    """The search keeps its vocabulary until the content changes, and cannot know that a test was rolled back."""
    caching.forget()


def index_rows():
    """All that the search index holds."""
    return [list(model.objects.order_by("pk").values()) for model in (SearchDocument, SearchText)]
