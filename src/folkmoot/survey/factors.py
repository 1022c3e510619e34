"""A characteristic with levels, held as one small code for each row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import polars as pl
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Factor:
    """name: the characteristic, such as "age". levels: its levels in order.

    codes: (n,) which level each row has, 0 for the first; -1 where it has none. They are kept in the smallest integers that hold
    them, and cannot be changed. Raises ValueError naming the factor and the row when a code has no level.
    """

    name: str
    levels: tuple[str, ...]
    codes: NDArray[np.signedinteger]

    def __post_init__(self) -> None:
        codes = np.asarray(self.codes)
        object.__setattr__(self, "levels", tuple(self.levels))
        if not self.levels:
            raise ValueError(f"{self.name}: it has no levels. Give at least one.")
        if len(set(self.levels)) != len(self.levels):
            raise ValueError(f"{self.name}: a level is named twice. Name each level once.")
        if codes.ndim != 1 or codes.dtype.kind not in "iub":
            raise ValueError(f"{self.name}: codes must be one row of whole numbers.")
        if codes.size and (int(codes.min()) < -1 or int(codes.max()) >= len(self.levels)):
            row = int(np.argmax((codes < -1) | (codes >= len(self.levels))))
            raise ValueError(f"{self.name}: row {row + 1} has code {int(codes[row])}, and levels are coded 0 to {len(self.levels) - 1}.")
        held = codes.astype(smallest(len(self.levels)))
        held.flags.writeable = False
        object.__setattr__(self, "codes", held)

    @classmethod
    def from_values(cls, name: str, values: pl.Series | Sequence[object], levels: Sequence[str] | None = None) -> Self:
        """A factor from words, nulls being no level. levels: their order; without it, the words found, sorted.

        Raises ValueError naming the row of a word that is not one of the levels."""
        series = values if isinstance(values, pl.Series) else pl.Series(name, list(values))
        if isinstance(series.dtype, pl.Enum) and (levels is None or tuple(levels) == tuple(series.dtype.categories)):
            words, coded = tuple(series.dtype.categories.to_list()), series
        else:
            text = series if series.dtype == pl.String else series.cast(pl.String)
            words = tuple(text.unique().drop_nulls().sort().to_list()) if levels is None else tuple(levels)
            coded = text.cast(pl.Enum(words), strict=False)
            if coded.null_count() != text.null_count():
                row = int(np.argmax((coded.is_null() & text.is_not_null()).to_numpy()))
                raise ValueError(f"{name}: row {row + 1} is “{text[row]}”, which is not one of the levels: {', '.join(words)}.")
        physical = coded.to_physical()
        codes = physical.cast(_POLARS[smallest(len(words))]).fill_null(-1).to_numpy()
        return cls(name, words, codes)

    @property
    def n(self) -> int:
        """How many rows it has."""
        return int(self.codes.size)


def smallest(levels: int) -> type[np.signedinteger]:
    """The smallest signed integers that hold the codes of so many levels."""
    return next((kind for kind in (np.int8, np.int16, np.int32) if levels <= np.iinfo(kind).max), np.int64)


_POLARS: dict[type[np.signedinteger], type[pl.DataType]] = {np.int8: pl.Int8, np.int16: pl.Int16, np.int32: pl.Int32, np.int64: pl.Int64}
