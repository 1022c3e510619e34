"""Migration steps that make what no model tells of. A database whose tables are made at once needs them too (fresh_tables.py)."""

from typing import Any

from django.db.migrations.operations.base import Operation


class OwnStep(Operation):
    """A step in SQL of our own: Django's picture of the tables stays as it is."""

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing changes in Django's picture of the tables."""
