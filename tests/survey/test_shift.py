"""Changes of shares beside R's survey and beside explicit sums; what a shift says; what is refused."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.survey import Design, Margin, rake
from folkmoot.survey.factors import Factor
from folkmoot.survey.shift.paired_shift import Shift, shift
from folkmoot.survey.shift.shift_over_steps import shift_over_steps
from folkmoot.survey.shift.steps import one_of
from survey.plain_oracles import variance_by_explicit_sums

R: dict[str, Any] = json.loads((Path(__file__).parent / "r" / "shift.json").read_text("utf-8"))
TIGHT = 1e-10
RAKED = 1e-8  # R's rake projects in ten sweeps


def column(name: str) -> Any:
    return np.array([np.nan if value is None else value for value in R["data"][name]], np.float64)


def factor(name: str, levels: int) -> Factor:
    return Factor(name, tuple(str(level + 1) for level in range(levels)), np.nan_to_num(column(name) - 1, nan=-1).astype(int))


ONE, TWO, THREE, GROUP = factor("one", 4), factor("two", 4), factor("three", 4), factor("group", 3)
STRATUM, PSU = column("stratum").astype(int), column("psu").astype(int)
CLUSTERED = Design(column("w"), strata=STRATUM, psu=PSU)
ELEMENTS = Design(column("w"), strata=STRATUM)


def raked() -> Design:
    sex = Margin("sex", ("1", "2"), column("sex").astype(int) - 1, np.array([140.0, 170.0]))
    strata = Margin("stratum", tuple("1234"), STRATUM - 1, np.array([60.0, 70.0, 80.0, 100.0]))
    return rake(ELEMENTS, [sex, strata], tolerance=1e-13).design


def check(found: Shift, group: int, r: dict[str, Any], tolerance: float = TIGHT) -> None:
    assert int(found.n[group]) == r["n"]
    assert found.df[group] == r["df"]
    for name in ("estimate", "se", "low", "high"):
        np.testing.assert_allclose(getattr(found, name)[group], r[name], rtol=tolerance, atol=tolerance)
    test = found.no_change
    ours = [test.chi2[group], test.chi2_p[group], test.statistic[group], test.df_denominator[group], test.p[group]]
    np.testing.assert_allclose(ours, [r["chi2"], r["chi2_p"], r["F"], r["df_denominator"], r["p"]], rtol=10 * tolerance)


@pytest.mark.parametrize(
    ("design", "name", "tolerance"),
    [
        (CLUSTERED, "clustered", TIGHT),
        (ELEMENTS, "elements", TIGHT),
        (Design(column("w"), strata=STRATUM, psu=PSU, fpc=column("fpc")), "fpc", TIGHT),
        (raked(), "raked", RAKED),
    ],
    ids=["clustered", "elements", "fpc", "raked"],
)
def test_changes_their_errors_intervals_and_wald_test_are_those_of_r(design: Design, name: str, tolerance: float) -> None:
    check(shift(design, ONE, THREE), 0, R[name], tolerance)


@pytest.mark.parametrize(
    ("design", "name", "tolerance"),
    [(CLUSTERED, "by_clustered", TIGHT), (ELEMENTS, "by_elements", TIGHT), (raked(), "by_raked", RAKED)],
    ids=["clustered", "elements", "raked"],
)
def test_every_group_at_once_is_what_r_gives_of_each_domain(design: Design, name: str, tolerance: float) -> None:
    found = shift(design, ONE, THREE, by=GROUP)
    for group, r in enumerate(R[name]):
        check(found, group, r, tolerance)


def test_the_change_in_one_share_with_svyttests_degrees_of_freedom_is_rs_svyttest() -> None:
    before, after = (one_of(step, ("3", "4"), name="agree") for step in (ONE, THREE))
    everybody = shift(CLUSTERED, before, after, df_method="svyttest")
    groups = shift(CLUSTERED, before, after, by=GROUP, df_method="svyttest")
    for found, place, r in [(everybody, 0, R["agree"]), *((groups, place, r) for place, r in enumerate(R["agree_by"]))]:
        ours = [found.estimate[place, 1], found.se[place, 1], found.statistic[place, 1], found.df[place], found.p[place, 1]]
        np.testing.assert_allclose(ours, [r[name] for name in ("estimate", "se", "statistic", "df", "p")], rtol=TIGHT)


def test_the_share_who_moved_at_all_is_rs() -> None:
    found = shift(CLUSTERED, ONE, THREE)
    np.testing.assert_allclose([found.moved.estimate[0], found.moved.se[0]], [R["agree"]["moved"], R["agree"]["moved_se"]], rtol=TIGHT)
    assert found.up is not None
    assert found.down is not None
    assert found.up.estimate[0] + found.down.estimate[0] == pytest.approx(found.moved.estimate[0], rel=1e-14)
    assert shift(CLUSTERED, ONE, THREE, ordered=False).up is None


def test_three_steps_give_each_against_the_first_and_the_previous_and_one_test_over_all() -> None:
    found = shift_over_steps(CLUSTERED, [ONE, TWO, THREE])
    check(found.from_first[1], 0, R["clustered"])
    check(found.from_previous[1], 0, R["next_step"])
    assert len(found.from_first) == len(found.from_previous) == 2
    test, r = found.no_change, R["over_steps"]
    assert found.n[0] == r["n"]
    ours = [test.chi2[0], test.df[0], test.statistic[0], test.df_denominator[0], test.p[0]]
    np.testing.assert_allclose(ours, [r["chi2"], r["df"], r["F"], r["df_denominator"], r["p"]], rtol=1e-9)
    assert found.sentences[0].startswith(f"{r['n']} people answered all 3 steps. Had nothing changed,")
    assert sum(sentence.startswith("Step 3 against step 2.") for sentence in found.sentences) == 5


def test_two_steps_over_all_are_the_shift_between_them() -> None:
    whole, pair = shift_over_steps(CLUSTERED, [ONE, TWO], by=GROUP).no_change, shift(CLUSTERED, ONE, TWO, by=GROUP).no_change
    for name in ("chi2", "df", "statistic", "p"):
        np.testing.assert_array_equal(getattr(whole, name), getattr(pair, name))


class Paired:
    """paired.csv: 400 people in 40 clusters."""

    def __init__(self, folder: Path) -> None:
        with (folder / "surveys" / "r-reference" / "paired.csv").open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.pre, self.post = (Factor(k, tuple("12345"), np.array([int(row[k]) - 1 for row in rows])) for k in ("pre", "post"))
        self.w, self.cluster = np.array([float(row["w"]) for row in rows]), np.array([int(row["grp"]) for row in rows])
        self.plain = Design(self.w, psu=self.cluster)
        self.strata = Design(self.w, psu=self.cluster, strata=(self.cluster - 1) % 4)


@pytest.mark.shared
def test_the_reference_shift_is_that_of_r(shared_data: Path) -> None:
    data, r = Paired(shared_data), R["paired"]
    found = shift(data.plain, data.pre, data.post)
    check(found, 0, r["plain"])
    assert round(float(found.no_change.chi2[0]), 4) == 66.2037
    assert round(float(found.no_change.statistic[0]), 4) == 15.2778
    agree = shift(data.plain, *(one_of(step, ("4", "5"), name="agree") for step in (data.pre, data.post)), df_method="svyttest")
    np.testing.assert_allclose([agree.estimate[0, 1], agree.se[0, 1]], [r["agree"]["estimate"], r["agree"]["se"]], rtol=TIGHT)
    assert (round(float(agree.estimate[0, 1]), 6), round(float(agree.se[0, 1]), 6), agree.df[0]) == (0.118631, 0.025818, 38)
    np.testing.assert_allclose([agree.statistic[0, 1], agree.p[0, 1]], [r["agree"]["statistic"], r["agree"]["p"]], rtol=TIGHT)


@pytest.mark.shared
def test_the_reference_shift_with_strata_and_domains_is_that_of_r(shared_data: Path) -> None:
    data, r = Paired(shared_data), R["paired"]
    check(shift(data.strata, data.pre, data.post), 0, r["strata"])
    halves = shift(data.strata, data.pre, data.post, by=Factor("half", ("even", "odd"), data.cluster % 2))
    rows = shift(data.strata, data.pre, data.post, by=Factor("third", ("a", "b", "c"), np.arange(400) % 3))
    for found, domains in ((halves, r["domains"]), (rows, r["row_domains"])):
        for group, domain in enumerate(domains):
            check(found, group, domain)


@settings(max_examples=80)
@given(
    st.integers(0, 10_000),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["certainty", "adjust", "average"]),
)
def test_changes_and_their_errors_equal_explicit_sums(seed: int, strata: bool, clusters: bool, fpc: bool, rakes: bool, lonely: str) -> None:
    rng = np.random.default_rng(seed)
    n = 36
    before, after = (Factor(name, tuple("abc"), rng.integers(-1, 3, n)) for name in ("before", "after"))
    by = Factor("by", tuple("xyz"), rng.integers(-1, 2, n))  # nobody is z
    stratum = rng.integers(0, 3, n) if strata else None
    population = np.full(n, 50.0) if stratum is None else np.array([45.0, 60.0, 100.0])[stratum]
    margins = [Margin("m", ("u", "v"), np.arange(n) % 2, np.array([30.0, 70.0]))]
    design = Design(
        np.where(rng.random(n) < 0.05, 0.0, rng.uniform(0.5, 2, n)),
        strata=stratum,
        psu=rng.integers(0, 6, n) if clusters else None,
        fpc=population if fpc else None,
        lonely_psu=lonely,  # type: ignore[arg-type]
    )
    design = rake(design, margins).design if rakes else design
    found = shift(design, before, after, by=by)
    for group in range(3):
        base = (by.codes == group) & (before.codes >= 0) & (after.codes >= 0) & (design.weights > 0)
        assert found.n[group] == base.sum()
        if not base.any():
            assert np.isnan(found.estimate[group]).all()
            assert np.isnan(found.se[group]).all()
            continue
        for level in range(3):
            change = (after.codes == level) * 1.0 - (before.codes == level)
            w = design.weights[base]
            expected = w @ change[base] / w.sum()
            u = base * (change - expected) / w.sum()
            assert found.estimate[group, level] == pytest.approx(expected, rel=TIGHT, abs=1e-13)
            variance = variance_by_explicit_sums(design, u, margins if rakes else None)
            assert found.se[group, level] == pytest.approx(np.sqrt(variance), rel=1e-9, abs=1e-12, nan_ok=True)
