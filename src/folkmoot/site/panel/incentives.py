"""The ledger of what waves promised their members: promised when drawn, then sent or declined, each once; no row is ever changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from folkmoot.site.audit.domain import record
from folkmoot.site.csv_files import csv_text
from folkmoot.site.engagement.answered import answers_of
from folkmoot.site.panel.models import IncentiveEntry, Panel, Wave
from folkmoot.site.people.rules import require


@dataclass(frozen=True)
class Totals:
    """How many of a wave's members were promised something, were sent it, or declined it; money in pence."""

    wave: Wave
    promised: int
    sent: int
    declined: int

    @property
    def open(self) -> int:
        """How many were neither sent it nor declined it."""
        return self.promised - self.sent - self.declined

    @property
    def pence_sent(self) -> int:
        """What was sent, in pence."""
        return self.sent * self.wave.promise_pence


def settle_incentives(*, by: Any, wave: Wave, wave_members: Iterable[int], state: str) -> int:
    """Record for members of a wave (by the id of their row in it) that they were sent what it promised, or declined it. Returns how many.

    Raises ValidationError for one who was promised nothing, or was settled already; PermissionDenied without `panel.run` in the
    Organisation that drew the wave.
    """
    wanted = list(dict.fromkeys(wave_members))
    with transaction.atomic():
        require(by, "panel.run", wave.organisation)
        if state not in {"sent", "declined"}:
            raise ValidationError({"state": "Say whether it was sent or declined."})
        if not wanted:
            raise ValidationError({"rows": "Choose at least one row."})
        Wave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
        held: dict[int, set[str]] = {}
        for pk, was in IncentiveEntry.objects.filter(wave_member__wave=wave).values_list("wave_member_id", "state"):
            held.setdefault(pk, set()).add(was)
        for pk in wanted:
            if "promised" not in held.get(pk, set()):
                raise ValidationError({"rows": f"Row {pk} was promised nothing in this wave."})
            if len(held[pk]) > 1:
                raise ValidationError({"rows": f"Row {pk} is settled already. Nothing is sent twice."})
        now = timezone.now()
        IncentiveEntry.objects.bulk_create(IncentiveEntry(wave_member_id=pk, state=state, by=by, recorded_at=now) for pk in wanted)
        record(by=by, verb="incentive.settled", subject=wave, detail={"state": state, "people": len(wanted)})
    return len(wanted)


def totals_of(panel: Panel) -> list[Totals]:
    """The totals of each wave that promised something, in the order they were drawn."""
    states = {state: Count("wave_members__incentives", filter=Q(wave_members__incentives__state=state)) for state in IncentiveEntry.State}
    found = Wave.objects.filter(panel=panel).exclude(promise="").annotate(**{f"n_{state}": count for state, count in states.items()})
    return [Totals(wave, wave.n_promised, wave.n_sent, wave.n_declined) for wave in found.order_by("number")]


MOST_AT_ONCE = 200
"""How many rows one page lists: a browser sends each that is ticked."""


def open_rows(wave: Wave, most: int = MOST_AT_ONCE) -> list[tuple[int, bool]]:
    """The rows of a wave that are not settled, each with whether its member has answered (False where they were erased): those who have
    first, `most` of them."""
    settled = IncentiveEntry.objects.filter(wave_member__wave=wave, state__in=["sent", "declined"]).values("wave_member_id")
    rows = list(wave.wave_members.exclude(pk__in=settled).values_list("pk", "participant_id")) if wave.promise else []
    answered = answers_of([wave.engagement_id], [who for _, who in rows if who is not None])
    return sorted(((pk, (wave.engagement_id, who) in answered) for pk, who in rows), key=lambda row: (not row[1], row[0]))[:most]


def for_finance(panel: Panel) -> str:
    """Every row of the ledger as CSV, without names: a row's number stands for one member in one wave."""
    found = IncentiveEntry.objects.filter(wave_member__wave__panel=panel).select_related("wave_member__wave__organisation").order_by("pk")
    rows = [("Wave", "Organisation", "Row", "What", "State", "Pounds", "Recorded on")]
    for entry in found:
        wave = entry.wave_member.wave
        pounds = f"{wave.promise_pence / 100:.2f}" if entry.state == "sent" else "0.00"
        day = timezone.localdate(entry.recorded_at).isoformat()
        rows.append((str(wave.number), wave.organisation.name, str(entry.wave_member_id), wave.promise, entry.state, pounds, day))
    return csv_text(rows)
