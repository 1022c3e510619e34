"""The table of a regression: its columns, and the rows of each level, and of each level among the people of another."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from folkmoot.survey import base_quality
from folkmoot.survey.models import AverageEffects, LogisticModel, OrdinalModel
from folkmoot.survey.models.model_terms import crossed
from folkmoot.weigh.analyses.model_interactions import PairPeople, odds_within, within_words
from folkmoot.weigh.analyses.model_people import ModelPeople
from folkmoot.weigh.analyses.section import Column, Row

COLUMNS = (
    Column("Term"),
    Column("Level"),
    Column("People in the model", "count"),
    Column("Share in the model", "share"),
    Column("Difference in points", "points"),
    Column("Lowest likely difference", "points"),
    Column("Highest likely difference", "points"),
    Column("Ratio of shares", "ratio"),
    Column("Lowest likely ratio", "ratio"),
    Column("Highest likely ratio", "ratio"),
    Column("Odds ratio", "ratio"),
    Column("Lowest likely odds ratio", "ratio"),
    Column("Highest likely odds ratio", "ratio"),
    Column("p of the term", "p"),
)
NUMBERS = len(COLUMNS) - 3
_NOT_TESTED = "not tested"
_BELOW = "see below"


type FittedModel = LogisticModel | OrdinalModel


def nothing(words: str, levels: Sequence[str], *, nobody: bool = False) -> Iterator[Row]:
    """The rows of a term none of whose numbers are shown, or who has nobody."""
    for level in levels:
        yield Row((words, level, 0 if nobody else None, *([None] * NUMBERS)), "[x]" if nobody else "[c]")


def level_rows(name: str, words: str, model: FittedModel, effects: AverageEffects, step: float, people: ModelPeople) -> Iterator[Row]:
    """The rows of a term, for everyone in the model. words: the term in words."""
    alone = not model.matrix.beside(words)  # the coefficients of a term with an interaction are of one level of the other alone
    tested = _tested(model, words) if alone else _BELOW
    if name not in people.by_level:
        odds = _odds(words, None, model, step) if alone else None
        yield _row(words, effects, 1, odds, people.shown(people.n), [people.n], tested)
        return
    reference, n, hidden = effects.levels.index(effects.reference), people.by_level[name], people.hidden[name]
    for at, level in enumerate(effects.levels):
        if hidden[at]:
            yield Row((words, level, None, *([None] * NUMBERS)), "[c]")
        elif hidden[reference]:
            yield Row((words, level, people.shown(int(n[at])), *([None] * NUMBERS)), "[c]")
        else:
            odds = [1.0, 1.0, 1.0] if at == reference else _odds(words, level, model, 1.0)
            odds = odds if alone else None
            yield _row(words, effects, at, odds, people.shown(int(n[at])), [int(n[at]), int(n[reference])], tested)


def rows_within(
    held: PairPeople,
    words: Mapping[str, str],
    levels: Mapping[str, Sequence[str]],
    model: FittedModel,
    step: float,
    people: ModelPeople,
) -> Iterator[Row]:
    """The rows of one term among the people of each level of the other. words, levels: of each term, by its name."""
    of, within = held.pair
    if held.left_out:
        for level in levels[within]:
            yield from nothing(within_words(words, held.pair, level), levels[of])
        return
    tested = _tested(model, next(crossed(pair) for pair in model.matrix.interactions if set(pair) == {words[of], words[within]}))
    for inside, level in enumerate(levels[within]):
        about, n = within_words(words, held.pair, level), held.n[:, inside]
        if held.hidden[inside]:
            yield from nothing(about, levels[of])
        elif not n.sum():
            yield from nothing(about, levels[of], nobody=True)
        else:
            effects = model.average_effects(words[of], within=(words[within], level), step=step)
            numeric = of not in people.by_level
            reference = 0 if numeric else effects.levels.index(effects.reference)
            for at, name in enumerate(effects.levels):
                if numeric and not at:
                    continue
                odds = [1.0, 1.0, 1.0]
                if numeric or at != reference:
                    odds = odds_within(model, words[of], words[within], None if numeric else name, level, step)
                bases = [int(n[0])] if numeric else [int(n[at]), int(n[reference])]
                yield _row(about, effects, at, odds, people.shown(bases[0]), bases, tested)


def _tested(model: FittedModel, name: str) -> str | float:
    p = model.term_test(name).p
    return _NOT_TESTED if np.isnan(p) else float(p)


def _row(words: str, effects: AverageEffects, at: int, odds: list[float] | None, shown: int, bases: list[int], p: str | float) -> Row:
    """A row whose level, and the level it is compared with, have enough people. bases: of both."""
    quality, level = base_quality(min(bases)), effects.levels[at]
    if not bases[0]:
        return Row((words, level, 0, *([None] * NUMBERS)), "[x]")
    if quality.withheld:
        return Row((words, level, shown, *([None] * NUMBERS)), quality.shorthand)
    numbers = [float(one[at]) for one in (effects.share, effects.difference, effects.difference_low, effects.difference_high)]
    numbers += [*(float(one[at]) for one in (effects.ratio, effects.ratio_low, effects.ratio_high)), *(odds or ())]
    if not np.isfinite(numbers).all():
        return Row((words, level, shown, *([None] * NUMBERS)), "[x]")
    return Row((words, level, shown, *numbers, *([_BELOW] * 3 if odds is None else ()), p), quality.shorthand)


def _odds(words: str, level: str | None, model: FittedModel, step: float) -> list[float]:
    """The odds ratio of a level, or of so much more of a number, with its interval."""
    place = next(int(at) for at in model.matrix.columns_of(words) if model.matrix.columns[at].level == level)
    place -= model.first  # an ordinal model's coefficients leave out the constant
    with np.errstate(over="ignore"):  # what is too large to hold has no number
        return [float(np.exp(step * one[place])) for one in (model.estimate, model.low, model.high)]
