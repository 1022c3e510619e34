"""Whether one odds ratio will do for all cuts of a scale: Brant's (1990) comparison of the cuts' own regressions, under the design."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.survey.design import Floats
from folkmoot.survey.models.answer_cells import AnswerCells
from folkmoot.survey.models.logistic_fit import fit_grouped
from folkmoot.survey.models.model_terms import ModelMatrix
from folkmoot.survey.models.term_tests import TermTest, wald_test
from folkmoot.survey.profile_matrix import sliced_product


@dataclass(frozen=True, eq=False)
class Proportionality:
    """test: of all terms at once. terms: of each. by_cut: (cuts, columns) the coefficients of each cut's own logistic regression, the
    constant left out, NaN where one has no number. se_by_cut: theirs."""

    test: TermTest
    terms: tuple[TermTest, ...]
    by_cut: Floats
    se_by_cut: Floats

    @property
    def sentence(self) -> str:
        """What the comparison says of the model's one odds ratio per level."""
        if np.isnan(self.test.p):
            return "It cannot be checked whether the terms work alike along the whole scale: at some points of it too few people differ."
        if self.test.p >= 0.05:
            return (
                "The answers do not show that the terms work differently at different points of the scale "
                f"(p = {self.test.p:.3f}, n = {self.test.n:,}). With few people such differences can stay unseen."
            )
        names = [test.term for test in self.terms if test.p < 0.05]
        where = f", most clearly {' and '.join(names)}" if names else ""
        shown = "below 0.001" if self.test.p < 0.001 else f"= {self.test.p:.3f}"
        return (
            f"The terms work differently at different points of the scale{where} (p {shown}, n = {self.test.n:,}). "
            "One odds ratio per level then hides something: look at each cut on its own."
        )


def proportionality(cells: AnswerCells, matrix: ModelMatrix, df: float) -> Proportionality:
    """A logistic regression at each cut of the scale (an answer above it or not), and Wald tests that each term's coefficients are the
    same at all cuts, with the covariance between the cuts' regressions by linearisation. df: below, as of the model's term tests."""
    cuts, columns = len(cells.levels) - 1, matrix.X.shape[1]
    by_cut, influences = np.full((cuts, columns), np.nan), []
    for cut in range(cuts):
        influence = np.zeros((cuts + 1, matrix.X.shape[0], columns))
        try:
            fit = fit_grouped(matrix.X, cells.w[: cut + 1].sum(0), cells.w[cut + 1 :].sum(0))
        except ValueError:  # the terms cannot tell this cut's sides apart: it has no numbers
            influences.append(influence)
            continue
        by_cut[cut] = fit.coefficients
        bread = sliced_product(matrix.X, fit.inverse_information)
        for answer in range(cuts + 1):
            influence[answer] = (float(answer > cut) - fit.fitted)[:, None] * bread
        influences.append(influence)
    covariance = cells.covariance(np.concatenate(influences, axis=2))
    method = f"equal at all cuts; {cells.method}"
    comparable = np.flatnonzero(~np.isnan(by_cut).any(0) & (np.arange(columns) > 0))

    def test(name: str, at: Sequence[int]) -> TermTest:
        # each cut's coefficients less the first cut's
        places = np.array([[cut * columns + a for a in at] for cut in range(cuts)], np.int64).reshape(cuts, len(at))
        later, first = places[1:].ravel(), np.tile(places[0], cuts - 1)
        flat = by_cut.ravel()
        difference = flat[later] - flat[first]
        spread = covariance[np.ix_(later, later)] + covariance[np.ix_(first, first)]
        spread = spread - covariance[np.ix_(later, first)] - covariance[np.ix_(first, later)]
        return wald_test(name, difference, spread, df, cells.n_base, method=method)

    terms = tuple(test(name, [int(a) for a in matrix.columns_of(name) if a in comparable]) for name in matrix.tested)
    se = np.sqrt(np.diag(covariance)).reshape(cuts, columns)
    se = np.where(np.isnan(by_cut), np.nan, se)
    return Proportionality(test("all terms", [int(a) for a in comparable]), terms, by_cut[:, 1:], se[:, 1:])
