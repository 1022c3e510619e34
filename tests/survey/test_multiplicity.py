"""Adjusted p values beside R's p.adjust to the last bit, and beside the definitions."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.survey.comparisons.multiplicity import Adjustment, adjust_p

FAMILIES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "r" / "multiplicity.json").read_text("utf-8"))
FAMILY = st.lists(st.one_of(st.just(float("nan")), st.floats(0, 1)), max_size=12)


def numbers(words: list[str]) -> Any:
    return np.array([float.fromhex(word) for word in words])


@pytest.mark.parametrize("adjustment", ["holm", "bh"])
@pytest.mark.parametrize("family", FAMILIES, ids=range(len(FAMILIES)))
def test_adjusted_p_values_are_those_of_r_to_the_last_bit(family: dict[str, Any], adjustment: Adjustment) -> None:
    found = adjust_p(numbers(family["p"]), adjustment)
    np.testing.assert_array_equal(found.adjusted, numbers(family[adjustment]))
    assert found.n_tests + found.n_not_tested == len(family["p"])


def holm_one_by_one(p: list[float]) -> list[float]:
    """The largest of (rejections still possible) * p over all p values as small or smaller."""
    ordered = sorted(p)
    return [min(1.0, max((len(p) - rank) * other for rank, other in enumerate(ordered) if other <= mine)) for mine in p]


def bh_one_by_one(p: list[float]) -> list[float]:
    """The smallest of p * m / (how many are as small) over all p values as large or larger."""
    return [min(1.0, *(other * len(p) / sum(each <= other for each in p) for other in p if other >= mine)) for mine in p]


@given(FAMILY)
def test_they_are_the_definitions_and_nan_stays_out_of_the_family(p: list[float]) -> None:
    tested = [value for value in p if value == value]
    for adjustment, slow in (("holm", holm_one_by_one), ("bh", bh_one_by_one)):
        found = adjust_p(p, adjustment)  # type: ignore[arg-type]
        np.testing.assert_array_equal(np.isnan(found.adjusted), np.isnan(np.array(p, float)))
        np.testing.assert_allclose(found.adjusted[~np.isnan(found.adjusted)], slow(tested), rtol=1e-14)
        assert (found.n_tests, found.n_not_tested) == (len(tested), len(p) - len(tested))


@given(FAMILY, st.randoms(use_true_random=False))
def test_the_order_of_the_tests_does_not_matter_and_no_p_gets_smaller(p: list[float], random: Any) -> None:
    order = list(range(len(p)))
    random.shuffle(order)
    for adjustment in ("none", "holm", "bh"):
        found = adjust_p(p, adjustment)
        np.testing.assert_array_equal(adjust_p(np.array(p)[order], adjustment).adjusted, found.adjusted[order])
        tested = ~np.isnan(found.p)
        assert (found.adjusted[tested] >= found.p[tested]).all()
        assert (found.adjusted[tested] <= 1).all()


def test_statsmodels_agrees_about_the_families() -> None:
    multipletests = pytest.importorskip("statsmodels.stats.multitest").multipletests
    p = np.random.default_rng(3).random(60) ** 4
    for adjustment, name in (("holm", "holm"), ("bh", "fdr_bh")):
        np.testing.assert_allclose(adjust_p(p, adjustment).adjusted, multipletests(p, method=name)[1], rtol=1e-12)  # type: ignore[arg-type]


def test_the_shape_is_kept_and_the_family_is_said() -> None:
    table = np.array([[0.01, np.nan], [0.04, 0.03]])
    found = adjust_p(table, "holm", family="the pairs of districts")
    np.testing.assert_array_equal(found.adjusted, [[0.03, np.nan], [0.06, 0.06]])
    np.testing.assert_array_equal(found.p, table)
    assert found.method == "p adjusted: holm; family=the pairs of districts; tests=3"
    assert found.sentence == (
        "3 tests were made among the pairs of districts. The p values are adjusted by Holm's method, so that the chance of finding even "
        "one difference where there is none stays low. 1 more could not be made and is not counted."
    )


def test_no_tests_and_one_test_are_said_as_such() -> None:
    assert adjust_p([np.nan, np.nan], "bh", family="the pairs").sentence == "No test could be made among the pairs."
    assert adjust_p([], "holm").n_tests == 0
    single = adjust_p([0.2], "bh")
    assert single.adjusted[0] == 0.2
    assert single.sentence.startswith("1 test was made among these tests. ")
    assert "2 more could not be made and are not counted." in adjust_p([0.2, np.nan, np.nan], "none").sentence


@pytest.mark.parametrize(("p", "said"), [([0.1, 1.2], "value 2 is 1.2"), ([-0.1], "value 1 is -0.1"), ([np.inf], "value 1 is inf")])
def test_what_is_not_a_p_value_is_refused(p: list[float], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        adjust_p(p, "holm")


def test_an_unknown_adjustment_is_refused() -> None:
    with pytest.raises(ValueError, match="adjustment is 'bonferroni'"):
        adjust_p([0.1], "bonferroni")  # type: ignore[arg-type]
