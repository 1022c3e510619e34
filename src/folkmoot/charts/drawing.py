"""The few SVG pieces that every chart is drawn from. Everything that comes from outside is escaped here."""

from collections.abc import Sequence

from markupsafe import Markup

from folkmoot.charts.figure import check_ident
from folkmoot.charts.words import plain, short

TOP = 8
BELOW = 8
AXIS_ROOM = 26 + BELOW
DOT = 8
SQUARE = 14
MARK_BELOW = 36
"""Pixels from the top of a row to the middle of its marks; its label stands 20px above them."""

_TICKS = {20: 5, 40: 10, 60: 20, 80: 20, 100: 25}


def axis_end(largest: float) -> int:
    """Where an axis of per cents may end so that the largest value fits: 20, 40, 60, 80 or 100."""
    return next(end for end in _TICKS if largest <= end)


def along(value: float, end: int = 100) -> str:
    """How far along the axis a value stands, as an SVG percentage with two places at most."""
    return f"{100 * value / end:.2f}".rstrip("0").rstrip(".") + "%"


def picture(ident: str, title: str, description: str, height: int, parts: Sequence[Markup]) -> Markup:
    """The whole SVG, with the title and description that a screen reader speaks."""
    check_ident(ident)
    return Markup(
        '<svg class="fm-chart" role="img" aria-labelledby="{0}-t {0}-d" width="100%" height="{1}">'
        '<title id="{0}-t">{2}</title><desc id="{0}-d">{3}</desc>{4}</svg>'
    ).format(ident, height, plain(title), plain(description), Markup("").join(parts))


def axis(rows_height: int, end: int = 100) -> list[Markup]:
    """Grid lines with their per cents below, over rows of the given height in pixels."""
    bottom = TOP + rows_height + BELOW
    parts = []
    for tick in range(0, end + 1, _TICKS[end]):
        anchor = {0: "start", end: "end"}.get(tick, "middle")  # the outer two stay inside the picture
        parts.append(
            Markup(
                '<line class="fm-grid" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>'
                '<text class="fm-axis" x="{0}" y="{3}" text-anchor="{4}">{5}%</text>'
            ).format(along(tick, end), TOP, bottom, bottom + 18, anchor, tick)
        )
    return parts


def label(text: str, shorthand: str, middle: int) -> Markup:
    """A row's label above its marks, cut to fit, with its shorthand after it."""
    return Markup('<text x="0" y="{}">{}</text>').format(middle - 20, f"{short(text)} {shorthand}".strip())


def aside(words: str, middle: int) -> Markup:
    """Words that stand where the marks of a row would."""
    return Markup('<text class="fm-axis" x="0" y="{}">{}</text>').format(middle + 4, words)


def circle(x: str, middle: int) -> Markup:
    """The mark of the first series."""
    return Markup('<circle class="s1" cx="{}" cy="{}" r="{}"/>').format(x, middle, DOT)


def hollow_square(x: str, middle: int) -> Markup:
    """The mark of a population. The inner svg lets a square stand centred on a percentage."""
    half = SQUARE // 2
    return Markup(
        '<svg x="{0}" y="{1}" overflow="visible"><rect class="s2 hollow" x="-{2}" y="-{2}" width="{3}" height="{3}"/></svg>'
    ).format(x, middle, half, SQUARE)


def line(kind: str, x1: str, x2: str, y1: int, y2: int) -> Markup:
    """A straight line of the given class."""
    return Markup('<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(kind, x1, x2, y1, y2)
