"""Which groups' shares of a statement are hidden, by any factor: as the tables hide them, or as they would if they showed that factor."""

import numpy as np

from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.hiding import Mask, hide


def hidden_shares(given: Given, statement: str, factor: str) -> Mask:
    """(levels,) whose share and base are hidden.

    A factor that the tables do not show is protected together with those that they do. Where that would hide more in the tables, which
    are what they are, every level of the factor is hidden instead."""
    levels = len(given.plan.levels(factor))
    if given.hidden.totals[statement] or given.hidden.everybody:
        return np.ones(levels, np.bool_)
    if (statement, factor) in given.hidden.rows:
        return given.hidden.rows[statement, factor]
    found = hide(given.answers, given.plan, [*given.hidden.groups, factor], given.outcomes, given.design.weights)
    more = any(found.totals[ident] and not given.hidden.totals[ident] for ident in found.totals)
    more = more or any((found.rows[key] & ~shown).any() for key, shown in given.hidden.rows.items())
    return np.ones(levels, np.bool_) if more else found.rows[statement, factor]
