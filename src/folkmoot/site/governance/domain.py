"""Everything that can be decided, signed, promised or stopped, each with its rule, its rows and its audit event in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.licence import LICENSED, STANDARDS, Outcome
from folkmoot.site.audit.domain import record
from folkmoot.site.errors import NotNow
from folkmoot.site.evidence.queries import findings_of
from folkmoot.site.governance.models import (
    ALLOWS,
    Agreement,
    AgreementParty,
    Condition,
    ConditionMet,
    Decision,
    DpiaSignature,
    Suspension,
    SuspensionEnd,
)
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people.rules import memberships_at, require
from folkmoot.site.renditions import Texts, check

COMMITTEE = "committee"  # the kind of Organisation that decides


@dataclass(frozen=True)
class NewCondition:
    """A condition to be set: in words, owned, and due by a date or before a stage (one of the two). `standard` is the minimum standard that
    it sets, if it is one: a slug of STANDARDS."""

    text: Texts
    owner: Any
    due: date | None = None
    before_stage: str = ""
    standard: str = ""


def make_decision(
    *,
    by: Any,
    committee: Any,
    initiative: Any,
    outcome: str,
    reasons: Texts,
    stages: Sequence[str],
    decided_on: date | None = None,
    valid_from: date | None = None,
    valid_until: date | None = None,
    review_by: date | None = None,
    conditions: Sequence[NewCondition] = (),
    answers: Mapping[str, Texts] | None = None,
    notice_hash: str | None = None,
) -> Decision:
    """What a committee decided on an initiative, with its reasons, its conditions and its answers to findings by key.

    `notice_hash` is the hash of the notice it read (the current one unless given). Raises PermissionDenied unless `by` may decide in
    `committee` and has no role in an organisation of the initiative, NotNow when there is no notice or it has changed, and
    ValidationError for the rest, in words.
    """
    require(by, "governance.decide", committee)
    day = _not_to_come(decided_on, "A decision cannot be recorded for a day to come.")
    with transaction.atomic():
        initiatives.held(initiative)
        notice = initiatives.current_notice(initiative)
        if notice is None:
            raise NotNow("There is no notice to decide on. Publish the notice first.")
        if initiatives.current(initiative, "case") is None:
            raise NotNow("There is no business case to decide on. Publish the business case first.")
        if notice_hash not in {None, notice.hash}:
            raise NotNow("The notice changed after the committee read it. Read the new one, then decide.")
        _check_decision(committee, initiative, outcome, stages, conditions)
        theirs = {membership.organisation for membership in memberships_at(by, timezone.localdate())}
        if theirs & set(initiatives.organisations_of(initiative)):
            raise PermissionDenied("You have a role in an organisation that is in this initiative. Someone else must record the decision.")
        decision = Decision(
            committee=committee,
            initiative=initiative,
            number=Decision.objects.filter(initiative=initiative).count() + 1,
            outcome=outcome,
            reasons=reasons,
            stages=[stage.value for stage in LICENSED if stage in stages],
            valid_from=valid_from,
            valid_until=valid_until,
            review_by=review_by,
            notice_hash=notice.hash,
            answers=_checked_answers(initiative, answers or {}),
            decided_on=day,
            recorded_by=by,
            recorded_at=timezone.now(),
        )
        _check_dates(decision)
        decision.full_clean(exclude=["answers"])
        decision.save()
        for new in conditions:
            made = Condition(
                decision=decision, text=new.text, owner=new.owner, due=new.due, before_stage=new.before_stage, standard=new.standard
            )
            _check_condition(made)
            made.save()
        detail = {"number": decision.number, "outcome": outcome, "committee": committee.slug, "on": day.isoformat()}
        record(by=by, verb="decision.made", subject=initiative, detail=detail)
    return decision


def permission_to_meet(owner: Any) -> str:
    """What someone needs in the organisation that owns a condition, to say that it is met."""
    return "governance.decide" if owner.kind == COMMITTEE else "governance.assure"


def meet_condition(*, by: Any, condition: Condition, evidence: Texts, on: date | None = None) -> ConditionMet:
    """That a condition is met since a day (today), and how anyone can tell. Said by the organisation that owns it."""
    require(by, permission_to_meet(condition.owner), condition.owner)
    day = _not_to_come(on, "A condition cannot be met on a day to come.")
    with transaction.atomic():
        initiatives.held(condition.decision.initiative)
        if ConditionMet.objects.filter(condition=condition).exists():
            raise NotNow("This condition is met already.")
        met = ConditionMet(condition=condition, on=day, by=by, evidence=evidence, recorded_at=timezone.now())
        met.full_clean()
        met.save()
        detail = {"number": condition.decision.number, "condition": condition.pk, "on": day.isoformat()}
        record(by=by, verb="condition.met", subject=condition.decision.initiative, detail=detail)
    return met


def sign_dpia(
    *,
    by: Any,
    initiative: Any,
    office: str,
    advice: Texts | None = None,
    residual: str = "",
    address: str = "",
    signed_on: date | None = None,
) -> DpiaSignature:
    """That the holder of an office ("The data protection officer") signed the risk check on a day (today), what the data protection officer
    advised, the risk that is left (a value of DpiaSignature.Residual) and where anyone can read it."""
    require(by, "governance.assure", initiative.lead)
    day = _not_to_come(signed_on, "A risk check cannot be signed on a day to come.")
    signature = DpiaSignature(
        initiative=initiative,
        signed_on=day,
        office=office.strip(),
        advice=advice or {},
        residual=residual,
        address=address,
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    signature.full_clean()
    with transaction.atomic():
        signature.save()
        record(by=by, verb="assurance.signed", subject=initiative, detail={"what": "dpia", "on": day.isoformat()})
    return signature


def sign_agreement(
    *,
    by: Any,
    initiative: Any,
    kind: str,
    parties: Sequence[Any],
    ends_on: date,
    review_by: date | None = None,
    signed_on: date | None = None,
) -> Agreement:
    """An agreement that two or more organisations of the initiative signed on a day (today); until when, and when it is looked at again."""
    require(by, "governance.assure", initiative.lead)
    day = _not_to_come(signed_on, "An agreement cannot be signed on a day to come.")
    signers = list({organisation.pk: organisation for organisation in parties}.values())
    if len(signers) < 2:
        raise ValidationError("An agreement needs at least two organisations.")
    strangers = [o.name for o in signers if o not in initiatives.organisations_of(initiative)]
    if strangers:
        raise ValidationError(f"{strangers[0]} is not in this initiative. Add it first, with its part in words.")
    agreement = Agreement(
        initiative=initiative,
        kind=kind,
        signed_on=day,
        ends_on=ends_on,
        review_by=review_by,
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    if ends_on < day:
        raise ValidationError({"ends_on": "The agreement must end after it is signed."})
    agreement.full_clean()
    with transaction.atomic():
        agreement.save()
        AgreementParty.objects.bulk_create(AgreementParty(agreement=agreement, organisation=o) for o in signers)
        detail = {"what": "agreement", "kind": kind, "on": day.isoformat(), "organisations": sorted(o.slug for o in signers)}
        record(by=by, verb="assurance.signed", subject=initiative, detail=detail)
    return agreement


def suspend(*, by: Any, initiative: Any, organisation: Any, reason: Texts) -> Suspension:
    """A stop at once, by an organisation in the initiative or a committee that decided on it."""
    require(by, "governance.suspend", organisation)
    decided = Decision.objects.filter(initiative=initiative, committee=organisation).exists()
    if not decided and organisation not in initiatives.organisations_of(initiative):
        raise ValidationError(f"{organisation} is not in this initiative and has not decided on it, so it cannot stop it.")
    with transaction.atomic():
        initiatives.held(initiative)
        if Suspension.objects.filter(initiative=initiative, organisation=organisation, end__isnull=True).exists():
            raise NotNow(f"{organisation} has stopped this already.")
        suspension = Suspension(initiative=initiative, organisation=organisation, started=timezone.now(), reason=reason, by=by)
        suspension.full_clean()
        suspension.save()
        record(by=by, verb="initiative.suspended", subject=initiative, detail={"organisation": organisation.slug})
    return suspension


def resume(*, by: Any, suspension: Suspension, reason: Texts) -> SuspensionEnd:
    """The end of a stop, by the organisation that made it, with what changed."""
    require(by, "governance.suspend", suspension.organisation)
    with transaction.atomic():
        initiatives.held(suspension.initiative)
        if SuspensionEnd.objects.filter(suspension=suspension).exists():
            raise NotNow("This stop has ended already.")
        end = SuspensionEnd(suspension=suspension, ended=timezone.now(), reason=reason, by=by)
        end.full_clean()
        end.save()
        record(by=by, verb="initiative.resumed", subject=suspension.initiative, detail={"organisation": suspension.organisation.slug})
    return end


def _not_to_come(day: date | None, words: str) -> date:
    today = timezone.localdate()
    if day is not None and day > today:
        raise ValidationError(words)
    return day or today


def _check_decision(committee: Any, initiative: Any, outcome: str, stages: Sequence[str], conditions: Sequence[NewCondition]) -> None:
    if committee.kind != COMMITTEE:
        raise ValidationError(f"{committee} is not a committee, so it cannot decide.")
    if committee in initiatives.organisations_of(initiative):
        raise ValidationError(f"{committee} takes part in this initiative, so it cannot decide on it.")
    if committee not in initiatives.committees_of(initiative):
        raise ValidationError(f"{committee} is not named to decide on this initiative. The organisation that leads it must name it first.")
    if outcome not in set(Outcome):
        raise ValidationError({"outcome": "Choose what was decided."})
    if not stages or not set(stages) <= set(LICENSED):
        raise ValidationError({"stages": f"Choose what the decision is about, one or more of: {', '.join(LICENSED)}."})
    if outcome == Outcome.YES_WITH_CONDITIONS and not conditions:
        raise ValidationError({"outcome": "“Yes, with conditions” needs at least one condition."})
    if outcome != Outcome.YES_WITH_CONDITIONS and conditions:
        raise ValidationError({"outcome": "Only “Yes, with conditions” can have conditions."})


def _check_dates(decision: Decision) -> None:
    dates = {"valid_from": decision.valid_from, "valid_until": decision.valid_until, "review_by": decision.review_by}
    if decision.outcome not in ALLOWS:
        if any(dates.values()):
            raise ValidationError({"valid_from": "Only a yes has a first day, a last day and a review date."})
        return
    empty = {name: "Give this date. A yes needs a first day, a last day and a review date." for name, day in dates.items() if day is None}
    if empty:
        raise ValidationError(empty)
    for name, words in (
        ("valid_until", "The last day must not be before the first."),
        ("review_by", "The review must not be before the first day."),
    ):
        if dates[name] < decision.valid_from:
            raise ValidationError({name: words})


def _check_condition(condition: Condition) -> None:
    if (condition.due is None) == (condition.before_stage == ""):
        raise ValidationError("Each condition is due by a date or before a stage. Give one of the two, not both.")
    if condition.standard and condition.standard not in STANDARDS:
        raise ValidationError(f"There is no minimum standard called {condition.standard!r}. The page of minimum standards lists them.")
    condition.full_clean(exclude=["decision"])


def _checked_answers(initiative: Any, answers: Mapping[str, Texts]) -> list[dict[str, Any]]:
    known = {finding.key for finding in findings_of(initiative.pk)}
    for key, answer in answers.items():
        if key not in known:
            raise ValidationError(f"There is no published finding called {key!r} to answer.")
        check(answer)
    return [{"finding": key, "answer": dict(answer)} for key, answer in answers.items()]
