"""Which Organisations draw from a panel: the one that keeps it, and those that share it today."""

from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied

from folkmoot.site.panel.models import Panel, Sharing
from folkmoot.site.people.rules import organisations_where


def sharings_now(panel: Panel) -> list[Sharing]:
    """The sharings in force, the oldest first."""
    return _in_force(Sharing.objects.filter(panel=panel).select_related("organisation"))


def keys_shared_with(organisations: Collection[Any]) -> set[int]:
    """The ids of the panels that any of these Organisations shares today."""
    return {row.panel_id for row in _in_force(Sharing.objects.filter(organisation__in=organisations))}


def organisations_of(panel: Panel) -> list[Any]:
    """The Organisation that keeps a panel, then those that share it."""
    return [panel.organisation, *(row.organisation for row in sharings_now(panel))]


def require_a_say(by: Any, panel: Panel) -> list[Any]:
    """The Organisations of a panel for which someone may run it. Raises PermissionDenied where there is none."""
    may = [organisation for organisation in organisations_of(panel) if organisation in organisations_where(by, "panel.run")]
    if not may:
        raise PermissionDenied("This is for those who look after this panel, in the organisation that keeps it or one that shares it.")
    return may


def _in_force(rows: Iterable[Sharing]) -> list[Sharing]:
    newest = {(row.panel_id, row.organisation_id): row for row in rows}
    return [row for row in sorted(newest.values(), key=lambda row: row.pk) if row.shares]
