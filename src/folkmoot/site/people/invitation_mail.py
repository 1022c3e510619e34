"""The invitation by e-mail, where mail is set up. The administrator sees the link too, so nothing hangs on it."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage

from folkmoot.site.mail import is_set_up

logger = logging.getLogger(__name__)

WORDS = """You have been given a role at {organisation} in Folkmoot.

Set up your sign-in within seven days. This link works once:

{address}

If you did not expect this, you need do nothing.
"""


def send_invitation(*, to: str, address: str, organisation: str) -> bool:
    """Whether the invitation was handed to the mail server."""
    if not is_set_up(settings.MAILERS):
        return False
    try:
        return EmailMessage("Set up your sign-in", WORDS.format(organisation=organisation, address=address), to=[to]).send() == 1
    except (OSError, smtplib.SMTPException) as failed:
        logger.warning("an invitation could not be mailed: %s", type(failed).__name__)
        return False
