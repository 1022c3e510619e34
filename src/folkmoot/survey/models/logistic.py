"""Logistic regression of a yes-or-no answer under the design (as R's `svyglm(family=quasibinomial())`)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from folkmoot.survey.design import Design, Floats
from folkmoot.survey.factors import Factor
from folkmoot.survey.intervals import quantile, two_sided
from folkmoot.survey.models.answer_cells import NO_YES, AnswerCells, answer_cells, row_cells
from folkmoot.survey.models.logistic_fit import GroupedFit, fit_grouped
from folkmoot.survey.models.logistic_model import LogisticModel, influence
from folkmoot.survey.models.model_terms import ModelMatrix, Pair, Term, model_matrix
from folkmoot.survey.models.separation_words import separation_findings
from folkmoot.survey.options import chosen
from folkmoot.survey.profile_matrix import profile_matrix
from folkmoot.survey.variance import Variance

ModelVariance = Literal["raked", "weights", "model"]


def logistic(
    design: Design,
    outcome: ArrayLike,
    terms: Sequence[Term],
    *,
    references: Mapping[str, str] | None = None,
    interactions: Sequence[Pair] = (),
    said: str = "said yes",
    variance: ModelVariance = "raked",
    confidence: float = 0.95,
    rows: bool = False,
) -> LogisticModel:
    """The logistic regression of an answer on factors and covariates, over the people who have them all.

    outcome: (n,) 1 for yes, 0 for no, NaN for no answer. references: a factor's level to compare with (default: its first that somebody
    has). interactions: pairs of the terms, by name, one of each pair a factor: how far one changes what the other does.
    said: what yes means, after "people who". variance: "raked" and "weights" are Taylor linearisation, which strata, clusters and
    finite populations are part of, with or without what the raking margins explain (no difference without them), and t on R's residual
    degrees of freedom; "model" is the inverse information and the normal, which holds only for unweighted answers that do not depend
    on each other. rows: fit row by row even where all terms are factors.

    Raises ValueError in plain words when the arrays do not fit, a term has one level only, or all answers are the same."""
    question = _question(design, outcome, said)
    taylor: Variance = "weights" if variance == "weights" else "raked"
    cells = (row_cells if rows else answer_cells)(design, question, terms, variance=taylor)
    return logistic_of_cells(cells, references=references, interactions=interactions, variance=variance, confidence=confidence)


def logistic_of_cells(
    cells: AnswerCells,
    *,
    references: Mapping[str, str] | None = None,
    interactions: Sequence[Pair] = (),
    variance: ModelVariance = "raked",
    confidence: float = 0.95,
) -> LogisticModel:
    """The regression on cells whose outcome has two levels, no and yes; `cube_cells` makes them from a cube. The cells' own variance
    decides between "raked" and "weights". Everything else as `logistic`."""
    if len(cells.levels) != 2:
        raise ValueError(f"{cells.outcome} has {len(cells.levels)} levels. Logistic regression needs two: no, then yes.")
    cells = replace(cells, levels=NO_YES)
    chosen("variance", variance, ModelVariance)
    w0, w1 = cells.w
    matrix = model_matrix(cells.terms, references, interactions=interactions, weights=w0 + w1)
    products = profile_matrix(matrix.X)
    try:
        fit = fit_grouped(products, w0, w1)
    except ValueError as error:
        raise ValueError(f"{cells.outcome}: {error}") from None
    known = fit.estimated
    if not known.any():
        words = " ".join(separation_findings(cells, matrix, fit.separation))
        raise ValueError(f"{cells.outcome}: no coefficient of the model has a finite value. {words}")
    bread = fit.inverse_information
    df = np.inf if variance == "model" else float(cells.df + 1 - (~fit.repeated).sum())
    if variance == "model":
        inside = bread * float(cells.w.sum() / cells.n.sum())
    elif cells.alone is not None and fit.separation is None:
        squares = cells.w2[0] * fit.fitted**2 + cells.w2[1] * (1 - fit.fitted) ** 2
        inside = cells.alone * bread @ products.information(squares) @ bread  # the scores sum to zero: that is what the fit solves
    else:
        inside = cells.covariance(influence(matrix, fit))
    back = matrix.uncentred
    estimate = back @ fit.working
    if fit.separation is not None:  # where a slope has no finite value, what its centre is moved to has none either
        known = known & ~(back[:, fit.separation.undetermined] != 0).any(1)
    estimate = np.where(known, estimate, np.nan)
    covariance = np.where(np.outer(known, known), back @ inside @ back.T, np.nan)
    return _model(cells, matrix, fit, estimate, covariance, df, confidence, variance)


def _model(
    cells: AnswerCells,
    matrix: ModelMatrix,
    fit: GroupedFit,
    estimate: Floats,
    covariance: Floats,
    df: float,
    confidence: float,
    variance: str,
) -> LogisticModel:
    se = np.sqrt(np.diag(covariance))
    half = quantile(np.full(se.size, df), confidence) * se
    statistic = np.divide(estimate, se, out=np.full_like(se, np.nan), where=se > 0)
    mean_weight = float(cells.w.sum() / cells.n.sum())
    counted = cells.w.sum(0) > 0
    kind = "model" if variance == "model" else cells.method.removeprefix("variance=")
    return LogisticModel(
        said=cells.outcome,
        matrix=matrix,
        estimate=estimate,
        se=se,
        statistic=statistic,
        p=two_sided(statistic, df),
        low=estimate - half,
        high=estimate + half,
        covariance=covariance,
        flags=matrix.flags(estimate, fit.repeated, counted),
        df=df,
        n=cells.n_base,
        n_yes=round(float(cells.n[1].sum())),
        left_out=cells.left_out,
        n_weighted=float(cells.w.sum()),
        n_effective=cells.n_effective,
        log_likelihood=fit.log_likelihood / mean_weight,
        confidence=confidence,
        findings=(*matrix.findings(fit.repeated, counted), *separation_findings(cells, matrix, fit.separation)),
        method=f"logistic; variance={kind}; interval=wald,{confidence:g}; df={'normal' if df == np.inf else 'residual'}; missing=domain",
        cells=cells,
        fit=fit,
        by_design=variance != "model",
    )


def _question(design: Design, outcome: ArrayLike, said: str) -> Factor:
    values = np.asarray(outcome, np.float64)
    if values.shape != (design.n,):
        raise ValueError(f"There are {values.size} answers and the design has {design.n} rows. Give one for each row, NaN for no answer.")
    absent = np.isnan(values)
    wrong = ~absent & (values != 0) & (values != 1)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise ValueError(f"outcome: row {row + 1} is {values[row]:g}. Give 1 for yes, 0 for no and NaN for no answer.")
    return Factor(said, NO_YES, np.where(absent, -1, np.nan_to_num(values)).astype(np.int64))
