"""The members of a panel as they stand now, read in five statements whatever their number."""

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from folkmoot.site.panel.models import Consent, Declaration, Member, Panel, Standing, WaveMember
from folkmoot.site.panel.rules import MemberNow


def how_many(panel: Panel) -> int:
    """How many members a panel has, pausing or not."""
    newest = Standing.objects.filter(member=OuterRef("pk")).order_by("-pk").values("state")[:1]
    counted = Member.objects.filter(panel=panel, set_aside=False, participant__isnull=False).annotate(state=Subquery(newest))
    return counted.filter(state__in=["active", "paused"]).count()


def members_now(panel: Panel) -> list[MemberNow]:
    """Everyone who ever joined, in the order they joined: those who left, were erased or set aside too."""
    states = dict(Standing.objects.filter(member__panel=panel).order_by("pk").values_list("member_id", "state"))
    said = {row.member_id: row for row in Declaration.objects.filter(member__panel=panel).order_by("pk")}
    ways: dict[int, dict[str, bool]] = {}
    for member_id, way, given in Consent.objects.filter(member__panel=panel).order_by("pk").values_list("member_id", "way", "given"):
        ways.setdefault(member_id, {})[way] = given
    asked: dict[int, list[tuple[object, int]]] = {}
    drawn = WaveMember.objects.filter(wave__panel=panel).order_by("wave__drawn_at", "pk")
    for member_id, at, engagement_id in drawn.values_list("member_id", "wave__drawn_at", "wave__engagement_id"):
        asked.setdefault(member_id, []).append((timezone.localdate(at), engagement_id))
    found = []
    for member in Member.objects.filter(panel=panel).order_by("pk"):
        own, waves = said.get(member.pk), asked.get(member.pk, [])
        found.append(
            MemberNow(
                pk=member.pk,
                participant_id=member.participant_id,
                state=states[member.pk] if member.participant_id else "erased",
                set_aside=member.set_aside,
                joined=timezone.localdate(member.joined_at),
                ways=frozenset(way for way, given in ways.get(member.pk, {}).items() if given),
                attributes=(own.attributes if own else None) or {},
                language=(own.language if own else None) or "",
                support=tuple((own.support if own else None) or ()),
                asked=tuple(day for day, _ in waves),
                engagements=frozenset(engagement for _, engagement in waves),
            )
        )
    return found
