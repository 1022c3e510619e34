"""Who may: a permission is held through a membership that is in date, in the Organisation that owns the thing at hand."""

import datetime as dt
from typing import Any

import rules
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from folkmoot.site.people.models import Membership, Organisation
from folkmoot.site.people.roles import PERMISSIONS, ROLES, Role


def memberships_at(user: Any, day: dt.date) -> list[Membership]:
    """The memberships a user holds on a day: from the day each starts up to, and not including, the day it ends."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    held = user.memberships.filter(starts__lte=day).exclude(ends__lte=day)
    return list(held.select_related("organisation"))


def organisations_where(user: Any, permission: str) -> list[Organisation]:
    """The Organisations in which a user holds a permission today."""
    held = [m for m in memberships_at(user, timezone.localdate()) if permission in ROLES[Role(m.role)].permissions]
    return list({m.organisation_id: m.organisation for m in held}.values())


def _predicate(permission: str) -> rules.Predicate:
    def held(user: Any, organisation: Organisation | None) -> bool:
        where = organisations_where(user, permission)
        return bool(where) if organisation is None else organisation in where

    return rules.Predicate(held, name=permission)


for _permission in PERMISSIONS:
    rules.add_perm(_permission, _predicate(_permission))


def require(user: Any, permission: str, organisation: Organisation | None) -> None:
    """Raises PermissionDenied, in words, unless `user` holds `permission` in `organisation` (in any, when None) today."""
    if permission not in PERMISSIONS:
        raise ValueError(f"There is no permission {permission!r} in people/roles.py.")
    if not rules.has_perm(permission, user, organisation):
        raise PermissionDenied(f"This needs a role that may: {PERMISSIONS[permission].lower()}.")
