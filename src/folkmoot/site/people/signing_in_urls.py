"""The pages of allauth that staff need to sign in, and no others: nobody signs up, and nobody changes an address by themselves."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

urlpatterns = [
    path("sign-in", account.login, name="account_login"),
    path("sign-out", account.logout, name="account_logout"),
    path("inactive", account.account_inactive, name="account_inactive"),
    path("confirm/password", account.reauthenticate, name="account_reauthenticate"),
    path("password", account.password_change, name="account_change_password"),
    path("sign-in/code", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("confirm/code", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("confirm/passkey", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("second-factor", mfa.index, name="mfa_index"),
    path("second-factor/app", totp.activate_totp, name="mfa_activate_totp"),
    path("second-factor/app/remove", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/passkeys", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("second-factor/passkeys/add", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("second-factor/passkeys/<int:pk>/name", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("second-factor/passkeys/<int:pk>/remove", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("second-factor/recovery-codes", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-factor/recovery-codes/new", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second-factor/recovery-codes/file", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
]
