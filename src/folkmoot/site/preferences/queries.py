"""What people chose as it stands now, what was answered, and how many there are, as it may be shown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from statistics import median
from typing import Any

from django.utils import timezone

from folkmoot.record.preferences import Choice, Recorded, Standing, counts_at, is_erased, standing
from folkmoot.record.preferences import PreferenceEvent as Told
from folkmoot.site.initiatives.queries import TOPICS
from folkmoot.site.preferences.models import ObjectionAnswer, PreferenceEvent, PreferenceIdentity
from folkmoot.site.preferences.pseudonyms import pseudonym_of
from folkmoot.site.small_counts import FEW, about

MONTH = timedelta(days=30)
MONTHS = 12  # how far back the numbers are told
COLUMNS = ("pk", "family", "state", "choice", "recorded_at")


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


@dataclass(frozen=True)
class MonthNumbers:
    """How many people had which choice in each family when a month ended, as it may be published. `on` is the month's last day."""

    on: date
    choices: dict[str, dict[Choice, str]]


def mine(reference: str) -> Mine | None:
    """What is on record under a reference, or None."""
    pseudonym = pseudonym_of(reference)
    events = tuple(PreferenceEvent.objects.filter(pseudonym=pseudonym))
    if not events:
        return None
    told = [_told(e.pk, e.family, e.state, e.choice, timezone.localtime(e.recorded_at)) for e in events]
    answers = ObjectionAnswer.objects.filter(objection__pseudonym=pseudonym).select_related("organisation", "objection", "event")
    there = PreferenceIdentity.objects.filter(pseudonym=pseudonym).exists()
    return Mine(pseudonym, events[0].by, standing(told), events, tuple(answers), is_erased(told) or not there)


def standing_of(pseudonym: str) -> dict[str, Standing]:
    """The choices of one pseudonym as they stand."""
    return standing(_told(*row) for row in PreferenceEvent.objects.filter(pseudonym=pseudonym).values_list(*COLUMNS))


def everyone() -> Iterator[tuple[str, dict[str, Standing]]]:
    """Each pseudonym with its choices as they stand."""
    for pseudonym, events in _ledger():
        yield pseudonym, standing(events)


def objections(family: str = "") -> list[Objection]:
    """The objections that stand (in one family), the oldest first."""
    return _objections(everyone(), family)


def event_of(number: int) -> PreferenceEvent | None:
    """An event of the ledger by its number, or None."""
    return PreferenceEvent.objects.filter(pk=number).first()


def numbers() -> tuple[FamilyNumbers, ...]:
    """What is published about each family. An erased person's choices count as before, and so do answers to what was since taken back."""
    counts = {family: dict.fromkeys(Choice, 0) for family in TOPICS}
    people = list(everyone())
    for _, held in people:
        for family, stands in held.items():
            counts[family][stands.choice] += 1
    open_now = _objections(people)
    given = list(ObjectionAnswer.objects.select_related("event", "objection"))
    return tuple(_numbers(family, counts[family], [o for o in open_now if o.family == family], given) for family in TOPICS)


def by_month() -> tuple[MonthNumbers, ...]:
    """The numbers at the end of each of the last twelve months, the latest first, from the first month in which anyone chose.

    What is recorded later never changes them.
    """
    first = PreferenceEvent.objects.order_by("recorded_at").values_list("recorded_at", flat=True).first()
    lasts, day = [], timezone.localdate().replace(day=1)
    while first is not None and len(lasts) < MONTHS and (last := day - timedelta(days=1)) >= timezone.localdate(first):
        lasts.append(last)
        day = last.replace(day=1)
    lasts.reverse()
    moments = [timezone.make_aware(datetime.combine(last, time.max)) for last in lasts]
    counts = counts_at((events for _, events in _ledger()), moments)
    told = [
        MonthNumbers(on, {family: {choice: about(held[family, choice]) for choice in Choice} for family in TOPICS})
        for on, held in zip(lasts, counts, strict=True)
    ]
    return tuple(reversed(told))


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
        choices={choice: about(count) for choice, count in counts.items()},
        waiting=about(len(waiting)),
        overdue=about(overdue),
        upheld=about(sum(answer.outcome == ObjectionAnswer.Outcome.UPHELD for answer in answered)),
        grounds=about(sum(answer.outcome == ObjectionAnswer.Outcome.GROUNDS for answer in answered)),
        days=f"half of them within {median(took.values()):.0f} days" if len(took) >= FEW else "too few to say",
    )


def _ledger() -> Iterator[tuple[str, Iterator[Told]]]:
    """Each pseudonym with its events."""
    rows = PreferenceEvent.objects.order_by("pseudonym", "id").values_list("pseudonym", *COLUMNS)  # not models: this reads the whole ledger
    for pseudonym, events in groupby(rows.iterator(), key=lambda row: row[0]):
        yield pseudonym, (_told(*row[1:]) for row in events)


def _objections(people: Iterable[tuple[str, dict[str, Standing]]], family: str = "") -> list[Objection]:
    open_now = {s.number for _, held in people for f, s in held.items() if s.choice == Choice.OBJECT and family in {"", f}}
    answers: dict[int, list[ObjectionAnswer]] = {}
    for answer in ObjectionAnswer.objects.select_related("organisation", "event"):
        answers.setdefault(answer.objection_id, []).append(answer)
    given = PreferenceEvent.objects.filter(choice=Choice.OBJECT, state__in=["given", "changed"]).order_by("id")
    rows = given.values_list("pk", "pseudonym", "family", "recorded_at", "by")
    return [Objection(*row, tuple(answers.get(row[0], ()))) for row in rows if row[0] in open_now]


def _told(number: int, family: str, state: str, choice: str, recorded_at: datetime) -> Told:
    return Told(number, family, Recorded(state), Choice(choice) if choice else None, recorded_at)
