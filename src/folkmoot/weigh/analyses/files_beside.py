"""The files beside a plan as an analysis reads them: levels in the plan's words, numbers as numbers, mistakes by row."""

import hashlib

import numpy as np
import polars as pl

from folkmoot.files.problems import did_you_mean, listed
from folkmoot.survey import Factor
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.answers import Floats
from folkmoot.weigh.responses import cell_text


def frame_beside(given: Given, name: str) -> pl.DataFrame:
    """The file of that name. Raises ValueError when the plan came without it, as it does on the site."""
    if name not in given.beside:
        raise ValueError(
            f'it needs the file "{name}" beside the plan, and the plan came without it. Weigh with the command folkmoot weigh, '
            "with the file in the plan's folder. The site takes no such files."
        )
    return given.beside[name]


def file_tag(given: Given, name: str) -> str:
    """A tag for the method: which file it was, by the hash of its cells as CSV."""
    return f"{name}={hashlib.sha256(frame_beside(given, name).write_csv().encode()).hexdigest()[:16]}"


def numbers_of(given: Given, name: str, column: str) -> Floats:
    """A column of numbers. Raises ValueError naming the row, counted below the header, that holds none."""
    text = _text(given, name, column)
    values = text.cast(pl.Float64, strict=False).fill_null(float("nan")).to_numpy()
    wrong = ~np.isfinite(values)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise ValueError(f'{name}: row {row + 1:,} below the header holds {_shown(text[row])} in "{column}". It must be a number.')
    return np.asarray(values, np.float64)


def levels_of(given: Given, name: str, column: str, called: str) -> Factor:
    """A column that has the name and the levels (or codes) of a factor of the plan, as a factor with the name `called`."""
    text, levels = _text(given, name, column), given.plan.levels(column)
    words = dict(given.plan.columns[column].codes) if column in given.plan.columns else {}
    place = {level: at for at, level in enumerate(levels)}
    known = {code: place[word] for code, word in words.items()} | place
    codes = text.replace_strict(known, default=-1, return_dtype=pl.Int64).to_numpy()
    wrong = codes < 0
    if wrong.any():
        row = int(np.argmax(wrong))
        hint = did_you_mean(str(text[row])[:100], levels)
        raise ValueError(
            f'{name}: row {row + 1:,} below the header holds {_shown(text[row])} in "{column}". It may hold: {listed(levels)}.{hint}'
        )
    return Factor(called, levels, codes)


def _text(given: Given, name: str, column: str) -> pl.Series:
    frame = frame_beside(given, name)
    if column not in frame.columns:
        raise ValueError(f'{name}: there is no column "{column}".{did_you_mean(column, frame.columns)} It has: {listed(frame.columns)}.')
    return frame.select(cell_text(pl.col(column), frame.schema[column])).to_series()


def _shown(value: object) -> str:
    return "nothing" if value is None else f'"{str(value)[:60]}"'
