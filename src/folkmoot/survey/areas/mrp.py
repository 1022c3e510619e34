"""Estimates for small areas by multilevel regression and poststratification (Gelman and Little 1997; Park, Gelman and Bafumi 2004).

A multilevel model gives the share who would say yes in each cell of the population; an area's estimate is the mean of its cells' shares,
each counted by its people. Beside it stands the direct estimate, from the area's own answers and the survey's weights alone."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from folkmoot.survey.areas.multilevel import Multilevel
from folkmoot.survey.areas.poststratification import PoststratificationCells, same_levels
from folkmoot.survey.areas.sd_grid import HIGHEST, SdPoint, integrated_sds, known_sds
from folkmoot.survey.bases import BaseQuality, base_quality
from folkmoot.survey.design import Codes, Design, Floats
from folkmoot.survey.estimates import Estimates, proportions
from folkmoot.survey.factors import Factor
from folkmoot.survey.intervals import quantile
from folkmoot.survey.options import chosen
from folkmoot.survey.people import people

StandardDeviations = Literal["integrated", "known"]
Uncertainty = Literal["delta", "simulation"]

_SIMULATED_AT_ONCE = 1 << 22  # numbers held for a block of draws


@dataclass(frozen=True, eq=False)
class AreaEstimates:
    """One row for each level of `area`; an area without people in the population has NaN.

    estimate, se, low, high: the share who would say yes. n: its people who answered. population: its people in the cells.
    own_share: the part of the estimate that rests on the area's own answers: how far the estimate moves, on the scale of log-odds, when
    all its answers move by one and no others do. The same over all areas adds up to 1.
    overall, overall_se: the same for the whole population. direct: the design's own estimates. model: the fitted model.
    standard_deviations: how those of the model's random factors were taken, as `poststratify` says."""

    area: str
    names: tuple[str, ...]
    estimate: Floats
    se: Floats
    low: Floats
    high: Floats
    n: Codes
    population: Floats
    own_share: Floats
    overall: float
    overall_se: float
    direct: Estimates
    model: Multilevel
    confidence: float
    standard_deviations: StandardDeviations
    method: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """One for each area, in order: its estimate, its interval, its n, and how far it leans on other areas."""
        return tuple(self._sentence(place) for place in range(len(self.names)))

    @property
    def cautions(self) -> tuple[str, ...]:
        """What must stand beside the estimates."""
        factors = ", ".join(self.model.terms.names)
        said = [
            f"These are estimates from a model. They allow for how areas differ by {factors}, and for nothing else.",
            f"The intervals ({self.confidence:.0%}) do not allow for the model being wrong, or for people who chose not to answer.",
        ]
        if self.model.at_zero:
            none = f"The model found no difference by {', '.join(self.model.at_zero)}"
            known = self.standard_deviations == "known"
            said.append(
                f"{none}, so the intervals are narrower than they should be." if known else f"{none}. The intervals allow for some."
            )
        if not self.model.converged:
            said.append(self.model.sentences[-1])
        return tuple(said)

    def _sentence(self, place: int) -> str:
        name, n, own = self.names[place], int(self.n[place]), float(self.own_share[place])
        if not self.population[place]:
            return f"{name}: the population's counts have nobody there, so there is no estimate."
        numbers = f"{name}: about {self.estimate[place]:.0%} (from {self.low[place]:.0%} to {self.high[place]:.0%}) would say yes"
        if n == 0:
            return f"{numbers}. Nobody there answered: the estimate leans wholly on the answers of other areas."
        answered = f"{people(n)} there answered"
        if base_quality(n) is not BaseQuality.SUFFICIENT or own < 0.5:
            return f"{numbers}. {answered}: the estimate leans on other areas, and {own:.0%} of it rests on {name}'s own answers."
        return f"{numbers}. {answered}, and {own:.0%} of the estimate rests on their answers."


