"""What shows that a clause is kept: promises, and addresses with a line of words."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.domain import record
from folkmoot.site.commitments import queries as commitments
from folkmoot.site.documents import queries
from folkmoot.site.documents.domain.quoting import refuse_quoted
from folkmoot.site.documents.models import ClauseEvidence, Document, EvidenceTakenBack
from folkmoot.site.errors import NotNow
from folkmoot.site.people.rules import require
from folkmoot.site.renditions import Texts, check

LINK = "documents.draft"
LONGEST_ADDRESS = 500
LONGEST_REASON = 300


def link_evidence(
    *,
    by: Any,
    document: Document,
    clause: str,
    commitment: int | None = None,
    address: str = "",
    words: Texts | None = None,
    on: date | None = None,
) -> ClauseEvidence:
    """A promise (by its number), or an address (of this site, such as /i/warm-homes, or https://) with a line of words, as evidence for a
    clause of the newest version, since a day (today). Everyone sees it at once.

    Raises PermissionDenied without `documents.draft` in the owner; NotNow before the first version; ValidationError, by field, for a clause
    or promise that is not there, both or neither, an address that leads nowhere, or a day to come.
    """
    require(by, LINK, document.owner)
    today = timezone.localdate()
    address = address.strip()
    if on is not None and on > today:
        raise ValidationError({"on": "Give a day that has come."})
    if (commitment is None) == (not address):
        raise ValidationError({"address": "Give either a promise or an address."})
    if address and not _is_address(address):
        raise ValidationError({"address": "Give an address of this site, such as /i/warm-homes, or one that begins with https://."})
    if address and not words:
        raise ValidationError({"words": "Say in a line what it shows."})
    if words:
        check(words)
        refuse_quoted(document.owner, words=words)
    promised = commitments.by_number(commitment) if commitment is not None else None
    if commitment is not None and promised is None:
        raise ValidationError({"commitment": "There is no promise with that number."})
    with transaction.atomic():
        held = queries.held(document)
        version = queries.current(held)
        if version is None:
            raise NotNow("Publish the first version, then show how its clauses are kept.")
        if clause not in {one["id"] for one in version.content["clauses"]}:
            raise ValidationError({"clause": "Choose a clause of the newest version."})
        made = ClauseEvidence(
            document=held,
            clause=clause,
            commitment=promised,
            address=address,
            words=dict(words or {}),
            on=on or today,
            by=by,
            recorded_at=timezone.now(),
        )
        made.full_clean()
        made.save()
        record(by=by, verb="evidence.linked", subject=held, detail={"evidence": made.pk, "clause": clause, "on": made.on.isoformat()})
    return made


def take_evidence_back(*, by: Any, evidence: ClauseEvidence, reason: str) -> EvidenceTakenBack:
    """That a piece of evidence no longer stands, and why: it is shown no more.

    Raises PermissionDenied without `documents.draft` in the owner, ValidationError without a reason, NotNow when it is taken back already.
    """
    require(by, LINK, evidence.document.owner)
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": f"Say why, in {LONGEST_REASON} characters at most."})
    with transaction.atomic():
        held = queries.held(evidence.document)
        if EvidenceTakenBack.objects.filter(evidence=evidence).exists():
            raise NotNow("It is taken back already.")
        made = EvidenceTakenBack.objects.create(evidence=evidence, reason=reason, by=by, recorded_at=timezone.now())
        record(by=by, verb="evidence.taken_back", subject=held, detail={"evidence": evidence.pk, "clause": evidence.clause})
    return made


def _is_address(address: str) -> bool:
    if len(address) > LONGEST_ADDRESS or any(sign.isspace() or sign in '\\<>"' for sign in address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme or parts.netloc:
        return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
    return address.startswith("/") and not address.startswith("//")
