import pytest
from django.conf import settings

from editorial.library import Library


@pytest.fixture(scope="session")
def shipped():
    """The shipped library, read from its files and not stored."""
    return Library(settings.CONTENT_DIR).read()
