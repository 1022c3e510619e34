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


class StaffAdapter(DefaultAccountAdapter):
    """Nobody signs up: an administrator of their organisation invites them."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the desk."""
        return reverse("people:desk")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Passkeys and authenticator apps; their secrets are encrypted with the vault's key."""

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
