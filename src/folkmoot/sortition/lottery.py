"""The lottery over panels: which panels may be drawn, with what chance, and the chance that gives each person.

leximin: of all lotteries, the one that makes the smallest chance as great as can be, then the next smallest, and so on (Flanigan, Goelz,
Gupta, Hennig and Procaccia, "Fair algorithms for selecting citizens' assemblies", Nature 596, 2021, pp. 548-552).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from folkmoot.sortition.certificate import Certificate, nash_balance
from folkmoot.sortition.cuts import Cut
from folkmoot.sortition.decomposition import Decomposer, Decomposition
from folkmoot.sortition.infeasible_reasons import infeasible_quotas
from folkmoot.sortition.linear_program import Floats, Ints
from folkmoot.sortition.lottery_sentences import lottery_sentences
from folkmoot.sortition.marginals import Marginals, leximin_marginals
from folkmoot.sortition.panel_search import PanelSearch
from folkmoot.sortition.people_of_types import people_of_types
from folkmoot.sortition.person_types import PersonTypes, person_types
from folkmoot.sortition.pool import Pool
from folkmoot.sortition.quotas import Quotas
from folkmoot.sortition.smooth_marginals import even_marginals, nash_marginals

__all__ = ["Floats", "Goal", "Ints", "Lottery", "Progress", "leximin", "maximin", "nash"]

type Goal = Literal["leximin", "maximin", "nash", "legacy"]
type Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, eq=False)
class Lottery:
    """Panels and their chances.

    panels: (P, size) people by number, each row sorted ascending. weights: (P,) each panel's chance, above 0, sum 1.
    probabilities: (n,) each person's chance to be on the panel drawn. goal: what the chances were made for. certificate: what proves them
    the fairest; None for legacy. fixed, excluded: people who are on every panel, and on none, because they were said to be.
    """

    panels: Ints
    weights: Floats
    probabilities: Floats
    goal: Goal
    method: str
    certificate: Certificate | None = None
    fixed: tuple[int, ...] = ()
    excluded: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        """How many people a panel has."""
        return int(self.panels.shape[1])

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the lottery gives people, in plain words."""
        return lottery_sentences(self.probabilities, self.size, self.goal, len(self.panels))


def leximin(
    pool: Pool,
    quotas: Quotas,
    size: int,
    *,
    seed: int = 0,
    fixed: Iterable[int] = (),
    excluded: Iterable[int] = (),
    progress: Progress | None = None,
) -> Lottery:
    """The leximin lottery: its chances are the only ones that are fairest in this sense, whatever the seed.

    fixed, excluded: people who are on every panel, and on none; at most one of a household is on any. seed: which of the lotteries with
    these chances. progress: called with words for the stage, how much is done and of how much. The method is exact: the chances are the
    leximin of all counts that meet the quotas, panels or not, which no lottery surpasses; if no panels average to them, branch and bound
    proves an inequality of panels that they break, and they are found again with it.
    Raises ValueError for mistakes in what is given and InfeasibleQuotas when no panel meets the quotas.
    """

    def chances(types: PersonTypes, cuts: list[Cut]) -> Marginals:
        return leximin_marginals(types, cuts, progress=_stage(progress, "Working out chances"))

    return _fairest(_Task(pool, quotas, size, "leximin", seed, tuple(fixed), tuple(excluded), progress), chances)


def maximin(
    pool: Pool,
    quotas: Quotas,
    size: int,
    *,
    seed: int = 0,
    fixed: Iterable[int] = (),
    excluded: Iterable[int] = (),
    progress: Progress | None = None,
) -> Lottery:
    """The lottery with the greatest smallest chance of anyone who can be drawn and, of these, the least sum of squared chances.

    Parameters, method and errors as in leximin.
    """
    return _fairest(_Task(pool, quotas, size, "maximin", seed, tuple(fixed), tuple(excluded), progress), even_marginals)


def nash(
    pool: Pool,
    quotas: Quotas,
    size: int,
    *,
    seed: int = 0,
    fixed: Iterable[int] = (),
    excluded: Iterable[int] = (),
    progress: Progress | None = None,
) -> Lottery:
    """The lottery with the greatest product of the chances of everyone who can be drawn. Parameters, method and errors as in leximin."""
    return _fairest(_Task(pool, quotas, size, "nash", seed, tuple(fixed), tuple(excluded), progress), nash_marginals)


type _Marginals = Callable[[PersonTypes, list[Cut]], Marginals]
type _Found = tuple[Marginals, Decomposition, list[Cut], int]

# nobody is left to draw: the fixed people are the one panel
_SETTLED: _Found = (Marginals(np.zeros(0), ()), Decomposition(np.zeros((1, 0), np.int64), np.ones(1)), [], 0)


@dataclass(frozen=True)
class _Task:
    pool: Pool
    quotas: Quotas
    size: int
    goal: Goal
    seed: int
    fixed: tuple[int, ...]
    excluded: tuple[int, ...]
    progress: Progress | None


def _fairest(task: _Task, marginals: _Marginals) -> Lottery:
    types = person_types(task.pool, task.quotas, task.size, fixed=task.fixed, excluded=task.excluded)
    random = np.random.Generator(np.random.PCG64(task.seed))
    found, result, cuts, nodes = _decompose(task, types, marginals, random) if types.count else _SETTLED
    panels, weights = people_of_types(types, result.panels, result.weights, random)
    probabilities = np.bincount(panels.ravel(), np.repeat(weights, task.size), task.pool.n)
    balance = nash_balance(types, cuts, found.chances) if task.goal == "nash" and types.count else None
    type_of = np.full(task.pool.n, -1)
    for kind, members in enumerate(types.members):
        type_of[members] = kind
    certificate = Certificate(type_of, found.levels, balance, tuple(cuts), nodes)
    fixed, excluded = tuple(sorted(task.fixed)), tuple(sorted(task.excluded))
    return Lottery(panels, weights, probabilities, task.goal, _METHODS[task.goal], certificate, fixed, excluded)


def _decompose(task: _Task, types: PersonTypes, marginals: _Marginals, random: np.random.Generator) -> _Found:
    """Chances and the panels that average to them, with as many cuts as that takes."""
    whole = PanelSearch(types)
    first = whole.best(np.zeros(types.count)).panel
    if first is None:
        raise infeasible_quotas(task.pool, task.quotas, task.size, fixed=task.fixed, excluded=task.excluded)
    decomposer, cuts = Decomposer(types, whole, first, random), list[Cut]()
    while True:
        found = marginals(types, cuts)
        result = decomposer.decompose(found.chances, _stage(task.progress, "Finding panels"))
        if isinstance(result, Decomposition):
            return found, result, cuts, whole.nodes
        cuts.append(result)
        if task.progress:
            task.progress("Proving bounds", len(cuts), len(cuts))


def _stage(progress: Progress | None, words: str) -> Callable[[int, int], None] | None:
    return None if progress is None else lambda done, of: progress(words, done, of)


_METHODS = {
    "leximin": "Leximin of the chances under the quotas by linear programmes, then panels that average to them.",
    "maximin": "Greatest smallest chance, then the least sum of squares, under the quotas, then panels that average to them.",
    "nash": "Greatest product of the chances under the quotas by an interior point method, then panels that average to them.",
}
