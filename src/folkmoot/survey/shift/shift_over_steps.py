"""How a population's answers moved over three steps or more asked of the same people."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.survey.design import Codes, Design
from folkmoot.survey.factors import Factor
from folkmoot.survey.people import people
from folkmoot.survey.shift.no_change_test import NoChange, no_change_test
from folkmoot.survey.shift.paired_base import PairedBase, measured, one_hot
from folkmoot.survey.shift.paired_shift import Shift, ShiftDf, shift
from folkmoot.survey.shift.people_test import times
from folkmoot.survey.shift.steps import step_codes
from folkmoot.survey.variance import Variance


@dataclass(frozen=True, eq=False)
class ShiftOverSteps:
    """from_first: the shift of steps 2..k against the first. from_previous: of each against the one before. Each has its own base: the
    people who answered those two steps. no_change: the test that no share changed at any step, a row per group, among the n (groups,)
    people who answered every step."""

    from_first: tuple[Shift, ...]
    from_previous: tuple[Shift, ...]
    no_change: NoChange
    n: Codes
    method: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was found over all steps, then against the first and the one before, for people to read."""
        by, groups, steps = self.from_first[0].by, self.from_first[0].groups, len(self.from_first) + 1
        said = []
        for group, n, p in zip(groups, self.n, self.no_change.p, strict=True):
            who = f"{by}, {group}: " if by else ""
            end = "." if np.isnan(p) else f". Had nothing changed, changes at least so large would come up {times(float(p))}."
            said.append(f"{who}{people(int(n))} answered all {steps} steps{end}")
        for at, found in enumerate(self.from_first, start=2):
            said += [f"Step {at} against step 1. {sentence}" for sentence in found.sentences]
        for at, found in enumerate(self.from_previous[1:], start=3):
            said += [f"Step {at} against step {at - 1}. {sentence}" for sentence in found.sentences]
        return tuple(said)


def shift_over_steps(
    design: Design,
    steps: Sequence[Factor],
    *,
    by: Factor | None = None,
    ordered: bool = True,
    confidence: float = 0.95,
    df_method: ShiftDf = "domain",
    variance: Variance = "raked",
) -> ShiftOverSteps:
    """The shift of each step against the first and against the one before, and one test of no change over all.

    Everything as `shift`. The p values are not adjusted for how many there are. Raises ValueError as `shift`."""
    codes = step_codes(steps)
    levels = len(steps[0].levels)
    base = PairedBase.of(design, codes, by)
    first = one_hot(base.codes[:, 0], levels)
    changes = np.hstack([one_hot(base.codes[:, step], levels) - first for step in range(1, len(steps))])
    joint = measured(design, base, changes, variance)

    def between(earlier: int, later: int) -> Shift:
        return shift(
            design,
            steps[earlier],
            steps[later],
            by=by,
            ordered=ordered,
            confidence=confidence,
            df_method=df_method,
            variance=variance,
        )

    from_first = tuple(between(0, step) for step in range(1, len(steps)))
    return ShiftOverSteps(
        from_first=from_first,
        from_previous=(from_first[0], *(between(step - 1, step) for step in range(2, len(steps)))),
        no_change=no_change_test(joint.estimate, joint.covariance, joint.products, base.df),
        n=base.n,
        method=f"shift over {len(steps)} steps; {from_first[0].method}; no_change of people who answered every step",
    )
