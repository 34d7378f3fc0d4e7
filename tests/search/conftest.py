import pytest

from tests.rows import shipped_library


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker, run_folder):
    with shipped_library(django_db_blocker, run_folder):
        yield
