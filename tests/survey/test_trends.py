"""One question across waves: R's stacked designs, plain versions, and panels kept apart from random samples."""

import json
from dataclasses import replace
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import stdtr

from folkmoot.survey.comparisons.trends import Trend, trend
from folkmoot.survey.comparisons.waves import Wave, people_in_both, wave_covariance
from folkmoot.survey.design import Design
from folkmoot.survey.estimates import proportions
from folkmoot.survey.margins import Margin
from folkmoot.survey.raking import rake

R: dict[str, Any] = json.loads((Path(__file__).parent / "r" / "trends.json").read_text("utf-8"))
COLUMN = {name: np.array([np.nan if x is None else x for x in values], float) for name, values in R["data"].items()}


def waves(how: str = "plain", **change: Any) -> list[Wave]:
    made = []
    for number, year in ((1, 2019.0), (2, 2021.0), (3, 2022.0)):
        own = {name: values[COLUMN["wave"] == number] for name, values in COLUMN.items()}
        code = {name: own[name].astype(int) for name in ("id", "stratum", "cluster", "age", "sex")}
        design = Design(own["weight"])
        if how == "clusters":
            design = Design(own["weight"], strata=code["stratum"], psu=code["cluster"])
        if how == "raked":
            margins = [
                Margin("age", ("1", "2", "3"), code["age"] - 1, np.array([300.0, 350, 250])),
                Margin("sex", ("1", "2"), code["sex"] - 1, np.array([480.0, 420])),
            ]
            design = rake(design, margins, tolerance=1e-13).design
        made.append(
            Wave(
                **(
                    {"name": f"{year:.0f}", "when": year, "kind": "panel", "design": design, "outcome": own["y"], "people": code["id"]}
                    | change
                )
            )
        )
    return made


@pytest.mark.parametrize("how", ["plain", "clusters", "raked"])
def test_people_in_two_waves_give_the_covariance_and_changes_of_r(how: str) -> None:
    found, r = trend(waves(how)), R[how]
    tight = 1e-9 if how == "raked" else 1e-12  # R's raking stops at a change of 1e-12, and its projection after ten sweeps
    np.testing.assert_allclose(found.covariance, r["covariance"], rtol=tight)
    np.testing.assert_allclose([one.estimate[0] for one in found.estimates], r["estimate"], rtol=tight)
    for ours, theirs in ((found.from_first[1], r["from_first"]), (found.from_previous[1], r["from_previous"])):
        assert (ours.estimate, ours.se) == pytest.approx((theirs["estimate"], theirs["se"]), rel=tight)
    line = found.lines[0]
    assert (line.slope, line.se) == pytest.approx((r["line"]["estimate"], r["line"]["se"]), rel=tight)
    np.testing.assert_array_equal(found.n_both, R["n_both"])


def test_degrees_of_freedom_count_each_person_or_cluster_once() -> None:
    plain, clusters = trend(waves()), trend(waves("clusters"))
    ids = [set(w.people[w.answered].tolist()) for w in waves() if w.people is not None]
    assert plain.from_previous[1].df == len(ids[1] | ids[2]) - 1
    assert plain.lines[0].df == len(ids[0] | ids[1] | ids[2]) - 1
    assert clusters.from_previous[0].df == 52 - 2
    change = plain.from_first[1]
    assert change.p == pytest.approx(float(2 * stdtr(change.df, -abs(change.estimate / change.se))), rel=1e-12)


def test_waves_that_share_nobody_are_independent_and_keep_their_own_designs() -> None:
    apart = waves("clusters", people=None)
    found = trend(apart)
    se = [float(proportions(w.design, w.outcome).se[0]) for w in apart]
    np.testing.assert_allclose(found.covariance, np.diag(np.square(se)), rtol=1e-12)
    assert found.from_first[1].se == pytest.approx(float(np.hypot(se[0], se[2])), rel=1e-12)
    assert found.from_first[1].df == 2 * (52 - 2)
    assert "independent" in found.method
    moved = [replace(w, people=np.asarray(w.people) + 1000 * k) for k, w in enumerate(waves())]
    assert wave_covariance(moved)[0][0, 1] == 0


def test_a_change_is_surer_with_the_same_people_than_with_others() -> None:
    same, others = trend(waves()), trend(waves(people=None))
    for a, b in zip(same.from_previous, others.from_previous, strict=True):
        assert a.se < 0.96 * b.se


def plain_covariance(made: list[Wave]) -> np.ndarray:
    """Person by person: the sums of each person's weighted distances from the waves' means."""
    persons = sorted({int(p) for w in made if w.people is not None for p in w.people})
    totals = {person: np.zeros(len(made)) for person in persons}
    for place, w in enumerate(made):
        rows = [i for i in range(w.design.n) if not np.isnan(w.outcome[i])]
        weight = sum(float(w.design.weights[i]) for i in rows)
        mean = sum(float(w.design.weights[i] * w.outcome[i]) for i in rows) / weight
        for i in rows:
            totals[int(w.people[i])][place] += w.design.weights[i] * (w.outcome[i] - mean) / weight  # type: ignore[index]
    m = len(persons)
    middle = sum(totals.values()) / m
    return np.asarray(m / (m - 1) * sum(np.outer(t - middle, t - middle) for t in totals.values()))


