"""Who answered: people drawn from the population, who then chose to take part or not.

Older people, women and people in better-off places were readier to answer, as they are in any survey that people volunteer for.
So the answers must be weighted before they speak for Essex.

Only uniform draws, additions, products and comparisons are used here and in `residents`: they give the same bits on every machine.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from examples.essex import population

N = 3_021  # published: the number of responses to the survey
INVITED = 60_000
RAKING_SWEEPS = 60

AGES = tuple(population.AGE_PER_CENT)
GENDERS = tuple(population.GENDER_PER_CENT)
DISTRICTS = tuple(population.RESIDENTS)

# How ready people were to answer: the rate by age, then what multiplies it.
RATE_BY_AGE = (0.018, 0.038, 0.058, 0.076, 0.100, 0.094)
BY_GENDER = (1.15, 0.85, 1.05)
BY_DEPRIVATION = (0.50, 0.75, 1.00, 1.15, 1.25)
BY_DISTRICT = (0.85, 1.00, 1.10, 0.90, 1.25, 1.35, 0.80, 0.70, 1.30, 1.00, 1.05, 1.30)

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Volunteers:
    """`N` people, a code for each thing known of them (an index into the tuples above), and the weight each gets."""

    age: Codes
    gender: Codes
    district: Codes
    deprivation: Codes  # 0 most deprived fifth of the country .. 4 least
    weight: Floats  # raked to age, gender and district; the mean is 1


def pick(rng: np.random.Generator, shares: Floats) -> Codes:
    """One index for each row of `shares` (people, choices), drawn with that row's shares; they need not add up to one."""
    steps = np.cumsum(shares, axis=1)
    return (rng.random(len(shares))[:, None] * steps[:, -1:] >= steps).sum(axis=1)


def volunteers(rng: np.random.Generator) -> Volunteers:
    """The first `N` people who chose to answer."""
    age = pick(rng, np.tile(np.array(list(population.AGE_PER_CENT.values()), float), (INVITED, 1)))
    gender = pick(rng, np.tile(np.array(list(population.GENDER_PER_CENT.values()), float), (INVITED, 1)))
    district = pick(rng, np.tile(np.array(list(population.RESIDENTS.values()), float), (INVITED, 1)))
    deprivation = pick(rng, np.array(list(population.DEPRIVATION_PER_CENT.values()), float)[district])
    rate = (
        np.array(RATE_BY_AGE)[age] * np.array(BY_GENDER)[gender] * np.array(BY_DEPRIVATION)[deprivation] * np.array(BY_DISTRICT)[district]
    )
    who = np.flatnonzero(rng.random(INVITED) < rate)[:N]
    age, gender, district, deprivation = age[who], gender[who], district[who], deprivation[who]
    return Volunteers(age, gender, district, deprivation, rake(age, gender, district))


def rake(age: Codes, gender: Codes, district: Codes) -> Floats:
    """Weights with mean 1 that give the population's age, gender and district: raking (Deming and Stephan, 1940).

    Written out here, and not borrowed from `folkmoot.survey`, so that the published shares come out of the example only if the
    two agree.
    """
    weight = np.ones(N)
    targets = [np.array(list(margin.values())) * N / population.ADULTS for margin in population.margins().values()]
    for _ in range(RAKING_SWEEPS):
        for code, target in zip((age, gender, district), targets, strict=True):
            weight = weight * (target / np.bincount(code, weight, len(target)))[code]
    return weight
