"""Saying what part citizens have: the rule, the row and the audit event in one transaction."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.domain import record
from folkmoot.site.engagement import queries as engagement
from folkmoot.site.involvement.models import CitizensPart
from folkmoot.site.involvement.stages import Level
from folkmoot.site.people.rules import require
from folkmoot.site.renditions import Texts


def say_part(
    *, by: Any, initiative: Any, stage: str, level: str, words: Texts, engagement_slug: str = "", on: date | None = None
) -> CitizensPart:
    """What part citizens have at a stage of an initiative since a day (today): `words` say who takes part and how, or why nobody does;
    `engagement_slug` names the engagement in which they do. It is public at once, and what was said before stays on record.

    Raises PermissionDenied unless `by` may write for the initiative's lead, and ValidationError, by field and in words, for a day to come,
    an engagement of another initiative, and an engagement where nobody has a part.
    """
    require(by, "involvement.say", initiative.lead)
    today = timezone.localdate()
    if on is not None and on > today:
        raise ValidationError({"on": "They cannot have this part since a day to come."})
    asked = engagement.find(engagement_slug) if engagement_slug else None
    if engagement_slug and (asked is None or asked.initiative_id != initiative.pk):
        raise ValidationError({"engagement": "Choose one of the times people were asked about this use of data."})
    if asked is not None and level == Level.NONE:
        raise ValidationError({"engagement": "Where citizens have no part, they are not asked either. Leave this empty."})
    made = CitizensPart(
        initiative=initiative,
        stage=stage,
        level=level,
        words=words,
        engagement=asked,
        on=on or today,
        by=by,
        recorded_at=timezone.now(),
    )
    made.full_clean()
    with transaction.atomic():
        made.save()
        detail = {"stage": stage, "level": level, "on": made.on.isoformat()}
        record(by=by, verb="involvement.said", subject=initiative, detail=detail)
    return made
