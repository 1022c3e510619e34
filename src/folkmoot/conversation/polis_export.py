"""A conversation as Polis exports it: a folder with comments.csv, and votes.csv (each vote with its time) or participants-votes.csv.

votes.csv: `timestamp`, `comment-id`, `voter-id`, `vote` (agree 1, disagree -1, pass 0). participants-votes.csv: `participant`, and a
column to each statement, named by its number, blank where nobody voted. comments.csv: `comment-id`, `comment-body`, and where they are
there `moderated` (-1: out), `is-meta` and `is-seed`. Where both files of votes are there, votes.csv is read.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from folkmoot.conversation.vote_matrix import VoteMatrix
from folkmoot.files.csv_table import CsvTable, read_csv_table
from folkmoot.files.problems import RefusedError, listed

MOST_VOTES: Final = 50_000_000
MOST_PARTICIPANTS: Final = 2_000_000
MOST_STATEMENTS: Final = 20_000
MOST_MEGABYTES: Final = 3_000
_SHOWN = 10
_YES = {"true", "1", "yes", "t"}


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as its author wrote it. moderated: -1 out, 0 not looked at, 1 in. text is "" where comments.csv does not hold it."""

    id: int
    text: str
    moderated: int
    meta: bool
    seed: bool


@dataclass(frozen=True, eq=False)
class PolisExport:
    """votes: the last vote of each person on each statement. statements: in the order of `votes.statements`. times: (events,) when each
    vote was cast, with its participant and statement, or None without votes.csv. notices: what a reader should know."""

    votes: VoteMatrix
    statements: tuple[Statement, ...]
    events: "Events | None"
    notices: tuple[str, ...]

    @property
    def moderated_out(self) -> list[int]:
        """Ids of the statements that moderators took out."""
        return [statement.id for statement in self.statements if statement.moderated < 0]

    @property
    def meta(self) -> list[int]:
        """Ids of the statements about the people who take part."""
        return [statement.id for statement in self.statements if statement.meta]


@dataclass(frozen=True, eq=False)
class Events:
    """Every vote as it was cast, those that were changed later too: columns of one length, in the file's order."""

    participant: NDArray[np.int64]
    statement: NDArray[np.int64]
    vote: NDArray[np.int8]
    at: NDArray[np.int64]


def read_polis_export(folder: Path) -> PolisExport:
    """The conversation in a folder. Raises RefusedError naming the file and every row that cannot be used."""
    if not folder.is_dir():
        raise RefusedError([f"{folder} is not a folder. Give the folder of a Polis export, with comments.csv and votes.csv in it."])
    inside = {path.name.casefold(): path for path in sorted(folder.iterdir(), reverse=True)}
    if "comments.csv" not in inside:
        raise RefusedError([f"{folder} holds no comments.csv. Give the folder of a Polis export."])
    statements, notices = _statements(inside["comments.csv"])
    if "votes.csv" in inside:
        events, read = _events(inside["votes.csv"], statements)
        votes = VoteMatrix.from_events(events.participant, events.statement, events.vote, events.at, statements=sorted(statements))
    elif "participants-votes.csv" in inside:
        events = None
        votes, read = _matrix(inside["participants-votes.csv"], statements)
    else:
        raise RefusedError([f"{folder} holds neither votes.csv nor participants-votes.csv. Give the folder of a Polis export."])
    unseen = [ident for ident in votes.statements[votes.votes_on_statements == 0].tolist() if statements[ident].moderated < 0]
    votes = votes.without(statements=unseen)  # taken out before anybody saw them: no part of the conversation
    unknown = [ident for ident in votes.statements.tolist() if not statements[ident].text]
    if unknown:
        notices += (f"comments.csv does not hold the text of {len(unknown):,} of the statements, such as {unknown[0]}.",)
    if votes.contradictory:
        notices += (f"{votes.contradictory:,} votes count as a pass: the same person's last votes bear one time and differ.",)
    return PolisExport(votes, tuple(statements[ident] for ident in votes.statements.tolist()), events, (*notices, *read))


def _statements(path: Path) -> tuple[dict[int, Statement], tuple[str, ...]]:
    table = _read(path, ("comment-id", "comment-body"), ("moderated", "is-meta", "is-seed"), each="statement", most=MOST_STATEMENTS)
    height, rows = table.frame.height, table.rows.to_numpy()
    held = {name: table.frame[name].fill_null("").str.strip_chars() for name in table.frame.columns}
    blank = pl.Series([""] * height, dtype=pl.String)
    ids = _whole(held["comment-id"], rows, "comment-id", path).tolist()
    moderated = _whole(held.get("moderated", blank).replace("", "0"), rows, "moderated", path).tolist()
    texts, metas, seeds = (held.get(name, blank).to_list() for name in ("comment-body", "is-meta", "is-seed"))
    problems: list[str] = [] if height else ["there is no statement below the header."]
    statements: dict[int, Statement] = {}
    for ident, state, text, meta, seed, row in zip(ids, moderated, texts, metas, seeds, rows.tolist(), strict=True):
        if ident in statements:
            problems.append(f"row {row}: the comment-id {ident} is there already. Each statement has one row.")
        elif state not in (-1, 0, 1):
            problems.append(f"row {row}: moderated is {state}. It is -1 (out), 0 (not looked at) or 1 (in).")
        statements[ident] = Statement(ident, text, state, meta.casefold() in _YES, seed.casefold() in _YES)
    _refuse(path, problems)
    return statements, table.notices


