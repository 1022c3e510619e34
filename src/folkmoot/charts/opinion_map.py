"""Where people stand by how they voted: a mark for each place where some of a group stand, the larger the more they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from markupsafe import Markup

from folkmoot.charts.drawing import picture
from folkmoot.charts.words import number, plain

HEIGHT = 420
MARGIN = 6  # per cent of the width, and of the height, that stays free on each side
SMALLEST, LARGEST = 4.0, 18.0  # pixels from the middle of a mark to its edge
SHAPES = (
    ("circle", "s1"),
    ("square", "s2"),
    ("triangle", "s3"),
    ("circle", "s1 hollow"),
    ("square", "s2 hollow"),
    ("triangle", "s3 hollow"),
)
"""The mark of each group, by its number from 0: told apart by shape and filling, not by colour alone."""

PAPER_STYLE = (
    ".fm-chart{font-family:Arial,sans-serif;background:#fff}.fm-chart text{fill:#15202b;font-size:15px;font-weight:bold;paint-order:stroke;"
    "stroke:#fff;stroke-width:5px}.s1{fill:#1c4670;stroke:#1c4670}.s2{fill:#a86200;stroke:#a86200}.s3{fill:#4a94c9;stroke:#4a94c9}"
    ".hollow{fill:#fff;stroke-width:3}.fm-grid{stroke:#c5ced6;stroke-width:1}"
)


@dataclass(frozen=True)
class Place:
    """Some people of one group who stand at about one place: across and up from 0 to 1. Raises ValueError when it is off the map."""

    across: float
    up: float
    group: int
    people: int

    def __post_init__(self) -> None:
        if not (0 <= self.across <= 1 and 0 <= self.up <= 1) or self.people < 1 or not 0 <= self.group < len(SHAPES):
            raise ValueError(f"A place must lie between 0 and 1, with people and a group of {len(SHAPES)} at most: this is {self}.")


def opinion_map(ident: str, title: str, places: Sequence[Place], groups: Sequence[str]) -> Markup:
    """The picture. groups: what each is called, by its number; its name stands in the middle of its people. A mark's
    area grows with its people."""
    most = max((place.people for place in places), default=1)
    parts = [
        Markup(
            '<line class="fm-grid" x1="50%" x2="50%" y1="0" y2="{0}"/><line class="fm-grid" x1="0" x2="100%" y1="{1}" y2="{1}"/>'
        ).format(HEIGHT, HEIGHT // 2)
    ]
    parts += [
        _mark(place, SMALLEST + (LARGEST - SMALLEST) * sqrt(place.people / most)) for place in sorted(places, key=lambda p: -p.people)
    ]
    for at, name in enumerate(groups):
        own = [place for place in places if place.group == at]
        if own:
            people = sum(place.people for place in own)
            middle = (sum(p.across * p.people for p in own) / people, sum(p.up * p.people for p in own) / people)
            x, y = _spot(*middle)
            parts.append(Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(x, f"{y + 5:.1f}", plain(name)))
    said = "; ".join(f"{name}: {number(sum(p.people for p in places if p.group == at))} people drawn" for at, name in enumerate(groups))
    return picture(ident, title, f"{said or 'Nobody is drawn'}.", HEIGHT, parts)


def key(groups: Sequence[str]) -> Markup:
    """What each mark stands for."""
    rows = [
        Markup('<li><svg class="fm-chart" width="28" height="28" aria-hidden="true">{}</svg> {}</li>').format(_shape(at, "14", 14, 9), name)
        for at, name in enumerate(groups)
    ]
    return Markup('<ul class="fm-key">{}</ul>').format(Markup("").join(rows))


def standalone(svg: Markup, width: int = 720) -> str:
    """The picture as a file of its own, with the colours of paper."""
    opened = f'<svg xmlns="http://www.w3.org/2000/svg" class="fm-chart" role="img" width="{width}" height="{HEIGHT}"'
    first, rest = str(svg).split(">", 1)
    labelled = first[first.index("aria-labelledby") :].split(" width=", 1)[0]
    return f"{opened} {labelled}><style>{PAPER_STYLE}</style>{rest}\n"


def _spot(across: float, up: float) -> tuple[str, float]:
    """Where a place is drawn: per cent across, pixels down."""
    x, y = MARGIN + (100 - 2 * MARGIN) * across, HEIGHT / 100 * (MARGIN + (100 - 2 * MARGIN) * (1 - up))
    return f"{x:.2f}%", y


def _mark(place: Place, half: float) -> Markup:
    x, y = _spot(place.across, place.up)
    return _shape(place.group, x, y, half)


def _shape(group: int, x: str, y: float, half: float) -> Markup:
    shape, kind = SHAPES[group]
    if shape == "circle":
        return Markup('<circle class="{}" cx="{}" cy="{:.1f}" r="{:.1f}" fill-opacity="0.6"/>').format(kind, x, y, half)
    if shape == "square":
        drawn = Markup('<rect class="{0}" x="-{1:.1f}" y="-{1:.1f}" width="{2:.1f}" height="{2:.1f}" fill-opacity="0.6"/>').format(
            kind, half * 0.9, half * 1.8
        )
    else:
        drawn = Markup('<path class="{}" d="M0 -{:.1f}L{:.1f} {:.1f}H-{:.1f}Z" fill-opacity="0.6"/>').format(
            kind, half * 1.15, half, half * 0.7, half
        )
    return Markup('<svg x="{}" y="{:.1f}" overflow="visible">{}</svg>').format(x, y, drawn)
