"""Plans with dates, those who have a stake, and what was read before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from folkmoot.site.audit.domain import record
from folkmoot.site.progress.domain.recording import add, writing
from folkmoot.site.progress.models import Benefit, EvidenceSource, Plan, PlanSection, Stakeholder, StakeholderBenefit
from folkmoot.site.renditions import Texts

MOST_SECTIONS = 20
MOST_TAGS = 10


@dataclass(frozen=True)
class NewSection:
    """What a plan says is done between two days."""

    words: Texts
    starts: date
    ends: date


def write_plan(*, by: Any, initiative: Any, kind: str, words: Texts, sections: Sequence[NewSection]) -> Plan:
    """The next version of a plan: a short text and its dated sections, one or more."""
    if not 1 <= len(sections) <= MOST_SECTIONS:
        raise ValidationError(f"A plan needs at least one part with its dates, and {MOST_SECTIONS} at most.")
    with writing(by, initiative) as held:
        version = Plan.objects.filter(initiative=held, kind=kind).count() + 1
        plan = Plan(initiative=held, kind=kind, version=version, words=words, recorded_by=by, recorded_at=timezone.now())
        plan.full_clean()
        plan.save()
        for section in sections:
            row = PlanSection(plan=plan, words=section.words, starts=section.starts, ends=section.ends)
            row.full_clean()
            row.save()
        record(by=by, verb="plan.written", subject=held, detail={"row": plan.pk, "kind": kind, "version": version})
    return plan


def name_stakeholder(
    *, by: Any, initiative: Any, name: str, influence: int, interest: int, relation: Texts, benefits: Sequence[Benefit] = ()
) -> Stakeholder:
    """An organisation or a group (never a person) with a stake, influence and interest from 1 to 5, and the benefits it has a part in."""
    with writing(by, initiative) as held:
        if any(benefit.initiative_id != held.pk for benefit in benefits):
            raise ValidationError({"benefits": "That benefit belongs to another initiative."})
        row = Stakeholder(initiative=held, name=name.strip(), influence=influence, interest=interest, relation=relation)
        add(row, by=by, verb="stakeholder.named", initiative=held, detail={"benefits": [benefit.pk for benefit in benefits]})
        StakeholderBenefit.objects.bulk_create(StakeholderBenefit(stakeholder=row, benefit=benefit) for benefit in benefits)
    return row


def remove_stakeholder(*, by: Any, stakeholder: Stakeholder) -> None:
    """Take one off the map."""
    _remove(by, stakeholder, "stakeholder.removed")


def record_source(
    *, by: Any, initiative: Any, citation: str, method: str, claims: Texts, quality: str, tags: Sequence[str] = (), link: str = ""
) -> EvidenceSource:
    """Something that was read: how it was done, what it claims, how far it can be leant on, tags to find it by, and where it is."""
    kept = list(dict.fromkeys(tag.strip().lower() for tag in tags if tag.strip()))
    if len(kept) > MOST_TAGS or any(len(tag) > 40 for tag in kept):
        raise ValidationError({"tags": f"Give {MOST_TAGS} tags at most, of 40 letters at most each."})
    if link and not link.startswith(("https://", "http://")):
        raise ValidationError({"link": "Give an address that starts with https:// or http://."})
    with writing(by, initiative, also_after_the_end=True) as held:
        row = EvidenceSource(
            initiative=held, citation=citation.strip(), method=method.strip(), claims=claims, quality=quality, tags=kept, link=link
        )
        return add(row, by=by, verb="source.recorded", initiative=held)


def remove_source(*, by: Any, source: EvidenceSource) -> None:
    """Take one off the list."""
    _remove(by, source, "source.removed")


def _remove(by: Any, row: Stakeholder | EvidenceSource, verb: str) -> None:
    with writing(by, row.initiative) as held:
        key = row.pk
        row.delete()
        record(by=by, verb=verb, subject=held, detail={"row": key})
