"""The covariance of several estimates in each of many groups, at the cost of one pass over the rows."""

import numpy as np

from folkmoot.survey.blocks import add_rows
from folkmoot.survey.covariance import linearised_covariance
from folkmoot.survey.design import Codes, Design, Floats
from folkmoot.survey.variance import Variance


def group_covariances(design: Design, rows: Codes, scores: Floats, group: Codes, groups: int, *, variance: Variance = "weights") -> Floats:
    """(groups, k, k) `linearised_covariance` of each group's estimates, whose linearised variables are zero outside the group.

    rows: (m,) the rows of the design that are in a group. scores: (m, k) of those rows. group: (m,) the group of each. With the
    raked variance, what the margins explain of a group's scores is on all rows, so each group costs a pass of its own."""
    k = scores.shape[1]
    made = np.zeros((groups, k, k))
    if variance == "raked" and design.calibration is not None:
        for place in range(groups):
            full = np.zeros((design.n, k))
            full[rows[group == place]] = scores[group == place]
            made[place] = linearised_covariance(design, full, variance="raked")
        return made
    structure, spread = design.structure, design.spread
    units, strata = structure.unit_stratum.size, structure.sizes.size
    unit = rows if structure.unit is None else structure.unit[rows]
    pairs, place = np.unique(group * units + unit, return_inverse=True)  # in order of group
    totals = add_rows(place, design.weights[rows, None] * scores, pairs.size)
    stratum = structure.unit_stratum[pairs % units]
    ends = np.searchsorted(pairs // units, np.arange(groups + 1))
    for at in range(groups):
        own, within = totals[ends[at] : ends[at + 1]], stratum[ends[at] : ends[at + 1]]
        if not len(own):
            continue
        means = add_rows(within, own, strata) / structure.sizes[:, None]
        means[spread.from_zero] = 0.0
        elsewhere = structure.sizes - np.bincount(within, minlength=strata)  # units with nobody in the group: their totals are zero
        about = own - means[within]
        made[at] = about.T @ (spread.multiplier[within, None] * about) + means.T @ ((spread.multiplier * elsewhere)[:, None] * means)
    return made
