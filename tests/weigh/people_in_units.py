"""The people of the small survey in ten strata of two units, and plans that say how sure their tables are."""

import tomllib
from typing import Any

import numpy as np
import polars as pl
import pytest

from folkmoot.weigh import Plan, RefusedError, Weighed, findings, weigh
from weigh.test_published_files import SCHEMA, faults

DRAWN = 'strata = "stratum"\npsu = "unit"\n'


def in_units(people: pl.DataFrame) -> pl.DataFrame:
    """The people with their stratum and unit."""
    at = np.random.default_rng(3).permutation(600)
    return people.with_columns(stratum=pl.Series(at % 10).cast(pl.String), unit=pl.Series(at // 10 % 2).cast(pl.String))


def without_bounds(plan_text: str) -> str:
    """The plan without bounds, which replicates do not go with."""
    return plan_text.replace("bounds = [0.2, 5.0]\n", "")


def weighed(people: pl.DataFrame, plan_text: str, design: str) -> Weighed:
    """The people weighed, with the keys of [design] that are given."""
    return weigh(people, Plan.from_mapping(tomllib.loads(f"{plan_text}\n[design]\n{design}")))


def document_of(people: pl.DataFrame, plan_text: str, design: str) -> dict[str, Any]:
    """The findings, which keep to their schema."""
    document = findings(weighed(people, plan_text, design))
    assert faults(document, SCHEMA) == []
    return document


def refusal(people: pl.DataFrame, plan_text: str, design: str) -> str:
    """The one problem of people who cannot be weighed."""
    with pytest.raises(RefusedError) as error:
        weighed(people, plan_text, design)
    (problem,) = error.value.problems
    return problem
