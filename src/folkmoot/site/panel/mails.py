"""The mail that brings a member their private link, as plain text. Nothing in its subject says what they joined."""

from django.conf import settings
from django.core.mail import EmailMessage

from folkmoot.site.outbox.mail_form import Mail
from folkmoot.site.panel.membership import Joined
from folkmoot.site.panel.wording import MAIL
from folkmoot.site.renditions import Reader, render


def link_mail(*, to: str, joined: Joined, reader: Reader, address: str) -> EmailMessage:
    """The mail to somebody who joined; to whoever had joined with this address already it says that nothing changed. `address` is the
    page of the link to send: that of the earlier joining, where there is one."""
    words = [render(MAIL[key], reader).words for key in ("already" if joined.earlier else "joined", "not_me")]
    body = [f"{words[0]}\n{address}", words[1]]
    if settings.SYNTHETIC:
        body = [settings.SYNTHETIC, *body]
    headers = {"Auto-Submitted": "auto-generated", "Content-Language": reader.language}
    return Mail(render(MAIL["subject"], reader).words, "\n\n".join(body) + "\n", to=[to], headers=headers)
