"""Every number of R 4.2.2 with survey 4.1-1 in the reference files, beside ours."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from folkmoot.survey import Design, Margin, Raking, kish_deff, means, n_effective, proportions, rake, totals
from folkmoot.survey.comparisons.rao_scott import rao_scott
from folkmoot.survey.factors import Factor

pytestmark = pytest.mark.shared

FACTORS = ("age", "gender", "district", "imd", "ltc", "trust", "comm", "infl")
OUTCOMES = ("A_agree", "B_agree", "C_agree", "D_agree")
# R's rake stops at a change of 1e-9 in the margins, and its raked variance at ten sweeps of the projection
TIGHT, CLOSE, RAKED = 1e-12, 1e-10, 1e-9


class Essex:
    """The 3,021 responses, raked to age, gender and district."""

    def __init__(self, folder: Path) -> None:
        with (folder / "s3021.csv").open(newline="", encoding="utf-8") as file:
            self.rows = list(csv.DictReader(file))
        margins: dict[str, dict[str, float]] = json.loads((folder / "margins.json").read_text("utf-8"))
        self.r: dict[str, Any] = json.loads((folder / "r_3021.json").read_text("utf-8"))
        base = Design(np.full(len(self.rows), sum(margins["age"].values()) / len(self.rows)))
        self.margins = []
        for name, targets in margins.items():
            levels = tuple(sorted(targets))
            codes, _ = self.codes(name, levels)
            self.margins.append(Margin(name, levels, codes, np.array([targets[level] for level in levels])))
        self.base = base
        self.raking: Raking = rake(base, self.margins)

    def codes(self, name: str, levels: tuple[str, ...] | None = None) -> tuple[Any, tuple[str, ...]]:
        column = [row[name] for row in self.rows]
        levels = levels or tuple(sorted(set(column) - {""}))
        place = {level: code for code, level in enumerate(levels)} | {"": -1}
        return np.array([place[value] for value in column]), levels

    def outcome(self, name: str) -> Any:
        return np.array([float(row[name]) if row[name] else np.nan for row in self.rows])


@pytest.fixture(scope="module")
def essex(shared_data: Path) -> Essex:
    return Essex(shared_data / "surveys" / "r-reference")


def test_raked_weights_of_all_3021_rows_are_those_of_r(essex: Essex) -> None:
    assert len(essex.r["w"]) == 3021
    np.testing.assert_allclose(essex.raking.weights, essex.r["w"], rtol=RAKED)


def test_kish_deff_effective_n_and_range_are_those_of_r(essex: Essex) -> None:
    raking, r = essex.raking, essex.r
    assert raking.kish_deff == pytest.approx(r["deff_kish"], rel=RAKED)
    assert kish_deff(r["w"]) == pytest.approx(r["deff_kish"], rel=TIGHT)
    assert raking.n_effective == pytest.approx(r["neff"], rel=RAKED)
    assert n_effective(r["w"]) == pytest.approx(r["neff"], rel=TIGHT)
    assert raking.weight_range == pytest.approx(r["wrange"], rel=RAKED)


@pytest.mark.parametrize("kind", ["plain", "raked"])
@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_svyby_estimates_standard_errors_and_intervals_are_those_of_r(essex: Essex, outcome: str, factor: str, kind: str) -> None:
    codes, levels = essex.codes(factor)
    ours = proportions(
        essex.raking.design,
        essex.outcome(outcome),
        by=codes,
        levels=len(levels),
        interval="wald",
        df_method="normal",
        variance="raked" if kind == "raked" else "weights",
    )
    theirs = essex.r[f"by_{kind}"][f"{outcome} {factor}"]
    assert tuple(row["level"] for row in theirs) == levels
    for name, column in (("estimate", "est"), ("se", "se"), ("low", "lo"), ("high", "hi")):
        np.testing.assert_allclose(getattr(ours, name), [row[column] for row in theirs], rtol=RAKED, atol=1e-12, err_msg=name)


def test_design_effect_is_that_of_r(essex: Essex) -> None:
    ours = proportions(essex.raking.design, essex.outcome("A_agree"), variance="weights")
    r = essex.r["deff"]
    assert (ours.estimate[0], ours.se[0], ours.deff[0]) == pytest.approx((r["est"], r["se"][0][0], r["deff"]), rel=RAKED)


def test_bounded_raking_has_the_effective_n_of_r(essex: Essex) -> None:
    raking = rake(essex.base, essex.margins, bounds=(0.4, 4.0))
    assert round(raking.n_effective, 3) == 2173.739
    assert raking.factors.min() == 0.4
    assert raking.at_lower > 0


class Schools:
    """apistrat or apiclus1 as a design of R's examples: ds, dsn (stratified), dc, dcn (clustered), with and without fpc."""

    def __init__(self, folder: Path, name: str) -> None:
        file = "apistrat.csv" if name.startswith("ds") else "apiclus1.csv"
        with (folder / file).open(newline="", encoding="utf-8") as source:
            rows = list(csv.DictReader(source))
        self.r: dict[str, Any] = json.loads((folder / "r_api.json").read_text("utf-8"))
        column = {key: np.array([row[key] for row in rows]) for key in rows[0]}
        self.api00, self.enroll = column["api00"].astype(float), column["enroll"].astype(float)
        self.wide = (column["sch.wide"] == "Yes").astype(float)
        self.stype = np.searchsorted(["E", "H", "M"], column["stype"])
        self.design = Design(
            column["pw"].astype(float),
            strata=self.stype if name.startswith("ds") else None,
            psu=column["dnum"].astype(int) if name.startswith("dc") else None,
            fpc=None if name.endswith("n") else column["fpc"].astype(float),
        )


