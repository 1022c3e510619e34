"""What a model says when some of its coefficients have no finite value."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from folkmoot.survey.design import Design
from folkmoot.survey.factors import Factor
from folkmoot.survey.models.logistic import logistic
from folkmoot.survey.models.model_terms import Covariate
from folkmoot.survey.models.separation import find_separation

CODES = np.tile([0, 1, 0, 1, 2, 0], 20)
REGION = np.tile([0, 0, 1, 1, 1, 0, 1], 18)[:120]
GENDER, PLACE = Factor("gender", ("Female", "Male", "Other"), CODES), Factor("place", ("north", "south"), REGION)
NOISE = (np.random.default_rng(4).random(120) < 0.5).astype(float)
DESIGN = Design(np.random.default_rng(5).uniform(0.5, 2, 120))


@pytest.mark.parametrize("rows", [False, True])
@pytest.mark.parametrize(("answer", "word"), [(1.0, "Everyone"), (0.0, "Nobody")])
def test_a_level_whose_people_all_gave_one_answer_has_no_number_and_is_named(answer: float, word: str, rows: bool) -> None:
    y = np.where(CODES == 2, answer, NOISE)
    model = logistic(DESIGN, y, [GENDER, PLACE], rows=rows)
    assert model.flags == ("", "", "separated", "")
    assert np.isnan([model.estimate[2], model.se[2], model.p[2], model.low[2], model.odds_ratio[2]]).all()
    assert model.findings == (f"{word} whose gender is Other said yes (n = 20), so there is no finite coefficient.",)
    # the other coefficients are those of everyone else, and their variance keeps all rows of the design
    others = logistic(DESIGN, np.where(CODES == 2, np.nan, y), [GENDER, PLACE])
    np.testing.assert_allclose(model.estimate[[0, 1, 3]], others.estimate[[0, 1, 3]], rtol=1e-12)
    np.testing.assert_allclose(model.se[[0, 1, 3]], others.se[[0, 1, 3]], rtol=1e-12)
    assert np.isnan(model.term_test("gender").p)
    assert "no test can be made" in model.term_test("gender").sentence
    effects = model.average_effects("gender")
    assert np.isnan(effects.share).tolist() == [False, False, True]
    assert not any("nan" in sentence for sentence in model.sentences)


def test_a_reference_whose_people_all_said_yes_takes_the_constant_and_the_whole_factor_with_it() -> None:
    y = np.where(CODES == 0, 1.0, NOISE)
    model = logistic(DESIGN, y, [GENDER, PLACE])
    assert model.flags == ("separated", "separated", "separated", "")
    assert model.findings == ("Everyone whose gender is Female said yes (n = 60), so there is no finite coefficient.",)
    other_reference = logistic(DESIGN, y, [GENDER, PLACE], references={"gender": "Male"})
    assert other_reference.flags == ("", "separated", "", "")
    np.testing.assert_allclose(model.estimate[3], other_reference.estimate[3], rtol=1e-12)
    np.testing.assert_allclose(model.se[3], other_reference.se[3], rtol=1e-12)
    # the effect of place is an average over everyone, those whose answer is certain included
    np.testing.assert_allclose(model.average_effects("place").share, other_reference.average_effects("place").share, rtol=1e-12)
    female = CODES == 0
    assert (model.average_effects("place").share > DESIGN.weights[female].sum() / DESIGN.weights.sum()).all()


def test_average_effects_with_a_separated_level_are_those_of_a_coefficient_gone_far_out() -> None:
    y = np.where(CODES == 2, 1.0, NOISE)
    model = logistic(DESIGN, y, [GENDER, PLACE])
    b = np.where(np.isnan(model.estimate), 40.0, model.estimate)  # odds of 1e17 are one for rounding
    for term, change in (("place", {3: (0.0, 1.0)}), ("gender", {1: (0.0, 1.0), 2: (0.0, 0.0)})):
        shares = []
        for at in range(2):
            X = model.matrix.X.copy()
            for column, values in change.items():
                X[:, column] = values[at]
            w = model.cells.w.sum(0)
            shares.append(w @ (1 / (1 + np.exp(-X @ b))) / w.sum())
        np.testing.assert_allclose(model.average_effects(term).share[:2], shares, rtol=1e-12)


def test_two_separated_levels_leave_the_average_effects_of_the_others() -> None:
    region = Factor("region", ("north", "south", "island"), np.where(np.arange(120) % 9 == 0, 2, REGION))
    y = np.where(CODES == 2, 1.0, np.where(region.codes == 2, 0.0, NOISE))
    keep = ~((CODES == 2) & (region.codes == 2))  # nobody is both
    design = Design(DESIGN.weights[keep])
    gender, area = (Factor(f.name, f.levels, f.codes[keep]) for f in (GENDER, region))
    model = logistic(design, y[keep], [gender, area])
    assert model.flags == ("", "", "separated", "", "separated")
    assert len(model.findings) == 2
    effects = model.average_effects("gender")
    # an islander who is made Female or Male still says no; one who is Other and made Female is like any other
    w, b = design.weights, model.estimate
    for level in range(2):
        eta = b[0] + (b[1] if level else 0.0) + np.where(area.codes == 1, b[3], 0.0)
        mu = np.where(area.codes == 2, 0.0, 1 / (1 + np.exp(-eta)))
        assert effects.share[level] == pytest.approx(w @ mu / w.sum(), rel=1e-12)
    assert np.isnan(effects.share[2])


def test_several_terms_that_decide_together_are_named_together() -> None:
    a = Factor("a", ("no", "yes"), np.array([0, 0, 0, 1, 1, 1, 0, 1, 0, 1] * 4))
    b = Factor("b", ("no", "yes"), np.array([0, 1, 0, 1, 0, 1, 1, 0, 0, 1] * 4))
    y = np.array([0.0, 0, 0, 1, 0, 1, 1, 1, 0, 1] * 4)  # only neither, or both, decide: one or the other is mixed
    with pytest.raises(ValueError, match="no coefficient of the model has a finite value"):
        logistic(Design(np.ones(40)), y, [a, b])
    c = Covariate("c", np.random.default_rng(8).normal(size=40))
    model = logistic(Design(np.ones(40)), y, [a, b, c])
    assert model.flags == ("separated", "separated", "separated", "")
    assert model.findings == (
        "Taken together, a and b tell without a mistake what 24 people answered, so their coefficients have no finite value. "
        "Merge small levels, or leave a term out.",
    )


def test_a_value_that_splits_all_answers_is_named_and_there_is_no_model() -> None:
    size = Covariate("size", np.arange(20.0))
    with pytest.raises(ValueError, match="Everyone whose size is above 9 said yes"):
        logistic(Design(np.ones(20)), (np.arange(20) > 9).astype(float), [size])


def test_a_steep_slope_is_not_taken_for_separation() -> None:
    x = np.concatenate([np.linspace(-60, 60, 400), [0.5, -0.5]])
    y = (x > 0).astype(float)
    y[-2:] = [0.0, 1.0]
    model = logistic(Design(np.ones(402)), y, [Covariate("x", x)])
    assert np.isfinite(model.estimate).all()
    assert np.abs(model.matrix.X @ model.fit.coefficients).max() > 15


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1))
def test_the_rows_found_decided_are_those_a_direct_linear_programme_finds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(6, 14))
    X = np.column_stack([np.ones(n), rng.integers(0, 2, n), rng.integers(0, 2, n), rng.integers(-2, 3, n)]).astype(float)
    X = X[:, : 4 if np.linalg.matrix_rank(X) == 4 else 1]
    y = rng.integers(0, 2, n).astype(float)
    found = find_separation(X, 1 - y, y)
    # row by row: can a direction that is wrong for nobody be right for this row?
    signed = np.where(y[:, None] == 1, 1, -1) * X
    decided = [-linprog(-signed[i], A_ub=-signed, b_ub=np.zeros(n), bounds=(-1, 1), method="highs").fun > 1e-6 for i in range(n)]
    assert (np.zeros(n, np.bool_) if found is None else found.decided).tolist() == decided
    if found is not None:
        assert (signed @ found.direction >= -1e-9).all()
        assert ((signed @ found.direction > 1e-7) == np.array(decided)).all()
