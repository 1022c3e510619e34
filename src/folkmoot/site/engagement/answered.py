"""Who has a place in an engagement and who has answered so far: counts of people, and nothing of what they said but the attributes that
weights need. For staff; what the public reads comes from evidence, once an engagement has closed."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from folkmoot.site.engagement.codes import code_of
from folkmoot.site.engagement.models import Engagement, Invitation, Response
from folkmoot.site.engagement.states import State

BATCH = 5_000


def places_of(engagement: Engagement, participants: Collection[int]) -> list[int]:
    """The ids of the invitations that these Participants (by id) have to an engagement."""
    wanted = set(participants)
    return [pk for pk, who in Invitation.objects.filter(engagement=engagement).values_list("pk", "participant_id") if who in wanted]


def unused_codes(engagement: Engagement) -> dict[int, str]:
    """The code of each Participant (by id) who was invited and has not answered yet. For letters: the caller checks who may."""
    used = set(Response.objects.filter(engagement=engagement, series__isnull=False).values_list("series", flat=True))
    places = Invitation.objects.filter(engagement=engagement, participant_id__isnull=False, withdrawn_at=None)
    return {place.participant_id: code_of(place.series) for place in places.iterator(BATCH) if place.series not in used}


def answered_by_level(
    engagement: Engagement, attributes: Iterable[str], invitations: Collection[int] | None = None
) -> tuple[int, Mapping[str, Mapping[str, int]]]:
    """How many people have answered so far, and by attribute how many of them are in each level, as frozen when they first answered.

    Of those alone who came by some invitations (by id), where these are given. Someone who answers several steps counts once.
    """
    found = Response.objects.filter(engagement=engagement).order_by("pk")
    among = None if invitations is None else _series(engagement, set(invitations))
    counts: dict[str, dict[str, int]] = {name: {} for name in attributes}
    people, seen = 0, set()
    for series, given in found.values_list("series", "attributes").iterator(BATCH):
        if among is not None and series not in among:
            continue
        if series is not None:
            if series in seen:
                continue
            seen.add(series)
        people += 1
        for name in counts:
            level = given.get(name)
            if level is not None:
                counts[name][str(level)] = counts[name].get(str(level), 0) + 1
    return people, counts


def answers_of(engagements: Collection[int], participants: Collection[int]) -> set[tuple[int, int]]:
    """Pairs of an engagement and a Participant (by id) who has answered in it, among these."""
    wanted = set(participants)
    found = Response.objects.filter(engagement_id__in=engagements, participant_id__isnull=False)
    return {(e, p) for e, p in found.values_list("engagement_id", "participant_id").distinct().order_by() if p in wanted}


def open_to(participant_id: int, day: dt.date) -> list[tuple[Engagement, str]]:
    """The engagements that take answers on a day to which a Participant was invited and which they have not answered, each with their code.

    For whoever proved that they are this Participant.
    """
    places = Invitation.objects.filter(participant_id=participant_id, withdrawn_at=None, engagement__state=State.OPEN)
    places = places.filter(engagement__opens__lte=day, engagement__closes__gte=day).select_related("engagement")
    return [(p.engagement, code_of(p.series)) for p in places if not Response.objects.filter(series=p.series).exists()]


def given_by(participant_id: int) -> list[dict[str, Any]]:
    """Everything a Participant answered, as it was given. For whoever proved that they are this Participant."""
    found = Response.objects.filter(participant_id=participant_id).select_related("engagement").order_by("pk")
    return [
        {
            "engagement": one.engagement.slug,
            "step": one.step,
            "given_at": one.given_at.isoformat(),
            "answers": one.answers,
            "attributes": one.attributes,
        }
        for one in found
    ]


def _series(engagement: Engagement, invitations: set[int]) -> set[uuid.UUID]:
    return {series for pk, series in Invitation.objects.filter(engagement=engagement).values_list("pk", "series") if pk in invitations}
