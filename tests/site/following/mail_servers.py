"""Mail servers for tests, as mail backends: what they take stands in `mail.outbox`, and they fail in the ways real ones do."""

import smtplib
from collections.abc import Callable
from typing import Any, ClassVar

from django.core.mail.backends.locmem import EmailBackend


class Scripted(EmailBackend):
    """Takes mail, but first calls `before` with how many it has been handed (from 1) and the mail, which may raise."""

    before: ClassVar[Callable[[int, Any], None]] = staticmethod(lambda number, message: None)
    handed: ClassVar[int] = 0

    def send_messages(self, messages: Any) -> int:
        """Hand mails over one by one."""
        for message in messages:
            type(self).handed += 1
            self.before(self.handed, message)
        return super().send_messages(messages)


def scripted(settings: Any, before: Callable[[int, Any], None]) -> None:
    """Mail goes to a server that behaves so."""
    Scripted.handed, Scripted.before = 0, staticmethod(before)
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Scripted"}}


class KilledError(BaseException):
    """The process ends here: nothing after it is run."""


def killed_at(number: int, *, after_it_was_taken: bool) -> Callable[[int, Any], None]:
    """The process is killed while the mail server takes a mail: before it did, or after."""

    def before(at: int, message: Any) -> None:
        if at == number:
            if after_it_was_taken:
                EmailBackend(alias="default").send_messages([message])
            raise KilledError

    return before


def refuses(*addresses: str) -> Callable[[int, Any], None]:
    """A server that takes no mail for some addresses."""

    def before(at: int, message: Any) -> None:
        if set(message.to) & set(addresses):
            raise smtplib.SMTPRecipientsRefused({message.to[0]: (550, b"no such user")})

    return before


def hangs_up(after: int) -> Callable[[int, Any], None]:
    """A server that goes away after some mails."""

    def before(at: int, message: Any) -> None:
        if at > after:
            raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")

    return before
