"""One measured ratio, its bar, and how it is printed."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """What Folkmoot and its peer took for the same job; larger ratios are better for Folkmoot."""

    job: str
    peer: str
    unit: str
    ours: float
    theirs: float
    bar: float

    @property
    def ratio(self) -> float:
        """How many times what Folkmoot took the peer took."""
        return self.theirs / self.ours

    @property
    def met(self) -> bool:
        """Whether the ratio reaches its bar."""
        return self.ratio >= self.bar

    @property
    def line(self) -> str:
        """The ratio in one line."""
        verdict = "met" if self.met else "MISSED"
        return (
            f"{self.job}: folkmoot {self.ours:.3g} {self.unit}, {self.peer} {self.theirs:.3g} {self.unit}, "
            f"ratio {self.ratio:.3g}x, bar {self.bar:g}x: {verdict}"
        )


def table(ratios: Sequence[Ratio]) -> str:
    """The ratios as a table in Markdown."""
    rows = [
        f"| {r.job} | {r.ours:.3g} {r.unit} | {r.theirs:.3g} {r.unit} | {r.peer} | {r.ratio:.3g}x | {r.bar:g}x "
        f"| {'met' if r.met else 'missed'} |"
        for r in ratios
    ]
    return "\n".join(["| Job | Folkmoot | Peer | | Ratio | Bar | |", "|---|---|---|---|---|---|---|", *rows])


def report(ratios: list[Ratio]) -> int:
    """Print a line for each ratio. Gives the exit code: 0 when every bar is met, 1 when one is missed."""
    for ratio in ratios:
        print(ratio.line)
    return 0 if all(ratio.met for ratio in ratios) else 1
