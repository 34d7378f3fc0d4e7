"""The second factor: who has one, and whether a session has proved it."""

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.db import transaction

from editorial import actions


def is_set_up(user):
    """Whether the person has an authenticator app or a passkey. Recovery codes alone are none: they run out. One query."""
    return Authenticator.objects.filter(user_id=user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def is_proved(request):
    """Whether this session proved a second factor that its person still has. At most one query a request."""
    if not hasattr(request, "second_factor_is_proved"):
        request.second_factor_is_proved = _is_proved(request)
    return request.second_factor_is_proved


def _is_proved(request):
    records = get_authentication_records(request, request.user)
    proved = {record.get("id") for record in records if record.get("method") == "mfa"}
    if not proved:
        return False
    # By its number: a session that proved a factor which was removed since must not live on with the one that replaced it.
    factors = dict(Authenticator.objects.filter(user_id=request.user.pk).values_list("pk", "type"))
    return not proved.isdisjoint(factors) and any(kind != Authenticator.Type.RECOVERY_CODES for kind in factors.values())


def note_set_up(request, kind):
    """The session that set up the newest second factor of this kind has proved it with that."""
    newest = Authenticator.objects.filter(user_id=request.user.pk, type=kind).latest("pk")
    record_authentication(request, request.user, "mfa", id=newest.pk, type=newest.type)
    request.second_factor_is_proved = True


@transaction.atomic
def remove(editor, *, by, reason=""):
    """Removes every second factor of a person, who then sets up a new one after the password. Returns whether there was one.

    `by` is the administrator; None from the command line.
    """
    removed, _kinds = Authenticator.objects.filter(user_id=editor.pk).delete()
    if removed:
        actions.second_factor_removed(editor, by=by, reason=reason)
    return bool(removed)
