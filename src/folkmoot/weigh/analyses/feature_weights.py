"""How much each feature weighs with people: points they shared out, the best and worst they picked, or the one of two they chose."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, cast, get_args

import numpy as np

from folkmoot.survey import base_quality
from folkmoot.survey.choices import FeatureWeights, allocation_weights, best_worst, bradley_terry
from folkmoot.weigh.analyses.feature_tasks import TIE, Task, chosen, read_tasks, repeated
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.analyses.names import Names
from folkmoot.weigh.analyses.section import Column, Row, Section
from folkmoot.weigh.hiding import Mask, small_groups
from folkmoot.weigh.plan_keys import Table
from folkmoot.weigh.results import cell_words

Way = Literal["allocation", "best worst", "pairs"]
CountedTies = Literal["half", "leave out"]
KEYS = ("kind", "title", "way", "columns", "total", "tasks", "tie", "ties", "leave_out")
ONLY = {"columns": ("allocation",), "total": ("allocation",), "tasks": ("best worst", "pairs"), "tie": ("pairs",), "ties": ("pairs",)}
COLUMNS = (
    Column("Feature"),
    Column("Weight", "share"),
    Column("Lowest likely", "share"),
    Column("Highest likely", "share"),
    Column("Told apart from the next"),
    Column("People who answered", "count"),
)
MEANING = {
    "allocation": "The weight is the share of all points that people gave to the feature, weighted.",
    "best worst": "The weight is how often the feature would be picked as best if all were shown together, as the answers suggest.",
    "pairs": "The weight is the feature's worth: against another it is chosen in proportion to the two weights, as the answers suggest.",
}
_APART = {True: "yes", False: "no", None: "cannot be measured"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """columns, total: of an allocation. tasks, items: of the other two. tie: the answer that chose neither, counted as `ties` says."""

    title: str
    way: Way
    columns: tuple[str, ...]
    total: float
    tasks: tuple[Task, ...]
    items: tuple[str, ...]
    tie: str
    ties: CountedTies


@dataclass(frozen=True, slots=True)
class _Found:
    """n: people with an answer. choosers: (features,) people who gave the feature any points, or ever chose it."""

    weights: FeatureWeights
    n: int
    choosers: "np.ndarray[tuple[int], np.dtype[np.int64]]"


def read(table: Table, names: Names) -> Wanted:
    """From the plan. Mistakes go to the table's problems."""
    way = cast("Way", table.choice("way", get_args(Way), required=True) or "allocation")
    right = table.values.get("way") == way
    for key, ways in ONLY.items():
        if right and key in table.values and way not in ways:
            table.problem(key, f'does not go with way = "{way}".')
    leave_out, tie = table.texts("leave_out"), table.text("tie")
    if right and way == "allocation" and leave_out:
        table.problem("leave_out", 'does not go with way = "allocation": a blank is no answer.')
    if "ties" in table.values and not tie:
        table.problem("ties", "needs tie: the answer that chose neither.")
    tasks: tuple[Task, ...] = ()
    items: tuple[str, ...] = ()
    if right and way != "allocation":
        tasks, items = read_tasks(table, names, way, tie, leave_out)
    return Wanted(
        title=table.text("title", default="How much each feature weighs with people"),
        way=way,
        columns=names.number_columns(table, "columns", least=2) if right and way == "allocation" else (),
        total=table.number("total") or 100.0,
        tasks=tasks,
        items=items,
        tie=tie,
        ties=cast("CountedTies", table.choice("ties", get_args(CountedTies)) or "half"),
    )


def run(wanted: Wanted, given: Given) -> Section:
    """The weight of each feature with its interval, the largest first, and whether it can be told apart from the one after it."""
    made = {"allocation": _allocation, "best worst": _best_worst, "pairs": _pairs}[wanted.way](wanted, given)
    found, quality = made.weights, base_quality(made.n)
    few = given.hidden.everybody or given.small(made.n)
    hidden = _hidden(made.choosers, given.least)
    order = [int(at) for at in np.argsort(-found.weights, kind="stable") if not hidden[at]]
    low, high = found.interval()
    rows, sentences = [], []
    if few or quality.withheld:
        mark, n = ("[c]", None) if few else ("[u]", made.n)
        rows = [Row((name, None, None, None, None, n), mark) for name in found.names]
        sentences = ["Too few people answered to say which features weigh most."]
    else:
        apart = [found.apart(one, other) for one, other in pairwise(order)]
        for at, feature in enumerate(order):
            told = _APART[apart[at]] if at < len(apart) else "the last shown"
            numbers = [float(each[feature]) for each in (found.weights, low, high)]
            mark = "[u]" if np.isnan(numbers).any() else quality.shorthand
            cells = [None if np.isnan(number) else number for number in numbers]
            rows.append(Row((found.names[feature], *cells, told, made.n), mark))
        rows += [Row((name, None, None, None, None, made.n), "[c]") for name, hide in zip(found.names, hidden, strict=True) if hide]
        sentences = _sentences(rows[: len(order)], apart, all_shown=not hidden.any())
    notes = (
        MEANING[wanted.way],
        "Weights add up to 100%. “Told apart from the next” says whether the difference from the row below is more than chance would give, "
        "19 times in 20.",
    )
    return Section(wanted.title, tuple(sentences), COLUMNS, tuple(rows), notes, tuple(found.method.split("; ")))


