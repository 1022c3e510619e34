"""What the entries of some initiatives must say at a moment, worked out from what is on record and from nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from folkmoot.licence import licence_in_force, next_change
from folkmoot.site.audit import queries as audit
from folkmoot.site.governance import queries as governance
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.register.models import Entry
from folkmoot.site.register.words import texts_in, words_of


@dataclass(frozen=True)
class Made:
    """An entry that is not saved, the keys of the organisations in it, and the words it is found by."""

    entry: Entry
    organisations: tuple[int, ...]
    words: frozenset[str]


def made(found: Sequence[Any], at: datetime) -> list[Made]:
    """The entries of initiatives as they are at a moment, in as many readings of the database as for one."""
    rows = initiatives.rows_of(found)
    facts = governance.facts_of(found, at, rows)
    later = governance.recorded_after(found, at)
    answers = governance.answers_given(found)
    events = audit.newest_about("initiative", [i.pk for i in found])
    zone = timezone.get_current_timezone()
    entries = []
    for initiative, known in zip(found, facts, strict=True):
        own = rows[initiative.pk]
        organisations = initiatives.organisations_of(initiative, at, own)
        notice = own.notice(at)
        changes = (next_change(known, at=at, zone=zone), initiatives.next_change(own, at), later.get(initiative.pk))
        entry = Entry(
            initiative=initiative,
            proposed_on=initiative.proposed_on,
            kind=initiative.kind,
            topic=initiative.topic,
            area="".join(f" {word}" for word in words_of(initiative.area)),
            stage=initiative.stage,
            state=licence_in_force(known, stage=governance.asked_stage(initiative), at=at, zone=zone).state.value,
            joined=initiative.joined_at is not None,
            notice=notice.version if notice else 0,
            answers=answers.get(initiative.pk, 0),
            event=events.get(initiative.pk, 0),
            since=at,
            until=min((moment for moment in changes if moment is not None), default=None),
        )
        entries.append(Made(entry, tuple(o.pk for o in organisations), _words(initiative, organisations, notice)))
    return entries


def _words(initiative: Any, organisations: Sequence[Any], notice: Any) -> frozenset[str]:
    texts = [*texts_in(initiative.title), *texts_in(initiative.summary), initiative.area, *(o.name for o in organisations)]
    if notice is not None:
        texts += texts_in(notice.content)
    return frozenset(words_of("\n".join(texts)))
