"""Why no panel meets the quotas: what counting shows, and otherwise the smallest group of quotas that contradict each other."""

from collections.abc import Iterable

import numpy as np

from folkmoot.sortition.integer_program import IntegerProgram
from folkmoot.sortition.person_types import PersonTypes, person_types
from folkmoot.sortition.pool import Ints, Pool, count_of_people
from folkmoot.sortition.quotas import InfeasibleQuotas, Quota, Quotas


def open_types(pool: Pool, quotas: Quotas, size: int, *, fixed: Iterable[int] = (), excluded: Iterable[int] = ()) -> PersonTypes:
    """The types of person for these quotas when none of them binds: everybody who may still be drawn, and the seats left.

    Raises ValueError for mistakes, and InfeasibleQuotas when the size alone cannot be met, whatever the quotas.
    """
    fixed, excluded = tuple(fixed), tuple(excluded)
    quotas.check(pool, size)
    types = person_types(pool, Quotas([Quota(each.feature, each.level, 0, size) for each in quotas]), size, fixed=fixed, excluded=excluded)
    most = _most_people(types, np.arange(types.count))
    if most < types.seats:
        people = int(types.people.sum())
        raise InfeasibleQuotas(
            [
                f"Only one person of a household can be drawn, so the {people} people who can be drawn fill {most} of the {types.seats} "
                "seats that are left. Add people or draw fewer."
            ]
        )
    return types


def why_infeasible(pool: Pool, quotas: Quotas, size: int, *, fixed: Iterable[int] = (), excluded: Iterable[int] = ()) -> tuple[str, ...]:
    """Why no panel meets the quotas, in plain words; empty when there is one.

    First everything that counting shows, quota by quota and feature by feature. When counting shows nothing, the quotas contradict each
    other: those named cannot be met together, and could if any one limit among them were dropped (an irreducible infeasible subset, found
    by dropping one limit after another: Chinneck and Dravnieks, ORSA Journal on Computing 3, 1991; the limits listed last are dropped
    first). Raises ValueError for mistakes in the quotas, `fixed` or `excluded`.
    """
    fixed, excluded = tuple(fixed), tuple(excluded)
    reasons: list[str] = []
    try:
        person_types(pool, quotas, size, fixed=fixed, excluded=excluded)
    except InfeasibleQuotas as infeasible:
        reasons += infeasible.reasons
    try:
        types = open_types(pool, quotas, size, fixed=fixed, excluded=excluded)
    except InfeasibleQuotas as too_small:
        return tuple(dict.fromkeys([*too_small.reasons, *reasons]))
    taken = seats_taken(pool, quotas, types.fixed)
    for place, quota in enumerate(quotas):
        has = types.rows[1 + place].indices
        people, most = int(types.people[has].sum()), _most_people(types, has)
        if taken[place] + people >= quota.min > taken[place] + most:
            words = f"{quota.words}: the minimum is {quota.min}, but the {people} people who have it live in so few households that {most}"
            reasons.append(
                f"{words} of them can be drawn." if not taken[place] else f"{words} can join the {count_of_people(taken[place])} fixed."
            )
    return tuple(reasons) or _contradiction(types, quotas, taken, size)


def infeasible_quotas(
    pool: Pool, quotas: Quotas, size: int, *, fixed: Iterable[int] = (), excluded: Iterable[int] = ()
) -> InfeasibleQuotas:
    """The error to raise when a search has found no panel, with the reasons in words. Parameters and errors as in why_infeasible."""
    reasons = why_infeasible(pool, quotas, size, fixed=fixed, excluded=excluded)
    return InfeasibleQuotas(reasons or ["No jury meets all quotas at once, although each could be met alone. Widen some of them."])


def seats_taken(pool: Pool, quotas: Quotas, fixed: Ints) -> Ints:
    """(Q,) how many fixed people each quota counts."""
    return np.array([pool.has(quota.feature, quota.level)[fixed].sum() for quota in quotas], np.int64)


def feasibility_program(types: PersonTypes, quotas: Quotas, taken: Ints) -> IntegerProgram:
    """The programme whose solutions are the panels that meet the quotas, as counts of types; row 1 + place is that of a quota."""
    least, most = types.limits.row_least.astype(float), types.limits.row_most.astype(float)
    least[1 : 1 + len(quotas)] = [quota.min - gone for quota, gone in zip(quotas, taken.tolist(), strict=True)]
    most[1 : 1 + len(quotas)] = [quota.max - gone for quota, gone in zip(quotas, taken.tolist(), strict=True)]
    whole = np.ones(types.count, bool)
    return IntegerProgram(types.rows, least, most, np.zeros(types.count), types.limits.most.astype(float), np.zeros(types.count), whole)


def _most_people(types: PersonTypes, kinds: Ints) -> int:
    """How many people of these types one panel can have: everybody who lives alone, and one of each household."""
    households = types.households[kinds]
    return int(types.people[kinds][households < 0].sum()) + len(np.unique(households[households >= 0]))


def _contradiction(types: PersonTypes, quotas: Quotas, taken: Ints, size: int) -> tuple[str, ...]:
    program = feasibility_program(types, quotas, taken)
    if program.solve() is not None:
        return ()
    limits = {place: [quota.min - taken[place], quota.max - taken[place]] for place, quota in enumerate(quotas)}
    kept: dict[int, list[str]] = {}
    for place in reversed(range(len(quotas))):
        for side, nothing in ((1, np.inf), (0, -np.inf)):
            was, limits[place][side] = limits[place][side], nothing
            program.bound_row(1 + place, *limits[place])
            if program.solve() is not None:
                limits[place][side] = was
                program.bound_row(1 + place, *limits[place])
                quota = quotas.quotas[place]
                kept.setdefault(place, []).insert(0, f"at most {quota.max}" if side else f"at least {quota.min}")
    words = "; ".join(f"{quotas.quotas[place].words}: {' and '.join(kept[place])}" for place in sorted(kept))
    who = " with the fixed members" if len(types.fixed) else ""
    if len(kept) == 1:
        return (f"No panel of {size}{who} meets this quota: {words}.",)
    return (
        f"Each of these can be met, but no panel of {size}{who} meets them all together: {words}. "
        "If any one of these limits were dropped, the others could be met.",
    )
