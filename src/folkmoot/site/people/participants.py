"""People who take part: a pseudonym in the main database, who they are in the vault, and the way to erase that.

The vault commits first, inside the main database's transaction. Should the main one then fail, a registration leaves an
identity that no pseudonym points to (`drop_stray_identities` deletes it at the next start), and an erasure leaves a
pseudonym that points to nobody: never the other way round.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.domain import lock_chain, record
from folkmoot.site.databases import VAULT
from folkmoot.site.people.models import Identity, Participant
from folkmoot.site.people.rules import require
from folkmoot.site.renditions import Texts

BATCH = 2_000
WHEN_ERASED: list[Callable[[Participant], None]] = []
"""What other apps keep of who a Participant is goes with them: each adds what takes it away, in the same transaction, when it is ready."""

WHAT_IS_HELD: list[Callable[[Participant], list[tuple[Texts, Texts]]]] = []
"""What other apps keep of a Participant, as pairs of a heading and words for that person, in renditions:
each adds its own when it is ready."""

AT_ONCE = 500


def register_participant(*, name: str = "", contact: str = "") -> Participant:
    """A new pseudonym; with a name or contact, who it stands for goes into the vault. The audit log learns neither."""
    with transaction.atomic():
        participant = Participant.objects.create(since=timezone.localdate())
        record(by="participant", verb="participant.registered", subject=participant)
        if name or contact:
            Identity.objects.create(pseudonym=participant.pseudonym, name=name, contact=contact)
    return participant


def register_participants(*, by: Any, people: Sequence[tuple[str, str]]) -> list[int]:
    """New pseudonyms for people given as (name, contact), such as those drawn from a frame; gives their ids in the same order.

    Who they are goes into the vault; the audit log learns how many they are. The caller has checked that `by` may do it.
    """
    with transaction.atomic():
        today = timezone.localdate()
        made = Participant.objects.bulk_create([Participant(since=today) for _ in people], batch_size=BATCH)
        record(by=by, verb="participants.registered", subject="people:participants", detail={"count": len(made)})
        known = [
            Identity(pseudonym=participant.pseudonym, name=name, contact=contact)
            for participant, (name, contact) in zip(made, people, strict=True)
            if name or contact
        ]
        Identity.objects.bulk_create(known, batch_size=BATCH)
    return [participant.pk for participant in made]


def erase_participant(*, by: Any, pseudonym: str) -> bool:
    """Delete who a pseudonym stands for, and the pseudonym's link from what they gave: the answers stay and name nobody.

    `by` is "participant", "folkmoot", or someone with `engagement.run`. Gives False when there is no such pseudonym (any more).
    Raises PermissionDenied for anyone else.
    """
    with transaction.atomic():
        if by not in {"participant", "folkmoot"}:
            require(by, "engagement.run", None)
        participant = Participant.objects.select_for_update().filter(pseudonym=pseudonym).first()
        with transaction.atomic(using=VAULT):
            identities, _ = Identity.objects.filter(pseudonym=pseudonym).delete()
        if participant is None:
            return bool(identities)
        subject = f"participant:{participant.pk}"
        for take_away in WHEN_ERASED:
            take_away(participant)
        participant.delete()
        record(by=by, verb="participant.erased", subject=subject)
    return True


def drop_stray_identities() -> int:
    """Delete identities that no pseudonym points to: what a submission left behind that did not finish. Returns how many.

    For the start of a server. It looks at AT_ONCE of them at a time, whatever their number.
    """
    with transaction.atomic():
        lock_chain()  # a registration under way on another server holds it: wait until its pseudonym can be seen
        dropped, after = 0, 0
        while some := list(Identity.objects.filter(pk__gt=after).order_by("pk").values_list("pk", "pseudonym")[:AT_ONCE]):
            after = some[-1][0]
            known = set(Participant.objects.filter(pseudonym__in=[pseudonym for _, pseudonym in some]).values_list("pseudonym", flat=True))
            stray = [key for key, pseudonym in some if pseudonym not in known]
            Identity.objects.filter(pk__in=stray).delete()
            dropped += len(stray)
        if dropped:
            record(by="folkmoot", verb="identities.dropped", subject="vault:identities", detail={"count": dropped})
    return dropped
