"""Probability samples from a frame, from a seed that is made in public: anybody with the frame gets the same rows again.

In each stratum, with N rows of which n are drawn, and all random numbers from `generator.Generator(seed, purpose)`:

* **simple random**: `words` of purpose "rows" gives every row of the frame a key, in the frame's order; the n rows with the lowest keys are
  drawn (equal keys: the lower row). Each set of n rows is equally likely. This is also the stratified random sample.
* **systematic** (Madow and Madow 1944), on the rows sorted by the frame's `order_by`: with u = `below(N)` of purpose "start, stratum h" (h
  from 0), the rows at places floor((u + i N) / n), i = 0..n-1, are drawn. The interval N / n need not be whole, and each row's
  chance is n / N exactly: of the n N numbers u + i N, which are 0 to n N - 1, each row has n.
* **pps systematic** (Madow 1949; Hartley and Rao 1962): chances in proportion to size. A row whose size times n is at least the total size
  is drawn for certain and taken out, and n falls by one, until there is none left. Of the others, with total S and n still to
  draw, the cumulated sizes are walked in the same way: u = `below(S)`, and the row in which (u + i S) / n falls is drawn. Each row's
  chance is n x size / S exactly. `shuffled` first puts the rows in the random order of `words` of purpose "order", which gives
  (nearly) all pairs of rows a chance to be drawn together.

All of it is done in whole numbers: nothing is rounded but the weights, 1 / chance, in the end.
"""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from folkmoot.sortition.frame import Frame
from folkmoot.sortition.generator import Generator
from folkmoot.sortition.lottery import Floats, Ints

type Mask = NDArray[np.bool_]
type FrameMethod = Literal["simple random", "systematic", "pps systematic"]
METHODS: tuple[str, ...] = get_args(FrameMethod.__value__)


@dataclass(frozen=True, eq=False)
class FrameSample:
    """rows: (n,) the rows drawn, rising, the frame's first row being 0. chances: (n,) each one's chance of being drawn. weights: (n,) 1 /
    chance, the design weight. strata: (n,) the number of each one's stratum. certain: (n,) whether it was sure to be drawn."""

    rows: Ints
    chances: Floats
    weights: Floats
    strata: Ints
    certain: Mask
    method: str
    sentences: tuple[str, ...]


def draw_sample(frame: Frame, method: FrameMethod, numbers: tuple[int, ...], seed: bytes, *, shuffled: bool = False) -> FrameSample:
    """The rows drawn from the frame.

    numbers: how many from each stratum (`allocation`). seed: 32 bytes (`public_numbers.combined_seed`). Five million rows take up to four
    seconds. Raises ValueError when the numbers do not fit the strata, when a pps draw has no sizes, or one is shuffled as well as sorted.
    """
    check_design(frame, method, numbers, shuffled=shuffled)
    chances, certain = inclusion_chances(frame, method, numbers)
    if method == "simple random":
        rows = _simple_random(frame, numbers, seed)
    else:
        ordered = _ordered(frame, seed, shuffled=shuffled)
        sizes = np.ones(frame.rows, np.int64) if method == "systematic" or frame.sizes is None else frame.sizes
        parts = []
        for stratum, (mine, number) in enumerate(zip(np.split(ordered, _ends(frame)), numbers, strict=True)):
            sure, others = mine[certain[mine]], mine[~certain[mine]]
            places = walk(sizes[others], number - len(sure), Generator(seed, f"start, stratum {stratum}"))
            parts += [sure, others[places]]
        rows = np.concatenate(parts)
    rows = np.sort(rows)
    drawn = chances[rows]
    return FrameSample(
        rows=rows,
        chances=drawn,
        weights=1 / drawn,
        strata=frame.stratum_of[rows],
        certain=certain[rows],
        method=_described(method, frame, shuffled=shuffled),
        sentences=_sentences(frame, drawn, certain[rows]),
    )


