"""What is made from the database once and kept in the process until the public content changes."""

from editorial.caching import content_version

_kept: dict = {}


def kept(make, language):
    """`make(language)` for the present content. One query while nothing changed; a change costs the next reader one making."""
    # The number is read first: what is published meanwhile is in the rows already, and they are read once more.
    version = content_version()
    found = _kept.get((make, language))
    if found is None or found[0] != version:
        found = _kept[make, language] = (version, make(language))
    return found[1]


def forget():
    """For tests: nobody can know that a change was rolled back."""
    _kept.clear()
