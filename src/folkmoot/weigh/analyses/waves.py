"""A statement over waves: its share in each, how it changed, and the straight line through them."""

from dataclasses import dataclass, replace
from itertools import pairwise
from math import isnan

import numpy as np

from folkmoot.survey import base_quality
from folkmoot.survey.chance import could_be_chance
from folkmoot.survey.comparisons import Trend, Wave, trend
from folkmoot.survey.comparisons.trends import Change
from folkmoot.weigh.analyses.counted import Counted, counted_statement
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.analyses.hidden_shares import hidden_shares
from folkmoot.weigh.analyses.names import Names
from folkmoot.weigh.analyses.section import Column, Row, Section
from folkmoot.weigh.answers import Codes
from folkmoot.weigh.plan_keys import Table

KEYS = ("kind", "title", "statement", "wave", "times", "unit", "person")
COLUMNS = (
    Column("Wave"),
    Column("Set against"),
    Column("Share", "share"),
    Column("Lowest likely", "share"),
    Column("Highest likely", "share"),
    Column("Change", "points"),
    Column("Lowest likely change", "points"),
    Column("Highest likely change", "points"),
    Column("p", "p"),
    Column("People who answered", "count"),
)
_NOTHING = "", "", "", ""


@dataclass(frozen=True, slots=True)
class Waves:
    """times: of each level of `wave`, in its order, counted in `unit`. person: the column that names people, or empty."""

    title: str
    statement: str
    wave: str
    times: tuple[float, ...]
    unit: str
    person: str


def read(table: Table, names: Names) -> Waves:
    """From the plan. Mistakes go to the table's problems."""
    statement, wave = names.statement(table, "statement"), names.factor(table, "wave")
    levels = names.levels.get(wave, ())
    if wave and len(levels) < 2:
        table.problem("wave", f'"{wave}" has one level. A change needs two waves or more.')
    times = _times(table, levels) if "times" in table.values else tuple(float(at) for at in range(1, len(levels) + 1))
    return Waves(
        title=table.text("title", default=f"{statement}: what changed"),
        statement=statement,
        wave=wave,
        times=times,
        unit=table.text("unit", default="year" if "times" in table.values else "wave"),
        person=names.naming_column(table, "person", required=False),
    )


def _times(table: Table, levels: tuple[str, ...]) -> tuple[float, ...]:
    try:
        times = tuple(float(word) for word in table.texts("times"))
    except ValueError:
        times = (float("nan"),)
    if not np.isfinite(times).all() or any(b <= a for a, b in pairwise(times)):
        table.problem("times", "must be numbers that go up, as in [2024, 2025.5].")
    elif levels and len(times) != len(levels):
        table.problem("times", f"has {len(times)} numbers for {len(levels)} waves. Give each wave its time, in their order.")
    return times


def run(wanted: Waves, given: Given) -> Section:
    """Each wave's share by its own design, and changes with the covariance that people in two waves make."""
    codes, levels = given.answers.codes[wanted.wave], given.plan.levels(wanted.wave)
    people = _people(wanted.person, given)
    outcome = given.outcomes[wanted.statement]
    there = np.bincount(codes[(codes >= 0) & ~np.isnan(outcome)], minlength=len(levels)) > 0
    waves = []
    for at in np.flatnonzero(there):
        rows = codes == at
        # the margins are met by all waves together and not by each, so no wave's variance is made less by them
        design = replace(given.design.kept(rows), calibration=None)
        kind = given.plan.survey.sample
        waves.append(Wave(levels[at], wanted.times[at], kind, design, outcome[rows], None if people is None else people[rows]))
    if len(waves) < 2:
        raise ValueError("people answered in one wave only. A change needs two.")
    found = trend(waves, unit=wanted.unit)
    hidden = hidden_shares(given, wanted.statement, wanted.wave) | np.array([given.hides(at) for at in range(len(levels))])
    masks = dict(zip(levels, hidden, strict=True))
    marks = {
        name: "[c]" if masks[name] else base_quality(int(one.n[0])).shorthand
        for name, one in zip(found.waves, found.estimates, strict=True)
    }
    withheld = {name for name, one in zip(found.waves, found.estimates, strict=True) if masks[name] or base_quality(int(one.n[0])).withheld}
    rows = _rows(wanted, found, levels, masks, marks, withheld)
    notes = [
        "Each p stands for itself: who looks at many sees some below 0.05 by chance alone.",
        "People in several waves are followed, so that their sameness counts."
        if people is not None
        else "The waves are taken as independent samples: nobody is followed from one to the next.",
        "The ranges of a wave leave out what weighting to the population gains, and may be a little wider than those of the tables.",
    ]
    if withheld:
        notes.append("A change is not shown where a wave of it is not, and then there is no straight line.")
    sentences = _sentences(given, wanted, found, withheld)
    tags = (*found.method.split("; "), "raking=not in the variance")
    counted: list[Counted] = []
    for place, level in enumerate(levels):
        share = level in found.waves and level not in withheld
        counted += counted_statement(
            given, wanted.statement, {wanted.wave: frozenset([place])}, base=not masks[level], share=share, key=(place,)
        )
    return Section(wanted.title, sentences, COLUMNS, rows, tuple(notes), tags, tuple(counted))