def _hidden(choosers: "np.ndarray[tuple[int], np.dtype[np.int64]]", least: int) -> Mask:
    """The features that few people chose, with others: weights add up to 1, so one alone could be worked out."""
    if not ((choosers > 0) & (choosers < least)).any():
        return np.zeros(choosers.size, np.bool_)
    hidden = small_groups(choosers, least)
    if hidden.sum() == 1:  # all the others were chosen by nobody
        hidden[:] = True
    return hidden


def _sentences(rows: Sequence[Row], apart: Sequence[bool | None], *, all_shown: bool) -> list[str]:
    """Of the rows that are shown alone."""
    if not rows:
        return ["Too few people chose any one feature to say which weigh most."]
    among = "" if all_shown else "Of the features shown, "
    name, weight, low, high, _, n = rows[0].cells
    sure = "" if low is None else f" (likely between {_share(low)} and {_share(high)})"
    found = [f"{among}“{name}” weighs most: {_share(weight)}{sure}. {cell_words(n, 'count', None)} people answered."]
    close = [f"“{one.cells[0]}” and “{other.cells[0]}”" for one, other, sure in zip(rows, rows[1:], apart, strict=False) if not sure]
    if close:
        found.append(f"The order is not sure of {'; '.join(close)}: they cannot be told apart.")
    elif len(rows) > 1:
        found.append("The order is sure: each feature can be told apart from the next.")
    return found


def _share(cell: str | float | None) -> str:
    return cell_words(cell, "share", None)


def _allocation(wanted: Wanted, given: Given) -> _Found:
    points = np.column_stack([given.numbers(column) for column in wanted.columns])
    names = [given.plan.label(column) for column in wanted.columns]
    found = allocation_weights(given.design, points, names, total=wanted.total)
    answered = ~np.isnan(points).all(1)
    return _Found(found, int(answered.sum()), (points > 0).sum(0).astype(np.int64))


def _best_worst(wanted: Wanted, given: Given) -> _Found:
    size = max(len(task.items) for task in wanted.tasks)
    shown, best, worst = [], [], []
    for task in wanted.tasks:
        codes = [wanted.items.index(item) for item in task.items]
        shown.append(np.tile(np.array([*codes, *[-1] * (size - len(codes))]), (given.answers.n, 1)))
        best.append(chosen(given, task, task.columns[0], wanted.items, ""))
        worst.append(chosen(given, task, task.columns[1], wanted.items, ""))
    design = repeated(given.design, len(wanted.tasks))
    made = best_worst(design, np.concatenate(shown), np.concatenate(best), np.concatenate(worst), wanted.items)
    answered = (np.array(best) >= 0) & (np.array(worst) >= 0)
    picked = [((np.array(best) == at) | (np.array(worst) == at)) & answered for at in range(len(wanted.items))]
    return _Found(made.weights, int(answered.any(0).sum()), np.array([each.any(0).sum() for each in picked], np.int64))


def _pairs(wanted: Wanted, given: Given) -> _Found:
    first, second, preferred, picks = [], [], [], []
    for task in wanted.tasks:
        pair = [wanted.items.index(item) for item in task.items]
        pick = chosen(given, task, task.columns[0], wanted.items, wanted.tie)
        picks.append(pick)
        first.append(np.full(pick.size, pair[0]))
        second.append(np.full(pick.size, pair[1]))
        preferred.append(np.select([pick == pair[0], pick == pair[1], pick == TIE], [1.0, 0.0, 0.5], np.nan))
    design = repeated(given.design, len(wanted.tasks))
    one, other, answer = np.concatenate(first), np.concatenate(second), np.concatenate(preferred)
    made = bradley_terry(design, one, other, answer, wanted.items, ties=wanted.ties)
    held = np.array(picks)
    counted = (held >= 0) | ((held == TIE) & (wanted.ties == "half"))
    choosers = [(held == at).any(0).sum() for at in range(len(wanted.items))]
    return _Found(made.weights, int(counted.any(0).sum()), np.array(choosers, np.int64))
