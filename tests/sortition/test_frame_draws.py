"""Frame draws against every possible start, against simulated frequencies, against svy, and against allocations worked by hand."""

import time
from collections import Counter
from fractions import Fraction

import numpy as np
import polars as pl
import pytest
import svy
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.sortition import frame_draws
from folkmoot.sortition.allocation import equal_allocation, given_allocation, proportional_allocation
from folkmoot.sortition.frame import Frame
from folkmoot.sortition.frame_draws import draw_sample, inclusion_chances, proportional_chances, walk
from folkmoot.sortition.generator import Generator

SEED = bytes(range(32))


class Start:
    """A generator that gives one start, to try them all."""

    def __init__(self, start):
        self.start = start

    def below(self, limit):
        assert 0 <= self.start < limit
        return self.start


@given(st.integers(1, 40), st.data())
def test_over_all_starts_a_systematic_draw_takes_every_row_with_the_same_chance(rows, data):
    number = data.draw(st.integers(1, rows))
    seen = Counter()
    for start in range(rows):
        places = walk(np.ones(rows, np.int64), number, Start(start)).tolist()
        assert places == [(start + each * rows) // number for each in range(number)]
        assert len(set(places)) == number
        seen.update(places)
    assert {row: Fraction(seen[row], rows) for row in range(rows)} == dict.fromkeys(range(rows), Fraction(number, rows))


@given(st.lists(st.integers(1, 20), min_size=1, max_size=12), st.data())
def test_over_all_starts_a_pps_draw_takes_every_row_with_its_exact_chance(sizes, data):
    number = data.draw(st.integers(1, len(sizes)))
    exact, certain = chances_by_hand(sizes, number)
    chances, sure = proportional_chances(np.array(sizes), number)
    assert sure.tolist() == certain
    assert np.allclose(chances, [float(chance) for chance in exact], atol=1e-15)
    assert sum(exact) == number
    others = [row for row in range(len(sizes)) if not certain[row]]
    left, total = number - sum(certain), sum(sizes[row] for row in others)
    seen = Counter()
    for start in range(total):
        places = walk(np.array([sizes[row] for row in others]), left, Start(start)).tolist()
        assert len(set(places)) == left
        seen.update(others[place] for place in places)
    assert all(Fraction(seen[row], total) == exact[row] for row in others)


def chances_by_hand(sizes, number):
    """Exact chances: rows whose share would reach one are certain, one round after another."""
    certain = [False] * len(sizes)
    while True:
        left = number - sum(certain)
        total = sum(size for size, sure in zip(sizes, certain, strict=True) if not sure)
        new = [not sure and left * size >= total for size, sure in zip(sizes, certain, strict=True)]
        if not any(new):
            return [Fraction(1) if sure else Fraction(left * size, total) for size, sure in zip(sizes, certain, strict=True)], certain
        certain = [sure or more for sure, more in zip(certain, new, strict=True)]


frames = st.integers(1, 60).flatmap(
    lambda rows: st.builds(
        Frame,
        st.just(rows),
        st.lists(st.integers(0, 2), min_size=rows, max_size=rows).map(np.array),
        st.just(("north", "south", "west")),
        st.lists(st.integers(1, 50), min_size=rows, max_size=rows).map(np.array),
        st.sampled_from([(), (np.arange(rows) % 4, -np.arange(rows))]),
    )
)


@given(frames, st.sampled_from(["simple random", "systematic", "pps systematic"]), st.data(), st.binary(min_size=32, max_size=32))
def test_a_sample_has_as_many_different_rows_of_each_stratum_as_asked_with_the_chances_of_the_design(frame, method, data, seed):
    numbers = tuple(data.draw(st.integers(0, rows)) for rows in frame.stratum_rows)
    if not sum(numbers):
        return
    shuffled = method != "simple random" and not frame.order_by and data.draw(st.booleans())
    sample = draw_sample(frame, method, numbers, seed, shuffled=shuffled)
    assert sample.rows.tolist() == sorted(set(sample.rows.tolist()))
    assert np.bincount(sample.strata, minlength=3).tolist() == list(numbers)
    assert (sample.strata == frame.strata[sample.rows]).all()
    for stratum, number in enumerate(numbers):
        mine = np.flatnonzero(frame.strata == stratum)
        sizes = frame.sizes[mine].tolist() if method == "pps systematic" else [1] * len(mine)
        exact = chances_by_hand(sizes, number)[0] if number else [0] * len(mine)
        drawn = np.isin(mine, sample.rows)
        expected = np.array([float(chance) for chance in exact])
        assert np.allclose(sample.chances[sample.strata == stratum], expected[drawn], atol=1e-15)
        assert drawn[expected == 1].all()
    assert np.allclose(sample.weights * sample.chances, 1)
    assert (sample.certain == (sample.chances == 1)).all()
    chances, _ = inclusion_chances(frame, method, numbers)
    assert np.isclose(chances.sum(), sum(numbers))


@given(frames, st.data())
def test_a_simple_random_sample_is_the_rows_with_the_lowest_keys(frame, data):
    numbers = tuple(data.draw(st.integers(1, rows)) if rows else 0 for rows in frame.stratum_rows)
    keys = Generator(SEED, "rows").words(frame.rows).tolist()
    expected = []
    for stratum, number in enumerate(numbers):
        mine = sorted(np.flatnonzero(frame.strata == stratum).tolist(), key=lambda row: (keys[row], row))
        expected += mine[:number]
    assert draw_sample(frame, "simple random", numbers, SEED).rows.tolist() == sorted(expected)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=30), st.data())
