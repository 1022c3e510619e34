"""Where mail goes: to the server in FOLKMOOT_MAIL_URL, or nowhere."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SECONDS = 10  # a slow mail server must not hold a request for long
PORTS = {"smtp": 587, "smtps": 465}


def mailer(url: str) -> dict[str, Any]:
    """Django's settings for mail: `url` as smtp://user:password@host:587 (STARTTLS) or smtps://... (TLS from the start), or '' for none.

    Raises ImproperlyConfigured for any other scheme, or no host.
    """
    if not url:
        return {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ImproperlyConfigured("FOLKMOOT_MAIL_URL must look like smtp://user:password@host:587 or smtps://user:password@host:465.")
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or PORTS[parts.scheme],
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": parts.scheme == "smtp",
            "use_ssl": parts.scheme == "smtps",
            "timeout": SECONDS,
        },
    }


def is_set_up(mailers: dict[str, Any]) -> bool:
    """Whether mail goes anywhere."""
    return not mailers["default"]["BACKEND"].endswith("dummy.EmailBackend")
