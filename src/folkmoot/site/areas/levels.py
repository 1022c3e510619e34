"""How a column of a file tells the level of each postcode's area."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from django.core.exceptions import ValidationError

PLACES = "0123456789ABCDEFGHIJ"
"""A sign for the place of each level."""
LONGEST_LEVEL = 100
WAYS = {
    "levels": "It holds the level",
    "cuts": "It holds a number, and the levels end at numbers that I give",
    "parts": "It holds a number, and the levels are equal parts of the file's postcodes",
}
MOST_CUT = 1e15


@dataclass(frozen=True)
class Levels:
    """The levels in order, as words, and how they are told.

    `way` is a key of WAYS. `codes`: what stands in the file for each level, with the way `levels`. `cuts`: the largest number of each level
    but the last, with the way `cuts`. With the way `parts`, a number's level is told by the share of postcodes with a smaller number, so
    that equal numbers have one level. Numbers go up along the levels, or down where `highest_first`.
    """

    words: tuple[str, ...]
    way: str
    codes: tuple[str, ...] = ()
    cuts: tuple[float, ...] = ()
    highest_first: bool = False

    @classmethod
    def typed(cls, lines: str, way: str, cuts: str, *, highest_first: bool = False) -> "Levels":
        """What an officer typed: a level a line (as in `1 = 1, most deprived` where the file holds 1), and cuts with spaces between.

        Raises ValidationError by field.
        """
        typed = [line.strip() for line in lines.splitlines() if line.strip()]
        if not 2 <= len(typed) <= len(PLACES):
            raise ValidationError({"levels": f"Write the levels in order, one a line: from 2 to {len(PLACES)}."})
        pairs = [line.partition("=") if way == "levels" else (line, "", "") for line in typed]
        codes = tuple(code.strip() for code, _, _ in pairs)
        words = tuple((said if sign else code).strip() for code, sign, said in pairs)
        for wrong, sentence in (
            (not all(words) or not all(codes), "Each line needs words, and what stands in the file for them."),
            (max(map(len, words)) > LONGEST_LEVEL, f"A level has {LONGEST_LEVEL} letters at most."),
            (len(set(words)) < len(words) or len(set(codes)) < len(codes), "Two lines are the same. Each level stands once."),
        ):
            if wrong:
                raise ValidationError({"levels": sentence})
        if way != "cuts":
            return cls(words, way, codes if way == "levels" else (), (), highest_first and way == "parts")
        numbers = [_number(part) for part in cuts.split()]
        if None in numbers or len(numbers) != len(words) - 1 or sorted(set(numbers)) != numbers:
            raise ValidationError(
                {"cuts": f"Write {len(words) - 1} numbers that go up, with spaces between: the largest number of each level but the last."}
            )
        return cls(words, way, (), tuple(numbers), highest_first)

    @property
    def stored(self) -> dict[str, Any]:
        """As a look-up keeps it, beside its levels."""
        return {name: value for name, value in asdict(self).items() if name != "words" and value}

    def value(self, cell: str) -> float | None:
        """A cell as a number: its level's place, or the number in it. None for what is neither."""
        if self.way == "levels":
            return float(self.codes.index(cell)) if cell in self.codes else None
        return _number(cell)

    @property
    def wanted(self) -> str:
        """What a cell must hold, in words."""
        return f"one of the levels: {', '.join(self.codes)}" if self.way == "levels" else "a number"

    def places(self, values: np.ndarray) -> np.ndarray:
        """The place of each value's level, from 0. `values` are what `value` gave, all finite."""
        if self.way == "levels":
            return values.astype(np.uint8)
        if self.way == "cuts":
            found = np.searchsorted(np.asarray(self.cuts), values, side="left")
        else:
            below = np.searchsorted(np.sort(values), values, side="left")
            found = below * len(self.words) // max(len(values), 1)
        return (len(self.words) - 1 - found if self.highest_first else found).astype(np.uint8)

    def said(self) -> str:
        """How the levels were told, in words."""
        if self.way == "levels":
            return "The file says the level."
        order = "The highest numbers come first." if self.highest_first else "The lowest numbers come first."
        if self.way == "parts":
            return f"By a number in the file, in {len(self.words)} equal parts of its postcodes. {order}"
        return f"By a number in the file, cut after {', '.join(f'{cut:g}' for cut in self.cuts)}. {order}"


def _number(text: str) -> float | None:
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) < MOST_CUT else None


def levels_of(words: Sequence[str], stored: Any) -> Levels:
    """What `stored` gave."""
    return Levels(
        tuple(words), stored["way"], tuple(stored.get("codes", ())), tuple(stored.get("cuts", ())), stored.get("highest_first", False)
    )
