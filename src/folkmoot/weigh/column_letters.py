"""Column letters: which groups of a table have a higher share than which others, by more than chance alone would often give."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from folkmoot.survey import Design, Factor
from folkmoot.survey.comparisons import Adjustment, ColumnLetters, column_letters
from folkmoot.weigh.hiding import Mask
from folkmoot.weigh.words import together

ADJUST: Final[Adjustment] = "holm"
LEVEL: Final = 0.95
NONE_LOWER: Final = "none"
_HOW: Final[Mapping[str, str]] = {
    "none": "The tests are not adjusted for how many there are: the more there are, the more letters chance alone gives.",
    "holm": "The tests of a statement are adjusted by Holm's method, so that the chance of even one letter where there is no difference "
    "stays low. They are not adjusted for how many statements there are.",
    "bh": "The tests of a statement are adjusted by Benjamini and Hochberg's method, so that few of its letters are expected to be chance. "
    "They are not adjusted for how many statements there are.",
}


def letters_between(
    design: Design, outcome: Factor, factor: Factor, hidden: Mask, *, adjust: Adjustment = ADJUST, level: float = LEVEL
) -> ColumnLetters:
    """The letters among the groups that are shown. hidden: (levels,) groups that are not: each is left with nobody, and keeps its
    letter. outcome: no and yes. adjust: for how many pairs there are. level: how sure a letter is."""
    codes = np.where(hidden[factor.codes] | (factor.codes < 0), -1, factor.codes)
    shown = Factor(factor.name, factor.levels, codes.astype(np.int64))
    return column_letters(design, outcome, shown, answer="yes", adjustment=adjust, confidence=level)


def lower_than(letters: ColumnLetters, at: int) -> list[str]:
    """The letters of the groups that are lower than one."""
    held = letters.letters[0][at]
    return held.split(",") if "," in held or held in letters.labels else list(held)


def letters_of_row(letters: ColumnLetters, at: int, *, shown: bool) -> dict[str, Any]:
    """What the document says of one group: its letter, those of the lower ones (null where it took no part), and how many pairs of the
    table's groups were tested."""
    higher = lower_than(letters, at) if shown else None
    return {"letter": letters.labels[at], "higher_than": higher, "pairs_tested": tests_of(letters)}


def tests_of(letters: ColumnLetters) -> int:
    """How many pairs of groups were tested."""
    return sum(family.n_tests for family in letters.families)


def higher_words(row: Mapping[str, Any], mark: str) -> str:
    """A row's letters as people read them: “A and C”, “none”, or the mark of a group that took no part."""
    higher = row["higher_than"]
    return mark if higher is None else together(higher) if higher else NONE_LOWER


def letter_notes(tests: int, *, adjust: str = ADJUST, level: float = LEVEL) -> tuple[str, ...]:
    """What letters mean, how many tests they rest on, and who took no part."""
    return (
        f"A letter under “Higher than” names a group of the same statement whose share is lower, by more than chance alone would often "
        f"give: a test at the {100 * level:g}% level.",
        f"{'1 pair' if tests == 1 else f'{tests:,} pairs'} of groups {'was' if tests == 1 else 'were'} tested. {_HOW[adjust]}",
        "Groups of fewer than 30 people, and groups that are hidden, were not tested.",
    )
