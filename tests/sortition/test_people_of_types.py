"""All people of a type get exactly the same chance, by splitting few panels."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.sortition import leximin
from folkmoot.sortition.people_of_types import take_turns
from tests.sortition.made_pools import town


@settings(max_examples=200)
@given(st.data())
def test_people_who_take_turns_have_the_same_length_and_places_are_filled(data: st.DataObject) -> None:
    people = data.draw(st.integers(1, 9))
    pieces = data.draw(st.lists(st.tuples(st.floats(1e-6, 1), st.integers(0, people)), min_size=1, max_size=12))
    lengths, places = np.array([length for length, _ in pieces]), np.array([count for _, count in pieces])
    ends = np.cumsum(lengths)
    starts = ends - lengths
    turns = take_turns(people, starts, ends, places)
    cut = np.diff(np.append(turns.starts, ends[-1]))
    np.testing.assert_allclose(cut @ turns.here, lengths @ places / people, atol=1e-9)
    at = np.searchsorted(starts, turns.starts + 1e-15 * ends[-1], side="right") - 1
    assert (turns.here.sum(1) == places[at]).all()
    assert len(turns.starts) < len(pieces) + people


def test_a_lottery_has_few_more_panels_than_types_and_people() -> None:
    pool, quotas, size = town(300, 20)
    lottery = leximin(pool, quotas, size)
    assert len(lottery.panels) <= 4 * len(np.unique(lottery.certificate.type_of)) + 10 + pool.n
    assert len(np.unique(lottery.panels, axis=0)) > 20
