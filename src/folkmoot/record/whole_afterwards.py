"""What format 2 of a whole record added: promises, how it gets on, how it ended, what people asked, incidents, and what they chose.

Numbers of money, hours and benefits are words, with a point where they need one: a record holds no fractions.
"""

from typing import TypedDict

from folkmoot.record.whole_kinds import Day, Fingerprint, Texts


class ReportOnCommitment(TypedDict):
    """How a promise stood on a day, and why."""

    on: Day
    state: str
    reason: Texts
    evidence: str


class SignatureOnCommitment(TypedDict):
    """Which office signed a promise for which organisation."""

    organisation: str
    office: str
    signed_on: Day


class CommitmentMade(TypedDict):
    """A promise, or a reasoned no, in answer to something that was said; `finding` is its key or ""."""

    number: int
    owner: str
    owner_name: str
    finding: str
    asked: Texts
    answer: str
    words: Texts
    made_on: Day
    due: Day | None
    state: str
    reports: list[ReportOnCommitment]
    signatures: list[SignatureOnCommitment]


class MilestonePlanned(TypedDict):
    """A milestone: the day planned, the newest forecast, and when it was reached; why it was reached late or dropped."""

    words: Texts
    planned: Day
    expected: Day
    reached: Day | None
    state: str
    why: Texts


class BudgetLineNow(TypedDict):
    """What something costs in pounds and hours of staff: planned at first, expected in the end, and spent so far."""

    words: Texts
    funder: str
    planned_pounds: str
    planned_hours: str
    forecast_pounds: str
    forecast_hours: str
    actual_pounds: str
    actual_hours: str


class BenefitPlanned(TypedDict):
    """A benefit: where it starts, where it is to get to, and what was measured last, in words that show no small count of people."""

    words: Texts
    measure: Texts
    unit: str
    baseline: str
    target: str
    target_day: Day
    owner: str
    owner_name: str
    measured_on: Day | None
    measured: str
    evidence: Texts
    standing: str


class RiskTold(TypedDict):
    """A risk, issue, dependency, assumption or decision that is open, as staff told everyone; `band` is how high a risk is."""

    kind: str
    summary: Texts
    band: str
    owner: str
    owner_name: str
    due: Day | None


class Rating(TypedDict):
    """How a report rated one thing: green, amber or red."""

    of: str
    colour: str


class ReportPublished(TypedDict):
    """A status report; `hash` is the fingerprint on its own page."""

    number: int
    published_on: Day
    starts: Day
    ends: Day
    hash: Fingerprint
    ratings: list[Rating]
    summary: Texts
    this_period: Texts
    next_period: Texts
    lessons: Texts


class SectionOfPlan(TypedDict):
    """What is done between two days."""

    starts: Day
    ends: Day
    words: Texts


class PlanWritten(TypedDict):
    """One version of a plan."""

    kind: str
    version: int
    words: Texts
    sections: list[SectionOfPlan]


class GateDecided(TypedDict):
    """What a body decided at a gate."""

    gate: str
    outcome: str
    on: Day
    body: str
    reasons: Texts


class CriterionTested(TypedDict):
    """What must be true at the end, which office tests it, and what came of the newest test ("" before the first)."""

    words: Texts
    tester: str
    result: str
    tested_on: Day | None
    found: Texts


class LessonLearnt(TypedDict):
    """What happened, why, and what to do another time."""

    what: Texts
    why: Texts
    action: Texts


class HandoverMade(TypedDict):
    """How the work goes on, and the day on which it is looked at again."""

    words: Texts
    evaluate_on: Day


class EvaluationMade(TypedDict):
    """What came of it, good or bad, and what to do next."""

    on: Day
    outcome: Texts
    gained_or_lost: Texts
    unintended: Texts
    cost: Texts
    decision: str
    reasons: Texts


class QuestionAnswered(TypedDict):
    """A published question and its answer. Who asked is in no record."""

    wording: Texts
    answer: Texts
    received_on: Day
    answered_on: Day


class IncidentTold(TypedDict):
    """An incident as everyone sees it; `people` is a band, `clock` how the 72 hours of the law stand."""

    number: int
    organisation: str
    organisation_name: str
    found_on: Day
    near_miss: bool
    people: str
    state: str
    clock: str
    people_told_on: Day | None
    title: Texts
    text: Texts


class ChoiceCounted(TypedDict):
    """How many people chose what about uses of this topic anywhere, as it may be published: to the nearest five, and no fewer than ten."""

    choice: str
    people: str


class Afterwards(TypedDict):
    """The parts that format 2 added."""

    commitments: list[CommitmentMade]
    milestones: list[MilestonePlanned]
    budget: list[BudgetLineNow]
    benefits: list[BenefitPlanned]
    risks: list[RiskTold]
    reports: list[ReportPublished]
    plans: list[PlanWritten]
    gates: list[GateDecided]
    criteria: list[CriterionTested]
    lessons: list[LessonLearnt]
    handovers: list[HandoverMade]
    evaluations: list[EvaluationMade]
    questions: list[QuestionAnswered]
    incidents: list[IncidentTold]
    choices: list[ChoiceCounted]
