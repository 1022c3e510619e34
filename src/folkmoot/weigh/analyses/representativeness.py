"""How like everybody asked those who responded are, or how like the wave before those who stayed: the R-indicator and its parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np

from folkmoot.charts import number
from folkmoot.survey import Factor, base_quality
from folkmoot.survey.honesty import RIndicator, r_indicator
from folkmoot.survey.weights import Disposition
from folkmoot.weigh.analyses.asked_people import hidden_groups
from folkmoot.weigh.analyses.counted import Counted
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.analyses.names import Names
from folkmoot.weigh.analyses.section import Column, Row, Section
from folkmoot.weigh.answers import NONE, Asked
from folkmoot.weigh.fairness import sampled
from folkmoot.weigh.hiding import Mask
from folkmoot.weigh.making_up import starting_weights
from folkmoot.weigh.plan_keys import Table
from folkmoot.weigh.results import cell_words
from folkmoot.weigh.words import together

KEYS = ("kind", "title", "by")
_WORDS = {"nonresponse": ("asked", "responded"), "attrition": ("of the wave before", "stayed")}
_EVEN = 1e-12  # partial indicators below this differ by rounding


@dataclass(frozen=True, slots=True)
class Representativeness:
    """by: what is known of everybody, to compare by."""

    title: str
    by: tuple[str, ...]


def read(table: Table, names: Names) -> Representativeness:
    """From the plan. Mistakes go to the table's problems."""
    if names.adjustment is None:
        table.problem(
            "kind",
            "needs a file of everybody who was asked. Say who responded in [weights.nonresponse], or who stayed in [weights.attrition]. "
            'Where people chose to take part nobody knows who was asked: kind = "sensitivity" tells how like the population they are.',
        )
    by = names.factors(table, "by") if "by" in table.values else ()
    if names.adjustment is not None:
        if names.adjustment.column in by:
            table.problem("by", f'"{names.adjustment.column}" says who answered. Name what was known of everybody before.')
        by = by or names.adjustment.by
    return Representativeness(table.text("title", default="How like everybody are those who took part?"), by)


def run(wanted: Representativeness, given: Given) -> Section:
    """The R-indicator of everybody asked, by the weights they were drawn with."""
    asked, adjustment = given.answers.asked, given.plan.weights.adjustment
    assert asked is not None and adjustment is not None  # noqa: S101, PT018 - the plan is refused without them
    eligible = asked.dispositions != Disposition.NOT_ELIGIBLE
    design = sampled(asked.everybody, given.plan, starting_weights(asked.everybody, given.plan)).kept(eligible)
    factors = [_factor(name, asked, eligible, given) for name in wanted.by]
    if len({factor.name for factor in factors}) < len(factors):
        raise ValueError("by: two columns have the same label. Give each its own, so that readers can tell them apart.")
    found = r_indicator(design, asked.responded[eligible], factors)
    every = [name for one in given.plan.analyses if isinstance(one.wanted, Representativeness) for name in one.wanted.by]
    hidden = hidden_groups(list(dict.fromkeys(every)), asked, given)
    also = {name: np.array([given.hides(name, at) for at in range(mask.size)]) for name, mask in hidden.items()}
    hidden = {name: mask | also[name] for name, mask in hidden.items()}
    held = {factor.name: hidden[name] for name, factor in zip(wanted.by, factors, strict=True)}
    few = any(mask[np.unique(asked.everybody.codes[name][eligible])].any() for name, mask in hidden.items())
    who, did = _WORDS[adjustment.kind]
    columns = (
        Column("Characteristic"),
        Column("Level"),
        Column("R-indicator", "number"),
        Column("Lowest likely", "number"),
        Column("Highest likely", "number"),
        Column("Without what chance adds", "number"),
        Column("Largest possible bias", "number"),
        Column(f"Share who {did}", "share"),
        Column("Partial indicator", "number"),
        Column(f"People {who}", "count"),
    )
    rows = [_overall(found, few), *_parts(found, factors, held, few)]
    notes = [
        "Of 1, everybody was equally likely to have answered, as far as the characteristics can tell; the lower, the less like "
        "everybody those who answered are.",
        "The largest possible bias is in standard deviations of an answer, if answers differ only as the characteristics say.",
        f"A partial indicator says how much a characteristic adds to the spread of how likely people were to have {did}. Of a level, "
        f"above zero means that more {did} than on average, and below it that fewer did.",
        f"Shares are weighted as people were drawn, before anything was made up for. {number(found.responded)} of "
        f"{number(found.n)} people {who} {did}.",
    ]
    if not eligible.all():
        notes.append("People found not to belong to the survey are left out.")
    if (asked.dispositions == Disposition.ELIGIBILITY_UNKNOWN).any():
        notes.append("People of whom it is not known whether they belong to the survey count as asked.")
    if few:
        notes.append("A group is too small to show. What all groups add up to would tell its size, and is not shown either.")
    sentences = _sentences(found, [factor.name for factor in factors], who, did, few=few)
    counted = [
        Counted({}, {name: frozenset([at])}, (), (), not hidden[name][at], key=(name, at))
        for name in wanted.by
        for at in range(also[name].size)
    ]
    return Section(wanted.title, sentences, columns, tuple(rows), tuple(notes), tuple(found.method.split("; ")), tuple(counted))


