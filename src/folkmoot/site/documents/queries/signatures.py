"""Who stands behind a document."""

from dataclasses import dataclass
from typing import Any

from folkmoot.site.documents.models import Document, DocumentVersion, Signature


@dataclass(frozen=True)
class Standing:
    """Who signed a document: this version; an earlier one and not this, and so is asked again; who left; and of an agreement's parties, who
    has not signed this version yet (slug and name)."""

    this: tuple[Signature, ...]
    earlier: tuple[Signature, ...]
    left: tuple[Signature, ...]
    missing: tuple[tuple[str, str], ...]


def standing(document: Document, version: DocumentVersion) -> Standing:
    """How a version stands today."""
    found = Signature.objects.filter(version__document=document, version__number__lte=version.number)
    rows = list(found.select_related("organisation", "version", "leaving"))
    this = [row for row in rows if row.version_id == version.pk and not hasattr(row, "leaving")]
    signed = {row.organisation_id for row in this}
    earlier: dict[int, Signature] = {}
    for row in sorted(rows, key=lambda one: (one.version.number, one.pk)):
        if row.organisation_id not in signed and not hasattr(row, "leaving"):
            earlier[row.organisation_id] = row  # the newest that they signed
    here = signed | set(earlier)
    left = {row.organisation_id: row for row in rows if row.organisation_id not in here}
    have = {row.organisation.slug for row in this}
    missing = tuple((party["slug"], party["name"]) for party in version.content["parties"] if party["slug"] not in have)
    return Standing(tuple(this), tuple(earlier.values()), tuple(left.values()), missing)


def signed_by(document: Document, organisation: Any) -> list[Signature]:
    """The signatures of an organisation that still stand."""
    return list(
        Signature.objects.filter(version__document=document, organisation=organisation, leaving__isnull=True).select_related("version")
    )
