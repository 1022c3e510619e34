"""A complaint has a way and a clock of thirty days; its words are nobody's but its maker's; its numbers give nobody away."""

import csv
import datetime as dt
import io
from typing import Any
from unittest.mock import patch

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from folkmoot.site.concerns import complaint_numbers, domain, models, queries, tables
from folkmoot.site.concerns.complaint_steps import ACKNOWLEDGE_DAYS, STEPS, Step
from folkmoot.site.errors import NotNow
from folkmoot.site.people.roles import Role
from folkmoot.site.references import written
from folkmoot.site.renditions import plain
from tests.site import make
from tests.site.concerns import asking

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

WORDS = "My neighbour read my file"
DAY = dt.timedelta(days=1)


def complained(about: Any, *, days_ago: int = 0) -> models.Complaint:
    moment = timezone.localtime() - days_ago * DAY  # so many days by the calendar, also where the clocks were put back
    with patch.object(timezone, "now", lambda: moment):
        return asking.received(about, WORDS, kind="complaint")


def move(row: models.Complaint, *steps: str, by: Any = None, **more: Any) -> models.ComplaintStep:
    officer = by or make.member(row.initiative.lead, Role.RESEARCH_OFFICER)
    for step in steps:
        made = domain.move_complaint(by=officer, complaint=row, step=step, **({"told": "Because.", "outcome": "partly"} | more))
    return made


def test_the_table_of_steps_is_a_way_from_received_to_the_commissioner() -> None:
    assert set(STEPS) == set(Step)
    way, at = [Step.RECEIVED], Step.RECEIVED
    while STEPS[at].then:
        (at,) = STEPS[at].then
        way.append(at)
    assert way == ["received", "acknowledged", "looked_into", "answered", "taken_further"]


@pytest.mark.parametrize("taken", range(5))
def test_only_the_next_step_can_be_taken(taken: int) -> None:
    row = complained(make.initiative())
    officer = make.member(row.initiative.lead)
    way = [step.value for step in Step]
    for step in way[1 : taken + 1]:
        move(row, step, by=officer)
    for step in way:
        if way.index(step) != taken + 1:
            with pytest.raises(NotNow):
                move(row, step, by=officer)
    assert [step.step for step in row.steps.all()] == way[: taken + 1]


def test_only_staff_of_the_lead_move_it() -> None:
    about = make.initiative()
    row = complained(about)
    strangers = [
        None,
        make.user(),
        make.member(make.organisation()),
        make.former_member(about.lead),
        make.member(about.lead, Role.ADMINISTRATOR),
    ]
    for person in strangers:
        with pytest.raises(PermissionDenied):
            domain.move_complaint(by=person, complaint=row, step="acknowledged")
    make.no_writes_by(*(person for person in strangers if person))


def test_an_answer_needs_an_outcome_and_reasons_and_a_day_that_fits() -> None:
    row = complained(make.initiative(), days_ago=5)
    today = timezone.localdate()
    for day, words in ((today + DAY, "a day that has come"), (today - 6 * DAY, "before the step before it")):
        with pytest.raises(ValidationError, match=words):
            move(row, "acknowledged", on=day)
    move(row, "acknowledged", on=today - 2 * DAY)
    move(row, "looked_into")
    for wrong, words in (
        ({"outcome": "maybe"}, "Choose what came"),
        ({"told": " "}, "Give the reasons"),
        ({"told": "x" * 3001}, "too long"),
    ):
        with pytest.raises(ValidationError, match=words):
            move(row, "answered", **wrong)
    assert move(row, "answered").outcome == "partly"