def _people(person: str, given: Given) -> Codes | None:
    if not person:
        return None
    if person in given.answers.names:
        return np.unique(given.answers.names[person].to_numpy(), return_inverse=True)[1].astype(np.int64)
    values = given.numbers(person)
    if not (np.isfinite(values).all() and (values == np.round(values)).all() and (np.abs(values) < 2**53).all()):
        raise ValueError(f'person: "{person}" is blank or no whole number somewhere. Every response needs the number of its person.')
    return values.astype(np.int64)


def _rows(
    wanted: Waves, found: Trend, levels: tuple[str, ...], hidden: dict[str, np.bool_], marks: dict[str, str], withheld: set[str]
) -> tuple[Row, ...]:
    estimates = dict(zip(found.waves, found.estimates, strict=True))
    before = {change.later: change for change in found.from_previous}
    first = {change.later: change for change in found.from_first}
    rows: list[Row] = []
    for name in levels:
        if name not in estimates:
            rows.append(Row((name, "", None, None, None, *_NOTHING, None if hidden[name] else 0), "[c]" if hidden[name] else "[x]"))
            continue
        one = estimates[name]
        share: tuple[float | None, ...] = tuple(None if name in withheld else float(each[0]) for each in (one.estimate, one.low, one.high))
        n = None if hidden[name] else int(one.n[0])
        changes = [before[name], *([first[name]] if first[name].earlier != before[name].earlier else [])] if name in before else []
        if not changes:
            rows.append(Row((name, "", *share, *_NOTHING, n), marks[name]))
        for place, change in enumerate(changes):
            mark = "[c]" if "[c]" in (marks[name], marks[change.earlier]) else marks[name] or marks[change.earlier]
            own = (*share, *_change(change, withheld), n) if place == 0 else ("", "", "", *_change(change, withheld), "")
            rows.append(Row((name, change.earlier, *own), mark))
    for line in found.lines if not withheld else ():
        numbers = line.slope, line.low, line.high, line.p
        rows.append(Row((f"Straight line through {len(line.waves)} waves", f"in one {wanted.unit}", "", "", "", *numbers, ""), ""))
    return tuple(rows)


def _change(change: Change, withheld: set[str]) -> tuple[float | None, ...]:
    numbers = change.estimate, change.low, change.high, change.p
    return tuple(None if {change.earlier, change.later} & withheld else number for number in numbers)


def _sentences(given: Given, wanted: Waves, found: Trend, withheld: set[str]) -> tuple[str, ...]:
    statement = given.statement(wanted.statement)
    said = given.plan.recode_of(statement).said
    start = f"{statement.id}. {statement.short}: "
    sentences = [
        f"From {change.earlier} to {change.later} the share who {said} {_went(change.estimate, change.low, change.high)}. "
        f"{could_be_chance(change.p)}"
        for change in found.from_previous
        if not {change.earlier, change.later} & withheld
    ]
    if not withheld:
        sentences += [
            f"The straight line through the {len(line.waves)} waves: in one {wanted.unit}, the share "
            f"{_went(line.slope, line.low, line.high)}. {could_be_chance(line.p)}"
            for line in found.lines
        ]
    return (start + sentences[0], *sentences[1:]) if sentences else (f"{start}no change between waves can be shown.",)


def _went(change: float, low: float, high: float) -> str:
    """Which way, and how far, to the digits that are published."""
    points = 100 * round(change, 3)
    went = f"went {'up' if points > 0 else 'down'} by {abs(points):.1f} percentage points" if points else "did not change"
    return went if isnan(low) else f"{went} ({100 * round(low, 3):+.1f} to {100 * round(high, 3):+.1f})"
