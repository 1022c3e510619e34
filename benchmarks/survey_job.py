"""The same survey job for Folkmoot and for svy: rake three margins, then 32 tables with intervals, from one polars frame."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from folkmoot.survey import Design, Margin, Variance, proportions, rake

FACTORS = {"age": 6, "gender": 3, "district": 14, "imd": 5, "health": 2, "trust": 3, "community": 2, "influence": 2}
MARGINS = ("age", "gender", "district")
OUTCOMES = ("A", "B", "C", "D")
POPULATION = 1_847_981
TOLERANCE = 1e-10


@dataclass(frozen=True)
class Survey:
    """A synthetic survey: levels as text, answers 0 or 1, equal base weights, and margins to rake to."""

    frame: pl.DataFrame
    levels: dict[str, list[str]]
    targets: dict[str, dict[str, float]]


@dataclass(frozen=True)
class Tables:
    """weights: (n,). cells: factor, outcome -> (levels, 4) of estimate, standard error, low and high."""

    weights: NDArray[np.float64]
    cells: dict[tuple[str, str], NDArray[np.float64]]


def make_survey(n: int, seed: int = 20_260) -> Survey:
    """n people whose levels are unevenly common and whose answers depend on age; the same for the same seed."""
    rng = np.random.default_rng(seed)
    codes = {factor: rng.choice(size, n, p=_falling(size)) for factor, size in FACTORS.items()}
    levels = {factor: [f"{factor} {code:02d}" for code in range(size)] for factor, size in FACTORS.items()}
    columns: dict[str, object] = {factor: pl.Series(levels[factor]).gather(codes[factor]) for factor in FACTORS}
    for place, outcome in enumerate(OUTCOMES):
        columns[outcome] = (rng.random(n) < 0.45 + 0.05 * place + 0.03 * codes["age"]).astype(np.float64)
    columns["base"] = np.full(n, POPULATION / n)
    shares = {margin: rng.uniform(0.7, 1.4, FACTORS[margin]) * _falling(FACTORS[margin]) for margin in MARGINS}
    targets = {margin: dict(zip(levels[margin], (POPULATION * s / s.sum()).tolist(), strict=True)) for margin, s in shares.items()}
    return Survey(pl.DataFrame(columns), levels, targets)


def folkmoot_tables(survey: Survey, *, raked: bool) -> Tables:
    """The job in Folkmoot, text encoded included; `raked`: the variance takes account of the margins."""
    codes = {f: survey.frame[f].cast(pl.Enum(levels)).to_physical().to_numpy().astype(np.int64) for f, levels in survey.levels.items()}
    margins = [Margin(m, tuple(t), codes[m], np.array(list(t.values()))) for m, t in survey.targets.items()]
    raking = rake(Design(survey.frame["base"].to_numpy()), margins, tolerance=TOLERANCE)
    answers = {outcome: survey.frame[outcome].to_numpy() for outcome in OUTCOMES}
    variance: Variance = "raked" if raked else "weights"
    cells = {}
    for factor, levels in survey.levels.items():
        for outcome, values in answers.items():
            found = proportions(raking.design, values, by=codes[factor], levels=len(levels), interval="wald", variance=variance)
            cells[factor, outcome] = np.column_stack([found.estimate, found.se, found.low, found.high])
    return Tables(raking.weights, cells)


def svy_tables(survey: Survey, *, raked: bool) -> Tables:
    """The job in svy: its list form, one call for each factor; without `raked` a new sample takes the weights as given."""
    import svy  # not above: a process that measures Folkmoot's memory must not load it

    controls: dict[str, dict[str | int | float | bool, int | float]] = {
        margin: dict(targets.items()) for margin, targets in survey.targets.items()
    }
    sample = svy.Sample(survey.frame, svy.Design(wgt="base")).weighting.rake(controls=controls, tol=TOLERANCE, wgt_name="raked")
    if not raked:
        sample = svy.Sample(sample.data, svy.Design(wgt="raked"))
    cells = {}
    for factor, levels in survey.levels.items():
        estimates = sample.estimation.mean(list(OUTCOMES), by=factor)
        assert isinstance(estimates, list)
        for outcome, found in zip(OUTCOMES, estimates, strict=True):
            rows = {row.by_level: (row.est, row.se, row.lci, row.uci) for row in found.estimates}
            cells[factor, outcome] = np.array([rows[(level,)] for level in levels])
    return Tables(sample.data.lazy().collect()["raked"].to_numpy(), cells)


def largest_difference(ours: Tables, theirs: Tables) -> float:
    """The largest relative difference of any weight, estimate, standard error or end of an interval."""
    pairs = [(ours.weights, theirs.weights), *((ours.cells[key], theirs.cells[key]) for key in ours.cells)]
    return float(np.max([np.abs(a / b - 1).max() for a, b in pairs]))  # NaN when any number is, which no bound lets through


def _falling(size: int) -> NDArray[np.float64]:
    share = np.arange(1, size + 1) ** -0.5
    return np.asarray(share / share.sum(), np.float64)
