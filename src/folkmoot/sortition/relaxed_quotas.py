"""The smallest change to quotas that no panel meets, so that one does: a proposal in plain words, never applied on its own."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

import numpy as np

from folkmoot.sortition.infeasible_reasons import open_types, seats_taken, why_infeasible
from folkmoot.sortition.integer_program import IntegerProgram
from folkmoot.sortition.person_types import PersonTypes
from folkmoot.sortition.pool import Ints, Pool
from folkmoot.sortition.quotas import Quotas

_EQUAL = 1e-6  # costs this close are equal

METHOD = (
    "The cheapest change by an exact integer programme. Raising a maximum costs 1 a person; lowering a minimum of m costs 1 + 2/m a "
    "person, so that losing the last person of a level costs 3. Among equally cheap changes: the fewest quotas, then those listed last."
)


@dataclass(frozen=True)
class Change:
    """One limit that moves: the `bound` of this quota `was` and `becomes`."""

    feature: str
    level: str
    bound: Literal["min", "max"]
    was: int
    becomes: int

    @property
    def words(self) -> str:
        """The change in plain words."""
        most = "at least" if self.bound == "min" else "at most"
        return f"{self.feature} {self.level}: {most} {self.becomes} instead of {self.was}"


@dataclass(frozen=True)
class RelaxedQuotas:
    """quotas: the changed ones, which a panel meets. changes: from those given; none when a panel met them already. reasons: why no panel
    met them. within_flex: whether every change keeps to the quotas' own min_flex and max_flex. cost: of the changes (see `method`)."""

    quotas: Quotas
    changes: tuple[Change, ...]
    reasons: tuple[str, ...]
    within_flex: bool
    cost: float
    method: str
    sentences: tuple[str, ...]


def relax_quotas(pool: Pool, quotas: Quotas, size: int, *, fixed: Iterable[int] = (), excluded: Iterable[int] = ()) -> RelaxedQuotas:
    """The cheapest changes of minimums and maximums after which a panel of `size` with the fixed and without the excluded people exists.

    A quota moves no further than its min_flex and max_flex, and not at all where these are None. If that does not suffice, the answer
    ignores them and says so. Nothing is changed in the quotas given: whoever runs the draw decides. The costs are those of the Sortition
    Foundation's stratification-app, as in the replication code of Flanigan et al., Nature 596 (2021): 1 + 2/m for each person by which a
    minimum m falls, 1 for each by which a maximum rises. Exact; ties go to the fewest changed quotas and then to the change that leaves
    the quotas and limits listed first most nearly as they are.
    Raises ValueError for mistakes, and InfeasibleQuotas when the size itself cannot be met, whatever the quotas.
    """
    fixed, excluded = tuple(fixed), tuple(excluded)
    types = open_types(pool, quotas, size, fixed=fixed, excluded=excluded)
    taken = seats_taken(pool, quotas, types.fixed)
    reasons = why_infeasible(pool, quotas, size, fixed=fixed, excluded=excluded)
    if not reasons:
        unchanged = ("A panel meets these quotas as they are: no change is needed.",)
        return RelaxedQuotas(quotas, (), (), within_flex=True, cost=0.0, method=METHOD, sentences=unchanged)
    by_flex = [
        limit
        for quota in quotas
        for limit in (
            0 if quota.min_flex is None else quota.min - quota.min_flex,
            0 if quota.max_flex is None else quota.max_flex - quota.max,
        )
    ]
    moves, within_flex = _cheapest(types, quotas, taken, by_flex) if any(by_flex) else None, True
    if moves is None:
        within_flex = False
        moves = _cheapest(types, quotas, taken, [limit for quota in quotas for limit in (quota.min, max(0, size - quota.max))])
    if moves is None:
        raise ArithmeticError("The size can be met without quotas, yet no change of the quotas was found.")
    changes = tuple(_changes(quotas, moves))
    cost = sum((each * move for each, move in zip(_costs(quotas), moves, strict=True)), Fraction())
    sentences = (*reasons, _advice(changes, within_flex=within_flex, flexible=any(by_flex)), *(f"{each.words}." for each in changes))
    return RelaxedQuotas(_changed(quotas, moves), changes, reasons, within_flex, float(cost), METHOD, sentences)


