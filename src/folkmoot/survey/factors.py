"""A characteristic with levels, held as one small code for each row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, eq=False)
class Factor:
    """name: the characteristic, such as "age". levels: its levels in order.

    codes: (n,) which level each row has, 0 for the first; -1 where it has none. They are kept in the smallest integers that hold
    them, and cannot be changed. has_missing: whether any row has none. Raises ValueError naming the factor and the row when a code
    has no level."""

    name: str
    levels: tuple[str, ...]
    codes: NDArray[np.signedinteger]
    has_missing: bool = field(init=False)

    def __post_init__(self) -> None:
        codes = np.asarray(self.codes)
        object.__setattr__(self, "levels", tuple(self.levels))
        if not self.levels:
            raise ValueError(f"{self.name}: it has no levels. Give at least one.")
        if len(set(self.levels)) != len(self.levels):
            raise ValueError(f"{self.name}: a level is named twice. Name each level once.")
        if codes.ndim != 1 or codes.dtype.kind not in "iub":
            raise ValueError(f"{self.name}: codes must be one row of whole numbers.")
        lowest = int(codes.min()) if codes.size else 0
        if lowest < -1 or (codes.size and int(codes.max()) >= len(self.levels)):
            row = int(np.argmax((codes < -1) | (codes >= len(self.levels))))
            raise ValueError(f"{self.name}: row {row + 1} has code {int(codes[row])}, and levels are coded 0 to {len(self.levels) - 1}.")
        held = codes.astype(smallest(len(self.levels)))
        held.flags.writeable = False
        object.__setattr__(self, "codes", held)
        object.__setattr__(self, "has_missing", lowest < 0)

    @classmethod
    def from_values(cls, name: str, values: "pl.Series | Sequence[object]", levels: Sequence[str] | None = None) -> Self:
        """A factor from words, nulls being no level. levels: their order; without it, the words found, sorted.

        Raises ValueError naming the row of a word that is not one of the levels."""
        from folkmoot.survey.encoding import encode  # which loads polars, and few need it

        if levels is not None and (len(set(levels)) != len(levels) or not all(isinstance(level, str) for level in levels)):
            raise ValueError(f"{name}: its levels must be words, each named once.")
        return cls(name, *encode(name, values, levels))

    @property
    def n(self) -> int:
        """How many rows it has."""
        return int(self.codes.size)


def smallest(levels: int) -> type[np.signedinteger]:
    """The smallest signed integers that hold the codes of so many levels."""
    return next((kind for kind in (np.int8, np.int16, np.int32) if levels <= np.iinfo(kind).max), np.int64)
