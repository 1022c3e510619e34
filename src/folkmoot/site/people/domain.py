"""Everything that can be done to organisations, staff and their memberships. Who takes part is in participants.py."""

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from folkmoot.site.audit.domain import record
from folkmoot.site.errors import NotNow
from folkmoot.site.people import invitations, set_up
from folkmoot.site.people.models import Membership, Organisation, User
from folkmoot.site.people.participants import (
    WHAT_IS_HELD,
    WHEN_ERASED,
    drop_stray_identities,
    erase_participant,
    register_participant,
    register_participants,
)
from folkmoot.site.people.retention import IDENTITIES_KEPT, STILL_NEEDED, count_identities_due, end_identities
from folkmoot.site.people.roles import ROLES, Role
from folkmoot.site.people.rules import memberships_at, organisations_where, require
from folkmoot.site.people.vault_check import keep_check as keep_key_check
from folkmoot.site.people.vault_check import refuse_another_key

__all__ = [
    "IDENTITIES_KEPT",
    "STILL_NEEDED",
    "WHAT_IS_HELD",
    "WHEN_ERASED",
    "Invitation",
    "accept_invitation",
    "add_organisation",
    "count_identities_due",
    "drop_stray_identities",
    "end_identities",
    "end_membership",
    "erase_participant",
    "invite_user",
    "keep_key_check",
    "refuse_another_key",
    "register_numbers",
    "register_participant",
    "register_participants",
    "renew_link",
    "set_up_installation",
    "start_membership",
]


@dataclass(frozen=True)
class Invitation:
    """Who was invited, the membership that started, and the token of their link ("" for someone who has signed in before)."""

    user: User
    membership: Membership
    token: str


def add_organisation(*, by: Any, name: str, kind: str, slug: str = "") -> Organisation:
    """Add an Organisation. `by` is "folkmoot", or an administrator of any Organisation, who then looks after the new one too.

    A committee decides on what others propose, so "folkmoot" alone adds one: whoever runs the server (add_committee.py). Raises
    ValidationError when the name is taken or empty, or the kind unknown; PermissionDenied for anyone else.
    """
    with transaction.atomic():
        _require(by, None)
        if kind == Organisation.Kind.COMMITTEE and by != "folkmoot":
            raise PermissionDenied("A committee decides on what others propose, so whoever runs the server adds it. Ask them.")
        added = Organisation(name=name.strip(), slug=slug or slugify(name)[:80], kind=kind)
        if not added.slug:
            raise ValidationError({"organisation": "Enter the organisation's name, in letters."})
        if Organisation.objects.filter(Q(name__iexact=added.name) | Q(slug=added.slug)).exists():
            raise ValidationError({"organisation": "There is an organisation of that name here already."})
        added.full_clean()
        added.save()
        record(by=by, verb="organisation.added", subject=added, detail={"slug": added.slug, "kind": added.kind})
        if isinstance(by, User):
            _start(by, by, added, Role.ADMINISTRATOR, timezone.localdate(), None)
    return added


def register_numbers(*, by: Any, organisation: Organisation, ico_number: str = "", company_number: str = "") -> Organisation:
    """An Organisation's numbers with the Information Commissioner (as Z1234567) and at Companies House (as 01234567); "" where it has none.

    Raises PermissionDenied without `people.manage` in it, and ValidationError, by field, for what is no such number.
    """
    given = {"ico_number": _squeezed(ico_number), "company_number": _squeezed(company_number)}
    wrong = {name: words for name, (pattern, words) in NUMBERS.items() if given[name] and not re.fullmatch(pattern, given[name])}
    with transaction.atomic():
        _require(by, organisation)
        if wrong:
            raise ValidationError(wrong)
        kept = Organisation.objects.select_for_update().get(pk=organisation.pk)
        kept.ico_number, kept.company_number = given["ico_number"], given["company_number"]
        kept.save(update_fields=["ico_number", "company_number"])
        record(by=by, verb="organisation.numbered", subject=kept, detail=given)
    return kept


NUMBERS = {
    "ico_number": (r"Z[A-Z0-9]\d{6}", "That is no registration number. It begins with Z and has eight characters, such as Z1234567."),
    "company_number": (r"[A-Z0-9]{2}\d{6}", "That is no company number. It has eight characters, such as 01234567 or SC123456."),
}
"""The shape of each number an Organisation may have, and what to say of another."""


def _squeezed(number: str) -> str:
    return "".join(number.split()).upper()


def invite_user(*, by: Any, email: str, organisation: Organisation, role: str, name: str = "", starts: dt.date | None = None) -> Invitation:
    """Give someone a role in an Organisation; if they are new here, a one-time link with which they set up their sign-in.

    Raises ValidationError for an address or role that is none, or a role they hold already; PermissionDenied without `people.manage`.
    """
    with transaction.atomic():
        _require(by, organisation)
        email = email.strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise ValidationError({"email": "Enter an e-mail address such as name@example.org."}) from None
        user = User.objects.filter(email=email).first()
        new = user is None
        if user is None:
            user = User.objects.create_user(email, name.strip())
            record(by=by, verb="user.invited", subject=user)
        membership = _start(by, user, organisation, role, starts or timezone.localdate(), None)
    return Invitation(user, membership, invitations.token_for(user) if new else "")