@pytest.fixture(scope="module")
def reference(shared_data: Path) -> Path:
    return shared_data / "surveys" / "r-reference"


@pytest.mark.parametrize("name", ["ds", "dsn", "dc", "dcn"])
def test_stratified_and_clustered_designs_give_the_numbers_of_r(reference: Path, name: str) -> None:
    schools = Schools(reference, name)
    r = schools.r[name]
    mean = means(schools.design, schools.api00)
    assert (mean.estimate[0], mean.se[0]) == pytest.approx((r["mean"]["est"], r["mean"]["se"][0][0]), rel=TIGHT)
    total = totals(schools.design, schools.enroll)
    assert (total.estimate[0], total.se[0]) == pytest.approx((r["total"]["est"], r["total"]["se"][0][0]), rel=TIGHT)
    share = proportions(schools.design, schools.wide, df_method="design")
    assert (share.estimate[0], share.se[0]) == pytest.approx((r["prop"]["est"][1], r["prop"]["se"][1]), rel=TIGHT)
    # svyciprop goes through svyglm, whose stop rule leaves about 1e-9
    assert (share.low[0], share.high[0]) == pytest.approx(r["propci"], rel=2e-9)
    by = means(schools.design, schools.api00, by=schools.stype, levels=3)
    np.testing.assert_allclose(by.se, r["by"], rtol=TIGHT)


@pytest.mark.parametrize("name", ["rake", "calrake"])
def test_raking_a_clustered_design_gives_the_weights_and_standard_error_of_r(reference: Path, name: str) -> None:
    schools = Schools(reference, "dcn")
    margins = [
        Margin("stype", ("E", "H", "M"), schools.stype, np.array([4421.0, 755, 1018])),
        Margin("sch.wide", ("No", "Yes"), schools.wide.astype(int), np.array([1072.0, 5122])),
    ]
    raking = rake(schools.design, margins)
    r = schools.r[name]
    np.testing.assert_allclose(raking.weights, r["w"], rtol=1e-9)
    mean = means(raking.design, schools.api00)
    assert (mean.estimate[0], mean.se[0]) == pytest.approx((r["mean"]["est"], r["mean"]["se"][0][0]), rel=1e-10)


@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_rao_scott_tests_of_both_orders_are_those_of_r(essex: Essex, outcome: str, factor: str) -> None:
    codes, levels = essex.codes(factor)
    agree = Factor(outcome, ("no", "yes"), np.nan_to_num(essex.outcome(outcome), nan=-1).astype(int))
    ours = rao_scott(essex.raking.design, Factor(factor, levels, codes), agree, variance="weights")
    r = essex.r["chi"][f"{outcome} {factor}"]
    assert (ours.statistic, ours.df, ours.df_denominator) == pytest.approx((r["F"], r["ndf"], r["ddf"]), rel=CLOSE)
    assert (ours.pearson, ours.p, ours.first_order_p) == pytest.approx((r["X2"], r["p"], r["p1"]), rel=CLOSE)


@pytest.mark.parametrize("name", ["ds", "dsn", "dc", "dcn"])
def test_rao_scott_tests_of_stratified_and_clustered_designs_are_those_of_r(reference: Path, name: str) -> None:
    schools = Schools(reference, name)
    rows = Factor("sch.wide", ("No", "Yes"), schools.wide.astype(int))
    ours = rao_scott(schools.design, rows, Factor("stype", ("E", "H", "M"), schools.stype))
    second, first = schools.r[name]["chiF"], schools.r[name]["chi"]
    assert (ours.statistic, ours.df, ours.df_denominator) == pytest.approx((second["statistic"], *second["parameter"]), rel=CLOSE)
    assert (ours.p, ours.pearson, ours.first_order_p) == pytest.approx((second["p.value"], first["statistic"], first["p.value"]), rel=CLOSE)
