"""Where questions that ask for a postcode read the level of its area.

The app of areas hands its look-ups over in its AppConfig.ready, so that engagement need not know of it.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class _LookUps:
    level_of: Callable[[str, str], str | None]
    source_of: Callable[[str], str]


_HELD: list[_LookUps] = []


def read_with(level_of: Callable[[str, str], str | None], source_of: Callable[[str], str]) -> None:
    """From here on ask these: the level of a normalised postcode by a look-up's name (None: not there), and what a look-up is, in words."""
    _HELD[:] = [_LookUps(level_of, source_of)]


def level_of(look_up: str, postcode: str) -> str | None:
    """The level of a normalised postcode; None when it is not in the look-up, or there is none."""
    return _HELD[0].level_of(look_up, postcode) if _HELD else None


def source_of(look_up: str) -> str:
    """What a look-up is, in words; "" when there is none."""
    return _HELD[0].source_of(look_up) if _HELD else ""
