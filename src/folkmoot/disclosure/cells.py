"""Small counts: which cells of a table are hidden, why, and the proof that they stay hidden."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from folkmoot.disclosure.audit import Audit, Counts, Mask, audit, checked_table
from folkmoot.disclosure.complementary import hide_cells, hide_groups, is_protected, required_widths

Zeros = Literal["shown", "hidden"]

THRESHOLD = 5  # counts under it are small
SHORTHAND = "[c]"  # what a published table shows in place of a hidden number: confidential


class CellStatus(IntEnum):
    """Whether a count may be shown, and if not, why. A published table does not tell the two reasons apart: that would help an attacker."""

    SHOWN = 0
    SMALL = 1
    PROTECTING = 2

    @property
    def meaning(self) -> str:
        """The status in words."""
        return ("shown", "hidden because it counts very few people", "hidden because another hidden count would follow from it")[self]


@dataclass(frozen=True, eq=False)
class Suppression:
    """Which counts of a table are hidden.

    status: (groups, answers) of CellStatus. totals_shown: whether the totals over groups may be shown beside them.
    audit: the range an attacker is left with for each hidden count: for a small one at least `protection` wide, or its group's size
    if less; a count that is hidden only to cover it may be narrower.
    """

    status: NDArray[np.int8]
    totals_shown: bool
    audit: Audit
    threshold: int
    protection: int

    @property
    def hidden(self) -> Mask:
        """(groups, answers) True where not shown."""
        return np.asarray(self.status != CellStatus.SHOWN, np.bool_)

    @property
    def hidden_groups(self) -> Mask:
        """(groups,) True where any count of the group is hidden."""
        return np.asarray(self.hidden.any(1), np.bool_)

    def status_of(self, group: int, answer: int) -> CellStatus:
        """The status of one count."""
        return CellStatus(int(self.status[group, answer]))


def suppress(
    table: ArrayLike,
    *,
    threshold: int = THRESHOLD,
    protection: int | None = None,
    zeros: Zeros = "shown",
    totals: bool = True,
) -> Suppression:
    """Hide the small counts of a table, and as few others as keep them hidden.

    table: (groups, answers) unweighted counts, every person in one cell: for "agree by group" the answers are agree and not agree,
    both of which a published share gives away.
    threshold: counts from 1 to threshold - 1 are small. zeros: "hidden" takes 0 as small too; "shown" shows it unless it is needed
    to protect another. protection: how wide an attacker's range of a hidden count must be at least; the threshold unless given,
    so that the range alone never tells that a count is small.
    totals: the total of each answer over the groups is published. They are hidden too (totals_shown is False) when one of them is
    small, or when no choice of cells is enough beside them.

    With two answers the choice is the best there is (fewest groups, then fewest people); with more it is near the best. Either
    way the audit proves it. Raises ValueError when the table does not hold counts.
    """
    counts = checked_table(table)
    if threshold < 1:
        raise ValueError(f"The threshold {threshold} hides nothing and is below 1. Give 1 to show every count.")
    width = threshold if protection is None else protection
    if width < 1:
        raise ValueError(f"The protection {width} would let a hidden count be worked out. Give 1 or more.")
    small = _small(counts, threshold, zeros)
    totals_shown = totals and not _small(counts.sum(0), threshold, zeros).any()
    hidden: Mask | None = None
    if totals_shown:
        hidden = hide_groups(counts, small, width) if counts.shape[1] == 2 else hide_cells(counts, small, width, totals=True)
        totals_shown = hidden is not None
    if hidden is None:
        hidden = hide_cells(counts, small, width, totals=False)
    if hidden is None:
        raise RuntimeError("No choice of cells protects the table, although hiding all of a group always does.")
    found = audit(counts, hidden, totals=totals_shown)
    if not is_protected(found, small, required_widths(counts, width)):
        raise RuntimeError("The audit found a hidden count that can be worked out.")
    status = np.where(small, CellStatus.SMALL, np.where(hidden, CellStatus.PROTECTING, CellStatus.SHOWN)).astype(np.int8)
    return Suppression(status, totals_shown, found, threshold, width)


def hide_small_groups(
    counts: ArrayLike, outcome_counts: ArrayLike, *, total_published: bool = True, threshold: int = THRESHOLD, zeros: Zeros = "shown"
) -> Mask:
    """(groups,) True for the groups to hide in a table of one outcome by group.

    counts: (groups,) people who answered. outcome_counts: (groups,) those with the outcome. total_published: the share over all
    groups is shown beside them whatever the table holds; a hidden group then hides another with it, and where not even that is
    enough, every group is hidden. Use `suppress` to learn whether the total itself should be hidden.
    """
    people, outcome = np.asarray(counts), np.asarray(outcome_counts)
    if people.ndim != 1 or people.shape != outcome.shape or (outcome > people).any():
        raise ValueError("Give for each group how many answered, and how many of those had the outcome.")
    table = np.column_stack([outcome, people - outcome])
    found = suppress(table, threshold=threshold, zeros=zeros, totals=total_published)
    if total_published and not found.totals_shown and found.hidden.any():
        return _beside_total(checked_table(table), _small(checked_table(table), threshold, zeros), threshold)
    return found.hidden_groups


def _beside_total(counts: Counts, small: Mask, protection: int) -> Mask:
    """The groups to hide beside a total that is published although it should not be."""
    hidden = hide_groups(counts, small, protection)
    return np.ones(len(counts), np.bool_) if hidden is None else np.asarray(hidden.any(1), np.bool_)


def _small(counts: Counts, threshold: int, zeros: Zeros) -> Mask:
    return np.asarray((counts < threshold) & ((counts > 0) | (zeros == "hidden")), np.bool_)
