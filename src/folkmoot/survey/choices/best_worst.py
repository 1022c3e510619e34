"""Best-worst scaling of single things (case 1): sets of items, of which each person picks the best and the worst.

The model is the sequential one (Marley and Louviere 2005): the best is a multinomial logit choice of the set, and the worst one of what
is left, with the utilities' signs turned. One row is one set shown to one person; the design's sampling unit is the person.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from folkmoot.survey.answering_base import AnsweringBase
from folkmoot.survey.choices.comparison_graph import refuse_unranked
from folkmoot.survey.choices.feature_weights import FeatureWeights, shares_of_preference
from folkmoot.survey.choices.item_utilities import Likelihood, fit_utilities, item_codes, item_names
from folkmoot.survey.design import Codes, Design, Floats
from folkmoot.survey.variance import Variance, variance_tag


@dataclass(frozen=True, eq=False)
class BestWorstCounts:
    """(items,) sets that showed each item and were answered, times it was picked as best, and as worst: people's answers, unweighted.
    score: best less worst, over shown; NaN for an item in no answered set."""

    items: tuple[str, ...]
    shown: Codes
    best: Codes
    worst: Codes

    @property
    def score(self) -> Floats:
        """(items,) from -1, always worst, to 1, always best."""
        found: Floats = np.divide(self.best - self.worst, self.shown, out=np.full(self.shown.size, np.nan), where=self.shown > 0)
        return found

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was picked how often."""
        return tuple(
            f"“{item}” was shown {shown:,} times, and picked {best:,} times as best and {worst:,} times as worst."
            for item, shown, best, worst in zip(self.items, self.shown, self.best, self.worst, strict=True)
        )


@dataclass(frozen=True, eq=False)
class BestWorst:
    """utilities: (items,) summing to 0, on the logit scale. covariance: (items, items) of them, its rows summing to 0.
    weights: the shares of preference exp(u) / sum(exp(u)): how often each would be picked as best were all shown together.
    left_out: rows without a best or without a worst. log_likelihood: weights scaled to a mean of 1."""

    items: tuple[str, ...]
    utilities: Floats
    covariance: Floats
    log_likelihood: float
    weights: FeatureWeights
    counts: BestWorstCounts
    left_out: int

    @property
    def sentence(self) -> str:
        """What counts most and least."""
        return self.weights.sentence


def best_worst(
    design: Design, shown: ArrayLike, best: ArrayLike, worst: ArrayLike, items: Sequence[str], *, variance: Variance = "raked"
) -> BestWorst:
    """The utilities and shares of preference of items, with covariance linearised under the design (people as units, weights, strata).

    shown: (n, size) whole-number codes of the items in each set, 0 for the first; -1 fills up a smaller set. best, worst: (n,) codes of
    the items picked, -1 for no answer; a row needs both to count.

    Raises ValueError naming the row when an answer is not of its set, and in words when the answers cannot place every item (one that
    always won, or groups that were never shown together)."""
    names = item_names(items)
    sets = _Sets.read(design, shown, best, worst, names)
    inside = sets.answered & (design.weights > 0)
    if not inside.any():
        raise ValueError("No set has a best and a worst. There is nothing to estimate.")
    refuse_unranked(sets.beats(inside, len(names)), names)
    weights = np.where(inside, design.weights, 0.0)
    found = fit_utilities(design, weights, len(names), lambda u: sets.likelihood(u, weights), variance)
    base = AnsweringBase.of(design, inside)
    raked = variance_tag(design, variance)
    units = "units=psu" if design.psu is not None else "units=rows"
    method = f"best-worst, sequential logit; shares of preference, delta method; variance=taylor,{raked}; {units}; missing=domain"
    shares = shares_of_preference(names, found.estimate, found.covariance, base, base.df + 2 - len(names), method)
    left_out = int((~sets.answered).sum())
    return BestWorst(names, found.estimate, found.covariance, found.log_likelihood, shares, sets.counts(names), left_out)


def best_worst_counts(design: Design, shown: ArrayLike, best: ArrayLike, worst: ArrayLike, items: Sequence[str]) -> BestWorstCounts:
    """How often each item was shown, best and worst. The arguments and what is raised as `best_worst`, but any answers can be counted."""
    names = item_names(items)
    return _Sets.read(design, shown, best, worst, names).counts(names)


