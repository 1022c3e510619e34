"""Small designs of every kind, for comparing fast code with slow."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

from folkmoot.survey import Design, Margin, rake


@dataclass(frozen=True)
class Drawn:
    """A design, the margins it was raked to if it was, and the generator to draw answers with."""

    design: Design
    margins: list[Margin] | None
    rng: np.random.Generator


@st.composite
def drawn_designs(draw: Any, n: int = 40) -> Drawn:
    """With and without strata, clusters, finite populations, zero weights and raking."""
    rng = np.random.default_rng(draw(st.integers(0, 100_000)))
    strata, clusters, fpc, raked = (draw(st.booleans()) for _ in range(4))
    stratum = rng.integers(0, 3, n) if strata else None
    population = np.full(n, 1.5 * n) if stratum is None else np.array([1.1, 1.5, 2.5])[stratum] * n
    margins = [Margin("m", ("u", "v"), np.arange(n) % 2, np.array([30.0, 70.0]))]
    design = Design(
        np.where(rng.random(n) < 0.05, 0.0, rng.uniform(0.5, 2, n)),
        strata=stratum,
        psu=rng.integers(0, 6, n) if clusters else None,
        fpc=population if fpc else None,
        lonely_psu=draw(st.sampled_from(["certainty", "adjust"])),
    )
    return Drawn(rake(design, margins).design if raked else design, margins if raked else None, rng)
