"""Which groups of everybody asked may not be told apart: few were asked, few responded or few did not, or one could be worked out."""

from collections.abc import Mapping, Sequence

import numpy as np

from folkmoot.survey.weights import Disposition
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.answers import Asked
from folkmoot.weigh.hiding import Mask, clusters, small_groups


def hidden_groups(factors: Sequence[str], asked: Asked, given: Given) -> Mapping[str, Mask]:
    """By factor, (levels,) whose numbers of people are hidden, of people not found to be outside the survey.

    Those asked less those who responded are those who did not, so each of the three is protected beside its total, and a level that is
    hidden for one is hidden for all. `factors` are all that the analyses of the plan show of them. Factors made of one column, those of
    the weights and the tables too, tell of each other's people by subtraction: they are shown where no combination of them is small."""
    plan, everybody = given.plan, asked.everybody
    by = () if plan.weights.adjustment is None else plan.weights.adjustment.by
    here = tuple(dict.fromkeys([*factors, *by]))
    tables = tuple(dict.fromkeys([*here, *given.hidden.groups]))
    eligible = asked.dispositions != Disposition.NOT_ELIGIBLE
    masks = {name: np.zeros(len(plan.levels(name)), np.bool_) for name in tables}
    for names, rows in ((here, eligible), (tables, asked.responded), (here, eligible & ~asked.responded)):
        for cluster in clusters(plan, names):
            codes = np.column_stack([everybody.codes[name][rows] for name in cluster])
            if len(cluster) > 1:
                sizes = np.unique(codes, axis=0, return_counts=True)[1]
                few: Mask | np.bool_ = (sizes < given.least).any()
            else:
                (name,) = cluster
                few = small_groups(np.bincount(codes[:, 0] + 1, minlength=masks[name].size + 1)[1:], given.least)
            masks |= {name: masks[name] | few for name in cluster}
    return {name: masks[name] | given.hidden.groups.get(name, False) for name in factors}
