"""What people chose as it stands now, what was answered, and how many there are, as it may be shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from statistics import median
from typing import Any

from django.utils import timezone

from folkmoot.record.preferences import FEW, Choice, Recorded, Standing, count_words, is_erased, standing
from folkmoot.record.preferences import PreferenceEvent as Told
from folkmoot.site.initiatives.queries import TOPICS
from folkmoot.site.preferences import references
from folkmoot.site.preferences.models import ObjectionAnswer, PreferenceEvent, PreferenceIdentity

MONTH = timedelta(days=30)


@dataclass(frozen=True)
class Mine:
    """Everything on record under one reference. `by` is who gave the choices; `erased` whether nobody can be found by them any more."""

    pseudonym: str
    by: str
    standing: dict[str, Standing]
    events: tuple[PreferenceEvent, ...]
    answers: tuple[ObjectionAnswer, ...]
    erased: bool


@dataclass(frozen=True)
class Objection:
    """An objection that stands: the number of its event, and what became of it."""

    number: int
    pseudonym: str
    family: str
    since: datetime
    by: str
    answers: tuple[ObjectionAnswer, ...]

    @property
    def days(self) -> int:
        """How many days it has stood."""
        return (timezone.now() - self.since).days

    def answer_of(self, organisation: Any) -> ObjectionAnswer | None:
        """What one organisation answered."""
        return next((answer for answer in self.answers if answer.organisation_id == organisation.pk), None)


@dataclass(frozen=True)
class FamilyNumbers:
    """How many people chose what in one family, and the answers to its objections, each count as it may be published."""

    family: str
    choices: dict[Choice, str]
    waiting: str
    overdue: str
    upheld: str
    grounds: str
    days: str


def mine(reference: str) -> Mine | None:
    """What is on record under a reference, or None."""
    pseudonym = references.pseudonym_of(reference)
    events = tuple(PreferenceEvent.objects.filter(pseudonym=pseudonym))
    if not events:
        return None
    told = [_told(event) for event in events]
    answers = ObjectionAnswer.objects.filter(objection__pseudonym=pseudonym).select_related("organisation", "objection", "event")
    there = PreferenceIdentity.objects.filter(pseudonym=pseudonym).exists()
    return Mine(pseudonym, events[0].by, standing(told), events, tuple(answers), is_erased(told) or not there)


def standing_of(pseudonym: str) -> dict[str, Standing]:
    """The choices of one pseudonym as they stand."""
    return standing(_told(event) for event in PreferenceEvent.objects.filter(pseudonym=pseudonym))


def everyone() -> Iterator[tuple[str, dict[str, Standing]]]:
    """Each pseudonym with its choices as they stand."""
    rows = PreferenceEvent.objects.order_by("pseudonym", "id").iterator()
    for pseudonym, events in groupby(rows, key=lambda event: event.pseudonym):
        yield pseudonym, standing(_told(event) for event in events)


def objections(family: str = "") -> list[Objection]:
    """The objections that stand (in one family), the oldest first."""
    numbers = {
        stands.number for _, held in everyone() for f, stands in held.items() if stands.choice == Choice.OBJECT and family in {"", f}
    }
    answers: dict[int, list[ObjectionAnswer]] = {}
    for answer in ObjectionAnswer.objects.select_related("organisation", "event"):
        answers.setdefault(answer.objection_id, []).append(answer)
    found = [event for event in PreferenceEvent.objects.filter(choice=Choice.OBJECT, state__in=["given", "changed"]) if event.pk in numbers]
    return [Objection(e.pk, e.pseudonym, e.family, e.recorded_at, e.by, tuple(answers.get(e.pk, ()))) for e in found]


def event_of(number: int) -> PreferenceEvent | None:
    """An event of the ledger by its number, or None."""
    return PreferenceEvent.objects.filter(pk=number).first()


def numbers() -> tuple[FamilyNumbers, ...]:
    """What is published about each family. An erased person's choices count as before, and so do answers to what was since taken back."""
    counts = {family: dict.fromkeys(Choice, 0) for family in TOPICS}
    for _, held in everyone():
        for family, stands in held.items():
            counts[family][stands.choice] += 1
    open_now = objections()
    given = list(ObjectionAnswer.objects.select_related("event", "objection"))
    return tuple(_numbers(family, counts[family], [o for o in open_now if o.family == family], given) for family in TOPICS)


def published_reasons() -> list[ObjectionAnswer]:
    """The answers that gave compelling reasons, the latest first: everyone may read why."""
    rows = ObjectionAnswer.objects.filter(outcome=ObjectionAnswer.Outcome.GROUNDS).select_related("organisation", "objection", "event")
    return list(rows.order_by("-id"))


def _numbers(family: str, counts: dict[Choice, int], open_now: list[Objection], given: list[ObjectionAnswer]) -> FamilyNumbers:
    answered = [answer for answer in given if answer.objection.family == family]
    took: dict[int, int] = {}  # days until the first answer, by objection
    for answer in answered:
        took.setdefault(answer.objection_id, (answer.event.recorded_at - answer.objection.recorded_at).days)
    waiting = [objection for objection in open_now if not objection.answers]
    overdue = sum(timezone.now() - objection.since > MONTH for objection in waiting)
    return FamilyNumbers(
        family=family,
        choices={choice: count_words(count) for choice, count in counts.items()},
        waiting=count_words(len(waiting)),
        overdue=count_words(overdue),
        upheld=count_words(sum(answer.outcome == ObjectionAnswer.Outcome.UPHELD for answer in answered)),
        grounds=count_words(sum(answer.outcome == ObjectionAnswer.Outcome.GROUNDS for answer in answered)),
        days=f"half of them within {median(took.values()):.0f} days" if len(took) >= FEW else "too few to say",
    )


def _told(event: PreferenceEvent) -> Told:
    choice = Choice(event.choice) if event.choice else None
    return Told(event.pk, event.family, Recorded(event.state), choice, timezone.localtime(event.recorded_at))