@dataclass(frozen=True, eq=False)
class _Sets:
    """shown: (n, size). best, worst: (n,) items; of a row that is not answered, any two places of its set."""

    shown: Codes
    best: Codes
    worst: Codes
    answered: NDArray[np.bool_]

    @classmethod
    def read(cls, design: Design, shown: ArrayLike, best: ArrayLike, worst: ArrayLike, items: Sequence[str]) -> "_Sets":
        sets = item_codes(shown, "shown", design.n, items, blank=True, columns=True)
        picked = {name: item_codes(values, name, design.n, items, blank=True) for name, values in (("best", best), ("worst", worst))}
        held = np.sort(sets, axis=1)
        _refuse(((held[:, 1:] == held[:, :-1]) & (held[:, 1:] >= 0)).any(1), "shown", "has an item twice. Give each once")
        answered = (picked["best"] >= 0) & (picked["worst"] >= 0)
        _refuse(answered & ((sets >= 0).sum(1) < 2), "shown", "has fewer than two items, so there is no best and worst to pick")
        for name, codes in picked.items():
            _refuse((codes >= 0) & ~(sets == codes[:, None]).any(1), name, "is not one of the items shown in that row")
        _refuse(answered & (picked["best"] == picked["worst"]), "worst", "is the same item as the best")
        return cls(sets, picked["best"], picked["worst"], answered)

    def beats(self, rows: NDArray[np.bool_], k: int) -> Codes:
        """(k, k) how often each item was put above each other: the best above all, all above the worst."""
        above = np.zeros((k, k), np.int64)
        sets, best, worst = self.shown[rows], self.best[rows], self.worst[rows]
        for column in sets.T:
            np.add.at(above, (best[at := (column >= 0) & (column != best)], column[at]), 1)
            np.add.at(above, (column[at := (column >= 0) & (column != worst) & (column != best)], worst[at]), 1)
        return above

    def counts(self, items: tuple[str, ...]) -> BestWorstCounts:
        sets = self.shown[self.answered]
        shown, best, worst = (
            np.bincount(codes, minlength=len(items)).astype(np.int64)
            for codes in (sets[sets >= 0], self.best[self.answered], self.worst[self.answered])
        )
        return BestWorstCounts(items, shown, best, worst)

    def likelihood(self, utilities: Floats, weights: Floats) -> Likelihood:
        at = np.flatnonzero(weights)
        sets, best, worst = self.shown[at], self.best[at], self.worst[at]
        values = np.where(sets >= 0, utilities[sets], -np.inf)
        first, log_first = _softmax(values)
        left = np.where((sets >= 0) & (sets != best[:, None]), -utilities[sets], -np.inf)
        second, log_second = _softmax(left)
        picked_best, picked_worst = sets == best[:, None], sets == worst[:, None]
        n, k = weights.size, utilities.size
        log = np.zeros(n)
        log[at] = log_first[picked_best] + log_second[picked_worst]
        slope = _by_item(at, sets, picked_best - first - picked_worst + second, n, k)
        curve = np.zeros((k, k))
        for chances in (_by_item(at, sets, first, n, k), _by_item(at, sets, second, n, k)):
            weighted = chances.multiply(weights[:, None]).tocsr()
            curve += np.diag(np.asarray(weighted.sum(0)).ravel()) - (chances.T @ weighted).toarray()
        return Likelihood(log, slope, curve)


def _softmax(values: Floats) -> tuple[Floats, Floats]:
    """Each row's chances and their logarithms; -inf has none."""
    about = values - values.max(1, keepdims=True)
    log = about - np.log(np.exp(about).sum(1, keepdims=True))
    return np.exp(log), log


def _by_item(rows: Codes, sets: Codes, values: Floats, n: int, k: int) -> csr_array:
    there = sets >= 0
    row = np.broadcast_to(rows[:, None], sets.shape)[there]
    return csr_array((values[there], (row, sets[there])), shape=(n, k))


def _refuse(bad: NDArray[np.bool_], name: str, what: str) -> None:
    if bad.any():
        raise ValueError(f"{name}: row {int(np.argmax(bad)) + 1} {what}.")