def test_a_systematic_sample_walks_the_sorted_rows(order, data):
    rows, number = len(order), data.draw(st.integers(1, len(order)))
    frame = Frame(rows, order_by=tuple(np.array(column) for column in zip(*order, strict=True)))
    listed = sorted(range(rows), key=lambda row: (*order[row], row))
    start = Generator(SEED, "start, stratum 0").below(rows)
    expected = sorted(listed[(start + each * rows) // number] for each in range(number))
    sample = draw_sample(frame, "systematic", (number,), SEED)
    assert sample.rows.tolist() == (expected if number < rows else list(range(rows)))


def test_simulated_frequencies_are_those_of_the_design():
    """3,000 seeds: each frequency within 4.5 standard errors of its chance (some row would fail by luck once in 5,000 such tests)."""
    sizes = np.array([5, 8, 1, 30, 7, 7, 2, 9, 11, 4, 6, 10])
    strata = np.array([0] * 6 + [1] * 6)
    for method, shuffled in (("simple random", False), ("systematic", True), ("pps systematic", False), ("pps systematic", True)):
        frame = Frame(12, strata, ("a", "b"), sizes)
        chances, _ = inclusion_chances(frame, method, (3, 2))
        times = np.zeros(12)
        for seed in range(3000):
            times[draw_sample(frame, method, (3, 2), seed.to_bytes(32, "big"), shuffled=shuffled).rows] += 1
        error = np.sqrt(chances * (1 - chances) / 3000)
        assert (np.abs(times / 3000 - chances) <= 4.5 * error + 1e-12).all(), (method, shuffled)


def test_a_shuffled_pps_draw_gives_all_pairs_a_chance():
    frame = Frame(8, sizes=np.array([1, 2, 3, 4, 4, 3, 2, 1]))
    pairs = {
        tuple(draw_sample(frame, "pps systematic", (2,), seed.to_bytes(32, "big"), shuffled=True).rows.tolist()) for seed in range(3000)
    }
    assert len(pairs) == 28


def test_pps_chances_and_weights_are_those_of_svy():
    random = np.random.default_rng(8)
    sizes, strata = random.integers(1, 400, 600), random.integers(0, 4, 600)
    sizes[:5] = 60_000  # certain in every stratum they fall in
    numbers = (30, 40, 20, 25)
    frame = Frame(600, strata, ("a", "b", "c", "d"), sizes)
    ours = draw_sample(frame, "pps systematic", numbers, SEED)
    chances, certain = inclusion_chances(frame, "pps systematic", numbers)
    table = pl.DataFrame({"row": np.arange(600), "stratum": ["abcd"[each] for each in strata], "size": sizes})
    peer = svy.Sample(table, svy.Design(mos="size", stratum="stratum")).sampling.pps_sys(
        n=dict(zip("abcd", numbers, strict=True)), certainty_threshold=1.0, prob_name="prob", wgt_name="wgt", rstate=1
    )
    rows = peer.data["row"].to_numpy()
    assert len(rows) == len(ours.rows) == sum(numbers)
    assert np.allclose(peer.data["prob"].to_numpy(), chances[rows], rtol=1e-12)
    assert np.allclose(peer.data["wgt"].to_numpy(), 1 / chances[rows], rtol=1e-12)
    assert certain[:5].all()
    assert np.isin(np.flatnonzero(certain), rows).all()


def test_millions_of_rows_take_seconds():
    rows = 2_000_000
    frame = Frame(rows, np.arange(rows) % 12, tuple("abcdefghijkl"), 1 + np.arange(rows) % 97)
    for method in frame_draws.METHODS:
        began = time.process_time()
        sample = draw_sample(frame, method, (250,) * 12, SEED)
        assert len(sample.rows) == 3000
        assert time.process_time() - began < 10


@given(st.lists(st.integers(0, 200), min_size=1, max_size=8), st.data())
def test_proportional_shares_are_the_exact_ones_rounded_by_largest_remainders(rows, data):
    total = data.draw(st.integers(0, sum(rows)))
    drawn = proportional_allocation(rows, total)
    assert sum(drawn) == total
    assert all(0 <= number <= count for number, count in zip(drawn, rows, strict=True))
    exact = [Fraction(total * count, sum(rows)) if count else Fraction(0) for count in rows]
    assert all(int(share) <= number <= int(share) + 1 for share, number in zip(exact, drawn, strict=True))
    up = [share - int(share) for share, number in zip(exact, drawn, strict=True) if number > int(share)]
    down = [share - int(share) for share, number in zip(exact, drawn, strict=True) if number == int(share)]
    assert not up or not down or min(up) >= max(down)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=8), st.data())
