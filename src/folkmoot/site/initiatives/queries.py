"""What is on record about initiatives. Pages that show other apps' facts as well are built in register.py and initiative_page.py."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from folkmoot import record
from folkmoot.site.initiatives.models import Dataset, Draft, Initiative, NoticeEdit, Party, Publication, PublicationKind
from folkmoot.site.renditions import Texts

TOPICS: dict[str, str] = dict(Initiative.Topic.choices)
"""What uses are about, by key: also the purpose families in which people choose."""


@dataclass(frozen=True)
class PartyOf:
    """An Organisation's part in an initiative, in words, and what it is in law (a value of Party.Duty)."""

    organisation: Any
    role: Texts
    duty: str


def by_slug(slug: str) -> Initiative | None:
    """The initiative at an address, or None."""
    return Initiative.objects.select_related("lead").filter(slug=slug).first()


def by_id(initiative_id: int) -> Initiative | None:
    """The initiative with a key, or None."""
    return Initiative.objects.select_related("lead").filter(pk=initiative_id).first()


def everything() -> list[Initiative]:
    """All initiatives, the newest first."""
    return list(Initiative.objects.select_related("lead"))


def each() -> Iterator[Initiative]:
    """All initiatives, the newest first, a few in memory at a time."""
    return Initiative.objects.select_related("lead").iterator(chunk_size=50)


def held(initiative: Initiative) -> Initiative:
    """The same initiative, read again and locked until the transaction ends, so that nobody else changes what is about to be checked."""
    return Initiative.objects.select_for_update().get(pk=initiative.pk)


def part_rows(initiative: Initiative, at: datetime | None = None) -> list[Party]:
    """The rows that give organisations their part at a moment (now), as they were known then; the lead needs none."""
    moment = at or timezone.now()
    day = timezone.localdate(moment)
    known = initiative.parties.select_related("organisation").filter(Q(recorded_at__isnull=True) | Q(recorded_at__lte=moment))
    return list(known.filter(Q(ends__isnull=True) | Q(ends__gte=day) | Q(ended_at__gt=moment), starts__lte=day))


def parties_of(initiative: Initiative, at: datetime | None = None) -> tuple[PartyOf, ...]:
    """Who is in an initiative at a moment (now), the lead first."""
    rows = {row.organisation: PartyOf(row.organisation, row.role, row.duty) for row in part_rows(initiative, at)}
    leads = PartyOf(initiative.lead, {"en": {"standard": "Leads it."}, "cy": {"standard": "Yn arwain."}}, Party.Duty.CONTROLLER)
    return (rows.pop(initiative.lead, leads), *rows.values())


def organisations_of(initiative: Initiative, at: datetime | None = None) -> list[Any]:
    """The organisations in an initiative at a moment (now), the lead first."""
    return [party.organisation for party in parties_of(initiative, at)]


def committees_of(initiative: Initiative) -> list[Any]:
    """The committees that were named to decide on an initiative, the first one first."""
    return [named.committee for named in initiative.deciding_committees.select_related("committee")]


def datasets_of(initiative: Initiative, at: datetime | None = None) -> list[Dataset]:
    """The datasets an initiative would use, in the order they were described, as known at a moment (now)."""
    known = Q(described_at__isnull=True) | Q(described_at__lte=at or timezone.now())
    return list(initiative.datasets.select_related("holder").filter(known))


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


def still_fits(initiative: Initiative, notice: Publication, at: datetime | None = None) -> bool:
    """Whether the organisations and datasets of the initiative are, at a moment (now), the ones that a version of its notice tells of."""
    if "answers" not in notice.content:
        return False  # it was written before notices had the fields they have
    return record.content_hash(notice_document(initiative, notice.content["answers"], at)) == notice.hash


def edits_of(initiative: Initiative) -> list[NoticeEdit]:
    """When the words of the notice were changed in a draft, the first time first."""
    return list(initiative.notice_edits.all())


def document(initiative: Initiative, kind: str, answers: dict[str, Any]) -> dict[str, Any]:
    """The notice or the business case as it would be now with these answers. Raises ValueError for a question that it does not ask."""
    if kind == PublicationKind.NOTICE:
        return notice_document(initiative, answers)
    return record.business_case(title=initiative.title, summary=initiative.summary, answers=answers)


def notice_document(initiative: Initiative, answers: dict[str, Any], at: datetime | None = None) -> dict[str, Any]:
    """The notice as it would have been at a moment (now) with these answers. Raises ValueError for a question that it does not ask."""
    parties = parties_of(initiative, at)
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
            for dataset in datasets_of(initiative, at)
        ],
        answers=answers,
    )
