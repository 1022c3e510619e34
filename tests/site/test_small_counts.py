"""Small counts of people are not shown, and do not follow from what is shown beside them."""

from hypothesis import given
from hypothesis import strategies as st

from folkmoot.disclosure import THRESHOLD
from folkmoot.site.small_counts import FEW, Count, about, added, parted


def test_the_fewest_people_a_count_shows_are_no_fewer_than_in_results() -> None:
    assert FEW == 10 >= THRESHOLD


def test_counts_in_words() -> None:
    assert [str(Count(n, exact=True)) for n in (0, 1, 9, 10, 1204)] == ["none", "fewer than 10", "fewer than 10", "10", "1204"]
    assert [str(Count(n, exact=False)) for n in (0, 9, 10, 1204)] == ["none", "fewer than 10", "10 or more", "10 or more"]


@given(st.lists(st.lists(st.integers(0, 40), min_size=2, max_size=4), min_size=1, max_size=4))
def test_no_small_count_follows_from_what_is_shown_of_a_whole_and_its_parts(initiatives: list[list[int]]) -> None:
    shown = []
    for parts in initiatives:
        total, each = Count(sum(parts), sum(parts) >= FEW), parted({str(at): n for at, n in enumerate(parts)})
        exact = [count for count in each.values() if str(count).isdecimal()]
        hidden = [count.n for count in each.values() if count.n and not str(count).isdecimal()]
        assert not hidden or not exact
        shown.append(total)
    together = added(shown)
    small = [count for count in shown if 0 < count.n < FEW]
    assert not small or not str(together).isdecimal()


def test_a_count_that_moves_is_to_the_nearest_five_and_small_ones_are_not_told_apart() -> None:
    assert {about(people) for people in range(10)} == {"fewer than 10"}
    assert [about(people) for people in (10, 12, 13, 998)] == ["about 10", "about 10", "about 15", "about 1000"]
