"""Intervals of small areas that allow for not knowing the standard deviations, beside brute force and repeated samples."""

from collections.abc import Iterator
from functools import cache
from itertools import product

import numpy as np
import pytest

from folkmoot.survey.areas.mrp import AreaEstimates, poststratify
from folkmoot.survey.areas.multilevel import Multilevel, fit_multilevel
from folkmoot.survey.areas.poststratification import PoststratificationCells
from folkmoot.survey.areas.sd_grid import HIGHEST, SdPoint, integrated_sds, known_sds
from folkmoot.survey.design import Design
from folkmoot.survey.factors import Factor

type Array = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


class Place:
    """A sample by area and one or two other factors, drawn from effects with the given spreads; the first factor is the area."""

    def __init__(self, seed: int, people: int, levels: tuple[int, ...], spreads: tuple[float, ...]) -> None:
        rng = np.random.Generator(np.random.PCG64(seed))
        codes = [rng.integers(0, count, people) for count in levels]
        odds = 0.3 + sum(rng.normal(0, sd, count)[code] for count, sd, code in zip(levels, spreads, codes, strict=True))
        self.factors = [Factor(f"factor {k}", tuple(map(str, range(levels[k]))), code) for k, code in enumerate(codes)]
        self.answers = (rng.random(people) < 1 / (1 + np.exp(-odds))).astype(float)
        self.population = rng.integers(50, 500, levels).astype(float)
        self.model = fit_multilevel(self.answers, random=self.factors)

    def estimates(self, **options: object) -> AreaEstimates:
        cells = PoststratificationCells.from_array(self.population, self.factors)
        design = Design(np.ones(self.answers.size))
        return poststratify(self.model, cells, self.factors[0], design, self.answers, **options)  # type: ignore[arg-type]


@cache
def small() -> Place:
    return Place(4, 160, (8, 5), (0.5, 0.6))


def shares(place: Place, fixed: Array, effects: Array) -> tuple[Array, Array]:
    """(areas,) the shares and (areas, effects) their slopes, from the intercept and the effects, by every cell."""
    levels = np.indices(place.population.shape).reshape(place.population.ndim, -1)
    rows = np.hstack(
        [np.ones((levels.shape[1], 1)), *(np.eye(size)[own] for size, own in zip(place.population.shape, levels, strict=True))]
    )
    p = 1 / (1 + np.exp(-rows @ np.concatenate([fixed, effects])))
    people = np.eye(place.population.shape[0])[levels[0]].T * place.population.ravel()
    part = people / people.sum(1, keepdims=True)
    return part @ p, (part * p * (1 - p)) @ rows


def summed_up(place: Place, points: list[tuple[float, Array, Array, Array]]) -> tuple[Array, Array]:
    """(areas,) mean and standard error from (weight, fixed, effects, covariance), by the law of total variance."""
    weights, means, variances = np.array([point[0] for point in points]), [], []
    for _, fixed, effects, covariance in points:
        found, slopes = shares(place, fixed, effects)
        means.append(found)
        variances.append(np.einsum("aj,jk,ak->a", slopes, covariance, slopes))
    mean = weights @ np.array(means) / weights.sum()
    within, between = weights @ np.array(variances), weights @ (np.array(means) - mean) ** 2
    return mean, np.sqrt((within + between) / weights.sum())


