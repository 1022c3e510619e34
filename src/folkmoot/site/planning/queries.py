"""A plan as people read it, what it compares, and whether an engagement may open."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from folkmoot.site.engagement import queries as engagements
from folkmoot.site.evidence import queries as evidence
from folkmoot.site.governance import queries as governance
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.involvement.stages import LEVELS, Level, LevelFacts
from folkmoot.site.planning import communities, risk
from folkmoot.site.planning.gunning import ASKS, AskedFacts, Known, checks
from folkmoot.site.planning.methods import WAYS, Ranked, Way, rank
from folkmoot.site.planning.models import CheckAnswer, Plan, PlanVersion, Round, RoundDecision, RoundEngagement
from folkmoot.site.planning.rounds import RoundFacts, may_open, response_due
from folkmoot.site.renditions import Texts


@dataclass(frozen=True)
class CheckShown:
    """One of the four checks of an engagement: what it asks, what the system knows, and what the body says (None: nothing yet)."""

    asks: Texts
    known: Known
    said: CheckAnswer | None


@dataclass(frozen=True)
class AskedShown:
    """An engagement in a round, with its checks; `overdue` since which day it should have been said what changes (None: not)."""

    summary: engagements.EngagementSummary
    checks: tuple[CheckShown, ...]
    overdue: dt.date | None


@dataclass(frozen=True)
class RoundShown:
    """A round as people read it. `why_not` says why its engagements may not open ("" when they may); `decision` is the newest."""

    row: Round
    way: Way
    asked: tuple[AskedShown, ...]
    drafts: tuple[str, ...]
    decision: RoundDecision | None
    before: tuple[RoundDecision, ...]
    findings: tuple[evidence.FindingSummary, ...]
    why_not: str


@dataclass(frozen=True)
class PlanShown:
    """A published plan: its version, older ones, its answers, the promise, what the risk asks for, its rounds, and what was reached."""

    version: PlanVersion
    older: tuple[PlanVersion, ...]
    answers: Mapping[str, Any]
    promise: LevelFacts
    least: risk.Least
    least_promise: LevelFacts
    ranked: tuple[Ranked, ...]
    rounds: tuple[RoundShown, ...]
    reached: Any | None
    reached_facts: LevelFacts | None
    kept: bool

    @property
    def pounds(self) -> int:
        """What all rounds are planned to cost."""
        return sum(shown.row.pounds for shown in self.rounds)

    @property
    def hours(self) -> int:
        """The hours of staff that all rounds are planned to take."""
        return sum(shown.row.hours for shown in self.rounds)


def plan_of(initiative: Any) -> Plan | None:
    """The plan as it is being written, for staff; None before it is begun."""
    return Plan.objects.filter(initiative=initiative).first()


def published(initiative: Any) -> PlanShown | None:
    """The plan that people may read: the version published last, with its rounds as they stand. None before one is published."""
    plan = plan_of(initiative)
    versions = list(plan.versions.all()) if plan is not None else []
    if plan is None or not versions:
        return None
    answers = versions[-1].answers
    least = risk.LEAST[risk.Band(answers["risk"]["band"])]
    promised = Level(answers["promise"]["level"])
    reached = plan.reached.last()
    return PlanShown(
        version=versions[-1],
        older=tuple(reversed(versions[:-1])),
        answers=answers,
        promise=LEVELS[promised],
        least=least,
        least_promise=LEVELS[least.level],
        ranked=tuple(ranked(answers["methods"])),
        rounds=tuple(_rounds(initiative, plan, least.days)),
        reached=reached,
        reached_facts=LEVELS[Level(reached.level)] if reached is not None else None,
        kept=reached is not None and risk.at_least(reached.level, promised),
    )


def in_a_sentence(initiative: Any) -> str:
    """What is promised and how many rounds there are, in words."""
    plan = Plan.objects.filter(initiative=initiative).first()
    version = plan.versions.last() if plan is not None else None
    if plan is None or version is None:
        return "There is no public plan yet of how people are asked."
    many = plan.rounds.count()
    decided = plan.rounds.exclude(decisions=None).count()
    name = LEVELS[Level(version.answers["promise"]["level"])].name
    return (
        f"What people are promised: “{name}”. Rounds of asking people: {many}, of which {decided} {'is' if decided == 1 else 'are'} over."
    )


def ranked(answers: Mapping[str, Any]) -> list[Ranked]:
    """Every way to ask, by how well it suits the answers of the step “methods”."""
    return rank(needs=answers.get("needs", ()), pounds=answers.get("pounds"), weeks=answers.get("weeks"))


def proposed_communities(initiative: Any) -> list[communities.Community]:
    """Who is affected, as far as the record says."""
    facts = [
        communities.DatasetFacts(d.pk, _english(d.title), _english(d.people_covered), d.holder.name, d.sensitivity)
        for d in initiatives.datasets_of(initiative)
    ]
    return communities.affected(area=initiative.area, kind=initiative.kind, datasets=facts)


def proposed_risk(initiative: Any) -> risk.Proposed:
    """The risk band that the record speaks for."""
    datasets = initiatives.datasets_of(initiative)
    return risk.propose(sensitivities={d.sensitivity for d in datasets}, kind=initiative.kind, holders=len({d.holder_id for d in datasets}))


def why_not_open(engagement: Any) -> list[str]:
    """Why an engagement may not open, as its initiative's plan has it; [] when it may, or when no plan is public."""
    plan = Plan.objects.filter(initiative=engagement.initiative_id).first()
    if plan is None or not plan.versions.exists():
        return []
    link = RoundEngagement.objects.select_related("round").filter(engagement=engagement).first()
    if link is None:
        return ["There is a public plan, and this engagement is in none of its rounds. Make it part of a round on the plan’s page first."]
    why_not = may_open(_facts(plan), link.round.number)
    return [why_not] if why_not else []


