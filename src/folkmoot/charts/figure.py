"""What a chart is made of: a picture, its words and its table."""

import re
from dataclasses import dataclass, field

from markupsafe import Markup

IDENT = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True)
class Column:
    """The heading of one column; numeric columns are set to the right."""

    text: str
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """Words in rows. The first cell of a row is its heading. Raises ValueError when a row is not as long as `columns`."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        for at, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(f"Row {at} of the table “{self.caption}” has {len(row)} cells. It needs {len(self.columns)}.")


@dataclass(frozen=True)
class Figure:
    """A picture with the table of the same numbers.

    `ident` begins every id inside the picture: unique on a page, small letters, digits and hyphens. The table's caption names its scrolling
    box to screen readers, so it too should be the only one of its words on a page. `notes` are shown under the table, in order; a note
    that holds markup is a `Markup`. `key` says what each shape stands for, when there is more than one.
    """

    ident: str
    title: str
    caption: str
    svg: Markup
    table: Table
    notes: tuple[str, ...] = ()
    key: Markup = field(default_factory=Markup)

    def __post_init__(self) -> None:
        check_ident(self.ident)


def check_ident(ident: str) -> str:
    """The ident itself. Raises ValueError when it could not stand in an id attribute."""
    if not IDENT.fullmatch(ident):
        raise ValueError(f"“{ident}” cannot name a chart. Use small letters, digits and hyphens, starting with a letter.")
    return ident
