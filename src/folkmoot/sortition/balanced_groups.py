"""Balanced groups: the people of a jury at tables, or of a cohort in focus groups, so that each group is as mixed as all together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import comb

import numpy as np

from folkmoot.sortition.generator import Generator, seeded
from folkmoot.sortition.group_program import programmed
from folkmoot.sortition.group_rules import BROKEN, Deviation, GroupRules, Households, group_rules
from folkmoot.sortition.group_search import Seating, drawn_seats, searched
from folkmoot.sortition.pool import Ints, Pool
from folkmoot.sortition.quotas import InfeasibleQuotas, Quotas

type Groups = tuple[tuple[int, ...], ...]

EXACT_UP_TO = 60  # units times groups: seconds for the integer programme
_STARTS = 4
_MOST_COST = 100
_PASSES = 2  # over all rounds, each seated anew given the others


@dataclass(frozen=True)
class BalancedGroups:
    """rounds: of each round its groups, of each group its people by number, rising.

    deviation: of each round, the sum over levels and groups of the (squared or absolute) difference, in people, from the even share; no
    round can have less than `bound`, and `proven` says that all have exactly that. repeats: how often two people meet who met before,
    not counting those who are to stay together; no rounds have fewer than `fewest_repeats`. met: how many pairs meet at least once, of
    `pairs` that may.
    """

    rounds: tuple[Groups, ...]
    deviation: tuple[float, ...]
    bound: float
    proven: bool
    repeats: int
    fewest_repeats: int
    met: int
    pairs: int
    method: str
    sentences: tuple[str, ...]


def balanced_groups(
    pool: Pool,
    groups: int | Sequence[int],
    *,
    people: Iterable[int] | None = None,
    features: Sequence[str] | None = None,
    quotas: Quotas | None = None,
    together: Iterable[Iterable[int]] = (),
    apart: Iterable[Iterable[int]] = (),
    households: Households = "free",
    rounds: int = 1,
    deviation: Deviation = "squared",
    repeat_cost: float = 1.0,
    seed: int = 0,
    exact_up_to: int = EXACT_UP_TO,
) -> BalancedGroups:
    """Groups in which each level of the features has as nearly as can be its share of the places, and new company in each round.

    groups: how many, of sizes that differ by one at most, or the sizes. people: of the pool (all). features: to share out (all). quotas:
    of every group. together, apart: sets of people who stay together, or of whom no two meet; households: the same for whole households.
    What is made small is the deviation of all rounds plus `repeat_cost` for each time that two people meet again.

    Seats are drawn by the seed's generator and exchanged while that helps, in whole numbers (Kernighan and Lin, Bell System Technical
    Journal 49, 1970, for exchanges; shakes as in Lourenço, Martin and Stützle, iterated local search, 2003), then an integer programme
    proves or improves a single round with at most `exact_up_to` units times groups. Otherwise `bound` says how much better it could be.
    Raises ValueError with every mistake at once, and InfeasibleQuotas when no groups keep to the rules, or none were found.
    """
    wrong = []
    if isinstance(rounds, bool) or not isinstance(rounds, int) or rounds < 1:
        wrong.append(f"The rounds must be a whole number from 1, not {rounds!r}.")
    if not 0 <= repeat_cost <= _MOST_COST:
        wrong.append(f"The cost of a repeat must be a number from 0 to {_MOST_COST}, not {repeat_cost!r}.")
    rules = group_rules(pool, groups, people, features, quotas or Quotas(()), together, apart, households, deviation, wrong)
    generator = seeded(seed, "groups")
    again = round(repeat_cost * rules.people**rules.power)
    first, bound = _single(rules, generator, exact_up_to)
    seated = [first]
    while len(seated) < rounds:
        start = drawn_seats(rules, generator)
        seated.append(_reseated(rules, seated, [first if start is None else start], again, bound, generator))
    for _ in range(_PASSES if rounds > 1 else 0):
        before = [each.copy() for each in seated]
        for place in range(rounds):
            others = seated[:place] + seated[place + 1 :]
            seated[place] = _reseated(rules, others, [seated[place]], again, bound, generator)
        if all((one == other).all() for one, other in zip(before, seated, strict=True)):
            break
    return _result(rules, seated, bound, deviation)


def _single(rules: GroupRules, generator: Generator, exact_up_to: int) -> tuple[Ints, int]:
    """The groups of one round, and a cost that no round undercuts. Raises InfeasibleQuotas."""
    nobody = np.zeros_like(rules.apart)
    starts = [start for start in (drawn_seats(rules, generator) for _ in range(_STARTS)) if start is not None]
    if starts:
        best = searched(rules, nobody, starts, generator, shakes=_shakes(rules), enough=rules.bound)
    if not starts or Seating(rules, nobody, best).cost >= BROKEN:
        try:
            found = programmed(rules, generator, balance=False)
        except ArithmeticError as error:
            raise InfeasibleQuotas(["No groups that keep to all rules were found. Loosen a quota, or keep fewer people apart."]) from error
        if found is None:
            raise InfeasibleQuotas(["No groups keep to all rules at once. Loosen a quota, or keep fewer people together or apart."])
        best = searched(rules, nobody, [found[0]], generator, shakes=_shakes(rules), enough=rules.bound)
    bound, cost = rules.bound, Seating(rules, nobody, best).cost
    if cost > bound and len(rules.units) * len(rules.sizes) <= exact_up_to:
        exact = programmed(rules, generator)
        if exact is not None:
            bound = max(bound, exact[1])
            best = min((best, exact[0]), key=lambda group: Seating(rules, nobody, group).cost)
    return best, bound


def _reseated(rules: GroupRules, others: list[Ints], starts: list[Ints], again: int, bound: int, generator: Generator) -> Ints:
    met = np.zeros_like(rules.apart)
    for group in others:
        met |= group[:, None] == group
    np.fill_diagonal(met, 0)
    pairs = again * met * np.outer(rules.unit_sizes, rules.unit_sizes)
    result = searched(rules, pairs, starts, generator, shakes=_shakes(rules), enough=bound)
    if Seating(rules, pairs, result).cost >= BROKEN:  # a start outside the rules: begin with a round that keeps to them
        result = searched(rules, pairs, [others[0]], generator, shakes=_shakes(rules), enough=bound)
    return result


def _shakes(rules: GroupRules) -> int:
    return max(10, min(60, 4000 // len(rules.units)))


def _result(rules: GroupRules, seated: list[Ints], bound: int, deviation: Deviation) -> BalancedGroups:
    nobody = np.zeros_like(rules.apart)
    costs = [Seating(rules, nobody, group).cost for group in seated]
    weight = np.outer(rules.unit_sizes, rules.unit_sizes)
    times = np.sum([group[:, None] == group for group in seated], 0)
    upper = np.triu_indices(len(rules.units), 1)
    meetings, weights = times[upper], weight[upper]
    repeats, met = int((np.maximum(0, meetings - 1) * weights).sum()), int((weights * (meetings > 0)).sum())
    pairs = int((weights * (rules.apart[upper] == 0)).sum())
    fewest = _fewest_repeats(rules, len(seated), pairs)
    proven = all(cost == bound for cost in costs)
    rounds = tuple(
        tuple(tuple(sorted(int(p) for u in np.flatnonzero(group == place) for p in rules.units[u])) for place in range(len(rules.sizes)))
        for group in seated
    )
    values = tuple(rules.deviation(cost) for cost in costs)
    sizes = f"{rules.sizes.min()}" if rules.sizes.min() == rules.sizes.max() else f"{rules.sizes.min()} to {rules.sizes.max()}"
    mean = sum(values) / len(values)
    best = "No groups come nearer to even shares." if proven else f"No groups come nearer than {rules.deviation(bound):.2f}."
    sentences = [
        f"{rules.people} people in {len(rules.sizes)} groups of {sizes}. The {deviation} deviations from even shares of each level "
        f"add up to {mean:.2f}{' a round' if len(seated) > 1 else ''}. {best}"
    ]
    if len(seated) > 1:
        fewer = "no rounds of these sizes have fewer" if repeats == fewest else f"no rounds of these sizes have fewer than {fewest}"
        sentences.append(f"In {len(seated)} rounds {met} of {pairs} pairs meet. Two people meet again {repeats} times; {fewer}.")
    how = "least deviation by proof" if proven else "with a proven bound of the deviation"
    method = f"Exchanges in whole numbers from drawn seats, {how}; {deviation} deviations"
    return BalancedGroups(rounds, values, rules.deviation(bound), proven, repeats, fewest, met, pairs, method, tuple(sentences))


def _fewest_repeats(rules: GroupRules, rounds: int, pairs: int) -> int:
    """What no rounds can avoid: more meetings than pairs, or a group with more places than there were groups in the round before."""
    sizes = rules.sizes.tolist()
    kept = sum(comb(int(size), 2) for size in rules.unit_sizes)
    meetings = sum(comb(size, 2) for size in sizes) - kept
    again = 0
    for size in sizes:
        came = [0] * len(sizes)
        for _ in range(size):
            open_ = [place for place, number in enumerate(came) if number < sizes[place]]
            came[min(open_, key=lambda place: came[place])] += 1
        again += sum(comb(number, 2) for number in came)
    return max(0, rounds * meetings - pairs, (rounds - 1) * (again - kept))
