"""What a record says of the time after its decision, from the apps that know: promises, progress, questions, incidents, choices."""

from datetime import date
from typing import Any

from folkmoot.record.whole_afterwards import Afterwards
from folkmoot.site.commitments import queries as commitments
from folkmoot.site.concerns import queries as concerns
from folkmoot.site.preferences import queries as preferences
from folkmoot.site.progress import queries as progress


def chosen_now() -> dict[str, Any]:
    """How many people chose what, by topic: worked out once for many records, as it reads the whole ledger of choices."""
    return {numbers.family: numbers.choices for numbers in preferences.numbers()}


def afterwards_of(initiative: Any, chosen: dict[str, Any]) -> Afterwards:
    """The parts of a record that format 2 added, as everyone may read them; `chosen` as `chosen_now` gives it."""
    closure = progress.closure_of(initiative)
    return {
        "commitments": [_commitment(made) for made in commitments.of_initiative(initiative)],
        "milestones": [
            {
                "words": m.words,
                "planned": m.planned.isoformat(),
                "expected": m.expected.isoformat(),
                "reached": _day(m.reached),
                "state": m.state,
                "why": m.why,
            }
            for m in progress.milestones_of(initiative)
        ],
        "budget": [
            {"words": line.words, "funder": line.funder} | {name: f"{amount:f}" for name, amount in vars(line.figures).items()}  # type: ignore[typeddict-item]
            for line in progress.money_of(initiative).lines
        ],
        "benefits": [_benefit(benefit) for benefit in progress.benefits_of(initiative)],
        "risks": [
            {
                "kind": entry.kind,
                "summary": entry.summary,
                "band": entry.band,
                "owner": entry.owner.slug,
                "owner_name": entry.owner.name,
                "due": _day(entry.due),
            }
            for entry in progress.open_to_all(initiative)
        ],
        "reports": [_report(report) for report in reversed(progress.reports_of(initiative))],
        "plans": [_plan(plan) for kind in progress.plans_of(initiative) for plan in reversed(kind.versions)],
        "gates": [
            {"gate": made.gate, "outcome": made.outcome, "on": made.on.isoformat(), "body": made.body, "reasons": made.reasons}
            for made in progress.gates_of(initiative)
        ],
        "criteria": [_criterion(criterion) for criterion in closure.criteria],
        "lessons": [{"what": lesson.what, "why": lesson.why, "action": lesson.action} for lesson in closure.lessons],
        "handovers": [{"words": h.words, "evaluate_on": h.evaluate_on.isoformat()} for h in [closure.handover] if h],
        "evaluations": [_evaluation(made) for made in reversed(closure.evaluations)],
        "questions": [
            {
                "wording": asked.wording,
                "answer": asked.answer,
                "received_on": asked.received_on.isoformat(),
                "answered_on": asked.answered_on.isoformat(),
            }
            for asked in concerns.published_questions(initiative)
        ],
        "incidents": [_incident(incident) for incident in concerns.public_incidents(initiative=initiative.slug)],
        "choices": [{"choice": choice.value, "people": people} for choice, people in chosen.get(initiative.topic, {}).items()],
    }


def _commitment(made: commitments.CommitmentNow) -> Any:
    return {
        "number": made.number,
        "owner": made.owner.slug,
        "owner_name": made.owner.name,
        "finding": made.finding,
        "asked": made.asked,
        "answer": made.answer,
        "words": made.words,
        "made_on": made.made_on.isoformat(),
        "due": _day(made.due),
        "state": made.state.value,
        "reports": [{"on": r.on.isoformat(), "state": r.state, "reason": r.reason, "evidence": r.evidence} for r in made.reports],
        "signatures": [
            {"organisation": s.organisation.slug, "office": s.office, "signed_on": s.signed_on.isoformat()} for s in made.signatures
        ],
    }


def _benefit(benefit: progress.BenefitNow) -> Any:
    latest = benefit.latest
    return {
        "words": benefit.words,
        "measure": benefit.measure,
        "unit": benefit.words_of_unit.get("en", {}).get("standard", "") or benefit.unit,
        "baseline": benefit.baseline_words,
        "target": benefit.target_words,
        "target_day": benefit.target_day.isoformat(),
        "owner": benefit.owner.slug,
        "owner_name": benefit.owner.name,
        "measured_on": _day(latest.on) if latest else None,
        "measured": latest.words if latest else "",
        "evidence": latest.evidence if latest else {},
        "standing": benefit.state_words,
    }


def _report(report: Any) -> Any:
    told = report.content
    return {
        "number": report.number,
        "published_on": report.published_on.isoformat(),
        **told["period"],
        "hash": report.hash,
        "ratings": [{"of": of, "colour": colour} for of, colour in told["rag"].items()],
        **{name: told[name] for name in ("summary", "this_period", "next_period", "lessons")},
    }


def _plan(plan: Any) -> Any:
    sections = [{"starts": s.starts.isoformat(), "ends": s.ends.isoformat(), "words": s.words} for s in plan.sections.all()]
    return {"kind": plan.kind, "version": plan.version, "words": plan.words, "sections": sections}


def _criterion(criterion: Any) -> Any:
    result = criterion.result
    return {
        "words": criterion.words,
        "tester": criterion.tester,
        "result": result.result if result else "",
        "tested_on": _day(result.on) if result else None,
        "found": result.words if result else {},
    }


def _evaluation(made: Any) -> Any:
    texts = {name: getattr(made, name) for name in ("outcome", "gained_or_lost", "unintended", "cost", "reasons")}
    return {"on": made.on.isoformat(), "decision": made.decision, **texts}


def _incident(incident: concerns.PublicIncident) -> Any:
    return {
        "number": incident.number,
        "organisation": incident.organisation.slug,
        "organisation_name": incident.organisation.name,
        "found_on": incident.found_on.isoformat(),
        "near_miss": incident.near_miss,
        "people": incident.people,
        "state": incident.state,
        "clock": incident.clock.state,
        "people_told_on": _day(incident.people_told_on),
        "title": incident.title or {},
        "text": incident.text or {},
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
