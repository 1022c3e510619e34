"""A JSON column that keeps the order of its keys, on PostgreSQL too (whose own JSON type sorts them).

A plan of weighing needs it: the order of its keys is the order in which levels are shown.
"""

import json
from typing import Any

from django.db import models


def compact(value: Any) -> str:
    """JSON without spaces, its keys as given, letters as they are. Raises ValueError for what JSON cannot hold (such as NaN)."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def canonical(value: Any) -> str:
    """JSON that is the same for the same value whatever the order its keys were given in: what a hash is taken of."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, sort_keys=True)


class OrderedJSONField(models.TextField):
    """A value that JSON can hold, stored as text with its keys in the order given. It cannot be searched."""

    def get_prep_value(self, value: Any) -> str | None:
        """What is stored."""
        return None if value is None else compact(value)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        """What was meant."""
        return None if value is None else json.loads(value)
