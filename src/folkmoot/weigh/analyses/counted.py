"""The numbers of people that an analysis gives, said so that they can be set beside those of the tables and of other analyses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from folkmoot.survey import base_quality

if TYPE_CHECKING:
    from folkmoot.weigh.analyses.given import Given

type Cell = Mapping[str, frozenset[int]]
"""People by what they answered: by column, the codes (NONE for no answer) that are inside. A column that is not named may hold anything.
A number column has the one code 0 for every number."""
type Key = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of people that a row gives, or would give were it not hidden. A share counts: with its base it gives a number of people.

    asked: who the row could be about, by the columns whose answers it tells: those who answered them. group: which group of these.
    part: the answer that is counted, as cells that no person is in two of; nothing when the row counts the whole group.
    of: the columns whose answers are told. shown: whether the number can be read off what is published. rounded: shown to the nearest
    multiple of the smallest group only. key: what its analysis hides, in its own words, so that the number is not shown."""

    asked: Cell
    group: Cell
    part: tuple[Cell, ...]
    of: tuple[str, ...]
    shown: bool
    key: Key = ()
    rounded: bool = False

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Who is counted: the people of any of these."""
        return tuple(_both(_both(self.asked, self.group), one) for one in self.part or ({},))


def levels_of(given: "Given", column: str) -> frozenset[int]:
    """Every code of a column but NONE."""
    return frozenset(range(len(given.plan.levels(column))) if column in given.answers.codes else [0])


def counted_statement(given: "Given", ident: str, group: Cell, *, base: bool, share: bool, key: Key = ()) -> Iterator[Counted]:
    """A row of a statement among a group: its base, who said yes and who said no. base, share: whether these are shown."""
    statement = given.statement(ident)
    recode, levels = given.plan.recode_of(statement), given.plan.levels(statement.column)
    yes, no = (frozenset(at for at, level in enumerate(levels) if recode.side(level) == side) for side in ("yes", "no"))
    asked = {statement.column: yes | no}
    for part, shown in (((), base), (({statement.column: yes},), base and share), (({statement.column: no},), base and share)):
        yield Counted(asked, group, part, (statement.column,), shown, key)


def counted_tables(given: "Given") -> Iterator[Counted]:
    """What the tables themselves show or hide: how many responses, the margins of the weights, and every statement."""
    plan, hidden = given.plan, given.hidden
    yield Counted({}, {}, (), (), not hidden.everybody)
    for target in plan.weights.targets:
        for at, small in enumerate(hidden.groups[target.factor]):
            yield Counted({}, {target.factor: frozenset([at])}, (), (), not small)
    for statement in plan.statements:
        asked = given.outcomes[statement.id] >= 0
        total = not (hidden.totals[statement.id] or hidden.everybody)
        enough = not base_quality(int(asked.sum())).withheld
        yield from counted_statement(given, statement.id, {}, base=total, share=enough)
        for factor in plan.publish.factors:
            codes = given.answers.codes[factor]
            for at, hide in enumerate(hidden.rows[statement.id, factor]):
                enough = not base_quality(int((asked & (codes == at)).sum())).withheld
                yield from counted_statement(given, statement.id, {factor: frozenset([at])}, base=not hide, share=enough)


def _both(one: Cell, other: Cell) -> Cell:
    """Who is in two cells at once."""
    return {**one, **{name: codes & one.get(name, codes) for name, codes in other.items()}}