def poststratify(
    model: Multilevel,
    cells: PoststratificationCells,
    area: Factor,
    design: Design,
    outcome: ArrayLike,
    *,
    confidence: float = 0.95,
    standard_deviations: StandardDeviations = "integrated",
    uncertainty: Uncertainty = "delta",
    draws: int = 2000,
    seed: int = 1,
) -> AreaEstimates:
    """The estimates of each level of `area`, which must be a factor of the model and of the cells.

    model: fitted to `outcome`. cells: hold every factor of the model, with its levels. design, outcome, area: (n,) the sample, for the
    direct estimates beside (with the survey's weights; the model does without).
    standard_deviations: of the random factors. "integrated": an estimate is the mean over what they may be, as far as the answers tell
    (sd_grid.py), and its variance is the mean of the variances and the variance of the estimates. "known": taken to be exactly as they
    were estimated, which makes intervals too narrow where there are few areas. A model that did not converge is taken so too.
    uncertainty: of the model's effects, jointly normal about their mode given the standard deviations. "delta": by the slope of each
    estimate, the interval symmetric in log-odds; no chance enters. "simulation": the spread and quantiles of `draws` draws with `seed`.

    Raises ValueError when the factors do not fit, or the model and the sample differ in how many people answered."""
    chosen("uncertainty", uncertainty, Uncertainty)
    chosen("standard_deviations", standard_deviations, StandardDeviations)
    if uncertainty == "simulation" and draws < 100:
        raise ValueError(f"draws is {draws}. Give at least 100.")
    quantile(np.array([np.inf]), confidence)
    codes = _matching_codes(model, cells, area)
    direct = proportions(design, outcome, by=area.codes, levels=len(area.levels), confidence=confidence)
    n = np.bincount(model.cell_levels[area.name], model.cells.n, len(area.levels)).astype(np.int64)
    answered = np.bincount(area.codes[(area.codes >= 0) & ~np.isnan(np.asarray(outcome, np.float64))], minlength=len(area.levels))
    if (n > answered).any():
        raise ValueError("The model was fitted to more people than the sample has with an answer. Give the sample it was fitted to.")
    rows = _Rows(model, codes)
    place, count = codes[area.name], len(area.levels)
    population = np.bincount(place, cells.counts, count)
    share = np.divide(cells.counts, population[place], out=np.zeros(cells.n_cells), where=population[place] > 0)
    known = population > 0
    whole = cells.counts / cells.total
    how_known: StandardDeviations = standard_deviations if model.converged else "known"
    points = integrated_sds(model) if how_known == "integrated" else known_sds(model)
    draw = _Draws(rows, share, place, count, draws, seed) if uncertainty == "simulation" else None
    spread = _Spread(count + 1)  # the areas, and the whole
    own_share = np.zeros(count)
    own = _Rows(model, model.cell_levels)
    for point in points:
        p = expit(rows.log_odds(point.fixed, point.effects))
        slopes = rows.summed(share * p * (1 - p), place, count)
        all_slopes = np.vstack([slopes, rows.summed(whole * p * (1 - p), np.zeros_like(place), 1)])
        turned = all_slopes @ point.covariance
        variance = np.maximum((turned * all_slopes).sum(1), 0.0)
        spread.add(point.weight, np.append(np.bincount(place, share * p, count), whole @ p), variance)
        scale = np.where(known, slopes[:, 0], 1.0)  # the first column is the intercept's
        own_share += point.weight * (turned[:count] * _push(own, model, point, area)).sum(1) / scale
        if draw:
            draw.add(point)
    estimate, overall = np.split(spread.mean, [count])
    se, overall_se = np.split(spread.se, [count])
    if draw is None:
        inside = np.where(known, estimate, 0.5)
        half = quantile(np.full(count, np.inf), confidence) * se / (inside * (1 - inside))
        low, high = expit(logit(inside) - half), expit(logit(inside) + half)
    else:
        se, low, high = draw.summed_up(confidence)
    how = uncertainty if uncertainty == "delta" else f"simulation,draws={draws},seed={seed}"
    sds = "taken as known" if how_known == "known" else f"integrated,laplace,flat prior from 0 to {HIGHEST:g},points={spread.points}"
    return AreaEstimates(
        area=area.name,
        names=area.levels,
        estimate=np.where(known, estimate, np.nan),
        se=np.where(known, se, np.nan),
        low=np.where(known, low, np.nan),
        high=np.where(known, high, np.nan),
        n=n,
        population=population,
        own_share=np.where(known, own_share, np.nan),
        overall=float(overall[0]),
        overall_se=float(overall_se[0]),
        direct=direct,
        model=model,
        confidence=confidence,
        standard_deviations=how_known,
        method=f"mrp; {model.method}; uncertainty={how}; interval={confidence:g}; sds {sds}",
    )


