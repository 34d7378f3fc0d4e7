"""What public text depends on, as one number, and what is made from public text once a process."""

from editorial.models import Event

_kept: dict = {}


def content_version():
    """Number of the last event that changed what readers see: an integer, 0 for an empty site. One query."""
    return Event.objects.publishing().order_by("-pk").values_list("pk", flat=True).first() or 0


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
