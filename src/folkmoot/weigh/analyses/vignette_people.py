"""Who was shown each level of a vignette, and which levels may not be shown: few people saw them, or few gave either answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.survey import base_quality
from folkmoot.weigh.analyses.counted import Counted
from folkmoot.weigh.analyses.few_behind_numbers import rests_on_few, small_bases, unsafe_sums
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.analyses.hidden_shares import hidden_shares
from folkmoot.weigh.answers import NONE, Codes, Floats
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
        also = [[given.hides(name, g, level) for level in range(levels)] for g in range(groups)]
        hidden[name] = np.ones_like(few) if nothing else with_neighbours(few, people[name]) | np.array(also)
    return VignettePeople(people, hidden)


@dataclass(frozen=True, slots=True)
class CountedProfiles:
    """counted: the persons who saw each level and answered, and those of them who ever gave each answer. columns: who these are, by a
    name of their own: (n,) 0 in the first such row of each person, NONE in every other."""

    counted: tuple[Counted, ...]
    columns: Mapping[str, Codes]


def counted_profiles(
    given: Given, what: str, outcome: Floats, by: str, person: Codes, found: VignettePeople, *, shares: bool
) -> CountedProfiles:
    """what: the statement or the column that was answered. shares: whether the share of yes among those who saw a level is shown."""
    counted: list[Counted] = []
    columns: dict[str, Codes] = {}
    for attribute, hidden in found.hidden.items():
        for level in range(hidden.shape[1]):
            saw = ~np.isnan(outcome) & (given.design.weights > 0) & (given.answers.codes[attribute] == level)
            name = f"answered {what} where {attribute} is {level}"
            columns[name] = _first_rows(saw, person)
            parts = {f"{name}: {side}": _ever(saw, saw & (outcome == side), person) for side in (1, 0)} if shares else {}
            columns |= parts
            for g, hide in enumerate(hidden[:, level]):
                group = {by: frozenset([g])} if by else {}
                shown, enough = not hide, not base_quality(int(found.people[attribute][g, level])).withheld
                key = (attribute, g, level)
                counted.append(Counted({name: frozenset([0])}, group, (), (name, *parts), shown, key))
                for part in parts:
                    cell = {part: frozenset([0])}
                    counted.append(Counted({name: frozenset([0])}, group, (cell,), (name, *parts), shown and enough, key))
    return CountedProfiles(tuple(counted), columns)


def _first_rows(rows: Mask, person: Codes) -> Codes:
    """(n,) 0 in the first of these rows of each person, NONE in every other."""
    found = np.full(rows.size, NONE, np.int64)
    at = np.flatnonzero(rows)
    found[at[np.unique(person[at], return_index=True)[1]]] = 0
    return found


def _ever(saw: Mask, said: Mask, person: Codes) -> Codes:
    """(n,) 0 in the first row where a person saw a level, if the person ever said this where it was shown; NONE in every other."""
    return np.where((_first_rows(saw, person) == 0) & np.isin(person, person[said]), 0, NONE).astype(np.int64)


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
