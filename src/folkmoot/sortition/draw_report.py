"""The report of a draw, for everybody: who could be drawn, by which rules, what everybody's chance is, and how the draw will go."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from folkmoot.charts import Column, Table, number
from folkmoot.face import environment, stylesheet
from folkmoot.sortition.lottery import Lottery
from folkmoot.sortition.pool import Pool
from folkmoot.sortition.quotas import Quotas
from folkmoot.sortition.tickets import Tickets

FEW: Final = 5
BANDS: Final = (0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1)
GOALS: Final = {
    "leximin": "The lowest chance is as high as the rules allow; then the next lowest, and so on to the highest (leximin).",
    "maximin": "The lowest chance is as high as the rules allow (maximin).",
    "nash": "The product of everybody's chances is as high as the rules allow (Nash welfare).",
    "legacy": "Panels are put together one person at a time, as older tools do. Nobody's chance is made as equal as it could be.",
}
STEPS: Final = {
    "digits": "One digit is drawn for each place of the number, with ten balls in a drum or a ten-sided die.",
    "dice": "Six-sided dice are thrown until they give a number.",
    "seed": "The number is worked out from the public numbers.",
}


def draw_report(
    pool: Pool,
    quotas: Quotas,
    lottery: Lottery,
    tickets: Tickets,
    *,
    title: str,
    source: str,
    drawn_by: str,
    draw_hash: str,
    checks: Sequence[str],
) -> str:
    """The report as HTML: no script, nothing fetched, no names. source: the public numbers in words. checks: what was verified."""
    page = environment().get_template("face/draw.jinja")
    size = lottery.panels.shape[1]
    return page.render(
        title=title,
        n=pool.n,
        size=size,
        goal=GOALS[lottery.goal],
        tickets=tickets.sentences,
        chances=_chances(tickets),
        quotas=_quotas(pool, quotas),
        lottery=lottery.sentences,
        steps=(f"The public numbers are: {source}.", "They put the panels in an order that nobody could know before.", STEPS[drawn_by]),
        hash=draw_hash,
        method=lottery.method,
        rounding=tickets.method,
        checks=tuple(checks),
        place="Folkmoot",
        home="#main",
        css=stylesheet(),
        synthetic="",
    )


def _chances(tickets: Tickets) -> Table:
    """How many people have about which chance. The draw file says it of every ticket code, so nothing is hidden here."""
    counts, _ = np.histogram(tickets.after, BANDS)
    rows = tuple(
        (f"{low:.0%} to {high:.0%}", number(people)) for (low, high), people in zip(pairwise(BANDS), counts.tolist(), strict=True) if people
    )
    return Table("How many people have which chance", (Column("Chance of being drawn"), Column("People", numeric=True)), rows)


def _quotas(pool: Pool, quotas: Quotas) -> Table:
    columns = (Column("Quota"), Column("In the pool", numeric=True), Column("At least", numeric=True), Column("At most", numeric=True))
    rows = []
    for quota in quotas:
        people = int(pool.has(quota.feature, quota.level).sum())
        held = f"fewer than {FEW}" if 0 < people < FEW else number(people)
        rows.append((f"{quota.feature}: {quota.level}", held, number(quota.min), number(quota.max)))
    return Table("What every panel meets", columns, tuple(rows))
