"""The ways a plan may make answers fair: by raking, linear or logit calibration, with bounds or caps."""

import tomllib

import numpy as np
import polars as pl
import pytest

from folkmoot.survey import Design, Margin
from folkmoot.survey.weights import calibrate, rake_with_cap
from folkmoot.weigh import Plan, RefusedError, findings, weigh
from folkmoot.weigh.report import report
from folkmoot.weigh.weighing import Weighed

BASE = "bounds = [0.2, 5.0]"


def plan_of(plan_text: str, lines: str) -> Plan:
    assert BASE in plan_text
    return Plan.from_mapping(tomllib.loads(plan_text.replace(BASE, lines)))


def parts(weighed: Weighed) -> tuple[Design, list[Margin]]:
    """The base design and the margins, put together again from the plan's parts."""
    plan, answers = weighed.plan, weighed.answers
    base = answers.numbers[str(plan.weights.base)]
    total = next(sum(target.amounts.values()) for target in plan.weights.targets if target.unit == "people")
    margins = [Margin(name, plan.levels(name), answers.codes[name], numbers) for name, numbers in weighed.fairness.targets.items()]
    return Design(base * total / base.sum()), margins


@pytest.mark.parametrize("method", ["linear", "logit"])
def test_calibrated_weights_are_those_of_the_engine(people: pl.DataFrame, plan_text: str, method: str) -> None:
    weighed = weigh(people, plan_of(plan_text, f'method = "{method}"\n{BASE}'))
    design, margins = parts(weighed)
    plain = calibrate(design, margins, distance=method, bounds=(0.2, 5.0))  # type: ignore[arg-type]
    np.testing.assert_allclose(weighed.fairness.design.weights, plain.weights, rtol=1e-9)
    document = findings(weighed)
    assert document["weighting"]["method"] == method
    assert "variance=taylor,calibrated" in document["findings"][0]["method"]
    assert f"Calibrated ({method}) to" in report(document)


def test_capped_weights_keep_to_their_caps(people: pl.DataFrame, plan_text: str) -> None:
    weighed = weigh(people, plan_of(plan_text, "caps = [0.2, 3.0]"))
    weights = weighed.fairness.design.weights
    assert weights.max() <= 3.0 * weights.mean() * (1 + 1e-9)
    design, margins = parts(weighed)
    np.testing.assert_allclose(weights, rake_with_cap(design, margins, lower=0.2, upper=3.0).weights, rtol=1e-8)
    document = findings(weighed)
    assert document["weighting"]["caps"] == [0.2, 3.0]
    assert "0.2 to 3 times the mean weight" in report(document)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ('method = "logit"', "weights.bounds: is missing. Logit weights always have bounds, as in [0.3, 4.0]."),
        ("caps = [2, 3]", "weights.caps: must be two numbers around 1, as in [0.2, 5.0], not [2, 3]."),
        (f"caps = [0.2, 5.0]\n{BASE}", "weights.caps: goes with raking alone, without bounds"),
        ('method = "newton"', 'weights.method: must be one of "raking", "linear", "logit", not \'newton\'.'),
    ],
)
def test_mistakes_in_the_method_are_named(plan_text: str, lines: str, problem: str) -> None:
    with pytest.raises(RefusedError) as refused:
        plan_of(plan_text, lines)
    assert any(line.startswith(problem) for line in refused.value.problems), refused.value.problems


def test_caps_that_cannot_be_kept_are_refused(people: pl.DataFrame, plan_text: str) -> None:
    with pytest.raises(RefusedError) as refused:
        weigh(people, plan_of(plan_text, "caps = [0.99, 1.01]"))
    assert refused.value.problems[0].startswith("weights: ")
