"""The votes of a conversation: who agreed, disagreed or passed on which statement, the last word of each person counting."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from folkmoot.conversation.ids import Ids, Places, ids_of, positions_of
from folkmoot.conversation.last_votes import Times, last_votes

if TYPE_CHECKING:
    from scipy import sparse

type Ints = NDArray[np.int64]

AGREE, PASS, DISAGREE = 1, 0, -1


@dataclass(frozen=True, eq=False)
class VoteMatrix:
    """n participants by m statements, holding only the votes that were cast, row by row and in the order of the statements.

    participants, statements: (n,), (m,) ids, whole numbers or text, sorted ascending and each there once.
    votes: (cast,) int8, agree +1, disagree -1, pass 0. A pass is a vote; a cell that is not held was never voted on.
    columns: (cast,) the statement of each vote, by its place in `statements`. starts: (n + 1,) where each participant's votes begin.
    replaced: how many votes a later vote of the same person on the same statement took the place of.
    contradictory: how many cells hold a pass because the person's last votes there bear one time and differ.
    """

    participants: Ids
    statements: Ids
    votes: NDArray[np.int8]
    columns: Places
    starts: Places
    replaced: int = 0
    contradictory: int = 0

    @classmethod
    def from_events(
        cls,
        participant: ArrayLike,
        statement: ArrayLike,
        vote: ArrayLike,
        at: ArrayLike | None = None,
        *,
        participants: ArrayLike | None = None,
        statements: ArrayLike | None = None,
    ) -> "VoteMatrix":
        """The matrix of vote events, one per row, in any order: the same events in another order give the same matrix.

        participant, statement: (events,) ids, whole numbers of 64 bits or text. vote: (events,) agree +1, disagree -1, pass 0.
        at: (events,) times, as numbers or numpy datetimes: the last vote of a person on a statement counts. Last votes that bear the
        same time and differ count as a pass: the person saw the statement and nobody can tell which answer they meant.
        Without times nobody may have voted on a statement twice.
        participants, statements: every id of the conversation, to hold those without a vote too.

        Raises ValueError that names the row (counted from 1) of a vote that is none of the three, a missing time or id, an id that
        is not listed, or a second vote without a time.
        """
        row_ids, rows = positions_of(participant, participants, "participant")
        column_ids, columns = positions_of(statement, statements, "statement")
        cast = _votes(vote)
        times = None if at is None else _times(at)
        lengths = {"participant": len(rows), "statement": len(columns), "vote": len(cast), "at": len(cast if times is None else times)}
        if len(set(lengths.values())) > 1:
            told = ", ".join(f"{name} has {length:,}" for name, length in lengths.items())
            raise ValueError(f"Each event needs a participant, a statement, a vote and a time: {told}. Give columns of one length.")
        last = last_votes(rows, columns, cast, times)
        starts = _starts(np.bincount(last.rows, minlength=len(row_ids)))
        in_order = _as_wide(last.columns, starts)
        return cls(row_ids, column_ids, last.votes, in_order, starts, len(cast) - len(last.votes), last.contradictory)

    @classmethod
    def from_dense(cls, table: ArrayLike, participants: ArrayLike | None = None, statements: ArrayLike | None = None) -> "VoteMatrix":
        """The matrix of a full table (n, m) of +1, -1, 0 and NaN (never voted). Without ids, rows and columns are numbered from 0.

        Raises ValueError that names the row and column (counted from 1) of a cell that is none of the four.
        """
        cells = np.asarray(table, np.float64)
        if cells.ndim != 2:
            raise ValueError(f"The table of votes needs rows of participants and columns of statements; it has {cells.ndim} dimension(s).")
        strange = np.argwhere(~(np.isnan(cells) | np.isin(cells, (AGREE, PASS, DISAGREE))))
        if len(strange):
            row, column = strange[0]
            raise ValueError(
                f"Row {row + 1}, column {column + 1} holds {cells[row, column]:g}. A vote is 1 (agree), -1 (disagree) or 0 (pass); "
                "leave a cell NaN where nobody voted."
            )
        row_ids = ids_of(np.arange(cells.shape[0]) if participants is None else participants, "participant")
        column_ids = ids_of(np.arange(cells.shape[1]) if statements is None else statements, "statement")
        if (len(row_ids), len(column_ids)) != cells.shape:
            raise ValueError(f"The table is {cells.shape[0]} by {cells.shape[1]}, its ids {len(row_ids)} by {len(column_ids)}.")
        rows, columns = np.nonzero(~np.isnan(cells))
        return cls.from_events(row_ids[rows], column_ids[columns], cells[rows, columns], participants=row_ids, statements=column_ids)

    @property
    def n(self) -> int:
        """How many participants."""
        return len(self.participants)

    @property
    def m(self) -> int:
        """How many statements."""
        return len(self.statements)

    @property
    def cast(self) -> int:
        """How many votes, passes included."""
        return len(self.votes)

    @property
    def csr(self) -> "sparse.csr_matrix":
        """(n, m) sparse matrix of float64 with explicit zeros for passes. It shares `columns` and `starts`: do not change it in place."""
        from scipy import sparse  # not above: it takes longer to load than all the rest

        return sparse.csr_matrix((self.votes.astype(np.float64), self.columns, self.starts), shape=(self.n, self.m), copy=False)

    @cached_property
    def votes_of_participants(self) -> Ints:
        """(n,) how many votes each participant cast, passes included."""
        return np.diff(self.starts).astype(np.int64)

    @cached_property
    def votes_on_statements(self) -> Ints:
        """(m,) how many votes each statement has, passes included."""
        return np.bincount(self.columns, minlength=self.m)

    @property
    def rows(self) -> NDArray[np.int32]:
        """(cast,) the participant of each vote, by their place in `participants`. Made anew at each call."""
        return np.repeat(np.arange(self.n, dtype=np.int32), self.votes_of_participants)

    def without(self, *, participants: ArrayLike | Sequence[object] = (), statements: ArrayLike | Sequence[object] = ()) -> "VoteMatrix":
        """The matrix as if these participants had never voted and these statements had never been there.

        Raises ValueError that names an id the matrix does not hold.
        """
        out_rows = self.mask_of_participants(participants)
        out_columns = self.mask_of_statements(statements)
        if not out_rows.any() and not out_columns.any():
            return self
        places = _as_wide(np.where(out_columns, -1, np.cumsum(~out_columns) - 1), self.starts)
        columns = places[self.columns]
        if out_rows.any():
            columns[np.repeat(out_rows, self.votes_of_participants)] = -1
        keep = np.flatnonzero(columns >= 0)
        starts = _starts(np.diff(np.searchsorted(keep, self.starts))[~out_rows])
        columns = _as_wide(columns[keep], starts)
        participants_left, statements_left = self.participants[~out_rows], self.statements[~out_columns]
        return VoteMatrix(participants_left, statements_left, self.votes[keep], columns, starts, self.replaced, self.contradictory)

    def mask_of_participants(self, ids: ArrayLike | Sequence[object]) -> NDArray[np.bool_]:
        """(n,) which participants are listed. Raises ValueError that names an id the matrix does not hold."""
        return _mask(self.participants, ids, "participant")

    def mask_of_statements(self, ids: ArrayLike | Sequence[object]) -> NDArray[np.bool_]:
        """(m,) which statements are listed. Raises ValueError that names an id the matrix does not hold."""
        return _mask(self.statements, ids, "statement")


def _starts(per_row: Ints) -> Places:
    """Where each row's votes begin, in 32 bits where these suffice: scipy keeps one kind of index for a matrix."""
    starts: Ints = np.concatenate([np.zeros(1, np.int64), np.cumsum(per_row)])
    return starts.astype(np.int32) if starts[-1] < 2**31 else starts