def _events(path: Path, statements: dict[int, Statement]) -> tuple[Events, tuple[str, ...]]:
    names = ("voter-id", "comment-id", "vote", "timestamp")
    table = _read(path, names, (), each="vote", most=MOST_VOTES)
    if table.frame.is_empty():
        raise RefusedError([f"{path.name}: there is no vote below the header."])
    rows = table.rows.to_numpy()
    voter, statement, vote, at = (_whole(table.frame[name], rows, name, path) for name in names)
    _refuse_votes(vote, rows, "the vote", path)
    _add_unknown(np.unique(statement), statements, path)
    return Events(voter, statement, vote.astype(np.int8), at), table.notices


def _matrix(path: Path, statements: dict[int, Statement]) -> tuple[VoteMatrix, tuple[str, ...]]:
    table = _read(path, ("participant",), None, each="participant", most=MOST_PARTICIPANTS)
    numbered = [name for name in table.frame.columns if name.isascii() and name.isdigit()]
    if not numbered:
        raise RefusedError([f"{path.name}: no column is named by the number of a statement. Export it again."])
    if table.frame.is_empty():
        raise RefusedError([f"{path.name}: there is no participant below the header."])
    rows = table.rows.to_numpy()
    people = _whole(table.frame["participant"], rows, "participant", path)
    order = np.argsort(people, kind="stable")
    twice = np.sort(order[1:][people[order[1:]] == people[order[:-1]]])
    _refuse_at(path, twice, lambda at: f"row {rows[at]}: the participant {people[at]} is in a row above already.")
    _add_unknown(np.array([int(name) for name in numbered]), statements, path)
    parts: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]] = []
    for name in numbered:
        cells = table.frame[name].str.strip_chars()
        voted = (cells.fill_null("") != "").to_numpy()
        cast, what = cells.filter(pl.Series(voted)), f"the vote on statement {name}"
        votes = _whole(cast, rows[voted], what, path)
        _refuse_votes(votes, rows[voted], what, path)
        parts.append((people[voted], np.full(len(votes), int(name)), votes))
    voter, statement, vote = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return VoteMatrix.from_events(voter, statement, vote, participants=people, statements=sorted(statements)), table.notices


def _read(path: Path, needed: Sequence[str], useful: Collection[str] | None, *, each: str, most: int) -> CsvTable:
    """needed: columns that must be there. useful: those that are read where they are there; None for every other column."""

    def choose(header: Sequence[str]) -> Sequence[str]:
        lacking = [name for name in needed if name not in header]
        if lacking:
            raise RefusedError([f"there is no column {listed(lacking)}. It has {listed(header)}."])
        names = [name for name in header if name in needed or useful is None or name in useful]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise RefusedError([f"the column {listed(twice)} is there more than once."])
        return names

    def count(rows: int) -> None:
        if rows > most:
            raise RefusedError([f"there are {rows:,} rows. The most is {most:,}."])

    try:
        size = path.stat().st_size
        if size > MOST_MEGABYTES * 1_000_000:
            raise RefusedError([f"the file is {size // 1_000_000:,} MB. The most is {MOST_MEGABYTES:,} MB."])
        return read_csv_table(path, choose, count, each=each)
    except OSError as error:
        raise RefusedError([f"{path.name}: cannot be read: {(error.strerror or 'it cannot be opened').lower()}."]) from error
    except RefusedError as refused:
        raise RefusedError(f"{path.name}: {problem}" for problem in refused.problems) from refused


def _whole(cells: pl.Series, rows: NDArray[np.integer], name: str, path: Path) -> NDArray[np.int64]:
    """A column of whole numbers, whose cells stand in these rows of the file."""
    text = cells.str.strip_chars().str.replace(r"^([+-]?\d+)\.0*$", "$1")
    numbers = text.cast(pl.Int64, strict=False)
    if numbers.null_count():
        wrong = np.flatnonzero(numbers.is_null().to_numpy())
        _refuse_at(path, wrong, lambda at: f'row {rows[at]}: {name} is "{text[at] or ""}". It must be a whole number.')
    return numbers.to_numpy().astype(np.int64, copy=False)


def _refuse_votes(votes: NDArray[np.int64], rows: NDArray[np.integer], name: str, path: Path) -> None:
    strange = np.flatnonzero((votes < -1) | (votes > 1))
    _refuse_at(path, strange, lambda at: f"row {rows[at]}: {name} is {votes[at]}. It is 1 (agree), -1 (disagree) or 0 (pass).")


def _add_unknown(ids: NDArray[np.int64], statements: dict[int, Statement], path: Path) -> None:
    for ident in ids.tolist():
        statements.setdefault(ident, Statement(ident, "", 0, meta=False, seed=False))
    if len(statements) > MOST_STATEMENTS:
        raise RefusedError([f"{path.name}: there are votes on {len(statements):,} statements. The most is {MOST_STATEMENTS:,}."])


def _refuse_at(path: Path, at: NDArray[np.intp], words: Callable[[int], str]) -> None:
    """Raises RefusedError with the first faults in words, and how many more there are; nothing when there is none."""
    if len(at):
        more = [f"{path.name}: and {len(at) - _SHOWN:,} more like that."] if len(at) > _SHOWN else []
        raise RefusedError([*(f"{path.name}: {words(int(each))}" for each in at[:_SHOWN]), *more])


def _refuse(path: Path, problems: Sequence[str]) -> None:
    _refuse_at(path, np.arange(len(problems)), lambda at: problems[at])
