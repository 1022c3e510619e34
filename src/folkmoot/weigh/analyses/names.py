"""What an analysis in a plan may name: factors, statements and number columns that are there. Mistakes go to the table's problems."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from folkmoot.files.problems import did_you_mean, listed
from folkmoot.weigh.plan import Adjustment
from folkmoot.weigh.plan_keys import Table


@dataclass(frozen=True, slots=True)
class Names:
    """levels: of every column and derived column that has some, by name. numbers: number columns. statements: their ids.
    published: the factors of [publish]. naming: columns that name people or units: the id of [survey], strata and psu of [design], and
    number columns. psu: that of [design]. adjustment: who was asked, if the plan says so."""

    levels: Mapping[str, tuple[str, ...]]
    numbers: Sequence[str]
    statements: Sequence[str]
    published: Sequence[str]
    naming: Sequence[str] = ()
    psu: str | None = None
    adjustment: Adjustment | None = None

    def factor(self, table: Table, key: str, *, required: bool = True) -> str:
        """A column or derived column with levels; empty when it is left out or wrong."""
        return self._one(table, key, self.levels, "column with levels", required=required)

    def number(self, table: Table, key: str, *, required: bool = True) -> str:
        """A number column."""
        return self._one(table, key, self.numbers, "number column (number = true)", required=required)

    def naming_column(self, table: Table, key: str, *, required: bool = True) -> str:
        """A column that names people or units."""
        what = "column that names people (the id of [survey], strata or psu of [design], or a number column)"
        return self._one(table, key, self.naming, what, required=required)

    def statement(self, table: Table, key: str, *, required: bool = True) -> str:
        """A statement, by its id."""
        return self._one(table, key, self.statements, "statement", required=required)

    def factors(self, table: Table, key: str, *, least: int = 1) -> tuple[str, ...]:
        """Several columns with levels."""
        return self._several(table, key, self.levels, "column with levels", least)

    def number_columns(self, table: Table, key: str, *, least: int = 1) -> tuple[str, ...]:
        """Several number columns."""
        return self._several(table, key, self.numbers, "number column (number = true)", least)

    def alike(self, table: Table, key: str, names: Sequence[str]) -> None:
        """Says so when columns do not have the same levels in the same order."""
        for name in names[1:]:
            if self.levels[name] != self.levels[names[0]]:
                table.problem(
                    key, f'"{name}" and "{names[0]}" have different answers. Give columns with the same answers in the same order.'
                )

    def level(self, table: Table, key: str, factor: str, word: str) -> None:
        """Says so when a factor has no such level."""
        if factor in self.levels and word not in self.levels[factor]:
            table.problem(key, f'"{factor}" has no level "{word}". It has {listed(self.levels[factor])}.')

    def _one(self, table: Table, key: str, known: Sequence[str] | Mapping[str, object], what: str, *, required: bool) -> str:
        name = table.text(key, required=required)
        if name and name not in known:
            table.problem(key, f'there is no {what} called "{name}".{did_you_mean(name, list(known))}')
            return ""
        return name

    def _several(self, table: Table, key: str, known: Sequence[str] | Mapping[str, object], what: str, least: int) -> tuple[str, ...]:
        names = table.texts(key, required=True)
        for name in names:
            if name not in known:
                table.problem(key, f'there is no {what} called "{name}".{did_you_mean(name, list(known))}')
        if key in table.values and len(names) < least:
            table.problem(key, f"needs {least} or more.")
        return tuple(name for name in names if name in known)
