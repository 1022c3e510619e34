"""What the staff's page of an initiative's progress lists: each kind of record with its rows, and what can be done with each."""

from dataclasses import dataclass
from typing import Any

from folkmoot.face import date_words
from folkmoot.site.progress import amounts, queries
from folkmoot.site.progress.entries import ADDS
from folkmoot.site.renditions import Texts


@dataclass(frozen=True)
class DeskRow:
    """One record: its words (in renditions, or plain), how it stands, and the changes it can take with their words."""

    id: int
    side: str
    changes: tuple[tuple[str, str], ...]
    texts: Texts | None = None
    words: str = ""


@dataclass(frozen=True)
class DeskPart:
    """One kind of record, and what can be added to it."""

    what: str
    heading: str
    rows: tuple[DeskRow, ...]
    adds: tuple[tuple[str, str], ...]
    may: bool


def desk_parts(initiative: Any, *, may: bool) -> list[DeskPart]:
    """Every part; `may` is whether the reader may add and change."""
    closure = queries.closure_of(initiative)
    ends = [
        DeskRow(c.id, c.result.get_result_display() if c.result else "Not tested yet", (("result", "Record a test"),), c.words)
        for c in closure.criteria
    ]
    members = [
        DeskRow(m.pk, f"{m.role}, {board.name}", (("member", "End their seat"),) if m.ends is None else (), words=m.name)
        for board in queries.board_of(initiative)
        for m in board.members
    ]
    meetings = [
        DeskRow(met.pk, board.name, (), words=f"Met on {date_words(met.on)}")
        for board in queries.board_of(initiative)
        for met in board.meetings
    ]
    stakeholders = [DeskRow(s.id, s.how, (("stakeholder", "Take it off"),), words=s.name) for s in queries.stakeholders_of(initiative)]
    sources = [
        DeskRow(s.pk, s.get_quality_display(), (("source", "Take it off"),), words=s.citation) for s in queries.sources_of(initiative)
    ]
    plans = [DeskRow(0, f"version {plan.versions[0].version}", (), words=plan.name) for plan in queries.plans_of(initiative)]
    parts = (
        ("milestones", "Milestones", _milestones(initiative), ("milestone",)),
        ("money", "Money and staff time", _money(initiative), ("budget-line",)),
        ("benefits", "Benefits", _benefits(initiative), ("benefit",)),
        ("raid", "Risks, issues, dependencies, assumptions and decisions", _raid(initiative), ("raid",)),
        ("end", "How it ends", ends, ("criterion", "lesson", "handover", "evaluation")),
        ("board", "Boards", [*members, *meetings], ("terms", "member", "meeting")),
        ("plans", "Plans", plans, ()),
        ("stakeholders", "Who has a stake", stakeholders, ("stakeholder",)),
        ("evidence", "What was read before", sources, ("source",)),
    )
    return [DeskPart(what, words, tuple(rows), tuple((add, ADDS[add].heading) for add in adds), may) for what, words, rows, adds in parts]


def _milestones(initiative: Any) -> list[DeskRow]:
    to_come = (("forecast", "Forecast it again"), ("reached", "It is reached"), ("dropped", "Drop it"))
    back = (("reopened", "Take it back"),)
    found = queries.milestones_of(initiative)
    return [DeskRow(m.id, m.state_words, back if m.state in {"reached", "dropped"} else to_come, m.words) for m in found]


def _money(initiative: Any) -> list[DeskRow]:
    lines = queries.money_of(initiative).lines
    return [
        DeskRow(
            found.id,
            f"{amounts.pounds(found.figures.actual_pounds)} of {amounts.pounds(found.figures.forecast_pounds)}",
            (("figures", "Record new figures"),),
            found.words,
        )
        for found in lines
    ]


def _benefits(initiative: Any) -> list[DeskRow]:
    rows = []
    for found in queries.benefits_of(initiative):
        changes = (("actual", "Record what was measured"),)
        rows.append(
            DeskRow(found.id, found.state_words, changes if found.latest else (*changes, ("withdrawn", "Withdraw it")), found.words)
        )
    return rows


def _raid(initiative: Any) -> list[DeskRow]:
    rows = []
    for entry in queries.raid_of(initiative):
        due = f", by {date_words(entry.due)}" if entry.due else ""
        shown = ", public" if entry.public else ""
        side = f"{entry.get_kind_display()}, {entry.get_state_display().lower()}{due}{shown}"
        rows.append(DeskRow(entry.pk, side, (("raid", "Keep it up to date"),), words=entry.words))
    return rows
