import pytest

from tests.editorial.small_library import SmallLibrary


@pytest.fixture
def library(tmp_path):
    """A valid content folder that a test may break."""
    return SmallLibrary(tmp_path)
