"""The multilevel logistic model beside lme4's glmer, and beside a plain version written answer by answer."""

import csv
import json
from math import exp, log
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.survey.areas.laplace import BinomialCells, Laplace
from folkmoot.survey.areas.multilevel import Multilevel, fit_multilevel
from folkmoot.survey.areas.multilevel_terms import LevelCovariate
from folkmoot.survey.factors import Factor

R: dict[str, Any] = json.loads((Path(__file__).parent / "r" / "multilevel.json").read_text("utf-8"))
MADE = {name: Factor(name, tuple(levels), np.array(R["data"][name])) for name, levels in R["levels"].items()}
ANSWERS = np.array(R["data"]["y"], float)


def made() -> Multilevel:
    return fit_multilevel(ANSWERS, random=[MADE["area"], MADE["ethnicity"]], fixed=[MADE["age"], MADE["rents"]])


def assert_as_glmer(ours: Multilevel, r: dict[str, Any]) -> None:
    """glmer's optimiser, at its tightest, stops within about 5e-7 of the highest point: ours must be as close, and no lower."""
    assert ours.converged
    assert ours.n == r["n"]
    assert ours.deviance <= r["deviance"] + 1e-9
    assert ours.deviance == pytest.approx(r["deviance"], abs=1e-7)
    np.testing.assert_allclose(ours.sds, [r["sd"][name] for name in ours.terms.random], atol=1e-6)
    # where the deviance is flat (ten people in a level) glmer stops 3e-5 of a standard error short
    assert np.abs((ours.fixed - list(r["fixed"].values())) / ours.fixed_se).max() < 1e-4
    np.testing.assert_allclose(ours.fixed_se, r["fixed_se"], atol=1e-6)
    given_effects = _conditional_se(ours)
    for name, effects in zip(ours.terms.random, ours.effects, strict=True):
        place = [ours.terms.random[name].index(str(level)) for level in r["effects"][name]["level"]]
        np.testing.assert_allclose(effects[place], r["effects"][name]["effect"], atol=1e-6)
        np.testing.assert_allclose(given_effects[name][place], r["effects"][name]["se"], atol=1e-6)


def _conditional_se(ours: Multilevel) -> dict[str, Any]:
    """lme4's condVar takes the fixed effects as known too."""
    laplace = Laplace(ours.cells)
    se = ours.sds[laplace.block] * np.sqrt(laplace.mode(ours.sds, ours.fixed).H.inverse_diagonal)
    return dict(zip(ours.terms.random, np.split(se, np.cumsum(ours.cells.sizes)[:-1]), strict=True))


def test_two_random_and_two_fixed_factors_are_those_of_glmer() -> None:
    assert_as_glmer(made(), R["made"])


