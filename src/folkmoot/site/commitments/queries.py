"""What was promised in answer to what people said, and how it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from folkmoot.site.commitments.models import Commitment, CommitmentReport, CommitmentSignature
from folkmoot.site.commitments.states import STATES, State
from folkmoot.site.evidence import queries as evidence
from folkmoot.site.governance import queries as governance
from folkmoot.site.renditions import Texts


@dataclass(frozen=True)
class CommitmentNow:
    """A commitment as it stands today. `late` says that it is past its day and not over."""

    number: int
    owner: Any
    initiative: Any
    origin: str
    origin_words: str
    finding: str
    asked: Texts
    answer: str
    answer_words: str
    words: Texts
    due: date | None
    made_on: date
    state: State
    late: bool
    reports: tuple[CommitmentReport, ...]
    signatures: tuple[CommitmentSignature, ...]

    @property
    def state_words(self) -> str:
        """How it stands, in words."""
        return f"Late. {STATES[self.state].words}" if self.late else STATES[self.state].words

    @property
    def latest(self) -> CommitmentReport | None:
        """What was reported last."""
        return self.reports[-1] if self.reports else None


@dataclass(frozen=True)
class Answered:
    """Something people said, the answers of decisions to it (with the decision), and what was promised."""

    finding: evidence.FindingSummary
    answers: tuple[tuple[governance.DecisionMade, Texts], ...]
    commitments: tuple[CommitmentNow, ...]


@dataclass(frozen=True)
class Tracker:
    """The commitments that fit what was asked, the organisations that made any, and how many there are in all and late."""

    rows: tuple[CommitmentNow, ...]
    total: int
    late: int
    organisations: tuple[Any, ...]


def held(commitment: Commitment) -> Commitment:
    """The same commitment, locked until the transaction ends."""
    return Commitment.objects.select_for_update().get(pk=commitment.pk)


def by_number(number: int) -> Commitment | None:
    """A commitment as a row, or None."""
    return Commitment.objects.select_related("owner", "initiative").filter(pk=number).first()


def state_of(commitment: Commitment) -> State:
    """How it stands: what was reported last, or promised (refused, for a no) when nothing was."""
    reports = list(commitment.reports.all())
    if reports:
        return State(reports[-1].state)
    return State.REFUSED if commitment.answer == Commitment.Answer.NO else State.PROMISED


def now(number: int) -> CommitmentNow | None:
    """One commitment as it stands today, or None."""
    return next(iter(_shown(Commitment.objects.filter(pk=number))), None)


def now_each(numbers: Iterable[int]) -> dict[int, CommitmentNow]:
    """Some commitments as they stand today, by number."""
    return {row.number: row for row in _shown(Commitment.objects.filter(pk__in=list(numbers)))}


def of_initiative(initiative: Any) -> tuple[CommitmentNow, ...]:
    """The commitments about an initiative, the first one first."""
    return tuple(_shown(Commitment.objects.filter(initiative=initiative)))


def tracker(*, organisation: str = "", state: str = "") -> Tracker:
    """All commitments; narrowed, where given, to an owner (by slug) and to a state, or to those that are late."""
    every = _shown(Commitment.objects.all())
    rows = [row for row in every if organisation in {"", row.owner.slug} and state in {"", row.state.value, "late" if row.late else ""}]
    rows.sort(key=lambda row: (not row.late, STATES[row.state].over, row.due or date.max, row.number))
    owners = {row.owner.slug: row.owner for row in every}
    return Tracker(tuple(rows), len(every), sum(row.late for row in every), tuple(sorted(owners.values(), key=lambda o: o.name)))


def you_said(initiative: Any) -> tuple[Answered, ...]:
    """Each finding about an initiative with what was answered and promised, in the order of the findings."""
    decisions, promised = governance.decisions_of(initiative), of_initiative(initiative)
    return tuple(
        Answered(
            finding=finding,
            answers=tuple((made, dict(made.answers)[finding.key]) for made in decisions if finding.key in dict(made.answers)),
            commitments=tuple(row for row in promised if row.finding == finding.key),
        )
        for finding in evidence.findings_of(initiative.pk)
    )


def _shown(rows: Any) -> list[CommitmentNow]:
    today = timezone.localdate()
    found = rows.select_related("owner", "initiative").prefetch_related("reports", "signatures__organisation")
    return [_now(row, today) for row in found]


def _now(row: Commitment, today: date) -> CommitmentNow:
    state = state_of(row)
    return CommitmentNow(
        number=row.pk,
        owner=row.owner,
        initiative=row.initiative,
        origin=row.origin,
        origin_words=row.get_origin_display(),
        finding=row.finding,
        asked=row.asked,
        answer=row.answer,
        answer_words=row.get_answer_display(),
        words=row.words,
        due=row.due,
        made_on=row.made_on,
        state=state,
        late=row.due is not None and today > row.due and not STATES[state].over,
        reports=tuple(row.reports.all()),
        signatures=tuple(row.signatures.all()),
    )
