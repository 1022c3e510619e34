"""The drawings beside answers in easy read: ticks and crosses of one colour and one size, so that no answer looks better than another."""

from markupsafe import Markup

_PEN = '<path fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"'
_TICK = _PEN + ' d="M{x} 23l6 7L{end} 13"/>'
_CROSS = _PEN + ' d="M{x} 14l15 16M{end} 14l-15 16"/>'
_LINE = _PEN + ' d="M13 22h18"/>'
_QUESTION = '<text x="22" y="33" text-anchor="middle" font-size="32" font-weight="700" fill="currentColor">?</text>'

_DRAWINGS = {
    "yes a lot": _TICK.format(x=4, end=19) + _TICK.format(x=24, end=39),
    "yes": _TICK.format(x=14, end=29),
    "between": _LINE,
    "no": _CROSS.format(x=14, end=29),
    "no not at all": _CROSS.format(x=4, end=19) + _CROSS.format(x=25, end=40),
    "not sure": _QUESTION,
}

DRAWN = {
    sign: Markup('<svg aria-hidden="true" focusable="false" viewBox="0 0 44 44">{}</svg>').format(Markup(drawing))  # noqa: S704 - ours
    for sign, drawing in _DRAWINGS.items()
}
"""An SVG for each sign that an option may have."""