@pytest.mark.shared
def test_the_essex_answers_give_the_standard_deviations_of_glmer(shared_data: Path) -> None:
    with (shared_data / "surveys" / "r-reference" / "s3021.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    factor = {name: Factor.from_values(name, [row[name] or None for row in rows]) for name in ("age", "district", "imd", "gender")}
    answers = np.array([float(row["A_agree"]) if row["A_agree"] else np.nan for row in rows])
    ours = fit_multilevel(answers, random=[factor["age"], factor["district"], factor["imd"]], fixed=[factor["gender"]])
    assert_as_glmer(ours, R["essex"])
    assert [round(float(sd), 4) for sd in ours.sds] == [0.0582, 0.0861, 0.1742]
    assert ours.n == int((~np.isnan(answers)).sum())


def test_the_deviance_at_the_parameters_of_glmer_is_its_own() -> None:
    r, ours = R["made"], made()
    deviance, gradient = Laplace(ours.cells).deviance(
        np.array([r["sd"]["area"], r["sd"]["ethnicity"]]), np.array(list(r["fixed"].values()))
    )
    assert deviance == pytest.approx(r["deviance"], abs=1e-8)
    assert np.abs(gradient).max() < 1e-4  # what glmer left


def plain_deviance(answers: list[int], group: list[int], sd: float, intercept: float) -> float:
    """One grouping: each level's mode by bisection, answer by answer."""
    total = 0.0
    for level in set(group):
        own = [answer for answer, place in zip(answers, group, strict=True) if place == level]

        def slope(u: float, own: list[int] = own) -> float:
            return sum(sd * (answer - 1 / (1 + exp(-intercept - sd * u))) for answer in own) - u

        low, high = -50.0, 50.0
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (middle, high) if slope(middle) > 0 else (low, middle)
        u = (low + high) / 2
        p = [1 / (1 + exp(-intercept - sd * u))] * len(own)
        total += -2 * sum(log(x) if answer else log(1 - x) for answer, x in zip(own, p, strict=True))
        total += u * u + log(1 + sd * sd * sum(x * (1 - x) for x in p))
    return total


@given(
    st.lists(st.tuples(st.integers(0, 1), st.integers(0, 3)), min_size=1, max_size=40),
    st.floats(0, 3),
    st.floats(-3, 3),
)
@settings(max_examples=60)
def test_the_deviance_is_that_of_the_definition(rows: list[tuple[int, int]], sd: float, intercept: float) -> None:
    answers, group = [row[0] for row in rows], [row[1] for row in rows]
    n = np.bincount(group, minlength=4).astype(float)
    cells = BinomialCells(np.ones((4, 1)), (np.arange(4),), (4,), np.bincount(group, answers, 4), n)
    deviance, _ = Laplace(cells).deviance(np.array([sd]), np.array([intercept]))
    assert deviance == pytest.approx(plain_deviance(answers, group, sd, intercept), rel=1e-10, abs=1e-10)


@given(st.integers(0, 2**32 - 1), st.floats(0.05, 2), st.floats(0.05, 2))
@settings(max_examples=30)
def test_the_gradient_is_the_slope_of_the_deviance(seed: int, first: float, second: float) -> None:
    rng = np.random.Generator(np.random.PCG64(seed))
    n = rng.integers(1, 9, 30).astype(float)
    X = np.column_stack([np.ones(30), rng.normal(size=30)])
    groups = (rng.integers(0, 3, 30), rng.integers(0, 5, 30), rng.integers(0, 2, 30))
    cells = BinomialCells(X, groups, (3, 5, 2), rng.binomial(8, 0.4, 30) % (n + 1), n)
    at = np.array([first, second, 0.7, *rng.normal(size=2)])
    laplace = Laplace(cells)
    gradient = laplace.deviance(at[:3], at[3:])[1]
    for place in range(5):
        h = np.zeros(5)
        h[place] = 1e-5
        rise = laplace.deviance(*np.split(at + h, [3]))[0] - laplace.deviance(*np.split(at - h, [3]))[0]
        assert gradient[place] == pytest.approx(rise / 2e-5, rel=1e-5, abs=1e-5)  # what differences of this step can tell


def test_the_information_in_blocks_is_that_of_the_whole_matrix() -> None:
    ours = made()
    laplace, mode = Laplace(ours.cells), Laplace(ours.cells).mode(ours.sds, ours.fixed)
    S, Z, p = ours.sds[laplace.block], laplace.Z.toarray(), 1 / (1 + np.exp(-mode.eta))
    H = S[:, None] * ((Z.T * (ours.cells.n * p * (1 - p))) @ Z) * S + np.eye(S.size)
    np.testing.assert_allclose(mode.H.inverse_diagonal, np.diag(np.linalg.inv(H)), rtol=1e-11)
    np.testing.assert_allclose(mode.H.solve(np.arange(23.0)), np.linalg.solve(H, np.arange(23.0)), rtol=1e-11)
    assert mode.H.log_determinant == pytest.approx(np.linalg.slogdet(H)[1], rel=1e-12)


def test_cells_and_single_answers_give_the_same_deviance() -> None:
    ours = made()
    single = BinomialCells(
        ours.terms.matrix({name: MADE[name].codes.astype(np.int64) for name in ours.terms.names}),
        (MADE["area"].codes.astype(np.int64), MADE["ethnicity"].codes.astype(np.int64)),
        ours.cells.sizes,
        ANSWERS,
        np.ones(ANSWERS.size),
    )
    assert ours.n_cells < ANSWERS.size
    assert Laplace(single).deviance(ours.sds, ours.fixed)[0] == pytest.approx(ours.deviance, rel=1e-12)


def test_levels_that_do_not_differ_have_a_standard_deviation_of_exactly_zero() -> None:
    coin = Factor("coin", tuple("abcdef"), np.repeat(np.arange(6), 20))
    ours = fit_multilevel(np.tile([0.0, 1.0], 60), random=[coin])
    assert ours.sds.tolist() == [0.0]
    assert ours.at_zero == ("coin",)
    assert ours.deviance == pytest.approx(240 * log(2), rel=1e-12)
    np.testing.assert_array_equal(ours.effects[0], np.zeros(6))
    assert np.isnan(ours.shrinkage[0]).all()
    assert any("no difference between its levels" in said for said in ours.sentences)


def test_a_level_nobody_is_in_has_no_effect_and_the_whole_spread() -> None:
    area = Factor("area", (*MADE["area"].levels, "ward 19"), MADE["area"].codes)
    ours = fit_multilevel(ANSWERS, random=[area, MADE["ethnicity"]], fixed=[MADE["age"], MADE["rents"]])
    assert ours.deviance == pytest.approx(R["made"]["deviance"], abs=1e-7)
    assert ours.effects[0][18] == 0
    assert ours.effects_se[0][18] == pytest.approx(ours.sds[0], rel=1e-9)
    assert ours.shrinkage[0][18] == pytest.approx(1, rel=1e-9)
    for shrinkage, se, sd in zip(ours.shrinkage, ours.effects_se, ours.sds, strict=True):
        np.testing.assert_allclose(shrinkage, se**2 / sd**2, rtol=1e-12)
    people = np.bincount(MADE["area"].codes)
    assert ours.shrinkage[0][people.argmax()] < ours.shrinkage[0][people.argmin()] < 1


def test_rows_without_an_answer_or_a_level_are_left_out() -> None:
    answers = np.append(ANSWERS, [np.nan, 1.0])
    longer = {name: Factor(name, f.levels, np.append(f.codes, [0, -1 if name == "age" else 0])) for name, f in MADE.items()}
    ours = fit_multilevel(answers, random=[longer["area"], longer["ethnicity"]], fixed=[longer["age"], longer["rents"]])
    assert_as_glmer(ours, R["made"])


def test_a_number_known_of_each_level_is_a_fixed_effect() -> None:
    coast = np.arange(18) % 2
    by_factor = Factor("coast", ("no", "yes"), coast[MADE["area"].codes])
    ours = fit_multilevel(ANSWERS, random=[MADE["area"]], covariates=[LevelCovariate("coast", "area", coast.astype(float))])
    same = fit_multilevel(ANSWERS, random=[MADE["area"]], fixed=[by_factor])
    np.testing.assert_allclose(ours.fixed, same.fixed, atol=1e-8)
    assert ours.deviance == pytest.approx(same.deviance, rel=1e-12)
    assert ours.terms.columns == ("intercept", "coast")


def test_a_model_with_nothing_to_learn_is_refused_in_words() -> None:
    area, age = MADE["area"], MADE["age"]
    for answers, random, fixed, words in (
        (np.full(900, np.nan), [area], [], "Nobody has both"),
        (np.ones(900), [area], [], "Everybody answered the same"),
        (ANSWERS + 1, [area], [], "outcome: row 2 is 2"),
        (ANSWERS[:5], [area], [], "area has 900 rows and outcome 5"),
        (ANSWERS, [], [age], "no random factor"),
        (ANSWERS, [area], [area], "area comes twice"),
        (ANSWERS, [Factor("one", ("all", "none"), np.zeros(900, int))], [], "one: people who answered are all in one level"),
        (ANSWERS, [area], [Factor("age", (*age.levels, "100+"), age.codes)], "nobody in “100\\+” answered"),
        (np.where(age.codes == 1, 1.0, ANSWERS), [area], [age], "everybody in “35-59” answered the same"),
        (ANSWERS, [area], [age, Factor("again", age.levels, age.codes)], "cannot be told apart"),
    ):
        with pytest.raises(ValueError, match=words):
            fit_multilevel(answers, random=random, fixed=fixed)
    with pytest.raises(ValueError, match="coast: 2 numbers for 18 levels"):
        fit_multilevel(ANSWERS, random=[area], covariates=[LevelCovariate("coast", "area", np.array([0.0, 1.0]))])
    with pytest.raises(ValueError, match="ethnicity is not a factor of the model"):
        fit_multilevel(ANSWERS, random=[area], covariates=[LevelCovariate("coast", "ethnicity", np.zeros(5))])


def test_factors_that_tell_every_answer_do_not_converge_and_it_is_said() -> None:
    f, g = np.tile(np.repeat(np.arange(3), 3), 30), np.tile(np.arange(3), 90)
    separated = np.where(f + g == 2, np.arange(270) // 9 % 2, f + g > 2).astype(float)
    coin, alike = np.arange(270) // 9 % 5, np.repeat(np.arange(6), 45) % 2
    by_two = fit_multilevel(
        separated, random=[Factor("coin", tuple("abcde"), coin)], fixed=[Factor("f", tuple("123"), f), Factor("g", tuple("123"), g)]
    )
    by_area = fit_multilevel(alike.astype(float), random=[Factor("area", tuple("abcdef"), np.repeat(np.arange(6), 45))])
    for ours in (by_two, by_area):
        assert not ours.converged
        assert ours.sentences[-1].startswith("The model did not settle. Do not use its estimates")
    assert made().converged
    assert not any("did not settle" in said for said in made().sentences)
