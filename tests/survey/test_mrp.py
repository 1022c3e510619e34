"""Estimates for small areas by multilevel regression and poststratification, beside plain versions."""

from dataclasses import replace
from functools import cache
from math import exp

import numpy as np
import pytest

from folkmoot.survey.areas.mrp import AreaEstimates, _push, _Rows, poststratify
from folkmoot.survey.areas.multilevel import Multilevel, fit_multilevel
from folkmoot.survey.areas.poststratification import PoststratificationCells
from folkmoot.survey.areas.sd_grid import known_sds
from folkmoot.survey.design import Design
from folkmoot.survey.estimates import proportions
from folkmoot.survey.factors import Factor

AREAS, AGES, RENTS = tuple(f"ward {k + 1}" for k in range(12)), ("16-34", "35-59", "60+"), ("no", "yes")


class Town:
    """A made population of 12 wards, the sample of it, and the share who would truly say yes in each. The first four wards have about
    five answers each, ward 11 has none, and ward 12 has no population."""

    def __init__(self) -> None:
        rng = np.random.Generator(np.random.PCG64(11))
        self.population = rng.integers(200, 2000, (12, 3, 2)).astype(float)
        self.population[11] = 0
        odds = rng.normal(0.2, 0.5, 12)[:, None, None] + np.array([0, 0.4, 0.9])[:, None] - 0.5 * np.arange(2)
        truth = 1 / (1 + np.exp(-odds))
        self.true = (self.population * truth)[:11].sum((1, 2)) / self.population[:11].sum((1, 2))
        chance = np.array([0.08] * 4 + [1.0] * 6)[:, None, None] * self.population[:10] * np.array([0.4, 1, 2.0])[:, None]
        drawn = rng.choice(60, 700, p=(chance / chance.sum()).ravel())
        area, age, rents = np.unravel_index(drawn, (10, 3, 2))
        self.area, self.age, self.rents = Factor("ward", AREAS, area), Factor("age", AGES, age), Factor("rents", RENTS, rents)
        self.answers = (rng.random(700) < truth[area, age, rents]).astype(float)
        self.answers[::50] = np.nan
        self.design = Design(self.population[area, age, rents] / 100)
        self.cells = PoststratificationCells.from_array(self.population, [self.area, self.age, self.rents])
        self.model = fit_multilevel(self.answers, random=[self.area, self.age], fixed=[self.rents])

    def estimates(self, **options: object) -> AreaEstimates:
        taken = {"standard_deviations": "known", **options}
        return poststratify(self.model, self.cells, self.area, self.design, self.answers, **taken)  # type: ignore[arg-type]


@cache
def town() -> Town:
    return Town()


def cell_by_cell(made: Town, effects: np.ndarray) -> list[float]:
    """The estimates from (intercept, rents, 12 wards, 3 ages), one cell after another."""
    shares = []
    for a in range(12):
        yes = people = 0.0
        for b in range(3):
            for c in range(2):
                odds = effects[0] + effects[1] * c + effects[2 + a] + effects[14 + b]
                yes += made.population[a, b, c] / (1 + exp(-odds))
                people += made.population[a, b, c]
        shares.append(yes / people if people else float("nan"))
    return shares


def all_effects(model: Multilevel) -> np.ndarray:
    return np.concatenate([model.fixed, *model.effects])


def test_estimates_are_the_cells_shares_counted_by_their_people() -> None:
    found = town().estimates()
    np.testing.assert_allclose(found.estimate, cell_by_cell(town(), all_effects(town().model)), rtol=1e-12)
    weights = town().population.sum((1, 2))
    assert found.overall == pytest.approx(float(np.nansum(found.estimate * weights) / weights.sum()), rel=1e-12)
    np.testing.assert_array_equal(found.population, weights)


def test_delta_standard_errors_are_those_of_the_slopes_by_small_differences() -> None:
    found, middle, V = town().estimates(), all_effects(town().model), town().model.covariance
    slopes = np.zeros((12, middle.size))
    for place in range(middle.size):
        h = np.zeros(middle.size)
        h[place] = 1e-5
        slopes[:, place] = np.subtract(cell_by_cell(town(), middle + h), cell_by_cell(town(), middle - h)) / 2e-5
    se = np.sqrt(np.einsum("aj,jk,ak->a", slopes, V, slopes))
    np.testing.assert_allclose(found.se, se, rtol=1e-7)  # what differences of this step can tell
    logit = np.log(found.estimate / (1 - found.estimate))
    half = 1.959963984540054 * se / (found.estimate * (1 - found.estimate))
    np.testing.assert_allclose(found.high, 1 / (1 + np.exp(-logit - half)), rtol=1e-7)


