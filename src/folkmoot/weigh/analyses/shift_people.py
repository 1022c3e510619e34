"""Which shares and changes of a shift may not be shown: they rest on few people, or would give away what few people said."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.disclosure import suppress
from folkmoot.survey import Factor
from folkmoot.weigh.analyses.few_behind_numbers import small_bases
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.analyses.same_people import few_missed, statements_of
from folkmoot.weigh.answers import Codes
from folkmoot.weigh.hiding import Mask, clusters


@dataclass(frozen=True, slots=True)
class ShiftPeople:
    """counts: (steps, groups, levels) people. groups: (groups,) of which nothing is shown. shares: (groups, levels) whose shares are
    hidden at every step. exact: whether numbers of people may be shown as they are; or else they are rounded to `least`."""

    counts: Codes
    groups: Mask
    shares: Mask
    exact: bool
    least: int

    def shown(self, n: int) -> int:
        """A number of people as it may be shown."""
        return n if self.exact else self.least * round(n / self.least)


def shift_people(given: Given, names: Sequence[str], steps: Sequence[Factor], by: str) -> ShiftPeople:
    """names: the steps' columns. steps: the answers of those who answered every one. by: a factor, or empty."""
    place = given.answers.codes[by].astype(np.int64) if by else np.zeros(given.answers.n, np.int64)
    groups, levels = (len(given.plan.levels(by)) if by else 1), len(steps[0].levels)
    inside = (steps[0].codes >= 0) & (place >= 0)
    flat = [place[inside] * levels + step.codes[inside] for step in steps]
    counts = np.array([np.bincount(code, minlength=groups * levels).reshape(groups, levels) for code in flat])
    shares: Mask = np.logical_or.reduce([suppress(count, threshold=given.least).hidden for count in counts])
    sizes = counts[0].sum(1)
    whole = small_bases((by,), steps[0].codes >= 0, given)[by] if by else np.array([given.small(int(sizes[0]))])
    whole = whole | given.hidden.everybody
    for statement in statements_of(given, names):
        whole = whole | given.hidden.totals[statement.id]
        if by in given.plan.publish.factors:
            whole = whole | given.hidden.rows[statement.id, by]
        shares = _beside_the_statement(given, statement.column, statement.recode, names, shares, counts)
    # a factor that others are made of would have to be protected together with their tables: nothing is shown that needs protection
    related = any(by and other != by and len(clusters(given.plan, [by, other])) == 1 for other in given.plan.publish.factors)
    if related and (shares & (sizes > 0)[:, None]).any():
        whole = np.ones_like(whole)
    shares = np.array([_with_another(mask, counts[:, at], given.least) for at, mask in enumerate(shares)])
    whole = whole | np.array([given.hides("group", group) for group in range(groups)])
    shares = shares | np.array([[given.hides("answer", group, level) for level in range(levels)] for group in range(groups)])
    exact = not any(few_missed(given, name, step.codes) for name, step in zip(names, steps, strict=True))
    return ShiftPeople(counts, whole, shares | whole[:, None], exact, given.least)


def few_moved(before: Codes, after: Codes, levels: int, least: int) -> Mask:
    """(levels,) whether few people left an answer, or few came to it. The range of a change tells how many did.

    before, after: (people,) codes."""
    moved = before != after
    sides = [np.bincount(code[moved], minlength=levels) for code in (before, after)]
    few: Mask = np.logical_or.reduce([(side > 0) & (side < least) for side in sides])
    return few


def _beside_the_statement(given: Given, column: str, recode: str, names: Sequence[str], shares: Mask, counts: Codes) -> Mask:
    """The tables show the share of the levels that count as yes: where one of them is hidden, another of the same side is too."""
    if column not in names:
        return np.repeat(shares.any(1)[:, None], shares.shape[1], axis=1)  # made of the same column another way
    words = given.plan.levels(column)
    sides = np.array([given.plan.recodes[recode].side(word) for word in words])
    found = shares.copy()
    for side in np.unique(sides):
        at = np.flatnonzero(sides == side)
        for group in range(len(shares)):
            found[group, at] = _with_another(found[group, at], counts[:, group][:, at], given.least)
    return found


def _with_another(hidden: Mask, counts: Codes, least: int) -> Mask:
    """The mask with the smallest others until two answers, and `least` people, are hidden at every step. counts: (steps, levels)."""
    mask = hidden.copy()
    for level in np.argsort(counts.sum(0), kind="stable"):
        some = mask & (counts > 0).any(0)
        if not some.any() or (some.sum() > 1 and (counts[:, some].sum(1) >= least).all()):
            break
        mask[level] = True
    return mask
