"""Who has a stake: how much each can change a thing across how much it matters to them, on a grid of five by five."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from folkmoot.charts.drawing import picture
from folkmoot.charts.words import plain

MOST = 5
LEFT = 10  # per cent of the width that the words of the upward axis take
ACROSS = (100 - LEFT) / MOST
ROW = 60
LINE = 18
IN_A_LINE, LINES = 3, 3
HEIGHT = ROW * MOST + 44


@dataclass(frozen=True)
class Stake:
    """Somebody's influence and interest, 1 to 5 each. Raises ValueError for any other number."""

    label: str
    influence: int
    interest: int

    def __post_init__(self) -> None:
        if not (1 <= self.influence <= MOST and 1 <= self.interest <= MOST):
            raise ValueError(
                f"“{plain(self.label)}” has influence {self.influence} and interest {self.interest}. Each must be 1 to {MOST}."
            )


def stakeholder_map(ident: str, title: str, stakes: Sequence[Stake]) -> Markup:
    """The picture: the numbers of `stakes`, counted from 1 in their order, each in its square; interest goes across, influence up.

    A square holds nine numbers; of more it says how many. The description speaks all of them.
    """
    parts = [*_grid(), *_axes()]
    for influence in range(1, MOST + 1):
        for interest in range(1, MOST + 1):
            here = [at for at, stake in enumerate(stakes, start=1) if (stake.influence, stake.interest) == (influence, interest)]
            parts += _numbers(here, influence, interest)
    said = "; ".join(f"{at} {plain(s.label)}: influence {s.influence}, interest {s.interest}" for at, s in enumerate(stakes, start=1))
    return picture(ident, title, f"{said or 'Nobody is on the map'}.", HEIGHT, parts)


def _grid() -> list[Markup]:
    upright = [
        Markup('<line class="fm-grid" x1="{0}%" x2="{0}%" y1="0" y2="{1}"/>').format(_short(LEFT + ACROSS * at), ROW * MOST)
        for at in range(MOST + 1)
    ]
    flat = [Markup('<line class="fm-grid" x1="{0}%" x2="100%" y1="{1}" y2="{1}"/>').format(LEFT, ROW * at) for at in range(MOST + 1)]
    return upright + flat


def _axes() -> list[Markup]:
    parts = []
    for at in range(1, MOST + 1):
        parts += [
            _text(_middle(at), ROW * MOST + LINE, str(at), axis=True),
            _text(LEFT / 2, ROW * (MOST - at) + ROW / 2 + 5, str(at), axis=True),
        ]
    words = "Up: influence. Across: interest."
    return [*parts, Markup('<text class="fm-axis" x="{}%" y="{}">{}</text>').format(LEFT, ROW * MOST + 2 * LINE + 2, words)]


def _numbers(here: Sequence[int], influence: int, interest: int) -> list[Markup]:
    shown = [str(at) for at in here]
    if len(shown) > IN_A_LINE * LINES:
        kept = IN_A_LINE * (LINES - 1)
        lines = [", ".join(shown[at : at + IN_A_LINE]) for at in range(0, kept, IN_A_LINE)] + [f"+{len(shown) - kept}"]
    else:
        lines = [", ".join(shown[at : at + IN_A_LINE]) for at in range(0, len(shown), IN_A_LINE)]
    top = ROW * (MOST - influence) + ROW / 2 + 5 - LINE * (len(lines) - 1) / 2
    return [_text(_middle(interest), top + LINE * at, words) for at, words in enumerate(lines)]


def _text(x: float, y: float, words: str, *, axis: bool = False) -> Markup:
    kind = Markup(' class="fm-axis"') if axis else ""
    return Markup('<text{} x="{}%" y="{}" text-anchor="middle">{}</text>').format(kind, _short(x), _short(y), words)


def _middle(interest: int) -> float:
    return LEFT + ACROSS * (interest - 0.5)


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
