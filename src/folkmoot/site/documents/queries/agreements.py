"""Which agreements an organisation is in: for other apps."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from folkmoot.site.documents.kinds import Kind
from folkmoot.site.documents.models import DocumentVersion
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


def agreements_with(organisation: Any) -> list[AgreementWith]:
    """The collaboration agreements whose newest version names an organisation among those who agree, the newest first."""
    named = DocumentVersion.objects.filter(document__kind=Kind.AGREEMENT, parties__organisation=organisation).select_related("document")
    found = []
    for version in named.order_by("-published_at", "-pk"):
        if version.document.versions.filter(number__gt=version.number).exists():
            continue
        signed = version.signatures.filter(leaving__isnull=True).select_related("organisation")
        found.append(
            AgreementWith(
                slug=version.document.slug,
                title=version.content["title"],
                version=version.number,
                published_on=version.published_on,
                parties=tuple((party["slug"], party["name"]) for party in version.content["parties"]),
                signed=tuple(one.organisation.slug for one in signed),
                initiative=version.content["initiative"],
                is_withheld=version.content["withheld"] is not None,
                clauses_withheld=sum(1 for clause in version.content["clauses"] if clause.get("withheld")),
                address=reverse("documents:document", args=[version.document.slug]),
            )
        )
    return found
