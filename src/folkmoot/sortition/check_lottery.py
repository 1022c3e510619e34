"""A sceptic's check of a lottery: from the pool and the quotas alone, without the search that found it."""

from dataclasses import dataclass

import numpy as np

from folkmoot.sortition.certificate import Certificate, level_excesses, nash_gap
from folkmoot.sortition.lottery import Lottery
from folkmoot.sortition.panel_search import PanelSearch
from folkmoot.sortition.person_types import PersonTypes, person_types
from folkmoot.sortition.pool import Pool
from folkmoot.sortition.quotas import Quotas

TOLERANCE = 1e-7  # differences of chances, and excesses, up to this are rounding
_SAME = 1e-9
_AT_ITS_LEVEL = 1e-6  # levels are settled to a billionth, which can be worth a thousand times as much to those above


@dataclass(frozen=True)
class Check:
    """problems: what is wrong, in sentences; empty when all holds. excess: by how much, at most, the certificate leaves room for fairer
    chances (of a person, for leximin and maximin; of the mean logarithm, for nash; None without a certificate). bounds_proved: whether the
    bounds of the cuts were proved again."""

    problems: tuple[str, ...]
    excess: float | None
    bounds_proved: bool

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def check_lottery(lottery: Lottery, pool: Pool, quotas: Quotas, *, prove_bounds: bool = False) -> Check:
    """Check that every panel meets the quotas, that weights and chances agree, and that the certificate's inequalities hold.

    The inequalities are checked by sums and products alone, to 0.0000001. Where cuts were needed, they are checked on the panels of the
    lottery; prove_bounds also proves by branch and bound that no other panel breaks them, which takes as long as it takes.
    Raises ValueError when the pool or the quotas do not belong to the lottery.
    """
    if len(lottery.probabilities) != pool.n:
        raise ValueError(f"The lottery has {len(lottery.probabilities)} people and the pool {pool.n}. They must be the same.")
    types = person_types(pool, quotas, lottery.size, fixed=lottery.fixed, excluded=lottery.excluded)
    problems = _panel_problems(lottery, pool, quotas) + _chance_problems(lottery)
    certificate = lottery.certificate
    if certificate is None:
        return Check(tuple(problems), None, bounds_proved=False)
    expected = np.full(pool.n, -1)
    for kind, members in enumerate(types.members):
        expected[members] = kind
    if not np.array_equal(expected, certificate.type_of):
        return Check(
            (*problems, "The certificate's types of person are not those of this pool and these quotas."), None, bounds_proved=False
        )
    problems += _cut_problems(lottery, types, certificate, prove=prove_bounds)
    found, excess = _certificate_problems(lottery, types, certificate)
    return Check((*problems, *found), excess, bounds_proved=prove_bounds)


def _panel_problems(lottery: Lottery, pool: Pool, quotas: Quotas) -> list[str]:
    panels, problems = lottery.panels, []
    if panels.min(initial=0) < 0 or panels.max(initial=0) >= pool.n:
        return ["A panel has a person who is not in the pool."]
    problems += [
        f"Panel {row + 1} does not name its people in rising order, each once." for row in _rows((np.diff(panels, axis=1) <= 0).any(1))
    ]
    for quota in quotas:
        counts = pool.has(quota.feature, quota.level)[panels].sum(1)
        broken = _rows((counts < quota.min) | (counts > quota.max))
        problems += [f"Panel {row + 1} has {counts[row]} of {quota.words}, not {quota.min} to {quota.max}." for row in broken]
    homes = np.sort(pool.shared_households()[panels], axis=1)
    twice = ((np.diff(homes, axis=1) == 0) & (homes[:, 1:] >= 0)).any(1)
    problems += [f"Panel {row + 1} has two people of one household." for row in _rows(twice)]
    on_all, on_none = np.array(lottery.fixed, np.int64), np.array(lottery.excluded, np.int64)
    missing = np.array([not np.isin(on_all, panel).all() for panel in panels], bool) if len(on_all) else np.zeros(len(panels), bool)
    problems += [f"Panel {row + 1} lacks a person who is fixed." for row in _rows(missing)]
    problems += [f"Panel {row + 1} has a person who is excluded." for row in _rows(np.isin(panels, on_none).any(1))]
    return problems


def _rows(broken: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> list[int]:
    return [int(row) for row in np.flatnonzero(broken)]


def _chance_problems(lottery: Lottery) -> list[str]:
    problems, weights = [], lottery.weights
    if (weights <= 0).any():
        problems.append("A panel's weight is not above 0.")
    if abs(weights.sum() - 1) > _SAME:
        problems.append(f"The panels' weights add up to {weights.sum():.12g}, not 1.")
    chances = np.bincount(lottery.panels.ravel(), np.repeat(weights, lottery.size), len(lottery.probabilities))[
        : len(lottery.probabilities)
    ]
    wrong = np.flatnonzero(np.abs(chances - lottery.probabilities) > _SAME)
    problems += [
        f"Person {person + 1} is drawn with chance {chances[person]:.9f}, not {lottery.probabilities[person]:.9f}." for person in wrong
    ]
    return problems


def _cut_problems(lottery: Lottery, types: PersonTypes, certificate: Certificate, *, prove: bool) -> list[str]:
    problems: list[str] = []
    known = certificate.type_of[lottery.panels]
    for number, cut in enumerate(certificate.cuts, 1):
        heaviest = float(np.where(known >= 0, np.append(cut.weights, 0.0)[known], 0.0).sum(1).max())
        if prove:
            heaviest = max(heaviest, PanelSearch(types).best(cut.weights).bound)
        if heaviest > cut.most + _SAME * (1 + abs(cut.most)):
            problems.append(f"Cut {number} says that no panel weighs more than {cut.most:.9g}, but one may weigh {heaviest:.9g}.")
    return problems


def _certificate_problems(lottery: Lottery, types: PersonTypes, certificate: Certificate) -> tuple[list[str], float]:
    chances = np.array([lottery.probabilities[members[0]] for members in types.members])
    problems = [
        f"Person {members[0] + 1} and others are alike to the quotas, but their chances differ."
        for members in types.members
        if np.ptp(lottery.probabilities[members]) > TOLERANCE
    ]
    problems += [
        f"The certificate says {level.chance:.9f} for people whose chance is another."
        for level in certificate.levels
        if (np.abs(chances[level.types] - level.chance) > _AT_ITS_LEVEL).any()
    ]
    settled = np.concatenate([np.zeros(0, np.int64), *(level.types for level in certificate.levels)])
    others = np.delete(chances, settled)
    if lottery.goal == "leximin" and len(others):
        problems.append("The certificate does not settle everyone's chance.")
    smallest = certificate.levels[-1].chance if certificate.levels else 0.0
    if lottery.goal == "maximin" and len(others) and others.min() < smallest - TOLERANCE:
        problems.append("Someone's chance is below the smallest that the certificate proves.")
    if lottery.goal == "maximin" and len(others) and smallest <= TOLERANCE * others.max():
        problems.append("The certificate proves at most whose chance is 0.")
    excess = max(level_excesses(types, certificate.cuts, certificate.levels), default=0.0)
    if lottery.goal == "nash":
        excess = max(excess, nash_gap(types, certificate, np.where(np.isin(np.arange(types.count), settled), 0, chances)))
    if excess > TOLERANCE:
        problems.append(f"The certificate leaves room for chances that are fairer by {excess:.3g}.")
    return problems, excess
