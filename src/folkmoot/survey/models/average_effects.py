"""Average effects: what a model's coefficients mean in shares of people (predictive margins; Graubard and Korn 1999).

Each level's share is the weighted mean, over everyone in the base, of the probability the model gives if that person had the level and
kept all else. Its linearised variable has two parts: the person's own probability less the mean (which people were drawn), and the
gradient times the linearised variable of the coefficients (how well the model is known).
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from folkmoot.survey.bases import base_quality
from folkmoot.survey.design import Codes, Floats
from folkmoot.survey.factors import Factor
from folkmoot.survey.intervals import quantile, two_sided
from folkmoot.survey.models.answer_cells import AnswerCells
from folkmoot.survey.models.level_for_everyone import AS_IT_IS, LevelForEveryone
from folkmoot.survey.models.model_terms import ModelMatrix
from folkmoot.survey.models.separation import Separation
from folkmoot.survey.options import chosen
from folkmoot.survey.people import people
from folkmoot.survey.profile_matrix import sliced_product

Sampling = Literal["people and coefficients", "coefficients"]


@dataclass(frozen=True, eq=False)
class AverageEffects:
    """One row per level of a term; NaN where the model has no number for it. For a covariate the levels are "as it is" and "1 more"
    (or another step).

    share: the share that would give the answer if everyone had the level. difference, ratio: against the reference's share (0 and 1 for
    the reference itself). Each with its se, low and high (the share's from
    its logit, the ratio's from its logarithm). p: of no difference, two-sided.
    n: people in the base who have the level. n_base: in the base. covariance: (levels, levels) of the shares.
    within: a factor and the level of it whose people alone are the base; None where everyone in the model is.
    """

    term: str
    levels: tuple[str, ...]
    reference: str
    said: str
    share: Floats
    share_se: Floats
    share_low: Floats
    share_high: Floats
    difference: Floats
    difference_se: Floats
    difference_low: Floats
    difference_high: Floats
    p: Floats
    ratio: Floats
    ratio_low: Floats
    ratio_high: Floats
    covariance: Floats
    n: Codes
    n_base: int
    df: float
    confidence: float
    method: str
    within: tuple[str, str] | None = None

    @property
    def sentences(self) -> tuple[str, ...]:
        """One for each level but the reference, and one on how to read them."""
        at = self.levels.index(self.reference)
        found = [self._sentence(level, at) for level in range(len(self.levels)) if level != at]
        return (
            *found,
            f"These compare the {self.n_base:,} people in the model as if they were alike in all its other terms. "
            f"They do not show that {self.term} is the cause.",
        )

    def _sentence(self, level: int, reference: int) -> str:
        name = self.levels[level]
        measured = self.reference == AS_IT_IS
        among = "" if self.within is None else f"Among people whose {self.within[0]} is “{self.within[1]}”: "
        thin = [at for at in (level, reference) if base_quality(int(self.n[at])).withheld]
        if thin:
            which = "the model" if measured else f"“{self.levels[thin[0]]}”"
            return f"{among}{self.term}: {which} has {people(int(self.n[thin[0]]))}, too few to compare."
        if np.isnan(self.difference_low[level]):
            return f"{among}{self.term}: the model has no number for “{name}” beside “{self.reference}”."
        points, low, high = (100 * one[level] for one in (self.difference, self.difference_low, self.difference_high))
        given, other = (f"{name} for everyone", "as it is") if measured else (f"“{name}” for everyone", f"“{self.reference}”")
        unsure = " The interval includes no difference." if low <= 0 <= high else ""
        start = f"{among}with" if among else "With"
        return (
            f"{start} {self.term} {given} and all else as it is, the model puts the share who {self.said} at "
            f"{100 * self.share[level]:.1f}%; with {self.term} {other}, at {100 * self.share[reference]:.1f}%. "
            f"That is {abs(points):.1f} percentage points {'more' if points >= 0 else 'fewer'} "
            f"({self.confidence:.0%} interval of the difference: {low:.1f} to {high:.1f}), "
            f"or {self.ratio[level]:.2f} times as many.{unsure}"
        )


def average_effects(
    cells: AnswerCells,
    matrix: ModelMatrix,
    coefficients: Floats,
    influence: Floats | None,
    term: str,
    *,
    said: str,
    covariance: Floats | None = None,
    repeated: NDArray[np.bool_],
    separation: Separation | None = None,
    df: float,
    confidence: float = 0.95,
    sampling: Sampling = "people and coefficients",
    step: float = 1.0,
    within: tuple[str, str] | None = None,
) -> AverageEffects:
    """The average effects of one term of a model whose probability is expit(X b).

    coefficients: (k,) b for the columns of the matrix as it is (covariates centred), 0 for columns that took no part.
    influence: (answers, cells, k) their linearised variables. repeated: (k,) columns left out because they repeat others; their levels
    have no share of their own.
    sampling: "people and coefficients" counts both parts of the variance; "coefficients" takes the people in the base as all there are.
    covariance: (k, k) given in place of an influence where the variance comes from the model alone (then sampling is "coefficients").
    separation: of the fit, where some coefficients have no finite value. step: how much more of a covariate.
    within: a factor of the model and a level of it: the average is over its people alone.

    Raises ValueError for a term or a level the model does not have, or when nobody has the level to look within."""
    chosen("sampling", sampling, Sampling)
    changed = LevelForEveryone(matrix, coefficients, term, step, repeated)
    everybody = cells.w.sum(0)
    here = _inside(matrix, term, within)
    w = np.where(here, everybody, 0.0)
    total = float(w.sum())
    if not total:
        raise ValueError(f"Nobody in the model has {' '.join(within or ())}, so there is nothing to average over.")
    mu = changed.probabilities(separation, everybody > 0)
    mu[~here] = 0.0
    spread = mu * (1 - mu)
    share = np.asarray((w @ mu) / total, np.float64)
    gradient = changed.gradient(w[:, None] * np.nan_to_num(spread)) / total
    method = cells.method
    if covariance is not None:
        sampling, method = "coefficients", "variance=model"
        shares = gradient.T @ covariance @ gradient
    elif influence is None:
        raise ValueError("Give the linearised variables of the coefficients, or their covariance.")
    else:
        scores = sliced_product(influence.reshape(-1, gradient.shape[0]), gradient).reshape(*influence.shape[:2], -1)
        if sampling == "people and coefficients":
            scores = scores + np.where(here[:, None], np.nan_to_num(mu - share), 0.0) / total
        shares = cells.covariance(scores)
    unknown = np.isnan(share)
    shares = np.where(unknown[:, None] | unknown, np.nan, shares)
    how = f"average effects; standardised over the sample; sampling={sampling.replace(' and ', ',')}"
    n = cells.n.sum(0) * here
    found = _effects(n, term, changed, said, share, shares, df, confidence, f"{how}; {method}; interval=delta,{confidence:g}")
    return found if within is None else replace(found, within=within)


def _inside(matrix: ModelMatrix, term: str, within: tuple[str, str] | None) -> NDArray[np.bool_]:
    """(profiles,) whose people are averaged over."""
    if within is None:
        return np.ones(len(matrix.X), np.bool_)
    factor = matrix.term(within[0])
    if not isinstance(factor, Factor) or factor.name == term:
        raise ValueError(f"The effects of {term} can be looked at within a factor that is another term, and {within[0]} is not.")
    if within[1] not in factor.levels:
        raise ValueError(f"{factor.name} has no level “{within[1]}”. Use one of: {', '.join(factor.levels)}.")
    return np.asarray(factor.codes == factor.levels.index(within[1]))


def _effects(
    n: Floats,
    term: str,
    changed: LevelForEveryone,
    said: str,
    share: Floats,
    covariance: Floats,
    df: float,
    confidence: float,
    method: str,
) -> AverageEffects:
    at, variance = changed.reference, np.diag(covariance)
    half = quantile(np.full(share.size, df), confidence)
    difference = share - share[at]
    difference_se = np.sqrt(np.maximum(variance + variance[at] - 2 * covariance[at], 0.0))
    positive = share > 0
    part = np.divide(1, share, out=np.full_like(share, np.nan), where=positive)
    ratio = share * part[at]
    log_se = np.sqrt(np.maximum(variance * part**2 + (variance * part**2)[at] - 2 * covariance[at] * part * part[at], 0.0))
    inside = np.where(share * (1 - share) > 0, share, np.nan)
    middle, reach = logit(inside), half * np.sqrt(variance) / (inside * (1 - inside))
    t = np.divide(np.abs(difference), difference_se, out=np.full_like(share, np.nan), where=difference_se > 0)
    return AverageEffects(
        term=term,
        levels=changed.levels,
        reference=changed.levels[at],
        said=said,
        share=share,
        share_se=np.sqrt(variance),
        share_low=expit(middle - reach),
        share_high=expit(middle + reach),
        difference=difference,
        difference_se=difference_se,
        difference_low=difference - half * difference_se,
        difference_high=difference + half * difference_se,
        p=two_sided(t, df),
        ratio=ratio,
        ratio_low=ratio * np.exp(-half * log_se),
        ratio_high=ratio * np.exp(half * log_se),
        covariance=covariance,
        n=changed.people(n),
        n_base=round(float(n.sum())),
        df=df,
        confidence=confidence,
        method=method,
    )
