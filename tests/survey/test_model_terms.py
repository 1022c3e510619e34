"""The model matrix: contrasts, references, columns that repeat others, and plain refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.survey.factors import Factor
from folkmoot.survey.models.collinearity import combination, null_space, repeated_columns, surely_independent
from folkmoot.survey.models.model_terms import Covariate, complete, model_matrix

AGE = Factor("age", ("young", "middle", "old"), np.array([0, 1, 2, 1, 0, 2]))
INCOME = Covariate("income", np.array([10.0, 20, 30, 40, 50, 60]))


def test_a_factor_has_an_indicator_for_each_level_but_its_first() -> None:
    matrix = model_matrix([AGE])
    assert matrix.names == ("(constant)", "age: middle", "age: old")
    assert matrix.references == {"age": "young"}
    np.testing.assert_array_equal(matrix.X, [[1, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 0], [1, 0, 0], [1, 0, 1]])


def test_a_named_reference_is_the_level_left_out() -> None:
    matrix = model_matrix([AGE], {"age": "old"})
    assert matrix.names == ("(constant)", "age: young", "age: middle")
    np.testing.assert_array_equal(matrix.X[:, 1], [1, 0, 0, 0, 1, 0])


def test_a_covariate_is_held_less_its_weighted_mean_and_the_way_back_is_exact() -> None:
    weights = np.array([1.0, 1, 1, 1, 1, 5])
    matrix = model_matrix([AGE, INCOME], weights=weights)
    centre = np.average(INCOME.values, weights=weights)
    np.testing.assert_allclose(matrix.X[:, 3], INCOME.values - centre)
    b = np.array([0.5, -1, 2, 0.25])
    measured = matrix.uncentred @ b
    plain = np.column_stack([matrix.X[:, :3], INCOME.values])
    np.testing.assert_allclose(plain @ measured, matrix.X @ b, rtol=1e-14)


def test_the_first_level_that_somebody_has_is_the_reference_when_nobody_has_the_first() -> None:
    factor = Factor("age", ("none", "young", "old"), np.array([1, 2, 2]))
    matrix = model_matrix([factor])
    assert matrix.references == {"age": "young"}
    assert matrix.names == ("(constant)", "age: none", "age: old")


def test_a_level_nobody_has_keeps_its_column_and_is_named() -> None:
    factor = Factor("age", ("young", "middle", "old"), np.array([0, 2, 2, 0]))
    matrix = model_matrix([factor])
    repeated = repeated_columns(matrix.X)
    assert repeated.tolist() == [False, True, False]
    counted = np.ones(4, np.bool_)
    assert matrix.findings(repeated, counted) == ("age: nobody who counts here is “middle”, so it has no coefficient.",)
    assert matrix.flags(np.array([1.0, np.nan, 1.0]), repeated, counted) == ("", "nobody", "")


def test_a_covariate_that_repeats_a_factor_is_found_and_its_source_named() -> None:
    matrix = model_matrix([AGE, Covariate("is young", (AGE.codes == 0) * 2.5)])
    repeated = repeated_columns(matrix.X)
    assert repeated.tolist() == [False, False, False, True]
    assert combination(matrix.X, 3, ~repeated) == [0, 1, 2]  # the covariate is held less its mean
    assert matrix.findings(repeated, np.ones(6, np.bool_)) == ("is young: it can be told from age, so it has no coefficient of its own.",)


def test_a_covariate_that_never_changes_is_named() -> None:
    matrix = model_matrix([AGE, Covariate("year", np.full(6, 2024.0))])
    repeated = repeated_columns(matrix.X)
    assert repeated.tolist() == [False, False, False, True]
    assert "year: it is the same for everyone" in matrix.findings(repeated, np.ones(6, np.bool_))[0]


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1))
def test_the_columns_kept_have_the_rank_of_all_and_each_column_left_out_is_a_combination_of_them(seed: int) -> None:
    rng = np.random.default_rng(seed)
    X = rng.integers(-2, 3, (12, 4)).astype(float)
    X = np.hstack([X, X @ rng.integers(-1, 2, (4, 3))])[:, rng.permutation(7)]
    repeated = repeated_columns(X)
    rank = np.linalg.matrix_rank(X)
    assert (~repeated).sum() == rank == np.linalg.matrix_rank(X[:, ~repeated])
    for at in np.flatnonzero(repeated):  # of the columns before it, as R does
        before = X[:, :at][:, ~repeated[:at]]
        fitted = before @ np.linalg.lstsq(before, X[:, at], rcond=None)[0] if before.size else np.zeros(12)
        np.testing.assert_allclose(fitted, X[:, at], atol=1e-9)
    assert null_space(X).shape == (7, 7 - rank)
    np.testing.assert_allclose(X @ null_space(X), 0, atol=1e-9)
    assert not (surely_independent(X.T @ X) and repeated.any())


def test_rows_with_a_missing_term_are_not_complete() -> None:
    factor = Factor("age", ("young", "old"), np.array([0, -1, 1, 0]))
    covariate = Covariate("income", np.array([1.0, 2, np.nan, 3]))
    assert complete([factor, covariate]).tolist() == [True, False, False, True]


def test_refusals_name_the_term_the_row_and_what_to_do() -> None:
    with pytest.raises(ValueError, match=r"income: row 2 is infinite"):
        Covariate("income", np.array([1.0, np.inf]))
    with pytest.raises(ValueError, match="income: some values are not numbers"):
        Covariate("income", np.array(["a", "b"]))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="income: it is missing in every row"):
        complete([Covariate("income", np.full(3, np.nan))])
    with pytest.raises(ValueError, match="age: it is missing in every row"):
        complete([Factor("age", ("a", "b"), np.full(3, -1))])
    with pytest.raises(ValueError, match="“age” is given twice"):
        complete([AGE, AGE])
    with pytest.raises(ValueError, match="income has 2 rows and age 6"):
        complete([AGE, Covariate("income", np.zeros(2))])
    with pytest.raises(ValueError, match="no terms"):
        complete([])
    with pytest.raises(ValueError, match="age: everyone who counts in the model is “old”"):
        model_matrix([Factor("age", ("young", "old"), np.array([1, 1]))])
    with pytest.raises(ValueError, match="“ancient” is not one of its levels: young, middle, old"):
        model_matrix([AGE], {"age": "ancient"})
    with pytest.raises(ValueError, match="nobody who counts in the model has the reference level “young”"):
        model_matrix([Factor("age", ("young", "middle", "old"), np.array([1, 2]))], {"age": "young"})
    with pytest.raises(ValueError, match="“sex”, which is not a factor"):
        model_matrix([AGE], {"sex": "f"})
    with pytest.raises(ValueError, match="income: row 2 has none"):
        model_matrix([Covariate("income", np.array([1.0, np.nan]))])
    with pytest.raises(ValueError, match=r"no term “sex”\. Its terms: age"):
        model_matrix([AGE]).columns_of("sex")