def _costs(quotas: Quotas) -> list[Fraction]:
    """Of a move by one person: each quota's minimum down, then its maximum up."""
    return [cost for quota in quotas for cost in (1 + Fraction(2, quota.min) if quota.min else Fraction(0), Fraction(1))]


def _cheapest(types: PersonTypes, quotas: Quotas, taken: Ints, furthest: list[int]) -> list[int] | None:
    """By how many people each limit moves (minimum down, maximum up, quota by quota), at most `furthest`; None when that cannot do.

    Variables: people of each type, the moves, and whether each quota moves at all.
    """
    from scipy.sparse import bmat, csr_matrix, eye, kron

    quotas_, others = len(quotas), types.rows.shape[0] - 1 - len(quotas)
    seats, counts, homes = types.rows[0], types.rows[1 : 1 + quotas_], types.rows[1 + quotas_ :]
    lower, upper = kron(eye(quotas_), csr_matrix([[1.0, 0.0]])), kron(eye(quotas_), csr_matrix([[0.0, -1.0]]))
    reach = np.array(furthest, float).reshape(quotas_, 2).sum(1)
    moved = kron(eye(quotas_), csr_matrix([[1.0, 1.0]]))
    switch = -csr_matrix((np.maximum(reach, 1), (np.arange(quotas_), np.arange(quotas_))))
    parts = [[seats, None, None], [counts, lower, None], [counts, upper, None], [None, moved, switch]]
    if others:
        parts.append([homes, None, None])
    rows = bmat(parts)
    least = [types.seats, *(quota.min - gone for quota, gone in zip(quotas, taken, strict=True)), *[-np.inf] * (2 * quotas_ + others)]
    most = [types.seats, *[np.inf] * quotas_, *(quota.max - gone for quota, gone in zip(quotas, taken, strict=True))]
    most += [0.0] * quotas_ + [1.0] * others
    first, switches = types.count, types.count + 2 * quotas_
    columns = switches + quotas_
    furthest_ = np.concatenate([types.limits.most, furthest, np.ones(quotas_)])
    costs = np.zeros(columns)
    costs[first:switches] = [float(cost) for cost in _costs(quotas)]
    program = IntegerProgram(rows, np.array(least), np.array(most), np.zeros(columns), furthest_, costs, np.ones(columns, bool))
    best = program.solve()
    if best is None:
        return None
    program.add_row(costs, -np.inf, best.cost + _EQUAL)
    used = np.zeros(columns)
    used[switches:] = 1
    program.price(used)
    best = program.solve() or best
    program.add_row(used, -np.inf, best.cost)
    for variable in range(first, switches):  # settle the ties: each limit in turn moves as little as it can
        if best.values[variable]:
            only = np.zeros(columns)
            only[variable] = 1
            program.price(only)
            best = program.solve() or best
        program.bound(variable, best.values[variable], best.values[variable])
    return [int(value) for value in best.values[first:switches]]


def _changes(quotas: Quotas, moves: list[int]) -> list[Change]:
    found = []
    for place, quota in enumerate(quotas):
        down, up = moves[2 * place], moves[2 * place + 1]
        if down:
            found.append(Change(quota.feature, quota.level, "min", quota.min, quota.min - down))
        if up:
            found.append(Change(quota.feature, quota.level, "max", quota.max, quota.max + up))
    return found


def _changed(quotas: Quotas, moves: list[int]) -> Quotas:
    result = []
    for place, quota in enumerate(quotas):
        least, most = quota.min - moves[2 * place], quota.max + moves[2 * place + 1]
        result.append(
            replace(
                quota,
                min=least,
                max=most,
                min_flex=None if quota.min_flex is None else min(quota.min_flex, least),
                max_flex=None if quota.max_flex is None else max(quota.max_flex, most),
            )
        )
    return Quotas(result)


def _advice(changes: tuple[Change, ...], *, within_flex: bool, flexible: bool) -> str:
    limits = "1 limit" if len(changes) == 1 else f"{len(changes)} limits"
    if within_flex:
        return f"The smallest change that helps moves {limits}, no further than the quotas say they may be moved:"
    why = "Moving the quotas as far as they say they may be moved does not help." if flexible else "No quota says that it may be moved."
    return f"{why} The smallest change that helps all the same moves {limits}:"
