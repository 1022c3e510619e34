"""The chances of given panels that give every type exactly its chance, if there are such.

Of all weights >= 0 whose average panel is the target, the ones nearest to equal weights: the projection of a point on a polytope, by
Newton's method on its dual, which is smooth, concave and without constraints (Qi and Sun 2006; Li, Sun and Toh 2020).
"""

from typing import Any

import numpy as np

from folkmoot.sortition.linear_program import Floats, Ints

_STEPS = 60
_RIDGE = 1e-11
_EXACT = 1e-13
_CLOSE = 1e-9  # from here on only rounding keeps the distance from zero
_PATIENCE = 6
_SHORT = 0.01
_NEAR, _ROUGH, _FINE = 1e-3, 1e-2, 1e-5


def panel_matrix(panels: Ints, count: int) -> Any:
    """(P, T) sparse counts of types from (P, seats) types."""
    from scipy.sparse import csr_matrix

    starts = np.arange(len(panels) + 1) * panels.shape[1]
    result = csr_matrix((np.ones(panels.size), panels.ravel(), starts), shape=(len(panels), count))
    result.sum_duplicates()
    return result


def panel_weights(counts: Any, target: Floats, start: Floats) -> tuple[Floats, float]:
    """Weights of the panels and how far from the target they leave a type at most.

    counts: (P, T) sparse. target: (T,). start: (P,) weights to stay near, sum 1. When no weights reach the target, the distance says so.
    """
    from scipy.sparse import csr_matrix, hstack

    panels = hstack([counts, csr_matrix(np.ones((counts.shape[0], 1)))]).tocsr()
    transposed, goal = panels.T.tocsr(), np.append(target, 1.0)
    dual = np.zeros(len(goal))
    best = start
    distances = []
    for _ in range(_STEPS):
        base = start + panels @ dual
        weights = np.maximum(base, 0)
        missing = goal - transposed @ weights
        distances.append(float(np.abs(missing).max()))
        if distances[-1] <= min(distances):
            best = weights
        settled = min(distances) < _CLOSE and distances[-1] > 0.1 * min(distances[:-1], default=np.inf)
        if distances[-1] < _EXACT or settled or (len(distances) > _PATIENCE and min(distances[-3:]) > 0.3 * distances[0]):
            break
        step = _newton(panels, transposed, base > 0, missing)
        along, slope, value = panels @ step, missing @ step, _dual_value(weights, goal, dual)
        length = 1.0
        while length > _SHORT / 2:
            tried = np.maximum(base + length * along, 0)
            if _dual_value(tried, goal, dual + length * step) >= value + 1e-4 * length * slope - 1e-13 * abs(value):
                break
            length /= 2
        if length < _SHORT:
            break  # the dual rises without end: no weights reach the target
        dual = dual + length * step
    return best, min(distances)


def _dual_value(weights: Floats, goal: Floats, dual: Floats) -> float:
    return float(goal @ dual - 0.5 * weights @ weights)


def _newton(panels: Any, transposed: Any, active: np.ndarray[Any, Any], missing: Floats) -> Floats:
    """The step: solves (sum over active panels of panel panel') step = missing."""
    mask = active.astype(float)
    squares = panels.multiply(panels).T @ mask
    ridge = _RIDGE * max(float(squares.max()), 1e-300)
    return _conjugate_gradients(lambda x: transposed @ (mask * (panels @ x)) + ridge * x, missing, 1 / np.maximum(squares, ridge))


def _conjugate_gradients(product: Any, right: Floats, inverse: Floats) -> Floats:
    """Solves product(x) = right, preconditioned by a diagonal (Hestenes and Stiefel 1952)."""
    x, rest = np.zeros_like(right), right.copy()
    scaled = inverse * rest
    direction, energy = scaled.copy(), rest @ scaled
    furthest = np.abs(right).max()
    enough = furthest * (_ROUGH if furthest > _NEAR else _FINE)  # the first steps only find out which panels take part
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
