"""A status report as one document: what is frozen in it, and its hash.

It says how things stood at the end of its period, so that the same records give the same document on any later day.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from folkmoot.site.ordered_json import canonical
from folkmoot.site.progress.amounts import number
from folkmoot.site.progress.queries.benefits import BenefitNow, benefits_of
from folkmoot.site.progress.queries.milestones import milestones_of
from folkmoot.site.progress.queries.money import Figures, money_of
from folkmoot.site.progress.queries.raid import open_to_all

RATED = {"time": "Time", "cost": "Cost", "scope": "Scope", "benefit": "Benefit"}
RATINGS = {
    "green": ("Green", "On plan"),
    "amber": ("Amber", "Off plan, and we can put it right"),
    "red": ("Red", "Off plan, and we need help"),
}
"""Each colour as a word, and what it means; no page shows it as a colour alone."""
TEXTS = ("summary", "this_period", "next_period", "lessons")
FIGURES = ("planned_pounds", "planned_hours", "forecast_pounds", "forecast_hours", "actual_pounds", "actual_hours")


def report_document(
    initiative: Any, *, starts: date, ends: date, rag: Mapping[str, str], texts: Mapping[str, Any], before: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The report on a period from what is on record now. `before` holds the `number` and `rag` of the report before, None for the first."""
    money = money_of(initiative)
    return {
        "initiative": initiative.slug,
        "title": initiative.title,
        "stage": initiative.stage,
        "period": {"starts": starts.isoformat(), "ends": ends.isoformat()},
        **{name: texts.get(name) or {} for name in TEXTS},
        "rag": dict(rag),
        "before": dict(before) if before else None,
        "milestones": [
            {
                "id": m.id,
                "words": m.words,
                "planned": m.planned.isoformat(),
                "expected": m.expected.isoformat(),
                "state": m.state,
                "state_words": m.state_words,
            }
            for m in milestones_of(initiative, ends)
        ],
        "money": {
            "lines": [{"id": line.id, "words": line.words, "funder": line.funder, **_figures(line.figures)} for line in money.lines],
            "total": _figures(money.total),
        },
        "benefits": [_benefit(benefit) for benefit in benefits_of(initiative)],
        "risks": [
            {
                "id": entry.id,
                "kind": entry.kind_words,
                "summary": entry.summary,
                "band": entry.band,
                "owner": entry.owner.name,
                "due": entry.due.isoformat() if entry.due else "",
            }
            for entry in open_to_all(initiative)
        ],
    }


def again(initiative: Any, content: Mapping[str, Any]) -> dict[str, Any]:
    """The same report, from what is on record now."""
    period = content["period"]
    return report_document(
        initiative,
        starts=date.fromisoformat(period["starts"]),
        ends=date.fromisoformat(period["ends"]),
        rag=content["rag"],
        texts=content,
        before=content["before"],
    )


def document_hash(content: Mapping[str, Any]) -> str:
    """SHA-256 in hexadecimal over the document's canonical JSON."""
    return hashlib.sha256(canonical(dict(content)).encode()).hexdigest()


def _figures(figures: Figures) -> dict[str, str]:
    return {name: number(getattr(figures, name)).replace(",", "") for name in FIGURES}


def _benefit(benefit: BenefitNow) -> dict[str, Any]:
    latest = benefit.latest
    return {
        "id": benefit.id,
        "words": benefit.words,
        "measure": benefit.measure,
        "unit": benefit.unit,
        "words_of_unit": benefit.words_of_unit,
        "baseline": benefit.baseline_words,
        "target": benefit.target_words,
        "target_day": benefit.target_day.isoformat(),
        "owner": benefit.owner.name,
        "actual": {"on": latest.on.isoformat(), "words": latest.words, "evidence": latest.evidence} if latest else None,
        "state_words": benefit.state_words,
    }
