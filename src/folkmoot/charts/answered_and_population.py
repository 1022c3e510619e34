"""Who answered next to who lives here: a full circle and a hollow square, joined."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from folkmoot.charts.drawing import AXIS_ROOM, MARK_BELOW, TOP, along, aside, axis, axis_end, circle, hollow_square, label, line, picture
from folkmoot.charts.figure import Column, Figure, Table
from folkmoot.charts.words import HIDDEN, check_percent, in_100, percent, plain

ROW = 54
UNKNOWN = "not known"


@dataclass(frozen=True)
class Share:
    """One group: its share, in per cent, of those who answered and of the population.

    `answered` is None when hidden ("[c]" in the table); `population` is None when not known. Raises ValueError when either is no per cent.
    """

    label: str
    answered: float | None
    population: float | None

    def __post_init__(self) -> None:
        for field in ("answered", "population"):
            if (value := getattr(self, field)) is not None:
                object.__setattr__(self, field, check_percent(value, f"The {field} share of “{plain(self.label)}”"))

    @property
    def cells(self) -> tuple[str, str]:
        """Both shares as a table shows them."""
        return "[c]" if self.answered is None else percent(self.answered), UNKNOWN if self.population is None else percent(self.population)

    def spoken(self, answered: str, population: str) -> str:
        """The row as a screen reader says it; the two words say of whom."""
        first = HIDDEN["[c]"] if self.answered is None else f"{in_100(self.answered)} in 100"
        second = UNKNOWN if self.population is None else f"{in_100(self.population)} in 100"
        return f"{plain(self.label)}: {answered} {first}, {population} {second}"


def answered_and_population(
    ident: str, title: str, rows: Sequence[Share], *, answered: str = "answered", population: str = "lives here"
) -> Markup:
    """The picture of the rows on an axis from 0% to the first of 20, 40, 60, 80 and 100 that holds them all."""
    shown = [value for row in rows for value in (row.answered, row.population) if value is not None]
    end = axis_end(max(shown, default=100))
    parts = axis(ROW * len(rows), end)
    for at, row in enumerate(rows):
        middle = TOP + ROW * at + MARK_BELOW
        parts.append(label(row.label, "[c]" if row.answered is None and row.population is not None else "", middle))
        if row.answered is None and row.population is None:
            parts.append(aside(f"[c] {HIDDEN['[c]']}", middle))
        if row.answered is not None and row.population is not None:
            parts.append(line("fm-join", along(row.answered, end), along(row.population, end), middle, middle))
        if row.answered is not None:
            parts.append(circle(along(row.answered, end), middle))
        if row.population is not None:
            parts.append(hollow_square(along(row.population, end), middle))
    description = "; ".join(row.spoken(answered, population) for row in rows) if rows else "Nothing to show"
    return picture(ident, title, f"{description}.", TOP + ROW * len(rows) + AXIS_ROOM, parts)


def figure_of_shares(
    ident: str,
    title: str,
    caption: str,
    rows: Sequence[Share],
    *,
    heading: str = "Group",
    answered: str = "Answered",
    population: str = "Lives here",
    notes: Sequence[str] = (),
) -> Figure:
    """The picture, its key and its table from the same rows."""
    columns = (Column(heading), Column(answered, numeric=True), Column(population, numeric=True))
    table = Table(title, columns, tuple((row.label, *row.cells) for row in rows))
    svg = answered_and_population(ident, title, rows, answered=answered.lower(), population=population.lower())
    return Figure(ident, title, caption, svg, table, tuple(notes), _key(answered, population))


def _key(answered: str, population: str) -> Markup:
    return Markup(
        '<ul class="fm-key">'
        '<li><svg class="fm-chart fm-sym" aria-hidden="true" width="16" height="16"><circle class="s1" cx="8" cy="8" r="7"/></svg>{}</li>'
        '<li><svg class="fm-chart fm-sym" aria-hidden="true" width="16" height="16">'
        '<rect class="s2 hollow" x="2" y="2" width="12" height="12"/></svg>{}</li></ul>'
    ).format(answered, population)
