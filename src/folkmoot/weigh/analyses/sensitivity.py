"""How far a sample that chose itself can be leant on: how different those who did not take part would have to be, and who is missing."""

from dataclasses import dataclass

import numpy as np

from folkmoot.survey import Estimates, Margin, base_quality, proportions
from folkmoot.survey.honesty import TippingPoint, population_balance, tipping_point
from folkmoot.survey.honesty.tipping_point import least_participation
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.analyses.names import Names
from folkmoot.weigh.analyses.section import Column, Row, Section
from folkmoot.weigh.plan import Statement, Target
from folkmoot.weigh.plan_keys import Table
from folkmoot.weigh.results import cell_words

KEYS = ("kind", "title", "participation", "threshold")
ALWAYS = (
    Column("Statement"),
    Column("Share of those who took part", "share"),
    Column("Lowest likely", "share"),
    Column("Highest likely", "share"),
    Column("Conclusion"),
    Column("Nothing could change it if so many took part", "share"),
)
WITH_PARTICIPATION = (
    Column("Changes at this share of the others", "share"),
    Column("Difference from those who took part", "points"),
    Column("Everybody, at least", "share"),
    Column("Everybody, at most", "share"),
)
PEOPLE = Column("People who answered", "count")
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """participation: the share of everybody who took part, or None. threshold: what the share of everybody is said to be above or below."""

    title: str
    participation: float | None
    threshold: float


def read(table: Table, names: Names) -> Sensitivity:
    """From the plan. Mistakes go to the table's problems."""
    if not names.statements:
        table.problem("", "says how far the statements can be leant on, and there are none.")
    shares: dict[str, float | None] = {}
    for key in ("participation", "threshold"):
        shares[key] = table.number(key)
        if (shares[key] or 0) >= 1:
            table.problem(key, f"must be a share above 0 and below 1, as in 0.25, not {shares[key]:g}.")
    title = table.text("title", default="How far these answers can be leant on")
    return Sensitivity(title, shares["participation"], shares["threshold"] or _HALF)


def run(wanted: Sensitivity, given: Given) -> Section:
    """The tipping point of each statement, and how like the population the sample is in the targets of the plan."""
    rows, sentences = [], []
    tags = ["worst-case bounds", f"threshold={wanted.threshold:g}"]
    tags += [] if wanted.participation is None else ["tipping point", f"participation={wanted.participation:g}"]
    for statement in given.plan.statements:
        found = proportions(given.design, given.outcomes[statement.id])
        row, said = _row(statement, found, wanted, given)
        rows.append(row)
        sentences += said
        tags += found.method.split("; ")
    if not sentences:
        sentences.append("Too few people answered to say how far their answers can be leant on.")
    if given.plan.weights.targets:
        sentences += _balance(given)
        tags.append("balance=half the sum of absolute differences of shares")
    notes = [
        "The others are people who did not take part. Nobody knows what they think; this says what they would have to think.",
        "“At least” and “at most” are the share of everybody if all the others were of the one mind, or of the other. "
        "They leave the range of the share itself aside.",
        "“Nothing could change it if so many took part” is how much of everybody would have to take part before the others cannot matter.",
    ]
    columns = (*ALWAYS, *(() if wanted.participation is None else WITH_PARTICIPATION), PEOPLE)
    return Section(wanted.title, tuple(sentences), columns, tuple(rows), tuple(notes), tuple(dict.fromkeys(tags)))


def _row(statement: Statement, found: Estimates, wanted: Sensitivity, given: Given) -> tuple[Row, list[str]]:
    name, n = f"{statement.id}. {statement.short}", int(found.n[0])
    quality = base_quality(n)
    share, low, high = (float(each[0]) for each in (found.estimate, found.low, found.high))
    blanks = (None,) * (len(ALWAYS) - 1 + (0 if wanted.participation is None else len(WITH_PARTICIPATION)))
    if given.hidden.totals[statement.id] or given.hidden.everybody:
        return Row((name, *blanks, None), "[c]"), []
    if n == 0 or quality.withheld or np.isnan(low + high):
        return Row((name, *blanks, n), "[u]" if n else "[x]"), []
    level = _percent(wanted.threshold)
    side = "above" if share > wanted.threshold else "below"
    sure = low > wanted.threshold or high < wanted.threshold
    conclusion = f"{side} {level}" if sure else f"not sure: the range holds {level}"
    needed = least_participation(share, wanted.threshold)
    cells: list[str | float | None] = [name, share, low, high, conclusion, needed]
    did = given.plan.recode_of(statement).said
    told = f"{name}: {_percent(share)} of those who took part {did} (likely between {_percent(low)} and {_percent(high)})."
    if not sure:
        told += f" That range holds {level}, so even of people like them nothing can be said about {level}."
    if wanted.participation is not None:
        tip = tipping_point(share, n=n, participation=wanted.participation, threshold=wanted.threshold, low=low, high=high)
        out = not 0 <= tip.others <= 1
        cells += [*(("no share would", "no share would") if out else (tip.others, tip.difference)), tip.lowest, tip.highest]
        told += _tipped(tip, did, side, level) if sure else ""
    elif sure:
        told += f" Only if {_percent(needed)} or more of everybody had taken part could the others not change that it is {side} {level}."
    return Row((*cells, n), quality.shorthand), [told]


def _tipped(tip: TippingPoint, did: str, side: str, level: str) -> str:
    if tip.certain:
        return f" Whatever the others think, the share of everybody is {side} {level}."
    points, limit = cell_words(abs(tip.difference), "points", None).lstrip("+"), "or fewer" if tip.above else "or more"
    return (
        f" Of everybody it is no longer {side} {level} if {_percent(tip.others)} {limit} of the others {did}: {points} percentage points "
        f"{'lower' if tip.above else 'higher'} than those who took part."
    )


def _balance(given: Given) -> list[str]:
    """How like the population the sample is by each target, before and after weighting. Nothing of a target with a hidden group."""
    found = []
    base = given.plan.weights.base
    before = np.ones(given.answers.n) if base is None else given.numbers(base)
    for target in given.plan.weights.targets:
        label = given.plan.label(target.factor)
        if given.hidden.everybody or given.hidden.groups[target.factor].any():
            found.append(f"By {label}, how like the population the sample is cannot be shown: a group is too small.")
            continue
        inside, margin = _margin(target, given)
        made = population_balance(before[inside], given.design.weights[inside], [margin])
        was, now = (_percent(each[margin.name]) for each in (made.displaced_before, made.displaced_after))
        found.append(
            f"By {label}, {was} of the sample would have to be of another group for it to be like the population; after weighting, {now}."
        )
    return [*found, "Weighting puts right what is listed and nothing else: opinions may differ even where these match."]


def _margin(target: Target, given: Given) -> tuple["np.ndarray[tuple[int], np.dtype[np.bool_]]", Margin]:
    """The rows of the levels the source counts, and the margin of those levels."""
    levels = [level for level in given.plan.levels(target.factor) if level not in target.not_in_source]
    every = given.plan.levels(target.factor)
    lookup = np.array([*(levels.index(level) if level in levels else -1 for level in every), -1], dtype=np.int64)
    codes = lookup[given.answers.codes[target.factor]]
    amounts = np.array([target.amounts[level] for level in levels])
    return codes >= 0, Margin(given.plan.label(target.factor), tuple(levels), codes[codes >= 0], amounts)


def _percent(share: float) -> str:
    return cell_words(share, "share", None)
