"""A browser for tests of the editors' pages, and the codes that an authenticator app shows."""

import time

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.http import HttpRequest
from django.test import Client


class EditorClient(Client):
    """`force_login` signs in completely: the person has an authenticator app, and the session has proved it."""

    def force_login(self, user, backend=None):
        super().force_login(user, backend)
        factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first() or give_app(user)
        request = HttpRequest()
        request.session = self.session
        record_authentication(request, user, "mfa", id=factor.pk, type=factor.type)
        request.session.save()


def give_app(user):
    """Sets up an authenticator app for a person; returns it. The secret is another one each time: a code counts only once."""
    return totp.TOTP.activate(user, totp.generate_totp_secret()).instance


def code_of(app, later=0):
    """The code that a person's authenticator app shows now, or some half minutes later."""
    return totp.format_hotp_value(totp.hotp_value(app.data["secret"], int(time.time()) // 30 + later))
