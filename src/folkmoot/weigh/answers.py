"""Answers that have been checked: every column as codes of the plan's levels, every derived column made, ready to weigh."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from folkmoot.survey.weights import Disposition
from folkmoot.weigh.plan import Adjustment, Derived, Plan

type Codes = npt.NDArray[np.int64]
type Floats = npt.NDArray[np.float64]

NONE: Final = -1
"""The code of a row that has no level: it gave no answer, or one that is left out."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Checked answers, a row to a response.

    codes: by column or derived column, the place of each row's level in the plan's levels, or NONE. numbers: by number column, each
    row's number, NaN where blank. names: by text column that has no levels (id, strata, psu), each row's text. hash: of all that.
    asked: everybody in the file, where it holds people who did not respond too; no row of theirs is a response.
    """

    n: int
    codes: Mapping[str, Codes]
    numbers: Mapping[str, Floats]
    names: Mapping[str, pl.Series]
    hash: str
    notices: tuple[str, ...] = ()
    asked: "Asked | None" = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Everybody in a file that says who responded, or who stayed. dispositions: (n,) what became of each, as codes of `Disposition`."""

    everybody: Answers
    dispositions: Codes

    @property
    def responded(self) -> npt.NDArray[np.bool_]:
        """(n,) whose answers are the responses."""
        return np.asarray(self.dispositions == Disposition.RESPONDED, np.bool_)

    def responses(self, plan: Plan) -> Answers:
        """The answers of those who responded."""
        here, every = self.responded, self.everybody
        codes = {name: held[here] for name, held in every.codes.items()}
        numbers = {name: held[here] for name, held in every.numbers.items()}
        names = {name: held.filter(pl.Series(here)) for name, held in every.names.items()}
        hashed = answers_hash(plan, codes, numbers, names)
        return replace(every, n=int(here.sum()), codes=codes, numbers=numbers, names=names, hash=hashed, asked=self)


def dispositions(adjustment: Adjustment, levels: Sequence[str], codes: Codes) -> Codes:
    """What became of each person, NONE where the column is blank. levels, codes: of the adjustment's column."""
    lists = {
        Disposition.RESPONDED: adjustment.yes,
        Disposition.DID_NOT_RESPOND: adjustment.no,
        Disposition.NOT_ELIGIBLE: adjustment.not_eligible,
        Disposition.ELIGIBILITY_UNKNOWN: adjustment.unknown,
    }
    means = {level: int(disposition) for disposition, listed in lists.items() for level in listed}
    return np.array([*(means[level] for level in levels), NONE], dtype=np.int64)[codes]


def derive(derived: Derived, plan: Plan, codes: Mapping[str, Codes], numbers: Mapping[str, Floats]) -> tuple[Codes, npt.NDArray[np.bool_]]:
    """The codes of a derived column, and which rows cannot have one: a number outside the bands, or answers in two columns at once."""
    place = {level: at for at, level in enumerate(derived.levels)}
    match derived.how:
        case "bands":
            values = numbers[derived.sources[0]]
            starts = np.array(list(derived.bands.values()))
            out = np.searchsorted(starts, values, side="right") - 1  # NaN sorts last: put right below
            blank = np.isnan(values)
            wrong = ~blank & ((values < starts[0]) | (values > (np.inf if derived.up_to is None else derived.up_to)))
            return np.where(blank | wrong, NONE, out).astype(np.int64), wrong
        case "groups":
            group_of = {answer: place[level] for level, answers in derived.groups.items() for answer in answers}
            lookup = [group_of.get(level, NONE) for level in plan.levels(derived.sources[0])]
            made = np.array([*lookup, place[derived.blank] if derived.blank else NONE])[codes[derived.sources[0]]]
            return made, np.zeros(len(made), dtype=bool)
        case "coalesce":
            parts = np.stack([np.array([*(place[level] for level in plan.levels(name)), NONE])[codes[name]] for name in derived.sources])
            return parts.max(axis=0), (parts != NONE).sum(axis=0) > 1
        case "score":
            total, answered = np.zeros(len(codes[derived.sources[0]])), np.zeros(len(codes[derived.sources[0]]), dtype=np.int64)
            for name in derived.sources:
                points = np.array([*(derived.points[name].get(level, np.nan) for level in plan.levels(name)), np.nan])[codes[name]]
                total += np.nan_to_num(points)
                answered += ~np.isnan(points)
            enough = answered >= derived.needed
            score = np.round(total * len(derived.sources) / np.maximum(answered, 1), 9)  # a third three times is one
            made = np.searchsorted(np.array(list(derived.bands.values())), score, side="right") - 1
            return np.where(enough, made, NONE).astype(np.int64), np.zeros(len(made), dtype=bool)
        case "join":
            joined = np.zeros(len(codes[derived.sources[0]]), dtype=np.int64)
            without = np.zeros(len(joined), dtype=bool)
            for name in derived.sources:
                joined = joined * len(plan.levels(name)) + codes[name]
                without |= codes[name] == NONE
            return np.where(without, NONE, joined), np.zeros(len(joined), dtype=bool)


def answers_hash(plan: Plan, codes: Mapping[str, Codes], numbers: Mapping[str, Floats], names: Mapping[str, pl.Series]) -> str:
    """The SHA-256 of the answers as the plan reads them, the same from every kind of file (docs/reference/findings.md tells how).

    For each column the plan uses, by name: the name; then for a number column its numbers as little-endian doubles, and for any other
    the length in bytes of each row's words (little-endian 4 bytes, 0 when blank) and the words themselves in UTF-8.
    """
    digest = hashlib.sha256()
    for name in sorted(plan.columns_used):
        digest.update(len(name.encode()).to_bytes(4, "little") + name.encode())
        if name in numbers:
            digest.update(np.where(np.isnan(numbers[name]), np.nan, numbers[name]).astype("<f8").tobytes())
            continue
        if name in codes:
            words = pl.Series([*plan.levels(name), ""], dtype=pl.String).gather(codes[name] % (len(plan.levels(name)) + 1))
        else:
            words = names[name].fill_null("")
        digest.update(words.str.len_bytes().to_numpy().astype("<u4").tobytes())
        digest.update((words.str.join("").item() if len(words) else "").encode())
    return digest.hexdigest()