def test_simulation_agrees_with_the_delta_method_and_is_told_by_its_seed() -> None:
    delta, drawn = town().estimates(), town().estimates(uncertainty="simulation", draws=4000, seed=7)
    np.testing.assert_array_equal(drawn.estimate, delta.estimate)
    np.testing.assert_allclose(drawn.se, delta.se, rtol=0.08)
    np.testing.assert_allclose(drawn.low, delta.low, atol=0.02)
    np.testing.assert_allclose(drawn.high, delta.high, atol=0.02)
    again = town().estimates(uncertainty="simulation", draws=4000, seed=7)
    other = town().estimates(uncertainty="simulation", draws=4000, seed=8)
    np.testing.assert_array_equal(again.se, drawn.se)
    assert (other.se[:11] != drawn.se[:11]).all()
    assert "simulation,draws=4000,seed=7" in drawn.method
    assert "delta" in delta.method
    assert "unweighted" in delta.method


class Dense:
    """Fixed effects and effects together on dense matrices, the standard deviations held."""

    def __init__(self, model: Multilevel) -> None:
        sizes, codes = model.cells.sizes, [model.cell_levels[name] for name in model.terms.random]
        self.C = np.hstack([model.cells.X, *(np.eye(size)[code] for size, code in zip(sizes, codes, strict=True))])
        self.prior = np.concatenate([np.zeros(model.fixed.size), *(np.full(s, sd**-2) for s, sd in zip(sizes, model.sds, strict=True))])
        self.n = model.cells.n

    def weights(self, at: np.ndarray) -> np.ndarray:
        p = 1 / (1 + np.exp(-self.C @ at))
        return np.asarray(self.n * p * (1 - p))

    def information(self, at: np.ndarray) -> np.ndarray:
        return np.asarray((self.C.T * self.weights(at)) @ self.C + np.diag(self.prior))

    def mode(self, yes: np.ndarray) -> np.ndarray:
        at = np.zeros(self.C.shape[1])
        for _ in range(50):
            p = 1 / (1 + np.exp(-self.C @ at))
            at = at + np.linalg.solve(self.information(at), self.C.T @ (yes - self.n * p) - self.prior * at)
        return np.asarray(at)


def test_the_covariance_is_the_inverse_of_the_dense_information() -> None:
    dense = np.linalg.inv(Dense(town().model).information(all_effects(town().model)))
    np.testing.assert_allclose(town().model.covariance, dense, rtol=1e-8, atol=1e-12)


def test_own_share_is_how_far_an_estimate_moves_with_the_areas_own_answers() -> None:
    made, dense = town(), Dense(town().model)
    middle = dense.mode(made.model.cells.yes)  # the fixed effects of the Laplace likelihood are a little off it
    at_mode = replace(
        made.model, fixed=middle[:2], effects=(middle[2:14], middle[14:]), covariance=np.linalg.inv(dense.information(middle))
    )
    found = poststratify(at_mode, made.cells, made.area, made.design, made.answers, standard_deviations="known")
    odds = middle[0] + middle[1] * np.arange(2) + middle[2:14, None, None] + middle[14:17, None]
    weight = made.population * np.exp(odds) / (1 + np.exp(odds)) ** 2
    for place in (0, 5, 9):
        there = made.model.cell_levels["ward"] == place
        push = np.where(there, dense.weights(middle), 0.0) * 1e-4
        moved = (dense.mode(made.model.cells.yes + push) - dense.mode(made.model.cells.yes - push)) / 2e-4
        by_cell = moved[0] + moved[1] * np.arange(2) + moved[2 + place] + moved[14:17, None]
        assert found.own_share[place] == pytest.approx(float((weight[place] * by_cell).sum() / weight[place].sum()), rel=1e-6)
    assert found.own_share[:10] == pytest.approx(made.estimates().own_share[:10], abs=2e-3)


def test_what_an_estimate_rests_on_adds_up_to_one_over_all_areas() -> None:
    rows = _Rows(town().model, {f.name: f.codes.astype(np.int64) for f in town().cells.factors})
    slopes = rows.summed(town().cells.counts, town().cells.factor("ward").codes.astype(np.int64), 12)
    own, point = _Rows(town().model, town().model.cell_levels), next(known_sds(town().model))
    rests = slopes @ point.covariance @ _push(own, town().model, point, town().area).T
    rests[:11] /= slopes[:11, :1]
    np.testing.assert_allclose(rests[:11].sum(1), 1, rtol=1e-9)
    assert (rests[:11, 10] == 0).all()


