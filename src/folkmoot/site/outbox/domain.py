"""Everything that can be done with invitations: queue them, print the letters, opt out. Mails that are due are sent by sending.py."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.domain import lock_chain, record
from folkmoot.site.engagement import queries as engagements
from folkmoot.site.errors import NotNow
from folkmoot.site.outbox import tokens
from folkmoot.site.outbox.models import Batch, Due, Kind, OptOut, State, Way
from folkmoot.site.outbox.ready import Ready, ready
from folkmoot.site.people import queries as people
from folkmoot.site.people.rules import require

REMIND_AFTER = dt.timedelta(days=3)
MOST_REMINDERS = 2
MOST_IN_BATCH = 200
AT_ONCE = 500


@dataclass(frozen=True)
class Queued:
    """How many mails and letters are due that were not before, and how many people have left no way to write to them."""

    mails: int
    letters: int
    unreachable: int


def queue_invitations(*, by: Any, engagement: Any, kind: str = Kind.INVITATION) -> Queued:
    """Make an invitation due to everyone invited by name who has had none, or a reminder to those of them who have not answered.

    A reminder comes REMIND_AFTER what went before it at the soonest, and MOST_REMINDERS times at most. Nobody who opted out is written to.
    An e-mail address is written to by mail, anything else that has letters in it by letter.

    Raises NotNow unless the engagement is open; ValidationError for an unknown kind; PermissionDenied without `engagement.run` in the
    Organisation that leads the initiative.
    """
    if kind not in set(Kind):
        raise ValidationError("Say whether it is an invitation or a reminder.")
    with transaction.atomic():
        held, now = _open(by, engagement), timezone.now()
        silent = [shown.participant_id for shown in engagements.codes_of(held) if shown.participant_id is not None and not shown.used]
        rounds = _rounds(held, kind, silent, now)
        rows, unreachable = [], 0
        for start in range(0, len(rounds), AT_ONCE):
            some = dict(list(rounds.items())[start : start + AT_ONCE])
            pseudonyms = people.pseudonyms_of(some)
            identities = people.identities_of(list(pseudonyms.values()))
            for key, number in some.items():
                _, contact = identities.get(pseudonyms.get(key, ""), ("", ""))
                way = _way(contact)
                if way is None:
                    unreachable += 1
                    continue
                out = tokens.hash_of(tokens.token_of(pseudonyms[key]))
                rows.append(Due(participant_id=key, engagement=held, kind=kind, round=number, way=way, out_hash=out, queued_at=now))
        Due.objects.bulk_create(rows, batch_size=AT_ONCE)
        mails = sum(row.way == Way.MAIL for row in rows)
        if rows:
            detail = {"kind": str(kind), "mails": mails, "letters": len(rows) - mails}
            record(by=by, verb="invitations.queued", subject=held, detail=detail)
    return Queued(mails, len(rows) - mails, unreachable)


def print_letters(*, by: Any, engagement: Any) -> Batch:
    """Put the letters that are waiting, MOST_IN_BATCH at most, into a batch: from now on they count as printed.

    Who and where is not kept: `batch_pdf` (letters.py) reads it from the vault each time. Raises NotNow when no letter is waiting or the
    engagement is not open; PermissionDenied as above.
    """
    with transaction.atomic():
        held, now = _open(by, engagement), timezone.now()
        waiting = Due.objects.filter(engagement=held, way=Way.LETTER, state=State.DUE).select_related("participant", "engagement")
        going: list[int] = []
        for due in waiting.iterator(AT_ONCE):
            found = ready(due)
            if isinstance(found, Ready):
                going.append(due.pk)
            else:
                settle(due, found)
            if len(going) == MOST_IN_BATCH:
                break
        if not going:
            nothing = True
        else:
            nothing, number = False, held.letter_batches.count() + 1
            batch = Batch.objects.create(engagement=held, number=number, made_at=now, by=by)
            Due.objects.filter(pk__in=going).update(state=State.PRINTED, done_at=now, batch=batch)
            record(by=by, verb="letters.printed", subject=held, detail={"batch": number, "letters": len(going)})
    if nothing:
        raise NotNow("No letter is waiting.")
    return batch


def opt_out(*, token: str) -> bool:
    """Never write again to whoever holds the link with this token. False when nobody does (any more). Once more does no harm."""
    with transaction.atomic():
        lock_chain()
        found = Due.objects.filter(out_hash=tokens.hash_of(token), participant__isnull=False).first()
        if found is None:
            return False
        _never_again("participant", found.participant_id)
    return True


def record_opt_out(*, by: Any, engagement: Any, code: str) -> None:
    """Never write again to the person with this code, who told the office so.

    Raises ValidationError when it is nobody's code in this engagement; PermissionDenied as above.
    """
    with transaction.atomic():
        require(by, "engagement.run", engagement.initiative.lead)
        lock_chain()
        key = engagements.participant_with(engagement, code)
        if key is None:
            raise ValidationError({"code": "No one who was invited by name has this code in this engagement. Check each sign."})
        _never_again(by, key)


def settle(due: Due, state: State) -> None:
    """Write down what became of one that was due."""
    Due.objects.filter(pk=due.pk).update(state=state, done_at=timezone.now())


def _never_again(by: Any, participant_id: int) -> None:
    now = timezone.now()
    _, made = OptOut.objects.get_or_create(participant_id=participant_id, defaults={"at": now})
    Due.objects.filter(participant_id=participant_id, state=State.DUE).update(state=State.OPTED_OUT, done_at=now)
    if made:
        record(by=by, verb="participant.opted_out", subject=f"participant:{participant_id}")


def _open(by: Any, engagement: Any) -> Any:
    require(by, "engagement.run", engagement.initiative.lead)
    held = engagements.held(engagement)
    if held.state != "open":
        raise NotNow("People are written to while an engagement is open: the code in a letter must open it. Open it first.")
    return held


def _rounds(engagement: Any, kind: str, silent: Sequence[int], now: dt.datetime) -> dict[int, int]:
    """Who is written to now, and how many times it then was."""
    out = set(OptOut.objects.values_list("participant_id", flat=True))
    before: dict[int, list[tuple[str, str, dt.datetime | None]]] = {}
    rows = Due.objects.filter(engagement=engagement, participant__isnull=False).values_list("participant_id", "kind", "state", "done_at")
    for key, was, state, done_at in rows.iterator(AT_ONCE):
        before.setdefault(key, []).append((was, state, done_at))
    found = {}
    for key in silent:
        had = before.get(key, [])
        reminders = sum(was == Kind.REMINDER for was, _, _ in had)
        if key in out:
            continue
        if kind == Kind.INVITATION and not had:
            found[key] = 1
        went = had and all(state in {State.SENT, State.PRINTED} and done_at <= now - REMIND_AFTER for _, state, done_at in had)
        if kind == Kind.REMINDER and went and reminders < MOST_REMINDERS:
            found[key] = reminders + 1
    return found


def _way(contact: str) -> Way | None:
    try:
        validate_email(contact.strip())
    except ValidationError:
        return Way.LETTER if any(sign.isalpha() for sign in contact) else None
    return Way.MAIL
