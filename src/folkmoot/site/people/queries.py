"""What pages show of Organisations and the people in office in them."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone

from folkmoot.site.people import invitations
from folkmoot.site.people.desk import LINKS, DeskLink
from folkmoot.site.people.models import Identity, Organisation, Participant, User
from folkmoot.site.people.roles import PERMISSIONS, ROLES, Role
from folkmoot.site.people.rules import memberships_at
from folkmoot.site.people.signing_in import SECOND_FACTORS


@dataclass(frozen=True)
class DeskPart:
    """What a user may do in one Organisation today: their roles, where to go, and in words what has no page of its own."""

    name: str
    slug: str
    roles: tuple[str, ...]
    may: tuple[str, ...]
    links: tuple[tuple[DeskLink, str], ...]


@dataclass(frozen=True)
class InOffice:
    """A person in a public role, with its dates."""

    name: str
    role: str
    starts: dt.date
    ends: dt.date | None


@dataclass(frozen=True)
class OrganisationPage:
    """An Organisation as anyone may see it: who holds a role today, and who held one before."""

    name: str
    slug: str
    kind: str
    ico_number: str
    company_number: str
    in_office: tuple[InOffice, ...]
    before: tuple[InOffice, ...]


@dataclass(frozen=True)
class StaffRow:
    """A membership as an administrator sees it."""

    membership: int
    name: str
    email: str
    role: str
    starts: dt.date
    ends: dt.date | None
    has_ended: bool
    has_joined: bool
    has_second_factor: bool


@dataclass(frozen=True)
class OpenInvitation:
    """Someone who has not set up their sign-in: the address they will sign in with, and a token for their one-time link."""

    name: str
    email: str
    token: str


@dataclass(frozen=True)
class Reached:
    """Who a pseudonym stands for and how to reach them. For writing to them at that moment: never kept, shown or logged."""

    name: str
    contact: str


def desk(user: User) -> tuple[DeskPart, ...]:
    """What the user may do today, by Organisation."""
    held: dict[Organisation, list[Role]] = {}
    for membership in memberships_at(user, timezone.localdate()):
        held.setdefault(membership.organisation, []).append(Role(membership.role))
    return tuple(_part(organisation, roles) for organisation, roles in sorted(held.items(), key=lambda pair: pair[0].name))


def _part(organisation: Organisation, roles: list[Role]) -> DeskPart:
    may = {permission for role in roles for permission in ROLES[role].permissions}
    links = tuple((link, organisation.slug if link.by_organisation else "") for link in LINKS if link.permission in may)
    linked = {link.permission for link, _ in links}
    words = tuple(PERMISSIONS[permission] for permission in PERMISSIONS if permission in may - linked)
    return DeskPart(organisation.name, organisation.slug, tuple(ROLES[role].name for role in roles), words, links)


def organisation_page(slug: str) -> OrganisationPage:
    """The public page of an Organisation. People who have not set up their sign-in yet are not named. Raises Organisation.DoesNotExist."""
    organisation = Organisation.objects.get(slug=slug)
    today = timezone.localdate()
    memberships = organisation.memberships.filter(starts__lte=today).exclude(user__name="").select_related("user").order_by("starts", "id")
    people = [(m, InOffice(m.user.name, ROLES[Role(m.role)].name, m.starts, m.ends)) for m in memberships]
    return OrganisationPage(
        organisation.name,
        organisation.slug,
        organisation.get_kind_display(),
        organisation.ico_number,
        organisation.company_number,
        tuple(person for m, person in people if m.ends is None or m.ends > today),
        tuple(person for m, person in people if m.ends is not None and m.ends <= today),
    )


def organisations(condition: Any = None) -> tuple[Organisation, ...]:
    """Every Organisation, by name; those alone that meet a condition on their rows, where one is given."""
    return tuple(Organisation.objects.all() if condition is None else Organisation.objects.filter(condition))


def organisation_names(condition: Any) -> dict[str, str]:
    """The names of the organisations that meet a condition on their rows, by slug, in the order of the names."""
    return dict(Organisation.objects.filter(condition).values_list("slug", "name"))


def is_company(organisation: Organisation) -> bool:
    """Whether it is a company: no company is ever given records that show who people are."""
    return organisation.kind == Organisation.Kind.SUPPLIER


def by_slugs(slugs: Collection[str]) -> dict[str, Organisation]:
    """The Organisations with some slugs, by slug."""
    return {organisation.slug: organisation for organisation in Organisation.objects.filter(slug__in=slugs)}


def staff_list(organisation: Organisation) -> tuple[StaffRow, ...]:
    """Every membership of an Organisation, those in force first. For its administrators: the caller checks."""
    today = timezone.localdate()
    with_factor = set(Authenticator.objects.filter(type__in=SECOND_FACTORS).values_list("user_id", flat=True))
    rows = [
        StaffRow(
            membership=m.pk,
            name=m.user.name,
            email=m.user.email,
            role=ROLES[Role(m.role)].name,
            starts=m.starts,
            ends=m.ends,
            has_ended=m.ends is not None and m.ends <= today,
            has_joined=m.user.has_usable_password(),
            has_second_factor=m.user_id in with_factor,
        )
        for m in organisation.memberships.select_related("user").order_by("user__name", "user__email", "starts")
    ]
    return tuple(sorted(rows, key=lambda row: row.has_ended))


def invited(token: str) -> User:
    """Who an invitation is for. Raises ValidationError, in words, when it is not valid."""
    return invitations.user_for(token)


def open_invitations() -> list[OpenInvitation]:
    """Everyone who was invited and has not set up a sign-in: for whoever runs the server."""
    waiting = [user for user in User.objects.order_by("pk") if not user.has_usable_password()]
    return [OpenInvitation(user.name, user.email, invitations.token_for(user)) for user in waiting]


def names_of_actors(actors: Collection[str]) -> dict[str, str]:
    """Who stands behind the keys in the audit log: the names of people in office; "someone who took part"; Folkmoot itself."""
    keys = [int(actor.removeprefix("user:")) for actor in actors if actor.startswith("user:")]
    names = {f"user:{pk}": name or email for pk, name, email in User.objects.filter(pk__in=keys).values_list("pk", "name", "email")}
    fixed = {"participant": "Someone who took part", "folkmoot": "Folkmoot"}
    return {actor: fixed.get(actor) or names.get(actor, actor) for actor in actors}


def has_users() -> bool:
    """Whether anyone has set this installation up."""
    return User.objects.exists()


def user_by_email(email: str) -> User | None:
    """Who signs in with an address."""
    return User.objects.filter(email=email.strip().lower()).first()


def contact_of(pseudonym: str) -> str:
    """How to reach whoever a pseudonym stands for, "" when the vault does not know (any more). For staff alone: the caller checks."""
    return Identity.objects.filter(pseudonym=pseudonym).values_list("contact", flat=True).first() or ""


def reached(pseudonym: str) -> Reached | None:
    """Who a pseudonym stands for and how to reach them; None when the vault does not know (any more)."""
    found = Identity.objects.filter(pseudonym=pseudonym).first()
    return Reached(found.name, found.contact) if found else None


def pseudonyms_of(participants: Iterable[int]) -> dict[int, str]:
    """The pseudonyms of Participants by id; those who were erased are not among them."""
    return dict(Participant.objects.filter(pk__in=list(participants)).values_list("pk", "pseudonym"))


def identities_of(pseudonyms: Collection[str]) -> dict[str, tuple[str, str]]:
    """The name and contact of each pseudonym that the vault knows. For staff who write letters: the caller checks, and records it."""
    found = Identity.objects.filter(pseudonym__in=pseudonyms) if len(pseudonyms) <= 500 else Identity.objects.all()
    wanted = set(pseudonyms)
    return {identity.pseudonym: (identity.name, identity.contact) for identity in found if identity.pseudonym in wanted}
