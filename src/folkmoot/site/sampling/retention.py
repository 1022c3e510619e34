"""Whose name and contact samples still need: of everyone drawn from a list whose rows are still kept."""

import datetime as dt
from collections.abc import Collection

from folkmoot.site.sampling.models import Member


def still_needed(participants: Collection[int], since: dt.datetime) -> set[int]:
    """Those of these Participants (by id) who were drawn from a list whose rows are kept, or were until after a time."""
    drawn = Member.objects.filter(participant_id__in=participants).order_by()
    gone = drawn.filter(draw__frame__discarded_at__lte=since)
    kept = drawn.exclude(pk__in=gone.values("pk"))
    return {key for key in kept.values_list("participant_id", flat=True) if key is not None}
