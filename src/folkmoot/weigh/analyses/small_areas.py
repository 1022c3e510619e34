"""Estimates for small areas: each area's own answers, helped by what the other areas say, beside what its own answers say alone."""

from dataclasses import dataclass
from typing import Literal, cast, get_args

import numpy as np

from folkmoot.survey import Estimates, base_quality, proportions
from folkmoot.weigh.analyses.area_models import AreaModel, by_fay_herriot, by_mrp
from folkmoot.weigh.analyses.counted import Counted, counted_statement
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.analyses.hidden_shares import hidden_shares
from folkmoot.weigh.analyses.names import Names
from folkmoot.weigh.analyses.section import Column, Row, Section
from folkmoot.weigh.beside import TABLES, file_name
from folkmoot.weigh.hiding import Mask
from folkmoot.weigh.plan_keys import Table

Method = Literal["mrp", "fay-herriot"]
KEYS = ("kind", "title", "statement", "area", "method", "random", "fixed", "cells", "count", "areas", "covariates")
COLUMNS = (
    Column("Area"),
    Column("Estimate", "share"),
    Column("Lowest likely", "share"),
    Column("Highest likely", "share"),
    Column("Its own answers alone", "share"),
    Column("Lowest likely, alone", "share"),
    Column("Highest likely, alone", "share"),
    Column("People who answered", "count"),
    Column("Part that rests on its own answers", "share"),
    Column("What it leans on"),
)
_MRP_ONLY = ("random", "fixed", "cells", "count")
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class SmallAreas:
    """random, fixed: factors of the model, the area first among the random ones. cells, areas: files beside the plan, or empty.
    count: the column of people in `cells`. covariates: columns of `areas`."""

    title: str
    statement: str
    area: str
    method: Method
    random: tuple[str, ...]
    fixed: tuple[str, ...]
    cells: str
    count: str
    areas: str
    covariates: tuple[str, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """Those to look for beside the plan."""
        return tuple(name for name in (self.cells, self.areas) if name)


def read(table: Table, names: Names) -> SmallAreas:
    """From the plan. Mistakes go to the table's problems."""
    method = cast("Method", table.choice("method", get_args(Method)) or "mrp")
    statement, area = names.statement(table, "statement"), names.factor(table, "area")
    random = names.factors(table, "random") if "random" in table.values else ()
    fixed = names.factors(table, "fixed") if "fixed" in table.values else ()
    cells = file_name(table, "cells", TABLES, required=method == "mrp")
    count = table.text("count", required=method == "mrp")
    areas = file_name(table, "areas", TABLES)
    covariates = table.texts("covariates")
    if method == "fay-herriot":
        for key in _MRP_ONLY:
            if key in table.values:
                table.problem(key, 'goes with method = "mrp" only. Leave it out.')
    for name in fixed:
        if name == area or name in random:
            table.problem("fixed", f'"{name}" is random too. Name it once.')
    if ("areas" in table.values) != ("covariates" in table.values):
        here, other = ("areas", "covariates") if "areas" in table.values else ("covariates", "areas")
        table.problem(here, f'needs "{other}" with it: a file of areas, and which of its columns to use.')
    return SmallAreas(
        title=table.text("title", default=f"{statement}: estimates for small areas"),
        statement=statement,
        area=area,
        method=method,
        random=tuple(dict.fromkeys((area, *random))),
        fixed=fixed,
        cells=cells,
        count=count,
        areas=areas,
        covariates=covariates,
    )


def run(wanted: SmallAreas, given: Given) -> Section:
    """The model's estimate of every area beside the design's own. Raises ValueError when there is no model to make."""
    codes, levels = given.answers.codes[wanted.area], given.plan.levels(wanted.area)
    direct = proportions(given.design, given.outcomes[wanted.statement], by=codes, levels=len(levels))
    hidden = hidden_shares(given, wanted.statement, wanted.area) | np.array([given.hides(at) for at in range(len(levels))])
    if wanted.method == "mrp":
        model = by_mrp(given, wanted.statement, wanted.area, wanted.random, wanted.fixed, wanted.cells, wanted.count, *_covariates(wanted))
    else:
        model = by_fay_herriot(given, wanted.statement, wanted.area, direct, *_covariates(wanted))
    rows = tuple(_row(level, at, model, direct, hidden) for at, level in enumerate(levels))
    notes = [
        "An estimate is what the model expects of everybody in the area. Beside it stands what the area's own answers say alone.",
        *([] if hidden.all() else model.notes),
    ]
    if hidden.any():
        notes.append(
            f"Where fewer than {given.least} people answered, or said yes, or said no, both estimates are hidden, because the model's "
            "rests on the same answers. Other areas are hidden with them, so that these cannot be worked out."
        )
    counted: list[Counted] = []
    for at, hide in enumerate(hidden):
        share = not base_quality(int(direct.n[at])).withheld
        counted += counted_statement(given, wanted.statement, {wanted.area: frozenset([at])}, base=not hide, share=share, key=(at,))
    tags = (*model.method, *direct.method.split("; "))
    return Section(wanted.title, _sentences(wanted, given, rows), COLUMNS, rows, tuple(notes), tags, tuple(counted))


def _covariates(wanted: SmallAreas) -> tuple[str, tuple[str, ...]]:
    return wanted.areas, wanted.covariates


def _row(level: str, at: int, model: AreaModel, direct: Estimates, hidden: Mask) -> Row:
    if hidden[at]:
        return Row((level, *[None] * (len(COLUMNS) - 1)), "[c]")
    n, own = int(direct.n[at]), float(model.own_share[at])
    quality = base_quality(n)
    alone: list[float | None] = [float(each[at]) for each in (direct.estimate, direct.low, direct.high)]
    if n == 0 or quality.withheld or np.isnan(direct.high[at] - direct.low[at]):
        alone = [None] * 3
    estimate = (float(model.estimate[at]), float(model.low[at]), float(model.high[at]))
    return Row((level, *estimate, *alone, n, own, _leans(n, own)), "[x]" if n == 0 else "[u]" if None in alone else quality.shorthand)


def _leans(n: int, own: float) -> str:
    if n == 0 or own == 0:
        return "leans wholly on other areas"
    return "leans on other areas" if own < _HALF else "rests mostly on its own answers"


def _sentences(wanted: SmallAreas, given: Given, rows: tuple[Row, ...]) -> tuple[str, ...]:
    """From rows that are shown alone."""
    statement = given.statement(wanted.statement)
    said = given.plan.recode_of(statement).said
    shown = [row for row in rows if row.mark != "[c]"]
    if not shown:
        return (f"{statement.id}. {statement.short}: too few people answered to show any area.",)
    leaning = sum(str(row.cells[-1]).startswith("leans") for row in shown)
    sentences = [
        f"{statement.id}. {statement.short}, by {given.plan.label(wanted.area)}: the estimates of {leaning} of the {len(shown)} areas "
        "that are shown lean more on other areas than on their own answers."
    ]
    ordered = sorted(shown, key=lambda row: float(row.cells[1] or 0))
    for words, row in (("Highest", ordered[-1]), ("Lowest", ordered[0])):
        estimate, low, high = (f"{100 * round(float(cell or 0), 3):.1f}%" for cell in row.cells[1:4])
        sentences.append(f"{words}: {row.cells[0]}, about {estimate} {said} (likely between {low} and {high}). It {row.cells[-1]}.")
    sentences.append("Where the likely ranges of areas overlap much, do not rank them.")
    return tuple(sentences)
