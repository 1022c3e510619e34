"""Which statement comes next: priorities by the formula, draws in proportion to them."""

import numpy as np
import pytest

from folkmoot.conversation import GroupVotes, next_statements, statement_priorities

STATEMENTS = np.array([10, 20, 30, 40])
PRIORITIES = np.array([4.0, 1.0, 0.0, 5.0])


def test_priorities_follow_the_formula() -> None:
    agree, disagree, seen = np.array([[3, 0, 70], [2, 0, 7]]), np.array([[1, 0, 100], [0, 0, 0]]), np.array([[6, 0, 190], [3, 0, 8]])
    counts = GroupVotes(agree.astype(float), disagree.astype(float), seen.astype(float), seen)
    extremity = np.array([0.5, 0.0, 2.0])
    found = statement_priorities(counts, extremity, np.zeros(3, bool))
    for place in range(3):
        a, d, s = agree[:, place].sum(), disagree[:, place].sum(), seen[:, place].sum()
        importance = (1 - (s - a - d + 1) / (s + 2)) * (extremity[place] + 1) * (a + 1) / (s + 2)
        assert found[place] == pytest.approx((importance * (1 + 8 * 2 ** (-s / 5))) ** 2, rel=1e-14)
    assert statement_priorities(counts, extremity, np.array([False, True, False]))[1] == 49


def test_many_votes_end_the_newcomers_bonus() -> None:
    seen = np.array([[0, 1, 2, 3, 4, 5, 10**7]])
    nobody = np.zeros(seen.shape)
    found = statement_priorities(GroupVotes(nobody, nobody, seen.astype(float), seen), np.zeros(7), np.zeros(7, bool))
    bonus = np.sqrt(found) * (seen[0] + 2) / (1 - (seen[0] + 1) / (seen[0] + 2))
    np.testing.assert_allclose(bonus, 1 + 8 * 2.0 ** (-seen[0] / 5), rtol=1e-9)


def test_the_next_statement_is_drawn_in_proportion_to_priority_among_those_left() -> None:
    drawn = [next_statements(STATEMENTS, PRIORITIES, [40], participant=person, seed=7)[0] for person in range(4000)]
    share = np.mean([one == 10 for one in drawn])
    assert set(drawn) == {10, 20}
    assert abs(share - 0.8) < 4 * np.sqrt(0.8 * 0.2 / 4000)


def test_several_are_drawn_one_after_another_without_repeats() -> None:
    drawn = [tuple(next_statements(STATEMENTS, PRIORITIES, [], participant=person, seed=1, count=9)) for person in range(3000)]
    assert all(sorted(one) == [10, 20, 40] for one in drawn)  # 30 has no chance
    first = np.mean([one[0] == 40 for one in drawn])
    second = np.mean([one[1] == 10 for one in drawn if one[0] == 40])
    assert abs(first - 0.5) < 4 * np.sqrt(0.25 / 3000)
    assert abs(second - 0.8) < 4 * np.sqrt(0.16 / (3000 * first))


def test_the_same_person_is_shown_the_same_until_they_vote() -> None:
    asked = [next_statements(STATEMENTS, PRIORITIES, [99], participant="p-1", seed=3) for _ in range(3)]
    assert asked[0] == asked[1] == asked[2]
    seeds = {tuple(next_statements(STATEMENTS, PRIORITIES, [], participant="p-1", seed=seed)) for seed in range(30)}
    turns = {tuple(next_statements(STATEMENTS, PRIORITIES, [99] * votes, participant="p-1", seed=3)) for votes in range(30)}
    assert min(len(seeds), len(turns)) > 1
    assert any(
        next_statements(STATEMENTS, PRIORITIES, [], participant=1, seed=seed)
        != next_statements(STATEMENTS, PRIORITIES, [], participant="1", seed=seed)
        for seed in range(30)
    )


def test_nothing_is_left_once_everything_is_voted_on() -> None:
    assert next_statements(STATEMENTS, PRIORITIES, [10, 20, 40], participant=1, seed=1) == []
    assert next_statements(np.array(["a", "bb"]), np.array([1.0, 1.0]), ["bbb", "bb"], participant=1, seed=1) == ["a"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"priorities": PRIORITIES[:3]}, "4 statements and 3 priorities"),
        ({"priorities": np.array([1, np.nan, 1, 1])}, "Statement 20 has no priority"),
        ({"priorities": np.array([1, 1, 1, -1.0])}, "Statement 40 has no priority"),
        ({"count": 0}, "Ask for 1 statement or more"),
        ({"voted": ["10"]}, "numbers in one place and text in another"),
    ],
)
def test_what_cannot_be_drawn_from_is_refused(options, message) -> None:
    asked = {"statements": STATEMENTS, "priorities": PRIORITIES, "voted": [], "participant": 1, "seed": 1} | options
    with pytest.raises(ValueError, match=message):
        next_statements(**asked)
