"""What was signed, required, met or stopped, row by row, for whoever takes a whole record along. Nothing here names a person."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from folkmoot.site.governance.models import Agreement, Condition, DpiaSignature, Suspension
from folkmoot.site.initiatives import queries as initiatives


@dataclass(frozen=True)
class ConditionRow:
    """A condition as it was made, and since when it is met (None while it is not) with how anyone can tell."""

    decision: int
    text: dict[str, Any]
    owner: Any
    due: date | None
    before_stage: str
    met_on: date | None
    evidence: dict[str, Any]


def conditions_of(initiative: Any) -> list[ConditionRow]:
    """Every condition of every decision on an initiative, in the order they were made; `decision` is the decision's number."""
    found = Condition.objects.filter(decision__initiative=initiative).select_related("decision", "owner", "met")
    return [_row(condition, getattr(condition, "met", None)) for condition in found]


def risk_checks_of(initiative: Any) -> list[DpiaSignature]:
    """The signatures under its risk check, the first one first."""
    return list(DpiaSignature.objects.filter(initiative=initiative))


def agreements_of(initiative: Any) -> list[tuple[Agreement, list[str]]]:
    """Its agreements, the first one first, each with the slugs of the organisations that signed it."""
    found = Agreement.objects.filter(initiative=initiative).prefetch_related("parties__organisation")
    return [(agreement, sorted(party.organisation.slug for party in agreement.parties.all())) for agreement in found]


@dataclass(frozen=True)
class Signed:
    """An organisation in an initiative, and the agreements about it that it signed and that hold today, the first one first."""

    organisation: Any
    agreements: tuple[Agreement, ...]


def signed_by_each(initiative: Any) -> list[Signed]:
    """What each organisation that is in an initiative has signed, the lead first."""
    today = timezone.localdate()
    holding = [(a, slugs) for a, slugs in agreements_of(initiative) if a.signed_on <= today <= a.ends_on]
    return [Signed(o, tuple(a for a, slugs in holding if o.slug in slugs)) for o in initiatives.organisations_of(initiative)]


def stops_of(initiative: Any) -> list[tuple[Suspension, Any]]:
    """Its stops, the first one first, each with the row that ended it, or None."""
    found = Suspension.objects.filter(initiative=initiative).select_related("organisation", "end")
    return [(stop, getattr(stop, "end", None)) for stop in found]


def _row(condition: Condition, met: Any) -> ConditionRow:
    return ConditionRow(
        decision=condition.decision.number,
        text=condition.text,
        owner=condition.owner,
        due=condition.due,
        before_stage=condition.before_stage,
        met_on=met.on if met else None,
        evidence=met.evidence if met else {},
    )
