"""The people who answered at every step, group by group, and the mean of their own changes with its covariance."""

from dataclasses import dataclass

import numpy as np

from folkmoot.survey.blocks import add_rows
from folkmoot.survey.design import Codes, Design, Floats
from folkmoot.survey.factors import Factor
from folkmoot.survey.group_covariance import group_covariances
from folkmoot.survey.variance import Variance

_ROUNDING = 1e-26  # a change of shares is between -1 and 1: a smaller variance is a zero that was rounded


@dataclass(frozen=True, eq=False)
class PairedBase:
    """The people who answered at every step, in order of group. rows, group: (m,). codes: (m, steps). The rest: (groups,), df being
    units less strata that hold somebody; design_df is that of the whole design."""

    rows: Codes
    group: Codes
    codes: Codes
    n: Codes
    n_weighted: Floats
    n_effective: Floats
    df: Floats
    design_df: float

    @classmethod
    def of(cls, design: Design, codes: Codes, by: Factor | None) -> "PairedBase":
        """Raises ValueError when the steps or the groups are not the design's rows."""
        for name, size in (("The steps", len(codes)), ("by", design.n if by is None else by.n)):
            if size != design.n:
                raise ValueError(f"{name}: there are {size} rows and the design has {design.n}. They must be the same responses.")
        place = np.zeros(design.n, np.int64) if by is None else by.codes.astype(np.int64)
        groups = 1 if by is None else len(by.levels)
        rows = np.nonzero((codes >= 0).all(axis=1) & (place >= 0) & (design.weights > 0))[0]
        rows = rows[np.argsort(place[rows], kind="stable")]
        group, structure = place[rows], design.structure
        units, strata = structure.unit_stratum.size, structure.sizes.size
        held = np.unique(group * units + (rows if structure.unit is None else structure.unit[rows]))
        held_strata = np.unique(held // units * strata + structure.unit_stratum[held % units])
        df = np.bincount(held // units, minlength=groups) - np.bincount(held_strata // strata, minlength=groups)
        w, w2 = (np.bincount(group, column[rows], groups) for column in (design.weights, design.squares))
        n_effective = np.divide(w**2, w2, out=np.zeros(groups), where=w2 > 0)
        n = np.bincount(group, minlength=groups).astype(np.int64)
        return cls(rows, group, codes[rows], n, w.astype(np.float64), n_effective, df.astype(np.float64), float(units - strata))

    def mean(self, design: Design, values: Floats) -> Floats:
        """(groups, k) the weighted means of the base's (m, k) values; NaN in a group without people."""
        sums = np.zeros((self.n.size, values.shape[1]))
        if self.rows.size:
            sums = add_rows(self.group, design.weights[self.rows, None] * values, self.n.size)
        w = self.n_weighted[:, None]
        found: Floats = np.divide(sums, w, out=np.full_like(sums, np.nan), where=w > 0)
        return found


@dataclass(frozen=True, eq=False)
class Measured:
    """estimate: (groups, k) mean changes. covariance: (groups, k, k). products: (groups, k, k) as `no_change_test` wants them."""

    estimate: Floats
    covariance: Floats
    products: Floats


def one_hot(codes: Codes, levels: int) -> Floats:
    """(m, levels) 1 where a person gave the answer."""
    return np.asarray(codes[:, None] == np.arange(levels), np.float64)


def measured(design: Design, base: PairedBase, changes: Floats, variance: Variance) -> Measured:
    """The mean of the base's own changes (m, k) in each group, and their covariance."""
    groups, k = base.n.size, changes.shape[1]
    estimate = base.mean(design, changes)
    scores = (changes - estimate[base.group]) / base.n_weighted[base.group, None]
    covariance = group_covariances(design, base.rows, scores, base.group, groups, variance=variance)
    rounded = np.diagonal(covariance, axis1=1, axis2=2) < _ROUNDING
    covariance[rounded[:, :, None] | rounded[:, None, :]] = 0.0
    covariance[base.n == 0] = np.nan
    products, ends = np.zeros((groups, k, k)), np.concatenate(([0], np.cumsum(base.n)))
    for group in range(groups):
        own = changes[ends[group] : ends[group + 1]]
        products[group] = own.T @ own
    return Measured(estimate, covariance, products)