def test_the_database_repeats_the_rules_of_steps_and_refuses_changes() -> None:
    row = complained(make.initiative())
    officer, now = make.member(row.initiative.lead), timezone.now()
    for wrong in (
        {"step": "answered", "by": officer},
        {"step": "acknowledged", "by": None},
        {"step": "received", "by": None},
        {"step": "odd", "by": officer},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.ComplaintStep.objects.create(complaint=row, on=timezone.localdate(), recorded_at=now, **wrong)
    for change in (models.ComplaintStep.objects.all().delete, lambda: models.ComplaintStep.objects.update(on=timezone.localdate() - DAY)):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_whoever_complained_sees_each_step_and_nobody_else_sees_a_word() -> None:
    about = make.initiative()
    make.notice(about, complaining=plain("Write to the officer. Then write to the Commissioner."))
    row = complained(about)
    own = reverse("concerns:asked", args=[written(row.reference)])
    assert "By law we must tell you that we have it by" in Client().get(own).content.decode()
    move(row, "acknowledged", "looked_into", told="")
    move(row, "answered", told="We were wrong & are sorry.", outcome="upheld")
    page = Client().get(own).content.decode()
    assert "We agree." in page
    assert "We were wrong &amp; are sorry." in page
    assert "Then write to the Commissioner." in page
    public = [
        Client().get(address).content.decode()
        for address in (
            reverse("concerns:complaints", args=[about.slug]),
            reverse("concerns:organisation_complaints", args=[about.lead.slug]),
            reverse("concerns:complaints_csv"),
            reverse("initiatives:initiative", args=[about.slug]),
        )
    ]
    assert not any(secret in text for text in public for secret in (WORDS, "We were wrong", row.reference))
    assert "Then write to the Commissioner." in public[0]
    assert "fewer than 10" in public[0]


def counted(about: Any, at: Any = None) -> dict[str, int]:
    numbers = complaint_numbers.of_initiative(about.pk, at)
    return {name: getattr(numbers, name).n for name in ("received", "in_time", "late", "overdue", "not_yet_due", "answered", "upheld")}


def test_the_clock_gives_thirty_days_and_not_one_more() -> None:
    about = make.initiative()
    for days_ago in (ACKNOWLEDGE_DAYS, ACKNOWLEDGE_DAYS + 1):
        complained(about, days_ago=days_ago)
        row = complained(about, days_ago=days_ago)
        move(row, "acknowledged")
    assert counted(about) == {"received": 4, "in_time": 1, "late": 1, "overdue": 1, "not_yet_due": 1, "answered": 0, "upheld": 0}


def test_a_past_count_does_not_change_because_something_was_recorded_late() -> None:
    about = make.initiative()
    row = complained(about, days_ago=40)
    before = timezone.now()
    assert counted(about, before)["overdue"] == 1
    move(row, "acknowledged", on=timezone.localdate() - 20 * DAY)
    assert (counted(about)["in_time"], counted(about)["overdue"]) == (1, 0)
    assert counted(about, before)["overdue"] == 1
    assert counted(about, before - 50 * DAY)["received"] == 0


def test_the_numbers_of_many_complaints_are_shown_with_their_median() -> None:
    about = make.initiative()
    officer = make.member(about.lead)
    for days in range(10, 21):
        row = complained(about, days_ago=days)
        move(row, "acknowledged", "looked_into", "answered", by=officer, outcome="upheld")
    numbers = queries.numbers_of_initiative(about)
    assert dict(numbers.rows) | {} == {
        "Received": "11",
        "Acknowledged within 30 days": "11",
        "Acknowledged later than 30 days": "none",
        "Overdue: not acknowledged after 30 days": "none",
        "Not acknowledged yet, still in time": "none",
        "Answered": "11",
        "We agreed": "11",
        "We agreed in part": "none",
        "We did not agree": "none",
        "Taken to the Information Commissioner": "none",
        "Days to an answer (median)": "15",
    }
    complained(about)
    assert dict(queries.numbers_of_initiative(about).rows)["Answered"] == "10 or more"
    assert dict(queries.numbers_of_initiative(about).rows)["Days to an answer (median)"] == "not shown"
    (first, *_) = (row for row in csv.reader(io.StringIO(tables.complaints())) if row[1] == about.slug)
    assert first[2:4] == ["12", "10 or more"]


def test_an_organisation_shows_the_numbers_of_all_it_leads_together() -> None:
    lead = make.organisation()
    one, other = make.initiative(lead), make.initiative(lead)
    for _ in range(10):
        complained(one)
    assert str(queries.numbers_of_organisation(lead).received) == "10"
    complained(other)
    assert str(queries.numbers_of_organisation(lead).received) == "10 or more"
    assert queries.numbers_of_organisation(lead).received.n == 11


def test_the_desk_lists_what_is_overdue_first_with_its_days() -> None:
    about, other = make.initiative(), make.initiative()
    asking.received(about)
    late = complained(about, days_ago=33)
    complained(other)
    officer = make.member(about.lead)
    found = queries.waiting(officer)
    assert [(one.words.split(":")[0], one.days_left) for one in found] == [("Acknowledge a complaint", -3), ("Answer a question", 20)]
    browser = make.signed_in(officer)
    page = browser.get(reverse("concerns:waiting")).content.decode()
    assert page.index("3 days overdue") < page.index("20 days left")
    move(late, "acknowledged", by=officer)
    assert [one.words for one in queries.waiting(officer, about)] == ["Answer a question", "Answer a complaint"]
    assert queries.waiting(officer, other) == []
    desk = browser.get(reverse("people:desk")).content.decode()
    assert reverse("concerns:waiting") in desk
    assert reverse("concerns:waiting") in browser.get(reverse("initiatives:staff_initiative", args=[about.slug])).content.decode()


def test_a_complaint_goes_through_the_staff_pages() -> None:
    about = make.initiative()
    row = complained(about)
    officer = make.signed_in(make.member(about.lead))
    page = officer.get(reverse("concerns:staff_complaint", args=[row.pk])).content.decode()
    assert WORDS in page
    assert "Say that it is acknowledged" in page
    for step in ("acknowledged", "looked_into"):
        assert officer.post(reverse("concerns:move", args=[row.pk, step]), {"on": "", "told": ""}).status_code == 302
    answer = reverse("concerns:move", args=[row.pk, "answered"])
    refused = officer.post(answer, {"on": "", "told": "Long reasons", "outcome": ""})
    assert refused.status_code == 400
    assert "Long reasons" in refused.content.decode()
    no_reasons = officer.post(answer, {"told": "", "outcome": "upheld"})
    assert no_reasons.status_code == 400
    assert "Give the reasons" in no_reasons.content.decode()
    assert officer.post(answer, {"told": "We erred.", "outcome": "upheld"}).status_code == 302
    assert officer.get(reverse("concerns:move", args=[row.pk, "received"])).status_code == 404
    other = make.signed_in(make.member(make.organisation()))
    assert other.get(reverse("concerns:staff_complaint", args=[row.pk])).status_code == 403
    assert other.post(reverse("concerns:move", args=[row.pk, "taken_further"])).status_code == 403
