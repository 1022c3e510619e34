"""What is on record about initiatives. Pages that show other apps' facts as well are built in register.py and initiative_page.py."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Min
from django.utils import timezone

from folkmoot import record
from folkmoot.licence import begins, ends
from folkmoot.site.initiatives.models import Dataset, Draft, Initiative, NoticeEdit, Party, Publication, PublicationKind
from folkmoot.site.renditions import Texts

TOPICS: dict[str, str] = dict(Initiative.Topic.choices)
"""What uses are about, by key: also the purpose families in which people choose."""

KINDS: dict[str, str] = dict(Initiative.Kind.choices)
"""What uses are for, by key."""

DUTIES: dict[str, str] = dict(Party.Duty.choices)
"""What an organisation can be in law, by key."""


@dataclass(frozen=True)
class PartyOf:
    """An Organisation's part in an initiative, in words, and what it is in law (a value of Party.Duty)."""

    organisation: Any
    role: Texts
    duty: str


@dataclass(frozen=True)
class Rows:
    """All rows of one initiative that its notice tells of, and its notice's versions and edits, whatever moment they are from."""

    parties: list[Party] = field(default_factory=list)
    datasets: list[Dataset] = field(default_factory=list)
    notices: list[Publication] = field(default_factory=list)
    edits: list[NoticeEdit] = field(default_factory=list)

    def notice(self, at: datetime) -> Publication | None:
        """The notice that was current at a moment, or None before the first."""
        return max((notice for notice in self.notices if notice.published_at <= at), key=lambda notice: notice.version, default=None)


def by_slug(slug: str) -> Initiative | None:
    """The initiative at an address, or None."""
    return Initiative.objects.select_related("lead").filter(slug=slug).first()


def by_id(initiative_id: int) -> Initiative | None:
    """The initiative with a key, or None."""
    return Initiative.objects.select_related("lead").filter(pk=initiative_id).first()


def everything() -> list[Initiative]:
    """All initiatives, the newest first."""
    return list(Initiative.objects.select_related("lead"))


def by_slugs(slugs: Iterable[str]) -> list[Initiative]:
    """The initiatives at some addresses, the newest first; an address without one gives none."""
    asked = [slug for slug in slugs if slug.isprintable()]  # PostgreSQL takes no NUL, and no slug has one
    return list(Initiative.objects.select_related("lead").filter(slug__in=asked))


def areas() -> list[str]:
    """Where the people are whom initiatives are about, each place once as it was first written."""
    return list(Initiative.objects.values("area").annotate(first=Min("pk")).order_by("first").values_list("area", flat=True))


def by_ids(keys: Iterable[int]) -> list[Initiative]:
    """The initiatives with some keys, in the keys' order."""
    found = Initiative.objects.select_related("lead").in_bulk(list(keys))
    return [found[key] for key in keys if key in found]


def how_many() -> int:
    """How many initiatives there are."""
    return Initiative.objects.count()


def without(keys: Any, *, most: int) -> list[int]:
    """The keys of the first initiatives that are not among `keys` (a query of keys)."""
    return list(Initiative.objects.exclude(pk__in=keys).order_by("pk").values_list("pk", flat=True)[:most])


def each() -> Iterator[Initiative]:
    """All initiatives, the newest first, a few in memory at a time."""
    return Initiative.objects.select_related("lead").iterator(chunk_size=50)


def held(initiative: Initiative) -> Initiative:
    """The same initiative, read again and locked until the transaction ends, so that nobody else changes what is about to be checked."""
    return Initiative.objects.select_for_update().get(pk=initiative.pk)


def rows_of(found: Iterable[Initiative]) -> dict[int, Rows]:
    """The rows of many initiatives by the initiative's key: four readings of the database for any number of them."""
    rows = {initiative.pk: Rows() for initiative in found}
    for party in Party.objects.select_related("organisation").filter(initiative__in=rows):
        rows[party.initiative_id].parties.append(party)
    for dataset in Dataset.objects.select_related("holder").filter(initiative__in=rows):
        rows[dataset.initiative_id].datasets.append(dataset)
    for notice in Publication.objects.filter(initiative__in=rows, kind=PublicationKind.NOTICE).order_by("version"):
        rows[notice.initiative_id].notices.append(notice)
    for edit in NoticeEdit.objects.filter(initiative__in=rows):
        rows[edit.initiative_id].edits.append(edit)
    return rows


def part_rows(initiative: Initiative, at: datetime | None = None, rows: Rows | None = None) -> list[Party]:
    """The rows that give organisations their part at a moment (now), as they were known then; the lead needs none."""
    moment = at or timezone.now()
    day = timezone.localdate(moment)
    return [
        party
        for party in (rows.parties if rows else initiative.parties.select_related("organisation"))
        if party.starts <= day
        and (party.recorded_at is None or party.recorded_at <= moment)
        and (party.ends is None or party.ends >= day or (party.ended_at is not None and party.ended_at > moment))
    ]


