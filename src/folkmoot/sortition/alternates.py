"""Alternates chosen up front, so that the quotas stay met as nearly as can be when members drop out and alternates take their seats.

The question and its objective are those of Assos, Baharav, Flanigan and Procaccia, "Alternates, Assemble! Selecting Optimal Alternates for
Citizens' Assemblies", EC 2025 (arXiv 2506.15716): of all sets of alternates take one that makes the expected misrepresentation least, by
minimising its average over sampled dropouts (sample average approximation).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from folkmoot.sortition.alternate_search import AlternateSearch
from folkmoot.sortition.dropouts import dropout_scenarios
from folkmoot.sortition.generator import Generator, seeded
from folkmoot.sortition.infeasible_reasons import open_types
from folkmoot.sortition.misrepresentation import Misrepresentation
from folkmoot.sortition.person_types import PersonTypes
from folkmoot.sortition.pool import Ints, Pool
from folkmoot.sortition.quotas import InfeasibleQuotas, Quotas

type Floats = NDArray[np.float64]

EXACT_UP_TO = 12_500  # types times different scenarios: seconds for the integer programme
_TRIED = 400  # sets tried by swaps
_SAME = 1e-9


@dataclass(frozen=True)
class Expected:
    """An expected misrepresentation, in people. standard_error: of the Monte Carlo mean over `scenarios`."""

    mean: float
    standard_error: float
    scenarios: int


@dataclass(frozen=True)
class Alternates:
    """people: the alternates, by number, rising. loss: their mean misrepresentation in the scenarios they were chosen for, in people;
    no set has less than `bound` there, and `proven` says that loss and bound are the same.

    On fresh scenarios that played no part in the choice, the same for all: `expected` of these alternates, `reserves` with reserves of
    the same profile as the members likeliest to drop out, `nobody` without alternates, and `saved`, reserves minus these alternates.
    """

    people: tuple[int, ...]
    loss: float
    bound: float
    proven: bool
    scenarios: int
    expected: Expected
    reserves: Expected
    nobody: Expected
    saved: Expected
    method: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """The result in plain words."""
        who = "1 alternate" if len(self.people) == 1 else f"{len(self.people)} alternates"
        best = "No other set does better there."
        if not self.proven:
            best = f"No set can miss fewer than {self.bound:.2f} there; a better one may exist."
        fewer = self.saved.mean > 2 * self.saved.standard_error
        against = "these alternates do clearly better" if fewer else "no clear difference"
        return (
            f"In {self.scenarios:,} sampled dropouts the panel with the {who} misses its quotas by {self.loss:.2f} people on average, "
            f"counted once for each quota that lacks them or has them too many. {best}",
            f"In {self.expected.scenarios:,} fresh ones it misses them by {_words(self.expected)}; without alternates by "
            f"{_words(self.nobody)}; with as many reserves of the same profile as the members likeliest to drop out by "
            f"{_words(self.reserves)}: {against}.",
            "This holds as far as the probabilities of dropping out do, and if members drop out independently of each other.",
        )


def choose_alternates(
    pool: Pool,
    quotas: Quotas,
    panel: Iterable[int],
    count: int,
    dropout: float | Floats,
    *,
    excluded: Iterable[int] = (),
    scenarios: int = 200,
    fresh: int = 1000,
    seed: int = 0,
    exact_up_to: int = EXACT_UP_TO,
) -> Alternates:
    """`count` alternates for the panel (people by number) out of the rest of the pool without the excluded.

    dropout: each person's probability of dropping out, one number or (n,) of the pool (`dropouts`); members drop out independently.
    Misrepresentation: the sum over all quotas of the members missing to its minimum or too many for its maximum, after those alternates
    took seats who help most, at most as many as dropped out. A seat left empty counts only through the quotas. Nobody who shares a
    household with a member or another alternate is an alternate, whoever drops out; alternates themselves are taken to come.

    `scenarios` are sampled with the seed (`dropout_scenarios`). Alternates are chosen one by one by their gain and then exchanged while
    that helps; when types of person times different scenarios are at most `exact_up_to`, an integer programme over all scenarios finds
    the best set. Which type of person is chosen follows from the quotas alone, not from the order of the list; among people of one type
    the seed's generator draws (`seeded(seed, "alternates")`), so that everyone of a type has the same chance. People of different types
    have not: only a lottery over whole panels makes chances equal.
    Raises ValueError for mistakes, and InfeasibleQuotas when there are too few people for so many alternates.
    """
    members = np.array(sorted(panel), np.int64)
    left_out = sorted(set(excluded) - set(members.tolist()))
    chances = _check(pool, members, count, dropout, scenarios, fresh)
    try:
        types = open_types(pool, quotas, len(members) + count, fixed=members.tolist(), excluded=left_out)
    except InfeasibleQuotas as too_few:
        raise InfeasibleQuotas([f"The pool has too few people for {count} alternates.", *too_few.reasons]) from too_few
    counted = types.rows[1 : 1 + len(quotas)]
    dropped = dropout_scenarios(chances[members], scenarios, seed=seed)
    sample = Misrepresentation(pool, quotas, members, dropped, counted)
    search = AlternateSearch(types, sample, len(quotas))
    draw = seeded(seed, "alternates")
    reserves = _same_profile(types, pool, members, chances[members], count, draw)
    best = min((search.greedy(), reserves), key=search.value)
    best, bound = search.improved(best, _TRIED), search.bound()
    loss, small = float(sample.shares @ sample.exact(best)), types.count * len(sample.shares) <= exact_up_to
    if small and loss > bound + _SAME:
        exact = search.exact()
        bound, found = exact.bound, float(sample.shares @ sample.exact(exact.alternates))
        if found < loss - _SAME:
            best, loss = exact.alternates, found
    people = sorted(person for kind in np.flatnonzero(best) for person in draw.shuffled(types.members[kind].tolist())[: best[kind]])
    again = Misrepresentation(
        pool, quotas, members, dropout_scenarios(chances[members], fresh, seed=seed, purpose="fresh dropouts"), counted
    )
    losses = [again.each(again.exact(each)) for each in (best, reserves, np.zeros_like(best))]
    expected, kept, nobody, saved = (_expected(each) for each in (*losses, losses[1] - losses[0]))
    proven = loss <= bound + _SAME
    how = "the best set by proof" if proven else "by greedy choice and exchanges"
    method = f"Least average misrepresentation over {scenarios:,} sampled dropouts (Assos et al., EC 2025), {how}"
    return Alternates(tuple(people), loss, min(bound, loss), proven, scenarios, expected, kept, nobody, saved, method)


def _check(pool: Pool, members: Ints, count: int, dropout: float | Floats, scenarios: int, fresh: int) -> Floats:
    wrong = []
    if not len(members):
        wrong.append("The panel has no members. Give the people who are on it.")
    elif members[0] < 0 or members[-1] >= pool.n or (np.diff(members) == 0).any():
        wrong.append(f"The members must be different numbers from 0 to {pool.n - 1}.")
    if isinstance(count, bool) or not isinstance(count, int) or count < 1:
        wrong.append(f"The number of alternates must be a whole number from 1, not {count!r}.")
    elif len(members) + count > pool.n:
        wrong.append(f"The pool has only {pool.n - len(members)} people besides the panel, too few for {count} alternates.")
    if scenarios < 1 or fresh < 2:
        wrong.append("Sample at least 1 scenario to choose by and 2 fresh ones to judge by.")
    chances = np.asarray(dropout, float)
    if chances.ndim == 0:
        chances = np.full(pool.n, float(chances))
    if chances.shape != (pool.n,):
        wrong.append(f"Give one probability of dropping out, or one for each of the {pool.n} people of the pool.")
    else:
        bad = np.flatnonzero(~((chances >= 0) & (chances <= 1)))
        if len(bad):
            wrong.append(f"Person {bad[0] + 1}: the probability of dropping out must lie between 0 and 1, not {chances[bad[0]]}.")
    if wrong:
        raise ValueError("\n".join(wrong))
    return chances


def _same_profile(types: PersonTypes, pool: Pool, members: Ints, chances: Floats, count: int, draw: Generator) -> Ints:
    """(T,) reserves as they are usually kept: for each of the members likeliest to drop out somebody like them, or as like as can be.

    Members equally likely to drop out, and people equally alike, come in random order.
    """
    features = list(pool.features)
    profile = np.stack([pool.codes[feature] for feature in features], 1)
    rank = draw.shuffled(range(len(members)))
    order = sorted(range(len(members)), key=lambda place: (-chances[place], rank[place]))
    people = draw.shuffled([(int(person), kind) for kind, each in enumerate(types.members) for person in each])
    chosen, homes = np.zeros(types.count, np.int64), set[int]()
    for place in range(count):
        member = profile[members[order[place % len(order)]]]
        free = [(person, kind) for person, kind in people if types.households[kind] not in homes]
        person, kind = max(free, key=lambda each: int((profile[each[0]] == member).sum()))
        people.remove((person, kind))
        chosen[kind] += 1
        homes |= {int(types.households[kind])} - {-1}
    return chosen


def _expected(losses: Any) -> Expected:
    return Expected(float(losses.mean()), float(losses.std(ddof=1) / np.sqrt(len(losses))), len(losses))


def _words(expected: Expected) -> str:
    return f"{expected.mean:.2f} (standard error {expected.standard_error:.2f})"
