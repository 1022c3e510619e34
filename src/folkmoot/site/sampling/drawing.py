"""Drawing from a frame: the design in, the rows drawn out. The same frame, design and seed give the same rows (folkmoot.sortition).

Where one person of a household is drawn, chance picks one candidate in each household first (the lowest of `words` of the purpose “within
households”, from the same seed), and the draw is among the candidates. A person's chance is then that of the draw divided by how many of
their household could be drawn. Strata and sizes are those of the candidate.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from django.core.exceptions import ValidationError

from folkmoot.site.sampling.columns import Columns
from folkmoot.site.sampling.models import Frame
from folkmoot.site.sampling.storage import HOUSEHOLD, SIZE, read_chunks
from folkmoot.sortition import allocation
from folkmoot.sortition import frame as sortition
from folkmoot.sortition.frame_draws import METHODS, draw_sample
from folkmoot.sortition.generator import Generator

MOST_DRAWN = 100_000
MOST_STRATA = 500
ALLOCATIONS = {"proportional": "in proportion to their rows", "equal": "as many from each"}
BETWEEN = ", "

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Design:
    """How a sample is drawn. `number` is how many rows in all, `allocation` one of ALLOCATIONS, `method` one of sortition's."""

    number: int
    method: str = "simple random"
    stratified_by: Sequence[str] = ()
    sorted_by: Sequence[str] = ()
    one_per_household: bool = False
    allocation: str = "proportional"

    def check(self, columns: Columns, targets: Sequence[str] = ()) -> None:
        """Raises ValidationError, by field, for what cannot be drawn from a frame with such columns, or be a target."""
        errors: dict[str, str] = {}
        if not 1 <= self.number <= MOST_DRAWN:
            errors["number"] = f"Draw from 1 to {MOST_DRAWN:,} rows."
        if self.method not in METHODS:
            errors["method"] = f"Choose one of: {', '.join(METHODS)}."
        if self.allocation not in ALLOCATIONS:
            errors["allocation"] = f"Choose one of: {', '.join(ALLOCATIONS)}."
        named = {"stratified_by": self.stratified_by, "sorted_by": self.sorted_by, "targets": targets}
        for field, names in named.items():
            if unknown := [name for name in names if name not in columns.attributes]:
                errors[field] = f"The frame has no column “{unknown[0]}”."
        if self.sorted_by and self.method == "simple random":
            errors["sorted_by"] = "Only a systematic draw goes through a sorted list. Leave out the sorting, or draw systematically."
        if self.one_per_household and not columns.household:
            errors["one_per_household"] = "The frame does not say which rows are of one household."
        if self.method == "pps systematic" and not columns.size:
            errors["method"] = "The frame has no sizes to draw in proportion to."
        if errors:
            raise ValidationError(errors)


@dataclass(frozen=True)
class Stratum:
    """A stratum: how many rows could be drawn, and how many were."""

    name: str
    rows: int
    drawn: int


@dataclass(frozen=True, eq=False)
class Drawn:
    """rows: (n,) rows of the frame, rising, the first being 0. chances: (n,) of being drawn. strata: (n,) which of `table`. sentences: how,
    in words."""

    rows: Ints
    chances: npt.NDArray[np.float64]
    strata: Ints
    table: tuple[Stratum, ...]
    sentences: tuple[str, ...]

    @property
    def sha256(self) -> str:
        """The SHA-256 of the rows drawn, one a line."""
        return hashlib.sha256("".join(f"{row}\n" for row in self.rows.tolist()).encode()).hexdigest()


