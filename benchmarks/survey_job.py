"""The whole survey job for Folkmoot and for svy, from one polars frame: encode, rake, 32 tables, 32 Rao-Scott tests, 4 logits."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from folkmoot.survey import Design, Margin, Raking, rake
from folkmoot.survey.comparisons.rao_scott import rao_scott_of_cube
from folkmoot.survey.cube import make_cube
from folkmoot.survey.factors import Factor
from folkmoot.survey.models.answer_cells import cube_cells
from folkmoot.survey.models.logistic import logistic_of_cells
from folkmoot.survey.replication.replicate_tables import replicate_tables
from folkmoot.survey.replication.replicates import bootstrap
from folkmoot.survey.tables import tables_of_cube

FACTORS = {"age": 6, "gender": 3, "district": 14, "imd": 5, "health": 2, "trust": 3, "community": 2, "influence": 2}
MARGINS = ("age", "gender", "district")
OUTCOMES = ("A", "B", "C", "D")
POPULATION = 1_847_981
TOLERANCE = 1e-10
REPLICATES = 200

type Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Survey:
    """A synthetic survey: levels as text, answers 0 or 1, equal base weights, and margins to rake to."""

    frame: pl.DataFrame
    levels: dict[str, list[str]]
    targets: dict[str, dict[str, float]]


@dataclass(frozen=True)
class Job:
    """weights: (n,). tables: factor, outcome -> (levels, 4) of estimate, standard error, low and high. tests: factor, outcome ->
    the second-order F and its degrees of freedom. models: outcome -> (terms, 2) of coefficient and standard error."""

    weights: Floats
    tables: Mapping[tuple[str, str], Floats]
    tests: Mapping[tuple[str, str], Floats] = field(default_factory=dict)
    models: Mapping[str, Floats] = field(default_factory=dict)


def make_survey(n: int, seed: int = 20_260) -> Survey:
    """n people whose levels are unevenly common and whose answers depend on age; the same for the same seed."""
    rng = np.random.default_rng(seed)
    levels = {factor: [f"{factor} {code:02d}" for code in range(size)] for factor, size in FACTORS.items()}
    columns: dict[str, pl.Series] = {}
    age = np.zeros(n, np.int8)
    for factor, size in FACTORS.items():  # one at a time, so that making the data does not hide what the engines hold
        codes = np.searchsorted(np.cumsum(_falling(size))[:-1], rng.random(n), side="right").astype(np.int8)
        columns[factor] = pl.Series(levels[factor]).gather(pl.Series(codes).cast(pl.UInt32))
        age = codes if factor == "age" else age
    for place, outcome in enumerate(OUTCOMES):
        columns[outcome] = pl.Series(rng.random(n) < 0.45 + 0.05 * place + 0.03 * age).cast(pl.Float64)
    columns["base"] = pl.Series(np.full(n, POPULATION / n))
    shares = {margin: rng.uniform(0.7, 1.4, FACTORS[margin]) * _falling(FACTORS[margin]) for margin in MARGINS}
    targets = {margin: dict(zip(levels[margin], (POPULATION * s / s.sum()).tolist(), strict=True)) for margin, s in shares.items()}
    return Survey(pl.DataFrame(columns), levels, targets)


def encoded(survey: Survey) -> Survey:
    """The same survey with its text held as polars' Enum, which are codes."""
    columns = [pl.col(factor).cast(pl.Enum(levels)) for factor, levels in survey.levels.items()]
    return Survey(survey.frame.with_columns(columns), survey.levels, survey.targets)


def folkmoot_raking(survey: Survey) -> Raking:
    """Raking alone, the three columns encoded included."""
    margins = []
    for margin, targets in survey.targets.items():
        factor = Factor.from_values(margin, survey.frame[margin], survey.levels[margin])
        margins.append(Margin(margin, factor.levels, factor.codes, np.array(list(targets.values()))))
    return rake(Design(survey.frame["base"].to_numpy()), margins, tolerance=TOLERANCE)


def folkmoot_job(survey: Survey) -> Job:
    """The job in Folkmoot: one pass over the rows for the raking, and one for all the rest."""
    factors = _factors(survey)
    raking = rake(Design(survey.frame["base"].to_numpy()), _margins(survey, factors), tolerance=TOLERANCE)
    cube = make_cube(Design(raking.weights), _outcomes(survey), list(factors.values()), variance="weights")
    tables = {
        (table.factor, table.outcome): np.column_stack([getattr(table.estimates, name) for name in ("estimate", "se", "low", "high")])
        for table in tables_of_cube(cube, interval="wald")
        if table.factor is not None
    }
    tests = {}
    for at, factor in enumerate(FACTORS):
        for place, outcome in enumerate(OUTCOMES):
            found = rao_scott_of_cube(cube, place, at)
            tests[factor, outcome] = np.array([found.statistic, found.df, found.df_denominator])
    models = {}
    for place, outcome in enumerate(OUTCOMES):
        model = logistic_of_cells(cube_cells(cube, place))
        models[outcome] = np.column_stack([model.estimate, model.se])
    return Job(raking.weights, tables, tests, models)


def folkmoot_raked_tables(survey: Survey) -> Job:
    """32 tables whose standard errors take account of the raking."""
    factors = _factors(survey)
    raking = rake(Design(survey.frame["base"].to_numpy()), _margins(survey, factors), tolerance=TOLERANCE)
    cube = make_cube(raking.design, _outcomes(survey), list(factors.values()), variance="raked")
    found = tables_of_cube(cube, interval="wald")
    names = ("estimate", "se", "low", "high")
    made = {(t.factor, t.outcome): np.column_stack([getattr(t.estimates, name) for name in names]) for t in found if t.factor is not None}
    return Job(raking.weights, made)


def folkmoot_bootstrap(survey: Survey) -> dict[tuple[str, str], Floats]:
    """Standard errors of all 32 tables from replicates, each raked again."""
    factors = _factors(survey)
    replicates = bootstrap(Design(survey.frame["base"].to_numpy()), REPLICATES, seed=1)
    found = replicate_tables(replicates, _outcomes(survey), list(factors.values()), margins=_margins(survey, factors))
    return {(table.factor, table.outcome): table.estimates.se for table in found if table.factor is not None}


def _factors(survey: Survey) -> dict[str, Factor]:
    return {name: Factor.from_values(name, survey.frame[name], levels) for name, levels in survey.levels.items()}


def _margins(survey: Survey, factors: Mapping[str, Factor]) -> list[Margin]:
    return [Margin(name, factors[name].levels, factors[name].codes, np.array(list(t.values()))) for name, t in survey.targets.items()]


def _outcomes(survey: Survey) -> list[Factor]:
    return [Factor(name, ("no", "yes"), survey.frame[name].to_numpy().astype(np.int8)) for name in OUTCOMES]


def largest_difference(ours: Job, theirs: Job) -> float:
    """The largest relative difference of any weight, estimate, standard error, end of an interval, test or coefficient."""
    pairs = [(ours.weights, theirs.weights)]
    for part in ("tables", "tests", "models"):
        mine, other = getattr(ours, part), getattr(theirs, part)
        assert set(mine) == set(other)
        pairs += [(mine[key], other[key]) for key in mine]
    # coefficients near zero: their difference counts beside the largest of their table
    return float(np.max([(np.abs(a - b) / np.maximum(np.abs(b), 1e-3 * np.abs(b).max())).max() for a, b in pairs]))


def _falling(size: int) -> Floats:
    share = np.arange(1, size + 1) ** -0.5
    return np.asarray(share / share.sum(), np.float64)
