"""Estimates with their ranges: a dot for the best guess, a line for where the true number is likely to be."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from folkmoot.charts.drawing import AXIS_ROOM, MARK_BELOW, TOP, along, aside, axis, circle, label, line, picture
from folkmoot.charts.figure import Column, Figure, Table
from folkmoot.charts.words import HIDDEN, check_percent, in_100, percent, percent_range, plain

ROW = 58
TICK = 7


@dataclass(frozen=True)
class Range:
    """One row: an estimate and its interval in per cent (0 to 100), or all three None when hidden.

    `shorthand` is "[u]" for an unreliable estimate and "[c]" or "[x]" for one that is not shown ("[c]" when left empty).
    Raises ValueError when a number is no per cent, when only some are None, or when `low` is above `high`.
    """

    label: str
    estimate: float | None
    low: float | None
    high: float | None
    shorthand: str = ""

    def __post_init__(self) -> None:
        name = plain(self.label)
        if self.estimate is None or self.low is None or self.high is None:
            if (self.estimate, self.low, self.high) != (None, None, None):
                raise ValueError(f"“{name}” shows some of its numbers. Give the estimate with both ends of its range, or hide all three.")
            object.__setattr__(self, "shorthand", self.shorthand or "[c]")
            if self.shorthand not in HIDDEN:
                raise ValueError(f"“{name}” is hidden with “{self.shorthand}”. Use one of {', '.join(HIDDEN)}.")
            return
        for field in ("estimate", "low", "high"):
            object.__setattr__(self, field, check_percent(getattr(self, field), f"The {field} of “{name}”"))
        if self.low > self.high:
            raise ValueError(f"The range of “{name}” runs from {self.low} down to {self.high}. The low end must come first.")

    @property
    def cells(self) -> tuple[str, str]:
        """The estimate and the range as a table shows them: ("74% [u]", "60 to 85%") or ("[c]", "[c]")."""
        if self.estimate is None or self.low is None or self.high is None:
            return self.shorthand, self.shorthand
        return f"{percent(self.estimate)} {self.shorthand}".strip(), percent_range(self.low, self.high)

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        if self.estimate is None or self.low is None or self.high is None:
            return f"{plain(self.label)}: {HIDDEN[self.shorthand]}"
        likely = f"likely between {in_100(self.low)} and {in_100(self.high)}"
        return f"{plain(self.label)}: {in_100(self.estimate)} in 100, {likely}{', unreliable' if self.shorthand == '[u]' else ''}"


def dot_and_range(ident: str, title: str, rows: Sequence[Range]) -> Markup:
    """The picture of the rows, top to bottom as given, on an axis from 0% to 100%. Its description speaks every value shown."""
    parts = axis(ROW * len(rows))
    for at, row in enumerate(rows):
        middle = TOP + ROW * at + MARK_BELOW
        if row.estimate is None or row.low is None or row.high is None:
            parts += [label(row.label, "", middle), aside(f"{row.shorthand} {HIDDEN[row.shorthand]}", middle)]
            continue
        low, high = along(row.low), along(row.high)
        parts += [
            label(row.label, row.shorthand, middle),
            line("fm-whisker", low, high, middle, middle),
            line("fm-whisker", low, low, middle - TICK, middle + TICK),
            line("fm-whisker", high, high, middle - TICK, middle + TICK),
            circle(along(row.estimate), middle),
        ]
    description = "; ".join(row.spoken for row in rows) if rows else "Nothing to show"
    return picture(ident, title, f"{description}.", TOP + ROW * len(rows) + AXIS_ROOM, parts)


def figure_of_ranges(
    ident: str,
    title: str,
    caption: str,
    rows: Sequence[Range],
    *,
    heading: str,
    estimate: str,
    interval: str = "Likely range",
    more: Sequence[tuple[Column, Sequence[str]]] = (),
    notes: Sequence[str] = (),
) -> Figure:
    """The picture and its table from the same rows.

    The table's columns: `heading` (the full labels), `estimate`, `interval`, then each column of `more` with a cell for every row (such as
    the base).
    Raises ValueError when a column of `more` is not as long as `rows`.
    """
    columns = (Column(heading), Column(estimate, numeric=True), Column(interval, numeric=True), *(column for column, _ in more))
    cells = zip(*(given for _, given in more), strict=True) if more else [()] * len(rows)
    table = Table(title, columns, tuple((row.label, *row.cells, *rest) for row, rest in zip(rows, cells, strict=True)))
    return Figure(ident, title, caption, dot_and_range(ident, title, rows), table, tuple(notes))