def check_design(frame: Frame, method: FrameMethod, numbers: tuple[int, ...], *, shuffled: bool) -> None:
    """Raises ValueError when this cannot be drawn from the frame."""
    if method not in METHODS:
        raise ValueError(f"There is no method {method!r}. Choose one of: {', '.join(METHODS)}.")
    rows = frame.stratum_rows
    if len(numbers) != len(rows):
        raise ValueError(f"There are {len(rows)} strata and {len(numbers)} numbers to draw. Give one a stratum.")
    for name, count, number in zip(frame.stratum_names, rows, numbers, strict=True):
        if not 0 <= number <= count:
            raise ValueError(f"The stratum {name} has {count:,} rows; {number:,} cannot be drawn from it.")
    if not sum(numbers):
        raise ValueError("Nothing is to be drawn. Give at least one stratum a number above 0.")
    if method == "pps systematic" and frame.sizes is None:
        raise ValueError("A draw with probability proportional to size needs the size of each row.")
    if frame.sizes is not None and float(frame.sizes.sum(dtype=float)) * max(numbers) >= 2.0**62:
        raise ValueError("The sizes are too large to add up exactly. Divide them all by the same number.")
    if shuffled and (frame.order_by or method == "simple random"):
        raise ValueError("Shuffling goes with a systematic draw from a list that is not sorted. Leave out the shuffling or the sorting.")


def inclusion_chances(frame: Frame, method: FrameMethod, numbers: tuple[int, ...]) -> tuple[Floats, Mask]:
    """(rows,) every row's chance of being drawn and (rows,) whether it is certain, by the design alone, before there is a seed."""
    if method != "pps systematic" or frame.sizes is None:
        chances = np.divide(numbers, np.maximum(frame.stratum_rows, 1))[frame.stratum_of]
        return chances, chances == 1
    chances, certain = np.zeros(frame.rows), np.zeros(frame.rows, bool)
    for mine, number in zip(np.split(np.argsort(frame.stratum_of, kind="stable"), _ends(frame)), numbers, strict=True):
        chances[mine], certain[mine] = proportional_chances(frame.sizes[mine], number)
    return chances, certain


def proportional_chances(sizes: Ints, number: int) -> tuple[Floats, Mask]:
    """(rows,) chances in proportion to size with `number` drawn in all, and (rows,) which are certain, having a size too large for it."""
    certain = np.zeros(len(sizes), bool)
    while True:
        left, total = number - int(certain.sum()), int(sizes[~certain].sum())
        new = ~certain & (sizes * left >= max(1, total))
        if not new.any():
            return np.where(certain, 1.0, sizes * left / max(1, total)), certain
        certain |= new


def walk(sizes: Ints, number: int, generator: Generator) -> Ints:
    """(number,) places met on a systematic walk over the cumulated sizes, from a random start: see the top of this file."""
    if not number:
        return np.zeros(0, np.int64)
    ends = np.cumsum(sizes)
    total = int(ends[-1])
    steps = generator.below(total) + total * np.arange(number, dtype=np.int64)
    return np.searchsorted(ends * number, steps, side="right").astype(np.int64)


def _simple_random(frame: Frame, numbers: tuple[int, ...], seed: bytes) -> Ints:
    ranked = Generator(seed, "rows").ranked(frame.rows)
    if frame.strata is not None:
        ranked = ranked[np.argsort(frame.strata[ranked], kind="stable")]
    return np.concatenate([mine[:number] for mine, number in zip(np.split(ranked, _ends(frame)), numbers, strict=True)])


def _ends(frame: Frame) -> Ints:
    """Where each stratum but the last ends in a list sorted by stratum."""
    return np.cumsum(frame.stratum_rows)[:-1]


def _ordered(frame: Frame, seed: bytes, *, shuffled: bool) -> Ints:
    """(rows,) all rows by stratum, and within it in the order of the walk."""
    columns = [Generator(seed, "order").words(frame.rows)] if shuffled else list(frame.order_by)
    return np.lexsort([*reversed(columns), frame.stratum_of]).astype(np.int64)


def _described(method: FrameMethod, frame: Frame, *, shuffled: bool) -> str:
    order = ", in random order" if shuffled else ", in sorted order" if frame.order_by else ", in the order of the list"
    within = " within each stratum" if frame.strata is not None else ""
    return f"{method}{within}{'' if method == 'simple random' else order}"


def _sentences(frame: Frame, chances: Floats, certain: Mask) -> tuple[str, ...]:
    low, high = float(chances.min()), float(chances.max())
    if low == high:
        even = f"Each had the same chance, 1 in {1 / low:,.1f}."
    else:
        even = f"Their chances were from 1 in {1 / low:,.1f} to 1 in {1 / high:,.1f}."
    sure = [f"{int(certain.sum()):,} of them were certain to be drawn."] if certain.any() else []
    return (f"{len(chances):,} of {frame.rows:,} rows were drawn. {even}", *sure)
