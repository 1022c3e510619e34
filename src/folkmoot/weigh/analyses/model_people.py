"""Who a regression is about, and which of its levels may not be shown.

A level's numbers rest on its people, and on those of them on either side of each cut of the answers: yes and no, or higher and lower
answers. They are hidden by the same rules as a table of the statement by the factor, together with the tables that are published.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from folkmoot.survey import base_quality
from folkmoot.weigh.analyses.counted import Counted
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.answers import Codes, Floats
from folkmoot.weigh.hiding import Mask, clusters, hide, small_groups


@dataclass(frozen=True, slots=True)
class ModelPeople:
    """n: people in the model. by_level: by factor, (levels,) people. top: by factor, (levels,) those who gave the highest answer.
    exact: whether these may be shown as they are; where somebody who answered is left out for want of another term, they are rounded,
    because the difference from another table's number would be a small group. everything: no number of the model may be shown.
    hidden: by factor, (levels,) not shown."""

    n: int
    by_level: Mapping[str, Codes]
    top: Mapping[str, Codes]
    exact: bool
    everything: bool
    hidden: Mapping[str, Mask]
    least: int

    def shown(self, n: int) -> int:
        """A number of people as it may be shown: rounded to a multiple of the smallest group where it may not be exact."""
        return n if self.exact else self.least * round(n / self.least)


def model_people(given: Given, column: str, answer: Codes, answers: int, factors: Sequence[str], numbers: Sequence[str]) -> ModelPeople:
    """The people of a model. column: of the answers. answer: (n,) 0 for the lowest of `answers`, -1 for none. factors and numbers: the
    names of the terms."""
    codes = {name: given.answers.codes[name].astype(np.int64) for name in factors}
    base = answer >= 0
    for name in factors:
        base &= codes[name] >= 0
    for name in numbers:
        base &= ~np.isnan(given.numbers(name))
    size = {name: len(given.plan.levels(name)) for name in factors}
    by_level = {name: np.bincount(codes[name][base], minlength=size[name]) for name in factors}
    n = int(base.sum())
    highest = int(answer[base].max()) if n else 0
    top = {name: np.bincount(codes[name][base & (answer == highest)], minlength=size[name]) for name in factors}
    cuts = {f"above answer {cut + 1}": np.where(base, answer > cut, np.nan).astype(np.float64) for cut in range(answers - 1)}
    cuts = {name: cut for name, cut in cuts.items() if n and np.unique(cut[base]).size > 1}
    everything, hidden = _hidden(given, column, cuts, by_level)
    everything = everything or given.hidden.everybody or given.small(n)
    exact = answers == 2 and n == int((answer >= 0).sum())
    return ModelPeople(n, by_level, top, exact, everything, hidden, given.least)


def counted_model(given: Given, column: str, answer: Codes, people: ModelPeople, *, alone: bool) -> Iterator[Counted]:
    """The people of each level; and those who gave the highest answer where the level's factor is the only term: its shares are then those
    of the people themselves."""
    codes, highest = given.answers.codes[column], answer.max()
    inside, top = (frozenset(np.unique(codes[answer >= least]).tolist()) for least in (0, highest))
    for factor, n in people.by_level.items():
        for at, small in enumerate(people.hidden[factor]):
            group, shown = {factor: frozenset([at])}, not (small or people.everything)
            for part, enough in (((), True), (({column: top},), alone and not base_quality(int(n[at])).withheld)):
                yield Counted({column: inside}, group, part, (column,), shown and enough, (factor, at), not (people.exact or part))


def _hidden(given: Given, column: str, cuts: Mapping[str, Floats], by_level: Mapping[str, Codes]) -> tuple[bool, dict[str, Mask]]:
    """Whether everything is hidden, and the levels of each factor that are."""
    plan, published = given.plan, given.hidden.groups
    near = {factor: [other for other in published if _share(given, factor, other)] for factor in by_level}
    same = tuple(statement for statement in plan.statements if _share(given, statement.column, column))
    factors = list(dict.fromkeys([*(other for others in near.values() for other in others), *by_level]))
    outcomes = {statement.id: given.outcomes[statement.id] for statement in same}
    found = hide(given.answers, replace(plan, statements=same), factors, {**outcomes, **cuts}, given.design.weights)
    hidden = {}
    for factor, people in by_level.items():
        mask = found.groups[factor] | small_groups(people, given.least)
        for name in [*cuts, *outcomes]:
            mask = mask | found.rows[name, factor]
        if factor in published:
            mask = mask | published[factor]
            for name in outcomes:
                mask = mask | given.hidden.rows[name, factor]
        elif any(
            _shows_more(given, found.groups[other], other, {name: found.rows[name, other] for name in outcomes}) for other in near[factor]
        ):
            mask = np.ones_like(mask)  # only by hiding more of the published tables could this factor be shown beside them
        mask = mask | np.array([given.hides(factor, at) for at in range(mask.size)])
        hidden[factor] = _with_a_neighbour(mask, people)
    everything = any(found.totals[cut] for cut in cuts) or any(given.hidden.totals[name] for name in outcomes)
    return everything, hidden


def _shows_more(given: Given, groups: Mask, factor: str, rows: Mapping[str, Mask]) -> bool:
    """Whether the published tables of a factor show something of what should be hidden."""
    more = (groups & ~given.hidden.groups[factor]).any()
    return bool(more or any((mask & ~given.hidden.rows[name, factor]).any() for name, mask in rows.items()))


def _share(given: Given, one: str, other: str) -> bool:
    """Whether two columns are made of the same column of the file."""
    return one == other or len(clusters(given.plan, [one, other])) == 1


def _with_a_neighbour(mask: Mask, people: Codes) -> Mask:
    """A level hidden alone could be worked out from the others: the smallest of them is hidden with it."""
    hidden = mask.copy()
    if (hidden & (people > 0)).sum() == 1:
        others = np.flatnonzero(~hidden & (people > 0))
        if others.size:
            hidden[others[np.argmin(people[others])]] = True
    # one level alone has none to be compared with, and a test of the term would be a test of the hidden ones
    return np.ones_like(hidden) if (~hidden & (people > 0)).sum() < 2 else hidden
