"""Interactions: R's coefficients and tests, effects within levels by hand, and combinations nobody has in plain words."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from folkmoot.survey.covariance import linearised_covariance
from folkmoot.survey.design import Design
from folkmoot.survey.factors import Factor
from folkmoot.survey.models import Covariate, LogisticModel, Term, logistic, ordinal
from folkmoot.survey.models.model_terms import model_matrix
from survey.schools import DESIGNS, Schools

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parent / "r" / "interactions.json").read_text("utf-8"))
RNG = np.random.default_rng(31)
N = 300
SEX = Factor("sex", ("Woman", "Man"), RNG.integers(0, 2, N))
AREA = Factor("area", ("town", "coast", "country"), RNG.integers(0, 3, N))
AGE = Covariate("age", RNG.uniform(18, 90, N))
YES = (RNG.random(N) < 1 / (1 + np.exp(1 - SEX.codes * (AREA.codes - 1) - 0.01 * AGE.values))).astype(float)
YES[::19] = np.nan
DESIGN = Design(RNG.uniform(1, 4, N), strata=RNG.integers(0, 3, N))


def model_of(schools: Schools, kind: str, answer: NDArray[np.float64]) -> LogisticModel:
    terms: dict[str, tuple[list[Term], tuple[str, str]]] = {
        "factors": ([schools.poor, schools.size], ("poor", "size")),
        "number": ([schools.poor, schools.mobility], ("poor", "mobility")),
        "turned": ([schools.mobility, schools.size], ("mobility", "size")),
    }
    return logistic(schools.design, answer, terms[kind][0], interactions=[terms[kind][1]])


@pytest.mark.shared
@pytest.mark.parametrize("kind", ["factors", "number", "turned"])
@pytest.mark.parametrize("name", DESIGNS)
def test_coefficients_and_tests_of_terms_are_those_of_r(shared_data: Path, name: str, kind: str) -> None:
    schools, theirs = Schools(shared_data, name), GOLDEN[name][kind]
    ours = model_of(schools, kind, schools.wide)
    assert ours.df == theirs["df"]
    np.testing.assert_allclose(ours.estimate, theirs["b"], rtol=1e-9)
    # R inverts the information of numbers far from zero: in extended precision ours are right to 1e-14, R's to 3e-8
    np.testing.assert_allclose(ours.se, theirs["se"], rtol=5e-8)
    assert len(ours.tests) == 3
    for test, golden in zip(ours.tests, theirs["wald"], strict=True):
        assert (test.df_term, test.df) == (golden["df"], golden["ddf"])
        assert (test.statistic, test.p) == pytest.approx((golden["F"], golden["p"]), rel=1e-7)
    crossed = ours.matrix.tested[-1]
    likelihood = model_of(schools, kind, schools.complete).term_test(crossed, kind="likelihood ratio")
    assert likelihood.p == pytest.approx(theirs["likelihood_p"], rel=1e-7)  # a small difference of two large deviances


@pytest.mark.shared
@pytest.mark.parametrize("name", DESIGNS)
def test_ordered_answers_have_the_coefficients_of_r(shared_data: Path, name: str) -> None:
    schools, theirs = Schools(shared_data, name), GOLDEN[name]["ordinal"]
    ours = ordinal(schools.design, schools.grade, [schools.poor, schools.mobility], interactions=[("poor", "mobility")])
    np.testing.assert_allclose([*ours.estimate, *ours.cuts], theirs["b"], rtol=1e-5, atol=1e-6)  # where R's search stops
    np.testing.assert_allclose([*ours.se, *ours.cuts_se], theirs["se"], rtol=2e-3)  # R takes its Hessian by differences
    assert ours.df == theirs["df"]
    assert ours.tests[-1].pair == ("poor", "mobility")


def by_hand(model: LogisticModel, answer: NDArray[np.float64], weights: NDArray[np.float64], man: int, area: int | None) -> float:
    """The share if everyone (of an area) were men, or women: one row after another, from the coefficients as they are published."""
    total = people = 0.0
    for i in range(N):
        if np.isnan(answer[i]) or area not in (None, AREA.codes[i]):
            continue
        coast, country, age = AREA.codes[i] == 1, AREA.codes[i] == 2, AGE.values[i]
        row = np.array([1, man, coast, country, age, man * coast, man * country, man * age], np.float64)
        total += weights[i] / (1 + np.exp(-float(row @ model.estimate)))
        people += weights[i]
    return total / people


def fitted(design: Design) -> LogisticModel:
    return logistic(design, YES, [SEX, AREA, AGE], interactions=[("sex", "area"), ("sex", "age")])


def test_shares_within_each_level_are_those_of_its_people_with_the_term_changed() -> None:
    model = fitted(DESIGN)
    for area, effects in enumerate(model.effects_within("sex", "area")):
        women, men = (by_hand(model, YES, DESIGN.weights, man, area) for man in (0, 1))
        np.testing.assert_allclose(effects.share, [women, men], rtol=1e-10)
        assert effects.difference[1] == pytest.approx(men - women, rel=1e-9)
        assert effects.ratio[1] == pytest.approx(men / women, rel=1e-10)
        assert effects.within == ("area", AREA.levels[area])
        here = (AREA.codes == area) & ~np.isnan(YES)
        assert (effects.n_base, effects.n.tolist()) == (here.sum(), np.bincount(SEX.codes[here]).tolist())
    np.testing.assert_allclose(model.average_effects("sex").share, [by_hand(model, YES, DESIGN.weights, man, None) for man in (0, 1)])


def test_standard_errors_within_a_level_are_those_of_the_derivative_by_each_rows_weight() -> None:
    effects = fitted(DESIGN).effects_within("sex", "area")[1]

    def shares(weights: NDArray[np.float64]) -> Any:
        return fitted(Design(weights)).average_effects("sex", within=("area", "coast"), sampling="coefficients").share

    step, rows = 1e-4, np.zeros((N, 2))
    for i in range(N):
        change = np.where(np.arange(N) == i, step, 0.0)
        rows[i] = (shares(DESIGN.weights + change) - shares(DESIGN.weights - change)) / (2 * step)
    np.testing.assert_allclose(effects.covariance, linearised_covariance(DESIGN, rows), rtol=1e-5, atol=1e-10)


def test_rows_and_profiles_agree() -> None:
    one, other = (logistic(DESIGN, YES, [SEX, AREA], interactions=[("sex", "area")], rows=rows) for rows in (True, False))
    np.testing.assert_allclose(one.estimate, other.estimate, rtol=1e-9)
    np.testing.assert_allclose(one.covariance, other.covariance, rtol=1e-9, atol=1e-14)
    for mine, theirs in zip(one.effects_within("area", "sex"), other.effects_within("area", "sex"), strict=True):
        np.testing.assert_allclose(mine.covariance, theirs.covariance, rtol=1e-8, atol=1e-14)


def test_a_model_with_every_combination_gives_the_shares_of_the_people_themselves() -> None:
    model = logistic(DESIGN, YES, [SEX, AREA], interactions=[("area", "sex")])
    answered = ~np.isnan(YES)
    for area, effects in enumerate(model.effects_within("sex", "area")):
        for sex in range(2):
            here = answered & (AREA.codes == area) & (SEX.codes == sex)
            assert effects.share[sex] == pytest.approx(np.average(YES[here], weights=DESIGN.weights[here]), rel=1e-9)


def test_sentences_speak_of_shares_among_the_people_of_a_level_and_say_what_is_tested() -> None:
    model = fitted(DESIGN)
    said = " ".join(model.sentences)
    assert "Among people whose area is “coast”: with sex “Man” for everyone and all else as it is, the model puts the share" in said
    assert "Among people whose sex is “Woman”: with age 1 more for everyone" in said
    times = [sentence for sentence in model.sentences if " times as many" in sentence]
    assert times
    assert not any("odds" in sentence for sentence in times)
    assert "where area is “town” and where age is 0, sex made no difference" in model.tests[0].sentence
    assert "If sex changed the odds as many times whatever area is" in model.term_test("sex × area").sentence


def test_a_combination_nobody_has_is_named_and_no_number_is_made_up_for_it() -> None:
    codes = np.where((SEX.codes == 1) & (AREA.codes == 2), 0, AREA.codes)
    area = Factor("area", AREA.levels, codes)
    model = logistic(DESIGN, YES, [SEX, area], interactions=[("sex", "area")])
    assert model.findings == (
        "sex × area: nobody who counts here is both “Man” and “country”, so there is no number for the two together.",
    )
    assert model.flags[model.names.index("sex × area: Man × country")] == "nobody"
    assert model.term_test("sex × area").df_term == 1
    town, coast, country = model.effects_within("sex", "area")
    assert np.isfinite(town.share).all()
    assert np.isfinite(coast.share).all()
    assert (np.isfinite(country.share[0]), np.isnan(country.share[1])) == (True, True)
    assert np.isnan(model.average_effects("sex").share[1])  # it would need men in the country
    # the same when the level others are compared with is the one nobody has there
    turned = logistic(DESIGN, YES, [SEX, area], references={"sex": "Man"}, interactions=[("sex", "area")])
    assert "“Man” and “country”" in turned.findings[0]
    np.testing.assert_allclose(turned.effects_within("sex", "area")[1].share, coast.share, rtol=1e-9)
    assert np.isnan(turned.effects_within("sex", "area")[2].share[1])


def test_a_combination_of_people_who_all_said_yes_is_named() -> None:
    answer = np.where((SEX.codes == 1) & (AREA.codes == 2) & ~np.isnan(YES), 1.0, YES)
    model = logistic(DESIGN, answer, [SEX, AREA], interactions=[("sex", "area")])
    n = int(((SEX.codes == 1) & (AREA.codes == 2) & ~np.isnan(YES)).sum())
    assert f"Everyone whose sex is Man and whose area is country said yes (n = {n}), so there is no finite coefficient." in model.findings
    assert model.flags[model.names.index("sex × area: Man × country")] == "separated"
    assert np.isnan(model.term_test("sex × area").p)
    assert model.effects_within("sex", "area")[2].share[1] == pytest.approx(1.0)


def test_what_is_no_interaction_of_the_terms_is_refused_in_words() -> None:
    income = Covariate("income", np.arange(float(N)))
    for pairs, words in [
        ([("sex", "job")], "no term “job”"),
        ([("sex", "sex")], "of sex with itself"),
        ([("age", "income")], "One at least must be a factor"),
        ([("sex", "area"), ("area", "sex")], "given twice"),
    ]:
        with pytest.raises(ValueError, match=words):
            model_matrix([SEX, AREA, AGE, income], interactions=pairs)
    with pytest.raises(ValueError, match="another term, and age is not"):
        fitted(DESIGN).average_effects("sex", within=("age", "1"))
    with pytest.raises(ValueError, match="has no level “moon”"):
        fitted(DESIGN).average_effects("sex", within=("area", "moon"))
    with pytest.raises(ValueError, match="no levels to look within"):
        fitted(DESIGN).effects_within("sex", "age")
