"""Combinations of attribute levels that no profile shows: what they are, and what an effect is when there are some.

If a doctor is never shown without a degree, profiles with a doctor differ from the others in education too, and a plain comparison
mixes the two. Hainmueller, Hopkins and Yamamoto (2014, section 3.2) compare within the combinations that both levels are shown with.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from folkmoot.survey.factors import Factor
from folkmoot.survey.options import chosen
from folkmoot.survey.vignettes.model import Pair, combinations_shown

Restricted = Literal["refuse", "common"]
_NAMED = 6  # combinations an error names before it counts the rest


@dataclass(frozen=True)
class NeverShown:
    """A combination of two levels that no profile shows, though each is shown with others."""

    attribute: str
    level: str
    other: str
    other_level: str

    @property
    def words(self) -> str:
        """The combination in words."""
        return f"“{self.level}” ({self.attribute}) with “{self.other_level}” ({self.other})"


def never_shown(attributes: Sequence[Factor], rows: NDArray[np.bool_]) -> dict[Pair, tuple[NeverShown, ...]]:
    """The combinations that are missing among the rows, by the pair's places; pairs with none are left out.

    Levels that no row shows at all are not counted: they are named where their own effect is."""
    found: dict[Pair, tuple[NeverShown, ...]] = {}
    for pair in combinations(range(len(attributes)), 2):
        shown = combinations_shown(attributes, pair, rows) > 0
        missing = np.argwhere(~shown & shown.any(1)[:, None] & shown.any(0))
        if len(missing):
            one, other = attributes[pair[0]], attributes[pair[1]]
            found[pair] = tuple(NeverShown(one.name, one.levels[a], other.name, other.levels[b]) for a, b in missing)
    return found


def refuse_restricted(missing: dict[Pair, tuple[NeverShown, ...]], way_out: str) -> None:
    """Raises ValueError that names the combinations, when there are any. way_out: what to do, as a sentence."""
    every = [one for combination in missing.values() for one in combination]
    if not every:
        return
    named = "; ".join(one.words for one in every[:_NAMED])
    more = f"; and {len(every) - _NAMED} more" if len(every) > _NAMED else ""
    raise ValueError(f"No profile shows {named}{more}. A plain comparison would mix the effect of one with that of the other. {way_out}")


def check_restricted(restricted: str) -> None:
    """Raises ValueError for an unknown rule."""
    chosen("restricted", restricted, Restricted)
