"""Organisations sign a version of a document, and may leave: the past stays on record."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.domain import record
from folkmoot.site.documents import queries
from folkmoot.site.documents.kinds import KINDS, Kind
from folkmoot.site.documents.models import Document, DocumentVersion, Leaving, Signature
from folkmoot.site.errors import NotNow
from folkmoot.site.people.rules import require
from folkmoot.site.renditions import Texts

SIGN = "documents.sign"


def sign_document(*, by: Any, version: DocumentVersion, organisation: Any, office: str, on: date | None = None) -> Signature:
    """That the holder of an office ("The Chief Executive") signed the newest version of a document for an organisation, on a day (today).

    Raises PermissionDenied without `documents.sign` in the organisation; NotNow for a kind that nobody signs, an older version, or one that
    it has signed; ValidationError, by field, for a party that is none, no office, or a day before it was published or to come.
    """
    require(by, SIGN, organisation)
    document = version.document
    facts = KINDS[Kind(document.kind)]
    if not facts.is_signed:
        raise NotNow(f"A {facts.name.lower()} is not signed by organisations.")
    day, today = on or timezone.localdate(), timezone.localdate()
    if not office.strip():
        raise ValidationError({"office": "Say which office signed it, such as: The Chief Executive."})
    if day > today or day < version.published_on:
        raise ValidationError({"on": "Give a day from the day it was published up to today."})
    with transaction.atomic():
        held = queries.held(document)
        if queries.current(held) != version:
            raise NotNow("A newer version is published. Read that one, then sign it.")
        if facts.has_parties and not version.parties.filter(organisation=organisation).exists():
            raise ValidationError({"organisation": f"{organisation} is not one of those who agree here."})
        if version.signatures.filter(organisation=organisation, leaving__isnull=True).exists():
            raise NotNow(f"{organisation} has signed this version already.")
        made = Signature(version=version, organisation=organisation, office=office.strip(), on=day, by=by, recorded_at=timezone.now())
        made.full_clean()
        made.save()
        detail = {"version": version.number, "organisation": organisation.slug, "on": day.isoformat()}
        record(by=by, verb="document.signed", subject=held, detail=detail)
    return made


def leave_document(*, by: Any, document: Document, organisation: Any, reason: Texts, on: date | None = None) -> list[Leaving]:
    """That an organisation stands behind no version of a document any more, from a day on (today), and why. That it did stays on record.

    Raises PermissionDenied without `documents.sign` in the organisation, NotNow when it has signed none (any more), ValidationError for a
    day to come or before it signed, or without a reason.
    """
    require(by, SIGN, organisation)
    today = timezone.localdate()
    day = on or today
    with transaction.atomic():
        held = queries.held(document)
        signed = list(
            Signature.objects.filter(version__document=held, organisation=organisation, leaving__isnull=True).select_related("version")
        )
        if not signed:
            raise NotNow(f"{organisation} has signed no version of this, or has left it already.")
        if day > today or day < max(signature.on for signature in signed):
            raise ValidationError({"on": "Give a day from the day it signed up to today."})
        made = [Leaving(signature=one, on=day, reason=reason, by=by, recorded_at=timezone.now()) for one in signed]
        for leaving in made:
            leaving.full_clean()
            leaving.save()
        record(by=by, verb="document.left", subject=held, detail={"organisation": organisation.slug, "on": day.isoformat()})
    return made
