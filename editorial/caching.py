"""What public text depends on, as one number."""

from editorial.models import Event


def content_version():
    """Number of the last event that changed what readers see: an integer, 0 for an empty site. One query."""
    return Event.objects.publishing().order_by("-pk").values_list("pk", flat=True).first() or 0
