"""The generator against a second one written from its description, against fixed numbers, and against chance."""

import hashlib
import hmac
import math
from collections import Counter
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.sortition.generator import Generator, seeded

SEED = bytes(range(32))


class Again:
    """The generator written again from its description with the standard library's own HMAC, one byte at a time."""

    def __init__(self, seed, purpose):
        def stream():
            i = 0
            while True:
                yield from hmac.new(seed, purpose.encode() + i.to_bytes(8, "big"), "sha256").digest()
                i += 1

        self.stream = stream()

    def number(self, size):
        return int.from_bytes(bytes(next(self.stream) for _ in range(size)), "big")

    def below(self, n):
        bits = len(bin(n - 1)) - 2 if n > 1 else 0
        while bits:
            number = self.number(math.ceil(bits / 8)) % 2**bits
            if number < n:
                return number
        return 0

    def permutation(self, n):
        order = list(range(n))
        for i in range(n - 1, 0, -1):
            j = self.below(i + 1)
            order[i], order[j] = order[j], order[i]
        return order


seeds = st.binary(min_size=16, max_size=100)


@given(seeds, st.text(max_size=20), st.lists(st.integers(1, 10**12), max_size=20))
def test_numbers_below_a_limit_are_those_of_the_description(seed, purpose, limits):
    ours, again = Generator(seed, purpose), Again(seed, purpose)
    assert [ours.below(limit) for limit in limits] == [again.below(limit) for limit in limits]


@given(seeds, st.integers(0, 300))
def test_a_permutation_is_that_of_the_description_and_holds_everything_once(seed, count):
    order = Generator(seed, "panels").permutation(count)
    assert order == Again(seed, "panels").permutation(count)
    assert sorted(order) == list(range(count))


@given(seeds, st.lists(st.sampled_from(["below", "words", "take"]), max_size=8))
def test_numbers_of_all_kinds_come_one_after_another_from_one_stream(seed, kinds):
    ours, again = Generator(seed, "mixed"), Again(seed, "mixed")
    for kind in kinds:
        if kind == "below":
            assert ours.below(1000) == again.below(1000)
        elif kind == "words":
            assert ours.words(5).tolist() == [again.number(8) for _ in range(5)]
        else:
            assert ours.take(7) == again.number(7).to_bytes(7, "big")


@given(seeds, st.integers(0, 200))
def test_a_ranking_sorts_the_rows_by_their_words(seed, count):
    again = Again(seed, "rows")
    words = [again.number(8) for _ in range(count)]
    assert Generator(seed, "rows").ranked(count).tolist() == sorted(range(count), key=lambda row: (words[row], row))


def test_these_numbers_never_change():
    assert Generator(SEED, "test vectors").take(16).hex() == "7caae5d4adb09f74a12de2c2bb667ff1"
    generator = Generator(SEED, "test vectors")
    assert [generator.below(1000) for _ in range(8)] == [170, 468, 432, 884, 301, 706, 870, 413]
    assert Generator(SEED, "test vectors").permutation(12) == [8, 11, 3, 6, 2, 1, 9, 7, 0, 4, 5, 10]
    assert Generator(SEED, "test vectors").words(2).tolist() == [8983245108353736564, 11614188340053966833]
    order = ",".join(str(place) for place in Generator(SEED, "panel numbers").permutation(1000))
    assert hashlib.sha256(order.encode()).hexdigest() == "97ff8738a5f0e6b6a522282374fcf183eb4e34741755107fca494ca42c3d493a"
    assert seeded(7, "x").below(10**9) == Generator((7).to_bytes(32, "big"), "x").below(10**9)


def test_the_stream_is_hmac_in_counter_mode():
    assert Generator(SEED, "p").take(64) == b"".join(hmac.digest(SEED, b"p" + bytes(7) + bytes([i]), "sha256") for i in (0, 1))
    long = bytes(range(200))
    assert Generator(long, "p").take(32) == hmac.digest(long, b"p" + bytes(8), "sha256")


def test_all_orders_are_equally_likely():
    """24 orders, 24,000 draws: chi-square with 23 degrees of freedom stays below 58.6 except once in 100,000 (the seed is fixed)."""
    generator = Generator(SEED, "orders")
    seen = Counter(tuple(generator.permutation(4)) for _ in range(24_000))
    assert set(seen) == set(permutations(range(4)))
    assert sum((count - 1000) ** 2 / 1000 for count in seen.values()) < 58.6


def test_no_number_is_favoured_where_the_remainder_of_a_division_would_favour_some():
    """Of 0..170 from one byte, a remainder would give 0..84 twice as often; chi-square with 170 degrees below 258 but once in 100,000."""
    generator = Generator(SEED, "remainders")
    seen = Counter(generator.below(171) for _ in range(171 * 200))
    assert sum((seen[number] - 200) ** 2 / 200 for number in range(171)) < 258


def test_another_purpose_or_seed_gives_other_numbers():
    streams = {Generator(seed, purpose).take(32) for seed in (SEED, SEED[::-1]) for purpose in ("", "a", "b", "ab")}
    assert len(streams) == 8


def test_a_choice_is_the_thing_at_the_next_number():
    assert Generator(SEED, "c").choice("abcdefg") == "abcdefg"[Generator(SEED, "c").below(7)]


def test_what_cannot_be_drawn_is_refused_in_words():
    with pytest.raises(ValueError, match="15 bytes"):
        Generator(bytes(15), "x")
    with pytest.raises(ValueError, match="up to but not including 0"):
        Generator(SEED, "x").below(0)
    with pytest.raises(ValueError, match="nothing to choose from"):
        Generator(SEED, "x").choice([])
    with pytest.raises(ValueError, match="seed is -1"):
        seeded(-1, "x")


def test_words_in_bulk_are_of_64_bits():
    words = Generator(SEED, "w").words(10_000)
    assert words.dtype == np.uint64
    assert len(set(words.tolist())) == 10_000
    assert abs(words.astype(float).mean() / 2**64 - 0.5) < 5 * (1 / 12) ** 0.5 / 100