def accept_invitation(*, token: str, name: str, password: str) -> User:
    """Set up a sign-in: the link's token is spent. Raises ValidationError for a token that is not valid, no name, or a weak password."""
    with transaction.atomic():
        user = invitations.user_for(token, users=User.objects.select_for_update())
        _set_sign_in(user, name, password)
    return user


def renew_link(*, by: Any, user: User) -> str:
    """Take back a user's password and second factors and give a new one-time link: for a lost link, password or phone. Returns its token.

    `by` is "folkmoot" (the command on the server) or someone with `people.manage` in every Organisation in which the user
    holds a role, so that one partner's administrator cannot take over another's staff. Raises PermissionDenied otherwise.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if by != "folkmoot":
            where = {m.organisation for m in memberships_at(user, timezone.localdate())}
            if not where or not where <= set(organisations_where(by, "people.manage")):
                raise PermissionDenied("This person has a role in an organisation you do not look after. Ask its administrator too.")
        user.set_unusable_password()
        user.save(update_fields=["password"])
        Authenticator.objects.filter(user_id=user.pk).delete()
        record(by=by, verb="user.link_renewed", subject=user)
    return invitations.token_for(user)


def start_membership(
    *,
    by: Any,
    user: User,
    organisation: Organisation,
    role: str,
    starts: dt.date | None = None,
    ends: dt.date | None = None,
) -> Membership:
    """Give a user a role in an Organisation from `starts` (today) up to, and not including, `ends`.

    Raises ValidationError for an unknown role, dates in the wrong order, or a role they hold at that time already;
    PermissionDenied without `people.manage` there.
    """
    with transaction.atomic():
        _require(by, organisation)
        return _start(by, user, organisation, role, starts or timezone.localdate(), ends)


def end_membership(*, by: Any, membership: Membership, ends: dt.date | None = None) -> Membership:
    """End a membership on a day (today: at once). Raises NotNow for an Organisation's last administrator or an ended membership,
    ValidationError for a day before it started, PermissionDenied without `people.manage` there."""
    with transaction.atomic():
        _require(by, membership.organisation)
        # Every membership of the Organisation is held: two administrators must not end each other at the same moment.
        held = {m.pk: m for m in Membership.objects.select_for_update().filter(organisation=membership.organisation)}
        membership = held[membership.pk]
        day, today = ends or timezone.localdate(), timezone.localdate()
        if membership.ends is not None and membership.ends <= today:
            raise NotNow("This membership has ended already.")
        others = [
            m
            for m in held.values()
            if m.role == Role.ADMINISTRATOR and m.pk != membership.pk and m.starts <= day and (not m.ends or m.ends > day)
        ]
        if membership.role == Role.ADMINISTRATOR and not others:
            raise NotNow("This is the organisation's last administrator. Give someone else that role first.")
        membership.ends = day
        if membership.ends < membership.starts:
            raise ValidationError("A membership cannot end before it starts.")
        membership.save(update_fields=["ends"])
        record(by=by, verb="membership.ended", subject=membership, detail={"ends": day.isoformat()})
    return membership


def set_up_installation(*, home: Path, token: str, organisation: str, kind: str, name: str, email: str, password: str) -> User:
    """The first Organisation and its administrator, in an installation that has no users: the set-up token is spent.

    Raises ValidationError for a wrong or spent token, a taken name, a weak password; NotNow when someone has set it up already.
    """
    with transaction.atomic():
        set_up.check(home, token)
        if User.objects.exists():
            raise NotNow("This installation has been set up already. Sign in instead.")
        added = add_organisation(by="folkmoot", name=organisation, kind=kind)
        user = invite_user(by="folkmoot", email=email, organisation=added, role=Role.ADMINISTRATOR).user
        _set_sign_in(user, name, password)
        set_up.spend(home, token)
    return user


def _require(by: Any, organisation: Organisation | None) -> None:
    if by != "folkmoot":
        require(by, "people.manage", organisation)


def _start(by: Any, user: User, organisation: Organisation, role: str, starts: dt.date, ends: dt.date | None) -> Membership:
    if role not in set(Role):
        raise ValidationError(f"There is no role called {role!r}. Use one of: {', '.join(Role)}.")
    if ends is not None and ends < starts:
        raise ValidationError("A membership cannot end before it starts.")
    overlapping = Membership.objects.filter(Q(ends__isnull=True) | Q(ends__gt=starts), user=user, organisation=organisation, role=role)
    if ends is not None:
        overlapping = overlapping.filter(starts__lt=ends)
    if overlapping.exists():
        raise ValidationError(f"This person is {ROLES[Role(role)].name} of {organisation} at that time already.")
    started = Membership.objects.create(user=user, organisation=organisation, role=role, starts=starts, ends=ends)
    detail = {"user": user.pk, "organisation": organisation.pk, "role": str(role), "starts": starts.isoformat()}
    record(by=by, verb="membership.started", subject=started, detail=detail | ({"ends": ends.isoformat()} if ends else {}))
    return started


def _set_sign_in(user: User, name: str, password: str) -> None:
    user.name = name.strip()
    if not user.name:
        raise ValidationError({"name": "Enter your name."})
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise ValidationError({"password": weak.messages}) from None
    user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save()
    record(by=user, verb="user.joined", subject=user)
