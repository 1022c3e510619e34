"""The parts that format 2 of a record added: what everyone may read of the time after a decision, and nothing of what they may not."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.record.read_whole import check_whole, read_whole
from folkmoot.record.whole import WholeRecord, as_file
from folkmoot.record.whole_afterwards import Afterwards
from folkmoot.site.commitments import domain as commitments
from folkmoot.site.concerns import domain as concerns
from folkmoot.site.concerns import handling
from folkmoot.site.exports.domain import import_record
from folkmoot.site.exports.whole_record import record_of
from folkmoot.site.people.models import User
from folkmoot.site.people.roles import Role
from folkmoot.site.progress import domain as progress
from folkmoot.site.progress.domain.plans import NewSection
from folkmoot.site.renditions import plain
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

DAY = dt.timedelta(days=1)
PLANTED = "Ada Lovelace of 4 Elm Row, ada@example.org"
"""Stands wherever no record may read: in the vault, in drafts, in the facts of incidents, in risks that staff keep to themselves."""


def received(about: Any, kind: str) -> Any:
    given = {"kind": kind, "initiative": about, "receipt": uuid.uuid4(), "words": PLANTED, "contact": PLANTED}
    return concerns.KINDS[kind].objects.get(reference=concerns.receive(**given).reference)


@pytest.fixture
def about() -> Any:
    """An initiative with something in every part that format 2 added, and planted words beside it."""
    made = make.licensed(make.initiative(title="Warm homes"))
    officer, checker = make.member(made.lead, name=PLANTED), make.member(made.lead, Role.GOVERNANCE_LEAD, name=PLANTED)
    here = {"by": officer, "initiative": made}
    promised = commitments.make_commitment(
        **here,
        owner=made.lead,
        origin="idea",
        answer="yes",
        words=plain("We put up posters."),
        asked=plain("Tell us."),
        due=timezone.localdate() + DAY,
    )
    commitments.report_commitment(by=officer, commitment=promised, state="under_way", reason=plain("Printed."))
    commitments.sign_commitment(by=checker, commitment=promised, organisation=made.lead, office="The Chief Executive")
    make.milestone(made)
    make.spent(make.budget_line(made), 100)
    make.measured(make.benefit(made, unit="people", baseline=2, target=400), 7)
    risk = {"kind": "risk", "words": PLANTED, "owner": made.lead, "probability": 2, "impact": 4}
    progress.record_raid(**here, public=True, summary=plain("Staff may leave."), **risk)
    progress.record_raid(**here, **risk)
    today = timezone.localdate()
    make.report(made, starts=today - 30 * DAY, ends=today - DAY)
    make.report_draft(made, summary=plain(PLANTED), starts=today, ends=today)
    section = NewSection(starts=today, ends=today + DAY, words=plain("Prepare."))
    progress.write_plan(**here, kind="resourcing", words=plain("Two people work on it."), sections=[section])
    board = make.member(made.lead, Role.GOVERNANCE_LEAD)
    progress.decide_gate(by=board, initiative=made, gate="discover", outcome="passed", body="The project board", reasons=plain("Clear."))
    progress.start_board_member(**here, kind="board", name=PLANTED, organisation="The county", role="Chair")
    make.all_on_record(made)
    progress.hand_over(**here, words=plain("The housing team goes on."), evaluate_on=today + DAY)
    asked = received(made, "question")
    answer = concerns.answer_question(by=officer, question=asked, wording=plain("Who sees it?"), answer=plain("Three people."))
    concerns.look_at_answer(by=make.member(made.lead, Role.GOVERNANCE_LEAD), answer=answer, publish=True)
    unread = received(made, "question")
    concerns.answer_question(by=officer, question=unread, wording=plain(PLANTED), answer=plain(PLANTED))
    received(made, "complaint")
    facts = {"happened": PLANTED, "ico_told_at": timezone.now()}
    lost = handling.record_incident(**here, organisation=made.lead, found_at=timezone.now() - DAY, **facts)
    handling.record_incident(**here, organisation=made.lead, found_at=timezone.now() - DAY, happened=PLANTED)
    summary = handling.write_summary(by=officer, incident=lost, title=plain("A letter got lost"), text=plain("It came back."))
    handling.publish_summary(by=make.member(made.lead, Role.GOVERNANCE_LEAD), summary=summary)
    handling.write_summary(by=officer, incident=lost, title=plain(PLANTED), text=plain(PLANTED))
    make.preference({"health": "object"})
    return made


def whole_of(about: Any) -> WholeRecord:
    about.refresh_from_db()
    return record_of(about, site="https://moot.example")


def test_every_part_says_what_is_on_record(about: Any) -> None:
    whole = whole_of(about)
    check_whole(whole)
    assert [part for part in Afterwards.__annotations__ if not whole[part]] == []  # type: ignore[literal-required]
    (promised,) = whole["commitments"]
    assert (promised["words"], promised["state"]) == (plain("We put up posters."), "under_way")
    assert [signature["office"] for signature in promised["signatures"]] == ["The Chief Executive"]
    assert [line["actual_pounds"] for line in whole["budget"]] == ["100.00"]
    assert [risk["summary"] for risk in whole["risks"]] == [plain("Staff may leave.")]
    assert [report["number"] for report in whole["reports"]] == [1]
    assert [question["wording"] for question in whole["questions"]] == [plain("Who sees it?")]
    (incident,) = whole["incidents"]
    assert (incident["title"], incident["clock"]) == (plain("A letter got lost"), "told")


def test_no_name_no_contact_and_no_word_that_is_not_for_everyone_is_in_it(about: Any) -> None:
    text = as_file(whole_of(about)).decode()
    assert not any(part in text for part in (PLANTED, "Ada Lovelace", "Elm Row", "ada@example.org"))
    for user in User.objects.all():
        assert user.name not in text
        assert user.email not in text


def test_small_counts_of_people_are_not_shown(about: Any) -> None:
    whole = whole_of(about)
    assert [(b["baseline"], b["measured"]) for b in whole["benefits"] if b["unit"] == "people"] == [
        ("fewer than 10 people", "fewer than 10 people")
    ]
    assert {choice["people"] for choice in whole["choices"]} == {"fewer than 10"}


def test_a_choice_that_changes_a_count_of_under_ten_changes_no_record(about: Any) -> None:
    before = whole_of(about)
    make.preference({"health": "object"}, name="Someone Else", nhs_number="")
    assert whole_of(about)["choices"] == before["choices"]


def test_another_installation_takes_it_in_and_gives_it_again_byte_for_byte(about: Any, client: Client) -> None:
    file = client.get(f"/i/{about.slug}/record.json").content
    assert as_file(read_whole(file)) == file
    held = import_record(by=make.member(make.organisation(), Role.GOVERNANCE_LEAD), file=file)
    assert client.get(f"/held/{held.hash}/record.json").content == file
    page = client.get(f"/held/{held.hash}").content.decode()
    for said in ("We put up posters.", "Staff may leave.", "A letter got lost", "Who sees it?", "fewer than 10"):
        assert said in page
