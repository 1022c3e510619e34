"""Is there a bloc among the people who voted on some statements? Two explanations of how many of the stances each took, compared."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

# Spread of ordinary people around what their other votes predict: a beta distribution with a + b = one of these. 2 is the widest: at
# even odds it is flat. Below 2 it would have two peaks, and ordinary people would be taken to split into camps for no reason.
SPREADS = (2.0, 3.0, 5.0, 8.0, 15.0, 40.0, 150.0)
SHIFTS = np.linspace(-3.0, 1.0, 9)
OBEDIENCE = (0.8, 0.9, 0.97)  # the chance that a member takes a stance of the bloc


@dataclass(frozen=True, eq=False)
class BlocFit:
    """evidence: log-likelihood of the best explanation with a bloc less that of the best one without.

    share: of people in the bloc; obedience: of its stances they take; member: (n,) probability of being in it.
    expected_alike: how many of those who voted on at least `least` statements would take 80% of the stances by their other votes alone.
    """

    evidence: float
    share: float
    obedience: float
    member: Floats
    expected_alike: float


def fit_bloc(took: Ints, voted: Ints, logits: Floats, least: int = 1) -> BlocFit:
    """Compare ordinary people alone with ordinary people and a bloc.

    Without a bloc, `took` out of `voted` is beta-binomial around the shares that other votes predict (logits, shifted by a common
    amount), never wider than flat. With one, a share of the people takes each stance with probability 0.8, 0.9 or 0.97 whatever
    their other votes say. Both are fitted by maximum likelihood on a fixed grid, so that the result is the same everywhere.
    """
    cells = np.column_stack([np.round(logits * 20).astype(np.int64), voted, took])
    cells, where, count = np.unique(cells, axis=0, return_inverse=True, return_counts=True)
    logit, n, x = cells[:, 0] / 20.0, cells[:, 1], cells[:, 2]
    obedient = np.array(OBEDIENCE)[:, None]
    bloc = np.exp(x * np.log(obedient) + (n - x) * np.log(1 - obedient))[None]  # (1, obedience, cells)
    without, best = -np.inf, (-np.inf, 0.0, 0.0, 0.0, 0)
    for spread in SPREADS:
        ordinary = _beta_binomial(x, n, logit + SHIFTS[:, None], spread)[:, None]  # (shift, 1, cells)
        without = max(without, float((np.log(ordinary) @ count).max()))
        shares = _best_shares(ordinary, bloc, count)
        likelihood = np.round(np.log((1 - shares[..., None]) * ordinary + shares[..., None] * bloc) @ count, 9)
        shift, obedience = np.unravel_index(int(np.argmax(likelihood)), likelihood.shape)
        if likelihood[shift, obedience] > best[0]:
            best = (float(likelihood[shift, obedience]), float(shares[shift, obedience]), spread, float(SHIFTS[shift]), int(obedience))
    reached, share, spread, shifted, chosen = best
    alone = _beta_binomial(x, n, logit + shifted, spread)
    member = share * bloc[0, chosen] / ((1 - share) * alone + share * bloc[0, chosen])
    expected = float(count @ np.where(n >= least, _alike(n, logit + shifted, spread), 0.0))
    return BlocFit(max(0.0, reached - without), share, OBEDIENCE[chosen], np.asarray(member[where.ravel()], np.float64), expected)


def _beta_binomial(x: Ints, n: Ints, logit: Floats, spread: float) -> Floats:
    """Probability of one given set of x stances among n (all orders are alike, so no binomial coefficient)."""
    from scipy.special import betaln

    mean = 1 / (1 + np.exp(-logit))
    a, b = mean * spread, (1 - mean) * spread
    return np.asarray(np.exp(betaln(x + a, n - x + b) - betaln(a, b)), np.float64)


def _alike(n: Ints, logit: Floats, spread: float) -> Floats:
    from scipy.special import comb

    total = np.zeros(len(n))
    for x in range(int(n.max(initial=0)) + 1):
        possible = (x <= n) & (x >= 0.8 * n)
        at = np.minimum(x, n)
        total += np.where(possible, comb(n, at) * _beta_binomial(at, n, logit, spread), 0.0)
    return total


def _best_shares(ordinary: Floats, bloc: Floats, count: NDArray[np.int64]) -> Floats:
    """(shift, obedience) the bloc's share that makes each mixture likeliest: the likelihood is concave in it, so its slope is bisected."""
    gain = bloc - ordinary
    low = np.zeros(gain.shape[:2])
    high = np.where((gain / ordinary) @ count > 0, 0.5, 0.0)
    for _ in range(20):
        middle = (low + high) / 2
        rising = (gain / (ordinary + middle[..., None] * gain)) @ count > 0
        low, high = np.where(rising, middle, low), np.where(rising, high, middle)
    return low
