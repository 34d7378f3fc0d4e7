"""Who else has a draft open: a mark that their browser renews while the form is on their screen."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from editorial import permissions
from editorial.models import Presence, Version

ABSENT_AFTER = timedelta(minutes=2)


def others_at(version, editor):
    """A sentence for each other person who has the form of this text open."""
    present = Presence.objects.filter(version=version, seen_at__gt=timezone.now() - ABSENT_AFTER).exclude(editor=editor).select_related("editor")
    return [
        _("%(who)s has this draft open since %(when)s.") % {"who": mark.editor, "when": timezone.localtime(mark.since).strftime("%H:%M")}
        for mark in present.order_by("since")
    ]


@require_POST
def presence(request, pk):
    """Marks this person as present at a text and answers who else is: {"others": [sentence, …]}.

    To its author, a text that is not a draft any more answers with a sentence that says so.
    """
    version = get_object_or_404(Version, pk=pk)
    if not permissions.may_go_on(request.user, version):
        raise PermissionDenied
    if not version.is_editable:
        return JsonResponse(
            {"others": [_("This text is not a draft any more: what you change here cannot be saved. Copy your words and load the form again.")]}
        )
    now = timezone.now()
    Presence.objects.filter(version=version, seen_at__lte=now - ABSENT_AFTER).delete()
    Presence.objects.update_or_create(version=version, editor=request.user, defaults={"seen_at": now}, create_defaults={"seen_at": now, "since": now})
    return JsonResponse({"others": others_at(version, request.user)})
