"""How the same people's answers moved from step to step: the share of each answer before and after, and the change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.survey import BaseQuality, base_quality
from folkmoot.survey.chance import could_be_chance
from folkmoot.survey.shift import NoChange, Shift, shift, shift_over_steps
from folkmoot.weigh.analyses.counted import Counted, levels_of
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.analyses.names import Names
from folkmoot.weigh.analyses.same_people import read_steps, same_people, step_words
from folkmoot.weigh.analyses.section import Column, Row, Section
from folkmoot.weigh.analyses.shift_people import ShiftPeople, few_moved, shift_people
from folkmoot.weigh.hiding import Mask
from folkmoot.weigh.plan_keys import Table
from folkmoot.weigh.words import level_words

KEYS = ("kind", "title", "steps", "by")
COLUMNS = (
    Column("Who"),
    Column("Answer"),
    Column("From"),
    Column("To"),
    Column("Share before", "share"),
    Column("Share after", "share"),
    Column("Change", "points"),
    Column("Lowest likely change", "points"),
    Column("Highest likely change", "points"),
    Column("p", "p"),
    Column("People who answered every step", "count"),
)
EVERYBODY = "Everybody"


@dataclass(frozen=True, slots=True)
class Steps:
    """steps: columns, in their order in time. by: a factor, or empty."""

    title: str
    steps: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True)
class _Between:
    """The shift from one step to another, by their places. few: (groups, levels) whose change rests on few who moved."""

    earlier: int
    later: int
    found: Shift
    few: Mask


def read(table: Table, names: Names) -> Steps:
    """From the plan. Mistakes go to the table's problems."""
    steps = read_steps(table, names)
    by = names.factor(table, "by", required=False)
    if by and by in steps:
        table.problem("by", f'"{by}" is one of the steps. Name another column, or leave it out.')
    return Steps(table.text("title", default="How answers moved"), steps, by)


def run(wanted: Steps, given: Given) -> Section:
    """The paired change in each share with the weighting and the design, against the first step and the one before."""
    steps = same_people(given, wanted.steps)
    if not (steps[0].codes >= 0).any():
        raise ValueError("nobody answered every step, so there is no change to look at.")
    by = given.factor(wanted.by) if wanted.by else None
    people = shift_people(given, wanted.steps, steps, wanted.by)
    place = np.zeros(given.answers.n, np.int64) if by is None else by.codes.astype(np.int64)
    found: list[tuple[int, int, Shift]]
    if len(steps) == 2:
        two = shift(given.design, steps[0], steps[1], by=by)
        found, test, method = [(0, 1, two)], two.no_change, two.method
    else:
        over = shift_over_steps(given.design, steps, by=by)
        found = [(0, later, one) for later, one in enumerate(over.from_first, start=1)]
        found += [(later - 1, later, one) for later, one in enumerate(over.from_previous, start=1) if later > 1]
        test, method = over.no_change, over.method
    levels = len(steps[0].levels)
    between = []
    for earlier, later, one in found:
        inside = [(steps[0].codes >= 0) & (place == group) for group in range(len(one.groups))]
        few = np.array([few_moved(steps[earlier].codes[at], steps[later].codes[at], levels, given.least) for at in inside])
        also = [[given.hides("change", earlier, later, group, level) for level in range(levels)] for group in range(len(few))]
        between.append(_Between(earlier, later, one, few | np.array(also)))
    groups = (EVERYBODY,) if by is None else tuple(level_words(by.name, level) for level in by.levels)
    words = step_words(given, wanted.steps)
    rows = [_row(who, group, level, one, words, people) for group, who in enumerate(groups) for one in between for level in range(levels)]
    notes = [
        "A change is in percentage points: the share after, less the share before, of the same people. Each number is rounded by itself.",
        *_tests(groups, between, people, test),
    ]
    if len(steps) > 2:
        notes.append("Each p stands for itself: who looks at many sees some below 0.05 by chance alone.")
    if not people.exact:
        notes.append(f"Numbers of people are rounded to a multiple of {given.least}, because few people missed a step.")
    return Section(
        wanted.title,
        tuple(_sentences(rows)),
        COLUMNS,
        tuple(rows),
        tuple(notes),
        (*method.split("; "), "people=answered every step"),
        tuple(_counted(wanted, given, between, people)),
    )


