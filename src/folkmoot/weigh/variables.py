"""The variables of a survey as a plan makes them: what a file for R or SPSS holds, and what a description of the data tells of it.

They come from the plan alone. The column that names each response is never among them, and no column that the plan does not name.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from folkmoot.weigh.plan import Column, Plan
from folkmoot.weigh.plan_keys import code_text
from folkmoot.weigh.words import how_counted, how_grouped

Made = Literal["column", "derived", "statement", "numbered", "number", "weight"]
WEIGHT: Final = "weight_made_fair"
RESERVED: Final = {"ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"}
LONGEST_NAME: Final = 60
"""SPSS allows 64 bytes; four are left to tell two names apart."""
FAR_BELOW: Final = -999_999_000
"""Where the missing values of a column of amounts are put when they cannot keep their own numbers: no amount is there."""
MOST_MISSING: Final = 3
"""SPSS allows three separate missing values, or a range of them."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of the coded data.

    name: as R, SPSS and Triple-S allow. source: the column, derived column or statement of the plan it comes from. codes: words by
    number, in the plan's order; none for numbers. missing: the number that stands for each value the plan lists as missing. asked: what
    people were asked, where the plan says. how: how it was made, in words.
    """

    name: str
    source: str
    label: str
    made: Made
    codes: Mapping[int, str]
    missing: Mapping[str, int]
    asked: tuple[str, ...] = ()
    how: str = ""

    @property
    def numeric(self) -> bool:
        """Whether it holds amounts, not codes."""
        return self.made in {"number", "weight"}


def variables(plan: Plan, questions: Mapping[str, str] | None = None) -> tuple[Variable, ...]:
    """Every variable, in the plan's order: columns, derived columns, the outcome of each statement, the sample's design, the weights.

    questions: what people were asked, by column, where it is known better than from the plan's statements.
    """
    taken: set[str] = set()
    return tuple(_named(variable, taken) for variable in _variables(plan, questions or {}))


def _variables(plan: Plan, questions: Mapping[str, str]) -> Iterator[Variable]:
    ours = [column for column in plan.columns.values() if column.name != plan.survey.id]
    for column in ours:
        stated = tuple(statement.text for statement in plan.statements if statement.column == column.name)
        asked = (questions[column.name],) if column.name in questions else stated
        codes, missing = _numbers(column)
        label = asked[0] if asked and column.label == column.name else column.label
        made: Made = "number" if column.number else "column"
        yield Variable("", column.name, label, made, codes, missing, asked, how_grouped(column.name, plan))
    for derived in plan.derived.values():
        levels = dict(enumerate(derived.levels, start=1))
        yield Variable("", derived.name, derived.label, "derived", levels, {}, how=how_grouped(derived.name, plan))
    for statement in plan.statements:
        recode = plan.recode_of(statement)
        said = {1: recode.said[:1].upper() + recode.said[1:], 0: "Not"}
        label, words = f"{statement.short}: {recode.said}", how_counted(recode)
        yield Variable(f"said_{statement.id}", statement.id, label, "statement", said, {}, (statement.text,), words)
    for name, label in ((plan.design.strata, "Stratum, numbered"), (plan.design.psu, "Primary sampling unit, numbered")):
        if name is not None and name != plan.survey.id:
            yield Variable(f"{name}_numbered", name, label, "numbered", {}, {})
    known = {column.name for column in ours}
    if plan.design.fpc is not None and plan.design.fpc not in known:
        yield Variable("", plan.design.fpc, "Units of the stratum in the population", "number", {}, {})
    if plan.weights.base is not None and plan.weights.base not in known:
        yield Variable("", plan.weights.base, "Base weight", "number", {}, {})
    by = ", ".join(plan.label(target.factor) for target in plan.weights.targets)
    label = "Weight, made fair" if by else "Weight"
    yield Variable(WEIGHT, WEIGHT, label, "weight", {}, {}, how=_how_weighted(plan, by))


def _how_weighted(plan: Plan, by: str) -> str:
    how = f"Raked to {by}." if by else "The base weight: not made fair."
    if plan.weights.adjustment is None:
        return how
    made_up = "The base weight, raised to make up for people without answers."
    return f"{made_up} {how}" if by else made_up


def _named(variable: Variable, taken: set[str]) -> Variable:
    """The variable with a name that no other has, capitals or not."""
    plain = re.sub(r"[^A-Za-z0-9_]+", "_", variable.name or variable.source).strip("_")[:LONGEST_NAME]
    if not plain[:1].isalpha() or plain.upper() in RESERVED:
        plain = f"v_{plain}".rstrip("_")
    name, again = plain, 2
    while name.casefold() in taken:
        name, again = f"{plain}_{again}", again + 1
    taken.add(name.casefold())
    return Variable(name, variable.source, variable.label, variable.made, variable.codes, variable.missing, variable.asked, variable.how)


def _numbers(column: Column) -> tuple[dict[int, str], dict[str, int]]:
    """A number for each level and each missing value: its own where it has one, else by order; missing ones below every other."""
    first: dict[str, str] = {}
    for code, words in column.codes.items():
        first.setdefault(words, code)
    own = [_whole(code) for code in first.values()]
    by_code = all(number is not None for number in own) and len(set(own)) == len(own)
    codes = {
        (number if by_code and number is not None else at): words for at, (words, number) in enumerate(zip(first, own, strict=True), 1)
    }
    return codes, _missing(column.missing, taken=tuple(codes), number=column.number)


def _missing(values: Sequence[str], *, taken: Sequence[int], number: bool) -> dict[str, int]:
    own = {value: whole for value in values if (whole := _whole(value)) is not None and whole not in taken}
    if len(values) == len(own) == len(set(own.values())) and len(values) <= MOST_MISSING:
        return own
    lowest = FAR_BELOW if number else min([0, *taken])
    return {value: lowest - at for at, value in enumerate(values, start=1)}


def _whole(code: str) -> int | None:
    """The code as a whole number that SPSS can hold, or None."""
    return int(code) if re.fullmatch(r"-?\d{1,9}", code) and code_text(int(code)) == code else None
