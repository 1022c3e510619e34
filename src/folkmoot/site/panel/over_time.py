"""What members said wave after wave: statements put in the same words and counted in the same way, from results that were published.

No number is made here: each stands in the published document of its engagement, with its interval and its base.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from folkmoot.charts import Column, Figure, Range, figure_of_ranges, number
from folkmoot.site.engagement.states import State
from folkmoot.site.evidence import queries as evidence
from folkmoot.site.ordered_json import canonical
from folkmoot.site.panel.models import Panel, Wave
from folkmoot.site.panel.ways import english

CAPTION = "% of those who answered each time, made fair where its own results are, with the range the true number is likely to be in (95%)"
NOTE = (
    "Ranges that do not overlap are a stricter test of a change than the usual one; some people may have been asked each time, which "
    "makes it stricter still."
)


@dataclass(frozen=True)
class Said:
    """What was published of one statement, of one engagement: shares from 0 to 1, None where they are hidden."""

    engagement: Any
    estimate: float | None
    low: float | None
    high: float | None
    n: int | None
    mark: str


@dataclass(frozen=True)
class OverTime:
    """One statement over the waves: its words, how it was counted, the picture with its table, and in words what changed each time."""

    words: str
    how_counted: str
    figure: Figure
    changes: Sequence[str]
    said: Sequence[Said]


def over_time(panel: Panel) -> list[OverTime]:
    """The statements of which results were published for two waves or more, in the order they were first asked."""
    found: dict[str, list[tuple[Mapping[str, Any], Said]]] = {}
    for engagement in _engagements(panel):
        published = evidence.results(engagement)
        if published is None:
            continue
        document = json.loads(published.document)
        of_all = {row["statement"]: row for row in document["findings"] if row["factor"] is None}
        for statement in document["statements"]:
            row = of_all[statement["id"]]
            said = Said(engagement, row["estimate"], row["low"], row["high"], row["n"], row["mark"] or "")
            found.setdefault(_same(statement), []).append((statement, said))
    return [_shown(at, rows) for at, rows in enumerate(found.values(), start=1) if len(rows) > 1]


def change(before: Said, after: Said) -> str:
    """What changed from one time to the next, in a sentence: only ranges that do not overlap are called a change."""
    names = f"From “{_name(before)}” to “{_name(after)}”"
    if before.low is None or before.high is None or after.low is None or after.high is None:
        return f"{names}: too few people answered to say."
    if after.low > before.high:
        return f"{names}: more than before."
    if after.high < before.low:
        return f"{names}: fewer than before."
    return f"{names}: the ranges overlap, so it may not have changed."


def _shown(at: int, rows: Sequence[tuple[Mapping[str, Any], Said]]) -> OverTime:
    statement, said = rows[0][0], [one for _, one in rows]
    ranges = [
        Range(_name(one), *(None if value is None else 100 * value for value in (one.estimate, one.low, one.high)), one.mark)
        for one in said
    ]
    people = [one.mark if one.n is None else number(one.n) for one in said]
    figure = figure_of_ranges(
        f"over-time-{at}",
        f"{statement['short']}: over time",
        CAPTION,
        ranges,
        heading="When",
        estimate=statement["said"].capitalize(),
        more=[(Column("People who answered", numeric=True), people)],
        notes=[NOTE],
    )
    return OverTime(statement["text"], statement["how_counted"], figure, [change(*pair) for pair in pairwise(said)], said)


def _same(statement: Mapping[str, Any]) -> str:
    """What must be the same for two waves to be set side by side: the id, the words, and what counts as what."""
    return canonical([statement["id"], statement["text"], statement["said"], statement["recode"]])


def _engagements(panel: Panel) -> list[Any]:
    """The closed engagements that waves were drawn for, in the order they opened."""
    waves = Wave.objects.filter(panel=panel, engagement__state=State.CLOSED).select_related("engagement")
    return sorted({wave.engagement for wave in waves}, key=lambda engagement: (engagement.opens, engagement.pk))


def _name(said: Said) -> str:
    return f"{english(said.engagement.title)}, {said.engagement.opens:%B %Y}"
