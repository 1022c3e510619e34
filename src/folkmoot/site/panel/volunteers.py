"""Members who agreed to be interviewed, or to sit in a focus group or on a jury: counted by group, and named only for letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from folkmoot.site.audit.domain import record
from folkmoot.site.panel.members import members_now
from folkmoot.site.panel.models import Member, Panel
from folkmoot.site.panel.rules import MemberNow
from folkmoot.site.panel.ways import QUALITATIVE
from folkmoot.site.people import queries as people
from folkmoot.site.people.rules import require


@dataclass(frozen=True)
class PoolRow:
    """How many in one group agreed to each of the ways in QUALITATIVE; the group "" is everyone."""

    attribute: str
    level: str
    counts: Sequence[int]


def pool(panel: Panel) -> list[PoolRow]:
    """The counts, everyone first."""
    members = _active(panel)
    rows = [PoolRow("", "", _counts(members))]
    for name, levels in panel.levels.items():
        rows += [PoolRow(name, level, _counts([m for m in members if m.attributes.get(name) == level])) for level in levels]
    return rows


def take_volunteers(*, by: Any, panel: Panel, way: str, reason: str, attribute: str = "", level: str = "") -> list[tuple[str, str]]:
    """Name and contact of every active member who agreed to a way of asking (in one group, where one is given), by name, for letters. The
    audit log says by whom, for what and how many.

    Raises ValidationError for another way or no reason; PermissionDenied without `panel.run` in the Organisation that keeps the panel.
    """
    with transaction.atomic():
        require(by, "panel.run", panel.organisation)
        if way not in QUALITATIVE:
            raise ValidationError({"way": "Choose one of the ways of asking."})
        if not reason.strip():
            raise ValidationError({"reason": "Say what the letters are for."})
        wanted = [m.pk for m in _active(panel) if way in m.ways and (not attribute or m.attributes.get(attribute) == level)]
        chosen = set(wanted)
        found = Member.objects.filter(panel=panel, participant__isnull=False).values_list("pk", "participant__pseudonym")
        who = people.identities_of([pseudonym for pk, pseudonym in found if pk in chosen])
        detail = {"panel": panel.slug, "way": way, "people": len(who), "reason": reason.strip()}
        record(by=by, verb="panel.letters_made", subject=panel, detail=detail)
    return sorted(who.values())


def _active(panel: Panel) -> list[MemberNow]:
    return [member for member in members_now(panel) if member.counts and member.state == "active"]


def _counts(members: Sequence[MemberNow]) -> list[int]:
    return [sum(way in member.ways for member in members) for way in QUALITATIVE]
