"""Whose name and contact engagements still need: of those invited and those who answered, until well after it has closed."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Q

from folkmoot.site.engagement.models import Invitation, Response
from folkmoot.site.engagement.states import State


def still_needed(participants: Collection[int], since: dt.datetime) -> set[int]:
    """Those of these Participants (by id) who have a part in an engagement that has not closed, or closed after a time."""
    under_way = ~Q(engagement__state=State.CLOSED) | Q(engagement__closed_at__gt=since)
    found: set[int] = set()
    for model in (Invitation, Response):
        rows = model.objects.filter(under_way, participant_id__in=participants).order_by()
        found |= {key for key in rows.values_list("participant_id", flat=True).distinct() if key is not None}
    return found
