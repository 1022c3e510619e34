"""What may be read of evidence. Everything here was published; every number comes from a stored document."""

import datetime as dt
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from folkmoot import weigh
from folkmoot.charts import Figure, number, percent
from folkmoot.site.audit import queries as audit
from folkmoot.site.evidence.answers_files import KINDS
from folkmoot.site.evidence.models import Finding, Results, Snapshot

MOST_TAKEN = 100
EXPLORED_IN: list[Callable[[Any], list[tuple[Mapping[str, Any], str]]]] = []
"""What other apps know of where results are explored further, added when they are ready, so that evidence need not know of them."""
SAMPLE_WORDS = {"volunteer": "a volunteer sample", "probability": "a random sample", "panel": "a citizens' panel"}


@dataclass(frozen=True)
class Said:
    """What people said about an initiative. `headline` and `sample` are sentences; `findings` are pairs of a key and its sentence."""

    headline: str
    sample: str
    figure: Figure
    url: str
    findings: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class FindingSummary:
    """A finding as decisions and lists show it. `name` is a few words: a statement's short form, or a theme's own."""

    key: str
    name: str
    kind: str
    words: str
    n: int | None
    method: str
    dataset_hash: str
    source: str
    detail: str


@dataclass(frozen=True)
class Published:
    """An engagement's results as a page shows them: what to draw, the version, when, and the hash of the document."""

    shown: weigh.Results
    headline: str
    version: int
    published: dt.date
    hash: str
    method_version: str
    document: bytes
    tables: bytes


def said(initiative_id: int) -> Said | None:
    """What people said, from the results published last about an initiative; None before any are."""
    kept = _latest().filter(engagement__initiative_id=initiative_id).order_by("-published_at", "-id").first()
    if kept is None:
        return None
    document = json.loads(kept.document)
    return Said(
        headline=headline_of(document),
        sample=sample_of(document),
        figure=weigh.results(document).main,
        url=reverse("evidence:results", args=[kept.engagement.slug]),
        findings=tuple((finding.key, finding.words) for finding in kept.findings.all()),
    )


def keys_in(engagement_ids: Collection[int]) -> list[int]:
    """The ids of the results of some engagements."""
    return list(Results.objects.filter(engagement_id__in=engagement_ids).values_list("pk", flat=True))


def engagement_of(results_id: int) -> int:
    """The id of the engagement that published results are of. Raises Results.DoesNotExist."""
    return Results.objects.values_list("engagement_id", flat=True).get(pk=results_id)


def results(engagement: Any) -> Published | None:
    """The results of an engagement published last; None before any are."""
    kept = Results.objects.filter(engagement=engagement).order_by("-version").first()
    if kept is None:
        return None
    document = json.loads(kept.document)
    headline = headline_of(document)
    return Published(
        shown=weigh.results(document),
        headline=headline,
        version=kept.version,
        published=timezone.localdate(kept.published_at),
        hash=kept.hash,
        method_version=kept.method_version,
        document=kept.document.encode(),
        tables=bytes(kept.tables),
    )


def published_slugs(initiative_id: int) -> frozenset[str]:
    """The engagements of an initiative that have published results."""
    return frozenset(Results.objects.filter(engagement__initiative_id=initiative_id).values_list("engagement__slug", flat=True))


def how_many_published() -> int:
    """How many engagements have published results."""
    return Results.objects.order_by().values("engagement").distinct().count()


def findings_in(engagement: Any) -> list[str]:
    """The keys of the findings that an engagement's results published last; [] before there are any."""
    newest = Results.objects.filter(engagement=engagement).order_by("-id").first()
    return list(Finding.objects.filter(results=newest).values_list("key", flat=True)) if newest is not None else []


def findings_of(initiative_id: int) -> list[FindingSummary]:
    """What a decision on an initiative may answer: the estimates published last of each engagement, then the themes."""
    return findings_among([initiative_id])


def findings_among(initiative_ids: Collection[int]) -> list[FindingSummary]:
    """The same of some initiatives together."""
    estimates = _newest_estimates(initiative_ids)
    themes = Finding.objects.filter(initiative__in=initiative_ids, results=None)
    return [
        FindingSummary(
            key=finding.key,
            name=finding.document["statement"]["short"] if finding.kind == Finding.Kind.ESTIMATE else finding.words,
            kind=finding.kind,
            words=finding.words,
            n=finding.n,
            method=finding.method,
            dataset_hash=finding.dataset_hash,
            source=finding.document.get("source", ""),
            detail=finding.document.get("detail", ""),
        )
        for finding in (*estimates, *themes)
    ]


