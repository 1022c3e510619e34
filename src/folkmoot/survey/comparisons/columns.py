"""The columns of a table that is compared column by column: disjoint groups of people, and the letters they go by."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from folkmoot.survey.factors import Factor


def column_labels(columns: int) -> tuple[str, ...]:
    """A, B, ..., Z, AA, AB, ... for so many columns."""
    labels = []
    for column in range(columns):
        label, left = "", column + 1
        while left:
            left, letter = divmod(left - 1, 26)
            label = chr(ord("A") + letter) + label
        labels.append(label)
    return tuple(labels)


def disjoint_columns(name: str, members: Mapping[str, ArrayLike]) -> Factor:
    """A factor from one yes or no for each row and column, such as the boxes somebody ticked.

    members: for each column, (n,) whether a row is in it, as true or false or as 1 or 0. A row in none has no level. Raises ValueError
    when a row is in two columns, or the columns do not have the same rows."""
    if not members:
        raise ValueError(f"{name}: there are no columns. Give at least two.")
    columns = [_yes_or_no(f"{name}, {column}", rows) for column, rows in members.items()]
    sizes = sorted({rows.size for rows in columns})
    if len(sizes) > 1:
        raise ValueError(f"{name}: the columns have {' and '.join(map(str, sizes))} rows. They must be the same responses.")
    table = np.column_stack(columns)
    several = table.sum(1) > 1
    if several.any():
        row, rows = int(np.argmax(several)), int(several.sum())
        first, second = [column for column, inside in zip(members, table[row], strict=True) if inside][:2]
        raise ValueError(
            f"{name}: row {row + 1} is in both “{first}” and “{second}” (rows in more than one column: {rows:,}). Letters compare "
            "different people. Put each person in one column, or show this table without letters."
        )
    return Factor(name, tuple(members), np.where(table.any(1), table.argmax(1), -1))


def _yes_or_no(name: str, rows: ArrayLike) -> NDArray[np.bool_]:
    values = np.asarray(rows)
    if values.ndim != 1 or values.dtype.kind not in "biuf":
        raise ValueError(f"{name} must be one row of true and false, one for each response.")
    wrong = ~((values == 0) | (values == 1))
    if wrong.any():
        row = int(np.argmax(wrong))
        raise ValueError(f"{name}: row {row + 1} is {values[row]}. Give 1 for in the column and 0 for not.")
    return np.asarray(values == 1)
