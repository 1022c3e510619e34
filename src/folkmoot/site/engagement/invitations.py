"""Inviting people one by one: a place in an engagement for each, opened by a code of their own."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.domain import record
from folkmoot.site.engagement import codes
from folkmoot.site.engagement.held import held_by
from folkmoot.site.engagement.methods.survey_plan import DESIGN_WEIGHT
from folkmoot.site.engagement.models import Engagement, Invitation, Response
from folkmoot.site.engagement.states import State
from folkmoot.site.errors import NotNow

MOST_AT_ONCE = 100_000
BATCH = 2_000


@dataclass(frozen=True)
class Invited:
    """How many were given a place, and how many had one already."""

    added: int
    already: int


@dataclass(frozen=True)
class CodeShown:
    """A code as it stands in a letter, whose it is (None for a card that is handed out), and whether it has been used."""

    code: str
    participant_id: int | None
    used: bool


def invite_people(
    *,
    by: Any,
    engagement: Engagement,
    participants: Iterable[int] = (),
    cards: int = 0,
    known: Mapping[int, Mapping[str, str]] | None = None,
) -> Invited:
    """Give Participants (by id) a place in an engagement, and make `cards` more for whoever they are handed to. Nobody gets two.

    `known` is what is known of a Participant without asking, by attribute, with their design weight under DESIGN_WEIGHT.

    Raises NotNow once it has closed; ValidationError when nobody may come in with a code, or for more than MOST_AT_ONCE at once;
    PermissionDenied without `engagement.run` in the Organisation that leads the initiative.
    """
    with transaction.atomic():
        held = _held(by, engagement)
        if held.config.get("entry", "open") == "open":
            raise ValidationError("This engagement is open to anyone, so codes have no use. Choose who may come in when you configure it.")
        wanted = list(dict.fromkeys(participants))
        if cards < 0 or len(wanted) + cards > MOST_AT_ONCE:
            raise ValidationError(f"Invite up to {MOST_AT_ONCE:,} people at once.")
        there = set(held.invitations.filter(participant_id__isnull=False).values_list("participant_id", flat=True))
        fresh = [pk for pk in wanted if pk not in there]
        now = timezone.now()
        if held.config.get("design_weights") and (cards or any(DESIGN_WEIGHT not in (known or {}).get(pk, {}) for pk in fresh)):
            raise ValidationError("The people of this sample weigh differently. Invite those who were drawn, from the page of the sample.")
        places = (_place(held, pk, now, dict((known or {}).get(pk, {}))) for pk in (*fresh, *([0] * cards)))
        Invitation.objects.bulk_create(places, batch_size=BATCH)
        added = len(fresh) + cards
        if added:
            record(by=by, verb="invitations.made", subject=held, detail={"added": added})
    return Invited(added, len(wanted) - len(fresh))


def withdraw_invitation(*, by: Any, engagement: Engagement, code: str) -> None:
    """Make a code open nothing any more, such as that of a letter that came back. What was given with it stays.

    Raises ValidationError for a code that is none of this engagement; NotNow when it has been used; PermissionDenied as above.
    """
    with transaction.atomic():
        held = _held(by, engagement)
        place = held.invitations.select_for_update().filter(code_hash=codes.hash_of(code)).first() if codes.read(code) else None
        if place is None:
            raise ValidationError("There is no such code in this engagement. Check each sign.")
        if Response.objects.filter(engagement=held, series=place.series).exists():
            raise NotNow("This code has been used. What was given with it stays.")
        if place.withdrawn_at is None:
            place.withdrawn_at = timezone.now()
            place.save(update_fields=["withdrawn_at"])
            record(by=by, verb="invitation.withdrawn", subject=place)


def codes_of(engagement: Engagement, *, unused: bool = False) -> Iterator[CodeShown]:
    """The codes of an engagement in the order they were made; only those that nobody has used yet where `unused`."""
    used = set(Response.objects.filter(engagement=engagement, series__isnull=False).values_list("series", flat=True))
    for place in engagement.invitations.filter(withdrawn_at=None).iterator(BATCH):
        if not (unused and place.series in used):
            yield CodeShown(codes.code_of(place.series), place.participant_id, place.series in used)


def code_for(engagement: Engagement, participant_id: int) -> CodeShown | None:
    """The code of one Participant who was invited; None when they were not, or it was withdrawn."""
    place = engagement.invitations.filter(participant_id=participant_id, withdrawn_at=None).first()
    if place is None:
        return None
    used = Response.objects.filter(engagement=engagement, series=place.series).exists()
    return CodeShown(codes.code_of(place.series), participant_id, used)


def participant_with(engagement: Engagement, code: str) -> int | None:
    """The Participant to whom a code was given; None when it is no code of this engagement, or nobody's by name."""
    place = engagement.invitations.filter(code_hash=codes.hash_of(code)).first() if codes.read(code) else None
    return place.participant_id if place else None


def _place(engagement: Engagement, participant_id: int, now: Any, known: dict[str, str]) -> Invitation:
    """A place for a Participant, or for whoever it is handed to where the id is 0."""
    series = uuid.uuid4()
    code_hash = codes.hash_of(codes.code_of(series))
    who = participant_id or None
    return Invitation(engagement=engagement, participant_id=who, series=series, code_hash=code_hash, known=known, made_at=now)


def _held(by: Any, engagement: Engagement) -> Engagement:
    held = held_by(by, engagement)
    if held.state == State.CLOSED:
        raise NotNow("This engagement has closed: nobody can be invited any more.")
    return held
