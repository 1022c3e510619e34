"""What may be read of imports."""

from typing import Any

from folkmoot.site.engagement.imports.mapping import ColumnMapping
from folkmoot.site.engagement.imports.models import SavedMapping


def mapping_of(engagement: Any, system: str) -> ColumnMapping:
    """The mapping last used for a system's exports; an empty one before the first."""
    kept = SavedMapping.objects.filter(engagement_id=engagement.pk, system=system).first()
    return ColumnMapping.of(kept.mapping) if kept else ColumnMapping()
