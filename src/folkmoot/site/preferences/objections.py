"""What staff do with objections: answer them, and make the list that their own records are held against. `domain` is the person's side."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.linkage import Identifiers, Listed, ObjectionList, make_objection_list, write_objection_list
from folkmoot.record.preferences import Choice, Recorded
from folkmoot.site.audit.domain import lock_chain, record
from folkmoot.site.errors import NotNow
from folkmoot.site.initiatives.queries import TOPICS
from folkmoot.site.list_key import ASK_FOR_ONE
from folkmoot.site.people.rules import require
from folkmoot.site.preferences import queries
from folkmoot.site.preferences.models import ObjectionAnswer, PreferenceEvent, PreferenceIdentity
from folkmoot.site.renditions import Texts

BATCH = 500


def answer_objection(*, by: Any, organisation: Any, objection: PreferenceEvent, outcome: str, reason: Texts) -> ObjectionAnswer:
    """What an organisation answers to an objection that stands. The person reads it with their reference; compelling reasons are public.

    Raises PermissionDenied unless `by` may answer for the organisation, ValidationError for what will not do, and NotNow when the objection
    was taken back or changed, or the organisation has answered it.
    """
    require(by, "preferences.answer", organisation)
    with transaction.atomic():
        lock_chain()
        stands = queries.standing_of(objection.pseudonym).get(objection.family)
        if stands is None or stands.number != objection.pk or stands.choice != Choice.OBJECT:
            raise NotNow("This objection no longer stands: the person changed it or took it back.")
        if objection.answers.filter(organisation=organisation).exists():
            raise NotNow(f"{organisation} has answered this already.")
        event = PreferenceEvent(
            pseudonym=objection.pseudonym,
            family=objection.family,
            state=Recorded.ANSWERED.value,
            choice=Choice.OBJECT.value,
            recorded_at=timezone.now(),
            by=PreferenceEvent.By.CONTROLLER,
        )
        made = ObjectionAnswer(objection=objection, organisation=organisation, outcome=outcome, reason=reason, by=by)
        made.full_clean(exclude=["event"])
        event.save()
        made.event = event
        made.save()
        detail = {"organisation": organisation.slug, "outcome": str(outcome), "family": objection.family}
        record(by=by, verb="objection.answered", subject=objection, detail=detail)
    return made


def export_objection_list(*, by: Any, organisation: Any, family: str) -> tuple[ObjectionList, bytes]:
    """The objection list of one family for an organisation's own use at source, and its file.

    On it is who objects or wants to be asked first, but for objections to which this organisation has answered with compelling reasons, and
    people whose identity details were erased. The audit log keeps the SHA-256 that is in the file.
    Raises PermissionDenied unless `by` may make lists for the organisation, ValidationError for an unknown family, NotNow without a
    list key.
    """
    require(by, "preferences.export", organisation)
    if family not in TOPICS:
        raise ValidationError({"family": "Choose one of the four kinds of purpose."})
    if settings.LIST_KEY is None:
        raise NotNow(ASK_FOR_ONE)
    with transaction.atomic():
        lock_chain()
        wishes = _wishes(organisation, family)
        made = make_objection_list(
            _listed(wishes), key=settings.LIST_KEY, family=family, made_for=organisation.slug, made_at=timezone.now()
        )
        data = write_objection_list(made)
        detail = {"family": family, "key_id": made.key_id, "people": sum(made.people.values()), "count": made.count, "sha256": made.sha256}
        record(by=by, verb="objection_list.exported", subject=organisation, detail=detail)
    return made, data


def _wishes(organisation: Any, family: str) -> dict[str, str]:
    """The wish of each pseudonym that is to be on the list."""
    outweighed = set(
        ObjectionAnswer.objects.filter(organisation=organisation, outcome=ObjectionAnswer.Outcome.GROUNDS).values_list(
            "objection", flat=True
        )
    )
    stands = {pseudonym: held[family] for pseudonym, held in queries.everyone() if family in held}
    return {p: s.choice.value for p, s in stands.items() if s.choice != Choice.HAPPY and s.number not in outweighed}


def _listed(wishes: dict[str, str]) -> Iterator[Listed]:
    pseudonyms = list(wishes)
    for start in range(0, len(pseudonyms), BATCH):
        for identity in PreferenceIdentity.objects.filter(pseudonym__in=pseudonyms[start : start + BATCH]):
            who = Identifiers(identity.name, identity.date_of_birth, identity.postcode, identity.nhs_number)
            yield Listed(who, wishes[identity.pseudonym])
