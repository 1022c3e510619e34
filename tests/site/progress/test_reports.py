"""Status reports: frozen, published by a second person, never changed; and when one is overdue."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from folkmoot.site.audit.models import Event
from folkmoot.site.errors import NotNow
from folkmoot.site.initiatives import domain as initiatives
from folkmoot.site.people.roles import Role
from folkmoot.site.progress import domain, models, queries
from folkmoot.site.progress.report_document import document_hash
from folkmoot.site.renditions import plain
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

DAY = dt.timedelta(days=1)


@contextmanager
def days_later(days: int) -> Iterator[None]:
    """Everything inside happens some days from now."""
    then = timezone.now() + days * DAY
    with patch.object(timezone, "now", lambda: then):
        yield


def test_only_a_governance_lead_of_the_lead_who_did_not_write_in_it_publishes() -> None:
    about = make.initiative(partners=[make.organisation()])
    both = make.member(about.lead, Role.GOVERNANCE_LEAD)
    make.membership(both, about.lead, Role.RESEARCH_OFFICER)
    make.report_draft(about, by=both)
    draft = make.report_draft(about)  # someone else wrote it again: the first hand counts all the same
    partner = make.member(about.parties.get().organisation, Role.GOVERNANCE_LEAD)
    for person in (
        both,
        partner,
        make.user(),
        make.member(about.lead),
        make.former_member(about.lead, Role.GOVERNANCE_LEAD),
        make.member(make.organisation(), Role.GOVERNANCE_LEAD),
    ):
        with pytest.raises(PermissionDenied):
            domain.publish_report(by=person, draft=draft)
    assert not models.StatusReport.objects.exists()
    made = domain.publish_report(by=make.member(about.lead, Role.GOVERNANCE_LEAD), draft=draft, seen=draft.hash)
    assert (made.number, made.hash) == (1, draft.hash)
    assert Event.objects.last().detail == {"number": 1, "hash": made.hash, "on": timezone.localdate().isoformat()}
    assert queries.draft_of(about) is None


def test_a_report_is_a_frozen_picture_of_what_was_on_record() -> None:
    about = make.initiative()
    line, benefit, milestone = make.budget_line(about), make.benefit(about), make.milestone(about)
    officer = make.member(about.lead)
    open_risk = {"kind": "risk", "words": "For staff", "owner": about.lead, "probability": 4, "impact": 5}
    risk = domain.record_raid(by=officer, initiative=about, public=True, summary=plain("It may take long."), **open_risk)
    domain.record_raid(by=officer, initiative=about, **open_risk)
    first = make.report(about, rag={"time": "green", "cost": "amber", "scope": "green", "benefit": "red"})
    before = dict(first.content)
    make.spent(line, 900)
    make.measured(benefit, 50)
    domain.reach_milestone(by=officer, milestone=milestone)
    domain.change_raid(by=officer, entry=risk, state="closed")
    kept = models.StatusReport.objects.get(pk=first.pk)
    assert kept.content == before
    assert document_hash(kept.content) == kept.hash
    assert [row["summary"] for row in kept.content["risks"]] == [plain("It may take long.")]
    assert (kept.content["risks"][0]["band"], kept.content["benefits"][0]["actual"], kept.content["before"]) == ("High", None, None)
    with days_later(1):
        second = make.report(about)
    assert second.content["before"] == {"number": 1, "rag": first.content["rag"]}
    assert (second.content["risks"], second.content["milestones"][0]["state"]) == ([], "reached")
    assert second.content["money"]["total"]["actual_pounds"] == "900"
    assert second.content["benefits"][0]["actual"]["words"] == "50 hours a year"


def test_what_is_recorded_after_the_draft_sends_it_back() -> None:
    about = make.initiative()
    lead = make.member(about.lead, Role.GOVERNANCE_LEAD)
    draft = make.report_draft(about)
    make.milestone(about)
    with pytest.raises(NotNow, match="recorded after this was drafted"):
        domain.publish_report(by=lead, draft=draft)
    again = make.report_draft(about)
    with pytest.raises(NotNow, match="changed while you read it"):
        domain.publish_report(by=lead, draft=again, seen=draft.hash)
    domain.publish_report(by=lead, draft=again, seen=again.hash)
    with pytest.raises(NotNow, match="published already"):
        domain.publish_report(by=lead, draft=again)


def test_the_same_records_give_the_same_document_on_a_later_day() -> None:
    about = make.initiative()
    make.milestone(about, planned=timezone.localdate() + 2 * DAY)
    draft = make.report_draft(about)
    with days_later(9):
        made = domain.publish_report(by=make.member(about.lead, Role.GOVERNANCE_LEAD), draft=draft)
    assert made.content["milestones"][0]["state"] == "coming"  # as it was at the end of the period


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ends": dt.date(2020, 1, 1), "starts": dt.date(2020, 1, 2)}, "must not be before the first"),
        ({"ends": timezone.localdate() + DAY}, "days that are past"),
        ({"rag": {"time": "pink", "cost": "green", "scope": "green", "benefit": "green"}}, "Time: choose green"),
        ({"summary": {}}, "in a few words how it stands"),
        ({"this_period": {}}, "Say what was done"),
        ({"next_period": {"cy": {"standard": "Nesaf"}}}, "standard English first"),
    ],
)
def test_a_report_that_will_not_do_is_refused_in_words(wrong: dict, words: str) -> None:
    about = make.initiative()
    with pytest.raises(ValidationError, match=words):
        make.report_draft(about, **wrong)


def test_a_period_goes_further_than_the_one_before() -> None:
    about = make.initiative()
    make.report(about)
    with pytest.raises(ValidationError, match="This one must go further"):
        make.report_draft(about)


def test_the_database_keeps_a_report_as_it_is_and_wants_two_people() -> None:
    about = make.initiative()
    made = make.report(about)
    for attempt in (lambda: models.StatusReport.objects.update(number=9), made.delete):
        with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
            attempt()
    one = make.user()
    row = {"content": {}, "hash": "0" * 64, "published_at": timezone.now(), "drafted_by": one}
    with pytest.raises(IntegrityError), transaction.atomic():
        models.StatusReport.objects.create(initiative=about, number=2, published_by=one, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.StatusReport.objects.create(initiative=about, number=1, published_by=make.user(), **row)


def test_a_report_is_overdue_on_the_36th_day_after_leaving_scope_and_after_each_report_until_it_is_closed() -> None:
    about, today = make.initiative(), timezone.localdate()
    assert queries.overdue_since(about, today + 999 * DAY) is None  # in scope
    make.licensed(about)
    initiatives.change_stage(by=make.member(about.lead), initiative=about, stage="join")
    about.refresh_from_db()
    assert queries.overdue_since(about, today + 35 * DAY) is None
    assert queries.overdue_since(about, today + 36 * DAY) == today + 36 * DAY
    assert queries.overdue_since(about, today + 50 * DAY) == today + 36 * DAY
    with days_later(40):
        make.report(about)
    assert queries.overdue_since(about, today + 75 * DAY) is None
    assert queries.overdue_since(about, today + 76 * DAY) == today + 76 * DAY
    initiatives.change_stage(by=make.member(about.lead), initiative=make.all_on_record(about), stage="close")
    about.refresh_from_db()
    assert queries.overdue_since(about, today + 999 * DAY) is None
