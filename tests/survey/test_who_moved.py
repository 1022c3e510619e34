"""Gross and net change counted person by person, and the rank-biserial correlation beside resampled people."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.survey.factors import Factor
from folkmoot.survey.shift.paired_table import PairedTable, paired_table
from folkmoot.survey.shift.people_test import COUNTS_ONLY
from folkmoot.survey.shift.rank_biserial import rank_biserial
from folkmoot.survey.shift.rank_tests import wilcoxon_signed_rank
from folkmoot.survey.shift.steps import one_of
from folkmoot.survey.shift.who_moved import WhoMoved, who_moved

LEVELS = ("no", "perhaps", "yes")
codes = st.lists(st.tuples(st.integers(-1, 2), st.integers(-1, 2)), min_size=1, max_size=30)


def steps(pairs: list[tuple[int, int]]) -> tuple[Factor, Factor]:
    return Factor("before", LEVELS, [b for b, _ in pairs]), Factor("after", LEVELS, [a for _, a in pairs])


@settings(max_examples=80)
@given(codes)
def test_every_count_is_that_of_the_people_one_by_one(pairs: list[tuple[int, int]]) -> None:
    found = who_moved(*steps(pairs))
    both = [(b, a) for b, a in pairs if b >= 0 and a >= 0]
    assert (found.n, found.missed) == (len(both), len(pairs) - len(both))
    assert (found.moved, found.did_not_move) == (sum(b != a for b, a in both), sum(b == a for b, a in both))
    assert (found.toward, found.away) == (sum(a > b for b, a in both), sum(a < b for b, a in both))
    for level in range(3):
        assert found.before[level] == sum(b == level for b, _ in both)
        assert found.after[level] == sum(a == level for _, a in both)
        assert found.stayed[level] == sum(b == a == level for b, a in both)
        assert found.left[level] == sum(b == level != a for b, a in both)
        assert found.joined[level] == sum(a == level != b for b, a in both)
        assert [found.table.counts[level, to] for to in range(3)] == [sum(p == (level, to) for p in both) for to in range(3)]
    assert found.joined.sum() == found.left.sum() == found.moved
    assert found.net.sum() == 0
    assert found.net_moved <= found.moved
    assert found.net_moved == sum(max(0, int(net)) for net in found.net)


@settings(max_examples=40)
@given(codes)
def test_swapping_the_steps_swaps_toward_and_away_and_turns_the_net_around(pairs: list[tuple[int, int]]) -> None:
    before, after = steps(pairs)
    one, two = who_moved(before, after), who_moved(after, before)
    assert (one.moved, one.toward, one.net_moved) == (two.moved, two.away, two.net_moved)
    np.testing.assert_array_equal(one.net, -two.net)
    np.testing.assert_array_equal(one.table.counts, two.table.counts.T)


def test_sentences_say_who_moved_where_and_what_cancelled_out() -> None:
    found = who_moved(*steps([(0, 2)] * 6 + [(2, 0)] * 2 + [(1, 1)] * 4 + [(-1, 2)]))
    assert found.sentences == (
        "Of 12 people who answered both times, 8 moved and 4 did not move: 6 toward “yes” and 2 away from it.",
        "Moves of 4 people cancelled out: the counts after could have come from 4 moving.",
        "1 person did not answer both times and is not counted.",
        COUNTS_ONLY,
    )


def test_levels_without_order_have_no_toward_or_away() -> None:
    found = who_moved(*steps([(0, 2), (1, 1)]), ordered=False)
    assert (found.toward, found.away, found.moved) == (None, None, 1)
    assert found.sentences[0] == "Of 2 people who answered both times, 1 moved and 1 did not move."
    assert found.sentences[1].startswith("No moves cancelled out")
    assert who_moved(*steps([(-1, 2)])).sentences == ("Nobody answered both times.",)


def test_collapsing_answers_or_the_table_is_the_same() -> None:
    before, after = steps([(0, 2), (1, 1), (2, 1), (-1, 0), (2, 0), (0, 1)])
    table = paired_table(*(one_of(step, ("perhaps", "yes"), name="open") for step in (before, after)))
    again = paired_table(before, after).one_of(("perhaps", "yes"), name="open")
    np.testing.assert_array_equal(table.counts, again.counts)
    assert table.levels == again.levels == ("not open", "open")
    with pytest.raises(ValueError, match="before has no level “maybe”"):
        one_of(before, ("maybe",), name="open")
    with pytest.raises(ValueError, match="some of its levels"):
        one_of(before, LEVELS, name="all")


def plain_correlation(changes: Any) -> float:
    """(sum of the ranks up - sum down) / both, person by person; NaN where nobody moved."""
    moves = [float(c) for c in changes if c]
    if not moves:
        return float("nan")
    ranks = [sum(abs(o) < abs(m) for o in moves) + (sum(abs(o) == abs(m) for o in moves) + 1) / 2 for m in moves]
    return sum(r if m > 0 else -r for r, m in zip(ranks, moves, strict=True)) / sum(ranks)


@settings(max_examples=60)
@given(st.lists(st.integers(-3, 3), min_size=1, max_size=25))
def test_the_rank_biserial_is_that_of_the_ranks_one_by_one_and_of_wilcoxon(changes: list[int]) -> None:
    found = rank_biserial(np.zeros(len(changes)), changes, seed=1, draws=10)
    expected = plain_correlation(changes)
    assert found.estimate == pytest.approx(expected, rel=1e-12, abs=1e-14, nan_ok=True)
    tested = wilcoxon_signed_rank(np.zeros(len(changes)), changes)
    if found.moved:
        share = (tested.rank_sum_up - tested.rank_sum_down) / (tested.rank_sum_up + tested.rank_sum_down)
        assert found.estimate == pytest.approx(share, rel=1e-12, abs=1e-14)
        assert -found.estimate == pytest.approx(rank_biserial(changes, np.zeros(len(changes)), seed=1, draws=10).estimate, abs=1e-14)


def test_the_interval_by_session_is_the_percentiles_of_whole_sessions_drawn_again() -> None:
    rng = np.random.default_rng(4)
    session = np.repeat([3, 9, 27, 81, 243], [5, 8, 6, 9, 7])
    changes = rng.integers(-2, 4, 35)
    found = rank_biserial(np.zeros(35), changes, session=session, seed=7, draws=300)
    drawn = []
    generator = np.random.Generator(np.random.PCG64(7))
    for often in generator.multinomial(5, np.full(5, 0.2), size=300):
        people = [c for code, times in zip([3, 9, 27, 81, 243], often, strict=True) for c in changes[session == code].tolist() * times]
        drawn.append(plain_correlation(people))
    np.testing.assert_allclose([found.low, found.high], np.quantile(drawn, [0.025, 0.975]), rtol=1e-12)
    assert (found.sessions, found.n) == (5, 35)
    assert "resampled=sessions; draws=300; draws in which nobody moved=0; generator=PCG64; seed=7" in found.method


def test_the_interval_by_person_agrees_with_each_person_as_a_session_and_with_a_plain_bootstrap() -> None:
    rng = np.random.default_rng(5)
    changes = rng.integers(-2, 4, 60)
    found = rank_biserial(np.zeros(60), changes, seed=1, draws=4000)
    alone = rank_biserial(np.zeros(60), changes, session=np.arange(60), seed=2, draws=4000)
    plain = [plain_correlation(rng.choice(changes, 60)) for _ in range(1500)]
    # three independent sets of draws: their quantiles differ by about 0.01
    np.testing.assert_allclose([found.low, found.high], [alone.low, alone.high], atol=0.03)
    np.testing.assert_allclose([found.low, found.high], np.quantile(plain, [0.025, 0.975]), atol=0.04)


def test_the_same_seed_gives_the_same_interval_and_sessions_that_move_together_widen_it() -> None:
    session = np.repeat(np.arange(8), 10)
    changes = np.repeat([2, 1, -2, 1, -1, 2, -1, 1], 10)
    by_session = rank_biserial(np.zeros(80), changes, session=session, seed=3)
    by_person = rank_biserial(np.zeros(80), changes, seed=3)
    assert by_session.high - by_session.low > 2 * (by_person.high - by_person.low)
    again = rank_biserial(np.zeros(80), changes, session=session, seed=3)
    assert (by_session.low, by_session.high) == (again.low, again.high)


def test_draws_in_which_nobody_moved_are_left_out_and_counted() -> None:
    found = rank_biserial([0, 0, 0], [0, 0, 1], seed=1, draws=500)
    assert (found.estimate, found.low, found.high) == (1, 1, 1)
    left_out = int(found.method.split("draws in which nobody moved=")[1].split(";")[0])
    assert 100 < left_out < 200  # (2/3)**3 of 500 is 148


def test_one_session_or_nobody_moving_gives_no_interval() -> None:
    one = rank_biserial([0, 0, 0], [1, -1, 1], session=[4, 4, 4], seed=1)
    assert (one.estimate, one.sessions) == (pytest.approx(1 / 3), 1)
    assert np.isnan([one.low, one.high]).all()
    still = rank_biserial([1, 2], [1, 2], seed=1)
    assert np.isnan([still.estimate, still.low]).all()
    assert still.sentences == ("Of 2 people who answered both times, 0 moved and 2 did not move.", COUNTS_ONLY)
    assert np.isnan(rank_biserial([np.nan], [1], seed=1).estimate)


def test_the_rank_biserial_reads_in_words() -> None:
    found = rank_biserial([0] * 6, [1, 1, 1, 1, -1, 0], seed=2)
    assert found.sentences[0] == "Of 6 people who answered both times, 5 moved and 1 did not move."
    assert found.sentences[1].startswith("Moves up outweigh moves down: 0.60 (interval ")
    assert found.sentences[1].endswith("on a scale from -1, all down, to 1, all up.")


def test_what_does_not_fit_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="session must hold 2 whole-number codes"):
        rank_biserial([0, 1], [1, 1], session=[1], seed=1)
    with pytest.raises(ValueError, match="at least one draw"):
        rank_biserial([0, 1], [1, 1], seed=1, draws=0)
    with pytest.raises(ValueError, match="one for each level, and at least two levels"):
        PairedTable(("a",), np.array([[1]]))
    with pytest.raises(ValueError, match="the same levels in the same order"):
        who_moved(Factor("before", ("x", "y"), [0]), Factor("after", ("y", "x"), [0]))
    assert isinstance(who_moved(*steps([(0, 0)])), WhoMoved)
