"""Whether a group's Deliberative Reason Index rose, and whether it is more than chance matching of preferences would give."""

from dataclasses import dataclass
from math import isnan
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from folkmoot.survey.deliberation.deliberative_reason import DeliberativeReason, Formula, deliberative_reason, individual_index
from folkmoot.survey.people import people
from folkmoot.survey.shift.people_test import COUNTS_ONLY, times
from folkmoot.survey.shift.rank_tests import Alternative, SignedRankTest, wilcoxon_signed_rank

_EXACT_BELOW = 50  # R's `wilcox.test`
_AT_ONCE = 1 << 21  # correlations held together while shuffling


@dataclass(frozen=True, eq=False)
class DeliberativeReasonShift:
    """before, after: the index of the people who could be counted both times. test: Wilcoxon's, of their individual indices.
    The individual indices are of pairs of people and so hang together, which the test does not allow for; it is the field's own."""

    before: DeliberativeReason
    after: DeliberativeReason
    test: SignedRankTest

    @property
    def change(self) -> float:
        """The index after less before."""
        return self.after.group - self.before.group

    @property
    def p(self) -> float:
        """Of the test; NaN when nobody's index moved."""
        return self.test.p

    @property
    def n(self) -> int:
        """People counted both times."""
        return self.before.n

    @property
    def method(self) -> str:
        """How, as tags."""
        return f"{self.before.method}; complete pairs; {self.test.method}"

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was found, for people to read."""
        lost = self.before.left_out
        left = f" {people(lost)} could not be counted both times." if lost else ""
        way = "rose" if self.change > 0 else "fell" if self.change < 0 else "did not move"
        chance = "Nobody's own index moved, so there is nothing to test."
        if not isnan(self.p):
            chance = (
                "If each person's own index were as likely to fall as to rise, a result at least so far in the direction tested would come "
                f"up {times(self.p)}."
            )
        return (
            f"The Deliberative Reason Index of {people(self.n)} {way} from {self.before.group:.2f} to {self.after.group:.2f}; "
            f"it went up for {self.test.up:,} of them and down for {self.test.down:,}.{left}",
            chance,
            COUNTS_ONLY,
        )


@dataclass(frozen=True, eq=False)
class DeliberativeReasonPermutation:
    """index: of the group as it is. mean, high: the mean and the 95th per cent point of the index when people's preferences are dealt out
    among them at random. p: how often that gives an index as high, the group as it is counted once. n: people."""

    index: float
    mean: float
    high: float
    p: float
    n: int
    draws: int
    method: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was found, for people to read."""
        return (
            f"With each of the {self.n:,} people given somebody's preferences at random, the index would be {self.mean:.2f} on average; "
            f"it is {self.index:.2f}. An index at least so high came up {times(self.p)}.",
            COUNTS_ONLY,
        )


def deliberative_reason_shift(
    considerations_before: ArrayLike,
    preferences_before: ArrayLike,
    considerations_after: ArrayLike,
    preferences_after: ArrayLike,
    *,
    formula: Formula = "adjusted",
    alternative: Alternative = "up",
    distribution: Literal["r", "exact", "normal"] = "r",
) -> DeliberativeReasonShift:
    """The index before and after, of the people who could be counted both times, and the paired test of their individual indices.

    The tables are as `deliberative_reason`'s, the same people in the same rows each time. distribution: "r" is the rule of R's
    `wilcox.test`: exact with fewer than 50 people who moved and no ties or zeros, else normal with the continuity correction.
    alternative: "up", which is what deliberation is to do; "two-sided" where that was not said beforehand.

    Raises ValueError as `deliberative_reason`, and when the rows before and after are not as many."""
    steps = ((considerations_before, preferences_before), (considerations_after, preferences_after))
    first = [deliberative_reason(*tables, formula=formula) for tables in steps]
    n = [step.kept.size for step in first]
    if n[0] != n[1]:
        raise ValueError(f"There are {n[0]} people before and {n[1]} after. Give the same people in the same rows.")
    both = first[0].kept & first[1].kept
    if both.sum() < 2:
        raise ValueError("Fewer than two people can be counted both before and after.")
    before, after = (
        deliberative_reason(*(np.where(both[:, None], np.asarray(table, np.float64), np.nan) for table in tables), formula=formula)
        for tables in steps
    )
    change = after.individual[both] - before.individual[both]
    if distribution == "r":
        untied = np.unique(np.abs(change)).size == change.size and (change != 0).all()
        distribution = "exact" if untied and change.size < _EXACT_BELOW else "normal"
    test = wilcoxon_signed_rank(before.individual, after.individual, alternative=alternative, distribution=distribution)
    return DeliberativeReasonShift(before, after, test)


def permutation_test(found: DeliberativeReason, *, seed: int, draws: int = 10_000) -> DeliberativeReasonPermutation:
    """Whether the index is higher than if people's preferences had nothing to do with their considerations: the rows of preferences are
    dealt out among the people at random, `draws` times. p counts the group as it is as one of them, so that it is never 0.

    Raises ValueError when draws is below 1."""
    if draws < 1:
        raise ValueError(f"draws is {draws}. Give how many times to deal the preferences out, such as 10000.")
    random = np.random.Generator(np.random.PCG64(seed))
    n, indices = found.n, np.empty(draws)
    together = max(1, _AT_ONCE // n**2)
    for start in range(0, draws, together):
        size = min(together, draws - start)
        order = random.permuted(np.tile(np.arange(n), (size, 1)), axis=1)
        dealt = found.preferences[order[:, :, None], order[:, None, :]]
        indices[start : start + size] = individual_index(found.considerations, dealt, found.formula).mean(1)
    as_high = int((indices >= found.group - 1e-12).sum())  # the same arrangement in another order of adding up is as high
    method = f"{found.method}; permutation of preferences, {draws} draws, PCG64 seed {seed}; one-sided"
    high = float(np.quantile(indices, 0.95))
    return DeliberativeReasonPermutation(found.group, float(indices.mean()), high, (1 + as_high) / (1 + draws), n, draws, method)