@dataclass(frozen=True)
class Explorable:
    """A published estimate that a topic guide can explore: what a guide keeps of it, and the statement with its published rows."""

    key: str
    words: str
    frozen: Mapping[str, Any]
    document: Mapping[str, Any]


def explorable(initiative_id: int) -> list[Explorable]:
    """The estimates published last of each engagement of an initiative."""
    found = _newest_estimates([initiative_id]).select_related("results__engagement")
    return [
        Explorable(
            key=one.key,
            words=one.words,
            frozen={
                "finding": one.key,
                "words": one.words,
                "n": one.n,
                "method": one.method,
                "engagement": one.results.engagement.slug,
                "title": one.results.engagement.title,
                "version": one.results.version,
                "findings_hash": one.results.hash,
                "dataset_hash": one.dataset_hash,
            },
            document=one.document,
        )
        for one in found
    ]


def explored_in(engagement: Any) -> list[tuple[Mapping[str, Any], str]]:
    """Where an engagement's results are explored further: the title and the address of each."""
    return [one for explored in EXPLORED_IN for one in explored(engagement)]


@dataclass(frozen=True)
class Taken:
    """That the frozen answers were taken elsewhere: when, in which kind of file, whether with weights, and the file's fingerprint."""

    at: dt.datetime
    kind: str
    weighted: bool
    sha256: str


def taken(engagement_id: int) -> list[Taken]:
    """The files in which the answers of an engagement were taken elsewhere, the newest first, MOST_TAKEN at most."""
    subjects = [f"snapshot:{pk}" for pk in Snapshot.objects.filter(engagement=engagement_id).values_list("pk", flat=True)]
    found = audit.happened({"answers.taken"}, subjects=subjects, most=MOST_TAKEN)
    return [Taken(one["at"], KINDS[one["detail"]["kind"]], one["detail"]["weighted"], one["detail"]["sha256"]) for one in found]


def headline_of(document: dict[str, Any]) -> str:
    """What was found, in one sentence with its range: of one statement its share, of several from the lowest to the highest."""
    overall = [row for row in document["findings"] if row["factor"] is None and row["estimate"] is not None]
    words = {statement["id"]: statement["said"] for statement in document["statements"]}
    if not overall:
        return "Too few people answered to say."
    low, high = min(overall, key=lambda row: row["estimate"]), max(overall, key=lambda row: row["estimate"])
    said_words = words[low["statement"]]
    if low is high:
        return f"About {_in_100(low['estimate'])} in 100 {said_words}, likely between {_in_100(low['low'])} and {_in_100(low['high'])}."
    least, most = _in_100(low["estimate"]), _in_100(high["estimate"])
    share = f"About {least}" if least == most else f"From {least} to {most}"
    ranges = f"{_in_100(min(row['low'] for row in overall))} and {_in_100(max(row['high'] for row in overall))}"
    return f"{share} in 100 {said_words}, depending on the statement. The true numbers are likely between {ranges}."


def sample_of(document: dict[str, Any]) -> str:
    """How many people that rests on, how they came, and whether they were made fair."""
    n = document["responses"]["n"]
    people = "Fewer people than may be shown" if n is None else f"{number(n)} people"
    by = " and ".join(", ".join(document["weighting"]["by"]).rsplit(", ", 1))
    fair = f"made fair by {by}" if document["weighting"]["made_fair"] else "as given, not made fair"
    if "response" in document["weighting"] and not document["weighting"]["made_fair"]:
        fair = "weighted to make up for people without answers"
    return f"{people}, {SAMPLE_WORDS[document['survey']['sample']]}; {fair}."


def _newest_estimates(initiative_ids: Collection[int]) -> Any:
    asked = Results.objects.filter(engagement__initiative__in=initiative_ids)
    newest = asked.values("engagement").annotate(newest=Max("id")).values("newest")
    return Finding.objects.filter(results__in=newest)


def _latest() -> Any:
    return Results.objects.select_related("engagement").prefetch_related("findings")


def _in_100(share: float) -> str:
    return percent(100 * share).removesuffix("%").replace("<", "less than ")
