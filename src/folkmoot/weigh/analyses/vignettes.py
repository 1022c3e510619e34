"""Vignettes: what each attribute of the profiles that people were shown does to their answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, cast, get_args

import numpy as np

from folkmoot.survey.chance import could_be_chance
from folkmoot.survey.vignettes import (
    GroupedVignettes,
    VignetteResult,
    VignetteRow,
    amce,
    amce_by_group,
    marginal_means,
    marginal_means_by_group,
)
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.analyses.names import Names
from folkmoot.weigh.analyses.section import Column, Row, Section
from folkmoot.weigh.analyses.vignette_people import VignettePeople, counted_profiles, vignette_people
from folkmoot.weigh.analyses.vignette_rows import Part, all_shown, shown_row
from folkmoot.weigh.answers import Codes, Floats
from folkmoot.weigh.plan_keys import Table
from folkmoot.weigh.words import level_words

KEYS = ("kind", "title", "statement", "column", "attributes", "by", "measure", "references", "missing_combinations")
MeasureKind = Literal["effects", "means"]
Missing = Literal["refuse", "common", "shown"]
EVERYBODY = "Everybody"


@dataclass(frozen=True, slots=True)
class Vignettes:
    """statement or column: the outcome; the other is empty. by: of the people, or empty. references: by attribute."""

    title: str
    statement: str
    column: str
    attributes: tuple[str, ...]
    by: str
    measure: MeasureKind
    references: Mapping[str, str] = field(hash=False)
    missing: Missing


def read(table: Table, names: Names) -> Vignettes:
    """From the plan. Mistakes go to the table's problems."""
    if names.psu is None:
        table.problem(
            "kind",
            "needs to know who answered each profile. A person answers several, and without that every row would count as a different "
            "person. Set psu in [design] to the column that names the person.",
        )
    statement, column = names.statement(table, "statement", required=False), names.number(table, "column", required=False)
    if ("statement" in table.values) == ("column" in table.values):
        table.problem("", "needs one of statement (yes and no) or column (numbers): what people answered about each profile.")
    attributes = names.factors(table, "attributes")
    by = names.factor(table, "by", required=False)
    if by and by in attributes:
        table.problem("by", f'"{by}" is one of the attributes. Name something the people are, or leave it out.')
    measure = cast("MeasureKind", table.choice("measure", get_args(MeasureKind)) or "effects")
    references = {name: str(level) for name, level in table.table("references").items()}
    for name, level in references.items():
        if name not in attributes:
            table.problem(f"references.{name}", "is not one of the attributes.")
        elif level not in names.levels[name]:
            names.level(table, f"references.{name}", name, level)
    if references and measure == "means":
        table.problem("references", "is only for effects: a mean is not compared with another level.")
    missing = cast("Missing", table.choice("missing_combinations", get_args(Missing)) or "refuse")
    allowed = "common" if measure == "effects" else "shown"
    if missing not in ("refuse", allowed):
        table.problem("missing_combinations", f'"{missing}" is not for {measure}. Use "refuse" or "{allowed}".')
    title = table.text("title", default="What made a difference" if measure == "effects" else "Answers to each kind of profile")
    return Vignettes(title, statement, column, attributes, by, measure, references, missing)


def run(wanted: Vignettes, given: Given) -> Section:
    """Average marginal component effects, or marginal means, the people being the design's sampling units."""
    outcome = given.outcomes[wanted.statement] if wanted.statement else given.numbers(wanted.column)
    unit = given.design.structure.unit
    person = np.arange(given.answers.n) if unit is None else unit.astype(np.int64)
    if wanted.by:
        _one_group_each(person, given.answers.codes[wanted.by].astype(np.int64), wanted.by)
    people = vignette_people(given, wanted.statement, outcome, wanted.attributes, wanted.by, person)
    parts, found, grouped = _found(wanted, given, outcome)
    names = {given.plan.label(name): name for name in wanted.attributes}
    made = [(part, at, _shown(part, at, names[row.attribute], wanted, given, people)) for part in parts for at, row in enumerate(part.rows)]
    notes = [
        "An effect is the difference that showing one level and not another makes to the answers, the other attributes as they were shown."
        if wanted.measure == "effects"
        else "The answers to all profiles that show the level, the other attributes as they were shown.",
        "A person who answered about several profiles counts once.",
    ]
    what = "effects" if wanted.measure == "effects" else "answers"
    tests = [] if grouped is None else [test for test in grouped.tests if all_shown(names[test.term], people)]
    notes += [f"Whether the {what} of {test.term} are the same in all groups, Wald's test: {could_be_chance(test.p)}" for test in tests]
    notes += dict.fromkeys(part.rows[at].flag for part, at, row in made if part.rows[at].flag and row.mark in ("", "[x]"))
    shown = [(part, part.rows[at]) for part, at, row in made if row.mark != "[x]" and isinstance(row.cells[_estimate(wanted)], float)]
    sentences = tuple(_sentence(part, row, wanted, given) for part, row in shown) or ("Nothing of these vignettes can be shown.",)
    rows = tuple(row for _, _, row in made)
    shares = bool(wanted.statement) and wanted.measure == "means"
    counts = counted_profiles(given, wanted.statement or wanted.column, outcome, wanted.by, person, people, shares=shares)
    tags = tuple(found.method.split("; "))
    return Section(wanted.title, sentences, _columns(wanted, parts), rows, tuple(notes), tags, counts.counted, counts.columns)


