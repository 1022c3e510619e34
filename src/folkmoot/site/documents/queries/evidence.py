"""What shows that clauses are kept."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from folkmoot.site.commitments import queries as commitments
from folkmoot.site.documents.models import ClauseEvidence, Document
from folkmoot.site.renditions import Texts


@dataclass(frozen=True)
class EvidenceShown:
    """A piece of evidence: a promise as it stands today, or an address with words."""

    key: int
    clause: str
    on: date
    words: Texts
    address: str
    commitment: commitments.CommitmentNow | None

    @property
    def is_here(self) -> bool:
        """Whether its address is one of this site."""
        return self.address.startswith("/")


def evidence_of(document: Document) -> dict[str, list[EvidenceShown]]:
    """The evidence that stands, by clause, the oldest first."""
    found: dict[str, list[EvidenceShown]] = {}
    rows = list(document.evidence.filter(taken_back__isnull=True))
    promises = commitments.now_each(row.commitment_id for row in rows if row.commitment_id)
    for row in rows:
        promised = promises[row.commitment_id] if row.commitment_id else None
        shown = EvidenceShown(row.pk, row.clause, row.on, row.words, row.address, promised)
        found.setdefault(row.clause, []).append(shown)
    return found


def evidence_row(key: int) -> Any:
    """The row with a key, or None."""
    return ClauseEvidence.objects.select_related("document__owner").filter(pk=key).first()
