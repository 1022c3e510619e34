"""Values that caches in memory tell apart by a key alone."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Keyed:
    """`of`, known by its key: two with the same key are the same, such as contents with the same hash."""

    key: Hashable
    of: Any = field(compare=False, hash=False)
