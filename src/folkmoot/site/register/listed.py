"""An initiative as the interface for programs and the open data list it: public facts alone, its licence worked out at the moment asked."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from folkmoot.licence import Answer
from folkmoot.site.governance import queries as governance
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.register.queries import Asked, each


def listed(found: Sequence[Any], *, site: str, at: datetime | None = None) -> list[dict[str, Any]]:
    """Initiatives as JSON, in as many readings of the database as for one; `site` is the address of this installation without a slash."""
    moment = at or timezone.now()
    rows, last = initiatives.rows_of(found), governance.last_decided(found)
    answers = governance.licences_of(found, at=moment, rows=rows)
    return [
        _listed(initiative, rows[initiative.pk], answer, last.get(initiative.pk), site, moment)
        for initiative, answer in zip(found, answers, strict=True)
    ]


def everything(site: str, asked: Asked | None = None) -> Iterator[dict[str, Any]]:
    """Every initiative that fits as JSON, the one recorded first first, fifty in memory at a time."""
    for some in each(asked or Asked()):
        yield from listed(some, site=site)


def _listed(initiative: Any, rows: Any, answer: Answer, decision: dict[str, Any] | None, site: str, at: datetime) -> dict[str, Any]:
    notice = rows.notice(at)
    return {
        "slug": initiative.slug,
        "address": site + reverse("initiatives:initiative", args=[initiative.slug]),
        "title": initiative.title,
        "summary": initiative.summary,
        "kind": initiative.kind,
        "topic": initiative.topic,
        "area": initiative.area,
        "stage": initiative.stage,
        "proposed_on": initiative.proposed_on.isoformat(),
        "joined_on": _day(initiative.joined_at),
        "closed_on": _day(initiative.closed_at),
        "organisations": [
            {
                "slug": party.organisation.slug,
                "name": party.organisation.name,
                "duty": str(party.duty),
                "leads": party.organisation == initiative.lead,
            }
            for party in initiatives.parties_of(initiative, at, rows)
        ],
        "licence": {
            "state": answer.state.value,
            "in_force": answer.in_force,
            "stage": answer.stage.value,
            "until": answer.until.isoformat() if answer.until else None,
            "worked_out_at": at.isoformat(),
            "checks": [{"key": check.key, "passed": check.passed, "words": check.words} for check in answer.checks],
        },
        "notice": notice
        and {
            "version": notice.version,
            "published_on": notice.published_on.isoformat(),
            "hash": notice.hash,
            "address": site + reverse("initiatives:notice_version", args=[initiative.slug, notice.version]),
        },
        "last_decision": decision and decision | {"decided_on": decision["decided_on"].isoformat()},
    }


def _day(moment: datetime | None) -> str | None:
    return timezone.localdate(moment).isoformat() if moment else None
