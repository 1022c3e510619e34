"""Everything that can be done with a question or a complaint: received, answered, looked at, moved on, forgotten."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.domain import lock_chain, record
from folkmoot.site.concerns.complaint_steps import STEPS, Outcome, Step
from folkmoot.site.concerns.models import Answer, Complaint, ComplaintStep, Look, Question, Words
from folkmoot.site.concerns.modes import TYPED_IN, Mode
from folkmoot.site.concerns.queries import last_step
from folkmoot.site.errors import NotNow
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people.domain import erase_participant, register_participant
from folkmoot.site.people.rules import require
from folkmoot.site.references import CONCERN
from folkmoot.site.renditions import Texts

LONGEST_WORDS = 3000
LONGEST_CONTACT = 200
EARLIEST = date(2000, 1, 1)  # a day before it is a slip in typing

KINDS: dict[str, Any] = {"question": Question, "complaint": Complaint}
RECEIVED = {"question": "question.received", "complaint": "complaint.received"}
TYPED = {"question": "question.typed_in", "complaint": "complaint.typed_in"}
ERASED = {"question": "question.words_erased", "complaint": "complaint.words_erased"}


@dataclass(frozen=True)
class Received:
    """The reference of what was received, and whether it had been received before."""

    reference: str
    already: bool


def receive(*, kind: str, initiative: Any, receipt: uuid.UUID, words: str, contact: str = "") -> Received:
    """A question or a complaint (`kind`) from anyone: its words and how to reach the person go into the vault alone.

    Sending the same receipt again adds nothing. Raises ValidationError by field for no words, or words or contact that are too long, and
    for a receipt that belongs to something else.
    """
    return _kept(kind, initiative, receipt, words, contact, by="participant", mode=Mode.FORM, on=None)


def type_in(*, by: Any, kind: str, initiative: Any, receipt: uuid.UUID, mode: str, on: date, words: str, contact: str = "") -> Received:
    """A question or a complaint that came in another `mode`, typed in by staff: every clock runs from the day it came, `on`.

    As `receive`. Raises PermissionDenied without `concerns.answer` in the lead, and ValidationError also for a mode in which nothing is
    typed in, and for a day to come or before 2000.
    """
    require(by, "concerns.answer", initiative.lead)
    return _kept(kind, initiative, receipt, words, contact, by=by, mode=mode, on=on)


def _kept(kind: str, initiative: Any, receipt: uuid.UUID, words: str, contact: str, *, by: Any, mode: str, on: date | None) -> Received:
    model = KINDS[kind]
    with transaction.atomic():
        initiatives.held(initiative)  # the same form sent twice at once waits for itself
        kept = model.objects.filter(receipt=receipt).first()
        if kept is not None and kept.initiative_id == initiative.pk:
            return Received(kept.reference, already=True)
        if kept is not None:
            raise ValidationError("This form cannot be sent as it is. Load the page again, then write it there.")
        words, contact = _tidy(words), contact.strip()
        wrong = _wrong_words(kind, words, contact) | (_wrong_arrival(mode, on) if on else {})
        if wrong:
            raise ValidationError(wrong)
        participant = register_participant(contact=contact) if contact else None
        now = timezone.now()
        row = model.objects.create(
            initiative=initiative,
            reference=CONCERN.new(),
            receipt=receipt,
            participant=participant,
            received_at=timezone.make_aware(datetime.combine(on, time.min)) if on else now,
            mode=mode,
            typed_by=by if on else None,
        )
        if kind == "complaint":
            ComplaintStep.objects.create(complaint=row, step=Step.RECEIVED, on=on or timezone.localdate(now), by=None, recorded_at=now)
        if on:
            record(by=by, verb=TYPED[kind], subject=row, detail={"mode": mode, "on": on.isoformat()})
        else:
            record(by=by, verb=RECEIVED[kind], subject=row)
        Words.objects.create(key=key_of(kind, row.reference), text=words)  # last, so that it holds the chain: see drop_stray_words
    return Received(row.reference, already=False)


def key_of(kind: str, reference: str, step: str = "") -> str:
    """The key under which the vault holds someone's words, or what they were told at a step."""
    return ":".join(part for part in (kind, reference, step) if part)


def forget(*, kind: str, row: Any) -> bool:
    """Erase how to reach whoever asked or complained; once it is answered, their words as well. What was published and counted stays.

    True when there was something to erase. Whoever has the reference may do this.
    """
    with transaction.atomic():
        held = KINDS[kind].objects.select_for_update(of=("self",)).select_related("participant").get(pk=row.pk)
        erased = 0
        if is_answered(kind, held):
            erased, _ = Words.objects.filter(key=key_of(kind, held.reference)).delete()
            told, _ = Words.objects.filter(key__startswith=key_of(kind, held.reference) + ":").delete()
            erased += told
        reached = held.participant is not None and erase_participant(by="participant", pseudonym=held.participant.pseudonym)
        if erased:
            record(by="participant", verb=ERASED[kind], subject=held)
    return bool(erased) or reached


def is_answered(kind: str, row: Any) -> bool:
    """Whether a question has an answer, or a complaint its outcome."""
    return row.answers.exists() if kind == "question" else row.steps.filter(step=Step.ANSWERED).exists()


