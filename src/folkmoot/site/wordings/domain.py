"""Everything that can be done in the library of wordings, each with its rule, its row and its audit event in one transaction."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.domain import record
from folkmoot.site.errors import NotNow
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.ordered_json import canonical
from folkmoot.site.people.rules import organisations_where, require
from folkmoot.site.renditions import Texts, check
from folkmoot.site.wordings import queries
from folkmoot.site.wordings.models import (
    ComprehensionAnswer,
    ComprehensionResult,
    Overruling,
    Reliance,
    ResultWithdrawal,
    Wording,
    WordingVersion,
)

KEEP, OVERRULE = "wordings.keep", "wordings.overrule"
MOST_ASKED = 1_000_000


def add_wording(*, by: Any, organisation: Any, slug: str, title: Texts, words: Texts, where: Texts, since: date | None = None) -> Wording:
    """A wording that an organisation uses, with its first version: the exact words, where they are used, since when (today). It is public.

    Raises PermissionDenied unless `by` may keep wordings in `organisation`, and ValidationError for texts or an address that will not do.
    """
    require(by, KEEP, organisation)
    wording = Wording(slug=slug, organisation=organisation, title=title, recorded_by=by, recorded_at=timezone.now())
    if queries.by_slug(slug) is not None:
        raise ValidationError({"slug": "Another wording has this address. Choose another."})
    wording.full_clean()
    with transaction.atomic():
        wording.save()
        version = _version(by, wording, 1, words, where, since)
        record(by=by, verb="wording.added", subject=wording, detail={"hash": version.hash, "on": version.since.isoformat()})
    return wording


def add_version(*, by: Any, wording: Wording, words: Texts, where: Texts, since: date | None = None) -> WordingVersion:
    """The words as they are from a day (today) on. What was overruled and what residents understood stays with the version before."""
    require(by, KEEP, wording.organisation)
    with transaction.atomic():
        before = queries.newest(queries.held(wording))
        if (words, where) == (before.words, before.where):
            raise NotNow("These are the words that are in use already.")
        if since is not None and since < before.since:
            raise ValidationError({"since": f"The version before is in use since {before.since.isoformat()}. Give a later day."})
        version = _version(by, wording, before.number + 1, words, where, since)
        detail = {"number": version.number, "hash": version.hash, "on": version.since.isoformat()}
        record(by=by, verb="wording.versioned", subject=wording, detail=detail)
    return version


def rely(*, by: Any, wording: Wording, initiative: Any, dataset: Any = None, records: Texts | None = None) -> Reliance:
    """That a dataset of an initiative was collected under a wording; or, where no dataset is described, which records were, in words.

    `by` keeps wordings in the organisation that uses the wording or in the one that leads the initiative.
    """
    _may_rely(by, wording, initiative)
    if dataset is not None and dataset.initiative_id != initiative.pk:
        raise ValidationError({"dataset": "That dataset is not in this initiative."})
    if (dataset is None) != bool(records):
        raise ValidationError({"records": "Choose a dataset, or say in words which records. Not both."})
    with transaction.atomic():
        queries.held(wording)
        if dataset is not None and wording.reliances.filter(dataset=dataset, ended_at=None).exists():
            raise NotNow("It is on record already that this dataset was collected under these words.")
        made = Reliance(wording=wording, initiative=initiative, dataset=dataset, records=records or {}, recorded_by=by)
        made.recorded_at = timezone.now()
        made.full_clean()
        made.save()
        detail = {"initiative": initiative.slug, "reliance": made.pk, "dataset": dataset.pk if dataset else None}
        record(by=by, verb="wording.relied_on", subject=wording, detail=detail)
    return made


def end_reliance(*, by: Any, reliance: Reliance) -> Reliance:
    """The records count no longer as collected under the wording: a mistake is put right, or the initiative no longer uses them."""
    _may_rely(by, reliance.wording, reliance.initiative)
    with transaction.atomic():
        kept = Reliance.objects.select_for_update().get(pk=reliance.pk)
        if kept.ended_at is not None:
            raise NotNow("That is off the record already.")
        kept.ended_at = timezone.now()
        kept.save(update_fields=["ended_at"])
        detail = {"initiative": reliance.initiative.slug, "reliance": kept.pk}
        record(by=by, verb="wording.reliance_ended", subject=reliance.wording, detail=detail)
    return kept


def overrule_flag(*, by: Any, version: WordingVersion, language: str, style: str, check_id: str, reason: Texts) -> Overruling:
    """A flag on one rendition of a version is overruled, with a reason that everyone can read.

    Raises NotNow when there is no such flag or it is overruled already.
    """
    return _overrule(by, version, language, style, check_id, reason, overruled=True)


def put_flag_back(*, by: Any, version: WordingVersion, language: str, style: str, check_id: str, reason: Texts) -> Overruling:
    """A flag that was overruled counts again. Raises NotNow when it is not overruled."""
    return _overrule(by, version, language, style, check_id, reason, overruled=False)


def record_comprehension(
    *,
    by: Any,
    version: WordingVersion,
    how: Texts,
    asked_by: str,
    answers: Sequence[tuple[Texts, int, int]],
    language: str = "en",
    style: str = "standard",
    engagement: Any = None,
    on: date | None = None,
) -> ComprehensionResult:
    """That residents were asked on a day (today) what they understood of one rendition of a version: how, and by whom (an office, a body).

    `answers` are a question in words, how many were asked and how many of them understood, one for each question.
    """
    require(by, KEEP, version.wording.organisation)
    day = _not_to_come(on, "on", "Residents cannot have been asked on a day to come.")
    if not version.words.get(language, {}).get(style):
        raise ValidationError({"rendition": "This version has no such words."})
    if not answers:
        raise ValidationError({"question_1": "Give at least one question, with how many were asked and how many understood."})
    for at, (question, asked, understood) in enumerate(answers, 1):
        check(question)
        if not 1 <= asked <= MOST_ASKED:
            raise ValidationError({f"asked_{at}": f"Say how many people were asked: 1 at least, {MOST_ASKED:,} at most."})
        if not 0 <= understood <= asked:
            raise ValidationError({f"understood_{at}": "No more people can have understood than were asked."})
    made = ComprehensionResult(
        version=version, language=language, style=style, how=how, asked_by=asked_by.strip(), engagement=engagement, on=day, recorded_by=by
    )
    made.recorded_at = timezone.now()
    made.full_clean()
    with transaction.atomic():
        made.save()
        for question, asked, understood in answers:
            ComprehensionAnswer.objects.create(result=made, question=question, asked=asked, understood=understood)
        detail = {"number": version.number, "result": made.pk, "on": day.isoformat()}
        record(by=by, verb="wording.tested", subject=version.wording, detail=detail)
    return made


def withdraw_result(*, by: Any, result: ComprehensionResult, reason: Texts) -> ResultWithdrawal:
    """A result does not count, for a reason that everyone can read. Raises NotNow when it was withdrawn already."""
    wording = result.version.wording
    require(by, KEEP, wording.organisation)
    made = ResultWithdrawal(result=result, reason=reason, by=by, recorded_at=timezone.now())
    with transaction.atomic():
        queries.held(wording)
        if ResultWithdrawal.objects.filter(result=result).exists():
            raise NotNow("That result was withdrawn already.")
        made.full_clean()
        made.save()
        record(by=by, verb="wording.result_withdrawn", subject=wording, detail={"result": result.pk})
    return made


def _version(by: Any, wording: Wording, number: int, words: Texts, where: Texts, since: date | None) -> WordingVersion:
    day = _not_to_come(since, "since", "Record words once they are in use: this day is still to come.")
    said = canonical({"wording": wording.slug, "number": number, "words": words, "where": where, "since": day.isoformat()})
    version = WordingVersion(wording=wording, number=number, words=words, where=where, since=day, recorded_by=by)
    version.hash, version.recorded_at = hashlib.sha256(said.encode()).hexdigest(), timezone.now()
    version.full_clean()
    version.save()
    return version


def _overrule(by: Any, version: WordingVersion, language: str, style: str, check_id: str, reason: Texts, *, overruled: bool) -> Overruling:
    wording = version.wording
    require(by, OVERRULE, wording.organisation)
    made = Overruling(version=version, language=language, style=style, check_id=check_id, overruled=overruled, reason=reason, by=by)
    made.recorded_at = timezone.now()
    with transaction.atomic():
        queries.held(wording)
        found = queries.flag(version, language, style, check_id)
        if found is None:
            raise NotNow("There is no such flag on these words.")
        if overruled and found.overruling is not None:
            raise NotNow("That flag is overruled already.")
        if not overruled and found.overruling is None:
            raise NotNow("That flag is not overruled.")
        made.full_clean()
        made.save()
        detail = {"number": version.number, "language": language, "style": style, "check": check_id}
        record(by=by, verb="wording.flag_overruled" if overruled else "wording.flag_put_back", subject=wording, detail=detail)
    return made


def _may_rely(by: Any, wording: Wording, initiative: Any) -> None:
    if wording.organisation not in organisations_where(by, KEEP):
        require(by, KEEP, initiatives.by_id(initiative.pk).lead)


def _not_to_come(day: date | None, field: str, words: str) -> date:
    today = timezone.localdate()
    if day is not None and day > today:
        raise ValidationError({field: words})
    return day or today
