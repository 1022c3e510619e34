"""The one way in which mails that are due leave this site: claim a row, send its mail, cross it off.

It may be run twice, by two at once, and be killed anywhere. Each row is claimed before its mail is sent, so two passes do not send the same
one. A pass that is killed while the mail server takes a mail cannot know whether it did: after LEASE another sends it again, with the same
Message-ID, by which mail programs know it. So a mail is never lost, and doubled only then.
"""

import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.core import mail
from django.db.models import F, Q, QuerySet
from django.utils import timezone

LEASE = timedelta(minutes=15)
TRIES = 5
REFUSED = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)
"""What the mail server says of one mail. Anything else is the matter of the server, and ends the pass."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Passed:
    """What a pass did: mails sent, refused (to be tried again), given up after TRIES, and whether the mail server could be reached."""

    sent: int = 0
    refused: int = 0
    given_up: int = 0
    reached: bool = True

    def __add__(self, other: "Passed") -> "Passed":
        counts = (self.sent + other.sent, self.refused + other.refused, self.given_up + other.given_up)
        return Passed(*counts, reached=self.reached and other.reached)


def deliver(
    rows: QuerySet[Any], *, message: Callable[[Any], Any], sent: Callable[[Any], Any], given_up: Callable[[Any], Any], what: str
) -> Passed:
    """Send the mail of each of `rows`, which have `claimed_at` and `tries`.

    `message` makes it at that moment, None when there is none to send any more and what became of the row is settled; `sent` and `given_up`
    cross the row off. `what` stands in the log where a mail is refused.
    """
    bare, passed, connection = rows.model.objects, Passed(), mail.mailers["default"]
    try:
        for key in list(rows.values_list("pk", flat=True)):
            now = timezone.now()
            free = rows.filter(Q(claimed_at=None) | Q(claimed_at__lte=now - LEASE), pk=key).order_by()
            if not free.update(claimed_at=now, tries=F("tries") + 1):
                continue  # another pass has it in hand, or has sent it
            due = rows.filter(pk=key).first()
            made = message(due) if due is not None else None
            try:
                if made is not None:
                    connection.open()
                    connection.send_messages([made])
            except (*REFUSED, ValueError) as refused:  # ValueError: Django cannot write to such an address
                logger.warning("%s was refused: %s", what, type(refused).__name__)
                if due.tries >= TRIES:
                    given_up(due)
                    passed = replace(passed, given_up=passed.given_up + 1)
                else:
                    bare.filter(pk=key).update(claimed_at=None)
                    passed = replace(passed, refused=passed.refused + 1)
            except (OSError, smtplib.SMTPException) as failed:
                logger.warning("the mail server could not be used: %s", type(failed).__name__)
                bare.filter(pk=key).update(claimed_at=None, tries=F("tries") - 1)
                return replace(passed, reached=False)
            else:
                if made is not None:
                    sent(due)
                    passed = replace(passed, sent=passed.sent + 1)
    finally:
        connection.close()
    return passed
