"""p values of a family of tests, adjusted for how many there are."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from folkmoot.survey.design import Floats
from folkmoot.survey.options import chosen

Adjustment = Literal["none", "holm", "bh"]


@dataclass(frozen=True, eq=False)
class AdjustedP:
    """p, adjusted: the p values of a family of tests as they were and as adjusted, in the same shape; NaN where no test was made.

    adjustment: "holm" keeps the chance of even one false find in the family under the level; "bh" keeps the expected share of false
    ones among what is found under it; "none" does neither. family: the tests that were counted together, in words. n_tests: how many
    they are. n_not_tested: how many could not be made, which are not counted. method: how, as tags."""

    p: Floats
    adjusted: Floats
    adjustment: Adjustment
    family: str
    n_tests: int
    n_not_tested: int
    method: str

    @property
    def sentence(self) -> str:
        """What the adjustment is for and how many tests it counts."""
        if self.n_tests == 0:
            return f"No test could be made among {self.family}."
        tests = "1 test was" if self.n_tests == 1 else f"{self.n_tests:,} tests were"
        left = f" {self.n_not_tested:,} more could not be made and {_are(self.n_not_tested)} not counted." if self.n_not_tested else ""
        return f"{tests} made among {self.family}. {_MEANING[self.adjustment]}{left}"


_MEANING: dict[Adjustment, str] = {
    "none": "The p values are not adjusted for that: the more tests, the more differences chance alone finds.",
    "holm": "The p values are adjusted by Holm's method, so that the chance of finding even one difference where there is none stays low.",
    "bh": "The p values are adjusted by Benjamini and Hochberg's method, so that of the differences found only a small share is expected "
    "to be chance.",
}
_TAGS: dict[Adjustment, str] = {"none": "none", "holm": "holm", "bh": "benjamini-hochberg"}


def adjust_p(p: ArrayLike, adjustment: Adjustment, *, family: str = "these tests") -> AdjustedP:
    """p values adjusted for the family they are tested in, as R's `p.adjust`. p: of any shape; NaN stays NaN and counts for nothing.

    family: what the tests have in common, for people to read, such as "the pairs of districts". Raises ValueError when a p value is
    not between 0 and 1 or the adjustment is not known."""
    chosen("adjustment", adjustment, Adjustment)
    given = np.array(p, np.float64)
    made = ~np.isnan(given)
    wrong = made & ~((given >= 0) & (given <= 1))
    if wrong.any():
        place = int(np.argmax(wrong.ravel()))
        raise ValueError(f"p: value {place + 1} is {given.ravel()[place]:g}. A p value is between 0 and 1, or NaN where no test was made.")
    adjusted = given.copy()
    tests = int(made.sum())
    if tests and adjustment != "none":
        adjusted[made] = (holm if adjustment == "holm" else benjamini_hochberg)(given[made])
    method = f"p adjusted: {_TAGS[adjustment]}; family={family}; tests={tests}"
    return AdjustedP(given, adjusted, adjustment, family, tests, given.size - tests, method)


def holm(p: Floats) -> Floats:
    """Holm's step-down adjustment (Holm 1979) of a family of p values (m,), none of them NaN: the smallest times m, the next times
    m - 1, and so on, none smaller than the one before nor above 1."""
    order = np.argsort(p, kind="stable")
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(np.arange(p.size, 0, -1) * p[order]))
    return adjusted


def benjamini_hochberg(p: Floats) -> Floats:
    """Benjamini and Hochberg's step-up adjustment (1995) of a family of p values (m,), none of them NaN: the k-th smallest times
    m / k, none larger than the one after nor above 1."""
    order = np.argsort(p, kind="stable")[::-1]
    adjusted = np.empty_like(p)
    # m / k is worked out first and then multiplied, so that the last digit is R's too.
    adjusted[order] = np.minimum(1.0, np.minimum.accumulate(p.size / np.arange(p.size, 0, -1) * p[order]))
    return adjusted


def _are(n: int) -> str:
    return "is" if n == 1 else "are"
