"""What is known about questions and complaints: for everyone, for whoever has a reference, and for staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from folkmoot.site.concerns import complaint_numbers, incidents
from folkmoot.site.concerns.complaint_numbers import ComplaintNumbers
from folkmoot.site.concerns.complaint_steps import ACKNOWLEDGE_DAYS, ANSWER_DAYS, OUTCOME_WORDS, STEPS, Outcome, Step
from folkmoot.site.concerns.incident_states import STATES
from folkmoot.site.concerns.incidents import IncidentHistory, PublicIncident, incident_history, public_incidents
from folkmoot.site.concerns.models import Answer, Complaint, ComplaintStep, Question, Words
from folkmoot.site.concerns.modes import MODE_WORDS, Mode
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people import queries as people
from folkmoot.site.people.rules import organisations_where
from folkmoot.site.renditions import Texts

__all__ = ["IncidentHistory", "PublicIncident", "incident_history", "public_incidents"]

INCIDENT_DAYS = 90  # our own aim for closing an incident
QUESTION_DAYS = 20  # our own aim for an answer to a question; the pages say so


@dataclass(frozen=True)
class Published:
    """A question and its answer as everyone reads them, and how many days the answer took."""

    number: int
    initiative: Any
    wording: Texts
    answer: Texts
    received_on: date
    answered_on: date

    @property
    def days(self) -> int:
        """From the day it was received to the day it was first answered."""
        return (self.answered_on - self.received_on).days


@dataclass(frozen=True)
class Stage:
    """Something that happened to a question or a complaint, on a day, and what the person was told."""

    on: date
    words: str
    told: str = ""


@dataclass(frozen=True)
class Followed:
    """What whoever has a reference sees: where it stands. It holds no name, and not what they wrote."""

    kind: str
    reference: str
    initiative: Any
    happened: tuple[Stage, ...]
    answer: Texts | None
    due: tuple[date, str] | None
    can_erase: bool
    row: Any


@dataclass(frozen=True)
class Came:
    """On which day something came in, how, in words, and who typed it in (nobody: whoever wrote it sent it)."""

    on: date
    how: str
    typed_by: str

    @property
    def words(self) -> str:
        """How it came, and who typed it in."""
        return f"{self.how}, typed in by {self.typed_by}" if self.typed_by else self.how


@dataclass(frozen=True)
class Waiting:
    """Something for staff to do, by when, and how many days are left (fewer than none: overdue)."""

    words: str
    where: Texts
    route: str
    key: int
    due: date
    days_left: int


def last_step(complaint: Complaint) -> ComplaintStep:
    """Where a complaint is."""
    return complaint.steps.order_by("-id")[:1].get()


def words_of(kind: str, reference: str, step: str = "") -> str:
    """What the vault holds: someone's words, or what they were told at a step; "" when it was erased."""
    key = ":".join(part for part in (kind, reference, step) if part)
    return Words.objects.filter(key=key).values_list("text", flat=True).first() or ""


def contact_of(row: Any) -> str:
    """How to reach whoever asked or complained, or "". For staff alone: the caller checks."""
    return people.contact_of(row.participant.pseudonym) if row.participant else ""


def came(row: Any) -> Came:
    """When and how a question or a complaint came in, and who typed it in. For staff."""
    return Came(timezone.localdate(row.received_at), MODE_WORDS[Mode(row.mode)], row.typed_by.name if row.typed_by else "")


def question(key: int) -> Question | None:
    """The question with a key, or None."""
    return Question.objects.select_related("initiative__lead", "participant", "typed_by").filter(pk=key).first()


def complaint(key: int) -> Complaint | None:
    """The complaint with a key, or None."""
    return Complaint.objects.select_related("initiative__lead", "participant", "typed_by").filter(pk=key).first()


def answers_of(asked: Question) -> list[Answer]:
    """The versions of its answer, the newest first."""
    return list(asked.answers.select_related("answered_by").order_by("-version"))