def brute_force(model: Multilevel, nodes: int) -> Iterator[tuple[float, Array, Array, Array]]:
    """(weight, fixed, effects, covariance) on a fine product grid of standard deviations 5 v^2, v by Gauss and Legendre, each by dense
    Newton steps for the fixed effects and the effects on their own scale."""
    sizes, codes = model.cells.sizes, [model.cell_levels[name] for name in model.terms.random]
    C = np.hstack([model.cells.X, *(np.eye(size)[code] for size, code in zip(sizes, codes, strict=True))])
    p_fixed, n, yes = model.cells.X.shape[1], model.cells.n, model.cells.yes
    x, w = np.polynomial.legendre.leggauss(nodes)
    v = (x + 1) / 2
    made = []
    at = np.zeros(C.shape[1])
    for places in product(range(nodes), repeat=len(sizes)):
        sds = HIGHEST * v[list(places)] ** 2
        prior = np.concatenate([np.zeros(p_fixed), *(np.full(size, sd**-2) for size, sd in zip(sizes, sds, strict=True))])
        for _ in range(60):
            p = 1 / (1 + np.exp(-C @ at))
            information = (C.T * (n * p * (1 - p))) @ C + np.diag(prior)
            step = np.linalg.solve(information, C.T @ (yes - n * p) - prior * at)
            at = at + np.clip(step, -1, 1)
            if np.abs(step).max() < 1e-7:
                break
        eta = C @ at
        log_likelihood = yes @ eta - n @ np.logaddexp(0, eta) - prior @ at**2 / 2 - np.array(sizes) @ np.log(sds)
        log_weight = log_likelihood - np.linalg.slogdet(information)[1] / 2 + np.log(w[list(places)] * v[list(places)]).sum()
        made.append((log_weight, at[:p_fixed], at[p_fixed:], np.linalg.inv(information)))
    top = max(each[0] for each in made)
    return ((float(np.exp(each[0] - top)), *each[1:]) for each in made)


def as_tuples(points: Iterator[SdPoint]) -> list[tuple[float, Array, Array, Array]]:
    return [(point.weight, point.fixed, point.effects, point.covariance) for point in points]


@pytest.mark.parametrize(
    ("place", "nodes"), [(Place(2, 120, (8,), (0.5,)), 200), (Place(5, 60, (3,), (0.7,)), 200), (small(), 30)], ids=["8", "3", "8 by 5"]
)
def test_the_estimates_are_those_of_brute_force_over_standard_deviations(place: Place, nodes: int) -> None:
    mean, se = summed_up(place, list(brute_force(place.model, nodes)))
    found = place.estimates()
    # What is left out where the weight is below 1e-4 of the most.
    np.testing.assert_allclose(found.estimate, mean, atol=1e-4)
    np.testing.assert_allclose(found.se, se, rtol=5e-4)


def test_points_drawn_from_the_lattice_stand_for_all_of_it() -> None:
    """64 of them, so to 3% of a standard error and no better."""
    mean, se = summed_up(small(), as_tuples(integrated_sds(small().model)))
    drawn_mean, drawn_se = summed_up(small(), as_tuples(integrated_sds(small().model, drawn=True)))
    np.testing.assert_allclose(drawn_mean, mean, atol=0.03 * float(se.max()))
    np.testing.assert_allclose(drawn_se, se, rtol=0.03)


def test_three_groupings_are_near_brute_force_too() -> None:
    place = Place(6, 200, (8, 5, 4), (0.5, 0.4, 0.3))
    mean, se = summed_up(place, list(brute_force(place.model, 14)))
    found = place.estimates()
    np.testing.assert_allclose(found.estimate, mean, atol=0.05 * float(se.max()))
    np.testing.assert_allclose(found.se, se, rtol=0.05)
    assert int(found.method.split("points=")[1].split(";")[0]) <= 64


def test_the_weights_add_up_to_one_and_reach_as_far_as_they_should() -> None:
    points = list(integrated_sds(small().model))
    weights = np.array([point.weight for point in points])
    assert weights.sum() == pytest.approx(1, rel=1e-12)
    assert weights.min() >= 1e-4 * weights.max()
    assert len(points) <= 75
    assert max(point.sds.max() for point in points) <= HIGHEST * (1 + 1e-12)
    assert min(point.sds.min() for point in points) == 0  # 160 people cannot rule it out


def test_with_many_areas_and_answers_both_ways_agree() -> None:
    place = Place(3, 12_000, (60,), (0.5,))
    known, integrated = place.estimates(standard_deviations="known"), place.estimates()
    # 60 areas leave the standard deviation a tenth of itself unsure, and one area's own answers outweigh it twenty times.
    np.testing.assert_allclose(integrated.estimate, known.estimate, atol=0.04 * float(known.se.min()))
    np.testing.assert_allclose(integrated.se, known.se, rtol=0.01)
    assert integrated.overall == pytest.approx(known.overall, abs=1e-4)
    np.testing.assert_allclose(integrated.own_share, known.own_share, atol=0.01)
    assert known.method.endswith("sds taken as known")
    assert "sds integrated,laplace,flat prior from 0 to 5,points=" in integrated.method