def _one_group_each(person: Codes, group: Codes, by: str) -> None:
    """Raises ValueError when a person is in two groups."""
    pairs = np.unique(np.column_stack([person, group])[group >= 0], axis=0)
    if np.unique(pairs[:, 0]).size < len(pairs):
        raise ValueError(f'by: "{by}" is not the same in all of one person\'s rows. It must be something the person is.')


def _found(wanted: Vignettes, given: Given, outcome: Floats) -> tuple[list[Part], VignetteResult, GroupedVignettes | None]:
    """The rows of everybody, or of each group that answered with its differences from the first."""
    attributes = [given.factor(name) for name in wanted.attributes]
    references = {given.plan.label(name): level for name, level in wanted.references.items()}
    design, measure = given.design, _measure(wanted, given)
    common: Literal["refuse", "common"] = "common" if wanted.missing == "common" else "refuse"
    as_shown: Literal["refuse", "shown"] = "shown" if wanted.missing == "shown" else "refuse"
    if not wanted.by:
        if wanted.measure == "effects":
            found = amce(design, outcome, attributes, references=references, restricted=common, measure=measure)
        else:
            found = marginal_means(design, outcome, attributes, restricted=as_shown, measure=measure)
        return [Part(EVERYBODY, 0, 0, found.rows, ())], found, None
    by = given.factor(wanted.by)
    if wanted.measure == "effects":
        grouped = amce_by_group(design, outcome, attributes, by, references=references, restricted=common, measure=measure)
    else:
        grouped = marginal_means_by_group(design, outcome, attributes, by, restricted=as_shown, measure=measure)
    parts, size = [], len(grouped.results[0].rows)
    for at, (group, result) in enumerate(zip(grouped.groups, grouped.results, strict=True)):
        differences = grouped.differences.rows[(at - 1) * size : at * size] if at else ()
        places = by.levels.index(group), by.levels.index(grouped.groups[0])
        parts.append(Part(level_words(by.name, group), *places, result.rows, differences))
    return parts, grouped.results[0], grouped


def _measure(wanted: Vignettes, given: Given) -> str:
    if wanted.column:
        return given.plan.label(wanted.column)
    return f"the share who {given.plan.recode_of(given.statement(wanted.statement)).said}"


def _columns(wanted: Vignettes, parts: list[Part]) -> tuple[Column, ...]:
    effects = wanted.measure == "effects"
    kind: Literal["share", "points", "number"] = "number" if wanted.column else "points" if effects else "share"
    change: Literal["points", "number"] = "number" if wanted.column else "points"
    what = "Effect" if effects else "Share" if wanted.statement else "Mean"
    columns = [Column("Who"), Column("Attribute"), Column("Level"), *([Column("Compared with")] if effects else [])]
    columns += [Column(what, kind), Column("Lowest likely", kind), Column("Highest likely", kind), *([Column("p", "p")] if effects else [])]
    if wanted.by:
        columns += [
            Column(f"Less that of {parts[0].who}", change),
            Column("Lowest likely difference", change),
            Column("Highest likely difference", change),
            Column("p of the difference", "p"),
        ]
    return (*columns, Column("People who saw the level", "count"))


def _estimate(wanted: Vignettes) -> int:
    """The place of the estimate among the cells."""
    return 4 if wanted.measure == "effects" else 3


def _shown(part: Part, at: int, attribute: str, wanted: Vignettes, given: Given, people: VignettePeople) -> Row:
    return shown_row(part, at, attribute, given.plan.levels(attribute), people, grouped=bool(wanted.by))


def _sentence(part: Part, row: VignetteRow, wanted: Vignettes, given: Given) -> str:
    """What an effect or a mean is, to the digits of the table."""
    measure, who = _measure(wanted, given), "" if part.who == EVERYBODY else f"{part.who}: "
    scale, unit = (1.0, "") if wanted.column else (100.0, " points")
    size, low, high = (round(scale * number, 3 if wanted.column else 1) + 0.0 for number in (row.estimate, row.low, row.high))
    if row.reference is None:
        sign, where = "" if wanted.column else "%", f"{who}{'where' if who else 'Where'} {row.attribute} was “{row.level}”"
        return f"{where}, {measure} was {size:g}{sign} (likely between {low:g}{sign} and {high:g}{sign})."
    shown = f"{who}{'showing' if who else 'Showing'} “{row.level}” rather than “{row.reference}” ({row.attribute})"
    likely = f"likely between {low:+g} and {high:+g}{unit}"
    if row.low <= 0 <= row.high:
        return f"{shown} made no clear difference to {measure}: {size:+g}{unit} ({likely})."
    return f"{shown} {'raised' if row.estimate > 0 else 'lowered'} {measure} by {abs(size):g}{unit} ({likely})."
