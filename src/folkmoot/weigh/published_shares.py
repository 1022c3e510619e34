"""Another authority's findings.json as a frame: a row to each statement, with what a comparison needs and nothing more."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final, get_args

import polars as pl

from folkmoot.weigh.plan import Recode, Sample
from folkmoot.weigh.words import either

SCHEMA: Final = {
    "organisation": pl.String, "title": pl.String, "dates": pl.String, "sample": pl.String, "dataset_hash": pl.String,
    "statement": pl.String, "text": pl.String, "counted": pl.String,
    "estimate": pl.Float64, "se": pl.Float64, "n": pl.Int64, "mark": pl.String,
}  # fmt: skip
"""estimate, se and n are null where they were not published; mark says why."""
_READ: Final = 1  # the schema_version that this reads
_LONGEST = 2_000
_MOST_PEOPLE = 10**10
_MARKS = ("[u]", "[c]", "[x]")


def published_shares(document: Any) -> pl.DataFrame:
    """The shares among everybody that a document of findings holds. Raises ValueError in plain words when it is not one."""
    top = _mapping(document, "the document")
    if top.get("schema_version") != _READ:
        raise ValueError(f"its schema_version is {str(top.get('schema_version'))[:20]}, and this version reads {_READ}.")
    survey = _mapping(top.get("survey"), "survey")
    about = {key: _words(survey.get(key), f"survey.{key}") for key in ("organisation", "title", "dates", "sample")}
    if about["sample"] not in get_args(Sample):
        raise ValueError(f"survey.sample is not one of {', '.join(get_args(Sample))}.")
    about["dataset_hash"] = _words(top.get("dataset_hash"), "dataset_hash")
    overall: dict[str, Mapping[str, Any]] = {}
    for row in (_mapping(row, "findings") for row in _sequence(top.get("findings"), "findings")):
        if row.get("factor") is None:
            overall[_words(row.get("statement"), "findings.statement")] = row
    rows = []
    for statement in (_mapping(one, "statements") for one in _sequence(top.get("statements"), "statements")):
        ident = _words(statement.get("id"), "statements.id")
        if ident not in overall:
            raise ValueError(f"it has no finding of {ident[:60]} among everybody.")
        text = _words(statement.get("text"), f"{ident}.text")
        rows.append({**about, "statement": ident, "text": text, "counted": _counted(statement, ident), **_numbers(overall[ident], ident)})
    if len({row["statement"] for row in rows}) != len(rows):
        raise ValueError("it gives a statement twice.")
    return pl.DataFrame(rows, schema=SCHEMA)


def counted(yes: Sequence[str], no: Sequence[str], neither: Sequence[str], neither_counts_as: str | None, leave_out: Sequence[str]) -> str:
    """How answers count, in words that are the same for the same rule, whatever the order its answers are listed in."""
    parts = [f"{either(sorted(yes))} as yes", f"{either(sorted(no))} as no"]
    if neither:
        parts.append(f"{either(sorted(neither))} as {neither_counts_as}")
    if leave_out:
        parts.append(f"{either(sorted(leave_out))} as left out")
    return ", ".join(parts)


def plain(text: str) -> str:
    """Words without case, punctuation and spare spaces: what must be the same for two texts to ask the same."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def counted_by(recode: Recode) -> str:
    """The same of a recode of this plan."""
    return counted(recode.yes, recode.no, recode.neither, recode.neither_counts_as, recode.leave_out)


def _counted(statement: Mapping[str, Any], ident: str) -> str:
    recode = _mapping(statement.get("recode"), f"{ident}.recode")
    lists = {
        key: [_words(answer, f"{ident}.recode.{key}") for answer in _sequence(recode.get(key), f"{ident}.recode.{key}")]
        for key in ("yes", "no", "neither", "leave_out")
    }
    side = recode.get("neither_counts_as")
    if not lists["yes"] or not lists["no"] or side not in ("yes", "no", "left out", None):
        raise ValueError(f"{ident[:60]}: its recode is not whole.")
    return counted(lists["yes"], lists["no"], lists["neither"], side, lists["leave_out"])


def _numbers(row: Mapping[str, Any], ident: str) -> dict[str, Any]:
    estimate, se, n, mark = (row.get(key) for key in ("estimate", "se", "n", "mark"))
    if mark is not None and mark not in _MARKS:
        raise ValueError(f"{ident[:60]}: its mark is not one of {', '.join(_MARKS)}.")
    if estimate is None or se is None or n is None:
        return {"estimate": None, "se": None, "n": None, "mark": mark or "[u]"}
    right = _number(estimate) and 0 <= estimate <= 1 and _number(se) and se >= 0 and type(n) is int and 0 < n < _MOST_PEOPLE
    if not right:
        raise ValueError(f"{ident[:60]}: its estimate, standard error or number of people is not one that can be.")
    return {"estimate": float(estimate), "se": float(se), "n": n, "mark": mark}


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _mapping(value: object, what: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{what} is missing or is not as findings.json has it.")
    return value


def _sequence(value: object, what: str) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"{what} is missing or is not a list.")
    return value


def _words(value: object, what: str) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST or not value.isprintable():
        raise ValueError(f"{what[:80]} is missing, or is not one line of words.")
    return value
