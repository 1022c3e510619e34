"""What each stratum's spread between units counts for, with the finite population and lonely units: one rule for every variance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.survey.design import Design

_TAKEN_WHOLE = 1e-7  # a stratum with no more than this share left unsampled adds nothing, however few its units


@dataclass(frozen=True, eq=False)
class Spread:
    """multiplier: (strata,) what the sum of squares of the unit totals is multiplied by, f the sampled share: (1 - f) m / (m - 1).
    from_zero: (strata,) whether the totals are measured from zero and not from their mean (a lonely unit, "adjust")."""

    multiplier: NDArray[np.float64]
    from_zero: NDArray[np.bool_]


def stratum_spread(design: Design) -> Spread:
    """The rule for each stratum of a design, as R's `survey.lonely.psu`. All NaN when "average" has no stratum to learn from.

    Raises ValueError when a stratum has one unit and the design's rule is "fail"."""
    sizes, unsampled = design.structure.sizes, design.structure.unsampled
    counted = unsampled > _TAKEN_WHOLE
    lonely = (sizes == 1) & counted
    multiplier = np.where(counted & ~lonely, unsampled * sizes / np.maximum(sizes - 1, 1), 0.0)
    if not lonely.any():
        return Spread(multiplier, lonely)
    if design.lonely_psu == "fail":
        row = int(np.argmax(lonely[design.structure.stratum]))
        which = "The sample" if design.strata is None else f"Stratum {int(design.strata[row])}"
        raise ValueError(
            f"{which} has one unit, so its spread cannot be measured. Merge it with another stratum, or choose a lonely_psu rule."
        )
    if design.lonely_psu == "adjust":
        return Spread(np.where(lonely, unsampled, multiplier), lonely)
    if design.lonely_psu == "average":
        measured = int((~lonely).sum())
        multiplier = multiplier * (sizes.size / measured) if measured else np.full(sizes.size, np.nan)
    return Spread(np.asarray(multiplier, np.float64), np.zeros_like(lonely))
