"""One pass of what is due on an installation: `folkmoot work`. A timer runs it; it is no daemon."""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from folkmoot.site.start import start
from folkmoot.weigh import RefusedError


def main(home: Path, address: str = "", *, dry_run: bool = False) -> None:
    """Delete what is kept no longer, send what is due to those who are invited and those who follow, and say what was done.

    `address` is where people reach the site, https:// and the first of FOLKMOOT_HOSTS unless given. It may be run twice, or killed at any
    moment. With `dry_run` it says what would be deleted, and does nothing. Raises RefusedError, in words, for an address that is none,
    without mail, or when a database or the mail server cannot be used.
    """
    start(home)
    from django.conf import settings
    from django.db import OperationalError
    from django.utils import timezone

    from folkmoot.site import upgrade
    from folkmoot.site.evidence import domain as evidence
    from folkmoot.site.following import sending
    from folkmoot.site.mail import is_set_up
    from folkmoot.site.outbox import sending as outbox
    from folkmoot.site.people import domain as people
    from folkmoot.site.register import domain as register
    from folkmoot.site.retention import rules

    try:
        if upgrade.pending():
            raise RefusedError(
                [f"The databases of {home} are not up to date: start the server, or run: python -m folkmoot.site.upgrade {home}"]
            )
        people.refuse_another_key()
        now = timezone.now()
        if dry_run:
            for rule in rules():
                sys.stdout.write(f"{rule.what}: {rule.due(now):,} due. Kept until {rule.until}.\n")
            return
        ended = [(rule.said, rule.end(now)) for rule in rules()]
        register.refresh(now)  # so that the first visitor of a day need not wait for it
        chunks = evidence.grow_snapshots()
    except OperationalError as failed:
        raise _unreached(failed) from None
    for said, count in [*ended, ("Chunks of answers written ahead of closing", chunks)]:
        if count:
            sys.stdout.write(f"{said}: {count}.\n")
    site = _site(address)  # only now: what people left is deleted in time also where nothing can be sent
    if not is_set_up(settings.MAILERS):
        raise RefusedError(["Mail is not set up, so nothing can be sent. Set FOLKMOOT_MAIL_URL, as docs/reference/settings.md says."])
    try:
        passed = outbox.send_due(site=site) + sending.send_due(site=site)
    except OperationalError as failed:
        raise _unreached(failed) from None
    sys.stdout.write(f"Mails sent: {passed.sent}. Refused, to be tried again: {passed.refused}. Given up: {passed.given_up}.\n")
    if not passed.reached:
        raise RefusedError(["The mail server cannot be used now. What is left is sent by the next pass. Check FOLKMOOT_MAIL_URL."])


def _unreached(failed: Exception) -> RefusedError:
    return RefusedError([f"A database cannot be reached: {str(failed).strip().splitlines()[0]}"])


def _site(address: str) -> str:
    hosts = [name.strip() for name in os.environ.get("FOLKMOOT_HOSTS", "").split(",") if name.strip()]
    site = address or (f"https://{hosts[0]}" if hosts else "")
    parts = urlsplit(site)
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.path not in {"", "/"} or parts.query:
        raise RefusedError(
            ["Say where people reach the site, for the links in mails: --address https://folkmoot.example.org, or set FOLKMOOT_HOSTS."]
        )
    return f"{parts.scheme}://{parts.netloc}"
