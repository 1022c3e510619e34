"""What each stratum's spread between units counts for, with the finite population and lonely units: one rule for every variance."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from folkmoot.survey.blocks import Structure

LonelyPsu = Literal["fail", "certainty", "adjust", "average"]

_TAKEN_WHOLE = 1e-7  # a stratum with no more than this share left unsampled adds nothing, however few its units


@dataclass(frozen=True, eq=False)
class Spread:
    """multiplier: (strata,) what the sum of squares of the unit totals is multiplied by, f the sampled share: (1 - f) m / (m - 1).
    from_zero: (strata,) whether the totals are measured from zero and not from their mean (a lonely unit, "adjust")."""

    multiplier: NDArray[np.float64]
    from_zero: NDArray[np.bool_]


def stratum_spread(structure: Structure, lonely_psu: LonelyPsu, strata: NDArray[np.int64] | None) -> Spread:
    """The rule for each stratum, as R's `survey.lonely.psu`. All NaN when "average" has no stratum to learn from.

    strata: (n,) the codes as they were given, to name one in an error. Raises ValueError when a stratum has one unit and the rule
    is "fail"."""
    sizes, unsampled = structure.sizes, structure.unsampled
    counted = unsampled > _TAKEN_WHOLE
    lonely = (sizes == 1) & counted
    multiplier = np.where(counted & ~lonely, unsampled * sizes / np.maximum(sizes - 1, 1), 0.0)
    if not lonely.any():
        return Spread(multiplier, lonely)
    if lonely_psu == "fail":
        which = "The sample" if strata is None else f"Stratum {int(strata[int(np.argmax(lonely[structure.stratum]))])}"
        raise ValueError(
            f"{which} has one unit, so its spread cannot be measured. Merge it with another stratum, or choose a lonely_psu rule."
        )
    if lonely_psu == "adjust":
        return Spread(np.where(lonely, unsampled, multiplier), lonely)
    if lonely_psu == "average":
        measured = int((~lonely).sum())
        multiplier = multiplier * (sizes.size / measured) if measured else np.full(sizes.size, np.nan)
    return Spread(np.asarray(multiplier, np.float64), np.zeros_like(lonely))
