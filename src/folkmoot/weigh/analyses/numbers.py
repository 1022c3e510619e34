"""Numbers people gave, such as hours or pounds: the mean, the median and other quantiles, and the ratio to another number."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast, get_args

import numpy as np

from folkmoot.survey import Estimates, base_quality, means
from folkmoot.survey.quantiles import Centre, QuantileRule, quantiles
from folkmoot.survey.ratios import ratios
from folkmoot.weigh.analyses.counted import Counted
from folkmoot.weigh.analyses.few_behind_numbers import few_beyond, rests_on_few, small_bases, unsafe_sums
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.analyses.names import Names
from folkmoot.weigh.analyses.section import Column, Row, Section
from folkmoot.weigh.answers import Codes, Floats
from folkmoot.weigh.hiding import Mask
from folkmoot.weigh.plan_keys import Table
from folkmoot.weigh.results import cell_words
from folkmoot.weigh.words import level_words

KEYS = ("kind", "title", "column", "by", "quantiles", "rule", "centre", "per")
COLUMNS = (
    Column("Who"),
    Column("What"),
    Column("Estimate", "number"),
    Column("Lowest likely", "number"),
    Column("Highest likely", "number"),
    Column("People who answered", "count"),
)
EVERYBODY = "Everybody"
_MEDIAN = 0.5

type _Hidden = Mapping[str | None, tuple[Mask, Mask]]
"""By factor (None for everybody): (groups,) whose mean or ratio is hidden, and whose base is too."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """by: factors. shares: of the quantiles, 0.5 for the median. per: the number column that the ratio is to, or empty."""

    title: str
    column: str
    by: tuple[str, ...]
    shares: tuple[float, ...]
    rule: QuantileRule
    centre: Centre
    per: str


@dataclass(frozen=True, slots=True)
class _Measure:
    """One measure in each group. unsafe: (groups,) whose numbers are hidden. small: (groups,) whose base is hidden too. values: the
    people's own numbers, where the measure is one of them: a quantile is hidden where few are at or beyond it."""

    what: str
    found: Estimates
    unsafe: Mask
    small: Mask
    values: Floats | None = None


def read(table: Table, names: Names) -> Numbers:
    """From the plan. Mistakes go to the table's problems."""
    column, per = names.number(table, "column"), names.number(table, "per", required=False)
    if per and per == column:
        table.problem("per", "is the column itself. Name another number column, or leave it out.")
    return Numbers(
        title=table.text("title", default=f"{column}: mean and median"),
        column=column,
        by=names.factors(table, "by") if "by" in table.values else (),
        shares=_shares(table),
        rule=cast("QuantileRule", table.choice("rule", get_args(QuantileRule)) or "math"),
        centre=cast("Centre", table.choice("centre", get_args(Centre)) or "asked"),
        per=per,
    )


def _shares(table: Table) -> tuple[float, ...]:
    if "quantiles" not in table.values:
        return (_MEDIAN,)
    shares = []
    for word in table.texts("quantiles"):
        try:
            share = float(word)
        except ValueError:
            share = 0.0
        if 0 < share < 1:
            shares.append(share)
        else:
            table.problem("quantiles", f"{word} is not between 0 and 1. 0.5 is the median. The smallest and largest numbers are not shown.")
    return tuple(shares)


def run(wanted: Numbers, given: Given) -> Section:
    """Weighted means with Wald intervals, quantiles with Woodruff's and ratios of totals, for everybody and for each group."""
    rows: list[Row] = []
    tags: dict[str, None] = {}
    label = given.plan.label(wanted.column)
    values, below = given.numbers(wanted.column), given.numbers(wanted.per or wanted.column)
    both = ~np.isnan(values) & ~np.isnan(below)
    of_column = _hidden([values], given)
    of_ratio = _hidden([np.where(both, each, np.nan) for each in (values, below)], given) if wanted.per else {}
    for factor in (None, *wanted.by):
        names: tuple[str, ...] = (EVERYBODY,)
        if factor is not None:
            names = tuple(level_words(given.plan.label(factor), level) for level in given.plan.levels(factor))
        measures = _measures(wanted, factor, of_column, of_ratio, given)
        for place, name in enumerate(names):
            codes = None if factor is None else given.answers.codes[factor]
            rows += [_row(name, measure, place, codes, given) for measure in measures]
        tags |= dict.fromkeys(tag for measure in measures for tag in measure.found.method.split("; "))
    notes = [
        "The mean is weighted. The median is the number that half of the weight lies at or below; the others are named by their share.",
        f"Quantiles are by the rule “{wanted.rule}”, with ranges around the share {_centred(wanted.centre)}.",
        f"No quantile, or end of its range, is shown that fewer than {given.least} people are at or beyond: never the smallest or largest. "
        "No mean is shown that a few people's numbers make up.",
    ]
    if wanted.per:
        notes.append("The ratio is of the two weighted totals, among those who gave both numbers.")
    counted = [*_counted((wanted.column,), wanted, of_column), *_counted((wanted.column, wanted.per), wanted, of_ratio)]
    return Section(wanted.title, _sentences(label, rows), COLUMNS, tuple(rows), tuple(notes), tuple(tags), tuple(counted))


