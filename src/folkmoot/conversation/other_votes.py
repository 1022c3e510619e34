"""What people's other votes say about how they would vote on some statements: a prediction that never sees those statements."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.vote_matrix import VoteMatrix

if TYPE_CHECKING:
    from scipy import sparse

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

_SHRINK = 5.0  # votes: someone with few other votes is pulled to the middle
_RIDGE = 1.0
_FARTHEST = 8.0


def standing(votes: VoteMatrix, without: Ints, dimensions: int = 6) -> Floats:
    """(n, dimensions + 2) where people stand by their votes on all statements but those at the places `without`.

    The first columns are their positions on the main axes of opinion (leading singular vectors of the votes centred on each
    statement's mean, as in Polis, Small et al. 2021), the last two how much more often than others they disagree and pass.
    All are shrunk for people with few votes and scaled to unit variance.
    """
    from scipy import sparse  # slow to import

    left = np.ones(votes.m, bool)
    left[without] = False
    kept = left[votes.columns]
    rows, columns, cast = votes.rows[kept], votes.columns[kept], votes.votes[kept].astype(np.float64)
    per_person = np.bincount(rows, minlength=votes.n).astype(np.float64)
    shrunk = 1.0 / np.sqrt(per_person + _SHRINK)

    def centred(values: Floats) -> Floats:
        of = np.maximum(np.bincount(columns, minlength=votes.m), 1)
        return np.asarray(values - (np.bincount(columns, values, minlength=votes.m) / of)[columns], np.float64)

    habits = [np.bincount(rows, centred((cast == side).astype(np.float64)), minlength=votes.n) * shrunk for side in (-1.0, 0.0)]
    matrix = sparse.csr_matrix((centred(cast), (rows, columns)), shape=(votes.n, votes.m))
    positions = (matrix @ _axes(matrix[:, np.flatnonzero(left)], left, dimensions)) * shrunk[:, None]
    table = np.column_stack([positions, *habits])
    table -= table.mean(0)
    deviation = table.std(0)
    return np.asarray(table[:, deviation > 1e-9] / deviation[deviation > 1e-9], np.float64)


def _axes(matrix: "sparse.csr_matrix", left: NDArray[np.bool_], dimensions: int) -> Floats:
    m = matrix.shape[1]
    axes = np.zeros((len(left), dimensions))
    if m <= max(4 * dimensions, 60):
        _, vectors = np.linalg.eigh((matrix.T @ matrix).toarray())
    else:
        from scipy.sparse.linalg import LinearOperator, eigsh  # slow to import, and few need it

        transposed = matrix.T.tocsr()
        operator = LinearOperator((m, m), matvec=lambda x: transposed @ (matrix @ x), dtype=np.float64)
        start = np.random.Generator(np.random.PCG64(0)).standard_normal(m)
        _, vectors = eigsh(operator, k=dimensions, which="LA", v0=start, tol=1e-8)
    leading = vectors[:, ::-1][:, :dimensions]
    axes[np.flatnonzero(left), : leading.shape[1]] = leading
    return axes


def expected_logits(features: Floats, took: Ints, voted: Ints) -> Floats:
    """(n,) log-odds of taking one of the stances, by logistic regression of `took` out of `voted` on the features.

    Ridge penalty 1 on the standardised features; Newton's method. Bounded to +-8.
    """
    design = np.column_stack([np.ones(len(features)), features])
    penalty = np.full(design.shape[1], _RIDGE)
    penalty[0] = 1e-6
    weights = np.zeros(design.shape[1])
    weights[0] = np.log((took.sum() + 0.5) / (voted.sum() - took.sum() + 0.5))
    for _ in range(50):
        share = 1 / (1 + np.exp(-np.clip(design @ weights, -_FARTHEST, _FARTHEST)))
        slope = design.T @ (took - voted * share) - penalty * weights * (np.arange(len(weights)) > 0)
        curvature = design.T @ (design * (voted * share * (1 - share))[:, None]) + np.diag(penalty)
        step = np.clip(np.linalg.solve(curvature, slope), -1, 1)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return np.asarray(np.clip(design @ weights, -_FARTHEST, _FARTHEST), np.float64)
