"""How far one term of a regression changes what another does: the numbers of one term among the people of each level of the other.

The combinations of two columns are small groups more often than their levels are, and each can be worked out from the levels and the
others: so an interaction is shown as a whole, or the model is fitted without it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.survey import base_quality
from folkmoot.survey.intervals import quantile
from folkmoot.survey.models import LogisticModel, OrdinalModel
from folkmoot.survey.models.model_terms import crossed
from folkmoot.weigh.analyses.counted import Counted
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.analyses.model_people import ModelPeople
from folkmoot.weigh.analyses.names import Names
from folkmoot.weigh.answers import Codes
from folkmoot.weigh.plan_keys import Table

type Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PairPeople:
    """pair: the column whose effects are looked at, and the column with levels they are looked at within. n, top: (levels of the first,
    levels of the second) people of the model, and those of them who gave the highest answer; of a number column the first has one level.
    hidden: (levels of the second,) whose rows are not shown. left_out: whether the model may not have the interaction at all."""

    pair: Pair
    n: Codes
    top: Codes
    hidden: tuple[bool, ...]
    left_out: bool


def read_pairs(table: Table, terms: Sequence[str], names: Names) -> tuple[Pair, ...]:
    """The `interactions` of the plan. Mistakes go to the table's problems."""
    found: list[Pair] = []
    value = table.values.get("interactions", [])
    if not isinstance(value, list) or not all(isinstance(one, list) and len(one) == 2 for one in value):
        table.problem("interactions", 'must be a list of pairs of terms, such as [["sex", "age_band"]].')
        return ()
    for one, two in value:
        pair = (str(one), str(two))
        unknown = [name for name in pair if name not in terms]
        if unknown:
            table.problem("interactions", f'"{unknown[0]}" is not one of the terms.')
        elif pair[0] == pair[1]:
            table.problem("interactions", f'"{pair[0]}" is given with itself. Name two different terms.')
        elif not any(name in names.levels for name in pair):
            table.problem("interactions", f'"{pair[0]}" and "{pair[1]}" are both number columns. One at least must have levels.')
        elif any(set(pair) == set(other) for other in found):
            table.problem("interactions", f'"{pair[0]}" and "{pair[1]}" are given twice.')
        else:
            found.append(pair)
    return tuple(found)


def pair_people(given: Given, pair: Pair, answer: Codes, answers: int, numbers: Sequence[str], people: ModelPeople) -> PairPeople:
    """The people of an interaction. answer: (n,) 0 for the lowest of `answers`, -1 for none. numbers: the number columns of the model."""
    of, within = pair if pair[1] in people.by_level else (pair[1], pair[0])
    base = answer >= 0
    for name in people.by_level:
        base &= given.answers.codes[name] >= 0
    for name in numbers:
        base &= ~np.isnan(given.numbers(name))
    codes = [given.answers.codes[name].astype(np.int64) if name in people.by_level else np.zeros_like(answer) for name in (of, within)]
    shape = (people.by_level[of].size if of in people.by_level else 1, people.by_level[within].size)

    def counts(rows: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Codes:
        return np.bincount(codes[0][rows] * shape[1] + codes[1][rows], minlength=shape[0] * shape[1]).reshape(shape)

    n, top = counts(base), counts(base & (answer == answer[base].max()))
    hidden = tuple(bool(one) for one in people.hidden[within])
    if of not in people.by_level:
        return PairPeople((of, within), n, top, hidden, all(hidden))
    sides = [counts(base & (answer > cut)) for cut in range(answers - 1)]
    few = given.least
    small = any(((side > 0) & (side < few)).any() for side in (n, *sides, *(n - side for side in sides)))
    asked = any(given.hides(of, within, i, j) for i in range(shape[0]) for j in range(shape[1]))
    return PairPeople((of, within), n, top, hidden, bool(small or asked or any(hidden) or people.hidden[of].any()))


def counted_pairs(
    given: Given, column: str, answer: Codes, people: ModelPeople, pairs: Sequence[PairPeople], *, alone: bool
) -> Iterator[Counted]:
    """The people of each combination of levels. alone: whether there is no term but one pair's: the shares are then the people's own."""
    codes, highest = given.answers.codes[column], answer.max()
    inside, top = (frozenset(np.unique(codes[answer >= least]).tolist()) for least in (0, highest))
    for held in pairs:
        of, within = held.pair
        if of not in people.by_level:
            continue  # its rows are about the people of each level, which are counted already
        shown = not (held.left_out or people.everything)
        for i, j in np.ndindex(held.n.shape):
            group = {of: frozenset([i]), within: frozenset([j])}
            for part, enough in (((), True), (({column: top},), alone and not base_quality(int(held.n[i, j])).withheld)):
                key = (of, within, i, j)
                yield Counted({column: inside}, group, part, (column,), shown and enough, key, not (people.exact or part))


def within_words(words: Mapping[str, str], pair: Pair, level: str) -> str:
    """What a row of an interaction is about."""
    return f"{words[pair[0]]}, where {words[pair[1]]} is “{level}”"


def odds_within(model: LogisticModel | OrdinalModel, of: str, within: str, level: str | None, inside: str, step: float) -> list[float]:
    """The odds ratio of a level of one term (None: of so much more of a number) among the people of a level of the other, with its
    interval. of, within: the terms, in words."""
    matrix = model.matrix
    name = next(crossed(pair) for pair in matrix.interactions if set(pair) == {of, within})
    parts = [level, inside] if matrix.pair(name) == (of, within) else [inside, level]
    both = " × ".join(part for part in parts if part is not None)
    columns = [at for at in matrix.columns_of(of) if matrix.columns[at].level == level]
    columns += [at for at in matrix.columns_of(name) if matrix.columns[at].level == both]
    places = np.array(columns) - model.first
    estimate = float(model.estimate[places].sum())
    half = float(quantile(np.array([model.df]), model.confidence)[0]) * np.sqrt(model.covariance[np.ix_(places, places)].sum())
    with np.errstate(over="ignore"):  # what is too large to hold has no number
        return [float(np.exp(step * one)) for one in (estimate, estimate - half, estimate + half)]
