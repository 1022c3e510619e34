"""How Folkmoot's cost grows with respondents and with domains: measured, fitted and drawn."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.survey_domains import folkmoot_domains, make_domains
from benchmarks.survey_job import folkmoot_job, make_survey

ROWS = (3_021, 10_000, 30_000, 100_000, 300_000, 900_000, 1_800_000)
DOMAINS = (26, 260, 676, 2_600, 6_760, 20_000)


@dataclass(frozen=True)
class Curve:
    """CPU seconds at each size; `power`: the slope of their logarithms over the last three sizes (1 is linear growth)."""

    name: str
    sizes: tuple[int, ...]
    seconds: tuple[float, ...]

    @property
    def power(self) -> float:
        """The slope in logarithms."""
        return float(np.polyfit(np.log(self.sizes[-3:]), np.log(self.seconds[-3:]), 1)[0])

    @property
    def section(self) -> str:
        """A section of a page in Markdown: the power, and the numbers in a table."""
        rows = "\n".join(f"| {size:,} | {seconds:.3g} |" for size, seconds in zip(self.sizes, self.seconds, strict=True))
        return f"""### {self.name}

Over the last three sizes the cost grows with the power {self.power:.2f} of the size.

| Size | CPU seconds |
|---|---|
{rows}"""


def draw_growth(path: Path) -> tuple[Curve, Curve]:
    """Measure both, write the figure, and give the curves."""
    by_rows = Curve("The whole job, by respondents", ROWS, _least(folkmoot_job, [make_survey(n) for n in ROWS]))
    by_domains = Curve("Totals of 50,000 rows, by domains", DOMAINS, _least(folkmoot_domains, [make_domains(50_000, d) for d in DOMAINS]))
    path.write_text(figure((by_rows, by_domains)), "utf-8")
    return by_rows, by_domains


def _least[Given](job: Callable[[Given], object], sizes: Sequence[Given], repeats: int = 3) -> tuple[float, ...]:
    least = []
    for given in sizes:
        times = []
        for _ in range(repeats):
            start = time.process_time()
            job(given)
            times.append(time.process_time() - start)
        least.append(min(times))
    return tuple(least)


def figure(curves: Sequence[Curve]) -> str:
    """An SVG of the curves side by side, both axes logarithmic, with a dashed line of linear growth through the last point."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {380 * len(curves)} 300" role="img" '
        'aria-labelledby="growth-title growth-words" font-family="sans-serif" font-size="12">',
        '<title id="growth-title">How the cost grows</title>',
        '<desc id="growth-words">CPU seconds against size, both on logarithmic axes. The numbers are in the table of the page.</desc>',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
    ]
    for place, curve in enumerate(curves):
        x, y = np.log10(curve.sizes), np.log10(curve.seconds)
        left, right, low, high = np.floor(x[0]), np.ceil(x[-1]), np.floor(min(y)), np.ceil(max(y))
        at_x = 380 * place + 60 + (x - left) / (right - left) * 290
        at_y = 250 - (y - low) / (high - low) * 200
        points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(at_x, at_y, strict=True))
        parts.append(f'<text x="{380 * place + 60}" y="24" font-weight="bold" fill="#0b0c0c">{curve.name}</text>')
        for power in range(int(low), int(high) + 1):
            line = 250 - (power - low) / (high - low) * 200
            parts.append(f'<line x1="{380 * place + 60}" x2="{380 * place + 350}" y1="{line:.1f}" y2="{line:.1f}" stroke="#b1b4b6"/>')
            parts.append(f'<text x="{380 * place + 54}" y="{line + 4:.1f}" text-anchor="end" fill="#0b0c0c">{10.0**power:g} s</text>')
        for power in range(int(left), int(right) + 1):
            column = 380 * place + 60 + (power - left) / (right - left) * 290
            parts.append(f'<text x="{column:.1f}" y="270" text-anchor="middle" fill="#0b0c0c">{10**power:,}</text>')
        start = max(left, x[-1] - (y[-1] - low))
        begin_x = 380 * place + 60 + (start - left) / (right - left) * 290
        begin_y = 250 - (y[-1] - (x[-1] - start) - low) / (high - low) * 200
        parts.append(
            f'<line x1="{begin_x:.1f}" y1="{begin_y:.1f}" x2="{at_x[-1]:.1f}" y2="{at_y[-1]:.1f}" stroke="#505a5f" stroke-dasharray="6 4"/>'
        )
        parts.append(f'<polyline points="{points}" fill="none" stroke="#1d70b8" stroke-width="2"/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="4" fill="#1d70b8"/>' for a, b in zip(at_x, at_y, strict=True)]
    return "\n".join([*parts, "</svg>", ""])
