"""The chances of given panels that give every type exactly its chance, if there are such.

Of all weights >= 0 whose average panel is the target, the ones nearest to equal weights: the projection of a point on a polytope, by
Newton's method on its dual, which is smooth, concave and without constraints (Qi and Sun 2006; Li, Sun and Toh 2020).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from folkmoot.sortition.linear_program import Floats, Ints

_STEPS = 60
_RIDGE, _DAMP = 1e-11, 0.01  # the system's diagonal grows by the second, times the distance: steps stay short while far away
_EXACT = 1e-13
_CLOSE = 3e-8  # from here on only rounding keeps the distance from zero
_PATIENCE = 6
_SHORTEST = 1e-8
_ROUGH, _FINE = 1e-2, 1e-5
_SMALL = 300  # up to so many types, matrices need not be sparse


def panel_matrix(panels: Ints, count: int) -> Any:
    """(P, T) sparse counts of types from (P, seats) types."""
    from scipy.sparse import csr_matrix

    starts = np.arange(len(panels) + 1) * panels.shape[1]
    result = csr_matrix((np.ones(panels.size), panels.ravel(), starts), shape=(len(panels), count))
    result.sum_duplicates()
    return result


@dataclass(frozen=True, eq=False)
class Weighed:
    """weights: (P,) from 0. missing: (T,) the target less the weighted sum of panels. distance: the most of it."""

    weights: Floats
    missing: Floats
    distance: float


def panel_weights(counts: Any, target: Floats, start: Floats) -> Weighed:
    """Weights of the panels that reach the target if any do; if none do, those that come near it.

    counts: (P, T) sparse. target: (T,). start: (P,) weights to stay near, sum 1.
    """
    from scipy.sparse import csr_matrix, hstack

    panels = hstack([counts, csr_matrix(np.ones((counts.shape[0], 1)))]).tocsr()
    panels = panels if len(target) > _SMALL else panels.toarray()
    transposed, goal = panels.T.tocsr() if len(target) > _SMALL else panels.T, np.append(target, 1.0)
    dual = np.zeros(len(goal))
    best, distances = Weighed(start, target, np.inf), list[float]()
    for _ in range(_STEPS):
        base = start + panels @ dual
        weights = np.maximum(base, 0)
        missing = goal - transposed @ weights
        distances.append(float(np.abs(missing).max()))
        if distances[-1] < best.distance:
            best = Weighed(weights, missing[:-1], distances[-1])
        if distances[-1] < _EXACT or _stands_still(distances):
            break
        step = _newton(panels, transposed, base > 0, missing)
        along, slope, value = panels @ step, missing @ step, _dual_value(weights, goal, dual)
        length = 1.0
        while length > _SHORTEST:
            tried = np.maximum(base + length * along, 0)
            if _dual_value(tried, goal, dual + length * step) >= value + 1e-4 * length * slope - 1e-13 * abs(value):
                break
            length /= 2
        dual = dual + length * step
    return best


def _stands_still(distances: list[float]) -> bool:
    """Whether only rounding is left, or no weights reach the target."""
    if min(distances) < _CLOSE:
        return distances[-1] > 0.1 * min(distances[:-1], default=np.inf)
    return len(distances) > 2 * _PATIENCE and min(distances[-_PATIENCE:]) > 0.7 * min(distances[:-_PATIENCE])


def _dual_value(weights: Floats, goal: Floats, dual: Floats) -> float:
    return float(goal @ dual - 0.5 * weights @ weights)


def _newton(panels: Any, transposed: Any, active: np.ndarray[Any, Any], missing: Floats) -> Floats:
    """The step: solves (sum over active panels of panel panel' + ridge) step = missing."""
    rough = max(_RIDGE, _DAMP * float(np.abs(missing).max()))
    if isinstance(panels, np.ndarray):
        part = panels[active]
        system = part.T @ part
        squares = system.diagonal()
        ridge = rough * max(float(squares.max()), 1e-300)
        return _conjugate_gradients(lambda x: system @ x + ridge * x, missing, 1 / np.maximum(squares, ridge))
    mask = active.astype(float)
    squares = panels.multiply(panels).T @ mask
    ridge = rough * max(float(squares.max()), 1e-300)
    return _conjugate_gradients(lambda x: transposed @ (mask * (panels @ x)) + ridge * x, missing, 1 / np.maximum(squares, ridge))


def _conjugate_gradients(product: Any, right: Floats, inverse: Floats) -> Floats:
    """Solves product(x) = right, preconditioned by a diagonal (Hestenes and Stiefel 1952)."""
    x, rest = np.zeros_like(right), right.copy()
    scaled = inverse * rest
    direction, energy = scaled.copy(), rest @ scaled
    furthest = np.abs(right).max()
    enough = furthest * min(_ROUGH, max(_FINE, np.sqrt(furthest)))  # the first steps only find out which panels take part
    for _ in range(600):
        image = product(direction)
        step = energy / (direction @ image)
        x += step * direction
        rest -= step * image
        if np.abs(rest).max() <= enough:
            break
        scaled = inverse * rest
        energy, before = rest @ scaled, energy
        direction = scaled + (energy / before) * direction
    return x