def _row(who: str, group: int, level: int, one: _Between, words: tuple[str, ...], people: ShiftPeople) -> Row:
    found, n = one.found, int(one.found.n[group])
    start = (who, found.levels[level], words[one.earlier], words[one.later])
    if people.groups[group]:
        return Row((*start, *[None] * 7), "[c]")
    quality, shown = base_quality(n), people.shown(n)
    if not n or quality.withheld:
        return Row((*start, *[None] * 6, shown), "[u]" if n else "[x]")
    if people.shares[group, level]:
        return Row((*start, *[None] * 6, shown), "[c]")
    shares = float(found.share_before[group, level]), float(found.share_after[group, level])
    if one.few[group, level]:
        return Row((*start, *shares, *[None] * 4, shown), "[c]")
    numbers = [float(each[group, level]) for each in (found.estimate, found.low, found.high, found.p)]
    if np.isnan(numbers[3]):  # nobody moved to or from the answer, or the design has too few units
        return Row((*start, *shares, numbers[0], None, None, None, shown), "[x]")
    return Row((*start, *shares, *numbers, shown), quality.shorthand)


def _counted(wanted: Steps, given: Given, between: Sequence[_Between], people: ShiftPeople) -> Iterator[Counted]:
    """The people of each group, those who gave each answer at each step, and those who left an answer or came to it: the share and the
    range of a change tell how many did."""
    every = levels_of(given, wanted.steps[0])
    asked = dict.fromkeys(wanted.steps, every)
    for place, whole in enumerate(people.groups):
        group = {wanted.by: frozenset([place])} if wanted.by else {}
        enough = not (whole or base_quality(int(people.counts[0, place].sum())).withheld)
        yield Counted(asked, group, (), wanted.steps, not whole, ("group", place), not people.exact)
        for level in sorted(every):
            one, others = frozenset([level]), every - {level}
            shown = bool(enough and not people.shares[place, level])
            for step in wanted.steps:
                yield Counted(asked, group, ({step: one},), wanted.steps, shown, ("answer", place, level))
            for change in between:
                key = ("change", change.earlier, change.later, place, level)
                steps = wanted.steps[change.earlier], wanted.steps[change.later]
                for moved in ((one, others), (others, one)):
                    part = (dict(zip(steps, moved, strict=True)),)
                    yield Counted(asked, group, part, wanted.steps, bool(shown and not change.few[place, level]), key)


def _tests(groups: tuple[str, ...], between: list[_Between], people: ShiftPeople, test: NoChange) -> Iterator[str]:
    """Wald's test of no change at all, of each group of which nothing is hidden: it would tell of the rest."""
    for group, who in enumerate(groups):
        n, p = int(between[0].found.n[group]), float(test.p[group])
        hidden = people.shares[group].any() or any(one.few[group].any() for one in between)
        if hidden or np.isnan(p) or base_quality(n) is BaseQuality.UNRELIABLE:
            continue
        numbers = f"F = {test.statistic[group]:.3f} on {test.df[group]:g} and {test.df_denominator[group]:g} degrees of freedom"
        together = "all answers and steps together" if len(between) > 1 else "all answers together"
        yield f"{who}, {together}, Wald's test of no change: {numbers}. {could_be_chance(p)}"


def _sentences(rows: list[Row]) -> Iterator[str]:
    """What moved by more than chance alone would often give, from rows that are shown whole."""
    whole = [row.cells for row in rows if None not in row.cells]
    if not whole:
        yield "No change can be shown."
        return
    clear = [cells for cells in whole if isinstance(cells[9], float) and cells[9] < 0.05]
    if not clear:
        yield "Of the changes that are shown, none is more than chance alone would often give."
    for cells in clear:
        who, answer, earlier, later = cells[:4]
        before, after, change, low, high = (round(100 * float(cell or 0), 1) for cell in cells[4:9])
        yield (
            f"{who}, “{answer}”, from {earlier} to {later}: {before:.1f}% to {after:.1f}%, {change:+.1f} percentage points "
            f"(likely between {low:+.1f} and {high:+.1f})."
        )
