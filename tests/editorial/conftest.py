import pytest

from tests import factories
from tests.editorial.small_library import SmallLibrary


@pytest.fixture
def library(tmp_path):
    """A valid content folder that a test may break."""
    return SmallLibrary(tmp_path)


@pytest.fixture
def corrector(db):
    """A clinician who may publish safety corrections: the author of those that the factories make."""
    return factories.the_corrector()
