"""The results with and without the answers that were flagged: what would change if those that came in oddly were left out.

What is published with and without some people tells, by subtraction, what these people said. So the flagged answers are looked at as a
table of their own, by the rules of every other (hiding.py): a number stands with and without them only where each count of people that
follows from the two, of those who said yes, no or neither, is nobody or no fewer than the smallest group, in the difference too.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import polars as pl

from folkmoot.charts import number
from folkmoot.files.problems import RefusedError
from folkmoot.weigh.analyses.section import Column, Row, Section
from folkmoot.weigh.findings import Document, findings
from folkmoot.weigh.hiding import Hidden, Mask, hide
from folkmoot.weigh.weighing import Weighed, weigh
from folkmoot.weigh.words import in_100, level_words

FEWEST: Final = 10
"""Flagged answers below which nothing is shown without them, and how many there are is not said."""
KIND: Final = "without flagged answers"
TITLE: Final = "With and without flagged answers"
COLUMNS: Final = (
    Column("Statement"),
    Column("Who"),
    Column("With all answers", "share"),
    Column("Without flagged answers", "share"),
    Column("Lowest likely, without", "share"),
    Column("Highest likely, without", "share"),
    Column("Change", "points"),
    Column("People who answered", "count"),
    Column("People who answered, without", "count"),
)
FLAGGED: Final = "were flagged: something about how they came in looked odd. They count in every other number."


def with_and_without(document: Document, weighed: Weighed, frame: pl.DataFrame, flagged: Collection[str]) -> Document:
    """The document of a weighing with the same estimates without the flagged answers as its last analysis; or, where these are too few
    or too much alike to be left out safely, with a sentence that says so among what a reader should know.

    frame: the rows that were weighed. flagged: the ids of rows of it, in the plan's id column. Nothing is added when there are none.
    """
    ident = weighed.plan.survey.id
    if ident is None:
        raise ValueError("Flagged answers are named by their id, and this plan has no id column.")
    rows = weighed.answers.names[ident].is_in(list(flagged)).to_numpy()
    n = int(rows.sum())
    if not n:
        return document
    if n < FEWEST:
        return _noted(document, f"Fewer than {FEWEST} answers {FLAGGED} They are too few to show results without them.")
    try:
        without = weigh(frame.filter(~pl.col(ident).cast(pl.String).is_in(list(flagged))), replace(weighed.plan, analyses=()))
    except RefusedError:
        words = "Without them the others cannot be made fair, so nothing is shown without them."
        return _noted(document, f"{number(n)} answers {FLAGGED} {words}")
    shown = _Shown(weighed, without, _alone(weighed, rows), rows)
    pairs = list(_pairs(document, findings(without), shown))
    if not pairs:
        words = "Results without them are not shown: what so few people said could be worked out from the difference."
        return _noted(document, f"{number(n)} answers {FLAGGED} {words}")
    made = _section(pairs, shown, n, document["statements"]).document(f"analysis-{len(document['analyses']) + 1}", KIND)
    return {**document, "analyses": [*document["analyses"], made]}


@dataclass(frozen=True, slots=True)
class _Shown:
    """What may stand with and without the flagged answers. alone: what would be hidden if the flagged were all that was published."""

    weighed: Weighed
    without: Weighed
    alone: Hidden
    flagged: Mask

    def overall(self, statement: str) -> bool:
        """Whether a statement may, of everybody together."""
        tables = (self.weighed.hidden, self.without.hidden, self.alone)
        outcome = self.weighed.counted[statement].outcome[self.flagged]
        outside, least = int(np.isnan(outcome).sum()), self.weighed.plan.publish.small_cell
        return not any(one.everybody or one.totals[statement] for one in tables) and not 0 < outside < least

    def by(self, statement: str, factor: str) -> bool:
        """Whether it may by a factor: where no level is hidden in any of the three tables, so that nothing is left to be worked out."""
        tables = (self.weighed.hidden, self.without.hidden, self.alone)
        hidden = any(one.rows[statement, factor].any() or one.groups[factor].any() for one in tables)
        return self.overall(statement) and not hidden


def _alone(weighed: Weighed, rows: Mask) -> Hidden:
    """What the house's rules hide in the tables of these rows alone."""
    answers, plan = weighed.answers, weighed.plan
    codes = {name: held[rows] for name, held in answers.codes.items()}
    outcomes = {sid: each.outcome[rows] for sid, each in weighed.counted.items()}
    flagged = replace(answers, n=int(rows.sum()), codes=codes)
    return hide(flagged, plan, plan.publish.factors, outcomes, weighed.fairness.design.weights[rows])


def _pairs(document: Document, without: Document, shown: _Shown) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """The findings that may stand with and without, each beside the other."""
    others = {row["id"]: row for row in without["findings"]}
    for row in document["findings"]:
        statement, factor = row["statement"], row["factor"]
        if shown.overall(statement) if factor is None else shown.by(statement, factor):
            yield row, others[row["id"]]


def _section(
    pairs: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]], shown: _Shown, n: int, statements: Sequence[Mapping[str, Any]]
) -> Section:
    plan = shown.weighed.plan
    said = {one["id"]: one["said"] for one in statements}
    overall = [pair for pair in pairs if pair[0]["factor"] is None and None not in {one["estimate"] for one in pair}]
    sentences = [
        f"{number(n)} answers {FLAGGED}",
        *(
            f"{row['statement']}: about {in_100(row['estimate'])} {said[row['statement']]}; without the flagged answers, "
            f"{in_100(other['estimate'])}."
            for row, other in overall
        ),
    ]
    left = [one.id for one in plan.statements if not shown.overall(one.id)]
    by = {plan.label(factor): [s.id for s in plan.statements if not shown.by(s.id, factor)] for factor in plan.publish.factors}
    notes = [
        "Without the flagged answers, the others are weighed again by the same plan.",
        *([f"Not shown, so that nobody can be picked out: {', '.join(left)}."] if left else []),
        *(
            f"Not shown by {label}, so that nobody can be picked out: {', '.join(one for one in ids if one not in left)}."
            for label, ids in by.items()
            if set(ids) - set(left)
        ),
    ]
    rows = tuple(_row(row, other, plan.label(row["factor"]) if row["factor"] else "Everybody") for row, other in pairs)
    return Section(TITLE, tuple(sentences), COLUMNS, rows, tuple(notes), ("the same plan", "weighed again without the flagged answers"))


def _row(row: Mapping[str, Any], other: Mapping[str, Any], label: str) -> Row:
    """A finding beside itself. The mark is that of the weaker of the two."""
    who = label if row["level"] is None else level_words(label, row["level"])
    both = row["estimate"] is not None and other["estimate"] is not None
    change = other["estimate"] - row["estimate"] if both else None
    numbers = (row["estimate"], other["estimate"], other["low"], other["high"], change, row["n"], other["n"])
    return Row((row["statement"], who, *numbers), other["mark"] or row["mark"] or "")


def _noted(document: Document, words: str) -> Document:
    """The document with one more thing to know."""
    responses = document["responses"]
    return {**document, "responses": {**responses, "notices": [*responses["notices"], words]}}
