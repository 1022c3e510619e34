"""Paired comparisons: which of two did people prefer (Bradley and Terry 1952).

The chance that one is preferred is its worth over the worth of both. One row is one comparison by one person; the design's sampling
unit is the person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array
from scipy.special import expit, log_expit

from folkmoot.survey.answering_base import AnsweringBase, read_answers
from folkmoot.survey.choices.comparison_graph import refuse_unranked
from folkmoot.survey.choices.feature_weights import FeatureWeights, shares_of_preference
from folkmoot.survey.choices.item_utilities import Likelihood, fit_utilities, item_codes, item_names
from folkmoot.survey.design import Codes, Design, Floats
from folkmoot.survey.options import chosen
from folkmoot.survey.variance import Variance, variance_tag

Ties = Literal["half", "leave out", "refuse"]


@dataclass(frozen=True, eq=False)
class PairwiseChoice:
    """log_worth: (items,) summing to 0. covariance: (items, items) of them, its rows summing to 0. weights: the worths, summing to 1.
    wins: (items, items) answers that preferred the row's item to the column's, ties not counted; ties: how many there were, and
    left_out: rows without an answer that counts. log_likelihood: weights scaled to a mean of 1."""

    items: tuple[str, ...]
    log_worth: Floats
    covariance: Floats
    log_likelihood: float
    weights: FeatureWeights
    wins: Codes
    ties: int
    left_out: int

    @property
    def sentence(self) -> str:
        """What counts most and least."""
        return self.weights.sentence


def bradley_terry(
    design: Design,
    first: ArrayLike,
    second: ArrayLike,
    preferred: ArrayLike,
    items: Sequence[str],
    *,
    ties: Ties = "half",
    variance: Variance = "raked",
) -> PairwiseChoice:
    """The worth of each item, with covariance linearised under the design (as R's `svyglm(family=quasibinomial())` of the differences).

    first, second: (n,) whole-number codes of the two compared, 0 for the first item. preferred: (n,) 1 for the first, 0 for the second,
    0.5 for a tie, NaN for no answer. ties: "half" counts a tie as half a preference for each; "leave out" as no answer; "refuse" raises.

    Raises ValueError naming the row when something is compared with itself, and in words when the answers cannot place every item (one
    that always won, or groups that were never compared)."""
    names = item_names(items)
    chosen("ties", ties, Ties)
    n, k = design.n, len(names)
    one = item_codes(first, "first", n, names, blank=False)
    other = item_codes(second, "second", n, names, blank=False)
    if (one == other).any():
        raise ValueError(f"second: row {int(np.argmax(one == other)) + 1} compares an item with itself.")
    answers = read_answers(design, preferred, "preferred")
    wrong = ~np.isin(answers, (0, 0.5, 1)) & ~np.isnan(answers)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise ValueError(f"preferred: row {row + 1} is {answers[row]:g}. Give 1 for the first, 0 for the second and 0.5 for a tie.")
    tied = answers == 0.5
    if ties == "refuse" and tied.any():
        raise ValueError(f"preferred: row {int(np.argmax(tied)) + 1} is a tie. Choose how to count ties: “half” or “leave out”.")
    if ties == "leave out":
        answers = np.where(tied, np.nan, answers)
    inside = ~np.isnan(answers) & (design.weights > 0)
    if not inside.any():
        raise ValueError("No comparison has an answer that counts. There is nothing to estimate.")
    ahead, behind = np.zeros((k, k), np.int64), np.zeros((k, k), np.int64)  # of the first, and of the second, of each pair
    np.add.at(ahead, (one[at := inside & (answers > 0)], other[at]), 1)
    np.add.at(behind, (other[at := inside & (answers < 1)], one[at]), 1)
    refuse_unranked(ahead + behind, names)

    weights, y = np.where(inside, design.weights, 0.0), np.where(inside, answers, 0.5)
    rows = np.arange(n)
    contrast = csr_array((np.r_[np.ones(n), -np.ones(n)], (np.r_[rows, rows], np.r_[one, other])), shape=(n, k))

    def likelihood(worth: Floats) -> Likelihood:
        apart = contrast @ worth
        chance = expit(apart)
        slope = contrast.multiply((y - chance)[:, None]).tocsr()
        curve = contrast.T @ contrast.multiply((weights * chance * (1 - chance))[:, None]).tocsr()
        return Likelihood(y * log_expit(apart) + (1 - y) * log_expit(-apart), slope, curve.toarray())

    found = fit_utilities(design, weights, k, likelihood, variance)
    base = AnsweringBase.of(design, inside)
    raked = variance_tag(design, variance)
    units = "units=psu" if design.psu is not None else "units=rows"
    method = f"bradley-terry; ties={ties}; worth, delta method; variance=taylor,{raked}; {units}; missing=domain"
    shares = shares_of_preference(names, found.estimate, found.covariance, base, base.df + 2 - k, method)
    wins = _wins(one, other, answers, k)
    left_out = int(np.isnan(answers).sum())
    return PairwiseChoice(names, found.estimate, found.covariance, found.log_likelihood, shares, wins, int(tied.sum()), left_out)


def _wins(one: Codes, other: Codes, answers: Floats, k: int) -> Codes:
    wins = np.zeros((k, k), np.int64)
    np.add.at(wins, (one[answers == 1], other[answers == 1]), 1)
    np.add.at(wins, (other[answers == 0], one[answers == 0]), 1)
    return wins
