"""The addresses of the sign-in. allauth has more: signing up, e-mail and resetting passwords by mail are not among these."""

from django.urls import path
from django.utils.module_loading import import_string

from editorial.sign_in.guards import for_anyone, for_setting_up, with_second_factor

ACCOUNT = "allauth.account.views."
MFA = "allauth.mfa.base.views."
CODES = "allauth.mfa.recovery_codes.views."
APP = "allauth.mfa.totp.views."
PASSKEYS = "allauth.mfa.webauthn.views."
OURS = "editorial.sign_in.views."


def later(name):
    """The view of this name, imported when it is first asked for: what reads passkeys would take 9 MB in every process that serves readers."""

    def view(request, *args, **kwargs):
        return import_string(name)(request, *args, **kwargs)

    return view


urlpatterns = [
    path("sign-in/", for_anyone(later(ACCOUNT + "login")), name="account_login"),
    path("sign-in/code/", for_anyone(later(MFA + "authenticate")), name="mfa_authenticate"),
    path("sign-in/passkey/", for_anyone(later(PASSKEYS + "login_webauthn")), name="mfa_login_webauthn"),
    path("sign-out/", for_anyone(later(ACCOUNT + "logout")), name="account_logout"),
    path("again/", for_setting_up(later(ACCOUNT + "reauthenticate")), name="account_reauthenticate"),
    path("again/code/", with_second_factor(later(MFA + "reauthenticate")), name="mfa_reauthenticate"),
    path("again/passkey/", with_second_factor(later(PASSKEYS + "reauthenticate_webauthn")), name="mfa_reauthenticate_webauthn"),
    path("password/", with_second_factor(later(ACCOUNT + "password_change")), name="account_change_password"),
    path("security/", with_second_factor(later(MFA + "index")), name="mfa_index"),
    path("security/app/", for_setting_up(later(OURS + "set_up_app")), name="mfa_activate_totp"),
    path("security/app/remove/", with_second_factor(later(APP + "deactivate_totp")), name="mfa_deactivate_totp"),
    path("security/codes/", with_second_factor(later(CODES + "view_recovery_codes")), name="mfa_view_recovery_codes"),
    path("security/codes/new/", with_second_factor(later(OURS + "new_recovery_codes")), name="mfa_generate_recovery_codes"),
    path("security/codes/file/", with_second_factor(later(CODES + "download_recovery_codes")), name="mfa_download_recovery_codes"),
    path("security/passkeys/", with_second_factor(later(PASSKEYS + "list_webauthn")), name="mfa_list_webauthn"),
    path("security/passkeys/add/", for_setting_up(later(OURS + "set_up_passkey")), name="mfa_add_webauthn"),
    path("security/passkeys/<int:pk>/", with_second_factor(later(PASSKEYS + "edit_webauthn")), name="mfa_edit_webauthn"),
    path("security/passkeys/<int:pk>/remove/", with_second_factor(later(PASSKEYS + "remove_webauthn")), name="mfa_remove_webauthn"),
]
