"""Who was shown each level of a vignette, and which levels may not be shown: few people saw them, or few gave either answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.weigh.analyses.few_behind_numbers import rests_on_few, small_bases, unsafe_sums
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.analyses.hidden_shares import hidden_shares
from folkmoot.weigh.answers import Codes, Floats
from folkmoot.weigh.hiding import Mask


@dataclass(frozen=True, slots=True)
class VignettePeople:
    """By attribute: people, (groups, levels) who were shown the level and answered; hidden, (groups, levels) not shown. With no groups
    there is one row."""

    people: Mapping[str, Codes]
    hidden: Mapping[str, Mask]


def vignette_people(given: Given, statement: str, outcome: Floats, attributes: Sequence[str], by: str, person: Codes) -> VignettePeople:
    """statement: whose yes and no the outcome is, or empty when it is a number. person: (n,) who was shown each profile."""
    group = given.answers.codes[by].astype(np.int64) if by else np.zeros(given.answers.n, np.int64)
    groups = len(given.plan.levels(by)) if by else 1
    answered = ~np.isnan(outcome) & (group >= 0) & (given.design.weights > 0)
    whole = _levels_hidden(given, statement, outcome, by) if by else np.zeros(1, np.bool_)
    nothing = (
        given.hidden.everybody or given.small(np.unique(person[answered]).size) or (bool(statement) and given.hidden.totals[statement])
    )
    people, hidden = {}, {}
    for name in attributes:
        codes, levels = given.answers.codes[name].astype(np.int64), len(given.plan.levels(name))
        cells = [[answered & (group == g) & (codes == level) for level in range(levels)] for g in range(groups)]
        people[name] = np.array([[np.unique(person[cell]).size for cell in row] for row in cells])
        few = np.array([[_rests_on_few(outcome[cell], person[cell], bool(statement), given) for cell in row] for row in cells])
        few = few | _levels_hidden(given, statement, outcome, name) | whole[:, None]
        hidden[name] = np.ones_like(few) if nothing else with_neighbours(few, people[name])
    return VignettePeople(people, hidden)


def _levels_hidden(given: Given, statement: str, outcome: Floats, factor: str) -> Mask:
    """(levels,) of a factor whose share or mean may not be shown, counting profiles."""
    if statement:
        return hidden_shares(given, statement, factor)
    inside = ~np.isnan(outcome)
    return unsafe_sums((factor,), small_bases((factor,), inside, given), [outcome], given)[factor]


def _rests_on_few(outcome: Floats, person: Codes, share: bool, given: Given) -> bool:  # noqa: FBT001
    """Whether few people saw these profiles, or few gave one of the answers to them."""
    sides = [outcome == 1, outcome == 0] if share else [np.ones(outcome.size, np.bool_)]
    few = any(given.small(np.unique(person[side]).size) for side in sides)
    return few or (not share and rests_on_few(outcome, given.least))


def with_neighbours(hidden: Mask, people: Codes) -> Mask:
    """The mask with the fewest people's cell hidden too wherever one alone is hidden in a row or a column: the total less the others
    would give it away. hidden, people: (groups, levels)."""
    mask = hidden & (people > 0)
    while True:
        before = mask.copy()
        for cells, held in ((mask, people), (mask.T, people.T)):
            for row, counts in zip(cells, held, strict=True):
                others = np.flatnonzero(~row & (counts > 0))
                if row.sum() == 1 and others.size:
                    row[others[np.argmin(counts[others])]] = True
        if (mask == before).all():
            return np.asarray(mask | hidden, np.bool_)
