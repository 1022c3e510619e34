"""The parts of a record held elsewhere that its page shows as lists: promises, progress, questions, what went wrong, what people chose."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from folkmoot.face import date_words
from folkmoot.site.renditions import Texts

Row = dict[str, Any]


@dataclass(frozen=True)
class HeldList:
    """A heading, and for each row its texts and what else is said of it, in words."""

    heading: str
    rows: tuple[tuple[tuple[Texts, ...], str], ...]


def held_lists(whole: Any) -> tuple[HeldList, ...]:
    """The lists that hold anything. A record of format 1 has none of them."""
    found = [
        HeldList(heading, tuple((tuple(row[name] for name in texts if row[name]), say(row)) for row in whole[part]))
        for part, (heading, texts, say) in LISTS.items()
        if whole.get(part)
    ]
    return tuple(found)


def _on(day: str | None, before: str) -> str:
    return f"{before} {date_words(date.fromisoformat(day))}." if day else ""


def _key(key: str) -> str:
    return f"{key.replace('_', ' ').capitalize()}." if key else ""


def _listed(*parts: str) -> str:
    return " ".join(part for part in parts if part)


LISTS: dict[str, tuple[str, tuple[str, ...], Callable[[Row], str]]] = {
    "commitments": ("What was promised", ("words",), lambda r: _listed(f"{r['owner_name']}.", _key(r["state"]), _on(r["due"], "Due on"))),
    "milestones": ("Milestones", ("words",), lambda r: _listed(_on(r["planned"], "Planned for"), _key(r["state"]))),
    "budget": (
        "Money and staff time",
        ("words",),
        lambda r: f"{r['funder']}. Planned: £{r['planned_pounds']}. Spent: £{r['actual_pounds']} and {r['actual_hours']} hours.",
    ),
    "benefits": (
        "Benefits",
        ("words",),
        lambda r: _listed(f"At the start: {r['baseline']}.", f"Target: {r['target']}.", r["measured"] and f"Measured: {r['measured']}."),
    ),
    "risks": ("Risks and issues", ("summary",), lambda r: _listed(_key(r["kind"]), r["band"] and f"{r['band']}.", f"{r['owner_name']}.")),
    "reports": ("Reports", ("summary",), lambda r: _listed(f"Report {r['number']}.", _on(r["published_on"], "Published on"))),
    "plans": ("Plans", ("words",), lambda r: f"{_key(r['kind'])} Version {r['version']}."),
    "gates": ("Gates", ("reasons",), lambda r: _listed(_key(r["gate"]), _key(r["outcome"]), f"{r['body']}.", _on(r["on"], "On"))),
    "criteria": ("What must be true at the end", ("words", "found"), lambda r: _listed(f"{r['tester']}.", _key(r["result"]))),
    "lessons": ("What was learnt", ("what", "why", "action"), lambda r: ""),
    "handovers": ("How it goes on", ("words",), lambda r: _on(r["evaluate_on"], "Looked at again on")),
    "evaluations": (
        "What came of it",
        ("outcome", "reasons"),
        lambda r: _listed(_key(r["decision"]), _on(r["on"], "On")),
    ),
    "questions": ("What people asked", ("wording", "answer"), lambda r: _on(r["answered_on"], "Answered on")),
    "incidents": (
        "What went wrong with data",
        ("title", "text"),
        lambda r: _listed(f"{r['organisation_name']}.", f"{r['state']}.", f"People: {r['people']}.", _on(r["found_on"], "Found on")),
    ),
    "choices": ("What people chose about uses like it", (), lambda r: f"{_key(r['choice'])} People: {r['people']}."),
}
"""Each part with its heading, its texts in renditions, and its other words."""