def _facts(plan: Plan) -> list[RoundFacts]:
    found = []
    for one in plan.rounds.prefetch_related("decisions"):
        decisions = list(one.decisions.all())
        found.append(RoundFacts(one.number, decisions[-1].goes_on if decisions else None))
    return found


def _rounds(initiative: Any, plan: Plan, minimum_days: int) -> list[RoundShown]:
    facts, findings = _facts(plan), {finding.key: finding for finding in evidence.findings_of(initiative.pk)}
    decisions = governance.decisions_of(initiative)
    shown = []
    for row in plan.rounds.prefetch_related("decisions", "linked"):
        made = list(row.decisions.all())
        linked = [engagements.engagement_with(link.engagement_id) for link in row.linked.all()]
        shown.append(
            RoundShown(
                row=row,
                way=WAYS[row.method],
                asked=tuple(_asked(initiative, one, made, decisions, minimum_days) for one in linked if one.state != "draft"),
                drafts=tuple(one.slug for one in linked if one.state == "draft"),
                decision=made[-1] if made else None,
                before=tuple(reversed(made[:-1])),
                findings=tuple(findings[key] for key in made[-1].findings if key in findings) if made else (),
                why_not=may_open(facts, row.number),
            )
        )
    return shown


def _asked(initiative: Any, found: Any, made: list[RoundDecision], decisions: Any, minimum_days: int) -> AskedShown:
    today = timezone.localdate()
    ended = min(found.closes, timezone.localdate(found.closed_at)) if found.closed_at else (found.closes if found.closes < today else None)
    cases = initiatives.versions(initiative, "case")
    results = evidence.findings_in(found)
    answered = {key for decision in decisions for key, _ in decision.answers}
    facts = AskedFacts(
        opens=found.opens,
        closes=found.closes,
        minimum_days=minimum_days,
        decided=min((d.decided_on for d in decisions if d.outcome != "defer"), default=None),
        reasons=min((timezone.localdate(case.published_at) for case in cases), default=None),
        ended=ended,
        responded=min((timezone.localdate(d.recorded_at) for d in made), default=None),
        findings=len(results),
        answered=len(answered & set(results)),
    )
    said: dict[str, CheckAnswer] = {one.check_key: one for one in CheckAnswer.objects.filter(engagement=found)}
    due = response_due(ended) if ended else None
    return AskedShown(
        summary=engagements.summary(found),
        checks=tuple(CheckShown(ASKS[known.check], known, said.get(known.check)) for known in checks(facts, today)),
        overdue=due if due is not None and facts.responded is None and today > due else None,
    )


def _english(texts: Texts) -> str:
    return texts["en"]["standard"]