def _counted(columns: tuple[str, ...], wanted: Numbers, hidden: _Hidden) -> Iterator[Counted]:
    """The people who gave the numbers, of everybody and of each group. Nothing where no such measure is asked for."""
    for factor in (None, *wanted.by) if hidden else ():
        for at, small in enumerate(hidden[factor][1]):
            group = {} if factor is None else {factor: frozenset([at])}
            yield Counted(dict.fromkeys(columns, frozenset([0])), group, (), columns, not small, (factor or "", at))


def _measures(wanted: Numbers, factor: str | None, of_column: _Hidden, of_ratio: _Hidden, given: Given) -> list[_Measure]:
    """The mean, the quantiles and the ratio in each level of a factor, or of everybody."""
    values = given.numbers(wanted.column)
    by = None if factor is None else given.factor(factor)
    codes, levels = (None, 1) if by is None else (by.codes.astype(np.int64), len(by.levels))
    unsafe, small = of_column[factor]
    found = [_Measure("Mean", means(given.design, values, by=codes, levels=levels), unsafe, small)]
    what = given.plan.label(wanted.column)
    for made in quantiles(given.design, values, wanted.shares, by=by, what=what, rule=wanted.rule, centre=wanted.centre):
        name = "Median" if made.share == _MEDIAN else f"Number that {100 * made.share:.4g}% are at or below"
        found.append(_Measure(name, made, small, small, values))
    if wanted.per:
        words = f"{what} for each 1 of {given.plan.label(wanted.per)}"
        found.append(_Measure(words, ratios(given.design, values, given.numbers(wanted.per), by=by, what=words), *of_ratio[factor]))
    return found


def _hidden(sums: list[Floats], given: Given) -> _Hidden:
    """What to hide of means or ratios of these numbers, (n,) each, NaN for no answer. The groups of every analysis of numbers in the
    plan are protected together: those of one may add up to those of another."""
    factors = tuple(dict.fromkeys(f for each in given.plan.analyses if isinstance(each.wanted, Numbers) for f in each.wanted.by))
    inside = ~np.isnan(sums[0])
    if given.hidden.everybody or int(inside.sum()) < given.least:
        every: dict[str | None, Mask] = {None: np.ones(1, np.bool_)}
        every |= {factor: np.ones(len(given.plan.levels(factor)), np.bool_) for factor in factors}
        return {factor: (mask, mask) for factor, mask in every.items()}
    bases = small_bases(factors, inside, given)
    bases = {factor: mask | np.array([given.hides(factor, at) for at in range(mask.size)]) for factor, mask in bases.items()}
    unsafe = unsafe_sums(factors, bases, sums, given)
    few = any(rests_on_few(each, given.least) for each in sums)
    none = np.array([given.hides("", 0)])
    return {None: (np.array([few]) | none, none), **{factor: (unsafe[factor], bases[factor]) for factor in factors}}


def _row(name: str, measure: _Measure, place: int, codes: Codes | None, given: Given) -> Row:
    found, n = measure.found, int(measure.found.n[place])
    if measure.small[place]:
        return Row((name, measure.what, None, None, None, None), "[c]")
    quality = base_quality(n)
    numbers = [float(each[place]) for each in (found.estimate, found.low, found.high)]
    if n == 0 or quality.withheld:
        return Row((name, measure.what, None, None, None, n), "[u]" if n else "[x]")
    if measure.unsafe[place]:
        return Row((name, measure.what, None, None, None, n), "[c]")
    if np.isnan(numbers).any():  # a design that leaves no degrees of freedom, or a quantile too far out to have a range
        return Row((name, measure.what, None, None, None, n), "[u]")
    shown: list[float | None] = [*numbers]
    if measure.values is not None:
        own = measure.values if codes is None else measure.values[codes == place]
        few = [few_beyond(own, number, given.least) for number in numbers]
        shown = [None if hide or few[0] else number for number, hide in zip(numbers, few, strict=True)]
    return Row((name, measure.what, *shown, n), "[c]" if None in shown else quality.shorthand)


def _sentences(label: str, rows: list[Row]) -> tuple[str, ...]:
    """What is shown of everybody. A row that hides a number has no sentence."""
    found = []
    for row in rows:
        who, what, *numbers, n = row.cells
        if who == EVERYBODY and None not in numbers:
            estimate, low, high = (cell_words(number, "number", None) for number in numbers)
            told = f"{label}: {str(what)[:1].lower()}{str(what)[1:]}" if what in {"Mean", "Median"} else f"{label}: {what}"
            found.append(f"{told} {estimate} (likely between {low} and {high}); {cell_words(n, 'count', None)} people answered.")
    return tuple(found) or (f"{label}: nothing of everybody together may be shown.",)


def _centred(centre: Centre) -> str:
    return "asked for" if centre == "asked" else "found at or below the estimate"
