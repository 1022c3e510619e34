"""From a lottery to 10, 100, 1,000 or 10,000 panels that are all equally likely: each panel a person is on is one ticket of theirs.

Drums with ten balls, or ten-sided dice, can then draw the panel before everybody's eyes, and everybody can count their own tickets. The
price is a small rounding of the chances, which is told for each person.
"""

from dataclasses import dataclass

import numpy as np

from folkmoot.sortition.draw_files import points
from folkmoot.sortition.generator import seeded
from folkmoot.sortition.lottery import Floats, Ints, Lottery
from folkmoot.sortition.panel_search import PanelSearch
from folkmoot.sortition.person_types import PersonTypes, person_types
from folkmoot.sortition.physical_draw import SIZES
from folkmoot.sortition.pool import Pool
from folkmoot.sortition.quotas import Quotas
from folkmoot.sortition.rotation import people_of_panels
from folkmoot.sortition.ticket_rounding import Due, Wanted, rounded

NEVER = 1e-9  # a smaller chance is none
MOST_NODES = 100  # linear programmes in the search for one panel


@dataclass(frozen=True, eq=False)
class Tickets:
    """Equally likely panels. panels: (count, size) people by number, each row rising; in no order that matters, and not yet numbered.

    counts: (n,) on how many of them each person is. before: (n,) each person's chance by the lottery. after: (n,) counts / panels.
    """

    panels: Ints
    counts: Ints
    before: Floats
    after: Floats
    method: str
    sentences: tuple[str, ...]

    @property
    def largest_deviation(self) -> float:
        """The largest |after - before| of a person."""
        return float(np.abs(self.after - self.before).max())

    @property
    def mean_deviation(self) -> float:
        """The mean |after - before|."""
        return float(np.abs(self.after - self.before).mean())

    @property
    def lowest(self) -> float:
        """The lowest chance of a person after rounding."""
        return float(self.after.min())

    @property
    def highest(self) -> float:
        """The highest chance of a person after rounding."""
        return float(self.after.max())


def make_tickets(lottery: Lottery, pool: Pool, quotas: Quotas, *, count: int = 1000, seed: int = 0, outside: bool = True) -> Tickets:
    """The lottery as `count` equally likely panels, each person on as near as can be to count x chance of them (`ticket_rounding`).

    People whom no quota tells apart are on the same number of panels, give or take one (`rotation`), unless one is sure to be drawn
    or cannot be. seed: decides who of them has one more. outside: allow panels outside the lottery, which meet every quota too and bring
    the rounding nearer. Raises ValueError when count is not 10, 100, 1,000 or 10,000, or when the parts do not belong together.
    """
    if count not in SIZES:
        raise ValueError(f"Tickets are for 10, 100, 1,000 or 10,000 panels, not {count}.")
    chances = lottery.probabilities
    if len(chances) != pool.n:
        raise ValueError(f"The lottery has {len(chances)} people and the pool {pool.n}. They must be the same.")
    fixed, shut_out = np.flatnonzero(chances > 1 - NEVER), np.flatnonzero(chances < NEVER)
    types = person_types(pool, quotas, lottery.panels.shape[1], fixed=fixed.tolist(), excluded=shut_out.tolist())
    if not types.count:  # every place is somebody's for sure
        panels = np.tile(types.fixed, (count, 1))
        return _tickets(panels, np.bincount(panels.ravel(), minlength=pool.n), chances)
    by_type, weights = _by_type(lottery, types)
    due = Due(count * np.array([chances[members].sum() for members in types.members]), types.people)
    result = rounded(by_type, weights, due, count, _wanted(types) if outside else None)
    people_of = [members.tolist() for members in types.members]
    panels = people_of_panels(result.panels, result.copies, people_of, types.fixed.tolist(), seeded(seed, "rotation"))
    return _tickets(panels, np.bincount(panels.ravel(), minlength=pool.n), chances)


def _by_type(lottery: Lottery, types: PersonTypes) -> tuple[Ints, Floats]:
    """(P, types) and (P,) the lottery's panels as members of each type beside the fixed people, and their chances. A panel without one of
    them, or with somebody who cannot be drawn, has a chance of less than a billionth and is left out."""
    kind = np.full(types.pool_size, types.count)
    for number, members in enumerate(types.members):
        kind[members] = number
    kind[types.fixed] = types.count + 1
    counts = np.array([np.bincount(kind[panel], minlength=types.count + 2) for panel in lottery.panels], np.int64)
    kept = (counts[:, -2] == 0) & (counts[:, -1] == len(types.fixed))
    if not kept.any():
        raise ValueError("The lottery's chances are not those of its panels. Make the lottery again.")
    return counts[kept, : types.count], lottery.weights[kept]


def _wanted(types: PersonTypes) -> Wanted:
    search = PanelSearch(types)
    return lambda values: search.best(values, most_nodes=MOST_NODES).panel


def _tickets(panels: Ints, counts: Ints, before: Floats) -> Tickets:
    count, size = panels.shape
    after = counts / count
    moved = np.abs(after - before)
    different = len(np.unique(panels, axis=0))
    shut_out = int(((counts == 0) & (before > 0)).sum())
    sentences = [
        f"{count:,} equally likely panels of {size} people, {different:,} of them different. "
        f"Rounding to whole tickets moved nobody's chance by more than {points(moved.max())}.",
        f"The lowest chance is {after.min():.2%} and the highest {after.max():.2%}; before rounding they were {before.min():.2%} and "
        f"{before.max():.2%}.",
    ]
    if shut_out:
        who = "One person has" if shut_out == 1 else f"{shut_out:,} people have"
        sentences.append(f"{who} a chance above 0 that is too small for one ticket in {count:,}, and so no ticket. Use more panels.")
    method = f"{count:,} equal panels: whole copies of the lottery's panels, then local search for the smallest largest deviation a person"
    return Tickets(panels, counts, before, after, method, tuple(sentences))
