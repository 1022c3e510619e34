"""The interval of a share, against the equation it solves and against R."""

import math

from folkmoot.site.share_interval import wilson


def test_wilson_is_the_root_of_its_own_equation():
    """The ends are where |p - share| is 1.96 standard errors at p (Wilson 1927)."""
    for times, n in ((0, 10), (6, 50), (50, 50), (1, 1_000)):
        for end in wilson(times, n):
            assert abs(abs(times / n - end) - 1.959963984540054 * math.sqrt(end * (1 - end) / n)) < 1e-12
    low, high = wilson(6, 50)
    assert (round(low, 4), round(high, 4)) == (0.0562, 0.2380)  # R: prop.test(6, 50, correct = FALSE)
