"""The certificate of a lottery: inequalities that prove its chances the fairest, and can be checked by multiplying and adding.

Take a price for each row (the seats, each quota, each shared household) and for each cut. A panel's rows are within their limits, so the
prices bound the weight of every panel, where a person of a type weighs what the rows and cuts that count that type cost together. An
average over panels, which is what chances are, has the same bound (linear programming duality; no solver is needed to check it).
"""

from dataclasses import dataclass

import numpy as np

from folkmoot.sortition.cuts import Cut, cut_rows
from folkmoot.sortition.linear_program import Floats, LinearProgram
from folkmoot.sortition.marginals import Level
from folkmoot.sortition.person_types import PersonTypes


@dataclass(frozen=True, eq=False)
class Balance:
    """Row prices (R,) and cut prices (C,) that prove a lottery's product of chances the greatest (see nash_gap)."""

    row_prices: Floats
    cut_prices: Floats


@dataclass(frozen=True, eq=False)
class Certificate:
    """type_of: (n,) the type of each person, -1 for one who is fixed or cannot be drawn. levels: from the lowest chance up; all of them
    for leximin, up to the smallest chance above 0 for maximin, those of chance 0 for nash. balance: for nash. cuts: what branch and bound
    proved of all panels besides the quotas; none when the quotas alone bound the chances. nodes: linear programmes solved in searches.
    """

    type_of: np.ndarray[tuple[int], np.dtype[np.int64]]
    levels: tuple[Level, ...]
    balance: Balance | None
    cuts: tuple[Cut, ...]
    nodes: int

    @property
    def gap(self) -> bool:
        """Whether counts that are not whole would allow fairer chances than panels do, so that cuts were needed."""
        return bool(self.cuts)


def weights_and_bound(types: PersonTypes, cuts: tuple[Cut, ...], row_prices: Floats, cut_prices: Floats) -> tuple[Floats, float]:
    """(T,) the weight of a person of each type, from 0, and what no panel's members weigh more than together. Only sums and products.

    A cut's price counts from 0. A type whose rows cost less than 0 weighs 0, and the bound grows by what a panel could gain by it.
    """
    limits, positive = types.limits, np.maximum(cut_prices, 0)
    cost = types.rows.T @ row_prices + cut_rows(list(cuts), types.count).T @ positive
    bound = np.maximum(row_prices, 0) @ limits.row_most + np.minimum(row_prices, 0) @ limits.row_least
    bound += sum(price * cut.most for price, cut in zip(positive.tolist(), cuts, strict=True))
    bound += np.maximum(-cost, 0) @ limits.most
    return np.maximum(cost, 0), float(bound)


def level_excesses(types: PersonTypes, cuts: tuple[Cut, ...], levels: tuple[Level, ...]) -> list[float]:
    """For each level, how much more than its chance a person of its types could have at most, while all others keep at least theirs.

    0 but for rounding proves the level. For a person of type t: (bound - what all weigh at their chances) / the weight of t.
    """
    chances = np.full(types.count, np.nan)
    for level in levels:
        chances[level.types] = level.chance
    excesses = []
    settled = np.zeros(types.count, bool)
    for level in levels:
        weight, bound = weights_and_bound(types, cuts, level.row_prices, level.cut_prices)
        least = np.where(settled, np.nan_to_num(chances), level.chance)
        spare = bound - float(weight @ (least * types.people))
        room = np.maximum(types.limits.most[level.types] / types.people[level.types] - level.chance, 0)
        own = (weight * types.people)[level.types]
        raised = np.divide(max(spare, 0), own, out=np.full(len(own), np.inf), where=own > 0)
        excesses.append(float(np.minimum(room, raised).max()))
        settled[level.types] = True
    return excesses


def nash_balance(types: PersonTypes, cuts: list[Cut], chances: Floats) -> Balance:
    """The prices for nash_gap: the dual of the most that panels can weigh when a person weighs 1 over their chance."""
    from scipy.sparse import csr_matrix, vstack

    rows = vstack([types.rows, csr_matrix(cut_rows(cuts, types.count))]) if cuts else types.rows
    limits, weights = types.limits, np.divide(1, chances, out=np.zeros(types.count), where=chances > 0)
    least = np.append(limits.row_least.astype(float), np.full(len(cuts), -np.inf))
    most = np.append(limits.row_most.astype(float), [cut.most for cut in cuts])
    programme = LinearProgram(rows, least, most, limits.least.astype(float), np.where(chances > 0, limits.most, 0), weights)
    if not programme.solve():
        raise ArithmeticError("The linear programme of the certificate found no solution.")
    prices = programme.row_prices
    return Balance(prices[: types.rows.shape[0]], prices[types.rows.shape[0] :])


def nash_gap(types: PersonTypes, certificate: Certificate, chances: Floats) -> float:
    """How much the mean logarithm of the chances could be greater at most, over everyone whose chance is above 0.

    log q - log p <= q/p - 1: with weights 1/p no lottery's mean logarithm exceeds this one's by more than bound / people - 1.
    """
    drawn = chances > 0
    if not drawn.any():
        return 0.0
    if certificate.balance is None:
        raise ValueError("Only the certificate of a Nash lottery has a balance.")
    weight, bound = weights_and_bound(types, certificate.cuts, certificate.balance.row_prices, certificate.balance.cut_prices)
    people = float(types.people[drawn].sum())
    short = np.maximum(1 / chances[drawn] - weight[drawn], 0)
    return max(0.0, (bound + float(short @ types.limits.most[drawn])) / people - 1)
