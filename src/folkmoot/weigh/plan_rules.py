"""What the parts of a plan must agree on: names that exist, answers that are all spoken for, targets that add up."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from typing import Final

from folkmoot.files.problems import did_you_mean, listed
from folkmoot.weigh.limits import LIMITS
from folkmoot.weigh.plan import Adjustment, Column, Derived, Recode, Sample, Statement, Target, Weights
from folkmoot.weigh.plan_keys import Table

PERCENT_SLACK: Final = 0.5  # published percentages are rounded: 99.5 to 100.5 is taken as 100
TOTALS_SLACK: Final = 0.001  # two published totals of the same people differ by rounding, never by more than this share


def lowest_score(derived: Derived) -> float:
    """The lowest score somebody may have: the sum of the lowest points, of as few parts as are needed, brought up to all parts."""
    lowest = sorted(min(points.values()) for points in derived.points.values())
    scores = (sum(lowest[:answered]) * len(lowest) / answered for answered in range(derived.needed, len(lowest) + 1))
    return round(min(scores), 9)


class Known:
    """The columns and derived columns read so far, with their levels; mistakes in using them go to `problems`."""

    def __init__(self, columns: Mapping[str, Column], problems: list[str]) -> None:
        self.columns, self.problems = columns, problems
        self.labels = {name: column.label for name, column in columns.items()}
        self.levels: dict[str, tuple[str, ...]] = {name: column.levels for name, column in columns.items()}
        for name, levels in self.levels.items():
            self._not_too_many(f"columns.{name}", levels)

    def add(self, derived: Derived) -> None:
        """From here on a derived column can be used by name."""
        if derived.name in self.levels:
            self.problems.append(f'derive.{derived.name}: there is already a column called "{derived.name}". Give this one another name.')
        self.levels[derived.name], self.labels[derived.name] = derived.levels, derived.label

    def with_levels(self, derived: Derived, table: Table) -> Derived:
        """The derived column with its levels, checked against the columns it is made of."""
        key = "from" if derived.how in {"groups", "bands"} else derived.how
        sources = [name for name in derived.sources if self._exists(name, table.at(key))]
        if derived.how == "bands":
            return replace(derived, levels=self._bands(derived, table))
        for name in sources:
            if name in self.columns and self.columns[name].number:
                table.problem(key, f'"{name}" is a number column. Put it in bands first.')
        if derived.how == "score":
            return replace(derived, levels=self._score(derived, sources, table))
        if derived.how == "groups":
            return replace(derived, levels=self._groups(derived, sources, table))
        if derived.how == "coalesce":
            return replace(derived, levels=tuple(dict.fromkeys(level for name in sources for level in self.levels[name])))
        if len(sources) < 2:
            return derived
        size = 1
        for name in sources:
            size *= len(self.levels[name])
        if size > LIMITS.levels:
            table.problem("join", f"makes {size:,} levels. The most is {LIMITS.levels:,}: group the columns first.")
            return derived
        return replace(derived, levels=tuple(", ".join(words) for words in product(*(self.levels[name] for name in sources))))

    def _bands(self, derived: Derived, table: Table) -> tuple[str, ...]:
        for name in derived.sources:
            if name in self.levels and not (name in self.columns and self.columns[name].number):
                table.problem("from", f'"{name}" must be a number column (number = true) to be put in bands.')
        starts = list(derived.bands.values())
        if not starts:
            table.problem("bands", 'needs a level and the number it starts at, as in { "18 to 34" = 18, "35 and over" = 35 }.')
        if starts != sorted(set(starts)):
            table.problem("bands", "must go up: each level starts at a higher number than the one before.")
        if derived.up_to is not None and starts and derived.up_to < max(starts):
            table.problem("up_to", "is below the start of the last band.")
        self._not_too_many(table.path, tuple(derived.bands))
        return tuple(derived.bands)

    def _score(self, derived: Derived, sources: list[str], table: Table) -> tuple[str, ...]:
        for name in sources:
            points = derived.points[name]
            if both := [answer for answer in points if answer in derived.leave_out]:
                table.problem(f"score.{name}", f"gives points to {listed(both)}, which is in leave_out. It is one or the other.")
            left_out = [answer for answer in derived.leave_out if answer in self.levels[name]]
            self._all_placed(f"{table.path}.score.{name}", [*points, *left_out], self.levels[name], name, "the points, or leave_out")
        every = {level for name in sources for level in self.levels[name]}
        if unknown := [answer for answer in derived.leave_out if sources and answer not in every]:
            table.problem("leave_out", f"names {listed(unknown)}, which no part of the score may hold.")
        starts = list(derived.bands.values())
        if not starts:
            table.problem("bands", 'needs a level and the score it starts at, as in { "Low" = 0, "High" = 5 }.')
        elif starts != sorted(set(starts)):
            table.problem("bands", "must go up: each level starts at a higher score than the one before.")
        elif all(derived.points.values()) and starts[0] > (lowest := lowest_score(derived)):
            table.problem("bands", f"starts at {starts[0]:g}, and a score may be as low as {lowest:g}. Begin there or lower.")
        if derived.up_to is not None:
            table.problem("up_to", "is only for bands of a number column.")
        return tuple(derived.bands)

    def _groups(self, derived: Derived, sources: list[str], table: Table) -> tuple[str, ...]:
        placed = [*(answer for answers in derived.groups.values() for answer in answers), *derived.leave_out]
        twice = sorted({answer for answer in placed if placed.count(answer) > 1})
        if twice:
            table.problem("groups", f"puts {listed(twice)} in two groups. Each answer goes in one.")
        for name in sources:
            self._all_placed(table.path, placed, self.levels[name], name, "a group, or leave_out")
        levels = tuple(dict.fromkeys([*derived.groups, *([derived.blank] if derived.blank else [])]))
        self._not_too_many(table.path, levels)
        return levels

    def check_statements(self, statements: tuple[Statement, ...], recodes: Mapping[str, Recode]) -> None:
        """Each statement's column and recode exist, its id is its own, and every answer it may get is counted somewhere."""
        if not statements:
            self.problems.append("statements: there are none. Say what is to be estimated, in [[statements]].")
        if len(statements) > LIMITS.statements:
            self.problems.append(f"statements: there are {len(statements):,}. The most is {LIMITS.statements:,}.")
        ids = [statement.id for statement in statements]
        for row, statement in enumerate(statements, start=1):
            path = f"statements[{row}]"
            if statement.id and ids.count(statement.id) > 1:
                self.problems.append(f'{path}.id: "{statement.id}" is used twice. Give each statement its own.')
            if statement.recode and statement.recode not in recodes:
                self.problems.append(f"{path}.recode: there is no [recodes.{statement.recode}].{did_you_mean(statement.recode, recodes)}")
            if not statement.column or not self._exists(statement.column, f"{path}.column") or statement.recode not in recodes:
                continue
            if statement.column in self.columns and self.columns[statement.column].number:
                self.problems.append(f'{path}.column: "{statement.column}" is a number column. Put it in bands first.')
                continue
            recode = recodes[statement.recode]
            placed = [*recode.yes, *recode.no, *recode.neither, *recode.leave_out]
            places = "yes, no, neither or leave_out"
            self._all_placed(f"recodes.{recode.name}", placed, self.levels[statement.column], statement.column, places)

    def check_factors(self, factors: tuple[str, ...]) -> None:
        """Each factor to publish by exists and has levels."""
        if len(factors) > LIMITS.factors:
            self.problems.append(f"publish.factors: there are {len(factors):,}. The most is {LIMITS.factors:,}.")
        for name in factors:
            if self._exists(name, "publish.factors") and name in self.columns and self.columns[name].number:
                self.problems.append(f'publish.factors: "{name}" is a number column. Put it in bands first.')
        labels = [self.labels[name] for name in factors if name in self.labels]
        if twice := sorted({label for label in labels if labels.count(label) > 1}):
            self.problems.append(
                f"publish.factors: two have the label {listed(twice)}. Give each its own, so that readers can tell them apart."
            )

    def check_targets(self, weights: Weights) -> None:
        """Each target covers its factor's levels, none is 0, and the targets add up and agree with each other."""
        totals: dict[str, float] = {}
        for target in weights.targets:
            path = f"weights.targets.{target.factor}"
            if self._exists(target.factor, path):
                self._target_levels(target, path)
            total = sum(target.amounts.values())
            whole = {"percent": 100.0, "share": 1.0}.get(target.unit)
            if whole is None:
                totals[target.factor] = total
            elif target.amounts and abs(total - whole) > whole * PERCENT_SLACK / 100:
                self.problems.append(
                    f"{path}: the {target.unit} targets add up to {total:g}, not {whole:g}. Check each level, and that none is left out."
                )
        if weights.population_total is not None:
            totals = {"population_total": weights.population_total, **totals}
        (first, size), *rest = totals.items() or [("", 0.0)]
        for name, total in rest:
            if abs(total - size) > TOTALS_SLACK * size:
                self.problems.append(
                    f'weights.targets.{name}: adds up to {total:,.0f} people, but "{first}" to {size:,.0f}. '
                    "They must be the same people: use one source and one year."
                )

    def check_adjustment(self, adjustment: Adjustment, sample: Sample) -> None:
        """Who responded can be told of every answer of its column, by factors that exist; and it was not a sample that chose itself."""
        path = adjustment.path
        if sample == "volunteer" and adjustment.kind == "nonresponse":
            self.problems.append(
                f"{path}: nobody knows who was asked where people chose to take part. Leave this out, or set survey.sample to what it was."
            )
        column = adjustment.column
        if column and self._exists(column, adjustment.key):
            if not self.levels[column]:
                self.problems.append(f'{adjustment.key}: "{column}" is a number column. List its values: values = [1, 0].')
            else:
                lists = (adjustment.yes, adjustment.no, adjustment.not_eligible, adjustment.unknown)
                placed = [answer for answers in lists for answer in answers]
                twice = sorted({answer for answer in placed if placed.count(answer) > 1})
                if twice:
                    self.problems.append(f"{path}: puts {listed(twice)} in two lists. Each counts once.")
                places = "yes, no, not_eligible or unknown" if adjustment.kind == "nonresponse" else "yes or no"
                self._all_placed(path, placed, self.levels[column], column, places)
        size = 1
        for name in adjustment.by:
            if name == column:
                self.problems.append(f'{path}.by: "{name}" says who answered. Name what was known of everybody before.')
            elif self._exists(name, f"{path}.by") and not self.levels[name]:
                self.problems.append(f'{path}.by: "{name}" is a number column. Put it in bands first.')
            size *= len(self.levels.get(name, "x"))
        if adjustment.method == "classes" and size > LIMITS.levels:
            words = f'makes {size:,} classes. The most is {LIMITS.levels:,}: group the columns first, or use method = "propensity".'
            self.problems.append(f"{path}.by: {words}")

    def _target_levels(self, target: Target, path: str) -> None:
        levels = self.levels[target.factor]
        if not levels:
            self.problems.append(f'{path}: "{target.factor}" is a number column. Put it in bands first.')
            return
        for level in [*target.amounts, *target.not_in_source]:
            if level not in levels:
                self.problems.append(f'{path}: "{target.factor}" has no level "{level}".{did_you_mean(level, levels)}')
        for level in levels:
            if level not in target.amounts and level not in target.not_in_source:
                self.problems.append(
                    f'{path}: there is no target for "{level}". Give one, or list it in not_in_source if the source does not count it.'
                )
            if level in target.amounts and level in target.not_in_source:
                self.problems.append(f'{path}: "{level}" has a target and is in not_in_source. It is one or the other.')
        for level, amount in target.amounts.items():
            if amount <= 0:
                self.problems.append(
                    f'{path}.{target.unit}: the target for "{level}" is {amount:g}. '
                    "It must be above 0: group this level with another in [derive]."
                )

    def _exists(self, name: str, path: str) -> bool:
        if name in self.levels:
            return True
        self.problems.append(f'{path}: there is no [columns] or [derive] entry called "{name}".{did_you_mean(name, self.levels)}')
        return False

    def _all_placed(self, path: str, placed: list[str], levels: tuple[str, ...], name: str, places: str) -> None:
        unplaced = [level for level in levels if level not in placed]
        if unplaced:
            self.problems.append(f'{path}: "{name}" may hold {listed(unplaced)}, which has no place. Put each in {places}.')
        if not any(level in placed for level in levels):
            return
        for answer in placed:
            if answer not in levels:
                self.problems.append(f'{path}: "{name}" never holds "{answer}".{did_you_mean(answer, levels)}')

    def _not_too_many(self, path: str, levels: tuple[str, ...]) -> None:
        if len(levels) > LIMITS.levels:
            self.problems.append(f"{path}: has {len(levels):,} levels. The most is {LIMITS.levels:,}: group them.")
