"""One pass that mails the invitations and reminders that are due."""

from typing import Any

from django.conf import settings
from django.db import transaction

from folkmoot.site.audit.domain import record
from folkmoot.site.mail import is_set_up
from folkmoot.site.outbox.delivery import Passed, deliver
from folkmoot.site.outbox.domain import settle
from folkmoot.site.outbox.mails import invitation_mail
from folkmoot.site.outbox.models import Due, State, Way
from folkmoot.site.outbox.ready import Ready, ready


def send_due(*, site: str) -> Passed:
    """Mail what is due. `site` is the address of this installation, with no slash at its end. Where mail is not set up nothing is sent."""
    if not is_set_up(settings.MAILERS):
        return Passed(reached=False)

    def message(due: Due) -> Any:
        found = ready(due)
        if isinstance(found, Ready):
            return invitation_mail(due, found, site=site)
        settle(due, found)
        return None

    rows = Due.objects.filter(way=Way.MAIL, state=State.DUE).select_related("participant", "engagement__initiative__lead")
    passed = deliver(
        rows,
        message=message,
        sent=lambda due: settle(due, State.SENT),
        given_up=lambda due: settle(due, State.GIVEN_UP),
        what="a mail to someone invited",
    )
    if passed.sent or passed.given_up:
        with transaction.atomic():
            detail = {"sent": passed.sent, "given_up": passed.given_up}
            record(by="folkmoot", verb="invitations.mailed", subject="outbox:mails", detail=detail)
    return passed
