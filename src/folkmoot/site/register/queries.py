"""Finding initiatives by the index, and how many there are of each kind. What a page then shows is worked out from the record itself."""

from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from folkmoot.licence import LicenceState
from folkmoot.site.audit import queries as audit
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people import queries as people
from folkmoot.site.register import domain, search_table
from folkmoot.site.register.models import Entry, Inside
from folkmoot.site.register.words import asked_words

PAGE = 20

_IS_INSIDE = Exists(Inside.objects.filter(organisation=OuterRef("pk")))


@dataclass(frozen=True)
class Asked:
    """What someone looks for; '' leaves a choice open.

    `words` must each begin a word of the title, the summary, the organisations, the area or the published notice, in any rendition;
    `area` the same in the area alone. `organisation` is a slug; `topic`, `kind`, `stage` and `state` (of the
    licence) are keys; an unknown one fits nothing.
    """

    words: str = ""
    area: str = ""
    topic: str = ""
    organisation: str = ""
    kind: str = ""
    stage: str = ""
    state: str = ""

    @property
    def anything(self) -> bool:
        """Whether anything is asked for at all."""
        return any(astuple(self))


@dataclass(frozen=True)
class Found:
    """One page of what was found, the newest first: `number` of `pages`, `total` in all."""

    initiatives: tuple[Any, ...]
    total: int
    number: int
    pages: int


@dataclass(frozen=True)
class Version:
    """Which register something was made from: `mark` is another whenever any of it is, and `changed` is when it became so."""

    mark: str
    changed: datetime


@dataclass(frozen=True)
class Counts:
    """How many initiatives there are, by the state of their licence, and what else the home page counts."""

    total: int = 0
    by_state: Mapping[str, int] = field(default_factory=dict)
    running: int = 0
    notices: int = 0
    answers: int = 0


def find(asked: Asked, *, number: int = 1, size: int = PAGE, at: datetime | None = None) -> Found:
    """One page of the initiatives that fit at a moment (now). A page after the last is the last."""
    moment = at or timezone.now()
    domain.refresh(moment)
    while True:
        fitting = _fitting(asked)
        total = fitting.count()
        pages = max(1, -(-total // size))
        number = min(max(number, 1), pages)
        keys = dict(fitting.order_by("-proposed_on", "-initiative_id").values_list("pk", "event")[(number - 1) * size : number * size])
        newest = audit.newest_about("initiative", list(keys))
        if all(newest.get(key, 0) == event for key, event in keys.items()):
            return Found(tuple(initiatives.by_ids(keys)), total, number, pages)
        domain.catch_up()  # the index was not there when something was recorded


def each(asked: Asked, size: int = 50) -> Iterator[list[Any]]:
    """The initiatives that fit, the one recorded first first, a few at a time: none twice and none left out, however long it takes."""
    domain.refresh(timezone.now())
    fitting, last = _fitting(asked).order_by("pk"), 0
    while keys := list(fitting.filter(pk__gt=last).values_list("pk", flat=True)[:size]):
        yield initiatives.by_ids(keys)
        last = keys[-1]


def version(at: datetime | None = None) -> Version:
    """The register at a moment (now), licences and all: whatever is made from it alone stays as it is while the version does."""
    moment = at or timezone.now()
    domain.refresh(moment)
    last = {name: Entry.objects.aggregate(last=Max(name))["last"] for name in ("event", "since")}  # one by one: each by its index
    changed = last["since"] or datetime.fromtimestamp(0, UTC)
    return Version(f"{Entry.objects.count()} {last['event'] or 0} {changed.isoformat()}", changed)


def counts() -> Counts:
    """How many there are now. Call it after `find`, which brings the index up to date."""
    told = Count("pk"), Count("pk", filter=Q(joined=True)), Count("pk", filter=Q(notice__gt=0)), Sum("answers")
    states = (
        Entry.objects.order_by().values("state").annotate(**dict(zip(("count", "joined_too", "noticed", "answered"), told, strict=True)))
    )
    return Counts(
        total=sum(row["count"] for row in states),
        by_state={row["state"]: row["count"] for row in states},
        running=sum(row["joined_too"] for row in states if row["state"] == LicenceState.IN_FORCE.value),
        notices=sum(row["noticed"] for row in states),
        answers=sum(row["answered"] for row in states),
    )


def organisations() -> tuple[Any, ...]:
    """The organisations that are in any initiative, by name."""
    return people.organisations(_IS_INSIDE)


def organisation_names() -> dict[str, str]:
    """The names of the same by their slugs."""
    return people.organisation_names(_IS_INSIDE)


def _fitting(asked: Asked) -> QuerySet[Entry]:
    entries = Entry.objects.all()
    for name in ("topic", "kind", "stage", "state"):
        if value := getattr(asked, name):
            entries = entries.filter(**{name: value})
    if asked.organisation:
        entries = entries.filter(pk__in=Inside.objects.filter(organisation__slug=asked.organisation).values("entry"))
    for name in ("words", "area"):
        text = getattr(asked, name)
        words = asked_words(text)
        if text and not words:
            return entries.none()  # signs alone begin no word
        if name == "words" and words:
            entries = entries.filter(pk__in=search_table.with_all(words))
        for word in words if name == "area" else ():
            entries = entries.filter(area__contains=f" {word}")
    return entries
