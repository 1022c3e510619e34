"""A whole record as the site makes it: everything public, nothing else."""

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.record.read_whole import check_whole
from folkmoot.record.whole import WholeRecord, as_file, whole_hash
from folkmoot.site.exports.whole_record import record_of, records
from folkmoot.site.governance import domain as governance
from folkmoot.site.governance.domain import NewCondition
from folkmoot.site.initiatives import domain as initiatives
from folkmoot.site.people.models import User
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make, surveys

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SITE = "https://moot.example"


def whole_of(about: Any, **more: Any) -> WholeRecord:
    about.refresh_from_db()
    return record_of(about, site=SITE, **more)


@pytest.fixture
def about() -> Any:
    """An initiative with something in every part of its record but findings."""
    partner = make.organisation("Partner Police", kind="police")
    condition = NewCondition(text=plain("Publish the map."), owner=partner, before_stage="analyse")
    made = make.licensed(make.initiative(partners=[partner]), outcome="yes-with-conditions", conditions=[condition])
    lead = make.member(made.lead, Role.GOVERNANCE_LEAD)
    stop = governance.suspend(by=lead, initiative=made, organisation=made.lead, reason=plain("A fault."))
    governance.resume(by=lead, suspension=stop, reason=plain("Mended."))
    make.notice(made, what=plain("We join two sets anew."))
    return made


def test_it_has_the_documented_shape_and_its_hash(about: Any) -> None:
    whole = whole_of(about)
    check_whole(whole)
    assert whole["hash"] == whole_hash(whole)
    assert json.loads(as_file(whole)) == whole


def test_each_part_says_what_is_on_record(about: Any) -> None:
    whole = whole_of(about)
    assert whole["identity"]["address"] == f"{SITE}/i/{about.slug}"
    assert [(party["name"], party["kind"], party["duty"]) for party in whole["parties"]] == [
        (about.lead.name, "council", "controller"),
        ("Partner Police", "police", "controller"),
    ]
    assert [(made["kind"], made["version"]) for made in whole["publications"]] == [("notice", 1), ("notice", 2), ("case", 1)]
    (decision,) = whole["decisions"]
    assert decision["outcome"] == "yes-with-conditions"
    assert [(c["owner_name"], c["before_stage"], c["met_on"]) for c in decision["conditions"]] == [("Partner Police", "analyse", None)]
    assert [check["office"] for check in whole["risk_checks"]] == ["The data protection officer"]
    assert [agreement["parties"] for agreement in whole["agreements"]] == [sorted([about.lead.slug, "partner-police"])]
    (stop,) = whole["stops"]
    assert stop["reason"] == plain("A fault.")
    assert stop["ended"] is not None
    (change,) = whole["changes"]
    assert (change["version"], change["changed"]) == (2, ["What: What will be done with the records?"])
    assert whole["licence"]["state"] == "needs_review"
    assert whole["licence"]["reasons"]


def test_a_condition_that_is_met_says_since_when_and_how_anyone_can_tell(about: Any) -> None:
    (row,) = about.decisions.get().conditions.all()
    governance.meet_condition(by=make.member(row.owner, Role.GOVERNANCE_LEAD), condition=row, evidence=plain("It is on the page."))
    (condition,) = whole_of(about)["decisions"][0]["conditions"]
    assert (condition["met_on"], condition["evidence"]) == (timezone.localdate().isoformat(), plain("It is on the page."))


def test_a_moment_later_the_same_facts_have_the_same_hash_and_another_fact_has_another(about: Any) -> None:
    now = timezone.now()
    first, later = whole_of(about, at=now), whole_of(about, at=now + dt.timedelta(milliseconds=5))
    assert first["worked_out_at"] != later["worked_out_at"]
    assert first["hash"] == later["hash"]
    make.notice(about, what=plain("Another word."))
    assert whole_of(about)["hash"] != first["hash"]


def test_nothing_of_drafts_and_no_name_of_a_person_is_in_it(about: Any) -> None:
    make.draft(about, what=plain("Secret wording."))
    make.draft(about, kind="case", problem=plain("Secret wording."))
    survey = surveys.draft(make.member(about.lead), about.lead, "secret-survey", initiative=about)
    text = as_file(whole_of(about)).decode()
    assert "Secret wording" not in text
    assert survey.slug not in text
    for user in User.objects.all():
        assert user.name not in text
        assert user.email not in text


def test_a_dataset_that_no_notice_tells_of_yet_is_not_in_it(about: Any) -> None:
    make.dataset(about)
    assert len(whole_of(about)["datasets"]) == 1


def test_an_initiative_that_was_only_proposed_has_a_record() -> None:
    whole = whole_of(make.initiative())
    check_whole(whole)
    assert (whole["publications"], whole["decisions"]) == ([], [])
    assert whole["licence"]["state"] == "draft"
    assert len(whole["datasets"]) == 1


def test_a_record_of_an_installation_whose_people_are_made_up_says_so(settings: Any) -> None:
    about = make.initiative()
    assert whole_of(about)["identity"]["example"] == ""
    settings.SYNTHETIC = "The people here are made up."
    assert whole_of(about)["identity"]["example"] == "The people here are made up."


def test_what_ended_says_so() -> None:
    about = make.initiative()
    make.all_on_record(about)
    initiatives.change_stage(by=make.member(about.lead), initiative=about, stage="close")
    whole = whole_of(about)
    assert (whole["identity"]["stage"], whole["identity"]["closed_on"]) == ("close", timezone.localdate().isoformat())


def test_records_are_made_one_after_another_as_they_are_asked_for() -> None:
    for _ in range(4):
        make.initiative()
    with CaptureQueriesContext(connection) as queries:
        found = records(SITE)
        next(found)
        first = len(queries)
        assert len(list(found)) == 3
    assert first <= len(queries) / 2
