"""One pass that sends what is due: first it writes down which mails are, then it sends each and crosses it off.

Writing down moves on how far a follower has been told in the same transaction, so nothing is written down twice. Sending is the outbox's
(outbox/delivery.py): never lost, and doubled only when a pass is killed while the mail server takes a mail.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from folkmoot.site.audit import queries as audit
from folkmoot.site.audit.domain import lock_chain, record
from folkmoot.site.following.mails import news_mail
from folkmoot.site.following.models import DueMail, Follower, FollowerContact
from folkmoot.site.following.rules import About, digest_is_due, touches
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.initiatives.news import News, news
from folkmoot.site.mail import is_set_up
from folkmoot.site.outbox.delivery import Passed, deliver

BATCH = 200


def send_due(*, site: str) -> Passed:
    """Send what is due to everyone who follows. `site` is the address of this installation, without a slash at its end.

    Where mail is not set up nothing is sent, nor written down.
    """
    if not is_set_up(settings.MAILERS):
        return Passed(reached=False)
    write_down()
    passed = _send(site)
    if passed.sent or passed.given_up:
        with transaction.atomic():
            detail = {"sent": passed.sent, "given_up": passed.given_up}
            record(by="folkmoot", verb="follow_mails.sent", subject="following:mails", detail=detail)
    return passed


def write_down() -> int:
    """Write down the mails that are due for everything up to now; gives how many followers one was made, or made longer, for."""
    up_to = audit.newest()[0]
    confirmed = Follower.objects.filter(confirmed_at__isnull=False)
    first = confirmed.aggregate(points=Min("told_to"), rest=Min("digest_to"))
    if first["points"] is None:
        return 0
    after = min(first["points"], first["rest"])
    made, fresh = 0, _Fresh(after)
    for keys in _batches(list(confirmed.order_by("id").values_list("pk", flat=True))):
        with transaction.atomic():
            lock_chain()
            held = Follower.objects.select_for_update().filter(pk__in=keys, told_to__lte=up_to).prefetch_related("follows").order_by("id")
            count = _write_down([(follower, fresh.touching(follower, after, up_to)) for follower in held], up_to)
            if count:
                record(by="folkmoot", verb="follow_mails.due", subject="following:mails", detail={"count": count, "up_to": up_to})
        made += count
    return made


def _write_down(followers: Sequence[tuple[Follower, list[News]]], up_to: int) -> int:
    today = timezone.localdate()
    made, due, digests = 0, [], []
    for follower, own in followers:
        points = any(told.is_decision_point and told.number > follower.told_to for told in own)
        rest = False
        if digest_is_due(follower.digest_on, today):
            due.append(follower.pk)
            rest = any(not told.is_decision_point and told.number > follower.digest_to for told in own)
        if rest:
            digests.append(follower.pk)
        if points or rest:
            _keep(follower, follower.digest_to if rest else None, up_to)
            made += 1
    rows = Follower.objects.filter(pk__in=[follower.pk for follower, _ in followers])
    rows.filter(told_to__lt=up_to).update(told_to=up_to)
    rows.filter(pk__in=due).update(digest_to=up_to)
    rows.filter(pk__in=digests).update(digest_on=today)
    return made


class _Fresh:
    """News, and what can be followed of it, read once in a pass: from the earliest event that anyone asks after."""

    def __init__(self, after: int) -> None:
        self.after = after
        self.up_to = -1
        self.read: list[News] = []
        self.about: dict[int, About] = {}

    def touching(self, follower: Follower, after: int, up_to: int) -> list[News]:
        """The news between two events of what a follower chose, newest first."""
        if after < self.after or up_to > self.up_to:
            self.after, self.up_to = min(after, self.after), max(up_to, self.up_to)
            self.read = news(after=self.after, up_to=self.up_to)
        chosen = [(follow.kind, follow.key) for follow in follower.follows.all()]
        return [told for told in self.read if after < told.number <= up_to and touches(chosen, self._about(told.initiative))]

    def _about(self, initiative: Any) -> About:
        if initiative.pk not in self.about:
            inside = [*initiatives.organisations_of(initiative), *initiatives.committees_of(initiative)]
            slugs = frozenset(organisation.slug for organisation in inside)
            self.about[initiative.pk] = About(initiative.slug, initiative.topic, initiative.area, slugs)
        return self.about[initiative.pk]


def _keep(follower: Follower, digest_after: int | None, up_to: int) -> None:
    """A mail of its own, unless one is still waiting: then that one tells this too."""
    waiting = follower.due_mails.filter(claimed_at=None).first()
    if waiting is not None:
        longer = {"up_to": up_to, "digest_after": digest_after if waiting.digest_after is None else waiting.digest_after}
        if DueMail.objects.filter(pk=waiting.pk, claimed_at=None).update(**longer):
            return
    DueMail.objects.create(follower=follower, points_after=follower.told_to, digest_after=digest_after, up_to=up_to)


def _send(site: str) -> Passed:
    first = DueMail.objects.aggregate(points=Min("points_after"), rest=Min("digest_after"))
    fresh = _Fresh(min(number for number in (*first.values(), audit.newest()[0]) if number is not None))
    rows = DueMail.objects.select_related("follower").prefetch_related("follower__follows")

    def message(due: DueMail) -> Any:
        made = _message(due, fresh, site)
        if made is None:
            due.delete()
        return made

    return deliver(rows, message=message, sent=DueMail.delete, given_up=DueMail.delete, what="a mail to someone who follows")


def _message(due: DueMail, fresh: _Fresh, site: str) -> Any:
    """The mail, None when nobody is to be written to any more, or what it would tell is followed no more."""
    contact = FollowerContact.objects.filter(pseudonym=due.follower.pseudonym).first()
    if contact is None:
        return None
    after = due.points_after if due.digest_after is None else min(due.points_after, due.digest_after)
    own = fresh.touching(due.follower, after, due.up_to)
    points = [told for told in own if told.is_decision_point and told.number > due.points_after]
    rest = [told for told in own if not told.is_decision_point and due.digest_after is not None and told.number > due.digest_after]
    return news_mail(due, contact, points=points, rest=rest, site=site) if points or rest else None


def _batches(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]
