"""Everything that can be done with evidence: freeze the answers, publish what they come to, record what earlier research found."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot import weigh
from folkmoot.site.audit.domain import record
from folkmoot.site.engagement import queries as engagements
from folkmoot.site.evidence import answers_files
from folkmoot.site.evidence.answers_files import AnswersFile
from folkmoot.site.evidence.freezing import flagged_rows, frame_of, grow_snapshots, take_snapshot
from folkmoot.site.evidence.models import Finding, Results, Snapshot
from folkmoot.site.people.rules import require
from folkmoot.weigh.write import document_bytes

__all__ = ["finding_key", "grow_snapshots", "publish_findings", "record_theme", "take_answers", "take_snapshot"]

KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
SAID = "said-"
LONGEST_WORDS = 2_000


def publish_findings(*, by: Any, engagement: Any) -> Results:
    """Work out what the answers of a closed engagement come to, and publish it. The same answers and method again add nothing.

    The answers are frozen first and the results kept last, each in a transaction of its own: nobody's answer waits while numbers are
    worked out. Raises NotNow while the engagement is not closed; ValidationError with every reason why the answers cannot be weighed;
    PermissionDenied without `evidence.publish` in the Organisation that leads the initiative.
    """
    snapshot = take_snapshot(by=by, engagement=engagement)
    document = _weigh(snapshot)
    tables = weigh.tables(document)
    written = document_bytes(document)
    with transaction.atomic():
        engagements.held(snapshot.engagement)
        require(by, "evidence.publish", engagement.initiative.lead)
        earlier = list(Results.objects.filter(engagement_id=snapshot.engagement_id).order_by("version"))
        kept = next((results for results in earlier if _says_the_same(results, document)), None)
        if kept is not None:
            return kept
        kept = Results.objects.create(
            engagement_id=snapshot.engagement_id,
            version=earlier[-1].version + 1 if earlier else 1,
            snapshot=snapshot,
            document=written.decode(),
            hash=hashlib.sha256(written).hexdigest(),
            tables=tables,
            method_version=document["method_version"],
            published_by=by,
            published_at=timezone.now(),
        )
        Finding.objects.bulk_create(_findings(kept, document, engagement.initiative_id))
        record(by=by, verb="findings.published", subject=kept, detail={"hash": kept.hash, "dataset": snapshot.sha256})
    return kept


def _says_the_same(results: Results, document: Mapping[str, Any]) -> bool:
    """Whether published results say what a document says: another version of Folkmoot that found the same found nothing new."""
    made_by = "folkmoot_version"
    held = json.loads(results.document)
    return {**held, made_by: None} == {**document, made_by: None}


def record_theme(*, by: Any, initiative: Any, key: str, words: str, n: int, method: str, source: str, detail: str = "") -> Finding:
    """Record what published research found about an initiative, in words: how many people took part, by what method, and where it is.

    The same key with the same content again gives what is there. Raises ValidationError for a key that is taken or no key, or words that
    are missing; PermissionDenied without `evidence.publish` in the Organisation that leads the initiative.
    """
    with transaction.atomic():
        require(by, "evidence.publish", initiative.lead)
        parts = {"words": words.strip(), "method": method.strip(), "source": source.strip(), "detail": detail.strip()}
        if not KEY.fullmatch(key) or key.startswith(SAID):
            raise ValidationError(f"Name a theme with small letters, digits and hyphens, 80 at most, not beginning with “{SAID}”.")
        if not (parts["words"] and parts["method"] and parts["source"]) or max(map(len, parts.values())) > LONGEST_WORDS:
            raise ValidationError(f"Say what was found, how, and where it was published, in {LONGEST_WORDS:,} letters each at most.")
        if n < 1:
            raise ValidationError("Say how many people took part.")
        document = {**parts, "n": n}
        digest = hashlib.sha256(document_bytes(document)).hexdigest()
        kept = Finding.objects.filter(initiative=initiative, key=key, results=None).first()
        if kept is not None and kept.dataset_hash == digest:
            return kept
        if kept is not None:
            raise ValidationError(f"There is a theme called “{key}” already. A finding is never changed: give this one another key.")
        kept = Finding.objects.create(
            initiative=initiative,
            key=key,
            kind=Finding.Kind.THEME,
            words=parts["words"],
            n=n,
            method=parts["method"],
            method_version="as published",
            dataset_hash=digest,
            document=document,
            recorded_at=timezone.now(),
        )
        record(by=by, verb="theme.recorded", subject=kept, detail={"key": key})
    return kept


def take_answers(*, by: Any, engagement: Any, kind: str, weighted: bool = True) -> AnswersFile:
    """The frozen answers of a closed engagement as a file for whoever analyses them elsewhere, a row to each person.

    `kind` is one of answers_files.KINDS; a description (DDI) has no answers in it, and the numbers that are published. Raises NotNow
    while the engagement is not closed; ValidationError for another kind, and with every reason why the answers cannot be weighed (without
    weights they can be taken all the same); PermissionDenied without `evidence.publish` in the Organisation that leads the initiative.
    """
    if kind not in answers_files.KINDS:
        raise ValidationError("Choose one of the kinds of file.")
    snapshot = take_snapshot(by=by, engagement=engagement)
    published = Results.objects.filter(snapshot=snapshot).order_by("version").last() if weighted else None
    request = engagements.analysis_of(snapshot.engagement)
    document = json.loads(published.document) if published else None
    try:
        made = answers_files.answers_file(
            kind,
            frame_of(snapshot),
            request,
            name=snapshot.engagement.slug,
            weighted=weighted,
            document=document,
            flagged=flagged_rows(snapshot),
        )
    except weigh.RefusedError as refused:
        raise ValidationError([_sentence(problem) for problem in refused.problems]) from refused
    with transaction.atomic():
        require(by, "evidence.publish", engagement.initiative.lead)
        detail = {"kind": kind, "weighted": weighted, "sha256": made.sha256, "dataset": snapshot.sha256}
        record(by=by, verb="answers.taken", subject=snapshot, detail=detail)
    return made


def _sentence(problem: str) -> str:
    return problem[:1].upper() + problem[1:]


def _weigh(snapshot: Snapshot) -> dict[str, Any]:
    request = engagements.analysis_of(snapshot.engagement)
    frame = frame_of(snapshot)
    try:
        weighed = weigh.weigh(frame, weigh.Plan.from_mapping(request.plan), dataset_hash=snapshot.sha256)
        document = weigh.findings(weighed)
        for further in request.also:
            rows = further.rows(frame, request.columns[0])
            plan = weigh.Plan.from_mapping(further.plan)
            made = weigh.findings(weigh.weigh(rows, plan, dataset_hash=snapshot.sha256))
            document = weigh.with_analyses_of(document, made)
        document = weigh.with_and_without(document, weighed, frame, flagged_rows(snapshot))
    except weigh.RefusedError as refused:
        raise ValidationError([_sentence(problem) for problem in refused.problems]) from refused
    return document


def _findings(results: Results, document: Mapping[str, Any], initiative_id: int) -> list[Finding]:
    """One Finding for each statement, with everything the document says of it."""
    found, others = [], Finding.objects.filter(initiative_id=initiative_id, results__isnull=False)
    taken = set(others.exclude(results__engagement=results.engagement_id).values_list("key", flat=True))
    for row in (row for row in document["findings"] if row["factor"] is None):
        statement = next(s for s in document["statements"] if s["id"] == row["statement"])
        rows = [other for other in document["findings"] if other["statement"] == row["statement"]]
        key = finding_key(row["statement"])
        found.append(
            Finding(
                initiative_id=initiative_id,
                results=results,
                key=f"{results.engagement.slug}-{key}" if key in taken else key,
                kind=Finding.Kind.ESTIMATE,
                words=row["sentence"],
                n=row["n"],
                method="; ".join(row["method"]),
                method_version=document["method_version"],
                dataset_hash=document["dataset_hash"],
                document={"statement": statement, "findings": rows},
                recorded_at=results.published_at,
            )
        )
    return found


def finding_key(statement: str) -> str:
    """The key by which a decision answers the finding on a statement: “said-a” for statement A.

    Where another engagement of the initiative has that key already, the engagement's slug stands before it.
    """
    return SAID + re.sub(r"[^a-z0-9]+", "-", statement.lower()).strip("-")
