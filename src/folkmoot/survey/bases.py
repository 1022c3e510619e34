"""When a base is too small to lean on: one table of thresholds, on the unweighted base."""

from enum import StrEnum


class BaseQuality(StrEnum):
    """How far an estimate's base (the number of people who answered, unweighted) can be leant on."""

    UNRELIABLE = "unreliable"
    CAUTION = "caution"
    SUFFICIENT = "sufficient"

    @property
    def shorthand(self) -> str:
        """What a published table shows beside (caution) or instead of (unreliable) the estimate; empty when it needs no mark."""
        return "" if self is BaseQuality.SUFFICIENT else "[u]"

    @property
    def withheld(self) -> bool:
        """Whether a published table leaves the estimate out."""
        return self is BaseQuality.UNRELIABLE

    @property
    def meaning(self) -> str:
        """The mark in words."""
        return _MEANING[self]


# The base under which each quality holds, smallest first.
THRESHOLDS: tuple[tuple[int, BaseQuality], ...] = ((30, BaseQuality.UNRELIABLE), (100, BaseQuality.CAUTION))

_MEANING = {
    BaseQuality.UNRELIABLE: f"Fewer than {THRESHOLDS[0][0]} people answered: too few to publish an estimate.",
    BaseQuality.CAUTION: f"Fewer than {THRESHOLDS[1][0]} people answered: read the estimate with caution.",
    BaseQuality.SUFFICIENT: f"{THRESHOLDS[1][0]} people or more answered.",
}


def base_quality(n: int) -> BaseQuality:
    """The quality of an unweighted base of n people. Raises ValueError when n is below zero."""
    if n < 0:
        raise ValueError(f"A base cannot be {n}. Give the number of people who answered.")
    return next((quality for under, quality in THRESHOLDS if n < under), BaseQuality.SUFFICIENT)
