"""Who may be drawn for a wave, and how many of each stratum. Plain functions: no database, no clock."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from folkmoot.sortition.allocation import shared_allocation

A_YEAR = dt.timedelta(days=365)
EVEN = 1_000_000  # shares of the population as whole numbers, to a millionth

REASONS = {
    "set aside": "had joined before with the same contact",
    "left": "left, or were erased",
    "paused": "are pausing",
    "no consent": "did not agree to be asked in this way",
    "drawn already": "were drawn for this engagement already",
    "resting": "were asked too short a time ago",
    "asked often": "were asked as often as the panel promises at most",
    "not among": "are in none of the groups this wave is for",
    "no level": "did not say which group they are in",
}
"""Why a member cannot be drawn, the first that holds. The words follow a number of people."""


@dataclass(frozen=True)
class MemberNow:
    """A member as they stand today. `asked` holds the days on which they were drawn, rising; `engagements` those they were drawn for."""

    pk: int
    participant_id: int | None
    state: str
    set_aside: bool
    joined: dt.date
    ways: frozenset[str] = frozenset()
    attributes: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
    support: tuple[str, ...] = ()
    asked: tuple[dt.date, ...] = ()
    engagements: frozenset[int] = frozenset()

    @property
    def counts(self) -> bool:
        """Whether they are a member now, pausing or not."""
        return not self.set_aside and self.state in {"active", "paused"}


@dataclass(frozen=True)
class Limits:
    """How long members rest between two waves, and how often they are asked at most in 365 days."""

    rest_days: int
    most_a_year: int


@dataclass(frozen=True)
class Wanted:
    """Whom a wave is for: a way of asking, an engagement, the attribute it is stratified by ("" for none), and the groups alone it is for
    (somebody in any of them is)."""

    way: str
    engagement_id: int
    stratified_by: str = ""
    among: Mapping[str, Collection[str]] = field(default_factory=dict)


def why_not(member: MemberNow, wanted: Wanted, limits: Limits, today: dt.date) -> str:
    """Why a member cannot be drawn (a key of REASONS), "" when they can."""
    last = member.asked[-1] if member.asked else None
    in_a_year = sum(day > today - A_YEAR for day in member.asked)
    tests = {
        "set aside": member.set_aside,
        "left": member.state in {"left", "erased"} or member.participant_id is None,
        "paused": member.state == "paused",
        "no consent": wanted.way not in member.ways,
        "drawn already": wanted.engagement_id in member.engagements,
        "resting": last is not None and today < last + dt.timedelta(days=limits.rest_days),
        "asked often": in_a_year >= limits.most_a_year,
        "not among": bool(wanted.among) and not any(member.attributes.get(name) in levels for name, levels in wanted.among.items()),
        "no level": bool(wanted.stratified_by) and not member.attributes.get(wanted.stratified_by),
    }
    return next((reason for reason, holds in tests.items() if holds), "")


def numbers_to_draw(number: int, eligible: Sequence[int], shares: Sequence[float] | None) -> tuple[int, ...]:
    """How many to draw from each stratum: in proportion to the population's shares, a stratum with too few members giving all it has and
    the others the rest; all from one stratum where there are no shares. Raises ValueError for more than there are."""
    if shares is None:
        return shared_allocation(eligible, number, [1] * len(eligible))
    return shared_allocation(eligible, number, [round(share * EVEN) for share in shares])
