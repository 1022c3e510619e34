"""The answers of the people who answered at every step, and whether setting them beside others would show what a few people said."""

from collections.abc import Sequence

import numpy as np

from folkmoot.survey import Factor, base_quality
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.analyses.names import Names
from folkmoot.weigh.answers import NONE, Codes
from folkmoot.weigh.hiding import Mask, clusters
from folkmoot.weigh.plan import Statement
from folkmoot.weigh.plan_keys import Table


def read_steps(table: Table, names: Names) -> tuple[str, ...]:
    """The columns of `steps`: two or more, with the same answers. Mistakes go to the table's problems."""
    steps = names.factors(table, "steps", least=2)
    names.alike(table, "steps", steps)
    if steps and len(names.levels[steps[0]]) < 2:
        table.problem("steps", f'"{steps[0]}" has one answer only. Nobody can move.')
    return steps


def same_people(given: Given, steps: Sequence[str]) -> tuple[Factor, ...]:
    """The steps, with an answer only for the people who answered every one: so that every change is of the same people, and no two
    numbers of the analysis differ by the answers of the few who missed a step."""
    codes = [given.answers.codes[step].astype(np.int64) for step in steps]
    every = np.logical_and.reduce([code != NONE for code in codes])
    labels = step_words(given, steps)
    levels = given.plan.levels(steps[0])
    return tuple(Factor(label, levels, np.where(every, code, NONE)) for label, code in zip(labels, codes, strict=True))


def step_words(given: Given, steps: Sequence[str]) -> tuple[str, ...]:
    """What each step is called: its label, or the column's name where two have one label."""
    labels = [given.plan.label(step) for step in steps]
    return tuple(label if labels.count(label) == 1 else f"{label} ({step})" for label, step in zip(labels, steps, strict=True))


def few_missed(given: Given, step: str, answered: Codes) -> bool:
    """Whether so few people answered this step and missed another that the difference of two tables would tell what they said.
    answered: (n,) the step's answers of those who answered all."""
    return given.small(int((given.answers.codes[step] != NONE).sum() - (answered != NONE).sum()))


def statements_of(given: Given, steps: Sequence[str]) -> tuple[Statement, ...]:
    """The statements whose answers are those of a step, or made of the same column."""
    return tuple(
        s for s in given.plan.statements if any(s.column == step or len(clusters(given.plan, [s.column, step])) == 1 for step in steps)
    )


def told_elsewhere(given: Given, step: str, groups: Sequence[int]) -> list[Mask]:
    """(groups,) of a step's answers that count as yes, and as no, in a table of everybody. groups: of each level, which of the
    analysis's own answers it is in; a side that cuts across them tells nothing of them."""
    found = []
    for statement in statements_of(given, [step]):
        n = int((~np.isnan(given.outcomes[statement.id])).sum())
        if statement.column != step or given.hidden.totals[statement.id] or base_quality(n).withheld:
            continue
        recode = given.plan.recode_of(statement)
        for side in ("yes", "no"):
            inside = np.array([recode.side(word) == side for word in given.plan.levels(step)])
            part = np.bincount(groups, inside) / np.bincount(groups)
            if np.isin(part, (0, 1)).all():
                found.append(part == 1)
    return found
