"""One pass of what is due on an installation: `folkmoot work`. A timer runs it; it is no daemon."""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from folkmoot.site.start import start
from folkmoot.weigh import RefusedError


def main(home: Path, address: str = "") -> None:
    """Send what is due to those who follow, and say what was done.

    `address` is where people reach the site, https:// and the first of FOLKMOOT_HOSTS unless given. It may be run twice, or killed at any
    moment. Raises RefusedError, in words, for an address that is none, without mail, or when a database or the mail server cannot be used.
    """
    site = _site(address)
    start(home)
    from django.conf import settings
    from django.db import OperationalError
    from django.utils import timezone

    from folkmoot.site import upgrade
    from folkmoot.site.engagement import arrivals
    from folkmoot.site.evidence import domain as evidence
    from folkmoot.site.following import domain, sending
    from folkmoot.site.mail import is_set_up
    from folkmoot.site.register import domain as register

    try:
        if upgrade.pending():
            raise RefusedError(
                [f"The databases of {home} are not up to date: start the server, or run: python -m folkmoot.site.upgrade {home}"]
            )
        deleted = domain.clean_up()
        register.refresh(timezone.now())  # so that the first visitor of a day need not wait for it
        chunks, arrivals_deleted = evidence.grow_snapshots(), arrivals.clean_up(timezone.now())
        mail = is_set_up(settings.MAILERS)
        passed = sending.send_due(site=site) if mail else None
    except OperationalError as failed:
        raise RefusedError([f"A database cannot be reached: {str(failed).strip().splitlines()[0]}"]) from None
    if deleted:
        sys.stdout.write(f"Addresses deleted that nobody confirmed: {deleted}.\n")
    if chunks:
        sys.stdout.write(f"Chunks of answers written ahead of closing: {chunks}.\n")
    if arrivals_deleted:
        sys.stdout.write(f"Counts of where answers came from deleted: {arrivals_deleted}.\n")
    if passed is None:
        raise RefusedError(["Mail is not set up, so nothing can be sent. Set FOLKMOOT_MAIL_URL, as docs/reference/settings.md says."])
    sys.stdout.write(f"Mails sent: {passed.sent}. Refused, to be tried again: {passed.refused}. Given up: {passed.given_up}.\n")
    if not passed.reached:
        raise RefusedError(["The mail server cannot be used now. What is left is sent by the next pass. Check FOLKMOOT_MAIL_URL."])


def _site(address: str) -> str:
    hosts = [name.strip() for name in os.environ.get("FOLKMOOT_HOSTS", "").split(",") if name.strip()]
    site = address or (f"https://{hosts[0]}" if hosts else "")
    parts = urlsplit(site)
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.path not in {"", "/"} or parts.query:
        raise RefusedError(
            ["Say where people reach the site, for the links in mails: --address https://folkmoot.example.org, or set FOLKMOOT_HOSTS."]
        )
    return f"{parts.scheme}://{parts.netloc}"
