"""Status reports: drafted by one person, published by another, never changed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.domain import record
from folkmoot.site.errors import NotNow
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people.rules import require
from folkmoot.site.progress import report_document as document
from folkmoot.site.progress.domain.recording import writing
from folkmoot.site.progress.models import ReportDraft, StatusReport
from folkmoot.site.renditions import Texts, check

PUBLISH = "progress.publish"
NEEDED = {"summary": "Say in a few words how it stands.", "this_period": "Say what was done.", "next_period": "Say what comes next."}


def draft_report(
    *,
    by: Any,
    initiative: Any,
    starts: date,
    ends: date,
    rag: Mapping[str, str],
    summary: Texts,
    this_period: Texts,
    next_period: Texts,
    lessons: Texts | None = None,
) -> ReportDraft:
    """The draft of the next report on a period, in place of any draft before it, with all that is on record now.

    `rag` rates time, cost, scope and benefit as green, amber or red. Raises ValidationError, at its field, for what will not do.
    """
    texts = {"summary": summary, "this_period": this_period, "next_period": next_period, "lessons": lessons or {}}
    _check(starts, ends, rag, texts)
    with writing(by, initiative) as held:
        last = StatusReport.objects.filter(initiative=held).order_by("-number").first()
        if last and ends.isoformat() <= last.content["period"]["ends"]:
            raise ValidationError({"ends": f"Report {last.number} went up to {last.content['period']['ends']}. This one must go further."})
        before = {"number": last.number, "rag": last.content["rag"]} if last else None
        content = document.report_document(held, starts=starts, ends=ends, rag=rag, texts=texts, before=before)
        digest = document.document_hash(content)
        kept = ReportDraft.objects.filter(initiative=held).first()
        hands = sorted({by.pk, *(kept.hands if kept else [])})
        values = {"content": content, "hash": digest, "drafted_by": by, "drafted_at": timezone.now(), "hands": hands}
        draft, _ = ReportDraft.objects.update_or_create(initiative=held, defaults=values)
        record(by=by, verb="status_report.drafted", subject=held, detail={"hash": digest})
    return draft


def publish_report(*, by: Any, draft: ReportDraft, seen: str | None = None) -> StatusReport:
    """The draft as the next report, for good, by a second person. `seen` is the hash of what they read, if they say.

    Raises PermissionDenied for anyone who wrote in it, and NotNow when the draft is not what they read, or something was recorded since
    it was drafted.
    """
    require(by, PUBLISH, draft.initiative.lead)
    with transaction.atomic():
        held = initiatives.held(draft.initiative)
        if held.closed_at is not None:
            raise NotNow("This initiative is closed. Its last report stands.")
        kept = ReportDraft.objects.filter(pk=draft.pk).first()
        if kept is None:
            raise NotNow("This draft was published already.")
        if by.pk in kept.hands:
            raise PermissionDenied("You wrote in this draft. Someone else must read it and publish it.")
        if seen is not None and seen != kept.hash:
            raise NotNow("The draft changed while you read it. Read it again, then publish it.")
        if document.document_hash(document.again(held, kept.content)) != kept.hash:
            raise NotNow("Something was recorded after this was drafted. Save the draft again first.")
        report = StatusReport.objects.create(
            initiative=held,
            number=StatusReport.objects.filter(initiative=held).count() + 1,
            content=kept.content,
            hash=kept.hash,
            drafted_by=kept.drafted_by,
            published_by=by,
            published_at=timezone.now(),
        )
        kept.delete()
        detail = {"number": report.number, "hash": report.hash, "on": report.published_on.isoformat()}
        record(by=by, verb="status_report.published", subject=held, detail=detail)
    return report


def _check(starts: date, ends: date, rag: Mapping[str, str], texts: Mapping[str, Any]) -> None:
    if ends < starts:
        raise ValidationError({"ends": "The last day must not be before the first."})
    if ends > timezone.localdate():
        raise ValidationError({"ends": "A report tells of days that are past. Give today or a day before it."})
    for name in document.RATED:
        if rag.get(name) not in document.RATINGS:
            raise ValidationError({f"rag_{name}": f"{document.RATED[name]}: choose green, amber or red."})
    if set(rag) != set(document.RATED):
        raise ValueError(f"A report rates {', '.join(document.RATED)}, and nothing else.")
    for name, words in texts.items():
        if words:
            check(words)
        elif name in NEEDED:
            raise ValidationError({name: NEEDED[name]})
