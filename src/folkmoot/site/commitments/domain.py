"""Everything that can be done to a commitment, each with its rule, its row and its audit event in one transaction."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.domain import record
from folkmoot.site.commitments import queries
from folkmoot.site.commitments.models import Commitment, CommitmentReport, CommitmentSignature
from folkmoot.site.commitments.states import STATES, State
from folkmoot.site.errors import NotNow
from folkmoot.site.evidence.queries import findings_of
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people.rules import require
from folkmoot.site.renditions import Texts


def make_commitment(
    *,
    by: Any,
    owner: Any,
    origin: str,
    answer: str,
    words: Texts,
    asked: Texts | None = None,
    initiative: Any = None,
    finding: str = "",
    due: date | None = None,
    on: date | None = None,
) -> Commitment:
    """What `owner` will do, or why it will not, in answer to a finding (by key; its words are taken from it), or to a recommendation, a
    clause or an idea (`asked`, in words). It is public at once.

    Raises PermissionDenied unless `by` may keep commitments in `owner`, and ValidationError, in words, for anything that will not do.
    """
    require(by, "commitments.keep", owner)
    day = _not_to_come(on, "A commitment cannot have been made on a day to come.")
    if initiative is not None and owner not in [*initiatives.organisations_of(initiative), *initiatives.committees_of(initiative)]:
        raise ValidationError(f"{owner} is not in this initiative and does not decide on it, so it cannot promise something about it.")
    if answer == Commitment.Answer.NO and due is not None:
        raise ValidationError({"due": "A no has no day by which it is done."})
    if answer != Commitment.Answer.NO and due is None:
        raise ValidationError({"due": "Give the day by which it will be done."})
    if due is not None and due < day:
        raise ValidationError({"due": "The day by which it will be done is before it was promised."})
    made = Commitment(
        owner=owner,
        initiative=initiative,
        origin=origin,
        finding=finding,
        asked=_said(initiative, finding) if origin == Commitment.Origin.FINDING else asked or {},
        answer=answer,
        words=words,
        due=due,
        made_on=day,
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    made.full_clean()
    with transaction.atomic():
        made.save()
        record(by=by, verb="commitment.made", subject=initiative or owner, detail={"commitment": made.pk, "on": day.isoformat()})
    return made


def report_commitment(
    *, by: Any, commitment: Commitment, state: str, reason: Texts, evidence: str = "", on: date | None = None
) -> CommitmentReport:
    """How a commitment stands since a day (today), with the reason; `evidence` is an address where anyone can see it."""
    require(by, "commitments.keep", commitment.owner)
    day = _not_to_come(on, "It cannot stand like this on a day to come.")
    with transaction.atomic():
        now = queries.state_of(queries.held(commitment))
        if state not in STATES[now].then:
            raise NotNow(f"“{STATES[now].words}” cannot become “{STATES[State(state)].words if state in set(State) else state}”.")
        made = CommitmentReport(
            commitment=commitment, state=state, on=day, reason=reason, evidence=evidence, by=by, recorded_at=timezone.now()
        )
        made.full_clean()
        made.save()
        detail = {"commitment": commitment.pk, "state": str(state), "on": day.isoformat()}
        record(by=by, verb="commitment.reported", subject=commitment.initiative or commitment.owner, detail=detail)
    return made


def sign_commitment(
    *, by: Any, commitment: Commitment, organisation: Any, office: str, signed_on: date | None = None
) -> CommitmentSignature:
    """That the holder of an office ("The Chief Executive") signed a commitment for an organisation on a day (today)."""
    require(by, "commitments.sign", organisation)
    day = _not_to_come(signed_on, "A commitment cannot be signed on a day to come.")
    if day < commitment.made_on:
        raise ValidationError({"signed_on": "It cannot have been signed before it was made."})
    with transaction.atomic():
        queries.held(commitment)
        if commitment.signatures.filter(organisation=organisation).exists():
            raise NotNow(f"{organisation} has signed this already.")
        signature = CommitmentSignature(
            commitment=commitment, organisation=organisation, office=office.strip(), signed_on=day, by=by, recorded_at=timezone.now()
        )
        signature.full_clean()
        signature.save()
        detail = {"commitment": commitment.pk, "organisation": organisation.slug, "on": day.isoformat()}
        record(by=by, verb="commitment.signed", subject=commitment.initiative or commitment.owner, detail=detail)
    return signature


def _said(initiative: Any, key: str) -> Texts:
    found = next((finding for finding in findings_of(initiative.pk) if finding.key == key), None) if initiative else None
    if found is None:
        raise ValidationError({"finding": f"There is no published finding called {key!r} to answer."})
    return {"en": {"standard": found.words}}


def _not_to_come(day: date | None, words: str) -> date:
    today = timezone.localdate()
    if day is not None and day > today:
        raise ValidationError(words)
    return day or today
