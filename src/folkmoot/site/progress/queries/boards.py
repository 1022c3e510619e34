"""Gates, and who sits on which board."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from folkmoot.site.progress.models import BoardKind, BoardMeeting, BoardMember, Gate, GateDecision, GateOutcome, TermsOfReference


@dataclass(frozen=True)
class BoardNow:
    """A board with its terms (every version, the newest first), its members today and before, and its meetings, the newest first."""

    kind: str
    name: str
    terms: tuple[TermsOfReference, ...]
    members: tuple[BoardMember, ...]
    before: tuple[BoardMember, ...]
    meetings: tuple[BoardMeeting, ...]


def gates_of(initiative: Any) -> list[GateDecision]:
    """What was decided at the gates, the first one first."""
    return list(GateDecision.objects.filter(initiative=initiative))


def gate_now(initiative: Any) -> str:
    """Which gate comes next, in a sentence: the Double Diamond's part of where an initiative stands."""
    made = gates_of(initiative)
    if any(decision.outcome == GateOutcome.STOP for decision in made):
        return f"It was stopped at the gate “{made[-1].get_gate_display()}”."
    passed = [decision for decision in made if decision.outcome == GateOutcome.PASSED]
    if len(passed) == len(Gate):
        return "It has passed all four gates."
    turn = next_gate(initiative)
    return f"The next gate is “{turn.label}”, {len(passed) + 1} of {len(Gate)}." if turn else ""


def next_gate(initiative: Any) -> Gate | None:
    """The gate that can be decided now, or None."""
    made = gates_of(initiative)
    if any(decision.outcome == GateOutcome.STOP for decision in made):
        return None
    passed = {decision.gate for decision in made if decision.outcome == GateOutcome.PASSED}
    return next((gate for gate in Gate if gate not in passed), None)


def board_of(initiative: Any) -> list[BoardNow]:
    """The project board and the advisory group."""
    today = timezone.localdate()
    terms = list(TermsOfReference.objects.filter(initiative=initiative).order_by("-version"))
    members = list(BoardMember.objects.filter(initiative=initiative))
    meetings = {(met.kind, met.on): met for met in BoardMeeting.objects.filter(initiative=initiative)}  # the last of a day counts
    return [
        BoardNow(
            kind,
            name,
            tuple(t for t in terms if t.kind == kind),
            tuple(m for m in members if m.kind == kind and m.starts <= today and (m.ends is None or m.ends > today)),
            tuple(m for m in members if m.kind == kind and m.ends is not None and m.ends <= today and m.ends > m.starts),
            tuple(met for met in reversed(meetings.values()) if met.kind == kind),
        )
        for kind, name in BoardKind.choices
    ]


def member(member_id: int) -> BoardMember | None:
    """One member as a row, for the staff page that ends their seat."""
    return BoardMember.objects.select_related("initiative__lead").filter(pk=member_id).first()
