"""Risks, issues, dependencies, assumptions and decisions as they stand."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from folkmoot.site.progress.models import RaidEntry, RaidKind
from folkmoot.site.renditions import Texts

BANDS = ((15, "High"), (8, "Medium"), (1, "Low"))
"""A risk's probability times its impact (1 to 25) in a word: from 15 high, from 8 medium."""


@dataclass(frozen=True)
class PublicRaid:
    """What everyone may read of an entry. `band` is how high a risk is in a word, '' for all else."""

    id: int
    kind: str
    kind_words: str
    summary: Texts
    band: str
    owner: Any
    due: date | None


def open_to_all(initiative: Any) -> list[PublicRaid]:
    """The open entries whose summary staff made public, the highest risks first."""
    found = RaidEntry.objects.filter(initiative=initiative, public=True, state=RaidEntry.State.OPEN).select_related("owner")
    kinds = list(RaidKind.values)
    rows = sorted(found, key=lambda entry: (kinds.index(entry.kind), -score(entry), entry.pk))
    return [PublicRaid(e.pk, e.kind, e.get_kind_display(), e.summary, band(e), e.owner, e.due) for e in rows]


def raid_of(initiative: Any) -> list[RaidEntry]:
    """Every entry as a row, open ones first and the highest risks first. For staff alone: no public page calls this."""
    found = RaidEntry.objects.filter(initiative=initiative).select_related("owner")
    return sorted(found, key=lambda entry: (entry.state != RaidEntry.State.OPEN, -score(entry), entry.pk))


def entry(entry_id: int) -> RaidEntry | None:
    """One entry as a row, for the staff page that changes it."""
    return RaidEntry.objects.select_related("initiative__lead", "owner").filter(pk=entry_id).first()


def score(entry: RaidEntry) -> int:
    """Probability times impact, 0 for what is no risk."""
    return (entry.probability or 0) * (entry.impact or 0)


def band(entry: RaidEntry) -> str:
    """How high a risk is in a word; '' for what is no risk."""
    return next((word for least, word in BANDS if score(entry) >= least), "")
