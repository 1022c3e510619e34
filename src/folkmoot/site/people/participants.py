"""People who take part: a pseudonym in the main database, who they are in the vault, and the way to erase that.

The vault commits first, inside the main database's transaction. Should the main one then fail, a registration leaves an
identity that no pseudonym points to (`drop_stray_identities` deletes it at the next start), and an erasure leaves a
pseudonym that points to nobody: never the other way round.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.domain import lock_chain, record
from folkmoot.site.databases import VAULT
from folkmoot.site.people.models import Identity, Participant
from folkmoot.site.people.rules import require


def register_participant(*, name: str = "", contact: str = "") -> Participant:
    """A new pseudonym; with a name or contact, who it stands for goes into the vault. The audit log learns neither."""
    with transaction.atomic():
        participant = Participant.objects.create(since=timezone.localdate())
        record(by="participant", verb="participant.registered", subject=participant)
        if name or contact:
            Identity.objects.create(pseudonym=participant.pseudonym, name=name, contact=contact)
    return participant


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
        participant.delete()
        record(by=by, verb="participant.erased", subject=subject)
    return True


def drop_stray_identities() -> int:
    """Delete identities that no pseudonym points to: what a submission left behind that did not finish. Returns how many.

    For the start of a server.
    """
    with transaction.atomic():
        lock_chain()  # a registration under way on another server holds it: wait until its pseudonym can be seen
        known = set(Participant.objects.values_list("pseudonym", flat=True))
        stray = [i for i, pseudonym in Identity.objects.values_list("id", "pseudonym") if pseudonym not in known]
        for start in range(0, len(stray), 500):
            Identity.objects.filter(id__in=stray[start : start + 500]).delete()
        if stray:
            record(by="folkmoot", verb="identities.dropped", subject="vault:identities", detail={"count": len(stray)})
    return len(stray)
