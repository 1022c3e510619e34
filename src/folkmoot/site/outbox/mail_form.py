"""The form of every mail to people: plain text, which reads well on an old phone and aloud, and headers by which it can be stopped."""

from collections.abc import Mapping, Sequence
from email.policy import Policy, default
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.crypto import salted_hmac


class Mail(EmailMessage):
    """A mail whose header lines are as long as RFC 5322 lets them be (998 signs), not the 78 it advises: Python would write a long address
    of a page as an encoded word there, and no mail program could stop the mails by it."""

    def message(self, *, policy: Policy = default) -> Any:
        """The mail as it is sent."""
        return super().message(policy=policy.clone(max_line_length=998))


def plain_mail(*, to: str, subject: str, body: Sequence[str], language: str, headers: Mapping[str, str]) -> EmailMessage:
    """A mail in paragraphs. `headers` are those of its own."""
    where = f"Folkmoot, {settings.PLACE}" if settings.PLACE else "Folkmoot"
    headers = {"Auto-Submitted": "auto-generated", "Content-Language": language, **headers}
    if settings.SYNTHETIC:
        body = [settings.SYNTHETIC, *body]
    return Mail(f"{where}: {subject}", "\n\n".join(body) + "\n", to=[to], headers=headers)


def message_id(kind: str, words: str, site: str) -> str:
    """The same whenever the same mail is sent again, so that mail programs know it; nothing can be read from it."""
    number = salted_hmac(kind, words, algorithm="sha256").hexdigest()[:32]
    return f"<{number}@{urlsplit(site).hostname}>"


def one_click(stop: str) -> dict[str, str]:
    """The headers that let a mail program stop the mails in one step, at the address `stop` (RFC 8058)."""
    return {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
