"""Which published findings are worth exploring with people, by rules that are said.

* People are divided: the share is between DIVIDED, so nearly as many say one thing as the other.
* Groups differ: of two groups of one factor the 95% ranges do not overlap, which is a stricter test than the usual one.
* It is not known well: the 95% range is wider than WIDE.

Numbers say that it is so, and people can say why: which is what the study that these rules follow used its survey for (Exploring citizen
attitudes to data sharing and joined-up data, Essex Centre for Data Analytics, 2021).
"""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

DIVIDED, WIDE = (0.4, 0.6), 0.2


def worth_exploring(document: Mapping[str, Any]) -> list[str]:
    """Why a finding is worth exploring, each in a sentence; [] when no rule says so. `document`: its statement and published rows."""
    rows: Sequence[Mapping[str, Any]] = [row for row in document["findings"] if row["estimate"] is not None]
    overall = next((row for row in rows if row["factor"] is None), None)
    said = []
    if overall is not None and DIVIDED[0] <= overall["estimate"] <= DIVIDED[1]:
        said.append("People are divided.")
    by_factor: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        if row["factor"] is not None:
            by_factor.setdefault(row["factor"], []).append(row)
    for factor, levels in by_factor.items():
        apart = [(a, b) if a["estimate"] > b["estimate"] else (b, a) for a, b in combinations(levels, 2)]
        apart = [(a, b) for a, b in apart if a["low"] > b["high"]]
        if apart:
            most, least = max(apart, key=lambda pair: pair[0]["estimate"] - pair[1]["estimate"])
            words = [f"{row['level']} {row['estimate']:.0%}" for row in (most, least)]
            said.append(f"Groups differ by {factor.replace('_', ' ')}: {', '.join(words)}.")
    if overall is not None and overall["high"] - overall["low"] > WIDE:
        said.append("It is not known well: its range is wide.")
    return said
