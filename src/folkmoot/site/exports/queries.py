"""What may be read of exports: which files an initiative has, and the records of other installations kept here."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from folkmoot import __version__
from folkmoot.record import is_older, older_answers, questions_of
from folkmoot.record.fields import PARTS, Kind
from folkmoot.record.whole import WholeRecord, current
from folkmoot.site.audit import queries as audit
from folkmoot.site.exports.held_lists import HeldList, held_lists
from folkmoot.site.exports.models import HeldRecord


@dataclass(frozen=True)
class HeldPage:
    """A record held elsewhere, for its page. `said` are the parts of its newest notice, then of its business case: a heading with pairs of
    a question and texts in renditions; `lists` are what format 2 added."""

    hash: str
    address: str
    kept_on: date
    worked_out_on: date
    whole: WholeRecord
    lists: tuple[HeldList, ...]
    said: tuple[tuple[str, tuple[tuple[str, tuple[Any, ...]], ...]], ...]


def fingerprint_of_now(path: str) -> str:
    """A value that changes whenever a file made from records could: with anything that was done, with the day (a licence runs out by the
    day), with the version of Folkmoot, and with the address asked for."""
    parts = [audit.head(), timezone.localdate().isoformat(), __version__, settings.PLACE, path]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def held_records() -> list[HeldRecord]:
    """The records held elsewhere that are kept here, the newest first, without their documents."""
    return list(HeldRecord.objects.defer("document"))


def held_file(digest: str) -> bytes | None:
    """The file of a record held elsewhere, by its fingerprint: the bytes that its own installation gave. None when it is not kept here."""
    document = HeldRecord.objects.filter(hash=digest).values_list("document", flat=True).first()
    return document.encode() if document is not None else None


def held_page(digest: str) -> HeldPage | None:
    """What the page of a record held elsewhere shows, or None when it is not kept here."""
    held = HeldRecord.objects.filter(hash=digest).first()
    if held is None:
        return None
    whole: WholeRecord = json.loads(held.document)
    said = [part for kind in ("notice", "case") if (made := current(whole, kind)) for part in _parts(made["content"], kind)]
    return HeldPage(held.hash, held.address, _day(held.kept_at), _day(held.worked_out_at), whole, held_lists(whole), tuple(said))


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)


def _parts(content: dict[str, Any], kind: str) -> list[tuple[str, tuple[tuple[str, tuple[Any, ...]], ...]]]:
    if is_older(content):
        return [("What its notice says", tuple((ask, tuple(texts)) for ask, texts in older_answers(content)))]
    found = []
    for part in PARTS.values():
        answers = content["answers"]
        asked = [question for question in questions_of(part.id) if question.publication == kind and question.id in answers]
        if asked:
            found.append((part.heading, tuple((question.ask, tuple(_texts(question, answers[question.id]))) for question in asked)))
    return found


def _texts(question: Any, answer: Any) -> list[Any]:
    """An answer as texts in renditions."""
    if question.kind in {Kind.CHOICE, Kind.CHOICES}:
        chosen = [answer] if isinstance(answer, str) else answer
        return [_english(question.option(choice).words) for choice in chosen]
    if question.kind is Kind.BASES:
        return [_basis(question, purpose, basis) for purposes in answer.values() for purpose, basis in purposes.items()]
    if question.kind in {Kind.DATE, Kind.CODES}:
        return [_english(answer if isinstance(answer, str) else ", ".join(answer))]
    return [answer]


def _basis(question: Any, purpose: str, basis: dict[str, Any]) -> Any:
    option = question.option(basis.get("article", ""))
    words = basis.get("words", {}).get("en", {}).get("standard", "")
    return _english(" ".join(part for part in (f"{purpose}:", f"{option.words}." if option else "", words) if part))


def _english(words: str) -> dict[str, dict[str, str]]:
    return {"en": {"standard": words}}
