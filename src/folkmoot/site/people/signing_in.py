"""How staff sign in: by invitation alone, with a second factor whose secret is stored encrypted."""

from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from folkmoot.site.people.encryption import decrypted, encrypted

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


TOO_MANY = "Too many tries. Wait five minutes, then try again."


class StaffAdapter(DefaultAccountAdapter):
    """Nobody signs up: an administrator of their organisation invites them."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This sign-in has been switched off. Ask the administrator of your organisation.",
        "email_password_mismatch": "This e-mail address and password do not belong together. Check both, then try again.",
        "enter_current_password": "Enter the password you use now.",
        "incorrect_code": "This code is not right. Use the newest one your app shows.",
        "incorrect_password": "This password is not right. Check it, then try again.",
        "invalid_login": "This sign-in was not accepted. Try again.",
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the desk."""
        return reverse("people:desk")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Passkeys and authenticator apps; their secrets are encrypted with the vault's key."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "You cannot take this away: staff need a second factor.",
        "cannot_generate_recovery_codes": "Set up a passkey or an authenticator app first. Then you can have recovery codes.",
        "incorrect_code": "This code is not right. Use the newest one your app shows, or a recovery code you have not used.",
    }

    def encrypt(self, text: str) -> str:
        """What is stored."""
        return encrypted(text)

    def decrypt(self, encrypted_text: str) -> str:
        """What was meant."""
        return decrypted(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """The QR code of an authenticator app's address, as a picture that the page itself holds."""
        return segno.make(url, error="m").svg_inline(
            scale=4, border=4, light="#fff", svgclass="fm-qr", title="QR code for your authenticator app"
        )


def needs_second_factor(user: Any) -> bool:
    """Whether a user who signed in must first set up a passkey or an authenticator app.

    Recovery codes alone do not count. An example installation on a loopback address, where all people are made up, does not ask.
    """
    if not settings.SECOND_FACTOR_REQUIRED:
        return False
    return not Authenticator.objects.filter(user_id=user.pk, type__in=SECOND_FACTORS).exists()
