"""In simulation the intervals hold the truth as often as they say: 95 per cent, give or take two."""

from collections.abc import Callable

import numpy as np
import pytest

from folkmoot.survey import Design, Margin, means, proportions, rake
from folkmoot.survey.estimates import Estimates
from folkmoot.survey.factors import Factor
from folkmoot.survey.replication.replicate_tables import replicate_tables
from folkmoot.survey.replication.replicates import bootstrap

SAMPLES = 1000
LOWEST, HIGHEST = 0.93, 0.97

type Draw = Callable[[np.random.Generator], tuple[Estimates, float]]


def random_rows(rng: np.random.Generator) -> tuple[Estimates, float]:
    """300 people at random with unequal weights, a quarter of whom agree."""
    weights = rng.uniform(0.5, 1.5, 300)
    return proportions(Design(weights), (rng.random(300) < 0.25).astype(float)), 0.25


def small_group(rng: np.random.Generator) -> tuple[Estimates, float]:
    """A group of about 40 in 400, of whom 15 per cent agree; the interval is of that group."""
    group = (rng.random(400) < 0.1).astype(int)
    agree = rng.random(400) < np.where(group, 0.15, 0.6)
    found = proportions(Design(np.ones(400)), agree.astype(float), by=group, levels=2)
    return part(found, 1), 0.15


def strata_of_different_size(rng: np.random.Generator) -> tuple[Estimates, float]:
    """100 from each of three strata that hold 1,000, 3,000 and 6,000, and differ."""
    strata = np.repeat([0, 1, 2], 100)
    shares, sizes = np.array([0.2, 0.5, 0.8]), np.array([1000.0, 3000, 6000])
    agree = rng.random(300) < shares[strata]
    return proportions(Design(sizes[strata] / 100, strata=strata), agree.astype(float)), float(shares @ sizes / sizes.sum())


def clusters(rng: np.random.Generator) -> tuple[Estimates, float]:
    """60 neighbourhoods of 10, whose people are alike."""
    psu = np.repeat(np.arange(60), 10)
    level = rng.normal(0, 1, 60)[psu]
    return means(Design(np.ones(600), psu=psu), level + rng.normal(0, 1, 600), df_method="design"), 0.0


def raked(rng: np.random.Generator) -> tuple[Estimates, float]:
    """400 of whom the young answer less; raked to the true ages, which differ in their answers."""
    people = np.array([0.3, 0.4, 0.3])
    answering = people * [0.4, 1.0, 1.3]
    age = rng.choice(3, 400, p=answering / answering.sum())
    shares = np.array([0.7, 0.5, 0.2])
    agree = rng.random(400) < shares[age]
    design = rake(Design(np.ones(400)), [Margin("age", ("a", "b", "c"), age, people * 10_000)]).design
    return proportions(design, agree.astype(float)), float(people @ shares)


def resampled(rng: np.random.Generator) -> tuple[Estimates, float]:
    """The same as `raked`, from 50 bootstrap replicates raked again."""
    people = np.array([0.3, 0.4, 0.3])
    answering = people * [0.4, 1.0, 1.3]
    age = rng.choice(3, 400, p=answering / answering.sum())
    shares = np.array([0.7, 0.5, 0.2])
    agree = Factor("agree", ("no", "yes"), (rng.random(400) < shares[age]).astype(int))
    margins = [Margin("age", ("a", "b", "c"), age, people * 10_000)]
    replicates = bootstrap(Design(np.ones(400)), 50, seed=int(rng.integers(1 << 30)))
    return replicate_tables(replicates, [agree], [], margins=margins)[0].estimates, float(people @ shares)


def part(found: Estimates, level: int) -> Estimates:
    columns = {name: getattr(found, name)[level : level + 1] for name in vars(found) if name != "method"}
    return Estimates(**columns, method=found.method)


@pytest.mark.parametrize("draw", [random_rows, small_group, strata_of_different_size, clusters, raked, resampled])
def test_intervals_hold_the_truth_as_often_as_they_say(draw: Draw) -> None:
    rng = np.random.default_rng(20_26)
    held = 0
    for _ in range(SAMPLES):
        found, truth = draw(rng)
        held += bool(found.low[0] <= truth <= found.high[0])
    assert LOWEST <= held / SAMPLES <= HIGHEST, f"{held / SAMPLES:.3f} of the intervals held the truth"
