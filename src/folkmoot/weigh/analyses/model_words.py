"""What a regression found, in shares of people, and how its numbers are to be read. Only rows that are shown are spoken of."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from folkmoot.charts import number
from folkmoot.survey.models import LogisticModel, OrdinalModel
from folkmoot.weigh.analyses.model_people import ModelPeople
from folkmoot.weigh.analyses.section import Row
from folkmoot.weigh.words import together

_SHARE, _POINTS, _LOW, _HIGH, _RATIO = 3, 4, 5, 6, 7
_UNLIKELY = 0.05


type Inside = Mapping[str, tuple[str, str, str]]
"""Of rows that are about the people of one level alone, by what stands as their term: the term, the factor and its level, in words."""


def sentences(rows: Sequence[Row], references: Mapping[str, str], said: str, people: ModelPeople, inside: Inside) -> tuple[str, ...]:
    """references: by factor, in words, the level that others are compared with."""
    about = "" if people.exact else "about "
    found = [f"The model looks at {about}{number(people.shown(people.n))} people who answered and gave all that it asks about."]
    unsure: dict[str, list[str]] = {}
    for row in rows:
        term, level, low, high = str(row.cells[0]), str(row.cells[1]), row.cells[_LOW], row.cells[_HIGH]
        if not isinstance(low, float) or not isinstance(high, float) or references.get(term) == level:
            continue
        if low <= 0 <= high:
            unsure.setdefault(term, []).append(level)
        else:
            found.append(_difference(row, references.get(term), _share_of(rows, term, references.get(term)), said, inside))
    for term, levels in unsure.items():
        beside = f" beside “{references[term]}”" if term in references else ""
        found.append(f"{term}: the model shows no clear difference for {together([f'“{level}”' for level in levels])}{beside}.")
    return (*found, "The model compares people who are alike in its other terms. It does not show that one thing causes another.")


def _difference(row: Row, reference: str | None, other: float | None, said: str, inside: Inside) -> str:
    points, low, high, share, ratio = (_number(row, at) for at in (_POINTS, _LOW, _HIGH, _SHARE, _RATIO))
    term, level, start = str(row.cells[0]), row.cells[1], "With"
    if term in inside:
        term, factor, among = inside[term]
        start = f"Among people whose {factor} is “{among}”: with"
    gap = (
        f"{100 * abs(points):.1f} percentage points {'more' if points >= 0 else 'fewer'} "
        f"(likely between {100 * low:+.1f} and {100 * high:+.1f}), or {ratio:.2f} times as many"
    )
    if reference is None or other is None:
        return f"{start} {term} {level} for everyone and all else as it is, the model has {100 * share:.1f}% who {said}: {gap}."
    return (
        f"{start} {term} “{level}” for everyone and all else as it is, the model has {100 * share:.1f}% who {said}; "
        f"with “{reference}” it has {100 * other:.1f}%. That is {gap}."
    )


def notes(
    model: LogisticModel | OrdinalModel,
    factors: Mapping[str, str],
    rows: Sequence[Row],
    said: str,
    people: ModelPeople,
    inside: Inside,
) -> tuple[str, ...]:
    """How to read the table, and why a number is missing. factors: by their words, their names in the plan."""
    of = "how many gave a higher answer for each person who gave a lower one"
    if isinstance(model, LogisticModel):
        of = f"how many {said} for each person who did not"
    compared = [f"{factor} with “{level}”" for factor, level in model.matrix.references.items() if not _hidden(factor, level, rows)]
    told = [f"Levels are compared: {together(compared)}."] if compared else []
    told += [
        f"“Share in the model” is the share who {said} if everyone had the level and all else stayed as it is.",
        f"An odds ratio compares odds: {of}. Twice the odds is not twice as many people: read the shares.",
        "p of the term is how often chance alone would give differences at least so large between all its levels, the other terms "
        "allowed for (Wald's test).",
    ]
    if not people.exact:
        told.append(
            f"Numbers of people are rounded to the nearest {people.least}, so that a small group cannot be worked out by subtraction."
        )
    if not isinstance(model, LogisticModel):
        told.append(_alike_along_the_scale(model))
    told += [_differently(*pair) for pair in model.matrix.interactions]
    return (*told, *_left_out(model, factors, rows, said, people, inside))


def _differently(one: str, two: str) -> str:
    return (
        f"{one} and {two} may work differently together than each alone. The odds ratios, and p, of the one beside each level of the other "
        "are in rows of their own; there p is how often chance alone would give such odds if the one changed them as many times whatever "
        "the other is."
    )


def _left_out(
    model: LogisticModel | OrdinalModel,
    factors: Mapping[str, str],
    rows: Sequence[Row],
    said: str,
    people: ModelPeople,
    inside: Inside,
) -> Iterator[str]:
    """Why rows have no number."""
    for factor, level in model.matrix.references.items():
        if _hidden(factor, level, rows):
            yield f"{factor}: “{level}”, which others are compared with, may not be shown. Compare with a level of more people."
    if any(row.mark == "[c]" for row in rows):
        yield "Levels marked [c] have too few people, or too few on one side of the answers, or would give away one that has."
    missing = [row for row in rows if row.mark == "[x]"]
    if missing:
        yield "Where [x] stands beside a level, the model has no number for it:"
    for row in missing:
        factor, level = str(row.cells[0]), str(row.cells[1])
        if factor in inside:
            why = "too few people differ, or nobody has both." if row.cells[2] else "nobody in the model has both."
            yield f"{factor}, “{level}”: {why}"
            continue
        yield f"{factor}, “{level}”: {_why(model, factor, level, factors.get(factor), said, people)}"


def _why(model: LogisticModel | OrdinalModel, factor: str, level: str, name: str | None, said: str, people: ModelPeople) -> str:
    """Why a level that may be shown has no number. Its people are not few, so that all of one mind is no small group's answer."""
    columns = [at for at in model.matrix.columns_of(factor) if name is None or model.matrix.columns[at].level == level]
    flag = "" if not columns else model.flags[int(columns[0]) - (0 if isinstance(model, LogisticModel) else 1)]
    if flag == "nobody":
        return "nobody in the model has it."
    if flag == "repeated":
        return "it can be told from the terms before it. Leave one of them out."
    if name is not None and flag == "separated":
        at = model.matrix.term(factor).levels.index(level)  # type: ignore[union-attr]  # a factor, since it has a name
        n, top = int(people.by_level[name][at]), int(people.top[name][at])
        if top in {0, n}:
            return f"{'everyone' if top else 'nobody'} with it {said}, so its odds have no end."
    if flag == "separated":
        return "the terms together tell some people's answers without a mistake. Put small levels together, or leave a term out."
    return "too few people differ for an interval."


def _alike_along_the_scale(model: OrdinalModel) -> str:
    """Whether one odds ratio for each level will do for the whole scale."""
    test = model.proportionality.test
    if np.isnan(test.p):
        return "It cannot be checked whether the terms work alike along the whole scale: at some points of it too few people differ."
    if test.p >= _UNLIKELY:
        return f"The answers do not show that the terms work differently along the scale (p {test.p:.3f}). It may still be so."
    shown = "under 0.001" if test.p < 0.001 else f"{test.p:.3f}"
    return f"The terms work differently along the scale (p {shown}), so that one odds ratio for each level hides something."


def _hidden(factor: str, level: str, rows: Sequence[Row]) -> bool:
    return any(row.mark == "[c]" and row.cells[:2] == (factor, level) for row in rows)


def _share_of(rows: Sequence[Row], term: str, level: str | None) -> float | None:
    """The share of a row that is shown."""
    shares = [row.cells[_SHARE] for row in rows if row.cells[:2] == (term, level)]
    return shares[0] if shares and isinstance(shares[0], float) else None


def _number(row: Row, at: int) -> float:
    cell = row.cells[at]
    if not isinstance(cell, float):
        raise TypeError(f"cell {at} of a row that is shown is {cell!r}")
    return cell
