"""Attrition: the weights of a panel's members who stayed raised to stand for those who left, then raked again to the margins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from folkmoot.survey.bases import THRESHOLDS
from folkmoot.survey.design import Design, Floats
from folkmoot.survey.diagnostics import n_effective
from folkmoot.survey.factors import Factor
from folkmoot.survey.margins import Margin
from folkmoot.survey.raking import Raking, rake
from folkmoot.survey.weights.propensity import response_propensity

_FEW = THRESHOLDS[0][0]


@dataclass(frozen=True)
class GroupAttrition:
    """One level of one characteristic. n: people in the earlier wave. stayed: those in this one. share_stayed: by the earlier wave's
    weights; NaN where nobody was. lost_everyone: there were people, and none stayed."""

    characteristic: str
    level: str
    n: int
    stayed: int
    share_stayed: float

    @property
    def lost_everyone(self) -> bool:
        """Whether nobody is left to speak for the group."""
        return self.n > 0 and self.stayed == 0


@dataclass(frozen=True, eq=False)
class Attrition:
    """A panel wave, weighted for those who left.

    stayed: (n,) whether each member of the earlier wave is in this one. raking: of those who stayed, to the margins, from base weight
    over chance of staying; its design has their rows only. chances: (n,) of staying. weights: (n,) zero for those who left.
    smallest: the group with fewest people left. largest_adjustment: the largest factor for leaving, before raking.
    n_effective_before: of the earlier wave. n_effective: of this one.
    """

    stayed: NDArray[np.bool_]
    raking: Raking
    weights: Floats
    chances: Floats
    groups: tuple[GroupAttrition, ...]
    largest_adjustment: float
    n_effective_before: float
    n_effective: float
    method: str

    @property
    def smallest(self) -> GroupAttrition:
        """The group with fewest people left, of those that anybody was in."""
        return min((group for group in self.groups if group.n), key=lambda group: group.stayed)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Who left and what it costs, in words."""
        n, left = self.stayed.size, int(self.stayed.sum())
        smallest = self.smallest
        said = [
            f"{left:,} of the {n:,} members of the earlier wave took part again ({left / n:.0%}).",
            f"They tell as much as {self.n_effective:,.0f} people of equal weight would; the earlier wave, {self.n_effective_before:,.0f}.",
            f"The smallest group is {smallest.characteristic} {smallest.level}: {smallest.stayed:,} of {smallest.n:,} stayed.",
        ]
        said += [
            f"All {group.n:,} people of {group.characteristic} {group.level} left: nobody in this wave speaks for them."
            for group in self.groups
            if group.lost_everyone
        ]
        few = [f"{g.characteristic} {g.level}" for g in self.groups if 0 < g.stayed < _FEW]
        if few:
            said.append(f"Fewer than {_FEW} people are left in: {', '.join(few)}. Read results for them with care.")
        return (
            *said,
            "The weights correct for leaving as far as it goes with the characteristics listed, and no further.",
        )


def adjust_for_attrition(
    design: Design,
    stayed: ArrayLike,
    characteristics: Sequence[Factor],
    margins: Sequence[Margin],
    *,
    numbers: Mapping[str, ArrayLike] | None = None,
    bounds: tuple[float, float] | None = None,
) -> Attrition:
    """Weights for a panel wave: base weight over the chance of staying (a weighted logit on the characteristics and numbers, see
    `response_propensity`), raked to the margins.

    design: the earlier wave's members, with its weights, raked or not. stayed: (n,) of 0 and 1. margins: over the same n rows.
    bounds: on the last step's raking, as `rake`.

    Raises ValueError naming the level when all of a margin's level left, and RakingError as `rake`."""
    here = np.asarray(stayed)
    if here.shape != (design.n,) or not np.isin(here, (0, 1)).all():
        raise ValueError(f"stayed must hold {design.n} values of 0 or 1, one for each member of the earlier wave.")
    here = here.astype(np.bool_)
    kept = here & (design.weights > 0)
    for margin in margins:
        if margin.codes.size != design.n:
            raise ValueError(f"{margin.name}: {margin.codes.size} rows, and the design has {design.n}. They must be the same people.")
        for code, (level, target) in enumerate(zip(margin.levels, margin.targets, strict=True)):
            were = int((margin.codes == code).sum())
            if target > 0 and were and not kept[margin.codes == code].any():
                raise ValueError(
                    f"{margin.name}, {level}: all {were:,} people left, and {target:,.10g} in the population would have nobody to stand "
                    "for them. Merge the level with another, in the sample and in the targets."
                )
    fit = response_propensity(design.weights, here, characteristics, numbers)
    factors = 1 / np.where(kept, fit.chances, 1.0)
    base = replace(design, weights=np.where(kept, design.weights * factors, 0.0), calibration=None).kept(here)
    raking = rake(base, [Margin(m.name, m.levels, m.codes[here], m.targets) for m in margins], bounds=bounds)
    weights = np.zeros(design.n)
    weights[here] = raking.weights
    return Attrition(
        stayed=here,
        raking=raking,
        weights=weights,
        chances=fit.chances,
        groups=tuple(group for factor in characteristics for group in _groups(design, here, factor)),
        largest_adjustment=float(factors[kept].max()),
        n_effective_before=n_effective(design.weights),
        n_effective=n_effective(raking.weights),
        method="attrition=propensity, logit; then rake",
    )


def _groups(design: Design, here: NDArray[np.bool_], factor: Factor) -> list[GroupAttrition]:
    codes, size = factor.codes.astype(np.int64), len(factor.levels)
    place = np.where(codes < 0, size, codes)
    were, left = (np.bincount(place, rows, size + 1) for rows in (np.ones(design.n), here))
    weight, kept = (np.bincount(place, design.weights * rows, size + 1) for rows in (np.ones(design.n), here))
    share = np.divide(kept, weight, out=np.full(size + 1, np.nan), where=weight > 0)
    named = [*factor.levels, "not known"][: size + int(bool(were[size]))]
    return [GroupAttrition(factor.name, level, int(were[i]), int(left[i]), float(share[i])) for i, level in enumerate(named)]
