"""Which agreements an organisation is in: for other apps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse

from folkmoot.site.documents.kinds import Kind
from folkmoot.site.documents.models import DocumentParty, DocumentVersion, Signature
from folkmoot.site.documents.queries.newest import newest_versions
from folkmoot.site.renditions import Texts


@dataclass(frozen=True)
class AgreementWith:
    """The newest version of an agreement: its parties (slug and name), who of them signed it, its initiative's slug ("" for none), whether
    all of it is withheld, and how many clauses are."""

    slug: str
    title: Texts
    version: int
    published_on: date
    parties: tuple[tuple[str, str], ...]
    signed: tuple[str, ...]
    initiative: str
    is_withheld: bool
    clauses_withheld: int
    address: str

    @property
    def unsigned(self) -> tuple[str, ...]:
        """The names of those who agree and have not signed it."""
        return tuple(name for slug, name in self.parties if slug not in self.signed)


def agreements_with(organisation: Any) -> list[AgreementWith]:
    """The collaboration agreements whose newest version names an organisation among those who agree, the newest first."""
    return agreements_with_each([organisation])[organisation.pk]


def agreements_with_each(organisations: Iterable[Any]) -> dict[int, list[AgreementWith]]:
    """The same for many organisations, by their keys: as few readings of the database for any number of them."""
    found: dict[int, list[AgreementWith]] = {organisation.pk: [] for organisation in organisations}
    named = DocumentParty.objects.filter(version=OuterRef("pk"), organisation__in=found)
    newest = newest_versions().filter(Exists(named), document__kind=Kind.AGREEMENT).select_related("document")
    standing = Signature.objects.filter(leaving__isnull=True).select_related("organisation")
    for version in newest.prefetch_related("parties", Prefetch("signatures", standing)).order_by("-published_at", "-pk"):
        shown = _shown(version)
        for party in version.parties.all():
            if party.organisation_id in found:
                found[party.organisation_id].append(shown)
    return found


def _shown(version: DocumentVersion) -> AgreementWith:
    return AgreementWith(
        slug=version.document.slug,
        title=version.content["title"],
        version=version.number,
        published_on=version.published_on,
        parties=tuple((party["slug"], party["name"]) for party in version.content["parties"]),
        signed=tuple(one.organisation.slug for one in version.signatures.all()),
        initiative=version.content["initiative"],
        is_withheld=version.content["withheld"] is not None,
        clauses_withheld=sum(1 for clause in version.content["clauses"] if clause.get("withheld")),
        address=reverse("documents:document", args=[version.document.slug]),
    )
