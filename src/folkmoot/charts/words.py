"""Numbers and labels in words, the same in a chart, its table and its description."""

import re
from decimal import ROUND_HALF_UP, Decimal

LONGEST_LABEL = 30
"""Letters of a row's label in a picture: what fits 288px at 15px. The table carries the full words."""

HIDDEN = {
    "[c]": "hidden: too few people",
    "[u]": "not shown: too few answered to say",
    "[x]": "nothing to show: nobody answered",
}
"""Shorthand for a value that is not shown, and what it means. Letters in square brackets, so that they read aloud and print."""

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ROUNDING_NOISE = 1e-6


def number(value: float) -> str:
    """A count in words: 1,204. Halves go up."""
    return f"{_half_up(value):,}"


def percent(value: float) -> str:
    """A whole per cent, halves up: 68%. More than none but under a half is “<0.5%”, so that somebody is never rounded to nobody."""
    return f"<{_SMALL}%" if 0 < value < _SMALL else f"{_half_up(value):,}%"


def percent_range(low: float, high: float) -> str:
    """Two per cents as a range: “65 to 71%”, or “<0.5 to 2%”."""
    return f"{percent(low).removesuffix('%')} to {percent(high)}"


def in_100(value: float) -> str:
    """A per cent as it is said aloud: “68”, or “less than 0.5”."""
    return percent(value).removesuffix("%").replace("<", "less than ")


def plain(text: str) -> str:
    """One line of text that can stand in XML: characters XML forbids become “�”, and any run of spaces or line ends one space."""
    return " ".join(NOT_XML.sub("�", text).split())


def short(label: str) -> str:
    """A label of at most 30 letters, cut with “…”."""
    label = plain(label)
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1].rstrip() + "…"


def check_percent(value: float, what: str) -> float:
    """The value brought inside 0 to 100 when only rounding noise put it outside. Raises ValueError when it is no per cent."""
    if not -ROUNDING_NOISE <= value <= 100 + ROUNDING_NOISE:  # also refuses a NaN, which no comparison accepts
        raise ValueError(f"{what} is {value}. It must be a per cent, from 0 to 100.")
    return min(max(value, 0.0), 100.0)


_SMALL = 0.5


def _half_up(value: float) -> int:
    # by way of the shortest decimal, so that 2.5 is 3 and 0.285 * 100 is 29: people check these by hand
    return int(Decimal(repr(round(float(value), 9))).quantize(Decimal(1), ROUND_HALF_UP))
