"""What a test among the people who took part gives: counts of people and a probability, never an estimate for a population."""

from dataclasses import dataclass
from math import isnan
from typing import Literal

from folkmoot.survey.people import people

Distribution = Literal["auto", "exact", "chi2"]

COUNTS_ONLY = "These are counts of the people who took part. They are not an estimate for anybody else."


@dataclass(frozen=True, eq=False, kw_only=True)
class PeopleTest:
    """A test on the answers of n people at two steps or more, each person counting once.

    There is no share, weight or standard error here, and that is on purpose: such a test says whether the moves of these people could
    easily be chance, and nothing about people who did not take part.

    test: its name. statistic: its statistic; NaN when there is nothing to test. df: degrees of freedom, NaN where the distribution
    has none. p: the probability of a statistic at least so far from no change, were there none. n: people who answered at every step.
    moved: those of them whose answers were not all the same. exact: whether p is exact, or approximate. found: what was found, in
    words. beyond: what results p counts, in words. method: how, as tags."""

    test: str
    statistic: float
    df: float
    p: float
    n: int
    moved: int
    exact: bool
    found: str
    method: str
    beyond: str = "at least so far from balance"

    @property
    def stayed(self) -> int:
        """People who gave the same answer each time."""
        return self.n - self.moved

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was found, for people to read."""
        return (self.found, self._chance, COUNTS_ONLY)

    @property
    def _chance(self) -> str:
        if isnan(self.p):
            return f"{self.test} cannot be worked out: all who moved made the same move." if self.moved else "There is nothing to test."
        how = "exact" if self.exact else "approximate"
        return f"If chance alone decided which way people moved, a result {self.beyond} would come up {times(self.p)} ({self.test}, {how})."


def times(p: float) -> str:
    """A probability as a count, such as “about 39 times in 1,000”."""
    if p < 0.001:
        return "less than once in 1,000 times"
    of_1000 = round(p * 1000)
    return "every time" if of_1000 == 1000 else "about once in 1,000 times" if of_1000 == 1 else f"about {of_1000} times in 1,000"


def moved_or_not(n: int, moved: int, steps: int = 2) -> str:
    """The first sentence of every such result, without its end: who moved and who did not."""
    when = "both times" if steps == 2 else f"all {steps} times"
    return f"Of {people(n)} who answered {when}, {moved:,} moved and {n - moved:,} did not move"
