"""A survey as Triple-S describes it: its variables, their values, and where each stands in the file of answers.

The standard is Triple-S XML 2.0 (Association for Survey Computing, revision 2.0.002, September 2011); of 1.1, 1.2 and 3.0 what they have
in common with it is read. Hierarchies of surveys are not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

Kind = Literal["single", "multiple", "quantity", "character", "logical", "date", "time"]
KINDS: Final = ("single", "multiple", "quantity", "character", "logical", "date", "time")
YES_NO: Final[Mapping[str, str]] = {"1": "Yes", "0": "No"}
WIDTHS: Final[Mapping[str, int]] = {"logical": 1, "date": 8, "time": 6}


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable. `start` and `finish` are characters of a record counted from 1, or fields of a CSV record.

    values: words by code, in the file's order. codes_from, codes_to: the numbers a quantity may hold, or codes that have no words, as
    written. subfields, width: of a multiple that lists the codes chosen (spread); 0 when it holds a mark for each code (bitstring).
    size: the most letters of a character variable. literal: the codes of a single are words, not numbers.
    """

    ident: str
    name: str
    label: str
    kind: Kind
    start: int = 0
    finish: int = 0
    values: Mapping[str, str] = field(default_factory=dict)
    codes_from: str = ""
    codes_to: str = ""
    subfields: int = 0
    width: int = 0
    size: int = 0
    literal: bool = False
    use: Literal["", "serial", "weight"] = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of a multiple, those of a range that have no words among them, in the order of the numbers."""
        spanned = range(int(self.codes_from), int(self.codes_to) + 1) if self.codes_from and self.codes_to else range(0)
        return tuple(str(code) for code in sorted({*(int(code) for code in self.values), *spanned}))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of answers it makes: one of its own name, or one for each code of a multiple, as in Q2_1."""
        return tuple(f"{self.name}_{code}" for code in self.codes) if self.kind == "multiple" else (self.name,)

    @property
    def letters(self) -> int:
        """How many letters it takes in a record, at the least."""
        if self.kind == "multiple":
            return self.subfields * self.width if self.subfields else max(int(code) for code in self.codes)
        if self.kind == "character":
            return self.size
        return WIDTHS.get(self.kind) or max(len(words) for words in ("0", *self.values, self.codes_from, self.codes_to))


@dataclass(frozen=True, slots=True)
class Description:
    """A whole description. href: the name of the file of answers, or "". skip: how many records at its top are names, not answers."""

    version: str
    title: str
    variables: tuple[Variable, ...]
    csv: bool = False
    skip: int = 0
    href: str = ""
    encoding: str = "utf-8"


def placed(variables: Sequence[Variable], *, csv: bool) -> tuple[Variable, ...]:
    """The same variables, each given its place: the next field of a CSV record, or the next letters of a fixed one."""
    return tuple(_places(variables, csv=csv))


def _places(variables: Sequence[Variable], *, csv: bool) -> Iterator[Variable]:
    at = 1
    for variable in variables:
        length = 1 if csv else variable.letters
        yield replace(variable, start=at, finish=at + length - 1)
        at += length
