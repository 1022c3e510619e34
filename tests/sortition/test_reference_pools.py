"""Pools of real size whose leximin is known: the same chances to a millionth, and panels that meet every quota."""

import json
from pathlib import Path

import numpy as np
import pytest

from folkmoot.sortition.check_lottery import check_lottery
from folkmoot.sortition.csv_pair import read_categories, read_respondents
from folkmoot.sortition.lottery import leximin

pytestmark = pytest.mark.shared
NAMES = (
    "example_large_200",
    "example_small_20",
    "opendlp_28",
    "syn_hd_30",
    "syn_mass_24",
    "syn_nexus_170",
    "syn_obf_30",
    "syn_sf_a_35",
    "syn_sf_b_20",
)


@pytest.mark.parametrize("name", NAMES)
def test_the_chances_are_the_published_leximin(shared_data: Path, name: str) -> None:
    folder = shared_data / "sortition" / name
    quotas = read_categories(folder / "categories.csv")
    pool = read_respondents(folder / "respondents.csv", quotas).pool
    found = leximin(pool, quotas, int(name.rsplit("_", 1)[1]))
    expected = json.loads((shared_data / "sortition" / "reference.json").read_text("utf-8"))[name]["sorted_probabilities"]
    np.testing.assert_allclose(np.sort(found.probabilities), expected, atol=1e-6)
    check = check_lottery(found, pool, quotas)
    assert check.passed, check.problems
