"""Conjunctions: sets of stances that the same people take together more often than the shares of the stances explain."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.stances import Floats, Ints, Stances

if TYPE_CHECKING:
    from scipy import sparse

RARE_SHARE = 0.5  # a conjunction starts from stances that a minority takes: there a small bloc can change the picture
MIN_TAKERS = 3
MIN_COMMON_VOTERS = 10
LEAST_VOTERS = 20
PARTNERS = 5
MAX_SEEDS = 1500
MAX_STANCES = 30
ALIKE = 0.8  # those who took this share of a conjunction's stances count as taking it
_HELD_BY = 0.75
_BLOCK = 256


def conjunctions(stances: Stances, least: int = 4) -> list[Ints]:
    """Sets of at least `least` stances, each sorted, grown greedily from pairs of rare stances whose takers coincide.

    Seeds are, for each rare stance (share at most 0.5, 3 takers, 20 voters), the 5 rare stances with the highest phi coefficient among
    the people who voted on both statements, phi * sqrt(common voters) above 3. A seed grows by the stance on which the people who
    already take 80% of it agree most surprisingly (likelihood ratio of their share against everybody's), while at least 75% of them
    take it and the surprise outweighs the choice among all stances. The order of arrival of people plays no part.
    """
    found: dict[tuple[int, ...], None] = {}
    inside: set[tuple[int, int]] = set()
    for a, b in seeds(stances):
        if (a, b) in inside:
            continue
        grown = sorted(grow(stances, a, b))
        inside.update((x, y) for at, x in enumerate(grown) for y in grown[at + 1 :])
        if len(grown) >= least:
            found.setdefault(tuple(grown))
    return [np.array(key, np.int64) for key in found]


def rare_stances(stances: Stances) -> Ints:
    """The stances a conjunction may start from."""
    enough = (stances.taken_by >= MIN_TAKERS) & (stances.seen_by >= LEAST_VOTERS)
    return np.flatnonzero(enough & (stances.share <= RARE_SHARE))


def seeds(stances: Stances) -> list[tuple[int, int]]:
    """Pairs (a, b), a < b, of rare stances whose takers coincide most: every stance's best partner first, then every second best."""
    rare = rare_stances(stances)
    taken = stances.takers[:, rare]
    seen = stances.voters[:, rare // 2]
    ranked: list[tuple[int, float, int, int]] = []
    for start in range(0, len(rare), _BLOCK):
        block = slice(start, start + _BLOCK)
        phi = _phi(taken[:, block], seen[:, block], taken, seen)
        phi[rare[block][:, None] // 2 == rare[None, :] // 2] = 0.0
        order = np.argsort(-np.round(phi, 9), axis=1, kind="stable")[:, :PARTNERS]
        for row, partners in enumerate(order):
            for rank, at in enumerate(partners):
                if phi[row, at] > 0:
                    pair = sorted((int(rare[start + row]), int(rare[at])))
                    ranked.append((rank, -round(float(phi[row, at]), 9), pair[0], pair[1]))
    kept: dict[tuple[int, int], None] = {}
    for _, _, a, b in sorted(ranked):
        kept.setdefault((a, b))
    return list(kept)[:MAX_SEEDS]


def _phi(
    taken: "sparse.csc_matrix", seen: "sparse.csc_matrix", all_taken: "sparse.csc_matrix", all_seen: "sparse.csc_matrix"
) -> NDArray[np.float64]:
    """Phi coefficients among common voters, 0 where they are few, not positive or not clear."""
    both = np.asarray((taken.T @ all_taken).todense(), np.float64)
    common = np.asarray((seen.T @ all_seen).todense(), np.float64)
    first = np.asarray((taken.T @ all_seen).todense(), np.float64)
    second = np.asarray((seen.T @ all_taken).todense(), np.float64)
    spread = np.sqrt(first * (common - first) * second * (common - second))
    phi = np.divide(both * common - first * second, spread, out=np.zeros_like(both), where=spread > 0)
    clear = (both >= MIN_TAKERS) & (common >= MIN_COMMON_VOTERS) & (phi * np.sqrt(common) > 3)
    return np.where(clear, phi, 0.0)


def grow(stances: Stances, a: int, b: int) -> list[int]:
    """The conjunction that grows from stances a and b, in the order in which stances joined it."""
    pool = np.union1d(_rows(stances.takers, a), _rows(stances.takers, b))
    by_stance, by_statement = stances.taken[pool].tocsc(), stances.seen[pool].tocsc()
    people_of_stance, people_of_statement = by_stance.T, by_statement.T  # made once: each step multiplies by both
    took, voted = np.zeros(len(pool)), np.zeros(len(pool))
    joined = np.zeros(len(stances.share), bool)
    chosen: list[int] = []
    following: int | None = a
    while following is not None and len(chosen) < MAX_STANCES:
        chosen.append(following)
        took[_rows(by_stance, following)] += 1
        voted[_rows(by_statement, following // 2)] += 1
        joined[[following, following ^ 1]] = True  # a statement joins with one side only
        if len(chosen) == 1:
            following = b
            continue
        holders = ((took >= 2) & (took >= ALIKE * voted)).astype(np.float64)
        among, of = people_of_stance @ holders, np.repeat(people_of_statement @ holders, 2)
        following = _most_surprising(among, of, np.where(joined, 1.0, stances.share)) if holders.sum() >= MIN_TAKERS else None
    return chosen


def _most_surprising(among: Floats, of: Floats, share: Floats) -> int | None:
    """The stance that `among` of `of` holders took though only `share` of everybody did, if that is more than choice explains."""
    candidates = np.flatnonzero((among >= MIN_TAKERS) & (among >= _HELD_BY * of) & (among > share * of))
    if not len(candidates):
        return None
    x, n, p = among[candidates], of[candidates], share[candidates]
    rest = n - x
    surprise = x * np.log(x / (n * p)) + np.where(rest > 0, rest * np.log(np.maximum(rest, 1) / (n * (1 - p))), 0.0)
    best = int(np.argmax(np.round(surprise, 9)))
    return int(candidates[best]) if surprise[best] > np.log(len(share)) else None


def _rows(by_column: "sparse.csc_matrix", place: int) -> NDArray[np.int32]:
    rows: NDArray[np.int32] = by_column.indices[by_column.indptr[place] : by_column.indptr[place + 1]]
    return rows
