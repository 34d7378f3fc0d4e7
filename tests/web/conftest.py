import pytest

from tests.rows import forget_vocabulary, shipped_library


@pytest.fixture(autouse=True)
def _fresh_vocabulary():
    forget_vocabulary()


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker):
    with shipped_library(django_db_blocker):
        yield
