"""The random numbers behind everything that is published: a named generator that anybody can write again in twenty lines.

**HMAC-SHA256 in counter mode.** From a `seed` (bytes) and a `purpose` (text) comes one endless stream of bytes:

    stream = block(0) + block(1) + block(2) + ...      block(i) = HMAC-SHA256(key = seed, message = purpose in UTF-8 + i as 8 bytes)

Numbers are taken from the front of the stream. Every number is big-endian: the first byte counts most.

* `below(n)`, a whole number from 0 to n - 1, each as likely: let b be the bits needed to write n - 1. Take the next ceil(b / 8) bytes as
  a number and keep its lowest b bits. If that is n or more, throw it away and take again. For n = 1 nothing is taken.
* `permutation(n)`, an order of 0..n-1, each as likely (Fisher and Yates; Durstenfeld 1964): start from 0, 1, ..., n - 1; for i = n - 1
  down to 1, swap what is at i with what is at `below(i + 1)`.
* `words(n)`: the next 8n bytes as n numbers of 64 bits.
* `ranked(n)`, an order of 0..n-1 for very long lists: the rows sorted by `words(n)`, rising; two equal words keep the order of their rows
  (among 5 million rows the chance that any two are equal is below one in a million).

Throwing numbers away keeps all results equally likely; the remainder of a division ("modulo") would favour the small ones. Different
purposes give streams that have nothing to do with each other, so one seed can number the panels and draw one of them.
HMAC is FIPS 198-1 (RFC 2104), its use as a generator follows NIST SP 800-108 (counter mode).
"""

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

BLOCK = 32  # bytes of one HMAC-SHA256
FEWEST_SEED_BYTES = 16


class Generator:
    """The stream of one seed and one purpose. Two generators with the same two give the same numbers, on every machine.

    Raises ValueError for a seed shorter than 16 bytes: it could be guessed.
    """

    def __init__(self, seed: bytes, purpose: str) -> None:
        if len(seed) < FEWEST_SEED_BYTES:
            raise ValueError(f"The seed has {len(seed)} bytes. Give at least {FEWEST_SEED_BYTES}, so that nobody can guess it.")
        key = (hashlib.sha256(seed).digest() if len(seed) > 64 else seed).ljust(64, b"\0")
        # The two halves of HMAC, begun once: three times as quick as the standard library's call for each block, and the same bytes.
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key) + purpose.encode())
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in key))
        self._counter = 0
        self._left = b""

    def take(self, count: int) -> bytes:
        """The next `count` bytes of the stream."""
        blocks = -(-(count - len(self._left)) // BLOCK)
        if blocks > 0:
            self._left += b"".join([self._block(index) for index in range(self._counter, self._counter + blocks)])
            self._counter += blocks
        taken, self._left = self._left[:count], self._left[count:]
        return taken

    def _block(self, index: int) -> bytes:
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(index.to_bytes(8, "big"))
        outer.update(inner.digest())
        return outer.digest()

    def below(self, limit: int) -> int:
        """A whole number from 0 to limit - 1, each as likely. Raises ValueError when there is none."""
        if limit < 1:
            raise ValueError(f"There is no whole number from 0 up to but not including {limit}.")
        bits = (limit - 1).bit_length()
        size, mask = -(-bits // 8), (1 << bits) - 1
        while True:
            number = int.from_bytes(self.take(size), "big") & mask
            if number < limit:
                return number

    def permutation(self, count: int) -> list[int]:
        """0..count-1 in random order, every order as likely."""
        return self.shuffled(range(count))

    def shuffled[T](self, things: Sequence[T]) -> list[T]:
        """The things in random order: thing number permutation[0] first, and so on."""
        order = list(things)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order

    def choice[T](self, things: Sequence[T]) -> T:
        """One of the things: the one at `below(how many there are)`. Raises ValueError when there are none."""
        if not things:
            raise ValueError("There is nothing to choose from.")
        return things[self.below(len(things))]

    def words(self, count: int) -> npt.NDArray[np.uint64]:
        """(count,) numbers of 64 bits. A million take about 0.3 seconds."""
        return np.frombuffer(self.take(8 * count), dtype=">u8").astype(np.uint64)

    def ranked(self, count: int) -> npt.NDArray[np.int64]:
        """(count,) 0..count-1 in random order, for long lists: sorted by `words`, ties by row."""
        return np.argsort(self.words(count), kind="stable").astype(np.int64)


def seeded(seed: int, purpose: str) -> Generator:
    """The generator of a whole number of at least 0: its seed is the number written as 32 bytes.

    For results that must be the same each time but that nobody could gain by choosing; a public draw takes its seed from
    `folkmoot.sortition.public_numbers`. Raises ValueError for a number below 0 or of more than 256 bits.
    """
    if not 0 <= seed < 1 << 256:
        raise ValueError(f"The seed is {seed}. Give a whole number of at least 0, and of at most 256 bits.")
    return Generator(seed.to_bytes(32, "big"), purpose)
