"""Which groups' means, ratios and quantiles of a number would show what few people gave."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.answers import NONE, Codes, Floats
from folkmoot.weigh.hiding import Mask, clusters, hide

_OF_THE_LARGEST = 0.1
"""The p of the p per cent rule (Hundepool and others, Statistical Disclosure Control, 2012, chapter 4): a sum is unsafe where all but
its two largest parts come to less than this share of the largest, for whoever gave the second could tell the first to within that."""


def small_bases(factors: Sequence[str], inside: Mask, given: Given) -> dict[str, Mask]:
    """By factor, (levels,) whose size among the rows `inside` is hidden: small ones, with others that would give them away, and those
    that the tables hide. Factors made of one column, the published ones too, are protected together."""
    plan = replace(given.plan, statements=())
    every = tuple(dict.fromkeys([*factors, *plan.publish.factors]))
    held = replace(given.answers, n=int(inside.sum()), codes={factor: given.answers.codes[factor][inside] for factor in every})
    found = hide(held, plan, every, {}, given.design.weights[inside]).groups
    masks = {}
    for factor in factors:
        mask = found[factor] | given.hidden.groups.get(factor, np.zeros_like(found[factor]))
        masks[factor] = _with_others(mask, _sizes(held.codes[factor], mask.size), given.least)
    return masks


def unsafe_sums(factors: Sequence[str], bases: Mapping[str, Mask], sums: Sequence[Floats], given: Given) -> dict[str, Mask]:
    """By factor, (levels,) whose mean or ratio is hidden: `bases`, and those where few people give one of `sums` (each (n,), NaN for no
    answer) its size, with others that would give them away."""
    masks = {factor: mask.copy() for factor, mask in bases.items()}
    for cluster in clusters(given.plan, factors):
        unsafe = {}
        for factor in cluster:
            codes = given.answers.codes[factor]
            unsafe[factor] = np.array([any(rests_on_few(s[codes == at], given.least) for s in sums) for at in range(masks[factor].size)])
        for factor in cluster:
            others = any(unsafe[other].any() for other in cluster if other != factor)
            inside = ~np.isnan(sums[0])
            sizes = _sizes(given.answers.codes[factor][inside], masks[factor].size)
            masks[factor] = np.ones_like(masks[factor]) if others else _with_others(masks[factor] | unsafe[factor], sizes, given.least)
    return masks


def rests_on_few(values: Floats, least: int) -> bool:
    """Whether fewer than `least` people gave anything but the commonest number, or the largest numbers make up nearly all of the sum."""
    given = values[~np.isnan(values)]
    if not given.size:
        return False
    apart = given.size - int(np.unique(given, return_counts=True)[1].max())
    sizes = np.sort(np.abs(given))
    return 0 < apart < least or bool(sizes[-1] > 0 and sizes[:-2].sum() < _OF_THE_LARGEST * sizes[-1])


def few_beyond(values: Floats, at: float, least: int) -> bool:
    """Whether fewer than `least` people are at or below a number, or at or above it: never the smallest or largest of one person."""
    return int((values <= at).sum()) < least or int((values >= at).sum()) < least


def _sizes(codes: Codes, levels: int) -> Codes:
    """(levels + 1,) how many have no level, and then each level."""
    return np.bincount(codes - NONE, minlength=levels + 1).astype(np.int64)


def _with_others(mask: Mask, sizes: Codes, least: int) -> Mask:
    """The mask with the smallest others until at least two groups and `least` people are hidden together. Those with no level are a
    group too, which is never shown: the total less the levels gives them away."""
    hidden = np.append(sizes[0] > 0, mask) & (sizes > 0)
    if not mask.any() and not 0 < sizes[0] < least:
        return mask
    for group in np.argsort(sizes, kind="stable"):
        if hidden.sum() > 1 and sizes[hidden].sum() >= least:
            break
        hidden[group] |= sizes[group] > 0
    return np.asarray(hidden[1:] | mask, np.bool_)
