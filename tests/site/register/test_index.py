"""The index of the register says what is on record: after each event, as days pass, and when it has to be made again."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.register_rows import fill
from folkmoot.site.audit import queries as audit
from folkmoot.site.governance import domain as governance
from folkmoot.site.governance import queries as licences
from folkmoot.site.initiatives import domain as initiatives
from folkmoot.site.initiatives.models import Initiative
from folkmoot.site.people.roles import Role
from folkmoot.site.register import domain, queries
from folkmoot.site.register.models import Entry, Inside
from folkmoot.site.register.queries import Asked
from folkmoot.site.renditions import plain
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

DAY = timedelta(days=1)
TIME = {"since", "until"}  # when an entry was worked out is not part of what it says


def index() -> tuple[list[dict[str, Any]], set[tuple[int, int]], list[tuple[int, str]]]:
    """All that the index says."""
    entries = [{name: value for name, value in row.items() if name not in TIME} for row in Entry.objects.order_by("pk").values()]
    with connection.cursor() as cursor:
        key = "id" if connection.vendor == "postgresql" else "rowid"
        cursor.execute(f"SELECT {key}, words FROM register_words ORDER BY 1")  # noqa: S608 - no words of others
        words = [tuple(row) for row in cursor.fetchall()]
    return entries, set(Inside.objects.values_list("entry", "organisation")), words


def slugs(at: datetime | None = None, **asked: str) -> list[str]:
    return [i.slug for i in queries.find(Asked(**asked), at=at).initiatives]


def test_each_event_keeps_the_index_as_it_would_be_made_anew() -> None:
    hospital = make.organisation("Mereside Hospitals", kind="health")
    warm = make.initiative(slug="warm", partners=[hospital])

    def kept() -> dict[str, Any]:
        said = index()
        assert domain.rebuild() == Initiative.objects.count()
        assert index() == said
        return next(entry for entry in said[0] if entry["initiative_id"] == warm.pk)

    assert (kept()["state"], kept()["notice"]) == ("draft", 0)
    make.licensed(warm)
    assert (kept()["state"], kept()["notice"]) == ("in_force", 1)
    lead = make.member(warm.lead, Role.GOVERNANCE_LEAD)
    stop = governance.suspend(by=lead, initiative=warm, organisation=warm.lead, reason=plain("A mistake."))
    assert kept()["state"] == "suspended"
    governance.resume(by=lead, suspension=stop, reason=plain("It was mended."))
    assert kept()["state"] == "in_force"
    make.dataset(warm)
    assert kept()["state"] == "needs_review"
    initiatives.end_party(by=make.member(warm.lead), party=warm.parties.get(), ends=timezone.localdate())
    kept()
    other = make.initiative(slug="other")
    make.notice(other)
    make.decision(other, "defer")
    kept()


def test_what_is_refused_or_undone_leaves_the_index_as_it_was() -> None:
    about = make.licensed()
    before = index()
    with pytest.raises(PermissionDenied):
        governance.suspend(by=make.user(), initiative=about, organisation=about.lead, reason=plain("Mine."))
    with pytest.raises(ZeroDivisionError):
        _undone(about, before)
    assert index() == before
    assert slugs(state="in_force") == [about.slug]


def _undone(about: Any, before: Any) -> None:
    with transaction.atomic():
        make.notice(about, what=plain("Otherwise."))
        assert index() != before
        _ = 1 / 0


def test_a_licence_is_found_as_what_it_is_on_the_day_and_back_again() -> None:
    about = make.licensed()
    decision = about.decisions.get()
    now = timezone.now()
    after = timezone.make_aware(datetime.combine(decision.valid_until + DAY, datetime.min.time()))
    review = timezone.make_aware(datetime.combine(decision.review_by + DAY, datetime.min.time()))
    for at, state in (
        (now, "in_force"),
        (review, "needs_review"),
        (review - timedelta(seconds=1), "in_force"),
        (after, "ended"),
        (now, "in_force"),
    ):
        assert licences.licence_of(about, at=at).state == state
        assert slugs(at, state=state) == [about.slug], at
        assert [other for other in ("draft", "in_force", "needs_review", "ended") if slugs(at, state=other)] == [state]


def test_as_days_pass_every_state_in_the_index_is_the_one_that_the_licence_has() -> None:
    fill(60)
    every = list(Initiative.objects.all())
    seen = set()
    for days in (0, 1, 2, 9, 30, 100, 250, 800, 3):
        at = timezone.now() + days * DAY
        domain.refresh(at)
        worked_out = {i.pk: answer.state.value for i, answer in zip(every, licences.licences_of(every, at=at), strict=True)}
        assert dict(Entry.objects.values_list("pk", "state")) == worked_out, days
        seen |= set(worked_out.values())
    assert seen >= {"draft", "in_force", "needs_review", "suspended", "ended"}


def test_nothing_is_worked_out_again_while_nothing_changes() -> None:
    fill(30)
    now = timezone.now()
    assert domain.refresh(now) == 30
    since = set(Entry.objects.values_list("pk", "since"))
    assert (domain.refresh(now), domain.refresh(now + timedelta(seconds=1)), domain.catch_up()) == (0, 0, 0)
    assert set(Entry.objects.values_list("pk", "since")) == since


def test_an_index_that_missed_events_catches_up_before_anything_is_found_by_it() -> None:
    about = make.initiative(slug="warm")
    old = Entry.objects.filter(pk=about.pk).values().get()
    make.notice(about)
    newest = audit.newest_about("initiative", [about.pk])[about.pk]
    Entry.objects.filter(pk=about.pk).update(event=old["event"], notice=0)  # as in a copy from before
    assert slugs() == ["warm"]
    assert Entry.objects.values_list("event", "notice").get() == (newest, 1)
    Entry.objects.filter(pk=about.pk).update(event=old["event"], notice=0)
    assert domain.catch_up() == 1
    Entry.objects.all().delete()
    assert slugs() == ["warm"]


def test_words_that_were_lost_are_put_back_before_a_server_starts() -> None:
    make.initiative(slug="warm")
    whole = index()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM register_words")
    assert slugs(words="warm") == []
    assert domain.make_ready() == 1
    assert slugs(words="warm") == ["warm"]
    assert index() == whole
    assert domain.make_ready() == 0


def test_an_index_of_which_nothing_is_left_is_made_again() -> None:
    make.licensed(make.initiative(slug="warm"))
    whole = index()
    Inside.objects.all().delete()
    Entry.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE register_words")
    assert domain.rebuild() == 1
    assert index() == whole


def test_no_entry_is_missing_while_the_index_is_made_anew() -> None:
    for number in range(12):
        make.initiative(slug=f"use-{number}")
    reading = queries.each(Asked(), size=5)
    read = [i.slug for i in next(reading)]
    with CaptureQueriesContext(connection) as taken:
        assert domain.rebuild() == 12
    assert not any('DELETE FROM "register_entry"' in query["sql"] for query in taken)
    assert read + [i.slug for some in reading for i in some] == [f"use-{number}" for number in range(12)]


def test_events_about_anything_else_do_not_touch_it() -> None:
    make.initiative()
    before = set(Entry.objects.values_list("pk", "since", "event"))
    make.member(make.organisation())
    assert set(Entry.objects.values_list("pk", "since", "event")) == before


def test_the_version_changes_with_what_is_recorded_and_with_the_day_and_with_nothing_else() -> None:
    about = make.licensed()
    first = queries.version()
    make.member(make.organisation())
    assert queries.version() == first
    make.notice(about, what=plain("Otherwise."))
    second = queries.version()
    assert second.mark != first.mark
    assert second.changed > first.changed
    later = queries.version(timezone.now() + 400 * DAY)
    assert later.mark != second.mark


def test_an_empty_register_has_a_version() -> None:
    assert queries.version().mark.startswith("0 0 ")
    assert queries.find(Asked()) == queries.Found((), 0, 1, 1)
