"""Numbers shared over strata by given shares: as near as whole people can be, never more than there are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.sortition.allocation import shared_allocation


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), min_size=1, max_size=6), st.data())
def test_shares_are_met_as_nearly_as_whole_people_can(strata, data):
    rows, shares = [rows for rows, _ in strata], [share for _, share in strata]
    total = data.draw(st.integers(0, sum(rows)))
    drawn = shared_allocation(rows, total, shares)
    assert sum(drawn) == total
    assert all(0 <= taken <= count for taken, count in zip(drawn, rows, strict=True))
    if not any(count < total for count, share in zip(rows, shares, strict=True) if share) and sum(shares):
        assert all(abs(taken - total * share / sum(shares)) < 1 for taken, share in zip(drawn, shares, strict=True))


@pytest.mark.parametrize("wrong", [([5], 6, [1]), ([5], -1, [1]), ([5], 2, [1, 1]), ([5], 2, [-1])])
def test_more_than_there_are_or_shares_that_do_not_fit_are_refused(wrong):
    with pytest.raises(ValueError, match=r"cannot be drawn|Give one a stratum"):
        shared_allocation(*wrong)