def answer_question(*, by: Any, question: Question, wording: Texts, answer: Texts) -> Answer:
    """Answer a question, with the question in words that may be published. Whoever asked sees it at once; everyone after a second look.

    Raises PermissionDenied without `concerns.answer` in the lead, ValidationError for texts without standard English.
    """
    require(by, "concerns.answer", question.initiative.lead)
    with transaction.atomic():
        held = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
        version = held.answers.count() + 1
        made = Answer(question=held, version=version, wording=wording, answer=answer, answered_by=by, answered_at=timezone.now())
        made.full_clean()
        made.save()
        record(by=by, verb="question.answered", subject=held, detail={"version": version})
    return made


def look_at_answer(*, by: Any, answer: Answer, publish: bool, reason: str = "") -> Look:
    """A second person's look at an answer: publish it, or keep it back (or take it back) with a reason for colleagues.

    Raises PermissionDenied without `concerns.publish` in the lead, or when whoever wrote an answer would publish it; NotNow for an answer
    that a later one has replaced, or one that stands so already; ValidationError for keeping back without a reason.
    """
    require(by, "concerns.publish", answer.question.initiative.lead)
    with transaction.atomic():
        question = Question.objects.select_for_update(of=("self",)).get(pk=answer.question_id)
        if publish and answer.answered_by_id == by.pk:
            raise PermissionDenied("You wrote this answer, so someone else must read it and publish it.")
        newest = question.answers.order_by("-version").first()
        if publish and newest != answer:
            raise NotNow("A later answer has taken the place of this one. Read that one.")
        last = answer.looks.order_by("-id").first()
        if last is not None and last.publish == publish:
            raise NotNow("It is published already." if publish else "It is kept back already.")
        reason = reason.strip()
        if not publish and not reason:
            raise ValidationError({"reason": "Say why it is kept back, so that it can be put right."})
        look = Look(
            answer=answer,
            publish=publish,
            reason="" if publish else reason,
            answered_by=answer.answered_by,
            looked_by=by,
            looked_at=timezone.now(),
        )
        look.full_clean()
        look.save()
        verb = "question.published" if publish else "question.kept_back"
        record(by=by, verb=verb, subject=question, detail={"version": answer.version})
    return look


def move_complaint(*, by: Any, complaint: Complaint, step: str, told: str = "", outcome: str = "", on: date | None = None) -> ComplaintStep:
    """The next step of a complaint on a day (today); `told` is what the person reads at their reference, kept in the vault.

    Raises PermissionDenied without `concerns.answer` in the lead, NotNow for a step that does not come next, and ValidationError for an
    answer without an outcome or its reasons, and for a day before the last step or to come.
    """
    require(by, "concerns.answer", complaint.initiative.lead)
    today = timezone.localdate()
    day = on or today
    with transaction.atomic():
        held = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
        last = last_step(held)
        if step not in STEPS[Step(last.step)].then:
            raise NotNow("This complaint is not at that step. Load its page again to see where it is.")
        if day > today:
            raise ValidationError({"on": "Give a day that has come."})
        if day < last.on:
            raise ValidationError({"on": "That is before the step before it. Give that day or a later one."})
        told = _tidy(told)
        if len(told) > LONGEST_WORDS:
            raise ValidationError({"told": f"That is too long. Write at most {LONGEST_WORDS} characters."})
        if step == Step.ANSWERED and outcome not in set(Outcome):
            raise ValidationError({"outcome": "Choose what came of it."})
        if step == Step.ANSWERED and not told:
            raise ValidationError({"told": "Give the reasons. The person who complained reads them."})
        made = ComplaintStep(
            complaint=held, step=step, outcome=outcome if step == Step.ANSWERED else "", on=day, by=by, recorded_at=timezone.now()
        )
        made.full_clean()
        made.save()
        record(by=by, verb="complaint.moved", subject=held, detail={"step": step, "on": day.isoformat()})
        if told:
            Words.objects.create(key=key_of("complaint", held.reference, step), text=told)
    return made


def drop_stray_words() -> int:
    """Delete words in the vault that belong to no question or complaint: what a submission left behind that did not finish. How many.

    For the start of a server.
    """
    with transaction.atomic():
        lock_chain()  # a submission under way on another server holds it: wait until its row can be seen
        known = {key_of(kind, r) for kind, model in KINDS.items() for r in model.objects.values_list("reference", flat=True)}
        stray = [pk for pk, key in Words.objects.values_list("pk", "key") if ":".join(key.split(":")[:2]) not in known]
        for start in range(0, len(stray), 500):
            Words.objects.filter(pk__in=stray[start : start + 500]).delete()
        if stray:
            record(by="folkmoot", verb="words.dropped", subject="vault:words", detail={"count": len(stray)})
    return len(stray)


def _tidy(words: str) -> str:
    return "\n".join(line.rstrip() for line in words.splitlines()).strip()


def _wrong_words(kind: str, words: str, contact: str) -> dict[str, str]:
    wrong = {}
    if not words:
        wrong["words"] = f"Write your {kind}."
    elif len(words) > LONGEST_WORDS:
        wrong["words"] = f"That is {len(words)} characters. Say it in {LONGEST_WORDS} at most."
    if len(contact) > LONGEST_CONTACT:
        wrong["contact"] = f"How to reach you may be {LONGEST_CONTACT} characters at most."
    return wrong


def _wrong_arrival(mode: str, on: date) -> dict[str, str]:
    wrong = {}
    if mode not in TYPED_IN:
        wrong["mode"] = "Choose how it came in."
    if on > timezone.localdate():
        wrong["on"] = "Give the day it came in: a day that has come."
    elif on < EARLIEST:
        wrong["on"] = f"Give the day it came in, with its whole year: {EARLIEST.year} or later."
    return wrong
