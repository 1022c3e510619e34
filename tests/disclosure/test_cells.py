"""No hidden count can be worked out: beside an enumeration of every table that fits, and on random tables."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from folkmoot.disclosure import CellStatus, audit, hide_small_groups, suppress

type Table = NDArray[np.int64]


def tables(groups: int, answers: int, largest: int) -> st.SearchStrategy[Table]:
    counts = st.lists(st.integers(0, largest), min_size=answers, max_size=answers)
    return st.lists(counts, min_size=1, max_size=groups).map(np.array)


def fitting_tables(table: Table, hidden: NDArray[np.bool_], *, totals: bool) -> list[Table]:
    """Every table of whole numbers with the same shown counts, group sizes and (with totals) answer totals: one by one."""
    cells = np.argwhere(hidden)
    found = []
    for values in product(*(range(int(table[group].sum()) + 1) for group, _ in cells)):
        guess = table.copy()
        guess[hidden] = values
        if (guess.sum(1) == table.sum(1)).all() and (not totals or (guess.sum(0) == table.sum(0)).all()):
            found.append(guess)
    return found


@settings(max_examples=40)
@given(tables(3, 2, 4), st.data(), st.booleans())
def test_the_audit_gives_exactly_the_counts_that_fit(table: Table, data: st.DataObject, totals: bool) -> None:
    hidden = np.array(data.draw(st.lists(st.booleans(), min_size=table.size, max_size=table.size))).reshape(table.shape)
    found, fitting = audit(table, hidden, totals=totals), fitting_tables(table, hidden, totals=totals)
    for group, answer in np.ndindex(*table.shape):
        possible = {int(guess[group, answer]) for guess in fitting}
        assert possible == set(range(found.low[group, answer], found.high[group, answer] + 1))


@settings(max_examples=40)
@given(tables(3, 2, 5) | tables(2, 3, 3), st.sampled_from(["shown", "hidden"]))
def test_every_small_count_of_a_tiny_table_has_several_values_that_fit(table: Table, zeros: str) -> None:
    found = suppress(table, threshold=3, zeros=zeros)  # type: ignore[arg-type]
    fitting = fitting_tables(table, found.hidden, totals=found.totals_shown)
    for group, answer in np.argwhere(found.status == CellStatus.SMALL):
        least = min(3, int(table[group].sum()))
        assert len({int(guess[group, answer]) for guess in fitting}) >= least + 1


@settings(max_examples=60)
@given(tables(8, 2, 60) | tables(5, 4, 30), st.sampled_from(["shown", "hidden"]), st.booleans())
def test_no_small_count_is_pinned_and_no_small_count_is_shown(table: Table, zeros: str, totals: bool) -> None:
    found = suppress(table, zeros=zeros, totals=totals)  # type: ignore[arg-type]
    small = (table < 5) & ((table > 0) | (zeros == "hidden"))
    assert not (small & ~found.hidden).any()
    assert (found.status[small] == CellStatus.SMALL).all()
    assert (found.status[~small & found.hidden] == CellStatus.PROTECTING).all()
    attacker = audit(table, found.hidden, totals=found.totals_shown)
    needed = np.minimum(table.sum(1, keepdims=True), 5)
    assert (attacker.width >= needed)[small].all()
    if found.totals_shown:
        assert not ((table.sum(0) > 0) & (table.sum(0) < 5)).any()


@settings(max_examples=60)
@given(tables(6, 2, 40))
def test_with_two_answers_no_choice_of_fewer_groups_or_people_is_enough(table: Table) -> None:
    found = suppress(table)
    if not found.totals_shown:
        return
    small, sizes = ((table > 0) & (table < 5)).any(1), table.sum(1)
    best = None
    for count in range(len(table) + 1):
        for chosen in combinations(range(len(table)), count):
            hidden = np.isin(np.arange(len(table)), chosen)
            if (small & ~hidden).any():
                continue
            mask = np.repeat(hidden[:, None], 2, 1)
            if (audit(table, mask).width >= np.minimum(sizes, 5)[:, None])[(table > 0) & (table < 5)].all():
                cost = (count, int(sizes[hidden].sum()))
                best = cost if best is None else min(best, cost)
        if best is not None:
            break
    assert (int(found.hidden_groups.sum()), int(sizes[found.hidden_groups].sum())) == best


def test_a_table_without_small_counts_is_shown_whole() -> None:
    found = suppress([[10, 20], [0, 30]])
    assert not found.hidden.any()
    assert found.totals_shown


def test_a_hidden_group_hides_the_smallest_other_group_with_it() -> None:
    table = [[3, 47], [60, 40], [30, 30], [80, 90]]
    found = suppress(table)
    assert found.status.tolist() == [[1, 2], [0, 0], [2, 2], [0, 0]]
    assert found.status_of(0, 0) is CellStatus.SMALL
    assert (found.audit.low[0, 0], found.audit.high[0, 0]) == (0, 33)


def test_both_the_share_and_its_complement_count_as_small() -> None:
    agree, answered = np.array([47, 60, 30]), np.array([50, 100, 60])
    assert hide_small_groups(answered, agree).tolist() == [True, False, True]
    assert hide_small_groups(answered, agree, total_published=False).tolist() == [True, False, False]


def test_a_very_small_group_hides_one_other_and_no_more() -> None:
    table = [[2, 1], [31, 31], [120, 75], [400, 211]]
    assert suppress(table).hidden_groups.tolist() == [True, True, False, False]


def test_zeros_are_hidden_only_where_asked() -> None:
    table = [[0, 40], [20, 20], [25, 25]]
    assert not suppress(table).hidden.any()
    assert suppress(table, zeros="hidden").hidden_groups.tolist() == [True, True, False]


def test_totals_are_hidden_when_one_of_them_is_small() -> None:
    found = suppress([[1, 50], [2, 60]])
    assert not found.totals_shown
    assert found.hidden.all()


def test_totals_are_hidden_when_hiding_every_group_is_not_enough() -> None:
    table = [[98, 2], [0, 3]]
    found = suppress(table)
    assert not found.totals_shown
    assert found.audit.width.tolist() == [[100, 100], [3, 3]]
    assert hide_small_groups([100, 3], [98, 0]).tolist() == [True, True]


def test_a_table_with_several_answers_hides_a_closed_set_of_cells() -> None:
    found = suppress([[2, 40, 40], [30, 50, 60], [35, 55, 65]])
    assert found.status.tolist() == [[1, 2, 0], [2, 2, 0], [0, 0, 0]]


@pytest.mark.parametrize(
    ("table", "words"),
    [([1, 2], "two answers"), ([[1], [2]], "two answers"), ([[1.5, 2.0]], "whole numbers"), ([[-1, 2]], "whole numbers")],
)
def test_what_is_not_a_table_of_counts_is_refused_in_words(table: list[object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        suppress(table)  # type: ignore[arg-type]


def test_settings_that_protect_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="threshold"):
        suppress([[1, 2]], threshold=0)
    with pytest.raises(ValueError, match="protection"):
        suppress([[1, 2]], protection=0)
    with pytest.raises(ValueError, match="shape"):
        audit([[1, 2]], [[True]])
    with pytest.raises(ValueError, match="had the outcome"):
        hide_small_groups([3], [4])
