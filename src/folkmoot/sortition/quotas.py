"""Quotas: how many members of a panel must, and may, have each level of a feature."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from folkmoot.sortition.pool import Pool


class InfeasibleQuotas(ValueError):  # noqa: N818
    """No panel (a jury that may be drawn) meets all quotas at once. `reasons`: why, in plain words, as far as it can be told."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("\n".join(self.reasons))


@dataclass(frozen=True)
class Quota:
    """From min to max members of a panel have this level of this feature.

    min_flex, max_flex: how far the quota may be moved when no panel meets all quotas; None means no further than min and max.
    """

    feature: str
    level: str
    min: int
    max: int
    min_flex: int | None = None
    max_flex: int | None = None

    @property
    def words(self) -> str:
        """The quota's feature and level, for messages."""
        return f"{self.feature}: {self.level}"


@dataclass(frozen=True)
class Quotas:
    """All quotas of a panel. A level without one is free."""

    quotas: tuple[Quota, ...]

    def __init__(self, quotas: Iterable[Quota]) -> None:
        object.__setattr__(self, "quotas", tuple(quotas))

    def __iter__(self) -> Iterator[Quota]:
        return iter(self.quotas)

    def __len__(self) -> int:
        return len(self.quotas)

    def mistakes(self, pool: Pool, size: int) -> tuple[str, ...]:
        """What is wrong with these quotas for this pool and panel size, each in a sentence; empty when they can be used."""
        found = []
        if isinstance(size, bool) or not isinstance(size, int) or size < 1:
            found.append(f"The size of the jury must be a whole number from 1, not {size!r}.")
        elif size > pool.n:
            found.append(f"A jury of {size} cannot be drawn from a pool of {pool.n}.")
        for number, quota in enumerate(self.quotas, 1):
            found += [f"Quota {number} ({quota.words}): {problem}" for problem in _problems(quota, pool)]
        for (feature, level), times in Counter((quota.feature, quota.level) for quota in self.quotas).items():
            if times > 1:
                found.append(f"There are {times} quotas for {feature}: {level}. Keep one.")
        return tuple(found)

    def check(self, pool: Pool, size: int) -> None:
        """Raises ValueError with every mistake at once."""
        found = self.mistakes(pool, size)
        if found:
            raise ValueError("\n".join(found))


def _problems(quota: Quota, pool: Pool) -> Iterator[str]:
    if quota.feature not in pool.features:
        yield f"the pool has no feature {quota.feature!r}. It has {', '.join(pool.features)}."
    elif quota.level not in pool.features[quota.feature]:
        yield f"{quota.level!r} is not a level of {quota.feature!r}. Its levels are {', '.join(pool.features[quota.feature])}."
    limits = {"minimum": quota.min, "maximum": quota.max, "flexible minimum": quota.min_flex, "flexible maximum": quota.max_flex}
    wrong = [
        f"the {name} must be a whole number from 0, not {value!r}."
        for name, value in limits.items()
        if (value is not None or name in {"minimum", "maximum"}) and (isinstance(value, bool) or not isinstance(value, int) or value < 0)
    ]
    if wrong:
        yield from wrong
        return
    if quota.min > quota.max:
        yield f"the minimum {quota.min} is greater than the maximum {quota.max}."
    if quota.min_flex is not None and quota.min_flex > quota.min:
        yield f"the flexible minimum {quota.min_flex} is greater than the minimum {quota.min}."
    if quota.max_flex is not None and quota.max_flex < quota.max:
        yield f"the flexible maximum {quota.max_flex} is less than the maximum {quota.max}."
