"""An incident has its facts, its clock of 72 hours, its way, a second organisation's judgement, and a page for everyone."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.site.concerns import handling, incidents, models, queries, tables
from folkmoot.site.concerns.incident_states import NEEDS, STATES, TELL_WITHIN, State, clock
from folkmoot.site.errors import NotNow
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
SECRET = "Ms Lovelace opened the file"
WHOLE = {
    "happened": SECRET,
    "data_affected": "Names.",
    "cause": "Haste.",
    "effects": "None seen.",
    "remedial": "Deleted.",
    "lessons": "Ask.",
}


def incident(where: Any = None, *, hours_ago: int = 1, initiative: Any = None, **facts: Any) -> models.Incident:
    where = where or (initiative.lead if initiative else make.organisation())
    found_at = timezone.now() - hours_ago * HOUR
    officer = make.member(where, Role.RESEARCH_OFFICER)
    return handling.record_incident(by=officer, organisation=where, initiative=initiative, found_at=found_at, **facts)


def move(one: models.Incident, *states: str) -> None:
    officer = make.member(one.organisation, Role.RESEARCH_OFFICER)
    for state in states:
        handling.move_incident(by=officer, incident=one, state=state)


def appraise(one: models.Incident, by: Any = None, organisation: Any = None) -> models.Appraisal:
    second = organisation or make.organisation()
    by = by or make.member(second, Role.GOVERNANCE_LEAD)
    return handling.appraise(by=by, incident=one, organisation=second, history="The first.", mitigation="Well done.")


def published(one: models.Incident, title: str = "A letter went astray", text: str = "It came back unopened.") -> models.Summary:
    officer = make.member(one.organisation, Role.RESEARCH_OFFICER)
    made = handling.write_summary(by=officer, incident=one, title=plain(title, welsh="Llythyr"), text=plain(text, easy="It is back."))
    handling.publish_summary(by=make.member(one.organisation, Role.GOVERNANCE_LEAD), summary=made)
    return made


def closed(one: models.Incident) -> None:
    told = {"ico_told_at": timezone.now(), "people_why_not": "Nobody can be harmed."}
    handling.correct_incident(by=make.member(one.organisation), incident=one, **WHOLE, **told)
    move(one, "contained", "notified", "remedied")
    appraise(one)
    published(one)
    move(one, "reviewed", "closed")


def test_the_table_of_states_is_one_way_and_says_what_each_needs() -> None:
    assert set(STATES) == set(State)
    way, at = [State.OPEN], State.OPEN
    while (then := STATES[at].then) is not None:
        way.append(then)
        at = then
    assert way == ["open", "contained", "notified", "remedied", "reviewed", "closed"]
    assert {need for facts in STATES.values() for need in facts.needs} == set(NEEDS)


@given(st.integers(0, 200), st.one_of(st.none(), st.integers(0, 200)), st.booleans(), st.booleans())
def test_the_clock_counts_from_the_moment_it_was_found(now: int, told: int | None, near_miss: bool, has_reason: bool) -> None:
    found = dt.datetime(2031, 3, 2, 9, tzinfo=dt.UTC)
    told_at = None if told is None else found + told * HOUR
    at = clock(found_at=found, near_miss=near_miss, told_at=told_at, has_reason=has_reason, now=found + now * HOUR)
    assert at.until - found == TELL_WITHIN == dt.timedelta(hours=72)
    if told is not None:
        assert at.state == ("told late" if told > 72 else "told")
    elif near_miss or has_reason:
        assert at.state == "not told, with a reason"
    else:
        assert at.state == ("overdue" if now > 72 else "running")
        assert f"{abs(72 - now)} hour" in at.words


def test_each_state_waits_for_what_it_needs_and_none_is_skipped() -> None:
    one = incident()
    officer = make.member(one.organisation)
    with pytest.raises(NotNow, match="not at that point"):
        handling.move_incident(by=officer, incident=one, state="closed")
    with pytest.raises(NotNow, match=r"Say what happened\. Say what data was affected\."):
        handling.move_incident(by=officer, incident=one, state="contained")
    handling.correct_incident(by=officer, incident=one, **WHOLE)
    handling.move_incident(by=officer, incident=one, state="contained")
    with pytest.raises(NotNow, match=r"Commissioner was told, or why not\. Say when the people"):
        handling.move_incident(by=officer, incident=one, state="notified")
    handling.correct_incident(by=officer, incident=one, ico_why_not="No risk.", people_told_at=timezone.now())
    for state, words in (("notified", ""), ("remedied", ""), ("reviewed", "second organisation"), ("closed", "summary")):
        if words:
            with pytest.raises(NotNow, match=words):
                handling.move_incident(by=officer, incident=one, state=state)
            appraise(one) if state == "reviewed" else published(one)
        handling.move_incident(by=officer, incident=one, state=state)
    assert incidents.state_of(one) == State.CLOSED
    for day in (timezone.localdate() + DAY, timezone.localdate() - 9 * DAY):
        fresh = incident(happened="x", data_affected="y")
        with pytest.raises(ValidationError, match="from the day it was found up to today"):
            handling.move_incident(by=make.member(fresh.organisation), incident=fresh, state="contained", on=day)


def test_strangers_record_correct_move_write_and_publish_nothing() -> None:
    one = incident()
    summary = handling.write_summary(by=make.member(one.organisation), incident=one, title=plain("T"), text=plain("X"))
    where = one.organisation
    strangers = [
        None,
        make.user(),
        make.member(make.organisation(), Role.GOVERNANCE_LEAD),
        make.former_member(where, Role.GOVERNANCE_LEAD),
        make.member(where, Role.ADMINISTRATOR),
    ]
    for by in strangers:
        for do in (
            lambda by=by: handling.record_incident(by=by, organisation=where, found_at=timezone.now()),
            lambda by=by: handling.correct_incident(by=by, incident=one, cause="x"),
            lambda by=by: handling.move_incident(by=by, incident=one, state="contained"),
            lambda by=by: handling.write_summary(by=by, incident=one, title=plain("T"), text=plain("X")),
            lambda by=by: handling.publish_summary(by=by, summary=summary),
        ):
            with pytest.raises(PermissionDenied):
                do()
    make.no_writes_by(*(person for person in strangers if person))


def test_only_a_member_of_a_second_organisation_without_a_role_in_the_first_appraises_and_only_what_is_put_right() -> None:
    one = incident(**WHOLE, ico_why_not="No risk.", people_why_not="No risk.")
    second = make.organisation()
    outsider = make.member(second, Role.GOVERNANCE_LEAD)
    with pytest.raises(NotNow, match="once it is put right"):
        appraise(one, outsider, second)
    assert incidents.to_appraise(outsider) == []
    move(one, "contained", "notified", "remedied")
    both = make.member(one.organisation, Role.ADMINISTRATOR)
    make.membership(both, second, Role.GOVERNANCE_LEAD)
    own = make.member(one.organisation, Role.GOVERNANCE_LEAD)
    for by, organisation in ((both, second), (own, one.organisation), (own, second), (make.member(second), second)):
        with pytest.raises(PermissionDenied):
            appraise(one, by, organisation)
    assert incidents.to_appraise(both) == []
    assert incidents.to_appraise(outsider) == [one]
    with pytest.raises(ValidationError, match="about both"):
        handling.appraise(by=outsider, incident=one, organisation=second, history=" ", mitigation="Good.")
    assert appraise(one, outsider, second).organisation == second


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"began_at": 1}, "found before it began"),
        ({"found_at": -9}, "a time that has come"),
        ({"ico_told_at": 9}, "told before it was found"),
        ({"ico_told_at": 1, "ico_why_not": "No risk."}, "Not both"),
        ({"people_told_at": 1, "people_why_not": "No risk."}, "Not both"),
        ({"happened": "x" * 5001}, "too long"),
        ({"people": "a few"}, "not a valid choice"),
    ],
)
def test_facts_that_cannot_be_are_refused(facts: dict[str, Any], words: str) -> None:
    now = timezone.now()
    given = {name: now - value * HOUR if isinstance(value, int) else value for name, value in facts.items()}
    where = make.organisation()
    with pytest.raises(ValidationError, match=words):
        handling.record_incident(by=make.member(where), organisation=where, **({"found_at": now - 3 * HOUR} | given))
    assert not models.Incident.objects.exists()


def test_an_incident_recurs_only_from_an_earlier_one_of_the_same_organisation() -> None:
    first = incident()
    again = incident(first.organisation, recurrence_of=first)
    officer = make.member(first.organisation)
    for wrong in (again, incident()):
        with pytest.raises(ValidationError, match="earlier incident of the same"):
            handling.correct_incident(by=officer, incident=first, recurrence_of=wrong)
    assert queries.incident_history(first.organisation).recurrences == 1


def test_a_correction_is_a_new_row_and_the_past_stays_as_it_was() -> None:
    one = incident(cause="Haste.", people="tens")
    before = timezone.now()
    handling.correct_incident(by=make.member(one.organisation), incident=one, people="few")
    assert [(v.version, v.people, v.cause) for v in one.versions.all()] == [(1, "tens", "Haste."), (2, "few", "Haste.")]
    assert [queries.incident_history(one.organisation, at).incidents[0].people for at in (before, None)] == ["10 to 99", "Fewer than 10"]


def test_the_database_refuses_changes_and_a_summary_published_by_its_writer() -> None:
    one = incident()
    writer = make.member(one.organisation, Role.GOVERNANCE_LEAD)
    summary = handling.write_summary(by=writer, incident=one, title=plain("T"), text=plain("X"))
    with pytest.raises(PermissionDenied, match="someone else"):
        handling.publish_summary(by=writer, summary=summary)
    row = {"summary": summary, "written_by": writer, "published_by": writer, "published_at": timezone.now()}
    with pytest.raises(IntegrityError, match="summary_by_a_second_person"), transaction.atomic():
        models.SummaryPublished.objects.create(**row)
    published(one)
    for name in ("Incident", "IncidentVersion", "IncidentStep", "Summary", "SummaryPublished"):
        rows = getattr(models, name).objects
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.all()._raw_delete("default")
    with pytest.raises(IntegrityError), transaction.atomic():
        models.IncidentVersion.objects.update(people="nobody")


def public(address: str = "/incidents") -> str:
    answer = Client().get(address)
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


@pytest.mark.parametrize(
    ("hours_ago", "facts", "shown"),
    [
        (71, {}, ""),
        (73, {}, "1 hour overdue"),
        (73, {"near_miss": True}, ""),
        (73, {"ico_why_not": "No risk."}, ""),
        (5, {"told": 2}, "was told within 3 hours"),
        (100, {"told": 1}, "later than the 72 hours"),
    ],
)
def test_the_clock_is_public_once_told_or_overdue_and_not_a_word_of_the_facts(hours_ago: int, facts: dict[str, Any], shown: str) -> None:
    about = make.initiative()
    if told := facts.pop("told", None):
        facts["ico_told_at"] = timezone.now() - told * HOUR
    one = incident(initiative=about, hours_ago=hours_ago, happened=SECRET, **facts)
    pages = {a: public(a) for a in ("/incidents", f"/i/{about.slug}", f"/incidents/{one.pk}", "/incidents.csv")}
    assert not any(SECRET in page for page in pages.values())
    if shown:
        assert all(shown in page for page in pages.values())
    else:
        assert pages[f"/incidents/{one.pk}"] == "404"
        assert "No incident is published here." in pages["/incidents"]


def test_a_published_incident_stands_first_on_its_initiatives_page_until_it_is_closed() -> None:
    about = make.initiative()
    one = incident(initiative=about)
    draft = handling.write_summary(by=make.member(about.lead), incident=one, title=plain("Not yet read"), text=plain("X"))
    page = public(f"/i/{about.slug}")
    assert "Not yet read" not in page
    published(one)
    with pytest.raises(NotNow, match="newer summary"):
        handling.publish_summary(by=make.member(about.lead, Role.GOVERNANCE_LEAD), summary=draft)
    page = public(f"/i/{about.slug}")
    assert page.index("A letter went astray") < page.index('id="what"')
    assert "Llythyr" in public(f"/i/{about.slug}?lang=cy")
    assert "It is back." in public(f"/incidents/{one.pk}?read=easy")
    closed(one)
    assert "A letter went astray" not in public(f"/i/{about.slug}")
    assert "A letter went astray" in public(f"/incidents?initiative={about.slug}")


def test_the_page_says_when_people_were_told_and_is_silent_where_it_is_about_nobody() -> None:
    told = "The people it is about"
    for facts, words in (({"people": "few"}, f"{told} have not been told"), ({"people_told_at": timezone.now()}, f"{told} were told on")):
        one = incident(**facts)
        published(one)
        assert words in public(f"/incidents/{one.pk}")
    nobody = incident(people="nobody", near_miss=True)
    published(nobody)
    assert told not in public(f"/incidents/{nobody.pk}")


def test_the_list_is_filtered_by_organisation_and_initiative_and_shows_open_ones_first() -> None:
    about = make.initiative()
    old, elsewhere = incident(initiative=about), incident()
    published(old, "Old one")
    published(elsewhere, "Elsewhere")
    newer = incident(about.lead)
    closed(newer)
    found = queries.public_incidents(organisation=about.lead.slug)
    assert [(one.number, one.is_open) for one in found] == [(old.pk, True), (newer.pk, False)]
    assert [one.number for one in queries.public_incidents(initiative=about.slug)] == [old.pk]
    page = public(f"/incidents?organisation={elsewhere.organisation.slug}")
    assert "Elsewhere" in page
    assert "Old one" not in page
    rows = list(csv.DictReader(io.StringIO(tables.incidents(queries.public_incidents()), newline="")))
    assert {row["title"] for row in rows} == {"Old one", "Elsewhere", "A letter went astray"}
    assert not any(SECRET in value for row in rows for value in row.values())


def test_the_history_gives_what_a_judgement_of_maturity_needs() -> None:
    where = make.organisation()
    empty = queries.incident_history(where)
    assert (empty.incidents, empty.open, empty.breaches, empty.told_late, empty.recurrences) == ((), (), 0, 0, 0)
    first = incident(where, hours_ago=2)
    closed(first)
    before = timezone.now()
    incident(where, hours_ago=80, severity="high", recurrence_of=first)
    incident(where, near_miss=True)
    history = queries.incident_history(where)
    assert [one.clock for one in history.incidents] == ["not told, with a reason", "overdue", "told"]
    assert (history.breaches, history.told_late, history.recurrences, len(history.open)) == (2, 1, 1, 2)
    assert history.incidents[2].appraised_by is not None
    assert history.incidents[2].state == State.CLOSED
    assert len(queries.incident_history(where, before).incidents) == 1
    assert queries.incident_history(make.organisation()).incidents == ()


def test_the_desk_shows_the_hours_that_are_left_and_who_may_do_what() -> None:
    about = make.initiative()
    one = incident(initiative=about, hours_ago=70)
    officer, lead = make.member(about.lead), make.member(about.lead, Role.GOVERNANCE_LEAD)
    assert [w.words for w in queries.waiting(officer, about)] == [f"Incident {one.pk}: 2 hours left to tell the Information Commissioner."]
    assert queries.waiting(officer, make.initiative(about.lead)) == []
    handling.write_summary(by=officer, incident=one, title=plain("T"), text=plain("X"))
    assert len(queries.waiting(officer)) == 1
    assert f"Incident {one.pk}: read its summary, then publish it" in {w.words for w in queries.waiting(lead)}
    handling.correct_incident(by=officer, incident=one, **WHOLE, ico_why_not="No risk.", people_why_not="No risk.")
    assert {w.words for w in queries.waiting(officer)} == {f"Incident {one.pk}, open: say that it is contained"}
    move(one, "contained", "notified", "remedied")
    outsider = make.member(make.organisation(kind="committee"), Role.COMMITTEE_MEMBER)
    assert [w.words for w in queries.waiting(outsider)] == [f"Incident {one.pk}: appraise it"]


def test_an_incident_goes_through_the_staff_pages_to_its_end() -> None:
    about = make.initiative()
    officer, lead = (make.signed_in(make.member(about.lead, role)) for role in (Role.RESEARCH_OFFICER, Role.GOVERNANCE_LEAD))
    second = make.organisation()
    outsider = make.signed_in(make.member(second, Role.GOVERNANCE_LEAD))
    found_at = timezone.localtime(timezone.now() - 2 * HOUR).strftime("%Y-%m-%dT%H:%M")
    new = {"organisation": about.lead.slug, "initiative": about.slug, "found_at": found_at, "people": "few", "happened": SECRET}
    wrong = officer.post(reverse("concerns:record_incident"), new | {"began_at": "soon"})
    assert wrong.status_code == 400
    assert SECRET in wrong.content.decode()
    assert "When it began: give a day and a time" in wrong.content.decode()
    assert officer.post(reverse("concerns:record_incident"), new).status_code == 302
    one = models.Incident.objects.get()

    def address(name: str) -> str:
        return reverse(f"concerns:{name}", args=[one.pk])

    page = officer.get(address("staff_incident")).content.decode()
    assert "70 hours left" in page or "71 hours left" in page
    assert "Say what data was affected." in page
    assert outsider.get(address("staff_incident")).status_code == 403
    form = officer.get(address("correct_incident")).content.decode()
    assert found_at in form
    facts = WHOLE | {"found_at": found_at, "people": "few", "ico_why_not": "No risk.", "people_why_not": "No risk."}
    assert officer.post(address("correct_incident"), facts).status_code == 302
    for state in ("contained", "notified", "remedied"):
        assert f'value="{state}"' in officer.get(address("move_incident")).content.decode()
        assert officer.post(address("move_incident"), {"state": state, "on": ""}).status_code == 302
    twice = officer.post(address("move_incident"), {"state": "remedied"})
    assert twice.status_code == 400
    assert lead.get(address("appraise_incident")).status_code == 403
    assert "Appraise it" in outsider.get(address("staff_incident")).content.decode()
    judged = {"organisation": second.slug, "history": "The first.", "mitigation": "Well."}
    assert outsider.post(address("appraise_incident"), judged).status_code == 302
    assert outsider.get(address("staff_incident")).status_code == 403
    assert officer.post(address("write_summary"), {"title": "A slip", "text": "It is put right."}).status_code == 302
    assert "It is put right." in lead.get(address("publish_summary")).content.decode()
    assert lead.post(address("publish_summary"), {"read": ""}).status_code == 400
    assert lead.post(address("publish_summary"), {"read": "on"}).status_code == 302
    for state in ("reviewed", "closed"):
        assert officer.post(address("move_incident"), {"state": state}).status_code == 302
    assert officer.get(address("move_incident")).status_code == 404
    assert "A slip" in public(address("incident"))
    assert SECRET not in public(address("incident"))
    assert "Closed" in officer.get(reverse("concerns:staff_incidents")).content.decode()