class _Rows:
    """The cells' rows of the model, kept as codes: the matrix of fixed effects, and the place of each level among all effects."""

    def __init__(self, model: Multilevel, codes: dict[str, Codes]) -> None:
        self.X = model.terms.matrix(codes)
        starts = np.cumsum([0, *model.cells.sizes])[:-1]
        self.places = [codes[name] + start for name, start in zip(model.terms.random, starts, strict=True)]
        self.levels = sum(model.cells.sizes)

    def log_odds(self, fixed: Floats, effects: Floats) -> Floats:
        """(..., cells) from (..., p) fixed effects and (..., levels) effects."""
        made = fixed @ self.X.T
        for place in self.places:
            made = made + effects[..., place]
        return np.asarray(made, np.float64)

    def summed(self, weight: Floats, group: Codes, groups: int) -> Floats:
        """(groups, p + levels) the rows times their weight, added up by group."""
        made = np.zeros((groups, self.X.shape[1] + self.levels))
        for column, values in enumerate(self.X.T):
            made[:, column] = np.bincount(group, weight * values, groups)
        for place in self.places:
            made[:, self.X.shape[1] :] += np.bincount(group * self.levels + place, weight, groups * self.levels).reshape(groups, -1)
        return made


def _matching_codes(model: Multilevel, cells: PoststratificationCells, area: Factor) -> dict[str, Codes]:
    wanted = {**model.terms.random, **model.terms.fixed}
    if area.name not in wanted:
        raise ValueError(f"{area.name} is not a factor of the model. Fit it as a random factor first.")
    if wanted[area.name] != area.levels:
        raise ValueError(f"{area.name}: its levels are not those of the model.")
    return {name: same_levels(cells, name, levels).codes.astype(np.int64) for name, levels in wanted.items()}


def _push(own: _Rows, model: Multilevel, point: SdPoint, area: Factor) -> Floats:
    """(areas, p + levels) how hard the answers of each area push at every effect when all of them move by one in log-odds. Times the
    covariance, it is how far the effects move when the model is fitted again with the same standard deviations. own: the sample's."""
    p = expit(own.log_odds(point.fixed, point.effects))
    return own.summed(model.cells.n * p * (1 - p), model.cell_levels[area.name], len(area.levels))


class _Spread:
    """The mean and the standard error of estimates over points: the law of total variance."""

    def __init__(self, size: int) -> None:
        self.points = 0
        self._weight = 0.0
        self.mean, self._variance = np.zeros(size), np.zeros(size)

    def add(self, weight: float, estimate: Floats, variance: Floats) -> None:
        """One point: its weight, and the (size,) estimates with their variances."""
        self.points += 1
        before, self._weight = self._weight, self._weight + weight
        away = estimate - self.mean
        self.mean = self.mean + away * (weight / self._weight)
        self._variance = self._variance + weight * variance + away**2 * (weight * before / self._weight)

    @property
    def se(self) -> Floats:
        return np.asarray(np.sqrt(self._variance / self._weight), np.float64)


class _Draws:
    """(draws, areas) shares, each point's by its weight."""

    def __init__(self, rows: _Rows, share: Floats, place: Codes, count: int, draws: int, seed: int) -> None:
        self._rows, self._share, self._place = rows, share, place
        self._generator = np.random.Generator(np.random.PCG64(seed))
        self._made = np.empty((draws, count))
        self._done, self._weight = 0, 0.0

    def add(self, point: SdPoint) -> None:
        """Draw up to the point's share of the draws."""
        self._weight += point.weight
        draws, count = self._made.shape
        end = round(min(self._weight, 1.0) * draws)
        if end == self._done:
            return
        values, vectors = np.linalg.eigh(point.covariance)
        root = vectors * np.sqrt(np.maximum(values, 0.0))
        middle = np.concatenate([point.fixed, point.effects])
        block = max(1, _SIMULATED_AT_ONCE // self._share.size)
        while self._done < end:
            drawn = middle + self._generator.standard_normal((min(block, end - self._done), middle.size)) @ root.T
            p = expit(self._rows.log_odds(drawn[:, : point.fixed.size], drawn[:, point.fixed.size :]))
            for shares in p * self._share:
                self._made[self._done] = np.bincount(self._place, shares, count)
                self._done += 1

    def summed_up(self, confidence: float) -> tuple[Floats, Floats, Floats]:
        """(areas,) the standard deviation and the interval of the draws."""
        tail = (1 - confidence) / 2
        low, high = np.quantile(self._made[: self._done], [tail, 1 - tail], axis=0)
        return self._made[: self._done].std(0, ddof=1), low, high
