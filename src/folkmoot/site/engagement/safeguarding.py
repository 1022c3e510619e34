"""Keeping people safe who take part: the groups that are asked, what each needs, and why an engagement may not open yet.

After the Market Research Society's guidelines on children and vulnerable people, and the cohorts of the Essex programme: an under-16 takes
part with the consent of a responsible adult and with their own.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from folkmoot.site.audit.domain import record
from folkmoot.site.engagement.held import held_by
from folkmoot.site.engagement.methods.survey_config import OF_AGE
from folkmoot.site.engagement.models import Cohort, Engagement
from folkmoot.site.engagement.states import State
from folkmoot.site.errors import NotNow

LONGEST = 2_000


@dataclass(frozen=True)
class Field:
    """Something that must be said of a group before it is asked: its question, and what to say."""

    label: str
    hint: str


FIELDS: dict[str, Field] = {
    "support": Field("What help people get to take part", "Such as: by phone, with an interpreter, in easy read, a taxi. And whom to ask."),
    "lead": Field("Who looks after their safety", "An office, not a name, such as: safeguarding lead of the council, 01234 567890."),
    "consent": Field("Whose yes is needed, and how it is kept", "Such as: their own, in writing. For a child a responsible adult's too."),
    "disclosure": Field("What happens if someone tells of harm", "What is kept to yourself, what must be passed on, to whom, how soon."),
    "distress": Field("When you stop, and what then", "What staff look out for, how anyone can stop, and who talks to them afterwards."),
}
EVERY_FIELD = tuple(FIELDS)


@dataclass(frozen=True)
class CohortKind:
    """A kind of group: its words, and which fields it needs."""

    name: str
    needs: tuple[str, ...] = EVERY_FIELD


KINDS: dict[str, CohortKind] = {
    "general": CohortKind("Adults in general, nobody at special risk sought out", ("support",)),
    "under_16": CohortKind("Children under 16"),
    "young": CohortKind("Young people of 16 and 17"),
    "learning_disability": CohortKind("People with a learning disability"),
    "capacity": CohortKind("People who may be unable to decide about taking part"),
    "convictions": CohortKind("People with criminal convictions"),
    "drugs_alcohol": CohortKind("People treated for drug or alcohol use"),
    "homeless": CohortKind("People who are homeless"),
    "abuse": CohortKind("People who were abused, or saw abuse"),
    "mental_health": CohortKind("People with mental ill health"),
    "carers": CohortKind("Carers, and those they care for"),
    "other": CohortKind("Another group that needs care"),
}


def add_cohort(*, by: Any, engagement: Engagement, kind: str, name: str, **said: str) -> Cohort:
    """Say which group of people an engagement asks, and how they are kept safe: the fields of FIELDS that its kind needs.

    Raises ValidationError, by field, for what is missing; NotNow once the engagement is open; PermissionDenied without `engagement.run` in
    the Organisation that leads the initiative.
    """
    with transaction.atomic():
        held = _held(by, engagement)
        wrong = {} if kind in KINDS else {"kind": "Choose the kind of group."}
        texts = {field: said.get(field, "").strip() for field in FIELDS}
        needed = KINDS[kind].needs if kind in KINDS else ()
        wrong |= {field: f"Say this: “{FIELDS[field].label}”." for field in needed if not texts[field]}
        wrong |= {field: f"Write {LONGEST:,} letters at most." for field, text in texts.items() if len(text) > LONGEST}
        if not name.strip() or len(name) > 200:
            wrong["name"] = "Say who they are, in 200 letters at most, such as: people aged 13 to 18 in youth clubs."
        if wrong:
            raise ValidationError(wrong)
        made = Cohort.objects.create(engagement=held, kind=kind, name=name.strip(), **texts)
        record(by=by, verb="cohort.added", subject=made, detail={"kind": kind})
    return made


def take_cohort_away(*, by: Any, cohort: Cohort) -> None:
    """Take a group off again while the engagement is a draft. Raises NotNow once it is open; PermissionDenied as above."""
    with transaction.atomic():
        _held(by, cohort.engagement)
        record(by=by, verb="cohort.taken_away", subject=cohort, detail={"kind": cohort.kind})
        cohort.delete()


def why_not_safe(engagement: Engagement) -> list[str]:
    """Why an engagement may not open yet, each in a sentence; [] when everybody it asks is looked after."""
    kinds = set(engagement.cohorts.values_list("kind", flat=True))
    if not kinds:
        return ["Say first which groups of people this asks, and how each is kept safe."]
    youngest = engagement.config.get("youngest", OF_AGE)
    if youngest < OF_AGE and "under_16" not in kinds:
        return [f"This takes answers from the age of {youngest}. Say how children under 16 are kept safe."]
    if "under_16" in kinds and youngest >= OF_AGE:
        return ["This asks children under 16, but takes answers from 16 on. Set the youngest age, or take that group away."]
    return []


def kind_words(cohort: Cohort) -> str:
    """The words of its kind."""
    return KINDS[cohort.kind].name


def said_of(cohort: Cohort) -> list[tuple[str, str]]:
    """What was said of a group: pairs of a field's label and the text, those that are filled in."""
    return [(field.label, getattr(cohort, name)) for name, field in FIELDS.items() if getattr(cohort, name)]


def _held(by: Any, engagement: Engagement) -> Engagement:
    held = held_by(by, engagement)
    if held.state != State.DRAFT:
        raise NotNow("The groups that are asked are settled before an engagement opens. This one has opened.")
    return held