@given(st.integers(0, 2**32 - 1), st.integers(2, 4))
@settings(max_examples=40)
def test_the_covariance_is_that_of_the_definition(seed: int, count: int) -> None:
    rng = np.random.Generator(np.random.PCG64(seed))
    made = []
    for k in range(count):
        n = int(rng.integers(3, 12))
        people = np.append(0, rng.choice(np.arange(1, 15), n - 1, replace=False))  # one person is in all waves
        answers = np.append(1.0, rng.choice([0.0, 1.0, np.nan], n - 1))
        made.append(Wave(str(k), float(k), "panel", Design(rng.uniform(0.5, 3, n)), answers, people))
    np.testing.assert_allclose(wave_covariance(made)[0], plain_covariance(made), rtol=1e-9, atol=1e-12)


def test_people_are_counted_in_both_only_where_they_answered() -> None:
    design = Design(np.ones(3))
    first = Wave("a", 1.0, "panel", design, np.array([1.0, 0, np.nan]), np.array([7, 8, 9]))
    second = Wave("b", 2.0, "panel", design, np.array([1.0, 1, 1]), np.array([8, 9, 2**40]))
    np.testing.assert_array_equal(people_in_both([first, second]), [[2, 1], [1, 3]])


def test_a_panel_and_random_samples_are_never_compared() -> None:
    panel = waves()
    random = [replace(w, name=f"poll {w.name}", kind="probability", people=None) for w in waves()]
    found = trend([panel[0], random[0], random[1], panel[2], panel[1], random[2]])
    assert found.waves == ("2019", "poll 2019", "poll 2021", "2021", "2022", "poll 2022")
    pairs = {(c.earlier, c.later) for c in (*found.from_previous, *found.from_first)}
    assert pairs == {(p + a, p + b) for p in ("", "poll ") for a, b in (("2019", "2021"), ("2021", "2022"), ("2019", "2022"))}
    assert [line.kind for line in found.lines] == ["probability", "panel"]
    for said in found.sentences:
        assert not ("the panel's members" in said and "people picked at random" in said)
    assert found.sentences[-1].startswith("Waves with different kinds of sample are not compared")
    assert any(said.startswith("Among the panel's members, from 2019 to 2021, the share went up") for said in found.sentences)
    assert any("answered, 85 of them both times" in said for said in found.sentences)
    assert any("the straight line through the 3 waves goes up by 5.56 percentage points a year" in said for said in found.sentences)
    assert not any("nan" in said for said in found.sentences)


def two(first: list[float], second: list[float]) -> Trend:
    made = [Wave(str(k), float(k), "volunteer", Design(np.ones(len(y))), np.array(y)) for k, y in enumerate((first, second))]
    return trend(made)


def test_a_wave_without_answers_has_its_row_and_no_change() -> None:
    found = two([1.0, 0.0, 1.0], [np.nan, np.nan])
    assert isnan(found.from_previous[0].estimate)
    assert found.from_previous[0].n == (3, 0)
    assert found.sentences[1] == "1: nobody answered."
    assert "no change can be given" in found.sentences[2]


def test_a_change_without_spread_has_no_interval_and_no_test() -> None:
    found = two([1.0, 1.0, 1.0], [0.0, 0.0])
    change = found.from_previous[0]
    assert (change.estimate, change.se) == (-1, 0)
    assert isnan(change.low)
    assert isnan(change.p)
    assert "It could not be tested." in change.sentence
    assert "nan" not in change.sentence
    assert found.lines == ()


def test_waves_that_do_not_fit_are_refused_in_words() -> None:
    made, clusters = waves(), waves("clusters")
    with pytest.raises(ValueError, match="two waves or more"):
        trend(made[:1])
    with pytest.raises(ValueError, match="same name"):
        trend([made[0], replace(made[1], name="2019")])
    with pytest.raises(ValueError, match="same time"):
        trend([made[0], replace(made[1], when=2019.0)])
    with pytest.raises(ValueError, match="Some waves that share people have strata"):
        trend([made[0], clusters[1]])
    moved = replace(clusters[1], design=Design(clusters[1].design.weights, strata=clusters[1].design.strata, psu=np.arange(141)))
    with pytest.raises(ValueError, match="2021: row 1 has another code in psu than the same person before"):
        trend([clusters[0], moved])
    for change, words in (
        ({"outcome": made[0].outcome[:5]}, "2019: 5 answers and 150 rows"),
        ({"outcome": made[0].outcome + 1}, "2019: row .* is 2. Give 1 for yes"),
        ({"when": float("nan")}, "2019: it has no time"),
        ({"kind": "quota"}, "probability, panel"),
        ({"people": np.zeros(150, int)}, "2019: row 2 is a person who is already in row 1"),
        ({"people": np.ones(150)}, "whole number"),
    ):
        with pytest.raises(ValueError, match=words):
            replace(made[0], **change)  # type: ignore[arg-type]