def _as_wide(places: Places, starts: Places) -> Places:
    return places.astype(np.int32, copy=False) if starts.dtype == np.int32 else places.astype(np.int64, copy=False)


def _mask(held: Ids, ids: ArrayLike | Sequence[object], noun: str) -> NDArray[np.bool_]:
    mask = np.zeros(len(held), bool)
    listed = np.asarray(ids)
    if listed.size:
        _, places = positions_of(listed, held, noun)
        mask[places] = True
    return mask


def _votes(vote: ArrayLike) -> NDArray[np.int8]:
    given = np.asarray(vote)
    if given.ndim != 1 or given.dtype.kind not in "iuf":
        raise ValueError("The votes need to be one column of the numbers 1 (agree), -1 (disagree) and 0 (pass).")
    strange = (given != AGREE) & (given != PASS) & (given != DISAGREE)
    if strange.any():
        row = int(np.argmax(strange))
        raise ValueError(f"Row {row + 1}: the vote is {given[row]}. A vote is 1 (agree), -1 (disagree) or 0 (pass).")
    return given.astype(np.int8)


def _times(at: ArrayLike) -> Times:
    given = np.asarray(at)
    if given.ndim != 1 or given.dtype.kind not in "iufM":
        raise ValueError("The times need to be one column of numbers (such as milliseconds) or numpy datetimes.")
    if given.dtype.kind in "fM":
        missing = ~np.isfinite(given) if given.dtype.kind == "f" else np.isnat(given)
        if missing.any():
            row = int(np.argmax(missing))
            raise ValueError(f"Row {row + 1}: the time is missing ({given[row]}). Give every vote its time, or leave all the times out.")
    return given.view(np.int64) if given.dtype.kind == "M" else given