def parties_of(initiative: Initiative, at: datetime | None = None, rows: Rows | None = None) -> tuple[PartyOf, ...]:
    """Who is in an initiative at a moment (now), the lead first."""
    inside = {row.organisation: PartyOf(row.organisation, row.role, row.duty) for row in part_rows(initiative, at, rows)}
    leads = PartyOf(initiative.lead, {"en": {"standard": "Leads it."}, "cy": {"standard": "Yn arwain."}}, Party.Duty.CONTROLLER)
    return (inside.pop(initiative.lead, leads), *inside.values())


def organisations_of(initiative: Initiative, at: datetime | None = None, rows: Rows | None = None) -> list[Any]:
    """The organisations in an initiative at a moment (now), the lead first."""
    return [party.organisation for party in parties_of(initiative, at, rows)]


def committees_of(initiative: Initiative) -> list[Any]:
    """The committees that were named to decide on an initiative, the first one first."""
    return [named.committee for named in initiative.deciding_committees.select_related("committee")]


def datasets_of(initiative: Initiative, at: datetime | None = None, rows: Rows | None = None) -> list[Dataset]:
    """The datasets an initiative would use, in the order they were described, as known at a moment (now)."""
    moment = at or timezone.now()
    described = rows.datasets if rows else initiative.datasets.select_related("holder")
    return [dataset for dataset in described if dataset.described_at is None or dataset.described_at <= moment]


def versions(initiative: Initiative, kind: str = PublicationKind.NOTICE) -> list[Publication]:
    """The published versions of one kind, the first one first."""
    return list(initiative.publications.filter(kind=kind).order_by("version"))


def current(initiative: Initiative, kind: str, at: datetime | None = None) -> Publication | None:
    """The publication of a kind that was current at a moment (now), or None before the first."""
    published = initiative.publications.filter(kind=kind, published_at__lte=at or timezone.now())
    return published.order_by("-version").first()


def current_notice(initiative: Initiative, at: datetime | None = None) -> Publication | None:
    """The notice that was current at a moment (now), or None before the first."""
    return current(initiative, PublicationKind.NOTICE, at)


def draft_of(initiative: Initiative, kind: str = PublicationKind.NOTICE) -> Draft | None:
    """What may become the next version. For staff alone: no public page calls this."""
    return Draft.objects.select_related("drafted_by").filter(initiative=initiative, kind=kind).first()


def still_fits(initiative: Initiative, notice: Publication, at: datetime | None = None, rows: Rows | None = None) -> bool:
    """Whether the organisations and datasets of the initiative are, at a moment (now), the ones that a version of its notice tells of."""
    if "answers" not in notice.content:
        return False  # it was written before notices had the fields they have
    return record.content_hash(notice_document(initiative, notice.content["answers"], at, rows)) == notice.hash


def next_change(rows: Rows, at: datetime) -> datetime | None:
    """The first moment after `at` at which other organisations, datasets, versions or edits count than do then, None when there is none."""
    moments = [edge for party in rows.parties for edge in _edges(party)]
    moments += [dataset.described_at for dataset in rows.datasets]
    moments += [notice.published_at for notice in rows.notices]
    moments += [edit.at for edit in rows.edits]
    return min((moment for moment in moments if moment is not None and moment > at), default=None)


def _edges(party: Party) -> Sequence[datetime | None]:
    zone = timezone.get_current_timezone()
    return (begins(party.starts, zone), ends(party.ends, zone) if party.ends else None, party.recorded_at, party.ended_at)


def document(initiative: Initiative, kind: str, answers: dict[str, Any]) -> dict[str, Any]:
    """The notice or the business case as it would be now with these answers. Raises ValueError for a question that it does not ask."""
    if kind == PublicationKind.NOTICE:
        return notice_document(initiative, answers)
    return record.business_case(title=initiative.title, summary=initiative.summary, answers=answers)


def notice_document(
    initiative: Initiative, answers: dict[str, Any], at: datetime | None = None, rows: Rows | None = None
) -> dict[str, Any]:
    """The notice as it would have been at a moment (now) with these answers. Raises ValueError for a question that it does not ask."""
    parties = parties_of(initiative, at, rows)
    return record.notice(
        title=initiative.title,
        summary=initiative.summary,
        kind=initiative.kind,
        topic=initiative.topic,
        area=initiative.area,
        parties=[{"slug": p.organisation.slug, "name": p.organisation.name, "duty": str(p.duty), "role": p.role} for p in parties],
        datasets=[
            {
                "holder": dataset.holder.slug,
                "holder_name": dataset.holder.name,
                "title": dataset.title,
                "fields_used": dataset.fields_used,
                "people_covered": dataset.people_covered,
                "sensitivity": dataset.sensitivity,
            }
            for dataset in datasets_of(initiative, at, rows)
        ],
        answers=answers,
    )
