"""Bringing answers in from another system."""

from typing import Any

from django.db import transaction

from folkmoot.site.audit.domain import record
from folkmoot.site.engagement import domain as engagements
from folkmoot.site.engagement.imports.export import Export
from folkmoot.site.engagement.imports.mapping import ColumnMapping
from folkmoot.site.engagement.imports.models import SavedMapping
from folkmoot.site.engagement.imports.preview import look
from folkmoot.site.engagement.responses import Imported
from folkmoot.site.errors import NotNow
from folkmoot.site.people.rules import require


def save_mapping(*, by: Any, engagement: Any, system: str, mapping: ColumnMapping) -> None:
    """Keep a mapping for the next export of this system. Raises PermissionDenied without `engagement.run` in the initiative's lead."""
    with transaction.atomic():
        require(by, "engagement.run", engagement.initiative.lead)
        kept = SavedMapping.objects.select_for_update().filter(engagement_id=engagement.pk, system=system).first()
        if kept is not None and kept.mapping == mapping.data:
            return
        SavedMapping.objects.update_or_create(engagement_id=engagement.pk, system=system, defaults={"mapping": mapping.data})
        record(by=by, verb="import.mapped", subject=engagement, detail={"system": system, "columns": len(mapping.columns)})


def bring_in(*, by: Any, engagement: Any, export: Export, mapping: ColumnMapping, with_incomplete: bool = False) -> Imported:
    """Import the rows that `preview.look` finds fit, all or none, and keep the mapping. Rows that are in already add nothing.

    Raises NotNow when no row is fit, and unless the engagement is open; PermissionDenied.
    """
    with transaction.atomic():
        require(by, "engagement.run", engagement.initiative.lead)
        found = look(engagement, export, mapping, with_incomplete=with_incomplete)
        if not found.rows and not found.already:
            raise NotNow("No row of this file can come in as it is. Look at what is wrong with them first.")
        save_mapping(by=by, engagement=engagement, system=export.system, mapping=mapping)
        done = engagements.import_responses(by=by, engagement=engagement, rows=found.rows, mode="import")
    return Imported(done.added, found.already)
