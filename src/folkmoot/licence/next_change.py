"""When an answer about a licence could change by time alone, so that it may be kept until then and no longer."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo

from folkmoot.licence.facts import Facts
from folkmoot.licence.in_force import LOCAL


def next_change(facts: Facts, *, at: datetime, zone: tzinfo = LOCAL) -> datetime | None:
    """The first moment after `at` at which `licence_in_force` could answer otherwise from the same facts; None when it never will.

    Until then its answer for every stage is the one for `at`, in every word. Days are counted in `zone`.
    """
    return min((moment for moment in _moments(facts, zone) if moment > at), default=None)


def begins(day: date, zone: tzinfo) -> datetime:
    """The first moment of a local day."""
    return datetime.combine(day, time.min, zone)


def ends(day: date, zone: tzinfo) -> datetime | None:
    """The first moment after a local day; None after the last day that can be written."""
    return begins(day + timedelta(days=1), zone) if day < date.max else None


def _moments(facts: Facts, zone: tzinfo) -> Iterator[datetime]:
    for notice in facts.notices:
        yield notice.published
    for edit in facts.edits:
        yield edit.at
    for stop in facts.suspensions:
        yield from (moment for moment in (stop.started, stop.ended) if moment is not None)
    if facts.closed is not None:
        yield facts.closed
    yield from (begins(day, zone) for day in _first_days(facts) if day is not None)
    after = (ends(day, zone) for day in _last_days(facts) if day is not None)
    yield from (moment for moment in after if moment is not None)


def _first_days(facts: Facts) -> Iterator[date | None]:
    """The days from whose beginning something counts."""
    for decision in facts.decisions:
        yield decision.decided
        yield decision.valid_from
        yield from (condition.met for condition in decision.conditions)
    yield from (dpia.signed for dpia in facts.dpias)
    yield from (agreement.signed for agreement in facts.agreements)


def _last_days(facts: Facts) -> Iterator[date | None]:
    """The days at whose end something no longer counts."""
    for decision in facts.decisions:
        yield decision.valid_until
        yield decision.review_by
        yield from (condition.due for condition in decision.conditions)
    yield from (agreement.ends for agreement in facts.agreements)
