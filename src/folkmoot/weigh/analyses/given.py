"""What an analysis works on: the checked answers, the weighted design, and what may not be shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from folkmoot.survey import Design, Factor
from folkmoot.weigh.analyses.counted import Key
from folkmoot.weigh.answers import Answers, Floats
from folkmoot.weigh.hiding import Hidden
from folkmoot.weigh.plan import Plan, Statement


@dataclass(frozen=True, slots=True)
class Given:
    """design: with the final weights. base: before raking, for replicates. outcomes: by statement, (n,) 1 for yes, 0 for no, NaN for
    neither. hidden: what the tables hide; an analysis hides at least as much. beside: the files beside the plan that analyses name.
    also_hidden: keys of what this analysis counts, to be hidden because of another (`counts_together`)."""

    plan: Plan
    answers: Answers
    design: Design
    outcomes: Mapping[str, Floats]
    hidden: Hidden
    beside: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    also_hidden: frozenset[Key] = frozenset()

    @property
    def least(self) -> int:
        """How many people a number must rest on to be shown."""
        return self.plan.publish.small_cell

    def factor(self, name: str) -> Factor:
        """A column or derived column with levels, named by its words."""
        return Factor(self.plan.label(name), self.plan.levels(name), self.answers.codes[name])

    def outcome(self, statement: str) -> Factor:
        """A statement's answers as no and yes."""
        held = self.outcomes[statement]
        return Factor(statement, ("no", "yes"), np.where(np.isnan(held), -1, np.nan_to_num(held)).astype(np.int64))

    def numbers(self, name: str) -> Floats:
        """A number column, NaN where blank."""
        return self.answers.numbers[name]

    def statement(self, ident: str) -> Statement:
        """A statement of the plan."""
        return next(statement for statement in self.plan.statements if statement.id == ident)

    def hides(self, *key: str | int) -> bool:
        """Whether what has this key is to be hidden because of another analysis."""
        return key in self.also_hidden

    def small(self, count: float) -> bool:
        """Whether a count of people is too small to be shown, and not nobody."""
        return 0 < count < self.least
