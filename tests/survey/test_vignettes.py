"""Vignette effects and marginal means beside R's `survey`, a plain regression, and what they may not do silently."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.survey.design import Design
from folkmoot.survey.estimates import proportions
from folkmoot.survey.factors import Factor
from folkmoot.survey.vignettes.amce import amce, marginal_means
from folkmoot.survey.vignettes.groups import amce_by_group, marginal_means_by_group
from folkmoot.survey.vignettes.interactions import amce_within
from survey.plain_oracles import variance_by_explicit_sums

TIGHT = 1e-10
R: dict[str, Any] = json.loads((Path(__file__).parent / "r" / "vignettes.json").read_text("utf-8"))


class Immigration:
    """The conjoint experiment of Hainmueller, Hopkins and Yamamoto."""

    def __init__(self, folder: Path) -> None:
        data = pl.read_csv(folder / "immigration.csv", null_values="NA")
        self.data = data
        self.design = Design(np.ones(len(data)), psu=data["CaseID"].to_numpy())
        self.chosen = data["ChosenImmigrant"].to_numpy()
        levels = ["No Formal", "4th Grade", "8th Grade", "High School", "Two-Year College", "College Degree", "Graduate Degree"]
        self.education = Factor.from_values("Education", data["Education"], levels)
        self.gender, self.language, self.job = (Factor.from_values(name, data[name]) for name in ("Gender", "LanguageSkills", "Job"))
        self.attributes = [self.gender, self.education, self.language]
        ethnocentrism = data["ethnocentrism"].cast(pl.Float64).to_numpy()
        self.ethno = Factor("ethnocentrism", ("low", "high"), np.where(np.isnan(ethnocentrism), -1, ethnocentrism > 50))


@pytest.fixture(scope="module")
def immigration(shared_data: Path) -> Immigration:
    return Immigration(shared_data / "surveys" / "cregg-immigration")


@pytest.mark.shared
def test_the_effects_are_those_that_cregg_publishes(immigration: Immigration) -> None:
    found = amce(immigration.design, immigration.chosen, immigration.attributes, df="normal")
    male, graduate = found.row("Gender", "Male"), found.row("Education", "Graduate Degree")
    assert (round(male.estimate, 8), round(male.se, 9)) == (-0.02726620, 0.008355089)
    assert (round(graduate.estimate, 8), round(graduate.se, 9)) == (0.19290717, 0.015744658)
    female = marginal_means(immigration.design, immigration.chosen, immigration.attributes).row("Gender", "Female")
    assert (round(female.estimate, 7), round(female.se, 9)) == (0.5117812, 0.004176882)
    assert (female.n_profiles, female.n) == (7130, 1394)


@pytest.mark.shared
def test_every_effect_and_covariance_is_that_of_r(immigration: Immigration) -> None:
    found = amce(immigration.design, immigration.chosen, immigration.attributes)
    r = R["real"]["amce"]
    prefix = [f"{row.attribute}{row.level}" for row in found.rows]
    at = [r["names"].index(name) for name in prefix]
    assert len(at) == 10
    np.testing.assert_allclose(found.estimate, np.array(r["b"])[at], rtol=TIGHT)
    np.testing.assert_allclose(found.covariance, np.array(r["V"])[np.ix_(at, at)], rtol=TIGHT, atol=1e-16)
    assert {row.df for row in found.rows} == {r["df"]}


@pytest.mark.shared
def test_marginal_means_are_those_of_r(immigration: Immigration) -> None:
    found = marginal_means(immigration.design, immigration.chosen, immigration.attributes)
    for attribute, name in (("gender", "Gender"), ("education", "Education")):
        r = R["real"][attribute]
        at = [next(i for i, row in enumerate(found.rows) if (row.attribute, row.level) == (name, level)) for level in r["names"]]
        np.testing.assert_allclose(found.estimate[at], r["b"], rtol=TIGHT)
        np.testing.assert_allclose(found.covariance[np.ix_(at, at)], r["V"], rtol=TIGHT, atol=1e-17)


@pytest.mark.shared
def test_effects_within_another_attribute_and_their_test_are_those_of_r(immigration: Immigration) -> None:
    found = amce_within(immigration.design, immigration.chosen, immigration.attributes, of="Gender", within="Education")
    r = R["real"]["within"]
    rows = [next(row for row in found.effects.rows if row.where == f"with “{level}” (Education)") for level in r["levels"]]
    np.testing.assert_allclose([row.estimate for row in rows], r["b"], rtol=TIGHT)
    np.testing.assert_allclose([row.se for row in rows], r["se"], rtol=TIGHT)
    test = found.test
    assert (test.statistic, test.p) == pytest.approx((r["test"]["F"], r["test"]["p"]), rel=TIGHT)
    assert (test.df_term, test.df) == (r["test"]["df"], r["test"]["ddf"])
    assert found.sentences[-1].endswith("That could well be chance (p = 0.67).")


@pytest.mark.shared
def test_differences_between_groups_are_those_of_r(immigration: Immigration) -> None:
    found = amce_by_group(immigration.design, immigration.chosen, immigration.attributes, immigration.ethno)
    r, split = R["real"]["groups"], R["real"]["groups"]["split"]
    at = [split["names"].index(f"{row.attribute}{row.level}:ethnohigh") for row in found.differences.rows]
    np.testing.assert_allclose(found.differences.estimate, np.array(split["b"])[at], rtol=1e-9)  # R's own rounding, of differences
    np.testing.assert_allclose(found.differences.covariance, np.array(split["V"])[np.ix_(at, at)], rtol=TIGHT, atol=1e-15)
    for term, name in ((0, "gender"), (1, "education")):
        test = found.tests[term]
        assert (test.statistic, test.p) == pytest.approx((r[name]["F"], r[name]["p"]), rel=TIGHT)
        assert (test.df_term, test.df) == (r[name]["df"], r[name]["ddf"])


@pytest.mark.shared
def test_differences_of_marginal_means_are_those_of_r(immigration: Immigration) -> None:
    found = marginal_means_by_group(immigration.design, immigration.chosen, [immigration.education], immigration.ethno)
    r = R["real"]["groups"]["means"]
    names, b, V = r["names"], np.array(r["b"]), np.array(r["V"])
    contrast = np.zeros((7, 14))
    for row, level in enumerate(immigration.education.levels):
        contrast[row, names.index(f"{level}.high")], contrast[row, names.index(f"{level}.low")] = 1, -1
    difference, covariance = contrast @ b, contrast @ V @ contrast.T
    np.testing.assert_allclose(found.differences.estimate, difference, rtol=TIGHT, atol=1e-14)
    np.testing.assert_allclose(found.differences.covariance, covariance, rtol=1e-9, atol=1e-15)
    assert found.tests[0].statistic * 7 == pytest.approx(difference @ np.linalg.solve(covariance, difference), rel=1e-9)


@pytest.mark.shared
def test_combinations_that_are_never_shown_are_refused_by_name_or_compared_where_both_are_shown(immigration: Immigration) -> None:
    attributes = [immigration.gender, immigration.education, immigration.job]
    with pytest.raises(ValueError, match=r"No profile shows “No Formal” \(Education\) with “Computer Programmer” \(Job\)"):
        amce(immigration.design, immigration.chosen, attributes)
    with pytest.raises(ValueError, match="restricted=“shown”"):
        marginal_means(immigration.design, immigration.chosen, attributes)
    found = amce(immigration.design, immigration.chosen, attributes, restricted="common", references={"Job": "Nurse"})
    r = R["real"]["restricted"]
    for level in ("Doctor", "Teacher"):
        row = found.row("Job", level)
        assert [row.estimate, row.se] == pytest.approx(r[level.lower()], rel=TIGHT)
        assert row.df == r["df"]
    doctor = found.row("Job", "Doctor")
    assert doctor.flag == "It holds where Education is one of: “Two-Year College”, “College Degree”, “Graduate Degree”."
    assert doctor.sentence.endswith(doctor.flag)
    assert np.isnan(doctor.reference_mean)
    assert found.row("Job", "Teacher").flag == ""
    shown = marginal_means(immigration.design, immigration.chosen, attributes, restricted="shown")
    assert shown.row("Job", "Doctor").flag == "Some combinations with Education are never shown, so part of this is theirs."
    assert shown.row("Gender", "Male").flag == ""


@pytest.mark.shared
def test_a_combination_never_shown_is_a_named_row_of_the_interaction(immigration: Immigration) -> None:
    attributes = [immigration.education, immigration.job]
    found = amce_within(immigration.design, immigration.chosen, attributes, of="Job", within="Education", references={"Job": "Nurse"})
    row = found.effects.row("Job", "Doctor", "with “4th Grade” (Education)")
    assert np.isnan(row.estimate)
    assert np.isnan(row.se)
    assert row.flag == "No profile shows “Doctor” (Job) with “4th Grade” (Education)."
    assert "16 of 77 combinations are never shown" in found.test.method
    assert found.test.df_term == 77 - 16 - 7 - 11 + 1


@pytest.mark.shared
def test_the_sentence_gives_the_rise_from_and_to(immigration: Immigration) -> None:
    found = amce(immigration.design, immigration.chosen, immigration.attributes)
    assert found.row("Education", "Graduate Degree").sentence == (
        "Showing “Graduate Degree” rather than “No Formal” (Education) raised the share who accepted by 19 percentage points, "
        "from 39 to 58 per cent (95% interval 16 to 22; 3,982 profiles, 1,340 people)."
    )


class Made:
    """A rating with weights, strata, people who skipped, a person of zero weight and profiles without an attribute."""

    def __init__(self) -> None:
        data = R["made"]["data"]
        self.design = Design(np.array(data["w"]), strata=np.array(data["stratum"]), psu=np.array(data["person"]))
        self.rating = np.array([np.nan if y is None else y for y in data["y"]], np.float64)
        self.purpose = Factor.from_values("purpose", data["purpose"])
        self.holder = Factor.from_values("holder", data["holder"])
        self.age = Factor.from_values("age", data["age"], ["young", "old"])


def test_weights_strata_and_missing_answers_are_treated_as_r_does() -> None:
    made, r = Made(), R["made"]["r"]
    found = amce(made.design, made.rating, [made.purpose, made.holder])
    np.testing.assert_allclose(found.estimate, r["amce"]["b"][1:], rtol=TIGHT)
    np.testing.assert_allclose(found.covariance, np.array(r["amce"]["V"])[1:, 1:], rtol=TIGHT, atol=1e-16)
    assert found.rows[0].df == r["amce"]["df"]
    means = marginal_means(made.design, made.rating, [made.purpose])
    np.testing.assert_allclose(np.column_stack([means.estimate, means.se]), r["purpose"], rtol=TIGHT)
    within = amce_within(made.design, made.rating, [made.purpose, made.holder], of="purpose", within="holder")
    assert (within.test.statistic, within.test.p) == pytest.approx((r["interaction"]["F"], r["interaction"]["p"]), rel=TIGHT)
    aged = amce_by_group(made.design, made.rating, [made.purpose, made.holder], made.age)
    at = [5, 6, 7]
    np.testing.assert_allclose(aged.differences.estimate, np.array(r["aged"]["b"])[at], rtol=1e-9)  # R's rounding
    np.testing.assert_allclose(aged.differences.covariance, np.array(r["aged"]["V"])[np.ix_(at, at)], rtol=1e-9)
    assert aged.differences.rows[0].df == r["aged"]["df"]


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000), levels=st.integers(2, 4))
def test_an_effect_is_that_of_a_regression_written_row_by_row(seed: int, levels: int) -> None:
    random = np.random.default_rng(seed)
    n = 90
    codes = [random.integers(0, size, n) for size in (levels, 2)]
    attributes = [Factor(name, tuple("abcd")[: code.max() + 1], code) for name, code in zip(("one", "two"), codes, strict=True)]
    design = Design(random.uniform(0.5, 2, n), strata=np.arange(n) % 2, psu=np.arange(n) // 3)
    y = random.normal(size=n)
    found = amce(design, y, attributes)
    X = np.column_stack([np.ones(n)] + [(f.codes == level) * 1.0 for f in attributes for level in range(1, len(f.levels))])
    A = sum(w * np.outer(x, x) for w, x in zip(design.weights, X, strict=True))
    b = np.linalg.solve(A, sum(w * x * one for w, x, one in zip(design.weights, X, y, strict=True)))
    np.testing.assert_allclose(found.estimate, b[1:], rtol=1e-9, atol=1e-12)
    influence = np.linalg.solve(A, (X * (y - X @ b)[:, None]).T)
    variances = [variance_by_explicit_sums(design, one, None) for one in influence[1:]]
    np.testing.assert_allclose(found.se**2, variances, rtol=1e-9)


@settings(max_examples=20)
@given(seed=st.integers(0, 10_000))
def test_effects_do_not_depend_on_the_scale_of_weights_or_on_the_order_of_rows(seed: int) -> None:
    random = np.random.default_rng(seed)
    n = 80
    one, two, y, w = random.integers(0, 3, n), random.integers(0, 2, n), random.normal(size=n), random.uniform(0.2, 3, n)
    psu, order = np.arange(n) // 4, random.permutation(n)

    def found(rows: Any, scale: float) -> Any:
        factors = [Factor("one", ("a", "b", "c"), one[rows]), Factor("two", ("d", "e"), two[rows])]
        return amce(Design(scale * w[rows], psu=psu[rows]), y[rows], factors)

    first, second = found(np.arange(n), 1.0), found(order, 1000.0)
    np.testing.assert_allclose(first.estimate, second.estimate, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(first.covariance, second.covariance, rtol=1e-9, atol=1e-14)


def test_a_level_nobody_was_shown_is_a_row_that_says_so() -> None:
    made = Made()
    purpose = Factor("purpose", (*made.purpose.levels, "war"), made.purpose.codes)
    row = amce(made.design, made.rating, [purpose, made.holder]).row("purpose", "war")
    assert np.isnan(row.estimate)
    assert np.isnan(row.p)
    assert row.flag.startswith("No profile with an answer shows “war” (purpose).")
    mean = marginal_means(made.design, made.rating, [purpose]).row("purpose", "war")
    assert (mean.n, np.isnan(mean.estimate)) == (0, True)


def test_bad_questions_are_refused_in_words() -> None:
    made = Made()
    with pytest.raises(ValueError, match="holder: the profiles show one of its levels only"):
        amce(made.design, made.rating, [Factor("holder", ("council", "firm"), np.zeros(made.design.n, int)), made.purpose])
    with pytest.raises(ValueError, match="No profile has an answer"):
        amce(made.design, np.full(made.design.n, np.nan), [made.purpose])
    with pytest.raises(ValueError, match="no profile shows the reference “war”"):
        amce(made.design, made.rating, [made.purpose], references={"purpose": "war"})
    with pytest.raises(ValueError, match="row 2 is infinite"):
        amce(made.design, np.where(np.arange(made.design.n) == 1, np.inf, made.rating), [made.purpose])
    with pytest.raises(ValueError, match="Give two attributes"):
        amce_within(made.design, made.rating, [made.purpose, made.holder], of="holder", within="holder")


def test_two_attributes_that_always_go_together_are_not_told_apart() -> None:
    made = Made()
    twin = Factor("twin", made.holder.levels, made.holder.codes)
    with pytest.raises(ValueError, match=r"“council” \(holder\) with “firm” \(twin\)"):
        amce(made.design, made.rating, [made.holder, twin])
    row = amce(made.design, made.rating, [made.holder, twin], restricted="common").row("holder", "firm")
    assert np.isnan(row.estimate)
    assert row.flag.startswith("No level of twin is shown with both “firm” and “council” (holder)")


def test_answers_all_alike_have_an_effect_of_nothing_and_no_interval_or_p() -> None:
    made = Made()
    row = amce(made.design, np.full(made.design.n, 1 / 3), [made.purpose, made.holder]).rows[0]
    assert (row.estimate, row.se) == (0, 0)
    assert np.isnan([row.low, row.high, row.p]).all()
    assert "the mean answer was the same among these people (how uncertain that is cannot be measured" in row.sentence


def test_shares_have_the_interval_of_the_tables_and_never_leave_0_to_1() -> None:
    made = Made()
    person = Design(made.design.weights, strata=made.design.strata)
    accepted = np.where(np.isnan(made.rating), np.nan, made.rating >= 5)
    accepted = np.where(made.purpose.codes == 2, np.where(np.isnan(accepted), np.nan, 1.0), accepted)  # everybody accepts this one
    found = marginal_means(person, accepted, [made.purpose])
    table = proportions(person, accepted, by=made.purpose.codes, levels=3)
    np.testing.assert_allclose([row.low for row in found.rows], table.low, rtol=1e-12)
    np.testing.assert_allclose([row.high for row in found.rows], table.high, rtol=1e-12)
    assert "interval=logit" in found.method


def test_a_group_of_one_person_has_no_measured_difference_and_no_test() -> None:
    made = Made()
    alone = Factor("who", ("one", "rest"), np.where(np.array(R["made"]["data"]["person"]) == 2, 0, 1))
    found = marginal_means_by_group(made.design, made.rating, [made.holder], alone)
    assert np.isfinite(found.differences.estimate).all()
    assert np.isnan(found.differences.se).all()
    assert np.isnan(found.tests[0].p)
    assert found.sentences[-1].endswith("It could not be tested.")
