"""The addresses of the sign-in. allauth has more: signing up, e-mail and resetting passwords by mail are not among these."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from editorial.sign_in import views
from editorial.sign_in.views import for_anyone, for_setting_up, with_second_factor

urlpatterns = [
    path("sign-in/", for_anyone(account.login), name="account_login"),
    path("sign-in/code/", for_anyone(mfa.authenticate), name="mfa_authenticate"),
    path("sign-in/passkey/", for_anyone(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("sign-out/", for_anyone(account.logout), name="account_logout"),
    path("again/", for_setting_up(account.reauthenticate), name="account_reauthenticate"),
    path("again/code/", with_second_factor(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("again/passkey/", with_second_factor(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("password/", with_second_factor(account.password_change), name="account_change_password"),
    path("security/", with_second_factor(mfa.index), name="mfa_index"),
    path("security/app/", for_setting_up(views.SetUpApp.as_view()), name="mfa_activate_totp"),
    path("security/app/remove/", with_second_factor(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("security/codes/", with_second_factor(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("security/codes/new/", with_second_factor(views.NewRecoveryCodes.as_view()), name="mfa_generate_recovery_codes"),
    path("security/codes/file/", with_second_factor(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("security/passkeys/", with_second_factor(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("security/passkeys/add/", for_setting_up(views.SetUpPasskey.as_view()), name="mfa_add_webauthn"),
    path("security/passkeys/<int:pk>/", with_second_factor(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("security/passkeys/<int:pk>/remove/", with_second_factor(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
]
