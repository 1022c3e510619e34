"""Replacements for members of a panel who dropped out: a lottery for the open seats that respects what is left of the quotas."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from folkmoot.sortition.infeasible_reasons import seats_taken
from folkmoot.sortition.lottery import Lottery, Progress, leximin, maximin, nash
from folkmoot.sortition.person_types import person_types
from folkmoot.sortition.pool import Pool
from folkmoot.sortition.quotas import InfeasibleQuotas, Quota, Quotas
from folkmoot.sortition.relaxed_quotas import RelaxedQuotas, relax_quotas

_LOTTERIES: dict[str, Callable[..., Lottery]] = {"leximin": leximin, "maximin": maximin, "nash": nash}


class NoReplacements(InfeasibleQuotas):
    """Nobody left in the pool fills the open seats within the quotas. relaxed: the smallest change after which they can be filled."""

    def __init__(self, relaxed: RelaxedQuotas) -> None:
        super().__init__(relaxed.sentences)
        self.relaxed = relaxed


@dataclass(frozen=True)
class OpenSeats:
    """From least to most of the open seats must go to people of this level; available: how many who may be drawn have it."""

    feature: str
    level: str
    least: int
    most: int
    available: int


@dataclass(frozen=True, eq=False)
class Replacements:
    """lottery: over the people of the open seats alone, to be ticketed, committed to and drawn like any other. whole: the same lottery
    over whole panels, those who stay being on each. quotas: what the people of the open seats must meet. stays: who stays, and excluded:
    who cannot be drawn, by number. needs: level by level. available: how many people may be drawn at all.
    """

    lottery: Lottery
    whole: Lottery
    quotas: Quotas
    seats: int
    stays: tuple[int, ...]
    excluded: tuple[int, ...]
    needs: tuple[OpenSeats, ...]
    available: int
    method: str
    sentences: tuple[str, ...]


def replacement_lottery(
    pool: Pool,
    quotas: Quotas,
    size: int,
    *,
    stays: Iterable[int],
    gone: Iterable[int] = (),
    refused: Iterable[int] = (),
    goal: Literal["leximin", "maximin", "nash"] = "leximin",
    seed: int = 0,
    progress: Progress | None = None,
) -> Replacements:
    """The fairest lottery for the seats that are open when `stays` of a panel of `size` stay, or have confirmed.

    gone: members who dropped out. refused: others who may not be asked again. Neither can be drawn, nor can those who stay or anybody of
    their households; of every other household at most one person is drawn. A quota leaves to the open seats its minimum and maximum less
    those who stay. The chances are leximin (or as `goal` says) over the people who may still be drawn.
    Raises ValueError with every mistake at once; NoReplacements, with the smallest change to the quotas that would help, when nobody
    fills the open seats within the quotas; InfeasibleQuotas when there are too few people for the seats, whatever the quotas.
    """
    staying, left, unwilling = sorted(stays), sorted(gone), sorted(refused)
    _check(pool, quotas, size, staying, left, unwilling, goal)
    excluded = sorted({*left, *unwilling})
    try:
        types = person_types(pool, quotas, size, fixed=staying, excluded=excluded)
        whole = _LOTTERIES[goal](pool, quotas, size, seed=seed, fixed=staying, excluded=excluded, progress=progress)
    except InfeasibleQuotas as infeasible:
        raise NoReplacements(relax_quotas(pool, quotas, size, fixed=staying, excluded=excluded)) from infeasible
    seats, taken = size - len(staying), seats_taken(pool, quotas, types.fixed).tolist()
    remaining = Quotas(
        Quota(quota.feature, quota.level, max(0, quota.min - sit), min(seats, quota.max - sit))
        for quota, sit in zip(quotas, taken, strict=True)
    )
    free = np.isin(np.arange(pool.n), np.concatenate([np.zeros(0, np.int64), *types.members]))
    needs = tuple(
        OpenSeats(each.feature, each.level, each.min, each.max, int(pool.has(each.feature, each.level)[free].sum())) for each in remaining
    )
    chances = whole.probabilities.copy()
    chances[staying] = 0
    people = whole.panels[~np.isin(whole.panels, staying)].reshape(-1, seats)
    out = tuple(sorted({*staying, *excluded}))
    lottery = replace(whole, panels=people, probabilities=chances, fixed=(), excluded=out)
    sentences = _sentences(lottery, seats, size, len(left), needs, int(free.sum()), free)
    method = f"{whole.method} Those who stay are fixed."
    return Replacements(lottery, whole, remaining, seats, tuple(staying), out, needs, int(free.sum()), method, sentences)


def _check(pool: Pool, quotas: Quotas, size: int, stays: list[int], gone: list[int], refused: list[int], goal: str) -> None:
    wrong = list(quotas.mistakes(pool, size))
    for people, words in ((stays, "stay"), (gone, "dropped out"), (refused, "refused")):
        if people and not 0 <= people[0] <= people[-1] < pool.n:
            wrong.append(f"The people who {words} must be numbers from 0 to {pool.n - 1}.")
        twice = sorted({person for person in people if people.count(person) > 1})
        wrong += [f"Person {person + 1} is listed twice among those who {words}. Keep one." for person in twice]
    both = sorted(set(stays) & {*gone, *refused})
    wrong += [f"Person {person + 1} is said both to stay and not to be on the panel. Choose one." for person in both]
    if isinstance(size, int) and len(stays) >= size:
        wrong.append(f"{len(stays)} members stay on a panel of {size}: no seat is open.")
    if goal not in _LOTTERIES:
        wrong.append(f"The goal must be one of {', '.join(_LOTTERIES)}, not {goal!r}.")
    if wrong:
        raise ValueError("\n".join(wrong))


def _sentences(
    lottery: Lottery, seats: int, size: int, gone: int, needs: tuple[OpenSeats, ...], available: int, free: NDArray[np.bool_]
) -> tuple[str, ...]:
    open_ = "1 seat is" if seats == 1 else f"{seats} seats are"
    left = "" if not gone else " 1 member dropped out." if gone == 1 else f" {gone} members dropped out."
    chances = lottery.probabilities[free]
    bound = [need for need in needs if need.least or need.most < min(seats, need.available)]
    words = [
        f"{need.feature} {need.level}: "
        + (f"{need.least}" if need.least == need.most else f"{need.least} to {need.most}")
        + f" of the open seats, {need.available} available."
        for need in bound
    ]
    return (
        f"{open_} open of {size}.{left} {available:,} people may still be drawn.",
        f"Their chances to be drawn lie between {chances.min():.2%} and {chances.max():.2%}.",
        *words,
    )
