"""A made-up sample of everybody asked, of whom some responded, with its plan."""

import tomllib

import numpy as np
import polars as pl

from folkmoot.weigh import Plan

PLAN = """
[survey]
title = "Cold homes"
organisation = "Harrowmere County Council"
dates = "6 to 31 January 2031"
sample = "probability"
population = "People aged 18 and over in Harrowmere"
id = "person"

[columns.age]
label = "Age"
values = ["18 to 34", "35 to 64", "65 and over"]

[columns.area]
label = "Area"
values = ["Coast", "Town", "Valley"]

[columns.outcome]
label = "What became of the letter"
values = ["Answered", "Refused", "No reply", "Moved away", "Not traced"]

[columns.said]
values = ["Yes", "No"]

[recodes.yes]
yes = ["Yes"]
no = ["No"]

[[statements]]
id = "A"
text = "Use home and hospital records together to find cold homes"
short = "Find cold homes"
column = "said"
recode = "yes"

[publish]
factors = ["age", "area"]

[weights]
base = "w0"
"""

NONRESPONSE = """
[weights.nonresponse]
responded = "outcome"
yes = ["Answered"]
no = ["Refused", "No reply"]
not_eligible = ["Moved away"]
unknown = ["Not traced"]
by = ["age", "area"]
"""

PROPENSITY = NONRESPONSE + 'method = "propensity"\n'

ATTRITION = """
[weights.attrition]
stayed = "outcome"
yes = ["Answered"]
no = ["Refused", "No reply", "Moved away", "Not traced"]
by = ["age", "area"]
"""

TARGETS = """
[weights.targets.age]
source = "Census 2021"
people = { "18 to 34" = 130_000, "35 to 64" = 230_000, "65 and over" = 120_000 }
"""

REPRESENTATIVENESS = """
[[analyses]]
kind = "representativeness"
"""


def planned(*parts: str, sample: str = "probability", base: str = PLAN) -> Plan:
    """The plan with more tables."""
    return Plan.from_mapping(tomllib.loads(base.replace('"probability"', f'"{sample}"') + "".join(parts)))


def everybody(n: int = 1500, seed: int = 3) -> pl.DataFrame:
    """Everybody asked. Older people responded more; nobody who did not respond said anything."""
    random = np.random.default_rng(seed)
    age = random.choice(["18 to 34", "35 to 64", "65 and over"], n, p=[0.3, 0.45, 0.25])
    area = random.choice(["Coast", "Town", "Valley"], n, p=[0.3, 0.4, 0.3])
    chance = np.where(age == "65 and over", 0.7, np.where(age == "18 to 34", 0.3, 0.5)) - 0.1 * (area == "Valley")
    others = random.choice(["Refused", "No reply", "Moved away", "Not traced"], n, p=[0.3, 0.3, 0.2, 0.2])
    outcome = np.where(random.random(n) < chance, "Answered", others)
    said = np.where(random.random(n) < np.where(age == "65 and over", 0.7, 0.45), "Yes", "No")
    return pl.DataFrame(
        {
            "person": [f"R{at:04}" for at in range(n)],
            "age": age,
            "area": area,
            "outcome": outcome,
            "said": np.where(outcome == "Answered", said, ""),
            "w0": random.integers(4, 21, n) / 8,
        }
    )