def test_an_area_with_few_answers_is_said_to_lean_on_other_areas() -> None:
    found = town().estimates()
    few = [place for place in range(12) if 0 < found.n[place] < 100]
    assert {0, 1, 2, 3} <= set(few)
    for place in few:
        assert f"{found.n[place]:,} pe" in found.sentences[place]
        assert "leans on other areas" in found.sentences[place]
        assert f"{found.own_share[place]:.0%} of it rests on ward {place + 1}'s own answers" in found.sentences[place]
    assert found.n[10] == 0
    assert found.own_share[10] == pytest.approx(0, abs=1e-15)
    assert found.sentences[10].endswith("Nobody there answered: the estimate leans wholly on the answers of other areas.")
    assert found.own_share[:4].max() < found.own_share[4:10].min()
    assert found.cautions[0].startswith("These are estimates from a model. They allow for how areas differ by ward, age, rents")


def test_many_answers_lean_on_other_areas_only_where_less_than_half_is_their_own() -> None:
    found = replace(town().estimates(), n=np.full(12, 1200), own_share=np.array([0.49, 0.51] + [0.9] * 10))
    assert (
        "1,200 people there answered: the estimate leans on other areas, and 49% of it rests on ward 1's own answers." in found.sentences[0]
    )
    assert found.sentences[1].endswith("1,200 people there answered, and 51% of the estimate rests on their answers.")


def test_an_area_without_population_has_a_row_and_no_number() -> None:
    found = town().estimates()
    assert np.isnan([found.estimate[11], found.se[11], found.low[11], found.high[11], found.own_share[11]]).all()
    assert found.sentences[11] == "ward 12: the population's counts have nobody there, so there is no estimate."


def test_the_direct_estimates_beside_are_the_designs_own() -> None:
    direct = town().estimates(confidence=0.9).direct
    own = proportions(town().design, town().answers, by=town().area.codes, levels=12, confidence=0.9)
    np.testing.assert_array_equal(direct.estimate, own.estimate)
    np.testing.assert_array_equal(direct.low, own.low)
    assert np.isnan(direct.estimate[10])


def test_the_model_is_nearer_the_truth_than_few_answers_are() -> None:
    found = town().estimates()
    few = slice(0, 4)
    assert np.abs(found.estimate[few] - town().true[few]).mean() < np.abs(found.direct.estimate[few] - town().true[few]).mean()
    inside = (found.low[:11] <= town().true) & (town().true <= found.high[:11])
    assert inside.sum() >= 9


def test_factors_that_do_not_fit_are_refused_in_words() -> None:
    made = town()
    without_age = PoststratificationCells.from_array(made.population.sum(1), [made.area, made.rents])
    other = PoststratificationCells.from_array(made.population[:, ::-1], [made.area, Factor("age", AGES[::-1], made.age.codes), made.rents])
    for arguments, options, words in (
        ((made.model, without_age, made.area, made.design, made.answers), {}, "no factor age"),
        ((made.model, other, made.area, made.design, made.answers), {}, "age: the levels of the cells"),
        ((made.model, made.cells, Factor("region", ("a",), made.area.codes * 0), made.design, made.answers), {}, "region is not a factor"),
        ((made.model, made.cells, Factor("ward", AREAS[:10], made.area.codes), made.design, made.answers), {}, "not those of the model"),
        ((made.model, made.cells, made.area, made.design, made.answers * np.nan), {}, "fitted to more people"),
        ((made.model, made.cells, made.area, made.design, made.answers[:9]), {}, "700 rows"),
        ((made.model, made.cells, made.area, made.design, made.answers), {"uncertainty": "bayes"}, "delta, simulation"),
        ((made.model, made.cells, made.area, made.design, made.answers), {"standard_deviations": "unknown"}, "integrated, known"),
        ((made.model, made.cells, made.area, made.design, made.answers), {"uncertainty": "simulation", "draws": 5}, "at least 100"),
        ((made.model, made.cells, made.area, made.design, made.answers), {"confidence": 95.0}, "not between 0 and 1"),
    ):
        with pytest.raises(ValueError, match=words):
            poststratify(*arguments, **options)