def is_published(answer: Answer) -> bool:
    """Whether everyone may read it: the last look at it says so."""
    last = answer.looks.order_by("-id").first()
    return last is not None and last.publish


def is_looked_at(answer: Answer) -> bool:
    """Whether a second person has said that it may be read, or that it may not."""
    return answer.looks.exists()


def published_questions(initiative: Any = None) -> list[Published]:
    """What was asked (about one initiative, or all), with the newest answer that may be read, the last answered first."""
    found = (
        Question.objects.filter(answers__looks__publish=True)
        .distinct()
        .select_related("initiative__lead")
        .prefetch_related("answers__looks")
    )
    if initiative is not None:
        found = found.filter(initiative=initiative)
    shown = []
    for asked in found:
        answers = list(asked.answers.all())
        may = [a for a in answers if (looks := list(a.looks.all())) and looks[-1].publish]
        if may:
            received, answered = timezone.localdate(asked.received_at), timezone.localdate(answers[0].answered_at)
            shown.append(Published(asked.pk, asked.initiative, may[-1].wording, may[-1].answer, received, answered))
    return sorted(shown, key=lambda one: (one.answered_on, one.number), reverse=True)


def numbers_of_initiative(initiative: Any) -> ComplaintNumbers:
    """How complaints about an initiative fared."""
    return complaint_numbers.of_initiative(initiative.pk)


def numbers_of_organisation(organisation: Any) -> ComplaintNumbers:
    """How complaints about all that an organisation leads fared."""
    return complaint_numbers.of_initiatives(led_by(organisation))


def led_by(organisation: Any) -> list[Any]:
    """The initiatives an organisation leads."""
    return [initiative for initiative in initiatives.everything() if initiative.lead_id == organisation.pk]


def key_of(reference: str) -> int:
    """The key under which staff find the question or complaint with a reference. Raises LookupError when there is none."""
    found = followed(reference)
    if found is None:
        raise LookupError("There is nothing with that reference.")
    return int(found.row.pk)


def followed(reference: str) -> Followed | None:
    """Where the question or complaint with a reference stands, or None when there is none."""
    asked = Question.objects.select_related("initiative__lead", "participant").filter(reference=reference).first()
    if asked is not None:
        return _followed_question(asked)
    complained = Complaint.objects.select_related("initiative__lead", "participant").filter(reference=reference).first()
    return _followed_complaint(complained) if complained is not None else None


def _followed_question(asked: Question) -> Followed:
    answers = list(asked.answers.all())
    received = timezone.localdate(asked.received_at)
    happened = [Stage(received, "We received it.")]
    happened += [Stage(timezone.localdate(answers[0].answered_at), "We answered it.")] if answers else []
    looks = [look for answer in answers if (look := answer.looks.order_by("-id").first()) and look.publish]
    if looks:
        happened.append(Stage(timezone.localdate(looks[-1].looked_at), "The answer was published, without your details."))
    due = None if answers else (received + timedelta(days=QUESTION_DAYS), "We aim to answer by")
    kept = asked.participant is not None or (bool(answers) and bool(words_of("question", asked.reference)))
    return Followed(
        "question", asked.reference, asked.initiative, tuple(happened), answers[-1].answer if answers else None, due, kept, asked
    )


def _followed_complaint(complained: Complaint) -> Followed:
    steps = list(complained.steps.all())
    happened = [
        Stage(s.on, _step_words(s), words_of("complaint", complained.reference, s.step) if s.step != Step.RECEIVED else "") for s in steps
    ]
    answered = any(s.step == Step.ANSWERED for s in steps)
    kept = complained.participant is not None or (answered and bool(words_of("complaint", complained.reference)))
    return Followed(
        "complaint", complained.reference, complained.initiative, tuple(happened), None, _complaint_due(steps), kept, complained
    )


def _step_words(step: ComplaintStep) -> str:
    words = STEPS[Step(step.step)].happened
    return f"{words} {OUTCOME_WORDS[Outcome(step.outcome)]}." if step.outcome else words


