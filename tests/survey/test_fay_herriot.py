"""The area-level model on the milk data of You and Chapman (2006), beside published figures, nlme and a plain solver on dense matrices."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.survey.areas.fay_herriot import FayHerriot, fay_herriot

MILK: dict[str, Any] = json.loads((Path(__file__).parent / "r" / "fay_herriot.json").read_text("utf-8"))
Y, D = np.array(MILK["y"]), np.array(MILK["se"]) ** 2
MAJOR = (np.array(MILK["major"])[:, None] == np.array([2, 3, 4])).astype(float)
NAMES = [f"area {k + 1}" for k in range(43)]

# Estimates and mean squared errors of areas 1, 2, 4, 22, 28 and 43 that the tests of the package samplics state for these data
# and this model; the fixed effects beside. Their iterations stop at a change of 1e-4 in A, which leaves about 1e-6.
PLACES = [0, 1, 3, 21, 27, 42]
PUBLISHED = {
    "reml": (
        [1.0219703, 1.0476018, 0.7608170, 1.1923057, 0.7338443, 0.6810870],
        [0.013460220, 0.005372876, 0.008541740, 0.017243977, 0.016476912, 0.009903626],
        [0.9681890, 0.1327801, 0.2269462, -0.2413011],
        [0.06936208, 0.10300072, 0.09232981, 0.08161707],
    ),
    "ml": (
        [1.0161733, 1.0436968, 0.7753489, 1.1921598, 0.7315647, 0.6840976],
        [0.013579953, 0.005512868, 0.008735454, 0.017193729, 0.016390149, 0.010037140],
        [0.9677986, 0.1278756, 0.2266909, -0.2425804],
        [0.06590747, 0.09840939, 0.08813973, 0.07753875],
    ),
}


def milk(**options: Any) -> FayHerriot:
    return fay_herriot(NAMES, Y, D, MAJOR, covariate_names=["major 2", "major 3", "major 4"], **options)


@pytest.mark.parametrize("method", ["reml", "ml"])
def test_the_milk_data_give_the_published_estimates_and_errors(method: str) -> None:
    found = milk(method=method)
    estimate, mse, fixed, fixed_se = PUBLISHED[method]
    np.testing.assert_allclose(found.estimate[PLACES], estimate, atol=1e-6)
    np.testing.assert_allclose(found.mse[PLACES], mse, atol=1e-7)
    np.testing.assert_allclose(found.fixed, fixed, atol=1e-6)
    np.testing.assert_allclose(found.fixed_se, fixed_se, atol=1e-6)
    assert found.fixed_names == ("intercept", "major 2", "major 3", "major 4")


def test_maximum_likelihood_is_that_of_nlme() -> None:
    found, r = milk(method="ml"), MILK["ml"]
    assert found.log_likelihood == pytest.approx(r["log_likelihood"], rel=1e-12)
    assert found.area_variance == pytest.approx(r["area_variance"], rel=1e-6)  # where optim stops
    np.testing.assert_allclose(found.estimate, r["estimate"], atol=1e-8)
    np.testing.assert_allclose(found.fixed, r["fixed"], atol=1e-8)


def dense_log_likelihood(A: float, y: np.ndarray, D: np.ndarray, X: np.ndarray, method: str) -> float:
    """Written out on (areas, areas) matrices."""
    V = np.diag(A + D)
    inverse = np.linalg.inv(V)
    XVX = X.T @ inverse @ X
    P = inverse - inverse @ X @ np.linalg.inv(XVX) @ X.T @ inverse
    value = np.log(np.linalg.det(V)) + y @ P @ y
    return float(-0.5 * (value + (np.log(np.linalg.det(XVX)) if method == "reml" else 0.0)))


def golden_section(height: Callable[[float], float], low: float, high: float) -> float:
    ratio = (5**0.5 - 1) / 2
    for _ in range(120):
        a, b = high - ratio * (high - low), low + ratio * (high - low)
        low, high = (low, b) if height(a) > height(b) else (a, high)
    return (low + high) / 2


def plain(y: np.ndarray, D: np.ndarray, X: np.ndarray, method: str) -> tuple[float, np.ndarray]:
    """A and the predictors by grid and golden section, or by the residuals of ordinary least squares."""
    if method == "moments":
        M = np.eye(y.size) - X @ np.linalg.inv(X.T @ X) @ X.T
        A = max(0.0, float((y @ M @ y - np.trace(M @ np.diag(D))) / (y.size - X.shape[1])))
    else:

        def height(A: float) -> float:
            return dense_log_likelihood(A, y, D, X, method)

        grid = np.concatenate([[0], np.geomspace(1e-5, 50, 300)])
        best = int(np.argmax([height(float(A)) for A in grid]))
        A = golden_section(height, float(grid[max(best - 1, 0)]), float(grid[min(best + 1, 300)]))
        A = 0.0 if height(0.0) >= height(A) else A
    inverse = np.linalg.inv(np.diag(A + D))
    fit = X @ np.linalg.inv(X.T @ inverse @ X) @ X.T @ inverse @ y
    return A, fit + A * inverse @ (y - fit)


@given(st.integers(0, 2**32 - 1), st.sampled_from(["reml", "ml", "moments"]), st.floats(0, 1.5))
@settings(max_examples=40)
def test_any_data_give_the_numbers_of_the_plain_solver(seed: int, method: str, spread: float) -> None:
    rng = np.random.Generator(np.random.PCG64(seed))
    D = rng.uniform(0.2, 2, 9)
    x = rng.normal(size=9)
    y = 1 + x + spread * rng.normal(size=9) + np.sqrt(D) * rng.normal(size=9)
    found = fay_herriot([str(k) for k in range(9)], y, D, x, method=method)  # type: ignore[arg-type]
    A, estimate = plain(y, D, np.column_stack([np.ones(9), x]), method)
    # golden section sees the likelihood to its own rounding, which leaves the square root of that in A
    assert found.area_variance == pytest.approx(A, rel=1e-5, abs=1e-6)
    np.testing.assert_allclose(found.estimate, estimate, atol=1e-5)


def test_the_restricted_likelihood_of_the_milk_data_is_highest_where_found() -> None:
    found, X = milk(), np.column_stack([np.ones(43), MAJOR])
    A, estimate = plain(Y, D, X, "reml")
    assert found.area_variance == pytest.approx(A, rel=1e-6)
    np.testing.assert_allclose(found.estimate, estimate, atol=1e-8)
    assert found.log_likelihood == pytest.approx(dense_log_likelihood(A, Y, D, X, "reml") - 39 / 2 * np.log(2 * np.pi), rel=1e-12)


@pytest.mark.parametrize("method", ["reml", "ml", "moments"])
def test_an_area_without_a_sample_is_synthetic_and_changes_no_other(method: str) -> None:
    alone = milk(method=method)
    more = fay_herriot([*NAMES, "Maldon"], [*Y, np.nan], [*D, np.nan], np.vstack([MAJOR, [1, 0, 0]]), method=method)  # type: ignore[arg-type]
    np.testing.assert_allclose(more.estimate[:43], alone.estimate, rtol=1e-12)
    np.testing.assert_allclose(more.mse[:43], alone.mse, rtol=1e-12)
    assert more.estimate[43] == pytest.approx(alone.fixed[0] + alone.fixed[1], rel=1e-12)
    assert more.mse[43] > more.area_variance
    assert (more.gamma[43], more.n_areas) == (0, 43)
    assert more.sentences[43].endswith("There is no survey estimate there: this one leans wholly on other areas.")
    assert "rests on the area's own survey estimate" in more.sentences[0]


def test_areas_that_differ_no_more_than_chance_are_flagged() -> None:
    y = np.array([1.0, 1.1, 0.9, 1.05, 0.95, 1.0])
    for method in ("reml", "ml", "moments"):
        found = fay_herriot(list("abcdef"), y, np.full(6, 4.0), method=method)  # type: ignore[arg-type]
        assert found.zero_variance
        assert found.area_variance == 0
        np.testing.assert_allclose(found.estimate, np.ones(6), rtol=1e-12)
        assert "differ no more than their standard errors" in found.cautions[1]
    assert not milk().zero_variance
    assert len(milk().cautions) == 1


def test_the_mean_squared_error_is_what_repeated_surveys_show() -> None:
    rng = np.random.Generator(np.random.PCG64(5))
    D, x = np.tile([0.3, 0.5, 1.0, 1.6], 10), rng.normal(size=41)
    squares, said = np.zeros(41), np.zeros(41)
    for _ in range(3000):
        truth = 2 + 0.5 * x + rng.normal(size=41)
        y = np.append(truth[:40] + np.sqrt(D) * rng.normal(size=40), np.nan)
        found = fay_herriot([str(k) for k in range(41)], y, np.append(D, np.nan), x, method="moments")
        squares += (found.estimate - truth) ** 2 / 3000
        said += found.mse / 3000
    assert said[:40].sum() == pytest.approx(squares[:40].sum(), rel=0.02)
    assert said[40] == pytest.approx(squares[40], rel=0.08)


def test_bad_input_is_refused_naming_the_area() -> None:
    for change, words in (
        ({"variances": np.where(np.arange(43) == 6, 0.0, D)}, "area 7: its estimate needs a variance above zero"),
        ({"variances": np.where(np.arange(43) == 6, np.nan, D)}, "area 7: its estimate needs a variance"),
        ({"direct": np.where(np.arange(43) == 2, np.inf, Y)}, "area 3: its estimate"),
        ({"covariates": np.where(np.arange(43) == 4, np.nan, 1.0)}, "area 5: a covariate is missing"),
        ({"covariates": np.ones((43, 2))}, "cannot be told apart"),
        ({"direct": Y[:3]}, "3 numbers for 43 areas"),
        ({"direct": np.full(43, np.nan)}, "0 areas have an estimate"),
        ({"method": "bayes"}, "reml, ml, moments"),
        ({"confidence": 95}, "not between 0 and 1"),
        ({"covariate_names": ["one"]}, "1 covariate names for 3"),
    ):
        arguments: dict[str, Any] = {"names": NAMES, "direct": Y, "variances": D, "covariates": MAJOR, **change}
        with pytest.raises(ValueError, match=words):
            fay_herriot(**arguments)
