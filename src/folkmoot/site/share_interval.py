"""How sure a share is: the interval for a count of people among others, for pages that staff watch while people still answer."""

import math

Z = 1.959963984540054  # the 97.5% point of the normal distribution
METHOD = "Wilson’s 95% score interval (1927)"


def wilson(times: int, n: int) -> tuple[float, float]:
    """The 95% score interval of a share (E. B. Wilson, JASA 22, 1927, p. 209), as shares from 0 to 1. `n` is above 0."""
    share, square = times / n, Z * Z
    middle, half = share + square / (2 * n), Z * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return max(0.0, (middle - half) / (1 + square / n)), min(1.0, (middle + half) / (1 + square / n))