def draw(frame: Frame, design: Design, seed: bytes, *, left_out: Ints) -> Drawn:
    """Draw from all rows but those `left_out`. Raises ValidationError, in words, when the design asks for more than there is."""
    strata, names, ordered, sizes, households = _read(frame, design)
    candidates = np.ones(frame.rows, bool)
    candidates[left_out] = False
    eligible = np.ones(frame.rows)
    if design.one_per_household:
        candidates, eligible = _one_of_each(households, candidates, seed)
    places = np.flatnonzero(candidates)
    if design.number > len(places):
        among = "households" if design.one_per_household else "rows"
        raise ValidationError({"number": f"There are {len(places):,} {among} to draw from. Draw that many at most."})
    used, codes = np.unique(strata[places], return_inverse=True)
    if len(used) > MOST_STRATA:
        raise ValidationError({"stratified_by": f"That makes {len(used):,} strata. The most is {MOST_STRATA:,}: choose fewer columns."})
    try:
        listed = sortition.Frame(
            rows=len(places),
            strata=codes.astype(np.int64) if len(used) > 1 else None,
            stratum_names=tuple(names[code] for code in used) if len(used) > 1 else ("all rows",),
            sizes=sizes[places] if design.method == "pps systematic" else None,
            order_by=tuple(column[places] for column in ordered),
        )
        share = allocation.equal_allocation if design.allocation == "equal" else allocation.proportional_allocation
        numbers = share(listed.stratum_rows, design.number)
        sample = draw_sample(listed, design.method, numbers, seed)  # type: ignore[arg-type]  # checked by Design
    except ValueError as refused:
        raise ValidationError({"number": str(refused)}) from None
    rows = places[sample.rows]
    sentences = sample.sentences
    if design.one_per_household:
        sentences = (*sentences, "One person of each household could be drawn, chosen by chance. Those of larger households weigh more.")
    table = tuple(Stratum(*one) for one in zip(listed.stratum_names, listed.stratum_rows, numbers, strict=True))
    return Drawn(rows, sample.chances / eligible[rows], sample.strata, table, sentences)


def _read(frame: Frame, design: Design) -> tuple[Ints, list[str], list[Ints], Ints, npt.NDArray[np.uint64]]:
    """(rows,) the number of each row's stratum and the strata's names, (rows,) each column to sort by as ranks, sizes and households."""
    by, sorting = list(design.stratified_by), list(design.sorted_by)
    strata, ordered = _Levels(), [_Levels() for _ in sorting]
    sizes: list[Ints] = []
    households: list[npt.NDArray[np.uint64]] = []
    extra = [*([SIZE] if design.method == "pps systematic" else []), *([HOUSEHOLD] if design.one_per_household else [])]
    wanted = list(dict.fromkeys([*by, *sorting, *extra])) or [SIZE]
    for chunk in read_chunks(frame, wanted):
        strata.add(chunk.select(pl.concat_str(by, separator=BETWEEN)).to_series() if by else pl.repeat("all rows", len(chunk), eager=True))
        for levels, name in zip(ordered, sorting, strict=True):
            levels.add(chunk[name])
        if SIZE in extra:
            sizes.append(chunk[SIZE].to_numpy())
        if HOUSEHOLD in extra:
            households.append(chunk[HOUSEHOLD].to_numpy())
    codes, names = strata.ranked()
    return (
        codes,
        names,
        [levels.ranked()[0] for levels in ordered],
        np.concatenate(sizes) if sizes else np.zeros(0, np.int64),
        np.concatenate(households) if households else np.zeros(0, np.uint64),
    )


class _Levels:
    """A column of text as ranks of its levels, in the order of the alphabet."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._parts: list[Ints] = []

    def add(self, values: pl.Series) -> None:
        """A chunk's values."""
        for level in values.unique().to_list():
            self._numbers.setdefault(level, len(self._numbers))
        self._parts.append(values.replace_strict(self._numbers, return_dtype=pl.Int64).to_numpy())

    def ranked(self) -> tuple[Ints, list[str]]:
        """(rows,) the rank of each, and the levels in order."""
        names = sorted(self._numbers)
        rank = np.zeros(len(names), np.int64)
        for place, name in enumerate(names):
            rank[self._numbers[name]] = place
        return rank[np.concatenate(self._parts)], names


def _one_of_each(
    households: npt.NDArray[np.uint64], candidates: npt.NDArray[np.bool_], seed: bytes
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.float64]]:
    """(rows,) which candidate of each household stays, and (rows,) how many candidates the row's household has."""
    words = Generator(seed, "within households").words(len(households))
    places = np.flatnonzero(candidates)
    order = places[np.lexsort([words[places], households[places]])]
    grouped = households[order]
    first = np.ones(len(order), bool)
    first[1:] = grouped[1:] != grouped[:-1]
    starts = np.flatnonzero(first)
    counts = np.diff(np.append(starts, len(order)))
    kept, eligible = np.zeros(len(households), bool), np.ones(len(households))
    kept[order[starts]] = True
    eligible[order[starts]] = counts
    return kept, eligible
