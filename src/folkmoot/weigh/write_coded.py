"""Coded data to a file: SPSS with labels and missing values, CSV, Parquet, or Triple-S with its file of answers."""

import codecs
import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, Literal

import polars as pl

from folkmoot.files.problems import RefusedError, listed
from folkmoot.weigh.coded_data import HOLDS_ANSWERS, CodedData
from folkmoot.weigh.extras import extra
from folkmoot.weigh.triple_s import Description, placed
from folkmoot.weigh.triple_s import Variable as Described
from folkmoot.weigh.triple_s_writer import answers_text, description_bytes
from folkmoot.weigh.variables import MOST_MISSING, Variable

LONGEST_LABEL: Final = 256
LONGEST_VALUE_LABEL: Final = 120
"""Bytes that SPSS keeps of the label of a variable, and of a value."""
NOTE_LINE: Final = 80
DECIMALS: Final = 10
"""A weight in Triple-S is written out: this many places."""


def coded_files(path: Path) -> tuple[Path, ...]:
    """The files that `path` stands for: Triple-S is two. Raises RefusedError when its ending says no kind of file that can be written."""
    kind = path.suffix.casefold()
    if kind not in WRITERS:
        raise RefusedError([f'cannot write coded data as "{path.name}". Its name may end in: {listed(WRITERS)}.'])
    if kind == ".sav":
        extra("pyreadstat", "SPSS files")
    return (path, path.with_suffix(".csv")) if kind == ".sss" else (path,)


def write_coded(data: CodedData, path: Path, places: Mapping[Path, Path]) -> None:
    """Write the data. `places` says where each file of `coded_files(path)` is made before it is moved to its name."""
    WRITERS[path.suffix.casefold()](data, path, places)


def _csv(data: CodedData, path: Path, places: Mapping[Path, Path]) -> None:
    with places[path].open("wb") as file:
        file.write(codecs.BOM_UTF8)  # or Excel takes it for Windows text
        data.frame.write_csv(file, line_terminator="\r\n")


def _parquet(data: CodedData, path: Path, places: Mapping[Path, Path]) -> None:
    data.frame.write_parquet(places[path], metadata={"note": HOLDS_ANSWERS})


def _sav(data: CodedData, path: Path, places: Mapping[Path, Path]) -> None:
    pyreadstat = extra("pyreadstat", "SPSS files")
    frame = data.frame.with_columns(data.marked.values())
    labels: dict[str, dict[int, str]] = {}
    ranges: dict[str, list[Any]] = {}
    for variable in data.variables:
        words = {number: _cut(label, LONGEST_VALUE_LABEL) for number, label in variable.codes.items()}
        if variable.missing:
            words |= {number: _cut(f"No answer: {value}", LONGEST_VALUE_LABEL) for value, number in variable.missing.items()}
            numbers = sorted(variable.missing.values())
            ranges[variable.name] = numbers if len(numbers) <= MOST_MISSING else [{"lo": numbers[0], "hi": numbers[-1]}]
        if words:
            labels[variable.name] = words
    pyreadstat.write_sav(
        frame,
        places[path],
        file_label=_cut(data.title, 64),
        note=textwrap.wrap(HOLDS_ANSWERS, NOTE_LINE),
        column_labels={variable.name: _cut(variable.label, LONGEST_LABEL) for variable in data.variables},
        variable_value_labels=labels,
        missing_ranges=ranges,
        variable_measure={variable.name: "scale" if variable.numeric else "nominal" for variable in data.variables},
        variable_format={variable.name: "F16.8" if variable.numeric else "F8.0" for variable in data.variables},
    )


def _triple_s(data: CodedData, path: Path, places: Mapping[Path, Path]) -> None:
    answers = path.with_suffix(".csv")
    described = [_described(at, variable, data.frame[variable.name]) for at, variable in enumerate(data.variables, start=1)]
    description = Description(
        version="2.0", title=data.title, variables=placed(described, csv=True), csv=True, skip=1, href=answers.name, encoding="utf-8"
    )
    cells = data.frame.select(
        _written(data.frame[variable.name]) if variable.numeric else data.frame[variable.name].cast(pl.String)
        for variable in data.variables
    )
    places[path].write_bytes(description_bytes(description, note=HOLDS_ANSWERS))
    places[answers].write_bytes(answers_text(description, cells).encode())


def _described(at: int, variable: Variable, column: pl.Series) -> Described:
    """A coded variable as Triple-S has it. A stratum's number has no words, so it is a quantity."""
    ident = str(at)
    if variable.codes:
        # 0 is no answer in a Triple-S single unless it is a code of its own; below 0 there is none, so such codes are words
        literal = min(variable.codes) < 0
        values = {str(number): words for number, words in variable.codes.items()}
        return Described(ident, variable.name, variable.label, "single", values=values, literal=literal)
    written = _written(column).drop_nulls()
    ends = sorted(written.unique(), key=float) or ["0"]
    width = max(len(text) for text in ends)
    low = ends[0].rjust(width, "0") if float(ends[0]) >= 0 else ends[0]
    use: Literal["", "weight"] = "weight" if variable.made == "weight" else ""
    return Described(ident, variable.name, variable.label, "quantity", codes_from=low, codes_to=ends[-1], use=use)


def _written(column: pl.Series) -> pl.Series:
    """Numbers written out in full, as many places as they need and no more than DECIMALS."""
    texts = [None if value is None else f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".") for value in column]
    return pl.Series(column.name, texts, dtype=pl.String)


def _cut(words: str, most: int) -> str:
    """The words, cut to so many bytes of UTF-8."""
    return words if len(words.encode()) <= most else words.encode()[: most - 3].decode(errors="ignore") + "…"


WRITERS: Final[Mapping[str, Callable[[CodedData, Path, Mapping[Path, Path]], None]]] = {
    ".sav": _sav,
    ".csv": _csv,
    ".parquet": _parquet,
    ".sss": _triple_s,
}
