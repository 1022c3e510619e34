"""The ring of seven: seven people round a mound. One drawing for the mark, the loop and the licence."""

import math
from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup

_BOX = 48
_RADIUS = 18.2
_FULL = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="3.9" fill="currentColor"/>')
_HOLLOW = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="3.1" fill="none" stroke="currentColor" stroke-width="1.6"/>')

CENTRES = {
    "mound": Markup('<path d="M10.5 31.5C17 31.5 18 17.5 24 17.5S31 31.5 37.5 31.5Z" fill="currentColor"/>'),
    "half": Markup('<path d="M12.5 31C18 31 19 18.5 24 18.5S30 31 35.5 31Z" fill="none" stroke="currentColor" stroke-width="1.8"/>'),
    "review": Markup('<path d="M22 14h4.4v13H22zM22 29.5h4.4v4.4H22z" fill="currentColor"/>'),
    "suspended": Markup('<path d="M17 15.5h5v17h-5zM26 15.5h5v17h-5z" fill="currentColor"/>'),
    "ended": Markup('<path d="M16.5 16.5h15v15h-15z" fill="currentColor"/>'),
}
"""What may stand in the middle: the mound (in force), its outline (draft), “!”, a pause, a stop."""


def ring(seven: Sequence[bool], centre: str = "mound", *, size: int = 28, label: str = "") -> Markup:
    """A ring whose dots run clockwise from the top: full where `seven` is true, hollow where it is not.

    It is hidden from screen readers unless `label` gives it words: beside a state or a list of checks it would only repeat them.
    Raises ValueError when there are not seven, or the centre is not one of `CENTRES`.
    """
    if len(seven) != 7:
        raise ValueError(f"The ring has seven dots. It was given {len(seven)}.")
    if centre not in CENTRES:
        raise ValueError(f"“{centre}” cannot stand in the ring. Use one of {', '.join(CENTRES)}.")
    return _drawn(tuple(bool(full) for full in seven), centre, size, label)


@lru_cache(maxsize=1024)  # a page of the register draws as many as it has rows
def _drawn(seven: tuple[bool, ...], centre: str, size: int, label: str) -> Markup:
    voice = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true" focusable="false"')
    turns = [2 * math.pi * at / 7 for at in range(7)]
    dots = Markup("").join(
        (_FULL if full else _HOLLOW).format(_BOX / 2 + _RADIUS * math.sin(turn), _BOX / 2 - _RADIUS * math.cos(turn))
        for turn, full in zip(turns, seven, strict=True)
    )
    return Markup('<svg class="fm-ring" {0} width="{1}" height="{1}" viewBox="0 0 {2} {2}">{3}{4}</svg>').format(
        voice, size, _BOX, dots, CENTRES[centre]
    )