def test_known_standard_deviations_are_one_point_and_the_models_own() -> None:
    (point,) = known_sds(small().model)
    assert point.weight == 1
    np.testing.assert_array_equal(point.sds, small().model.sds)
    np.testing.assert_array_equal(point.covariance, small().model.covariance)


def test_areas_that_do_not_differ_have_intervals_between_one_sample_and_their_own() -> None:
    """Ten of 20 say yes in each of eight areas: the standard deviation is zero, and nobody of a ninth area answered."""
    area = Factor("ward", tuple("abcdefghi"), np.repeat(np.arange(8), 20))
    answers = np.tile([0.0, 1.0], 80)
    model = fit_multilevel(answers, random=[area])
    assert model.at_zero == ("ward",)
    cells = PoststratificationCells.from_array(np.ones(9), [area])
    design = Design(np.ones(160))
    known = poststratify(model, cells, area, design, answers, standard_deviations="known")
    found = poststratify(model, cells, area, design, answers)
    np.testing.assert_allclose(found.estimate, 0.5, atol=1e-9)
    assert np.isfinite([found.se, found.low, found.high]).all()
    own = np.sqrt(0.25 / 20)
    assert (known.se * 1.1 < found.se).all()
    assert (found.se[:8] < own).all()
    assert (found.se[8] > found.se[:8]).all()
    assert known.cautions[-1] == "The model found no difference by ward, so the intervals are narrower than they should be."
    assert found.cautions[-1] == "The model found no difference by ward. The intervals allow for some."


def test_draws_over_the_standard_deviations_spread_as_their_variances_say() -> None:
    delta, drawn = small().estimates(), small().estimates(uncertainty="simulation", draws=4000, seed=5)
    np.testing.assert_array_equal(drawn.estimate, delta.estimate)
    np.testing.assert_allclose(drawn.se, delta.se, rtol=0.08)
    np.testing.assert_allclose(drawn.low, delta.low, atol=0.03)
    np.testing.assert_allclose(drawn.high, delta.high, atol=0.03)


def test_a_model_that_did_not_converge_is_not_integrated_and_it_is_said() -> None:
    area = Factor("ward", tuple("abcd"), np.repeat(np.arange(4), 10))
    answers = np.repeat([0.0, 0.0, 1.0, 1.0], 10)
    model = fit_multilevel(answers, random=[area])
    assert not model.converged
    found = poststratify(model, PoststratificationCells.from_array(np.ones(4), [area]), area, Design(np.ones(40)), answers)
    assert found.standard_deviations == "known"
    assert found.method.endswith("sds taken as known")


def test_intervals_of_eight_areas_hold_the_truth_about_as_often_as_they_say() -> None:
    """80 samples of 60 people in each of eight areas whose log-odds differ by 0.25 more or less: 95% intervals hold the true share."""
    rng = np.random.Generator(np.random.PCG64(1))
    area = Factor("ward", tuple("abcdefgh"), np.repeat(np.arange(8), 60))
    cells, design = PoststratificationCells.from_array(np.ones(8), [area]), Design(np.ones(480))
    held: dict[str, list[float]] = {"known": [], "integrated": []}
    for _ in range(80):
        truth = 1 / (1 + np.exp(-(0.3 + rng.normal(0, 0.25, 8))))
        answers = (rng.random(480) < truth[area.codes]).astype(float)
        model = fit_multilevel(answers, random=[area])
        for way, holds in held.items():
            found = poststratify(model, cells, area, design, answers, standard_deviations=way)  # type: ignore[arg-type]
            holds.append(float(((found.low <= truth) & (truth <= found.high)).mean()))
    known, integrated = np.mean(held["known"]), np.mean(held["integrated"])
    error = np.std(held["integrated"], ddof=1) / np.sqrt(80)  # of samples and not of areas: a sample's areas share one spread
    assert abs(integrated - 0.95) < 3 * error
    assert known < 0.95 - 3 * np.std(held["known"], ddof=1) / np.sqrt(80)
