"""Calibration equals R's, meets its totals whatever the sample, and says in words when it cannot."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.survey.design import Design
from folkmoot.survey.estimates import means, proportions, totals
from folkmoot.survey.factors import Factor
from folkmoot.survey.margins import Margin
from folkmoot.survey.raking import rake
from folkmoot.survey.weights.auxiliaries import Auxiliary
from folkmoot.survey.weights.calibrate import Calibrated, CalibrationError, calibrate, calibrated_covariance
from folkmoot.survey.weights.distances import Distance, factor_function

R = json.loads((Path(__file__).parent / "r" / "calibrate.json").read_text("utf-8"))
DISTANCES: tuple[Distance, ...] = ("linear", "raking", "logit")
# R's own stop rule leaves up to 3e-11 in the logit weights, though its epsilon is 1e-13
CLOSE = 1e-10


class Schools:
    """The schools of apiclus1 or apistrat, as the R script sees them."""

    def __init__(self, folder: Path, name: str) -> None:
        clustered = name.startswith("clustered")
        with (folder / ("apiclus1.csv" if clustered else "apistrat.csv")).open(newline="", encoding="utf-8") as file:
            self.rows = list(csv.DictReader(file))
        self.type, self.wide = self.factor("stype"), self.factor("sch.wide")
        self.design = Design(
            self.column("pw"),
            psu=self.factor("dnum").codes if clustered else None,
            strata=None if clustered else self.type.codes,
            fpc=self.column("fpc") if name.endswith("fpc") else None,
        )
        self.margins = [
            Margin("stype", self.type.levels, self.type.codes, np.array([4421.0, 755, 1018])),
            Margin("sch.wide", self.wide.levels, self.wide.codes, np.array([1072.0, 5122])),
        ]
        self.numbers = [Auxiliary("api99", self.column("api99"), 3914069), Auxiliary("enroll", self.column("enroll"), 3811472)]

    def column(self, name: str) -> Any:
        return np.array([float(row[name]) for row in self.rows])

    def factor(self, name: str) -> Factor:
        return Factor.from_values(name, [row[name] for row in self.rows])


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / "surveys" / "r-reference"


def equals_r(schools: Schools, ours: Calibrated, r: dict[str, Any]) -> None:
    score, enrolled = schools.column("api00"), schools.column("enroll")
    mean, total = means(ours.design, score), totals(ours.design, enrolled)
    by = means(ours.design, score, by=schools.type.codes, levels=3)
    np.testing.assert_allclose([mean.estimate[0], mean.se[0]], r["mean"], rtol=CLOSE)
    np.testing.assert_allclose(total.estimate[0], r["total"][0], rtol=CLOSE)
    if r["total"][1] > 1:  # a total that was calibrated to has no error, and what R and we have left of it is rounding
        np.testing.assert_allclose(total.se[0], r["total"][1], rtol=CLOSE)
    np.testing.assert_allclose(by.estimate, r["by"], rtol=CLOSE)
    np.testing.assert_allclose(by.se, r["by_se"], rtol=CLOSE)
    both = np.column_stack([score, schools.column("meals")])
    scores = (both - ours.weights @ both / ours.weights.sum()) / ours.weights.sum()
    np.testing.assert_allclose(calibrated_covariance(ours, scores), r["covariance"], rtol=CLOSE)


@pytest.mark.shared
@pytest.mark.parametrize("distance", DISTANCES)
@pytest.mark.parametrize("name", ["clustered", "clustered_fpc", "stratified", "stratified_fpc"])
def test_weights_and_standard_errors_are_those_of_r(folder: Path, name: str, distance: Distance) -> None:
    schools, r = Schools(folder, name), R["api"][f"{name} {distance}"]
    bounds = (0.2, 5.0) if distance == "logit" else None
    margins = calibrate(schools.design, schools.margins, distance=distance, bounds=bounds)
    numbers = calibrate(schools.design, schools.margins, schools.numbers, distance=distance, bounds=bounds)
    if not name.endswith("fpc"):
        np.testing.assert_allclose(list(dict.fromkeys(margins.weights.tolist())), r["margins"]["weights"], rtol=CLOSE)
        np.testing.assert_allclose(numbers.weights, r["numbers"]["weights"], rtol=CLOSE)
    equals_r(schools, margins, r["margins"])
    equals_r(schools, numbers, r["numbers"])


@pytest.mark.shared
@pytest.mark.parametrize("distance", DISTANCES)
def test_bounds_that_hold_rows_give_the_weights_of_r(folder: Path, distance: Distance) -> None:
    schools, r = Schools(folder, "stratified"), R["bounded"][distance]
    ours = calibrate(schools.design, schools.margins, schools.numbers, distance=distance, bounds=(0.93, 1.3))
    np.testing.assert_allclose(ours.weights, r["weights"], rtol=CLOSE)
    equals_r(schools, ours, r)
    if distance != "logit":
        assert (ours.at_lower > 50, ours.at_upper > 0) == (True, True)


@pytest.mark.shared
def test_the_numbers_of_the_reference_file_are_met(folder: Path) -> None:
    r = json.loads((folder / "r_api.json").read_text("utf-8"))
    schools = Schools(folder, "clustered")
    raked = calibrate(schools.design, schools.margins, distance="raking")
    np.testing.assert_allclose(raked.weights, r["calrake"]["w"], rtol=1e-11)
    np.testing.assert_allclose(means(raked.design, schools.column("api00")).se[0], r["calrake"]["mean"]["se"], rtol=1e-10)
    bounded = calibrate(schools.design, schools.margins, distance="logit", bounds=(0.7, 1.6))
    # that file's epsilon is 1e-10, and the factor is close to its bound
    np.testing.assert_allclose([bounded.factors.min(), bounded.factors.max()], r["logit"], rtol=1e-8)


@pytest.mark.shared
@pytest.mark.parametrize("distance", DISTANCES)
def test_essex_with_bounds_is_as_r(folder: Path, distance: Distance) -> None:
    with (folder / "s3021.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    targets = json.loads((folder / "margins.json").read_text("utf-8"))
    factors = [Factor.from_values(name, [row[name] for row in rows]) for name in targets]
    margins = [Margin(f.name, f.levels, f.codes, np.array([targets[f.name][level] for level in f.levels])) for f in factors]
    base = Design(np.full(len(rows), sum(targets["age"].values()) / len(rows)))
    ours, r = calibrate(base, margins, distance=distance, bounds=(0.4, 4)), R["essex"][distance]
    # the margins' totals differ in their last digits, which R takes from the first and we from the last
    assert ours.n_effective == pytest.approx(r["n_effective"], rel=1e-9)
    assert (ours.factors.min(), ours.factors.max()) == pytest.approx(r["range"], rel=1e-8)
    np.testing.assert_allclose(ours.weights[::100], r["every_hundredth"], rtol=1e-8)
    agree = np.array([float(row["A_agree"]) if row["A_agree"] else np.nan for row in rows])
    found = proportions(ours.design, agree, interval="wald")
    np.testing.assert_allclose([found.estimate[0], found.se[0]], r["mean"], rtol=1e-9)
    if distance == "raking":
        assert ours.n_effective == pytest.approx(2173.739, abs=5e-4)
        np.testing.assert_allclose(rake(base, margins, bounds=(0.4, 4)).weights, ours.weights, rtol=1e-8)


def sample(seed: int, n: int = 60) -> tuple[Design, list[Margin], Auxiliary]:
    """A random sample in which every pair of levels occurs, with totals that a sample of other weights has."""
    rng = np.random.default_rng(seed)
    codes = np.unravel_index(np.concatenate([np.arange(6), rng.integers(0, 6, n - 6)]), (3, 2))
    weights, other = rng.uniform(0.5, 3, n), rng.uniform(1, 3, n)
    margins = [
        Margin(name, tuple("abc"[:size]), code, np.bincount(code, other, size))
        for name, code, size in zip(("age", "sex"), codes, (3, 2), strict=True)
    ]
    years = rng.normal(1980, 15, n)
    return Design(weights * other.sum() / weights.sum()), margins, Auxiliary("year", years, float(other @ years))


seeds = st.integers(0, 10_000)


@settings(max_examples=30)
@given(seeds, st.sampled_from(DISTANCES))
def test_every_total_is_met_within_the_bounds(seed: int, distance: Distance) -> None:
    design, margins, year = sample(seed)
    # The weights the totals were made with are within these bounds, so that the totals can be met
    ours = calibrate(design, margins, [year], distance=distance, bounds=(0.1, 9.0))
    for margin in margins:
        np.testing.assert_allclose(np.bincount(margin.codes, ours.weights), margin.targets, rtol=1e-10)
    assert ours.weights @ year.values == pytest.approx(year.total, rel=1e-10)
    assert (ours.factors.min() >= 0.1, ours.factors.max() <= 9) == (True, True)
    assert (ours.at_lower, ours.at_upper) == ((ours.factors == 0.1).sum(), (ours.factors == 9).sum())


@settings(max_examples=20)
@given(seeds)
def test_scale_and_order_change_nothing(seed: int) -> None:
    design, margins, year = sample(seed)
    ours = calibrate(design, margins, [year], distance="raking")
    larger = calibrate(Design(design.weights * 9), margins, [year], distance="raking")
    np.testing.assert_allclose(larger.weights, ours.weights, rtol=1e-9)
    order = np.random.default_rng(seed).permutation(design.n)
    shuffled = [Margin(m.name, m.levels, m.codes[order], m.targets) for m in reversed(margins)]
    again = calibrate(Design(design.weights[order]), shuffled, [Auxiliary("y", year.values[order], year.total)], distance="raking")
    np.testing.assert_allclose(again.weights, ours.weights[order], rtol=1e-9)


@settings(max_examples=20)
@given(seeds)
def test_linear_is_the_regression_estimator_written_out(seed: int) -> None:
    design, margins, year = sample(seed)
    X = np.column_stack([np.ones(design.n), margins[0].codes == 1, margins[0].codes == 2, margins[1].codes == 1, year.values - 1980])
    total = float(margins[0].targets.sum())
    wanted = np.array([total, *margins[0].targets[1:], margins[1].targets[1], year.total - 1980 * total])
    d = design.weights
    g = 1 + X @ np.linalg.solve(X.T @ (X * d[:, None]), wanted - X.T @ d)
    if (g < 0).any():
        with pytest.raises(CalibrationError, match=rf"row {int(np.argmin(d * g)) + 1}, "):
            calibrate(design, margins, [year])
    else:
        ours = calibrate(design, margins, [year])
        np.testing.assert_allclose(ours.factors, g, rtol=1e-9, atol=1e-10)
        # and the residuals are those of the regression weighted by base weights
        y = np.sin(year.values)[:, None]
        residual = y - X @ np.linalg.solve(X.T @ (X * d[:, None]), X.T @ (d[:, None] * y))
        z = residual * ours.weights[:, None]
        expected = design.n / (design.n - 1) * float(((z - z.mean(0)) ** 2).sum())
        assert calibrated_covariance(ours, y)[0, 0] == pytest.approx(expected, rel=1e-9)


@settings(max_examples=20)
@given(seeds)
def test_raking_to_margins_alone_is_raking(seed: int) -> None:
    design, margins, _ = sample(seed)
    np.testing.assert_allclose(calibrate(design, margins, distance="raking").weights, rake(design, margins).weights, rtol=1e-8)


@pytest.mark.parametrize("distance", DISTANCES)
@pytest.mark.parametrize("bounds", [(0.2, 3.0), (0.0, 1.5)])
def test_slopes_and_areas_are_those_of_the_factors(distance: Distance, bounds: tuple[float, float]) -> None:
    function = factor_function(distance, bounds)
    u = np.linspace(-3, 3, 601) + 1e-4
    step = 1e-6
    slope = (function.factors(u + step) - function.factors(u - step)) / (2 * step)
    np.testing.assert_allclose(function.slopes(u), slope, atol=1e-7)
    area = (function.areas(u + step) - function.areas(u - step)) / (2 * step)
    np.testing.assert_allclose(area, function.factors(u), atol=1e-7)
    assert function.factors(np.zeros(1))[0] == pytest.approx(1)


def test_a_total_that_was_calibrated_to_has_no_error_left() -> None:
    design, margins, year = sample(5)
    ours = calibrate(design, margins, [year], distance="raking")
    scores = np.column_stack([year.values, margins[0].codes == 1, np.ones(design.n)])
    assert np.abs(calibrated_covariance(ours, scores)).max() < 1e-12
    assert "age, sex and year" in ours.sentences[0]


def test_a_row_of_weight_zero_stays_zero_and_changes_nothing() -> None:
    design, margins, year = sample(9)
    more = [Margin(m.name, m.levels, np.append(m.codes, 0), m.targets) for m in margins]
    with_it = calibrate(Design(np.append(design.weights, 0)), more, [Auxiliary("year", np.append(year.values, 1900), year.total)])
    np.testing.assert_allclose(with_it.weights, np.append(calibrate(design, margins, [year]).weights, 0), rtol=1e-9)


def test_some_rows_of_a_calibrated_design_have_the_regression_of_those_rows() -> None:
    design, margins, year = sample(11)
    rows = np.arange(60) % 3 > 0
    kept = calibrate(design, margins, [year]).design.kept(rows)
    d, X = design.weights[rows], np.column_stack([np.ones(40), *(m.codes[rows] == 1 for m in margins), margins[0].codes[rows] == 2])
    X = np.column_stack([X, year.values[rows] - 1980])
    score = np.cos(year.values[rows])
    u = (score - kept.weights @ score / kept.weights.sum()) / kept.weights.sum()
    z = kept.weights * (u - X @ np.linalg.solve(X.T @ (X * d[:, None]), X.T @ (d * u)))
    expected = 40 / 39 * float(((z - z.mean()) ** 2).sum())
    assert means(kept, score).se[0] ** 2 == pytest.approx(expected, rel=1e-9)


def test_what_cannot_be_calibrated_is_refused_in_words() -> None:
    design, margins, year = sample(7)
    young = [Auxiliary("year", year.values, float(design.weights.sum() * 1800))]
    for auxiliaries, keywords, words in [
        (young, {"distance": "raking"}, "year: the total should be"),
        ([year], {"distance": "raking", "bounds": (0.999, 1.001)}, "The margins cannot all be met. The target of"),
        ([year], {"distance": "logit"}, "needs bounds"),
        ([year], {"distance": "logit", "bounds": (1.2, 3)}, "one below 1 and one above"),
        ([year], {"distance": "raking", "bounds": (2, 1)}, "leave no room"),
        ([year], {"distance": "euclid"}, "distance is 'euclid'"),
        ([year, year], {}, "year is given twice"),
        ([Auxiliary("other", np.ones(3), 3)], {}, "other: 3 rows, and the design has 60"),
    ]:
        with pytest.raises(ValueError, match=words):
            calibrate(design, margins, auxiliaries, **keywords)
    with pytest.raises(CalibrationError, match="nothing to calibrate to"):
        calibrate(design)
    with pytest.raises(CalibrationError, match="raked or calibrated already"):
        calibrate(rake(design, margins).design, margins)
    with pytest.raises(ValueError, match="row 2 has no number"):
        Auxiliary("age", np.array([1.0, np.nan]), 3)
    empty = Margin("age", ("a", "b", "c", "d"), margins[0].codes, np.array([*margins[0].targets[:2], 0.0, margins[0].targets[2]]))
    with pytest.raises(CalibrationError, match=r"(target of age c is 0|nobody is in age d)"):
        calibrate(design, [empty], distance="raking")