def _factor(name: str, asked: Asked, eligible: Mask, given: Given) -> Factor:
    codes = asked.everybody.codes[name][eligible]
    if (codes == NONE).any():
        raise ValueError(f'by: "{name}" is not known of everybody. Give those people a level of their own with blank in [derive].')
    return Factor(given.plan.label(name), given.plan.levels(name), codes)


def _overall(found: RIndicator, few: bool) -> Row:  # noqa: FBT001
    quality = base_quality(found.n)
    numbers = (found.estimate, found.low, found.high, found.adjusted, found.largest_bias, found.mean_chance)
    shown = not few and not quality.withheld
    mark = "[c]" if few else quality.shorthand
    # the ends of a range that has no width are no numbers
    cells = ["" if isnan(each) else each for each in numbers] if shown else [None] * len(numbers)
    return Row(("Everybody", "", *cells, "", found.n), mark)


def _parts(
    found: RIndicator,
    factors: Sequence[Factor],
    hidden: Mapping[str, Mask],
    few: bool,  # noqa: FBT001
) -> list[Row]:
    places = {(factor.name, level): at for factor in factors for at, level in enumerate(factor.levels)}
    blank = ("",) * 5
    rows = []
    for part in found.partial:
        if part.level is None:
            rows.append(Row((part.characteristic, "", *blank, "", None if few else part.value, ""), "[c]" if few else ""))
            continue
        if hidden[part.characteristic][places[part.characteristic, part.level]]:
            rows.append(Row((part.characteristic, part.level, *blank, None, None, None), "[c]"))
            continue
        quality = base_quality(part.n)
        withheld = part.n == 0 or quality.withheld
        mark = "[x]" if part.n == 0 else quality.shorthand if withheld else "[c]" if few else quality.shorthand
        share, value = (None if withheld else part.chance), (None if withheld or few else part.value)
        rows.append(Row((part.characteristic, part.level, *blank, share, value, part.n), mark))
    return rows


def _sentences(found: RIndicator, by: Sequence[str], who: str, did: str, *, few: bool) -> tuple[str, ...]:
    if few:
        return (f"A group is too small to show, so it is not said how like everybody {who} those who {did} are.",)
    if base_quality(found.n).withheld:
        return (f"Too few people were {who} to say how like them those who {did} are.",)
    share, *ends = (cell_words(each, "number", None) for each in (found.estimate, found.low, found.high))
    between = "" if isnan(found.se) else f" (likely between {ends[0]} and {ends[1]})"
    sentences = [f"The R-indicator is {share}{between}: at 1, everybody would have been equally likely, as far as {together(by)} can tell."]
    whole = [part for part in found.partial if part.level is None]
    most = max(whole, key=lambda part: part.value)
    if len(whole) > 1 and most.value > _EVEN:
        sentences.append(f"How likely people were to have {did} differed most by {most.characteristic}.")
    points = cell_words(found.largest_bias / 2, "points", None).lstrip("+")
    sentences.append(
        f"If answers differ by {together(by)} alone, a share among those who {did} is at most {points} percentage points from that among "
        f"everybody {who}, before anything is made up for. People may differ in other ways too."
    )
    return tuple(sentences)
