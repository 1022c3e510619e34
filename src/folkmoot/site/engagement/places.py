"""Someone's place in an engagement: what they came with, which series their answers belong to, and which step is theirs now."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from folkmoot.site.engagement import codes, receipts
from folkmoot.site.engagement.models import Engagement, Invitation, Response
from folkmoot.site.engagement.questionnaire import ONCE
from folkmoot.site.engagement.wording import WORDING
from folkmoot.site.errors import Refused
from folkmoot.site.renditions import Texts, filled


@dataclass(frozen=True)
class Place:
    """A place in an engagement.

    `step` is the one to be answered now, "" when there is none (any more, or yet): `why_not` then says why. `given` are the steps
    answered so far. `series` and `participant_id` are empty for someone new who came without a code. `known` is what is known of them
    without asking, by attribute.
    """

    step: str
    given: tuple[str, ...] = ()
    series: uuid.UUID | None = None
    participant_id: int | None = None
    why_not: Texts = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)


def place_of(engagement: Engagement, code: str, day: dt.date) -> Place:
    """The place that a code opens on a day: of an invitation, or on the receipt of an earlier step; "" is somebody new.

    Raises Refused for a code that opens nothing in this engagement.
    """
    steps = engagement.version.questionnaire.steps
    if not code.strip():
        if engagement.config.get("entry") == "invited":
            return Place("", why_not=WORDING["code_needed"])
        return Place(steps[0])
    series, participant_id, given, known = _found(engagement, code)
    if series is None:
        raise Refused(WORDING["no_code"])
    left = [step for step in steps if step not in given]
    if not left:
        return Place("", given, series, participant_id, WORDING["code_used" if steps == (ONCE,) else "all_given"])
    opens = opens_on(engagement, left[0])
    if opens is not None and day < opens:
        return Place("", given, series, participant_id, filled(WORDING["step_opens"], day=opens))
    return Place(left[0], given, series, participant_id, known=known)


def opens_on(engagement: Engagement, step: str) -> dt.date | None:
    """From which day a step can be answered, where it has a day of its own."""
    day = engagement.config.get("step_opens", {}).get(step)
    return dt.date.fromisoformat(day) if day else None


def _found(engagement: Engagement, code: str) -> tuple[uuid.UUID | None, int | None, tuple[str, ...], Mapping[str, str]]:
    if signs := codes.read(code):
        invitation = Invitation.objects.filter(engagement=engagement, code_hash=codes.hash_of(signs), withdrawn_at=None).first()
        if invitation is None:
            return None, None, (), {}
        return invitation.series, invitation.participant_id, _given(engagement, invitation.series), invitation.known
    receipt = receipts.read(code)
    kept = Response.objects.filter(engagement=engagement, receipt=receipt, series__isnull=False).first() if receipt else None
    if kept is None or kept.series is None:
        return None, None, (), {}
    return kept.series, kept.participant_id, _given(engagement, kept.series), {}


def _given(engagement: Engagement, series: uuid.UUID) -> tuple[str, ...]:
    return tuple(Response.objects.filter(engagement=engagement, series=series).order_by("pk").values_list("step", flat=True))
