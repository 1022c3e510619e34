"""Shares of each group on each statement: the counts row by row, and Wilson's interval as statsmodels has it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from folkmoot.conversation.share_intervals import statement_shares, wilson
from folkmoot.conversation.vote_matrix import VoteMatrix

NAN = float("nan")
TABLE = [[1, -1, NAN], [1, 0, NAN], [-1, 1, NAN], [1, NAN, NAN]]


def test_each_share_is_a_count_over_who_saw_it_with_wilsons_interval() -> None:
    shares = statement_shares(VoteMatrix.from_dense(TABLE), np.array([0, 0, 0, -1]), 1)
    np.testing.assert_allclose(shares.agree.estimate, [[2 / 3, 1 / 3, NAN]], rtol=1e-15)
    np.testing.assert_allclose(shares.passed.estimate, [[0, 1 / 3, NAN]], rtol=1e-15, atol=1e-16)
    assert shares.n.tolist() == [[3, 3, 0]]
    low, high = proportion_confint([2, 1], 3, method="wilson")
    np.testing.assert_allclose(shares.agree.low[0, :2], low, rtol=1e-12)
    np.testing.assert_allclose(shares.agree.high[0, :2], high, rtol=1e-12)
    assert np.isnan([shares.agree.low[0, 2], shares.agree.high[0, 2]]).all()


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.sampled_from([0.8, 0.95, 0.99]))
def test_any_interval_is_that_of_statsmodels_and_holds_its_share(counts: tuple[int, int], confidence: float) -> None:
    count, n = counts
    low, high = wilson(np.array([count / n]), np.array([float(n)]), confidence)
    np.testing.assert_allclose(
        [low[0], high[0]], proportion_confint(count, n, alpha=1 - confidence, method="wilson"), rtol=1e-9, atol=1e-12
    )
    assert low[0] <= count / n <= high[0]


def test_weights_make_the_share_and_kishs_number_of_people() -> None:
    weights = np.array([1.0, 2.0, 3.0, 5.0])
    shares = statement_shares(VoteMatrix.from_dense(TABLE), np.zeros(4, np.int64), 1, weights)
    np.testing.assert_allclose(shares.agree.estimate[0, 0], 8 / 11, rtol=1e-15)
    np.testing.assert_allclose(shares.n_effective[0, :2], [121 / 39, 36 / 14], rtol=1e-15)
    assert shares.n.tolist() == [[4, 3, 0]]
    low, high = wilson(np.array([8 / 11]), np.array([121 / 39]), 0.95)
    assert (shares.agree.low[0, 0], shares.agree.high[0, 0]) == (low[0], high[0])


def test_the_scale_of_weights_changes_nothing_and_equal_ones_are_none() -> None:
    votes, group = VoteMatrix.from_dense(TABLE), np.array([0, 1, 0, 1])
    plain = statement_shares(votes, group, 2)
    same = statement_shares(votes, group, 2, np.full(4, 7.0))
    np.testing.assert_allclose(same.agree.low, plain.agree.low, rtol=1e-12)
    np.testing.assert_allclose(same.n_effective, plain.n_effective, rtol=1e-12)


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0, NAN])
def test_a_confidence_that_is_none_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="Give a number between 0 and 1"):
        statement_shares(VoteMatrix.from_dense(TABLE), np.zeros(4, np.int64), 1, confidence=confidence)
