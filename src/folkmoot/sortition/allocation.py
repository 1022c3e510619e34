"""How many to draw from each stratum of a frame: as many from each, in proportion to their rows, or numbers given."""

from collections.abc import Sequence
from fractions import Fraction


def equal_allocation(rows: Sequence[int], total: int) -> tuple[int, ...]:
    """`total` shared evenly over the strata, a stratum too small for its share giving all its rows and the others sharing the rest.

    rows: of each stratum. What is left over after rounding down goes, one each, to the strata with most rows (ties: the first listed).
    Raises ValueError when the total is below 0 or above all rows.
    """
    return _share(rows, total, [1 if count else 0 for count in rows])


def proportional_allocation(rows: Sequence[int], total: int) -> tuple[int, ...]:
    """`total` shared in proportion to the rows of each stratum, by largest remainders (Hamilton); ties go to the stratum with most rows,
    then to the first listed. Raises ValueError when the total is below 0 or above all rows."""
    return _share(rows, total, rows)


def shared_allocation(rows: Sequence[int], total: int, shares: Sequence[int]) -> tuple[int, ...]:
    """`total` shared in proportion to whole numbers of at least 0, such as how many people of each stratum the population has, by largest
    remainders; a stratum too small for its share gives all its rows and the others share the rest. A stratum with the share 0 gives rows
    only where the others have too few.

    Raises ValueError when there is not one share a stratum, one is below 0, or the total is below 0 or above all rows.
    """
    if len(shares) != len(rows) or any(share < 0 for share in shares):
        raise ValueError(f"There are {len(rows)} strata and {len(shares)} shares. Give one a stratum, none below 0.")
    if not 0 <= total <= sum(rows):
        raise ValueError(f"{total:,} cannot be drawn from a frame of {sum(rows):,} rows.")
    from_shared = min(total, sum(count for count, share in zip(rows, shares, strict=True) if share))
    drawn = _share(rows, from_shared, shares)
    more = proportional_allocation([count - taken for count, taken in zip(rows, drawn, strict=True)], total - from_shared)
    return tuple(taken + also for taken, also in zip(drawn, more, strict=True))


def given_allocation(rows: Sequence[int], numbers: Sequence[int]) -> tuple[int, ...]:
    """The numbers given. Raises ValueError when there is not one a stratum, or one is below 0 or above its rows."""
    if len(numbers) != len(rows):
        raise ValueError(f"There are {len(rows)} strata and {len(numbers)} numbers to draw. Give one a stratum.")
    for place, (count, number) in enumerate(zip(rows, numbers, strict=True), 1):
        if not 0 <= number <= count:
            raise ValueError(f"Stratum {place} has {count:,} rows; {number:,} cannot be drawn from it.")
    return tuple(int(number) for number in numbers)


def _share(rows: Sequence[int], total: int, shares: Sequence[int]) -> tuple[int, ...]:
    if not 0 <= total <= sum(rows):
        raise ValueError(f"{total:,} cannot be drawn from a frame of {sum(rows):,} rows.")
    drawn = [0] * len(rows)
    open_strata = [place for place, share in enumerate(shares) if share]
    left = total
    while open_strata:
        whole = sum(shares[place] for place in open_strata)
        full = [place for place in open_strata if Fraction(left * shares[place], whole) >= rows[place]]
        if not full:
            break
        for place in full:
            drawn[place] = rows[place]
            left -= rows[place]
        open_strata = [place for place in open_strata if place not in full]
    if open_strata:
        whole = sum(shares[place] for place in open_strata)
        exact = {place: Fraction(left * shares[place], whole) for place in open_strata}
        for place, share in exact.items():
            drawn[place] = int(share)
        left -= sum(int(share) for share in exact.values())
        order = sorted(open_strata, key=lambda place: (int(exact[place]) - exact[place], -rows[place], place))
        for place in order[:left]:
            drawn[place] += 1
    return tuple(drawn)
