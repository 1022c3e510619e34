"""What is on record about initiatives. Pages that show other apps' facts as well are built in register.py and initiative_page.py."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from folkmoot import record
from folkmoot.site.initiatives.models import Dataset, Draft, Initiative, Party, Publication, PublicationKind
from folkmoot.site.renditions import Texts


@dataclass(frozen=True)
class PartyOf:
    """An Organisation's part in an initiative, in words."""

    organisation: Any
    role: Texts


def by_slug(slug: str) -> Initiative | None:
    """The initiative at an address, or None."""
    return Initiative.objects.select_related("lead").filter(slug=slug).first()


def by_id(initiative_id: int) -> Initiative | None:
    """The initiative with a key, or None."""
    return Initiative.objects.select_related("lead").filter(pk=initiative_id).first()


def everything() -> list[Initiative]:
    """All initiatives, the newest first."""
    return list(Initiative.objects.select_related("lead"))


def held(initiative: Initiative) -> Initiative:
    """The same initiative, read again and locked until the transaction ends, so that nobody else changes what is about to be checked."""
    return Initiative.objects.select_for_update().get(pk=initiative.pk)


def part_rows(initiative: Initiative, day: date) -> list[Party]:
    """The rows that give organisations their part on a day; the lead needs none."""
    parties = initiative.parties.select_related("organisation").filter(starts__lte=day)
    return list(parties.filter(Q(ends__isnull=True) | Q(ends__gte=day)))


def parties_of(initiative: Initiative, on: date | None = None) -> tuple[PartyOf, ...]:
    """Who is in an initiative on a day (today), the lead first."""
    roles = {party.organisation: party.role for party in part_rows(initiative, on or timezone.localdate())}
    lead = roles.pop(initiative.lead, {"en": {"standard": "Leads it."}, "cy": {"standard": "Yn arwain."}})
    return (PartyOf(initiative.lead, lead), *(PartyOf(organisation, role) for organisation, role in roles.items()))


def organisations_of(initiative: Initiative, on: date | None = None) -> list[Any]:
    """The organisations in an initiative on a day (today), the lead first."""
    return [party.organisation for party in parties_of(initiative, on)]


def committees_of(initiative: Initiative) -> list[Any]:
    """The committees that were named to decide on an initiative, the first one first."""
    return [named.committee for named in initiative.deciding_committees.select_related("committee")]


def datasets_of(initiative: Initiative) -> list[Dataset]:
    """The datasets an initiative would use, in the order they were described."""
    return list(initiative.datasets.select_related("holder"))


def versions(initiative: Initiative, kind: str = PublicationKind.NOTICE) -> list[Publication]:
    """The published versions of one kind, the first one first."""
    return list(initiative.publications.filter(kind=kind).order_by("version"))


def current_notice(initiative: Initiative, at: datetime | None = None) -> Publication | None:
    """The notice that was current at a moment (now), or None before the first."""
    moment = at or timezone.now()
    notices = initiative.publications.filter(kind=PublicationKind.NOTICE, published_at__lte=moment)
    return notices.order_by("-version").first()


def draft_of(initiative: Initiative, kind: str = PublicationKind.NOTICE) -> Draft | None:
    """What may become the next version. For staff alone: no public page calls this."""
    return Draft.objects.select_related("drafted_by").filter(initiative=initiative, kind=kind).first()


def still_fits(initiative: Initiative, notice: Publication) -> bool:
    """Whether the organisations and datasets of the initiative are, today, the ones that a version of its notice tells of."""
    return record.content_hash(notice_document(initiative, notice.content["fields"])) == notice.hash


def notice_document(initiative: Initiative, fields: dict[str, object]) -> dict[str, object]:
    """The notice as it would be today with these answers to the fields. Raises ValueError for an unknown field."""
    return record.document(
        title=initiative.title,
        summary=initiative.summary,
        parties=[{"slug": p.organisation.slug, "name": p.organisation.name, "role": p.role} for p in parties_of(initiative)],
        fields=fields,
        datasets=[
            {
                "holder": dataset.holder.slug,
                "holder_name": dataset.holder.name,
                "title": dataset.title,
                "fields_used": dataset.fields_used,
                "people_covered": dataset.people_covered,
                "sensitivity": dataset.sensitivity,
            }
            for dataset in datasets_of(initiative)
        ],
    )
