"""Which counts of who moved may be shown, so that no small one can be worked out from the rest and the number of people."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

from folkmoot.survey.shift import PairedTable

type Counts = npt.NDArray[np.int64]
type Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class MovesShown:
    """cells: (levels, levels) by the answer before and after. before, after: (levels,) people who gave each answer. moved: whether the
    numbers who moved and who did not may be shown. ways: whether those who moved each way may."""

    cells: Mask
    before: Mask
    after: Mask
    moved: bool
    ways: bool

    @property
    def everything(self) -> bool:
        """Whether nothing is hidden."""
        return bool(self.cells.all() and self.before.all() and self.after.all() and self.moved and self.ways)


def moves_shown(table: PairedTable, least: int, known: Sequence[tuple[int, Mask]] = ()) -> MovesShown:
    """What may be shown beside the number of people. known: of which step (0 or 1) which levels' people other tables add up.

    The unknowns are the cells of the table. A sum of them is small when it is 1 to `least` - 1 people. Sums are hidden, cells first and
    the smallest first, until the range of each small one, given all that are shown, is `least` wide."""
    size = len(table.levels)
    row, column = np.divmod(np.arange(size * size), size)
    cells = [np.arange(size * size) == at for at in range(size * size)]
    margins = [*(row == at for at in range(size)), *(column == at for at in range(size))]
    summaries = [row != column, row == column, column > row, column < row]
    sums = np.array([*cells, *margins, *summaries])
    rank = np.repeat([0, 2, 1], [len(cells), len(margins), len(summaries)])  # the answers before and after are the last to be hidden
    told = np.array([mask[row if step == 0 else column] for step, mask in known], np.bool_).reshape(-1, size * size)
    shown = shown_sums(table.counts.ravel(), sums, rank, least, told)
    of_cells, of_margins, of_summaries = np.split(shown, [len(cells), len(cells) + len(margins)])
    return MovesShown(
        cells=of_cells.reshape(size, size),
        before=of_margins[:size],
        after=of_margins[size:],
        moved=bool(of_summaries[:2].all()),
        ways=bool(of_summaries.all()),
    )


def nothing_shown(levels: int) -> MovesShown:
    """Nothing but the number of people."""
    none = np.zeros(levels, np.bool_)
    return MovesShown(np.zeros((levels, levels), np.bool_), none, none, moved=False, ways=False)


def shown_sums(counts: Counts, sums: Mask, rank: Counts, least: int, told: Mask) -> Mask:
    """(sums,) which may be shown beside the total. sums: (sums, cells) the cells of each. rank: of each, the lowest hidden first.
    told: (k, cells) sums that are shown elsewhere, whatever is hidden here."""
    values = sums @ counts
    small = (values > 0) & (values < least)
    shown = ~small
    if 0 < counts.sum() < least:
        return np.zeros(len(sums), np.bool_)
    order = [int(at) for at in np.lexsort((values, rank)) if shown[at]]
    for at in np.flatnonzero(small):  # hiding more only widens ranges, so each small sum is looked at once
        while order and _range(counts, np.vstack([told, sums[shown]]), sums[at]) < least:
            shown[order.pop(0)] = False
    return shown


def _range(counts: Counts, shown: Mask, wanted: Mask) -> int:
    """How far apart the least and the most that a sum can be are, given the sums that are shown and the total."""
    rules = np.vstack([np.ones(counts.size), shown]).astype(float)
    least, most = (
        linprog(sign * wanted.astype(float), A_eq=rules, b_eq=rules @ counts, bounds=(0, None), method="highs").fun for sign in (1, -1)
    )
    return round(float(-most - least))