def _complaint_due(steps: Sequence[ComplaintStep]) -> tuple[date, str] | None:
    taken = {step.step: step for step in steps}
    received = taken[Step.RECEIVED].on
    if Step.ACKNOWLEDGED not in taken:
        return received + timedelta(days=ACKNOWLEDGE_DAYS), "By law we must tell you that we have it by"
    if Step.ANSWERED not in taken:
        return received + timedelta(days=ANSWER_DAYS), "We aim to answer it by"
    return None


def waiting(user: Any, initiative: Any = None) -> list[Waiting]:
    """What waits for this member of staff (on one initiative, or all), the most urgent first."""
    answers = organisations_where(user, "concerns.answer")
    publishes = organisations_where(user, "concerns.publish")
    today = timezone.localdate()
    found: list[Waiting] = []

    def wait(words: str, about: Any, route: str, key: int, due: date) -> None:
        if initiative is None or about == initiative:
            found.append(Waiting(words, about.title, route, key, due, (due - today).days))

    asked_of_mine = Question.objects.filter(initiative__lead__in=[*answers, *publishes])
    for asked in asked_of_mine.select_related("initiative__lead").prefetch_related("answers__looks"):
        due = timezone.localdate(asked.received_at) + timedelta(days=QUESTION_DAYS)
        newest = next(iter([*asked.answers.all()][-1:]), None)
        if newest is None and asked.initiative.lead in answers:
            wait("Answer a question", asked.initiative, "concerns:staff_question", asked.pk, due)
        elif newest is not None and not is_looked_at(newest) and newest.answered_by_id != user.pk and asked.initiative.lead in publishes:
            wait("Read an answer, then publish it or keep it back", asked.initiative, "concerns:staff_question", asked.pk, due)
    for complained in Complaint.objects.filter(initiative__lead__in=answers).select_related("initiative__lead").prefetch_related("steps"):
        steps = list(complained.steps.all())
        if (next_due := _complaint_due(steps)) is not None:
            words = "Acknowledge a complaint: the law gives 30 days" if len(steps) == 1 else "Answer a complaint"
            wait(words, complained.initiative, "concerns:staff_complaint", complained.pk, next_due[0])
    found += _incidents_waiting(user, initiative, today)
    return sorted(found, key=lambda one: (one.due, one.route, one.key))


def _incidents_waiting(user: Any, initiative: Any, today: date) -> list[Waiting]:
    records, publishes = (organisations_where(user, permission) for permission in ("concerns.record", "concerns.publish"))
    appraises = incidents.to_appraise(user)
    found = []
    for one in [*incidents.of_organisations(list({*records, *publishes})), *appraises]:
        if initiative is not None and one.initiative_id != initiative.pk:
            continue
        state, clock = incidents.state_of(one), incidents.clock_of(one)
        then = STATES[state].then
        due = timezone.localdate(incidents.facts_of(one).found_at) + timedelta(days=INCIDENT_DAYS)
        summaries = incidents.summaries_of(one)
        where = one.initiative.title if one.initiative else {"en": {"standard": one.organisation.name}}
        todo: list[tuple[str, date]] = []
        if clock.state in {"running", "overdue"} and one.organisation in records:
            todo.append((f"Incident {one.pk}: {clock.words}", timezone.localdate(clock.until)))
        elif then is not None and one.organisation in records:
            todo.append((f"Incident {one.pk}, {STATES[state].name.lower()}: {STATES[then].take.lower()}", due))
        if one.organisation in publishes and summaries and not hasattr(summaries[0], "published") and summaries[0].written_by_id != user.pk:
            todo.append((f"Incident {one.pk}: read its summary, then publish it", due))
        if one in appraises:
            todo.append((f"Incident {one.pk}: appraise it", due))
        found += [Waiting(words, where, "concerns:staff_incident", one.pk, day, (day - today).days) for words, day in todo]
    return found
