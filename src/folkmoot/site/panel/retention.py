"""Whose name and contact panels still need: of everyone who has not left, until well after they have."""

import datetime as dt
from collections.abc import Collection

from django.db.models import OuterRef, Subquery

from folkmoot.site.panel.models import Member, Standing


def still_needed(participants: Collection[int], since: dt.datetime) -> set[int]:
    """Those of these Participants (by id) who are members of a panel, or left one after a time."""
    newest = Standing.objects.filter(member=OuterRef("pk")).order_by("-pk")
    stands = {"state": Subquery(newest.values("state")[:1]), "at": Subquery(newest.values("recorded_at")[:1])}
    members = Member.objects.filter(participant_id__in=participants).annotate(**stands).order_by()
    gone = members.filter(state=Standing.State.LEFT, at__lte=since)
    kept = members.exclude(pk__in=gone.values("pk"))
    return {key for key in kept.values_list("participant_id", flat=True) if key is not None}
