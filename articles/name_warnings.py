"""What other apps have to say about the names that an editor saved. It warns, and never stops saving."""

from collections.abc import Callable

_checks: list[Callable] = []


def on_saved_names(check):
    """Registers `check(names)`: of stored names of symptoms or conditions it returns sentences, plain or safe HTML."""
    if check not in _checks:
        _checks.append(check)


def warnings_about(names):
    """All sentences about these names."""
    return [sentence for check in _checks for sentence in check(names)]
