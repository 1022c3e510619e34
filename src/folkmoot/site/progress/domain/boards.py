"""Gates, the project board and its advisory group."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from folkmoot.site.audit.domain import record
from folkmoot.site.errors import NotNow
from folkmoot.site.progress.domain.recording import DECIDE, add, not_to_come, writing
from folkmoot.site.progress.models import BoardMeeting, BoardMember, Gate, GateDecision, GateOutcome, TermsOfReference
from folkmoot.site.renditions import Texts


def decide_gate(
    *,
    by: Any,
    initiative: Any,
    gate: str,
    outcome: str,
    body: str,
    reasons: Texts,
    on: date | None = None,
    funding_released: Decimal = Decimal(0),
) -> GateDecision:
    """What a body decided at a gate on a day (today). Gates are passed in their order, each once; after a stop none is.

    Raises NotNow when it is not this gate's turn, ValidationError for a day before the last decision's.
    """
    day = not_to_come(on, "A gate cannot have been decided on a day to come.")
    with writing(by, initiative, DECIDE) as held:
        before = list(GateDecision.objects.filter(initiative=held))
        if any(made.outcome == GateOutcome.STOP for made in before):
            raise NotNow("It was stopped at a gate. No gate can be passed after that.")
        passed = {made.gate for made in before if made.outcome == GateOutcome.PASSED}
        turn = next((known for known in Gate if known not in passed), None)
        if turn is None:
            raise NotNow("All four gates are passed.")
        if gate != turn:
            raise NotNow(f"The next gate is “{turn.label}”.")
        if before and day < before[-1].on:
            raise ValidationError({"on": "The gate before was decided later than that."})
        row = GateDecision(
            initiative=held, gate=gate, outcome=outcome, on=day, body=body.strip(), reasons=reasons, funding_released=funding_released
        )
        return add(row, by=by, verb="gate.decided", initiative=held, detail={"gate": gate, "outcome": outcome, "on": day.isoformat()})


def write_terms(*, by: Any, initiative: Any, kind: str, words: Texts) -> TermsOfReference:
    """The next version of what a board is for and how it works."""
    with writing(by, initiative) as held:
        version = TermsOfReference.objects.filter(initiative=held, kind=kind).count() + 1
        row = TermsOfReference(initiative=held, kind=kind, version=version, words=words)
        return add(row, by=by, verb="board.terms_written", initiative=held, detail={"kind": kind, "version": version})


def record_meeting(*, by: Any, initiative: Any, kind: str, words: Texts, on: date | None = None, link: str = "") -> BoardMeeting:
    """That a board met on a day (today), what it talked about and decided, and where its minutes can be read. What was recorded of a
    meeting on the same day before is replaced by it. Raises ValidationError for a day to come, and for an address that no browser opens.
    """
    day = not_to_come(on, "A meeting cannot have been held on a day to come.")
    if link and not link.startswith(("https://", "http://")):
        raise ValidationError({"link": "Give an address that starts with https:// or http://."})
    with writing(by, initiative) as held:
        row = BoardMeeting(initiative=held, kind=kind, on=day, words=words, link=link)
        return add(row, by=by, verb="board.met", initiative=held, detail={"kind": kind, "on": day.isoformat()})


def start_board_member(
    *, by: Any, initiative: Any, kind: str, name: str, organisation: str, role: str, starts: date | None = None
) -> BoardMember:
    """Someone in office who sits on a board from a day (today): a public role, with a name."""
    with writing(by, initiative) as held:
        row = BoardMember(
            initiative=held,
            kind=kind,
            name=name.strip(),
            organisation=organisation.strip(),
            role=role.strip(),
            starts=starts or timezone.localdate(),
        )
        return add(row, by=by, verb="board.member_started", initiative=held, detail={"kind": kind})


def end_board_member(*, by: Any, member: BoardMember, ends: date | None = None) -> BoardMember:
    """Their seat ends on a day (today): they hold it up to, and not including, that day."""
    with writing(by, member.initiative, also_after_the_end=True) as held:
        kept = BoardMember.objects.select_for_update().get(pk=member.pk)
        if kept.ends is not None:
            raise NotNow("Their seat has an end already.")
        kept.ends = ends or timezone.localdate()
        kept.full_clean()
        kept.save(update_fields=["ends"])
        record(by=by, verb="board.member_ended", subject=held, detail={"row": kept.pk, "kind": kept.kind, "day": kept.ends.isoformat()})
    return kept
