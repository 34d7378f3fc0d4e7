"""allauth's pages where NeuroInfo adds to them."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView

from editorial.sign_in import second_factor


class SetUpApp(ActivateTOTPView):
    def form_valid(self, form):
        response = super().form_valid(form)
        second_factor.note_set_up(self.request, Authenticator.Type.TOTP)
        return response


class SetUpPasskey(AddWebAuthnView):
    def form_valid(self, form):
        response = super().form_valid(form)
        second_factor.note_set_up(self.request, Authenticator.Type.WEBAUTHN)
        return response


class NewRecoveryCodes(GenerateRecoveryCodesView):
    def form_valid(self, form):
        response = super().form_valid(form)
        second_factor.note_set_up(self.request, Authenticator.Type.RECOVERY_CODES)
        return response


set_up_app = SetUpApp.as_view()
set_up_passkey = SetUpPasskey.as_view()
new_recovery_codes = NewRecoveryCodes.as_view()
