"""What to say when a model tells some people's answers from others' without a mistake."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from folkmoot.survey.factors import Factor
from folkmoot.survey.models.answer_cells import AnswerCells
from folkmoot.survey.models.model_terms import Covariate, ModelMatrix, Term, crossed
from folkmoot.survey.models.separation import Separation


def separation_findings(cells: AnswerCells, matrix: ModelMatrix, separation: Separation | None) -> tuple[str, ...]:
    """A sentence for each level whose people all gave the same (lowest or highest) answer, or covariate with a value that splits the
    answers; and one for what takes several terms together. None where every coefficient has a number.

    separation: on the columns of the matrix."""
    if separation is None:
        return ()
    found: list[str] = []
    involved = [term for term in matrix.terms if separation.undetermined[matrix.columns_of(term.name)].any()]
    explained = np.zeros(cells.w.shape[1], np.bool_)
    for term in involved:
        if isinstance(term, Factor):
            for level, name in enumerate(term.levels):
                here = term.codes == level
                who = f"whose {term.name} is {name}"
                alike = _alike(cells, who, here)
                if alike:
                    found.append(f"{alike} (n = {cells.n[:, here].sum():,.0f}), so there is no finite coefficient.")
                    explained |= here
        else:
            split = _split(cells, term)
            found += split
            explained |= bool(split)
    for one, two in matrix.interactions:
        if separation.undetermined[matrix.columns_of(crossed((one, two)))].any():
            for who, here in _together(matrix.term(one), matrix.term(two)):
                alike = "" if explained[here].all() else _alike(cells, who, here)
                if alike:
                    found.append(f"{alike} (n = {cells.n[:, here].sum():,.0f}), so there is no finite coefficient.")
                    explained |= here
    rest = separation.decided & ~explained
    if rest.any():
        names = " and ".join(term.name for term in involved)
        found.append(
            f"Taken together, {names} tell without a mistake what {cells.n[:, rest].sum():,.0f} people answered, so their coefficients "
            "have no finite value. Merge small levels, or leave a term out."
        )
    return tuple(found)


def _together(one: Term, two: Term) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Who has each level of both factors, in words and as cells."""
    if isinstance(one, Factor) and isinstance(two, Factor):
        for i, first in enumerate(one.levels):
            for j, second in enumerate(two.levels):
                yield f"whose {one.name} is {first} and whose {two.name} is {second}", (one.codes == i) & (two.codes == j)


def extreme_levels(cells: AnswerCells) -> tuple[str, ...]:
    """A sentence for each level of a factor whose people all gave the lowest answer, or all the highest."""
    factors = [term for term in cells.terms if isinstance(term, Factor)]
    words = [
        _alike(cells, f"whose {factor.name} is {name}", factor.codes == level)
        for factor in factors
        for level, name in enumerate(factor.levels)
    ]
    return tuple(f"{word}." for word in words if word)


def _alike(cells: AnswerCells, who: str, here: NDArray[np.bool_]) -> str:
    """That some people all gave the lowest answer, or all the highest; empty where they did not."""
    given = np.flatnonzero(cells.w[:, here].sum(1) > 0)
    if given.size != 1 or given[0] not in (0, len(cells.levels) - 1):
        return ""
    if cells.binary:
        return f"{'Everyone' if given[0] else 'Nobody'} {who} {cells.outcome}"
    return f"Everyone {who} answered “{cells.levels[given[0]]}”"


def _split(cells: AnswerCells, covariate: Covariate) -> list[str]:
    """Whether one value has only yes (or only no) above it, and only the other below it."""
    if not cells.binary:
        return []
    values, (no, yes) = covariate.values, cells.w > 0
    for above, below, word in ((yes, no, "Everyone"), (no, yes, "Nobody")):
        edge = float(values[below].max())
        if edge <= values[above].min():
            n = cells.n[:, values > edge].sum()
            return [f"{word} whose {covariate.name} is above {edge:g} {cells.outcome} (n = {n:,.0f}), so there is no finite coefficient."]
    return []
