"""The people a model is fitted to, in cells of people who are alike in its terms, and the covariance of what is estimated from them.

A cell is a row, or a profile of a cube: everything after this does not ask which. An estimate's linearised variable is then one number
for each cell and answer, so a covariance costs no more than the cells it is made of.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from folkmoot.survey.covariance import linearised_covariance
from folkmoot.survey.cube import Cube, cell_covariance, make_cube
from folkmoot.survey.design import Design, Floats
from folkmoot.survey.factors import Factor
from folkmoot.survey.models.model_terms import Term, chosen, complete
from folkmoot.survey.variance import Variance, variance_tag

NO_YES = ("no", "yes")


@dataclass(frozen=True, eq=False)
class AnswerCells:
    """The base of a model: people who answered, have all terms and weigh something.

    outcome, levels: the question and its answers in order; where they are NO_YES, the outcome is what yes means, after "people who".
    terms: with a level or value for each cell.
    n, w, w2: (answers, cells) people, sums of their weights and of squared weights.
    left_out: how many rows of the design are not in the base. df: units less strata that hold someone of the base (R's `degf`).
    covariance: of k estimates, from their linearised variables (answers, cells, k): (k, k).
    alone: where each row is a unit of its own in one stratum and no margins are taken into account, what the sum of squares of the rows'
    scores is multiplied by to give the variance of an estimate whose scores sum to zero; None for other designs.
    """

    outcome: str
    levels: tuple[str, ...]
    terms: tuple[Term, ...]
    n: Floats
    w: Floats
    w2: Floats
    left_out: int
    df: int
    covariance: Callable[[Floats], Floats]
    method: str
    alone: float | None = None

    @property
    def binary(self) -> bool:
        """Whether the answers are no and yes; then `outcome` says what yes means."""
        return self.levels == NO_YES

    @property
    def n_base(self) -> int:
        """How many people the model is fitted to."""
        return round(float(self.n.sum()))

    @property
    def n_effective(self) -> float:
        """Kish's effective number of them."""
        return float(self.w.sum() ** 2 / self.w2.sum())

    def answered(self) -> tuple["AnswerCells", tuple[str, ...]]:
        """The cells with the answers that somebody gave, and a finding for each that nobody did."""
        given = self.w.sum(1) > 0
        if given.all():
            return self, ()
        place = np.flatnonzero(given)

        def covariance(scores: Floats) -> Floats:
            whole = np.zeros((given.size, *scores.shape[1:]))
            whole[place] = scores
            return self.covariance(whole)

        levels = tuple(self.levels[at] for at in place)
        found = tuple(f"{self.outcome}: nobody answered “{self.levels[at]}”, so it is left out." for at in np.flatnonzero(~given))
        cells = replace(self, levels=levels, n=self.n[place], w=self.w[place], w2=self.w2[place], covariance=covariance)
        return cells, found


def answer_cells(design: Design, outcome: Factor, terms: Sequence[Term], *, variance: Variance = "raked") -> AnswerCells:
    """The cells of a model: profiles of the factors' levels where all terms are factors and the design has no clusters, and rows
    otherwise. The design keeps all its rows for the variance (R's domain convention).

    Raises ValueError when the rows do not fit the design, a term is missing in every row, or nobody is in the base."""
    factors = [term for term in terms if isinstance(term, Factor)]
    _refuse_other_rows(design, outcome, terms)
    if len(factors) < len(terms) or design.psu is not None:
        return row_cells(design, outcome, terms, variance=variance)
    complete(terms)
    return cube_cells(make_cube(design, [outcome], factors, variance=variance), 0)


def row_cells(design: Design, outcome: Factor, terms: Sequence[Term], *, variance: Variance = "raked") -> AnswerCells:
    """One cell for each row of the base. Everything else as `answer_cells`."""
    _refuse_other_rows(design, outcome, terms)
    rows = np.flatnonzero(complete(terms) & (outcome.codes >= 0) & (design.weights > 0))
    _refuse_empty(outcome, rows.size)
    answer = outcome.codes[rows].astype(np.int64)
    at = np.arange(rows.size)
    n = np.zeros((len(outcome.levels), rows.size))
    n[answer, at] = 1.0
    structure = design.structure
    units = np.unique(rows if structure.unit is None else structure.unit[rows]).size
    df = units - np.unique(structure.stratum[rows]).size

    def covariance(scores: Floats) -> Floats:
        whole = np.zeros((design.n, scores.shape[2]))
        whole[rows] = scores[answer, at]
        return linearised_covariance(design, whole, variance=variance)

    weights = design.weights[rows]
    held = tuple(chosen(term, rows) for term in terms)
    left_out = design.n - rows.size
    return AnswerCells(
        outcome.name, outcome.levels, held, n, n * weights, n * weights**2, left_out, df, covariance, _method(design, variance)
    )


def cube_cells(cube: Cube, outcome: int, factors: Sequence[str] | None = None) -> AnswerCells:
    """One cell for each profile of a cube. factors: the names of the model's terms, in order; all of the cube's without them.

    Raises ValueError when a factor is not in the cube or nobody is in the base."""
    names = [factor.name for factor in cube.factors]
    wanted = names if factors is None else list(factors)
    for name in wanted:
        if name not in names:
            raise ValueError(f"The cube has no factor “{name}”. Its factors: {', '.join(names)}.")
    at = [names.index(name) for name in wanted]
    asked = cube.columns_of(outcome)
    used = np.flatnonzero((cube.codes[:, at] >= 0).all(1) & (cube.answers.n[:, asked].sum(1) > 0))
    question, design = cube.outcomes[outcome], cube.design
    _refuse_empty(question, used.size)
    held = cube.answers.values[:, :, asked]
    n, w, w2 = np.ascontiguousarray((held if used.size == len(held) else held[used]).transpose(1, 2, 0))

    def covariance(scores: Floats) -> Floats:
        cells = np.column_stack([n.ravel(), w.ravel(), w2.ravel()])
        block = np.tile(cube.block[used], len(question.levels))
        return cell_covariance(design, cells, block, scores.reshape(-1, scores.shape[2]), variance=cube.variance)

    people = round(float(n.sum()))
    df = people - np.unique(cube.blocks.stratum[cube.block[used]]).size
    terms = tuple(Factor(cube.factors[a].name, cube.factors[a].levels, cube.codes[used, a]) for a in at)
    method = _method(design, cube.variance)
    raked = cube.variance == "raked" and design.calibration is not None
    alone = None if raked or design.spread.multiplier.size > 1 else float(design.spread.multiplier[0])
    return AnswerCells(question.name, question.levels, terms, n, w, w2, design.n - people, df, covariance, method, alone)


def _method(design: Design, variance: Variance) -> str:
    return f"variance=taylor,{variance_tag(design, variance)}"


def _refuse_other_rows(design: Design, outcome: Factor, terms: Sequence[Term]) -> None:
    for column in (outcome, *terms):
        if column.n != design.n:
            raise ValueError(f"{column.name} has {column.n} rows and the design {design.n}. They must be the same responses.")


def _refuse_empty(outcome: Factor, n: int) -> None:
    if not n:
        raise ValueError(f"{outcome.name}: nobody answered it and has all the model's terms. Leave out the term with most missing.")
