"""Which numbers may not be shown: small groups, few people with an answer, and what would give either away.

`folkmoot.disclosure` protects one table of one statement by one factor beside its total. Here the tables of a survey are taken together:
statements of one column hide the same groups, and factors made of the same column (age in years and age in bands, an arm and the two
things it joins) are audited as one, because the levels of one add up to levels of the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import OptimizeResult, linprog

from folkmoot.disclosure import hide_small_groups
from folkmoot.weigh.answers import Answers, Codes, Floats
from folkmoot.weigh.plan import Plan

type Mask = npt.NDArray[np.bool_]
type Sides = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Hidden:
    """everybody: whether even the number of responses is small. totals: by statement, whether its overall share is hidden.
    groups: by factor, (levels,) whose size is hidden. rows: by statement and factor, (levels,) whose share and base are hidden."""

    everybody: bool
    totals: Mapping[str, bool]
    groups: Mapping[str, Mask]
    rows: Mapping[tuple[str, str], Mask]


def hide(answers: Answers, plan: Plan, factors: Sequence[str], outcomes: Mapping[str, Floats], weights: Floats) -> Hidden:
    """What to hide of `outcomes` (by statement: 1, 0 or NaN for each row) by each of `factors`, published with these `weights`."""
    least = plan.publish.small_cell
    codes = {factor: answers.codes[factor] for factor in factors}
    groups = {factor: small_groups(np.bincount(codes[factor] + 1, minlength=len(plan.levels(factor)) + 1)[1:], least) for factor in factors}
    for cluster in clusters(plan, factors):
        groups |= _sizes_together({factor: codes[factor] for factor in cluster}, {factor: groups[factor] for factor in cluster}, least)
    totals, rows = {}, {}
    between, total_between = _between_recodes(plan, outcomes, codes, least)
    for sid, outcome in outcomes.items():
        yes, no = (int((outcome == side).sum()) for side in (1, 0))
        totals[sid] = 0 < yes < least or 0 < no < least or sid in total_between
        for factor in factors:
            alone = _by_table(outcome, codes[factor], len(plan.levels(factor)), least, total=not totals[sid])
            rows[sid, factor] = groups[factor] | alone | between[sid, factor]
        enough = True
        for cluster in clusters(plan, factors):
            masks = {factor: rows[sid, factor] for factor in cluster}
            found, protected = _together(outcome, {f: codes[f] for f in cluster}, masks, least, weights, total=not totals[sid])
            rows |= {(sid, factor): mask for factor, mask in found.items()}
            enough = enough and protected
        # where all said the same, the total itself tells what each group said: there is nothing left to hide
        if not enough and yes and no:
            totals[sid] = True
            rows |= {(sid, factor): np.ones_like(rows[sid, factor]) for factor in factors}
    for factor in factors:
        for statement in plan.statements:
            roots = _columns(plan, statement.column)
            same = [other.id for other in plan.statements if roots & _columns(plan, other.column)]
            every: Mask = np.any([rows[sid, factor] for sid in same], axis=0)
            rows |= {(sid, factor): every for sid in same}
            totals |= dict.fromkeys(same, any(totals[sid] for sid in same))
    return Hidden(0 < answers.n < least, totals, groups, rows)


def small_groups(sizes: Sides, least: int) -> Mask:
    """The groups whose size is hidden: those under `least`, and the smallest others until a hidden size cannot be worked out."""
    hidden: Mask = (sizes > 0) & (sizes < least)
    for group in np.argsort(sizes, kind="stable"):
        if not hidden.any() or (hidden.sum() > 1 and sizes[hidden].sum() >= least):
            break
        hidden[group] |= sizes[group] > 0
    return hidden


def _sizes_together(codes: Mapping[str, Codes], hidden: Mapping[str, Mask], least: int) -> dict[str, Mask]:
    """More sizes hidden until no small one can be worked out to within `least` from the sizes that the factors show together.

    The unknowns are the people of each joint cell of the factors; what is shown are sums of them, everybody's among them.
    """
    masks = {factor: mask.copy() for factor, mask in hidden.items()}
    if not any(mask.any() for mask in masks.values()):
        return masks
    cells, cell = np.unique(np.column_stack(list(codes.values())), axis=0, return_inverse=True)
    people = np.bincount(cell.ravel(), minlength=len(cells))
    members = {(factor, at): cells[:, place] == at for place, factor in enumerate(codes) for at in range(len(masks[factor]))}
    sizes = {key: int(people[member].sum()) for key, member in members.items()}
    while True:
        shown = [member for (factor, at), member in members.items() if not masks[factor][at]]
        rules = np.array([np.ones(len(cells), dtype=bool), *shown], dtype=float)
        small = [member for key, member in members.items() if 0 < sizes[key] < least]
        candidates = [(size, key) for key, size in sizes.items() if size and not masks[key[0]][key[1]]]
        if not candidates or all(_size_range(member, rules, people) >= least for member in small):
            return masks
        factor, at = min(candidates)[1]
        masks[factor][at] = True


def _size_range(member: Mask, rules: Floats, people: Sides) -> int:
    """How far apart the smallest and the largest number of people in a set of cells can be, given the sums that are shown."""
    ends = [linprog(sign * member.astype(float), A_eq=rules, b_eq=rules @ people, bounds=(0, None), method="highs") for sign in (1, -1)]
    return _apart(ends)


def _apart(ends: Sequence[OptimizeResult]) -> int:
    """How far apart the two ends are; nothing where a programme was not solved, so that what cannot be shown to be safe is hidden."""
    if any(end.status != 0 for end in ends):
        return 0
    return round(float(-ends[1].fun - ends[0].fun))


def _between_recodes(
    plan: Plan, outcomes: Mapping[str, Floats], codes: Mapping[str, Codes], least: int
) -> tuple[dict[tuple[str, str], Mask], set[str]]:
    """What two ways of counting the same answers would show by their difference: by statement and factor the levels to hide, and the
    statements whose overall share is to be hidden.

    Taking one share from the other leaves the people who are counted as yes in one and not in the other. Where these are few, in a
    group or among everybody, neither is shown; and as many more groups as keep their number from being worked out."""
    rows = {(sid, factor): np.zeros(len(plan.levels(factor)), dtype=bool) for sid in outcomes for factor in codes}
    totals: set[str] = set()
    columns = {statement.id: _columns(plan, statement.column) for statement in plan.statements}
    ids = [sid for sid in outcomes if sid in columns]
    for place, one in enumerate(ids):
        for other in ids[place + 1 :]:
            if not columns[one] & columns[other]:
                continue
            sides = [np.where(np.isnan(outcomes[sid]), 2, np.nan_to_num(outcomes[sid])).astype(np.int64) for sid in (one, other)]
            for cell in range(9):
                if cell // 3 == cell % 3:
                    continue
                moved = sides[0] * 3 + sides[1] == cell
                if 0 < moved.sum() < least:
                    totals |= {one, other}
                for factor, code in codes.items():
                    mask = small_groups(np.bincount(code[moved] + 1, minlength=len(plan.levels(factor)) + 1), least)[1:]
                    rows[one, factor] |= mask
                    rows[other, factor] |= mask
    return rows, totals


def _by_table(outcome: Floats, codes: Codes, levels: int, least: int, *, total: bool) -> Mask:
    """One statement by one factor. Those with no level are a group too: the total less the levels shown gives them away."""
    asked = ~np.isnan(outcome)
    people = np.bincount(codes[asked] + 1, minlength=levels + 1)
    yes = np.bincount(codes[asked] + 1, outcome[asked], levels + 1).astype(np.int64)
    return hide_small_groups(people, yes, total_published=total, threshold=least)[1:]


def clusters(plan: Plan, factors: Sequence[str]) -> list[list[str]]:
    """The factors in sets that share a column of the file."""
    roots = {factor: _columns(plan, factor) for factor in factors}
    made: list[list[str]] = []
    for factor in factors:
        touching = [cluster for cluster in made if any(roots[factor] & roots[other] for other in cluster)]
        made = [cluster for cluster in made if cluster not in touching]
        made.append([*(other for cluster in touching for other in cluster), factor])
    return made


def _columns(plan: Plan, name: str) -> frozenset[str]:
    if name not in plan.derived:
        return frozenset({name})
    return frozenset().union(*(_columns(plan, source) for source in plan.derived[name].sources))


def _together(
    outcome: Floats, codes: Mapping[str, Codes], hidden: Mapping[str, Mask], least: int, weights: Floats, *, total: bool
) -> tuple[dict[str, Mask], bool]:
    """More levels hidden until no small count can be worked out to within `least` (or its group's size) from all that the factors show.

    The unknowns are the yes of each joint cell of the factors, between 0 and the cell's people, and the weight of those who said it,
    between the yes times the smallest and times the largest weight in the cell (one margin alone gives a whole group one weight, which
    anyone can work out). What is shown are sums of both. Gives false when hiding every level is not enough beside the total.
    """
    masks = {factor: mask.copy() for factor, mask in hidden.items()}
    if not any(mask.any() for mask in masks.values()):
        return masks, True
    asked = ~np.isnan(outcome)
    cells, cell = np.unique(np.column_stack([codes[factor][asked] for factor in codes]), axis=0, return_inverse=True)
    people = np.bincount(cell.ravel(), minlength=len(cells))
    yes = np.bincount(cell.ravel(), outcome[asked], len(cells))
    weight = Weight.of(cell.ravel(), outcome[asked], weights[asked] / weights[asked].mean(), len(cells))
    members = {(factor, at): cells[:, place] == at for place, factor in enumerate(codes) for at in range(len(masks[factor]))}
    members = {key: member for key, member in members.items() if people[member].any()}
    while True:
        shown = [member for (factor, at), member in members.items() if not masks[factor][at]]
        rules = np.array([*([np.ones(len(cells), dtype=bool)] if total else []), *shown], dtype=float).reshape(-1, len(cells))
        small = [member for (factor, at), member in members.items() if masks[factor][at] and _small(member, yes, people, least)]
        if all(_width(member, rules, yes, people, weight) >= min(int(people[member].sum()), least) for member in small):
            return masks, True
        candidates = [(int(people[member].sum()), key) for key, member in members.items() if not masks[key[0]][key[1]]]
        if not candidates:
            return masks, False
        factor, at = min(candidates)[1]
        masks[factor][at] = True


def _small(member: Mask, yes: Floats, people: Sides, least: int) -> bool:
    """Whether few people of a set of cells said yes, or few said no."""
    said, asked = int(yes[member].sum()), int(people[member].sum())
    return 0 < said < least or 0 < asked - said < least


@dataclass(frozen=True, slots=True)
class Weight:
    """By cell: the weight of those who said yes, and the smallest and largest weight in it."""

    yes: Floats
    smallest: Floats
    largest: Floats

    @classmethod
    def of(cls, cell: Codes, outcome: Floats, weights: Floats, cells: int) -> "Weight":
        """From the rows."""
        smallest, largest = np.full(cells, np.inf), np.zeros(cells)
        np.minimum.at(smallest, cell, weights)
        np.maximum.at(largest, cell, weights)
        return cls(np.bincount(cell, weights * outcome, cells), smallest, largest)


def _width(member: Mask, rules: Floats, yes: Floats, people: Sides, weight: Weight) -> int:
    """How far apart the least and the most yes of a set of cells can be, given the sums that are shown, weighted and not."""
    none, each = np.zeros_like(rules), np.eye(len(people))
    shown = np.block([[rules, none], [none, rules]])
    between = np.block([[np.diag(weight.smallest), -each], [-np.diag(weight.largest), each]])
    slack = 1e-9 * np.concatenate([weight.largest * people] * 2)  # a weight that is one number must not fail by rounding
    bounds = [*zip(np.zeros(len(people)), people, strict=True), *[(0.0, None)] * len(people)]
    aim = np.concatenate([member.astype(float), np.zeros(len(people))])
    known = np.concatenate([rules @ yes, rules @ weight.yes])
    ends = [linprog(sign * aim, A_ub=between, b_ub=slack, A_eq=shown, b_eq=known, bounds=bounds, method="highs") for sign in (1, -1)]
    return _apart(ends)
