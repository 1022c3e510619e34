"""What was decided, and whether the licence is in force: always worked out, never stored."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Prefetch, Q
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
from folkmoot.site.governance.models import Agreement, AgreementParty, Condition, ConditionMet, Decision, DpiaSignature, Suspension
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.renditions import Reader, Texts, render

_OF_A_CONDITION = "condition__decision__initiative"


@dataclass(frozen=True)
class ConditionNow:
    """A condition, and how it stands today: `state` is met, late, early (not due yet) or stage (due before a stage); `standard` is the slug
    of the minimum standard that it sets, "" for none."""

    id: int
    text: Texts
    owner: Any
    by_words: str
    state: str
    now_words: str
    evidence: Texts
    standard: str


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


def licences_of(
    found: Sequence[Any], stage: str | None = None, at: datetime | None = None, rows: Mapping[int, initiatives.Rows] | None = None
) -> list[Answer]:
    """The same for many initiatives, in as many readings of the database as for one; fewer where their `rows` have been read already."""
    moment = at or timezone.now()
    zone = timezone.get_current_timezone()
    facts = facts_of(found, moment, initiatives.rows_of(found) if rows is None else rows)
    return [licence_in_force(known, stage=stage or asked_stage(i), at=moment, zone=zone) for i, known in zip(found, facts, strict=True)]


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


def facts_of(found: Sequence[Any], at: datetime, rows: Mapping[int, initiatives.Rows]) -> list[Facts]:
    """What was known of each at a moment, from its `rows` and governance's own: what was recorded later counts from when it was recorded,
    whatever day it names."""
    conditions = Prefetch("conditions", Condition.objects.select_related("met"))
    decisions = _grouped(Decision.objects.select_related("committee").prefetch_related(conditions).order_by("number"), found)
    dpias = _grouped(_known(DpiaSignature, at), found)
    inside = Prefetch("parties", AgreementParty.objects.select_related("organisation"))
    agreements = _grouped(_known(Agreement, at).prefetch_related(inside), found)
    suspensions = _grouped(Suspension.objects.select_related("end"), found)
    return [
        Facts(
            decisions=tuple(_decision_fact(decision, at) for decision in decisions[i.pk] if decision.recorded_at <= at),
            notices=_notice_facts(i, at, rows[i.pk]),
            edits=tuple(EditFact(edit.at, edit.hash) for edit in rows[i.pk].edits),
            dpias=tuple(DpiaFact(dpia.signed_on, dpia.office) for dpia in dpias[i.pk]),
            agreements=tuple(
                AgreementFact(a.get_kind_display(), frozenset(p.organisation.name for p in a.parties.all()), a.ends_on, a.signed_on)
                for a in agreements[i.pk]
            ),
            suspensions=tuple(SuspensionFact(s.started, _english(s.reason), _end_of(s)) for s in suspensions[i.pk]),
            parties=frozenset(organisation.name for organisation in initiatives.organisations_of(i, at, rows[i.pk])),
            closed=i.closed_at,
        )
        for i in found
    ]


def recorded_after(found: Sequence[Any], at: datetime) -> dict[int, datetime]:
    """When the next thing that governance was told of each is recorded, after a moment, by the initiative's key; none for most."""
    first: dict[int, datetime] = {}
    for model, path in (
        (Decision, "initiative"),
        (DpiaSignature, "initiative"),
        (Agreement, "initiative"),
        (ConditionMet, _OF_A_CONDITION),
    ):
        later = model.objects.filter(**{f"{path}__in": [i.pk for i in found]}, recorded_at__gt=at)
        for key, moment in later.values_list(path, "recorded_at"):
            first[key] = min(moment, first.get(key, moment))
    return first


def _grouped(rows: Any, found: Sequence[Any]) -> dict[int, list[Any]]:
    kept: dict[int, list[Any]] = defaultdict(list)
    for row in rows.filter(initiative__in=[i.pk for i in found]):
        kept[row.initiative_id].append(row)
    return kept


def _notice_facts(initiative: Any, at: datetime, rows: initiatives.Rows) -> tuple[NoticeFact, ...]:
    """Whether a version fits is worked out for the one that counts at that moment: it is not asked of others."""
    current = max((version for version in rows.notices if version.published_at <= at), key=lambda v: v.published_at, default=None)
    return tuple(
        NoticeFact(version.published_at, version.hash, version is current and initiatives.still_fits(initiative, version, at, rows))
        for version in rows.notices
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


def set_as_conditions() -> dict[str, list[tuple[DecisionMade, ConditionNow]]]:
    """Where each minimum standard was set as a condition, by its slug, the newest decision first; with how that stands today."""
    found = Decision.objects.filter(conditions__in=Condition.objects.exclude(standard="")).distinct()
    found = found.select_related("committee", "initiative").prefetch_related("conditions__met", "conditions__owner")
    where: dict[str, list[tuple[DecisionMade, ConditionNow]]] = defaultdict(list)
    for made in (_made(decision) for decision in found.order_by("-decided_on", "-pk")):
        for condition in made.conditions:
            if condition.standard:
                where[condition.standard].append((made, condition))
    return dict(where)


def last_decided(found: Sequence[Any]) -> dict[int, dict[str, Any]]:
    """The last decision on each by the initiative's key: `number`, `committee` (a slug), `outcome`, `decided_on`. None before the first."""
    rows = Decision.objects.filter(initiative__in=[i.pk for i in found]).order_by("number")
    told = rows.values("initiative", "number", "outcome", "decided_on", committee_slug=F("committee__slug"))
    return {row.pop("initiative"): row | {"committee": row.pop("committee_slug")} for row in told}


def decided_in(year: int) -> int:
    """How many decisions were made in a year."""
    return Decision.objects.filter(decided_on__year=year).count()


def answers_given(found: Sequence[Any]) -> dict[int, int]:
    """How many answers committees have given to what people said, by the initiative's key; none for one without."""
    given: dict[int, int] = defaultdict(int)
    for key, answers in Decision.objects.filter(initiative__in=[i.pk for i in found]).values_list("initiative", "answers"):
        given[key] += len(answers)
    return given


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
    return ConditionNow(
        condition.pk, condition.text, condition.owner, by_words, state, words, met.evidence if met else {}, condition.standard
    )


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
