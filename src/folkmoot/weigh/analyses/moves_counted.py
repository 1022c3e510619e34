"""The numbers of people that an analysis of who moved gives: of each answer at each step, and of those who moved."""

from collections.abc import Iterator, Sequence

import numpy as np

from folkmoot.weigh.analyses.counted import Cell, Counted, Key
from folkmoot.weigh.analyses.moves_shown import MovesShown
from folkmoot.weigh.hiding import Mask

type Answers = Sequence[frozenset[int]]
"""The codes of each answer."""
type Part = tuple[Key, tuple[Cell, ...], bool]
"""What hides it, who is counted, and whether it is shown."""


def counted_moves(steps: Sequence[str], answers: Answers, shown: MovesShown) -> Iterator[Counted]:
    """Of two steps: each cell of the table of who moved, its margins, and those who moved each way."""
    return _counted(steps, answers, _of_two(steps[0], steps[1], answers, shown))


def counted_steps(steps: Sequence[str], answers: Answers, shown: Sequence[Mask], *, apart: bool) -> Iterator[Counted]:
    """Of more: the people of each answer at each step. apart: whether it is shown how many gave one answer throughout."""
    return _counted(steps, answers, _of_more(steps, answers, shown, apart=apart))


def _counted(steps: Sequence[str], answers: Answers, parts: Iterator[Part]) -> Iterator[Counted]:
    asked, of = dict.fromkeys(steps, frozenset[int]().union(*answers)), tuple(steps)
    yield Counted(asked, {}, (), of, shown=True, key=("all",))
    for key, cells, shown in parts:
        yield Counted(asked, {}, cells, of, shown, key)


def _of_two(first: str, then: str, answers: Answers, shown: MovesShown) -> Iterator[Part]:
    cells: dict[tuple[int, int], Cell] = {
        (at, to): {first: one, then: other} for at, one in enumerate(answers) for to, other in enumerate(answers)
    }
    for (at, to), cell in cells.items():
        yield ("cell", at, to), (cell,), bool(shown.cells[at, to])
    for level, codes in enumerate(answers):
        yield ("before", level), ({first: codes},), bool(shown.before[level])
        yield ("after", level), ({then: codes},), bool(shown.after[level])
    ways = [tuple(cell for (at, to), cell in cells.items() if np.sign(to - at) == way) for way in (1, -1)]
    yield ("moved",), (*ways[0], *ways[1]), shown.moved
    for cells_of_way in ways:
        yield ("ways",), cells_of_way, shown.ways


def _of_more(steps: Sequence[str], answers: Answers, shown: Sequence[Mask], *, apart: bool) -> Iterator[Part]:
    for step, (name, mask) in enumerate(zip(steps, shown, strict=True)):
        for level, codes in enumerate(answers):
            yield ("answer", step, level), ({name: codes},), bool(mask[level])
    yield ("moved",), tuple(dict.fromkeys(steps, codes) for codes in answers), apart
