"""How many of those asked understood something: the share with its interval, small counts never shown."""

from dataclasses import dataclass

import numpy as np

from folkmoot.charts import number, percent, percent_range
from folkmoot.disclosure import suppress

CONFIDENCE = 0.95
FEW = 10  # the fewest people a count on a public page may show, as on every page of the site
UNDERSTOOD_METHOD = "Share of those asked, each counted once; Wilson's 95% score interval (1927)"


@dataclass(frozen=True)
class Understood:
    """What may be shown: how many were asked (None when fewer than ten), the share from 0 to 1 with the ends of its 95% interval (None
    when fewer than ten did or did not understand), the same as short words for a table, and the method."""

    asked: int | None
    share: float | None
    low: float | None
    high: float | None
    share_words: str
    range_words: str
    method: str = UNDERSTOOD_METHOD

    @property
    def asked_words(self) -> str:
        """How many were asked, as it may be shown."""
        return f"fewer than {FEW}" if self.asked is None else number(self.asked)


def understood(count: int, asked: int) -> Understood:
    """Of `asked` people, `count` understood. The interval holds as if they had been drawn at random.

    A count under ten, of those who did or of those who did not, is not shown, and neither is the share that gives it away.
    Raises ValueError unless 0 <= count <= asked and someone was asked.
    """
    if not 0 <= count <= asked or asked < 1:
        raise ValueError(f"{count} of {asked} cannot have understood. Ask someone, and count no more than were asked.")
    if asked < FEW:
        return Understood(None, None, None, None, "not shown", "not shown")
    if suppress([[count, asked - count]], threshold=FEW, zeros="hidden", totals=False).hidden.any():
        few = [words for n, words in ((count, "understood"), (asked - count, "did not understand")) if n < FEW]
        return Understood(asked, None, None, None, f"fewer than {FEW} {few[0]}" if len(few) == 1 else "not shown", "not shown")
    from folkmoot.conversation.share_intervals import wilson  # the room of conversations is slow to import

    share = count / asked
    low, high = (float(end[0]) for end in wilson(np.array([share]), np.array([float(asked)]), CONFIDENCE))
    return Understood(asked, share, low, high, percent(100 * share), percent_range(100 * low, 100 * high))
