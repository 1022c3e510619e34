"""The models of small areas, from what a plan names: multilevel regression with poststratification, Fay and Herriot's."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.survey import Estimates, Factor, proportions
from folkmoot.survey.areas import LevelCovariate, PoststratificationCells, check_cells, fay_herriot, fit_multilevel, poststratify
from folkmoot.weigh.analyses.files_beside import file_tag, levels_of, numbers_of
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.answers import Floats


@dataclass(frozen=True, slots=True)
class AreaModel:
    """(areas,) each. own_share: the part of an estimate that rests on the area's own answers. notes: diagnostics and cautions, with no
    count of people that could be small."""

    estimate: Floats
    low: Floats
    high: Floats
    own_share: Floats
    notes: tuple[str, ...]
    method: tuple[str, ...]


def by_mrp(
    given: Given,
    statement: str,
    area: str,
    random: Sequence[str],
    fixed: Sequence[str],
    cells_file: str,
    count: str,
    areas_file: str,
    covariates: Sequence[str],
) -> AreaModel:
    """Multilevel regression and poststratification. Raises ValueError when the cells do not fit, or the model does not settle."""
    called = _labels(given, (*random, *fixed))
    sample = {name: Factor(called[name], given.plan.levels(name), given.answers.codes[name]) for name in called}
    cells = PoststratificationCells(
        tuple(levels_of(given, cells_file, name, called[name]) for name in called), numbers_of(given, cells_file, count)
    )
    empty = [level for level, people in zip(sample[area].levels, cells.totals(called[area]), strict=True) if not people]
    if empty:
        raise ValueError(f'{cells_file}: nobody lives in "{empty[0]}" of "{area}". Give its people, or leave the level out in [derive].')
    outcome = given.outcomes[statement]
    known = [
        LevelCovariate(name, called[area], values)
        for name, values in zip(covariates, _by_area(given, area, areas_file, covariates).T, strict=True)
    ]
    model = fit_multilevel(outcome, random=[sample[n] for n in random], fixed=[sample[n] for n in fixed], covariates=known)
    if not model.converged:
        raise ValueError("the model did not settle. Leave out a factor, or merge levels with few people in [derive].")
    made = poststratify(model, cells, sample[area], given.design, outcome)
    asked = int((~np.isnan(outcome)).sum())
    outside = asked - model.n
    learns = f"The model learns from {model.n:,} people who answered." if not given.small(outside) else ""
    notes = [
        *([learns] if learns else []),
        *model.sentences[1:],
        *made.cautions,
        *([] if outside == 0 else ["People with no level of a factor of the model are not in it."]),
        f"The population's counts, {cells.total:,.0f} people, are those of {cells_file}.",
    ]
    if not check_cells(cells, list(sample.values())).fits:
        notes.append("Some who answered are in combinations of groups that hold nobody in the population's counts. They inform the model.")
    files = [file_tag(given, name) for name in (cells_file, areas_file) if name]
    return AreaModel(made.estimate, made.low, made.high, made.own_share, tuple(notes), (*made.method.split("; "), *files))


def by_fay_herriot(given: Given, statement: str, area: str, direct: Estimates, areas_file: str, covariates: Sequence[str]) -> AreaModel:
    """Fay and Herriot's model of the direct estimates, with sampling variances smoothed over areas."""
    variances = smoothed_variances(direct, float(proportions(given.design, given.outcomes[statement]).estimate[0]))
    X = _by_area(given, area, areas_file, covariates) if covariates else None
    made = fay_herriot(given.plan.levels(area), direct.estimate, variances, X, covariate_names=list(covariates) if covariates else None)
    notes = [
        f"The model learns from this survey's own estimates of {made.n_areas} areas. Their sampling variances are smoothed: all share one "
        "spread and one design effect, and are taken as exact.",
        "Estimates and ranges that the model puts below 0% or above 100% are cut there.",
    ]
    if made.zero_variance:
        notes.append(made.cautions[-1])
    estimate, low, high = (np.clip(each, 0.0, 1.0) for each in (made.estimate, made.low, made.high))
    files = [file_tag(given, areas_file)] if areas_file else []
    return AreaModel(estimate, low, high, made.gamma, tuple(notes), (*made.method.split("; "), "variances=smoothed over areas", *files))


def smoothed_variances(direct: Estimates, overall: float) -> Floats:
    """(areas,) c p (1 - p) / n, with p the share of everybody and c the design effect of the areas that have one, pooled by people
    (a generalised variance function: Wolter 2007, Introduction to Variance Estimation, chapter 7); NaN where nobody answered.

    An area's own variance is unsteady where few answered, and 0 where all said the same. Raises ValueError where there is no spread."""
    own, spread = direct.se**2, direct.estimate * (1 - direct.estimate)
    usable = np.isfinite(own) & (direct.n > 1) & (np.nan_to_num(own) > 0) & (np.nan_to_num(spread) > 0)
    if not usable.any():
        raise ValueError("in no area did people answer differently, so there is no spread to learn from.")
    c = float((direct.n[usable] * own[usable]).sum() / spread[usable].sum())
    made: Floats = np.divide(c * overall * (1 - overall), direct.n, out=np.full(direct.n.size, np.nan), where=direct.n > 0)
    return made


def _labels(given: Given, names: Sequence[str]) -> dict[str, str]:
    """The words for each factor; its name with them where two have the same words."""
    words = [given.plan.label(name) for name in names]
    return {name: word if words.count(word) == 1 else f"{word} ({name})" for name, word in zip(names, words, strict=True)}


def _by_area(given: Given, area: str, name: str, covariates: Sequence[str]) -> Floats:
    """(areas, covariates) from a file with a row to each area. Raises ValueError for an area that is left out or comes twice."""
    levels = given.plan.levels(area)
    if not covariates:
        return np.empty((len(levels), 0))
    held = levels_of(given, name, area, area).codes
    rows = np.bincount(held, minlength=len(levels))
    if (rows != 1).any():
        at = int(np.argmax(rows != 1))
        raise ValueError(f'{name}: "{levels[at]}" of "{area}" has {rows[at]} rows. Give each area one.')
    columns = np.column_stack([numbers_of(given, name, column) for column in covariates])
    made = np.empty_like(columns)
    made[held] = columns
    return made
