"""What stands on the register, as it stands and as it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from folkmoot.site.commerce.content import Content, gaps
from folkmoot.site.commerce.models import Entry, Relationship
from folkmoot.site.documents import queries as documents
from folkmoot.site.documents.queries import AgreementWith


@dataclass(frozen=True)
class Listed:
    """A relationship as the register shows it: its newest public entry. `running` says that it has not ended; `agreements` are those
    between the two that everyone can read."""

    slug: str
    organisation: Any
    partner: Any
    initiative: Any
    number: int
    content: Content
    starts: date
    ends: date | None
    running: bool
    published_at: datetime
    hash: str
    agreements: tuple[AgreementWith, ...]


@dataclass(frozen=True)
class OnDesk:
    """A relationship as staff find it: its newest public entry, the entry that waits for a second person, and what that one lacks."""

    held: Relationship
    public: Entry | None
    waits: Entry | None
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class Register:
    """The relationships that fit what was asked, how many there are in all, and the organisations that have any."""

    rows: tuple[Listed, ...]
    total: int
    organisations: tuple[Any, ...]


def held(relationship: Relationship) -> Relationship:
    """The same relationship, locked until the transaction ends."""
    return Relationship.objects.select_for_update(of=("self",)).get(pk=relationship.pk)


def by_slug(slug: str) -> Relationship | None:
    """A relationship as a row, or None."""
    return Relationship.objects.select_related("organisation", "partner", "initiative").filter(slug=slug).first()


def entries_of(relationship: Relationship) -> list[Entry]:
    """Everything written about it, the latest first, published or not: for staff."""
    return list(_written().filter(relationship=relationship))


def published_of(relationship: Relationship) -> list[Listed]:
    """Its public entries, the latest first."""
    return _listed(_published().filter(relationship=relationship).order_by("-number"))


def agreements_of(relationship: Relationship) -> tuple[AgreementWith, ...]:
    """The agreements between the two that everyone can read, the newest first: of a relationship in one use of data, those about that use
    or about none."""
    return _agreements([relationship])[relationship.pk]


def gaps_of(entry: Entry) -> list[str]:
    """What an entry lacks before it can be published, in words."""
    return gaps(entry.content, agreed=bool(agreements_of(entry.relationship)))


def register(*, organisation: str = "", state: str = "") -> Register:
    """What is public; narrowed, where given, to an organisation or company (by slug) and to `running` or `ended`."""
    every = _newest(_published())
    rows = [row for row in every if organisation in {"", row.organisation.slug, row.partner.slug} and state in {"", _state(row)}]
    rows.sort(key=lambda row: (not row.running, row.partner.name, row.organisation.name))
    named = {found.slug: found for row in every for found in (row.organisation, row.partner)}
    return Register(tuple(rows), len(every), tuple(sorted(named.values(), key=lambda found: found.name)))


def of_initiative(initiative: Any) -> tuple[Listed, ...]:
    """The public relationships in an initiative."""
    return tuple(_newest(_published().filter(relationship__initiative=initiative)))


def desk(organisations: Iterable[Any]) -> list[OnDesk]:
    """The relationships of some organisations with what each waits for, the newest first: for staff."""
    found = Relationship.objects.filter(organisation__in=list(organisations)).order_by("-id")
    related = found.select_related("organisation", "partner", "initiative")
    rows = list(related.prefetch_related(Prefetch("entries", _written())))
    agreements = _agreements(rows)
    return [_on_desk(row, agreed=bool(agreements[row.pk])) for row in rows]


def _on_desk(relationship: Relationship, *, agreed: bool) -> OnDesk:
    entries = list(relationship.entries.all())
    public = next((entry for entry in entries if hasattr(entry, "publication")), None)
    waits = entries[0] if entries and entries[0] != public else None
    return OnDesk(relationship, public, waits, tuple(gaps(waits.content, agreed=agreed)) if waits else ())


def _written() -> Any:
    return Entry.objects.select_related("publication", "written_by", "relationship__organisation").order_by("-number")


def _published() -> Any:
    related = ("publication", "relationship__organisation", "relationship__partner", "relationship__initiative")
    return Entry.objects.filter(publication__isnull=False).select_related(*related)


def _newest(entries: Any) -> list[Listed]:
    newest: dict[int, Entry] = {}
    for entry in entries.order_by("relationship_id", "number"):
        newest[entry.relationship_id] = entry
    return _listed(newest.values())


def _agreements(relationships: Iterable[Relationship]) -> dict[int, tuple[AgreementWith, ...]]:
    """The agreements of each relationship, by its key: as few readings of the database for any number of them."""
    rows = list(relationships)
    signed = documents.agreements_with_each(row.partner for row in rows)
    return {row.pk: tuple(one for one in signed[row.partner_id] if _is_about(one, row)) for row in rows}


def _is_about(agreement: AgreementWith, relationship: Relationship) -> bool:
    uses = {"", relationship.initiative.slug} if relationship.initiative else {agreement.initiative}
    return agreement.initiative in uses and relationship.organisation.slug in {slug for slug, _ in agreement.parties}


def _listed(entries: Iterable[Entry]) -> list[Listed]:
    rows = list(entries)
    agreements = _agreements(entry.relationship for entry in rows)
    return [_row(entry, agreements[entry.relationship_id]) for entry in rows]


def _row(entry: Entry, agreements: tuple[AgreementWith, ...]) -> Listed:
    content, relationship = entry.content, entry.relationship
    ends = date.fromisoformat(content["ends"]) if content["ends"] else None
    return Listed(
        slug=relationship.slug,
        organisation=relationship.organisation,
        partner=relationship.partner,
        initiative=relationship.initiative,
        number=entry.number,
        content=content,
        starts=date.fromisoformat(content["starts"]),
        ends=ends,
        running=ends is None or ends >= timezone.localdate(),
        published_at=entry.publication.published_at,
        hash=entry.hash,
        agreements=agreements,
    )


def _state(row: Listed) -> str:
    return "running" if row.running else "ended"
