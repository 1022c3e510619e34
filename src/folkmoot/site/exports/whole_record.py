"""Everything public about one initiative, from all the apps that know, as plain data. Drafts are asked of nobody here."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.utils import timezone

from folkmoot import record
from folkmoot.record.whole import WholeRecord, sealed
from folkmoot.site.engagement import queries as engagement
from folkmoot.site.evidence import queries as evidence
from folkmoot.site.exports.afterwards import afterwards_of, chosen_now
from folkmoot.site.governance import assurances
from folkmoot.site.governance import queries as governance
from folkmoot.site.initiatives import queries
from folkmoot.site.people import queries as people

WRITTEN_ANEW = "It was written anew, in the form that notices have now."


def record_of(initiative: Any, *, site: str, at: datetime | None = None, chosen: dict[str, Any] | None = None) -> WholeRecord:
    """The whole record of an initiative; `site` is the address of this installation, without a slash at its end, and `at` the moment for
    which the licence is worked out (now). `chosen` is what people chose, by topic, where it is at hand."""
    moment = at or timezone.now()
    versions = {kind: queries.versions(initiative, kind) for kind in record.PUBLICATIONS}
    content = versions["notice"][-1].content if versions["notice"] else queries.notice_document(initiative, {})
    facts = {
        "identity": _identity(initiative, site),
        "parties": list(_parties(content)),
        "committees": [{"slug": committee.slug, "name": committee.name} for committee in queries.committees_of(initiative)],
        "datasets": [_dataset(dataset) for dataset in content["datasets"]],
        "publications": [_publication(version) for published in versions.values() for version in published],
        "engagements": [_engagement(held) for held in reversed(engagement.engagements_of(initiative.pk))],
        "findings": [_finding(finding) for finding in evidence.findings_of(initiative.pk)],
        "decisions": list(_decisions(initiative)),
        "risk_checks": [_risk_check(check) for check in assurances.risk_checks_of(initiative)],
        "agreements": [_agreement(agreement, parties) for agreement, parties in assurances.agreements_of(initiative)],
        "stops": [_stop(stop, end) for stop, end in assurances.stops_of(initiative)],
        "changes": [change for published in versions.values() for change in _changes(published)],
        "licence": _licence(governance.licence_of(initiative, at=moment)),
        **afterwards_of(initiative, chosen_now() if chosen is None else chosen),
    }
    return sealed(facts, worked_out_at=_moment(moment))


def records(site: str) -> Iterator[WholeRecord]:
    """The whole record of every initiative, the newest first, one in memory at a time."""
    chosen = chosen_now()
    for initiative in queries.each():
        yield record_of(initiative, site=site, chosen=chosen)


def _identity(initiative: Any, site: str) -> dict[str, Any]:
    return {
        "address": f"{site}/i/{initiative.slug}",
        "example": settings.SYNTHETIC,
        "slug": initiative.slug,
        "title": initiative.title,
        "summary": initiative.summary,
        "kind": initiative.kind,
        "topic": initiative.topic,
        "area": initiative.area,
        "lead": initiative.lead.slug,
        "stage": initiative.stage,
        "proposed_on": initiative.proposed_on.isoformat(),
        "joined_on": _local_day(initiative.joined_at),
        "closed_on": _local_day(initiative.closed_at),
    }


def _parties(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    known = people.by_slugs([party["slug"] for party in content["parties"]])
    for party in content["parties"]:
        organisation = known.get(party["slug"])
        yield {
            "slug": party["slug"],
            "name": party["name"],
            "kind": organisation.kind if organisation else "",
            "duty": party.get("duty", ""),
            "role": party["role"],
            "ico_number": organisation.ico_number if organisation else "",
            "company_number": organisation.company_number if organisation else "",
        }


def _dataset(dataset: dict[str, Any]) -> dict[str, Any]:
    return {name: dataset[name] for name in ("holder", "holder_name", "title", "fields_used", "people_covered", "sensitivity")}


def _publication(version: Any) -> dict[str, Any]:
    return {
        "kind": version.kind,
        "version": version.version,
        "published_at": _moment(version.published_at),
        "hash": version.hash,
        "content": version.content,
    }


def _engagement(held: engagement.EngagementSummary) -> dict[str, Any]:
    return {
        "slug": held.slug,
        "method": held.method["en"]["standard"],
        "title": held.title,
        "question": held.question,
        "opens": held.opens.isoformat(),
        "closes": held.closes.isoformat(),
        "state": held.state,
    }


def _finding(finding: evidence.FindingSummary) -> dict[str, Any]:
    return {name: getattr(finding, name) for name in ("key", "kind", "words", "n", "method", "dataset_hash", "source")}


def _decisions(initiative: Any) -> Iterator[dict[str, Any]]:
    conditions = assurances.conditions_of(initiative)
    for made in governance.decisions_of(initiative):
        yield {
            "number": made.number,
            "committee": made.committee.slug,
            "committee_name": made.committee.name,
            "outcome": made.outcome,
            "reasons": made.reasons,
            "stages": list(made.stages),
            "decided_on": made.decided_on.isoformat(),
            "valid_from": _day(made.valid_from),
            "valid_until": _day(made.valid_until),
            "review_by": _day(made.review_by),
            "notice_hash": made.notice_hash,
            "answers": [{"finding": key, "answer": answer} for key, answer in made.answers],
            "conditions": [_condition(row) for row in conditions if row.decision == made.number],
        }


def _condition(row: assurances.ConditionRow) -> dict[str, Any]:
    return {
        "text": row.text,
        "owner": row.owner.slug,
        "owner_name": row.owner.name,
        "due": _day(row.due),
        "before_stage": row.before_stage,
        "met_on": _day(row.met_on),
        "evidence": row.evidence,
    }


def _risk_check(check: Any) -> dict[str, Any]:
    return {
        "signed_on": check.signed_on.isoformat(),
        "office": check.office,
        "advice": check.advice or {},
        "residual": check.residual,
        "address": check.address,
    }


def _agreement(agreement: Any, parties: list[str]) -> dict[str, Any]:
    return {
        "kind": agreement.kind,
        "parties": parties,
        "signed_on": agreement.signed_on.isoformat(),
        "ends_on": agreement.ends_on.isoformat(),
        "review_by": _day(agreement.review_by),
    }


def _stop(stop: Any, end: Any) -> dict[str, Any]:
    return {
        "organisation": stop.organisation.slug,
        "organisation_name": stop.organisation.name,
        "started": _moment(stop.started),
        "reason": stop.reason,
        "ended": _moment(end.ended) if end else None,
        "end_reason": end.reason if end else {},
    }


def _changes(versions: list[Any]) -> Iterator[dict[str, Any]]:
    for older, newer in pairwise(versions):
        if record.is_older(older.content):
            changed = [WRITTEN_ANEW]
        else:
            changed = [change.name for change in record.changes(older.content, newer.content)]
        yield {"kind": newer.kind, "version": newer.version, "published_at": _moment(newer.published_at), "changed": changed}


def _licence(answer: Any) -> dict[str, Any]:
    return {
        "stage": answer.stage.value,
        "state": answer.state.value,
        "in_force": answer.in_force,
        "until": _day(answer.until),
        "reasons": list(answer.reasons),
        "checks": [{"name": check.title, "passed": check.passed, "words": check.words} for check in answer.checks],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _local_day(moment: datetime | None) -> str | None:
    return timezone.localdate(moment).isoformat() if moment else None


def _moment(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat()