def test_equal_shares_differ_only_where_a_stratum_is_too_small(rows, data):
    total = data.draw(st.integers(0, sum(rows)))
    drawn = equal_allocation(rows, total)
    assert sum(drawn) == total
    assert all(0 <= number <= count for number, count in zip(drawn, rows, strict=True))
    assert all(number >= max(drawn) - 1 for number, count in zip(drawn, rows, strict=True) if number < count)


def test_allocations_worked_by_hand():
    assert equal_allocation([100, 3, 100], 30) == (14, 3, 13)
    assert equal_allocation([10, 30, 20], 10) == (3, 4, 3)
    assert proportional_allocation([500, 300, 200], 7) == (4, 2, 1)
    assert proportional_allocation([10, 10, 20], 2) == (1, 0, 1)
    assert given_allocation([5, 6], [5, 0]) == (5, 0)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: proportional_allocation([5, 5], 11), "11 cannot be drawn from a frame of 10 rows"),
        (lambda: given_allocation([5, 5], [1]), "2 strata and 1 numbers"),
        (lambda: given_allocation([5, 5], [1, 6]), "Stratum 2 has 5 rows; 6 cannot"),
        (lambda: Frame(0), "The frame is empty"),
        (lambda: Frame(3, sizes=np.array([1, 0, 0])), "Row 2 has a size below 1.*2 rows are like it"),
        (lambda: Frame(3, np.array([0, 1, 2]), ("a", "b")), "Row 3 has a stratum that is not in the list"),
        (lambda: Frame(3, np.array([0, 1]), ("a", "b")), "strata must hold one whole number for each of the 3 rows"),
        (lambda: Frame(3, sizes=np.array([1.5, 2, 3])), "sizes must hold one whole number"),
        (lambda: Frame(3, order_by=(np.array([1, 2]),)), "order_by must hold"),
        (lambda: Frame(3, stratum_names=("a", "b")), "no row has a stratum"),
        (lambda: Frame(2, np.array([0, 1]), ("a", "a")), "same name"),
        (lambda: draw_sample(Frame(3), "lucky dip", (1,), SEED), "no method 'lucky dip'"),
        (lambda: draw_sample(Frame(3), "simple random", (4,), SEED), "all rows has 3 rows; 4 cannot"),
        (lambda: draw_sample(Frame(3), "simple random", (1, 1), SEED), "1 strata and 2 numbers"),
        (lambda: draw_sample(Frame(3), "simple random", (0,), SEED), "Nothing is to be drawn"),
        (lambda: draw_sample(Frame(3), "pps systematic", (1,), SEED), "needs the size of each row"),
        (lambda: draw_sample(Frame(2, sizes=np.array([2**61, 2**61])), "pps systematic", (2,), SEED), "too large to add up exactly"),
        (lambda: draw_sample(Frame(3), "simple random", (1,), SEED, shuffled=True), "Shuffling goes with a systematic draw"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(make, words):
    with pytest.raises(ValueError, match=words):
        make()


def test_the_sentences_tell_the_chances_and_who_was_certain():
    sample = draw_sample(Frame(4, sizes=np.array([100, 1, 1, 2])), "pps systematic", (2,), SEED)
    assert sample.sentences == (
        "2 of 4 rows were drawn. Their chances were from 1 in " + ("4.0" if 3 not in sample.rows else "2.0") + " to 1 in 1.0.",
        "1 of them were certain to be drawn.",
    )
    assert draw_sample(Frame(10), "simple random", (4,), SEED).sentences == (
        "4 of 10 rows were drawn. Each had the same chance, 1 in 2.5.",
    )
    assert sample.method == "pps systematic, in the order of the list"
