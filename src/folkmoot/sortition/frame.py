"""A frame: the list a probability sample is drawn from, by row number, with what the draw needs to know of each row."""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.sortition.lottery import Ints


@dataclass(frozen=True, eq=False)
class Frame:
    """Rows 0..rows-1, never names or addresses.

    strata: (rows,) the number of each row's stratum, the first being 0; None when there is one. stratum_names: one a stratum.
    sizes: (rows,) measures of size for drawing with probability proportional to size, whole numbers of at least 1.
    order_by: columns of (rows,) whole numbers by which a systematic draw sorts the rows, the most important first; rows equal in all
    keep their order; empty leaves the list's own order. Raises ValueError naming the column and the row (1-based) that do not fit.
    """

    rows: int
    strata: Ints | None = None
    stratum_names: tuple[str, ...] = ("all rows",)
    sizes: Ints | None = None
    order_by: tuple[Ints, ...] = ()

    def __post_init__(self) -> None:
        if self.rows < 1:
            raise ValueError("The frame is empty. Give the rows to draw from.")
        object.__setattr__(self, "strata", None if self.strata is None else self._column(self.strata, "strata"))
        object.__setattr__(self, "sizes", None if self.sizes is None else self._column(self.sizes, "sizes"))
        object.__setattr__(self, "order_by", tuple(self._column(column, "order_by") for column in self.order_by))
        if self.strata is None and len(self.stratum_names) != 1:
            raise ValueError("There are names of strata, but no row has a stratum. Give the strata.")
        if len(set(self.stratum_names)) != len(self.stratum_names):
            raise ValueError("Two strata have the same name. Give each its own.")
        if self.strata is not None:
            self._refuse((self.strata < 0) | (self.strata >= len(self.stratum_names)), "has a stratum that is not in the list of strata")
        if self.sizes is not None:
            self._refuse(self.sizes < 1, "has a size below 1, so it could never be drawn. Give it a size, or take it out of the frame")

    @property
    def stratum_of(self) -> Ints:
        """(rows,) the number of each row's stratum."""
        return np.zeros(self.rows, np.int64) if self.strata is None else self.strata

    @property
    def stratum_rows(self) -> tuple[int, ...]:
        """How many rows each stratum has."""
        return tuple(np.bincount(self.stratum_of, minlength=len(self.stratum_names)).tolist())

    def fingerprint(self, salt: bytes) -> str:
        """SHA-256 that commits to the frame without telling of it; `salt`: 32 secret random bytes, told to whoever may check.

        Hashed, one after another: the salt; then for the strata, the sizes and each column of order_by, in this order and where there
        are any, the name of the column ("strata", "sizes", "order_by") in ASCII and each row's number as 8 bytes, the lowest first
        (two's complement); last "rows" and their number in 8 bytes likewise. Raises ValueError unless the salt has 32 bytes.
        """
        if len(salt) != 32:
            raise ValueError(f"The frame's salt has {len(salt)} bytes. It must have 32: make one with new_secret().")
        digest = hashlib.sha256(salt)
        named = [("strata", self.strata), ("sizes", self.sizes), *(("order_by", column) for column in self.order_by)]
        for name, column in named:
            if column is not None:
                digest.update(name.encode())
                digest.update(np.ascontiguousarray(column, dtype="<i8").data)
        digest.update(b"rows" + self.rows.to_bytes(8, "little"))
        return digest.hexdigest()

    def _column(self, values: Ints, name: str) -> Ints:
        column = np.asarray(values)
        if column.shape != (self.rows,) or not np.issubdtype(column.dtype, np.integer):
            raise ValueError(f"The column {name} must hold one whole number for each of the {self.rows:,} rows.")
        if column.dtype == np.uint64 and (column > np.iinfo(np.int64).max).any():
            raise ValueError(f"The column {name} holds numbers above {np.iinfo(np.int64).max}. Give smaller ones.")
        frozen = np.array(column, np.int64)
        frozen.setflags(write=False)
        return frozen

    def _refuse(self, wrong: NDArray[np.bool_], words: str) -> None:
        places = np.flatnonzero(wrong)
        if len(places):
            more = f" {len(places):,} rows are like it." if len(places) > 1 else ""
            raise ValueError(f"Row {places[0] + 1:,} {words}.{more}")
