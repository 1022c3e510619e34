"""What benefits cost, as tables."""

from collections.abc import Sequence

from folkmoot.charts import Column, Table
from folkmoot.site.progress.queries.comparison import Group, Row
from folkmoot.site.progress.tables import with_unit
from folkmoot.site.progress.wording import ForPeople

NONE = "None yet"
COLUMNS = (
    *(Column(text) for text in ("Benefit", "Initiative", "Answers for it", "At the start", "Target", "Measured last")),
    *(
        Column(text, numeric=True)
        for text in (
            "Spent (£)",
            "Spent (hours)",
            "£ for one unit, as planned now",
            "£ for one unit, so far",
            "Staff hours for one unit, so far",
        )
    ),
)


def table(group: Group, say: ForPeople) -> Table:
    """The benefits in one unit."""
    return Table(f"Benefits counted in {group.unit}", COLUMNS, tuple(_cells(row, say) for row in group.rows))


def together(groups: Sequence[Group], say: ForPeople) -> Table:
    """All units in one table, the unit in a column of its own."""
    rows = tuple((*_cells(row, say), group.unit) for group in groups for row in group.rows)
    return Table("Benefits", (*COLUMNS, Column("Counted in")), rows)


def _cells(row: Row, say: ForPeople) -> tuple[str, ...]:
    benefit = row.benefit
    return (
        say.text(benefit.words),
        say.text(row.initiative.title),
        benefit.owner.name,
        with_unit(benefit.baseline_words, benefit, say),
        with_unit(benefit.target_words, benefit, say),
        with_unit(benefit.latest.words, benefit, say) if benefit.latest else "Not measured yet",
        say.pounds(row.cost.actual_pounds),
        say.hours(row.cost.actual_hours),
        say.pounds(row.expected_pounds_each, NONE),
        say.pounds(row.pounds_each, NONE),
        say.hours(row.hours_each, NONE),
    )
