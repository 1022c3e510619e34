"""What was decided, and whether the licence is in force: always worked out, never stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from folkmoot.licence import (
    LICENSED,
    STAGES,
    AgreementFact,
    Answer,
    ConditionFact,
    DecisionFact,
    DpiaFact,
    EditFact,
    Facts,
    NoticeFact,
    Outcome,
    Stage,
    SuspensionFact,
    licence_in_force,
)
from folkmoot.site.errors import NotNow
from folkmoot.site.governance.models import Agreement, Condition, Decision, DpiaSignature, Suspension
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.renditions import Reader, Texts, render


@dataclass(frozen=True)
class ConditionNow:
    """A condition, and how it stands today: `state` is met, late, early (not due yet) or stage (due before a stage)."""

    id: int
    text: Texts
    owner: Any
    by_words: str
    state: str
    now_words: str
    evidence: Texts


@dataclass(frozen=True)
class DecisionMade:
    """A decision for a page: its number in the initiative, its outcome as a key and in words, and its conditions as they stand today."""

    number: int
    committee: Any
    outcome: str
    outcome_words: str
    reasons: Texts
    stages: tuple[str, ...]
    decided_on: date
    valid_from: date | None
    valid_until: date | None
    review_by: date | None
    notice_hash: str
    answers: tuple[tuple[str, Texts], ...]
    conditions: tuple[ConditionNow, ...]
    initiative_slug: str
    initiative_title: Texts

    @property
    def stage_words(self) -> str:
        """What it is about: “joining records and analysing the joined records”."""
        return " and ".join(STAGES[Stage(stage)].doing for stage in self.stages)


def licence_of(initiative: Any, stage: str | None = None, at: datetime | None = None) -> Answer:
    """Whether records may be used for a stage (the initiative's own, or joining while it is being described) at a moment (now)."""
    return licences_of([initiative], stage=stage, at=at)[0]


def licences_of(found: Sequence[Any], stage: str | None = None, at: datetime | None = None) -> list[Answer]:
    """The same for many initiatives."""
    moment, zone = at or timezone.now(), timezone.get_current_timezone()
    return [licence_in_force(_facts(i, moment), stage=stage or asked_stage(i), at=moment, zone=zone) for i in found]


def asked_stage(initiative: Any) -> Stage:
    """The stage whose licence matters now: the initiative's own where it touches records; before that joining; after that publishing."""
    stage = Stage(initiative.stage)
    if stage in LICENSED:
        return stage
    return Stage.PUBLISH if stage is Stage.CLOSE else Stage.JOIN


def require_licence(initiative: Any, stage: str) -> Answer:
    """The licence for a stage. Raises NotNow with the reasons in words unless it is in force. Ask in the transaction of what needs it."""
    answer = licence_of(initiatives.by_id(initiative.pk), stage)
    if not answer.in_force:
        raise NotNow(f"The licence for {STAGES[Stage(stage)].doing} is not in force. {' '.join(answer.reasons)}")
    return answer


def _facts(initiative: Any, at: datetime) -> Facts:
    """What was known at a moment: what was recorded later counts from when it was recorded, whatever day it names."""
    agreements = _known(Agreement, at).filter(initiative=initiative).prefetch_related("parties__organisation")
    suspensions = Suspension.objects.filter(initiative=initiative).select_related("end")
    return Facts(
        decisions=tuple(_decision_fact(decision, at) for decision in _decisions(initiative) if decision.recorded_at <= at),
        notices=tuple(
            NoticeFact(version.published_at, version.hash, initiatives.still_fits(initiative, version, at))
            for version in initiatives.versions(initiative)
        ),
        edits=tuple(EditFact(edit.at, edit.hash) for edit in initiatives.edits_of(initiative)),
        dpias=tuple(DpiaFact(dpia.signed_on, dpia.office) for dpia in _known(DpiaSignature, at).filter(initiative=initiative)),
        agreements=tuple(
            AgreementFact(a.get_kind_display(), frozenset(p.organisation.name for p in a.parties.all()), a.ends_on, a.signed_on)
            for a in agreements
        ),
        suspensions=tuple(SuspensionFact(s.started, _english(s.reason), _end_of(s)) for s in suspensions),
        parties=frozenset(organisation.name for organisation in initiatives.organisations_of(initiative, at)),
        closed=initiative.closed_at,
    )


def _known(model: Any, at: datetime) -> Any:
    return model.objects.filter(Q(recorded_at__isnull=True) | Q(recorded_at__lte=at))


def _decisions(initiative: Any) -> list[Decision]:
    found = Decision.objects.filter(initiative=initiative).select_related("committee", "initiative")
    return list(found.prefetch_related("conditions__met", "conditions__owner").order_by("number"))


def _decision_fact(decision: Decision, at: datetime) -> DecisionFact:
    return DecisionFact(
        outcome=Outcome(decision.outcome),
        body=decision.committee.name,
        decided=decision.decided_on,
        stages=frozenset(Stage(stage) for stage in decision.stages),
        notice_hash=decision.notice_hash,
        valid_from=decision.valid_from,
        valid_until=decision.valid_until,
        review_by=decision.review_by,
        conditions=tuple(
            ConditionFact(_english(c.text), c.due, Stage(c.before_stage) if c.before_stage else None, _met_on(c, at))
            for c in decision.conditions.all()
        ),
    )


def decisions_of(initiative: Any) -> list[DecisionMade]:
    """The decisions on an initiative, the first one first."""
    return [_made(decision) for decision in _decisions(initiative)]


def decision_of(initiative: Any, number: int) -> DecisionMade | None:
    """One decision by its number, or None."""
    return next((d for d in decisions_of(initiative) if d.number == number), None)


def latest_decisions(most: int = 5) -> list[DecisionMade]:
    """The newest decisions on any initiative, the newest first."""
    found = Decision.objects.select_related("committee", "initiative").prefetch_related("conditions__met", "conditions__owner")
    return [_made(d) for d in found.order_by("-decided_on", "-pk")[:most]]


def decided_in(year: int) -> int:
    """How many decisions were made in a year."""
    return Decision.objects.filter(decided_on__year=year).count()


def answers_given() -> int:
    """How many answers committees have given to what people said, on all initiatives."""
    return sum(len(answers) for answers in Decision.objects.values_list("answers", flat=True))


def condition(condition_id: int) -> Condition | None:
    """One condition as a row, for the staff page that says it is met."""
    return Condition.objects.select_related("decision__initiative", "owner").filter(pk=condition_id).first()


def suspension(suspension_id: int) -> Suspension | None:
    """One stop as a row, for the staff page that ends it."""
    return Suspension.objects.select_related("initiative", "organisation").filter(pk=suspension_id).first()


def open_suspensions(initiative: Any) -> list[Suspension]:
    """The stops that have not ended, the first one first."""
    return list(Suspension.objects.filter(initiative=initiative, end__isnull=True).select_related("organisation"))


def _made(decision: Decision) -> DecisionMade:
    return DecisionMade(
        number=decision.number,
        committee=decision.committee,
        outcome=decision.outcome,
        outcome_words=_outcome_words(decision),
        reasons=decision.reasons,
        stages=tuple(decision.stages),
        decided_on=decision.decided_on,
        valid_from=decision.valid_from,
        valid_until=decision.valid_until,
        review_by=decision.review_by,
        notice_hash=decision.notice_hash,
        answers=tuple((answer["finding"], answer["answer"]) for answer in decision.answers),
        conditions=tuple(_now(c) for c in decision.conditions.all()),
        initiative_slug=decision.initiative.slug,
        initiative_title=decision.initiative.title,
    )


def _outcome_words(decision: Decision) -> str:
    if decision.outcome != Outcome.YES_WITH_CONDITIONS:
        return str(decision.get_outcome_display())
    count = len(decision.conditions.all())
    return f"Yes, with {count} {'condition' if count == 1 else 'conditions'}"


def _now(condition: Condition) -> ConditionNow:
    met, today = _met(condition), timezone.localdate()
    due = f"{condition.due.day} {condition.due:%B} {condition.due.year}" if condition.due else ""
    by_words = due or f"Before {STAGES[Stage(condition.before_stage)].doing}"
    if met is not None and met.on <= today:
        state, words = "met", "Met"
    elif condition.due is not None and today > condition.due:
        state, words = "late", "Late"
    elif condition.due is not None:
        state, words = "early", "Not due yet"
    else:
        state, words = "stage", "Not done yet"
    return ConditionNow(condition.pk, condition.text, condition.owner, by_words, state, words, met.evidence if met else {})


def _met(condition: Condition) -> Any:
    return getattr(condition, "met", None)  # Django raises an AttributeError's subclass for a row that is not there


def _met_on(condition: Condition, at: datetime) -> date | None:
    met = _met(condition)
    return met.on if met and (met.recorded_at is None or met.recorded_at <= at) else None


def _end_of(suspension: Suspension) -> datetime | None:
    end = getattr(suspension, "end", None)
    return end.ended if end else None


def _english(texts: Texts) -> str:
    return render(texts, Reader()).words
