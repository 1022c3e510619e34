"""What a licence is worked out from. Dates are local days; times are aware."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from folkmoot.licence.stages import Stage


class Outcome(StrEnum):
    """What a committee said."""

    YES = "yes"
    YES_WITH_CONDITIONS = "yes-with-conditions"
    NO = "no"
    DEFER = "defer"


@dataclass(frozen=True)
class ConditionFact:
    """Something a Decision requires, due by the end of `due` or before `before_stage` begins (one of the two); `met` on a day or not yet.

    Raises ValueError when it is due both ways or neither.
    """

    text: str
    due: date | None = None
    before_stage: Stage | None = None
    met: date | None = None

    def __post_init__(self) -> None:
        if (self.due is None) == (self.before_stage is None):
            raise ValueError(f"The condition “{self.text}” must be due by a date or before a stage, one of the two.")


@dataclass(frozen=True)
class DecisionFact:
    """What `body` decided on a day about some stages, the notice it had read, and from when until when a yes holds (both days included)."""

    outcome: Outcome
    body: str
    decided: date
    stages: frozenset[Stage]
    notice_hash: str
    valid_from: date | None = None
    valid_until: date | None = None
    review_by: date | None = None
    conditions: tuple[ConditionFact, ...] = ()

    def __post_init__(self) -> None:
        if self.allows and None in (self.valid_from, self.valid_until, self.review_by):
            raise ValueError("A decision that says yes needs its first day, its last day and a day to look at it again.")
        if not self.stages:
            raise ValueError("A decision must say which stages it is about.")

    @property
    def allows(self) -> bool:
        """Whether it says yes, with or without conditions."""
        return self.outcome in {Outcome.YES, Outcome.YES_WITH_CONDITIONS}


@dataclass(frozen=True)
class NoticeFact:
    """A version of the notice: when it was published, and its content hash.

    `fits` is false when the organisations or datasets of the initiative are no longer those it tells of.
    """

    published: datetime
    hash: str
    fits: bool = True


@dataclass(frozen=True)
class EditFact:
    """That a draft of the next notice was saved at a moment, and its hash: a word is to change, or was changed back."""

    at: datetime
    hash: str


@dataclass(frozen=True)
class DpiaFact:
    """A signed data protection impact assessment (the risk check): the day, and whose office in words."""

    signed: date
    by: str


@dataclass(frozen=True)
class AgreementFact:
    """An agreement of one kind between parties: signed on a day (or not yet), holding to the end of `ends`."""

    kind: str
    parties: frozenset[str]
    ends: date
    signed: date | None = None


@dataclass(frozen=True)
class SuspensionFact:
    """A stop: from a moment until another (until further notice while `ended` is empty), and why."""

    started: datetime
    reason: str
    ended: datetime | None = None


@dataclass(frozen=True)
class Facts:
    """All that `licence_in_force` needs to know of one initiative.

    `parties` are the names of the organisations in it today, as the agreements name them; `closed` is when it ended for good.
    """

    decisions: tuple[DecisionFact, ...] = ()
    notices: tuple[NoticeFact, ...] = ()
    dpias: tuple[DpiaFact, ...] = ()
    agreements: tuple[AgreementFact, ...] = ()
    suspensions: tuple[SuspensionFact, ...] = ()
    parties: frozenset[str] = field(default_factory=frozenset)
    closed: datetime | None = None
    edits: tuple[EditFact, ...] = ()
