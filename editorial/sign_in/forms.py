"""The forms of the sign-in pages: allauth's, in our words, and with each wrong code and password counted."""

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from editorial.sign_in import lockout

AS_TYPED = {"autocapitalize": "none", "spellcheck": "false"}


class LabelledForm(forms.Form):
    """Each field has a label above it, so none says the same again inside."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignInForm(LabelledForm, account.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name")
        self.fields["login"].widget.attrs.update(AS_TYPED, autofocus=True)


class PasswordAgainForm(LabelledForm, account.ReauthenticateForm):
    pass


class ChangePasswordForm(LabelledForm, account.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = {"oldpassword": _("Present password"), "password1": _("New password"), "password2": _("New password again")}
        for name, label in labels.items():
            self.fields[name].label = label

    def clean_oldpassword(self):
        # Through the sign-in, so that wrong ones are counted: somebody at a screen that was left open may not guess on.
        password = self.cleaned_data["oldpassword"]
        if not get_account_adapter().reauthenticate(self.user, password):
            raise get_account_adapter().validation_error("enter_current_password")
        return password


class _CodeField(LabelledForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].widget.attrs.update(AS_TYPED, inputmode="numeric")


class FirstCodeForm(_CodeField, totp.ActivateTOTPForm):
    pass


class _CountedCode(_CodeField):
    """Counts wrong codes. `user` and `authenticator` are those of the form of allauth that stands beside it."""

    user: Any
    authenticator: Any

    def clean_code(self):
        request = context.request
        if not lockout.may_try_code(request, self.user):
            raise get_adapter().validation_error("incorrect_code")
        try:
            code = super().clean_code()
            use_once(self.authenticator, code)
        except ValidationError:
            lockout.code_was_wrong(request, self.user)
            raise
        lockout.code_was_right(request, self.user)
        return code


class CodeForm(_CountedCode, mfa.AuthenticateForm):
    pass


class CodeAgainForm(_CountedCode, mfa.ReauthenticateForm):
    pass


class AddPasskeyForm(LabelledForm, webauthn.AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("A name for it, such as the device it is on")
        self.fields["name"].widget.attrs["maxlength"] = 100
        self.fields["passwordless"].label = _("Sign in with it alone, without user name and password")
        self.fields["passwordless"].help_text = _("The device then asks for your finger, face or PIN.")


@transaction.atomic
def use_once(authenticator, code):
    """Takes a code of an authenticator app that has just been found right. Raises ValidationError if it was used before.

    allauth remembers used codes in the cache of one process only; the site has several.
    """
    if authenticator.type != Authenticator.Type.TOTP:
        return
    stored = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    secret = decrypt(stored.data["secret"])
    moments = yield_hotp_counters_from_time()
    moment = max(each for each in moments if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, each))))
    if moment <= stored.data.get("last_moment", -1):
        raise get_adapter().validation_error("incorrect_code")
    stored.data["last_moment"] = moment
    stored.save(update_fields=["data"])
