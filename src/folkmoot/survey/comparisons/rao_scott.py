"""Tests that an answer does not depend on a group, which allow for the design (Rao and Scott 1981, 1984; as R's `svychisq`)."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import chdtrc, fdtrc

from folkmoot.survey.chance import could_be_chance
from folkmoot.survey.covariance import unit_covariance
from folkmoot.survey.cube import Cube, cell_covariance, make_cube
from folkmoot.survey.design import Design, Floats
from folkmoot.survey.estimates import Missing
from folkmoot.survey.factors import Factor
from folkmoot.survey.options import chosen
from folkmoot.survey.profiles import Integers, Key
from folkmoot.survey.variance import Variance, variance_tag

_SINGULAR = 1e-10  # an eigenvalue under this share of the largest is a zero that was rounded


@dataclass(frozen=True)
class RaoScott:
    """statistic: the second-order F, on `df` and `df_denominator` degrees of freedom, with its `p`.

    pearson: Pearson's chi-squared of the weighted table, scaled to the rows of the design. first_order_p: of Pearson's statistic
    over the mean design effect `mean_deff`, on `first_order_df`. n: rows with an answer and a level. A table of which fewer than
    two rows or two columns hold anybody has NaN throughout: there is nothing to test."""

    statistic: float
    df: float
    df_denominator: float
    p: float
    pearson: float
    first_order_p: float
    first_order_df: int
    mean_deff: float
    n: int
    method: str

    @property
    def sentence(self) -> str:
        """What the test says, for people to read."""
        if self.p != self.p:
            return "There is nothing to test: fewer than two groups, or fewer than two answers, hold anybody."
        return f"{self.n:,} people answered. {could_be_chance(self.p)}"


def rao_scott(design: Design, rows: Factor, columns: Factor, *, variance: Variance = "raked", missing: Missing = "domain") -> RaoScott:
    """Whether two factors are independent in the population.

    missing: "domain" keeps the rows without an answer in the design, so that n and the degrees of freedom are the whole design's,
    as R's `svychisq`; "complete" leaves them out of it. Raises ValueError when the rows are not the design's."""
    chosen("variance", variance, Variance)
    chosen("missing", missing, Missing)
    for factor in (rows, columns):
        if factor.n != design.n:
            raise ValueError(f"{factor.name} has {factor.n} rows and the design {design.n}. They must be the same responses.")
    if missing == "complete":
        keep = (rows.codes >= 0) & (columns.codes >= 0)
        if not keep.any():
            return _nothing(0, variance, missing)
        design = design.kept(keep)
        rows, columns = (Factor(f.name, f.levels, f.codes[keep]) for f in (rows, columns))
    if design.psu is None:
        cube = make_cube(design, [columns], [rows], variance=variance)
        return rao_scott_of_cube(cube, 0, 0, missing=missing)
    return _clustered(design, rows, columns, variance, missing)


def rao_scott_of_cube(cube: Cube, outcome: int, factor: int, *, missing: Missing = "domain") -> RaoScott:
    """The same from a cube, at a cost that does not depend on the number of rows. missing: only said in `method`."""
    R, C = len(cube.factors[factor].levels), len(cube.outcomes[outcome].levels)
    blocks = cube.blocks.stratum.size
    cells = cube.by_block(factor).values[:, :, cube.columns_of(outcome)].swapaxes(1, 2)  # (blocks * R, C, 3)
    whole = cells.reshape(blocks, R * C, 3).sum(0)
    found = _Kept.of(whole[:, 0].reshape(R, C), whole[:, 1].reshape(R, C))
    if found is None:
        return _nothing(int(whole[:, 0].sum()), cube.variance, missing)
    scores, block = np.tile(found.scores, (blocks, 1)), np.repeat(np.arange(blocks), R * C)
    V = cell_covariance(cube.design, cells.reshape(-1, 3), block, scores, variance=cube.variance)
    return _test(cube.design, found, V, cube.variance, missing)


@dataclass(frozen=True, eq=False)
class _Kept:
    """The rows and columns that hold somebody: n people, their shares, and the linearised variable of each share by cell of the
    whole table (a row for each cell, zero for cells left out)."""

    n: int
    shares: Floats
    scores: Floats

    @classmethod
    def of(cls, n: Floats, w: Floats) -> "_Kept | None":
        rows, columns = n.sum(1) > 0, n.sum(0) > 0
        if rows.sum() < 2 or columns.sum() < 2:
            return None
        total = w.sum()
        kept = np.outer(rows, columns)
        shares = (w[kept] / total).reshape(int(rows.sum()), int(columns.sum()))
        scores = np.zeros((w.size, shares.size))
        scores[kept.ravel()] = (np.eye(shares.size) - shares.ravel()) / total
        return cls(int(n.sum()), shares, scores)


def _test(design: Design, found: _Kept, V: Floats, variance: Variance, missing: Missing) -> RaoScott:
    """The statistics from the shares and their covariance."""
    n, p = design.n, found.shares
    expected = np.outer(p.sum(1), p.sum(0))
    pearson = float(n * ((p - expected) ** 2 / expected).sum())
    contrasts = _crossed(*p.shape)  # all that the two margins leave free
    over = np.divide(1, p.ravel(), out=np.zeros(p.size), where=p.ravel() > 0)[:, None] * contrasts
    D = _generalised(contrasts.T @ over / n, over.T @ V @ over)
    trace, df = float(np.trace(D)), len(D)
    if not df:
        return _nothing(found.n, variance, missing)
    nu = design.structure.unit_stratum.size - design.structure.sizes.size
    df_satterthwaite = trace**2 / float((D * D.T).sum())
    statistic, mean_deff = pearson / trace, trace / df
    return RaoScott(
        statistic=statistic,
        df=df_satterthwaite,
        df_denominator=df_satterthwaite * nu,
        p=float(fdtrc(df_satterthwaite, df_satterthwaite * nu, statistic)),
        pearson=pearson,
        first_order_p=float(chdtrc(df, pearson / mean_deff)),
        first_order_df=df,
        mean_deff=mean_deff,
        n=found.n,
        method=_method(design, variance, missing),
    )


@lru_cache(maxsize=64)
def _crossed(rows: int, columns: int) -> Floats:
    """(rows * columns, (rows - 1)(columns - 1)) every product of a contrast of the rows with one of the columns."""
    products = _contrasts(rows)[:, None, :, None] * _contrasts(columns)[None, :, None, :]
    return np.asarray(products.reshape(rows * columns, -1), np.float64)


def _contrasts(size: int) -> Floats:
    """(size, size - 1) orthonormal columns that each sum to zero (Helmert's)."""
    made = np.zeros((size, size - 1))
    for k in range(1, size):
        made[:k, k - 1] = 1 / np.sqrt(k * (k + 1))
        made[k, k - 1] = -k / np.sqrt(k * (k + 1))
    return made


def _generalised(A: Floats, B: Floats) -> Floats:
    """A^-1 B on the space where A is not singular, as empty cells make it: (rank, rank), whatever the order of the levels."""
    scale = 1 / np.sqrt(np.maximum(np.diag(A), np.finfo(float).tiny))
    values, vectors = np.linalg.eigh(A * np.outer(scale, scale))
    kept = values > _SINGULAR * values[-1]
    basis = scale[:, None] * vectors[:, kept] / np.sqrt(values[kept])
    return np.asarray(basis.T @ B @ basis, np.float64)


def _clustered(design: Design, rows: Factor, columns: Factor, variance: Variance, missing: Missing) -> RaoScott:
    R, C = len(rows.levels), len(columns.levels)
    known = (rows.codes >= 0) & (columns.codes >= 0) & (design.weights > 0)
    cell = np.where(known, rows.codes.astype(np.int64) * C + columns.codes, R * C)
    n = np.bincount(cell, minlength=R * C + 1)[:-1].reshape(R, C).astype(np.float64)
    w = np.bincount(cell, design.weights, R * C + 1)[:-1].reshape(R, C)
    found = _Kept.of(n, w)
    if found is None:
        return _nothing(int(n.sum()), variance, missing)
    totals = _unit_sums(design, cell, R * C + 1)[:, :-1] @ found.scores
    calibration = design.calibration if variance == "raked" else None
    if calibration is not None:
        cells = calibration.counts.size
        sums = calibration.key.count_states(cell, R * C + 1, design.weights if calibration.of_weighted else None)
        fit = calibration.fitted(sums[:, :-1] @ found.scores)
        totals = totals - _unit_sums(design, calibration.cells, cells) @ fit
    return _test(design, found, unit_covariance(design, totals), variance, missing)


def _unit_sums(design: Design, place: Integers, places: int) -> Floats:
    """(units, places) the weights in each place by unit."""
    unit, units = design.structure.unit, design.structure.unit_stratum.size
    if unit is None:
        raise ValueError("The design has no clusters.")
    return np.asarray(Key(unit, units).count_states(place, places, design.weights), np.float64)


def _nothing(n: int, variance: Variance, missing: Missing) -> RaoScott:
    nan = float("nan")
    method = f"rao-scott; variance=taylor,{variance}; missing={missing}; fewer than two rows or columns hold anybody"
    return RaoScott(nan, nan, nan, nan, nan, nan, 0, nan, n, method)


def _method(design: Design, variance: Variance, missing: Missing) -> str:
    raked = variance_tag(design, variance)
    return f"rao-scott, second order (first order beside it); variance=taylor,{raked}; missing={missing}"
