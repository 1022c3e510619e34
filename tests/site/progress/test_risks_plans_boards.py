"""Risks and the like, plans, stakeholders, sources, gates and boards."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from folkmoot.site.audit.models import Event
from folkmoot.site.errors import NotNow
from folkmoot.site.people.roles import Role
from folkmoot.site.progress import domain, models, queries
from folkmoot.site.progress.domain import NewSection
from folkmoot.site.progress.queries.boards import next_gate
from folkmoot.site.progress.queries.raid import open_to_all
from folkmoot.site.renditions import plain
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

DAY = dt.timedelta(days=1)


def risk(about: Any, **more: Any) -> models.RaidEntry:
    given = {"kind": "risk", "words": "Staff may leave", "owner": about.lead, "probability": 3, "impact": 5} | more
    return domain.record_raid(by=make.member(about.lead), initiative=about, **given)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"probability": None}, "A risk needs a probability"),
        ({"impact": 6}, "from 1 to 5"),
        ({"probability": 0}, "from 1 to 5"),
        ({"kind": "issue"}, "Nothing else has them"),
        ({"public": True}, "Write the summary that everyone can read"),
        ({"public": True, "summary": {"cy": {"standard": "Risg"}}}, "standard English first"),
        ({"kind": "worry"}, "not a valid choice"),
    ],
)
def test_an_entry_that_will_not_do_is_refused_in_words(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        risk(make.initiative(), **wrong)


def test_the_database_wants_a_risks_numbers_and_a_public_entrys_summary() -> None:
    about = make.initiative()
    row = {"initiative": about, "words": "W", "owner": about.lead, "recorded_by": make.user(), "recorded_at": timezone.now()}
    for wrong in (
        {"kind": "risk"},
        {"kind": "risk", "probability": 9, "impact": 1},
        {"kind": "issue", "probability": 1, "impact": 1},
        {"kind": "issue", "public": True, "summary": {}},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.RaidEntry.objects.create(**row, **wrong)


def test_only_open_entries_that_staff_made_public_are_for_everyone_and_only_their_summary() -> None:
    about = make.initiative()
    officer = make.member(about.lead)
    low = risk(about, public=True, summary=plain("Low one"), probability=1, impact=1)
    issue = risk(about, kind="issue", probability=None, impact=None, public=True, summary=plain("An issue"))
    high = risk(about, public=True, summary=plain("High one"))
    risk(about, summary=plain("Only for staff"))
    assert [(e.summary, e.band) for e in open_to_all(about)] == [
        (plain("High one"), "High"),
        (plain("Low one"), "Low"),
        (plain("An issue"), ""),
    ]
    domain.change_raid(by=officer, entry=low, state="closed", done="It went away.")
    domain.change_raid(by=officer, entry=issue, public=False)
    assert [e.id for e in open_to_all(about)] == [high.pk]
    assert len(queries.raid_of(about)) == 4
    events = Event.objects.filter(verb="raid.changed").order_by("id")
    assert [event.detail["changed"] for event in events] == [["state", "done"], ["public"]]
    assert "went away" not in json.dumps([event.detail for event in Event.objects.all()])


def test_an_entry_is_changed_by_the_lead_alone_and_its_kind_never() -> None:
    about = make.initiative()
    entry = risk(about)
    for person in (make.user(), make.member(make.organisation()), make.member(about.lead, Role.GOVERNANCE_LEAD)):
        with pytest.raises(PermissionDenied):
            domain.change_raid(by=person, entry=entry, state="closed")
    with pytest.raises(ValueError, match="'kind'"):
        domain.change_raid(by=make.member(about.lead), entry=entry, kind="issue")
    with pytest.raises(ValidationError, match="is not in this initiative"):
        domain.change_raid(by=make.member(about.lead), entry=entry, owner=make.organisation())
    entry.refresh_from_db()
    assert entry.state == "open"


def gate(about: Any, name: str, outcome: str = "passed", **more: Any) -> models.GateDecision:
    given = {"body": "The project board", "reasons": plain("Because.")} | more
    return domain.decide_gate(by=make.member(about.lead, Role.GOVERNANCE_LEAD), initiative=about, gate=name, outcome=outcome, **given)


def test_gates_are_passed_in_their_order_each_once_and_none_after_a_stop() -> None:
    about, today = make.initiative(), timezone.localdate()
    with pytest.raises(NotNow, match="The next gate is “Discover”"):
        gate(about, "define")
    gate(about, "discover", "not-passed", on=today - 5 * DAY)
    with pytest.raises(ValidationError, match="decided later than that"):
        gate(about, "discover", on=today - 6 * DAY)
    gate(about, "discover", on=today - 5 * DAY, funding_released=Decimal(5000))
    assert queries.gate_now(about) == "The next gate is “Define”, 2 of 4."
    with pytest.raises(NotNow, match="The next gate is “Define”"):
        gate(about, "discover")
    with pytest.raises(ValidationError, match="Only a gate that is passed releases money"):
        gate(about, "define", "stop", funding_released=Decimal(1))
    for name in ("define", "develop", "deliver"):
        gate(about, name)
    with pytest.raises(NotNow, match="All four gates are passed"):
        gate(about, "deliver")
    assert (queries.gate_now(about), next_gate(about)) == ("It has passed all four gates.", None)
    stopped = make.initiative()
    gate(stopped, "discover")
    gate(stopped, "define", "stop")
    with pytest.raises(NotNow, match="was stopped at a gate"):
        gate(stopped, "define")
    assert (queries.gate_now(stopped), next_gate(stopped)) == ("It was stopped at the gate “Define”.", None)


def test_those_who_run_it_do_not_pass_its_gates() -> None:
    about = make.initiative()
    for person in (make.user(), make.member(about.lead), make.member(make.organisation(), Role.GOVERNANCE_LEAD)):
        with pytest.raises(PermissionDenied):
            domain.decide_gate(by=person, initiative=about, gate="discover", outcome="passed", body="B", reasons=plain("R"))
    assert queries.gates_of(about) == []


def test_the_database_passes_a_gate_once_and_keeps_what_was_decided() -> None:
    about = make.initiative()
    gate(about, "discover")
    row = {"body": "B", "reasons": plain("R"), "on": timezone.localdate(), "recorded_by": make.user(), "recorded_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        models.GateDecision.objects.create(initiative=about, gate="discover", outcome="passed", **row)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        models.GateDecision.objects.update(outcome="stop")


def test_a_plan_has_dated_parts_and_a_new_version_leaves_the_old_one_to_read() -> None:
    about, today = make.initiative(), timezone.localdate()
    officer = make.member(about.lead)
    part = NewSection(plain("Hire"), today, today + DAY)
    for sections, words in (
        ([], "at least one part"),
        ([part] * 21, "20 at most"),
        ([NewSection(plain("A"), today, today - DAY)], "must not be before"),
    ):
        with pytest.raises(ValidationError, match=words):
            domain.write_plan(by=officer, initiative=about, kind="resourcing", words=plain("P"), sections=sections)
    assert not models.Plan.objects.exists()
    for words in ("First", "Second"):
        domain.write_plan(by=officer, initiative=about, kind="resourcing", words=plain(words), sections=[part])
    (plan,) = queries.plans_of(about)
    assert [(version.version, version.words) for version in plan.versions] == [(2, plain("Second")), (1, plain("First"))]
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        models.PlanSection.objects.update(ends=today)


def test_the_map_links_stakeholders_with_benefits_of_the_same_initiative_and_can_be_put_right() -> None:
    about = make.initiative()
    officer, benefit = make.member(about.lead), make.benefit(about)
    given = {"by": officer, "initiative": about, "name": "Parents", "influence": 2, "interest": 5, "relation": plain("Their children.")}
    with pytest.raises(ValidationError, match="another initiative"):
        domain.name_stakeholder(**given, benefits=[make.benefit(make.initiative())])
    with pytest.raises(ValidationError, match="from 1 to 5"):
        domain.name_stakeholder(**(given | {"influence": 6}))
    row = domain.name_stakeholder(**given, benefits=[benefit])
    with pytest.raises(ValidationError, match="on the list already"):
        domain.name_stakeholder(**given)
    (shown,) = queries.stakeholders_of(about)
    assert (shown.how, shown.benefits) == ("Keep informed", (benefit.words,))
    domain.remove_stakeholder(by=officer, stakeholder=row)
    assert queries.stakeholders_of(about) == []
    assert Event.objects.last().verb == "stakeholder.removed"


@pytest.mark.parametrize(("influence", "interest", "how"), [(5, 4, "Work closely together"), (4, 3, "Keep satisfied"), (3, 3, "Watch")])
def test_how_to_work_with_a_stakeholder_follows_from_its_two_numbers(influence: int, interest: int, how: str) -> None:
    about = make.initiative()
    given = {"by": make.member(about.lead), "initiative": about, "name": "A", "relation": plain("B")}
    domain.name_stakeholder(**given, influence=influence, interest=interest)
    assert [s.how for s in queries.stakeholders_of(about)] == [how]


def test_a_source_has_tidy_tags_and_an_address_that_a_browser_may_open() -> None:
    about = make.initiative()
    given = {
        "by": make.member(about.lead),
        "initiative": about,
        "citation": "A, 2019",
        "method": "M",
        "claims": plain("C"),
        "quality": "weak",
    }
    for link in ("javascript:alert(1)", "ftp://example.org", "example.org"):
        with pytest.raises(ValidationError, match=r"https://"):
            domain.record_source(**given, link=link)
    with pytest.raises(ValidationError, match="10 tags at most"):
        domain.record_source(**given, tags=[f"t{n}" for n in range(11)])
    made = domain.record_source(**given, tags=[" Trust", "trust", "", "Law "], link="https://example.org/a")
    assert made.tags == ["trust", "law"]


def test_a_board_has_versions_of_its_terms_and_members_between_two_days() -> None:
    about, today = make.initiative(), timezone.localdate()
    officer = make.member(about.lead)
    for words in ("First", "Second"):
        domain.write_terms(by=officer, initiative=about, kind="board", words=plain(words))
    seat = {"by": officer, "initiative": about, "kind": "board", "organisation": "The county", "role": "Chair"}
    first = domain.start_board_member(**seat, name="Ash Reeve", starts=today - 9 * DAY)
    domain.start_board_member(**seat, name="Kim Hall")
    mistaken = domain.start_board_member(**seat, name="Wrong Name")
    domain.end_board_member(by=officer, member=first)
    domain.end_board_member(by=officer, member=mistaken)
    with pytest.raises(NotNow, match="an end already"):
        domain.end_board_member(by=officer, member=first)
    board, advisory = queries.board_of(about)
    assert [terms.version for terms in board.terms] == [2, 1]
    assert [m.name for m in board.members] == ["Kim Hall"]
    assert [m.name for m in board.before] == ["Ash Reeve"]  # a seat that ended the day it began was never held
    assert (advisory.terms, advisory.members) == ((), ())
    said = json.dumps([event.detail for event in Event.objects.all()])
    assert not any(name in said for name in ("Ash", "Kim", "Wrong"))


def test_a_meeting_is_told_with_its_board_newest_first_and_a_later_account_of_a_day_takes_the_place_of_the_first() -> None:
    about, today = make.initiative(), timezone.localdate()
    given = {"by": make.member(about.lead), "initiative": about}
    for kind, on, said in (
        ("board", today, "Frist"),
        ("advisory", today, "Others"),
        ("board", today - DAY, "Before"),
        ("board", today, "First"),
    ):
        domain.record_meeting(**given, kind=kind, on=on, words=plain(said))
    board, advisory = queries.board_of(about)
    assert [(met.on, met.words) for met in board.meetings] == [(today, plain("First")), (today - DAY, plain("Before"))]
    assert [met.words for met in advisory.meetings] == [plain("Others")]
    assert queries.board_of(make.initiative())[0].meetings == ()
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        models.BoardMeeting.objects.update(on=today - DAY)


def test_a_meeting_that_will_not_do_is_refused_in_words() -> None:
    about = make.initiative()
    given = {"initiative": about, "words": plain("It met.")}
    officer = make.member(about.lead)
    for wrong, words in (
        ({"on": timezone.localdate() + DAY}, "a day to come"),
        ({"link": "javascript:alert(1)"}, r"https://"),
        ({"kind": "council"}, "not a valid choice"),
    ):
        with pytest.raises(ValidationError, match=words):
            domain.record_meeting(**({"by": officer, "kind": "board"} | given | wrong))
    for person in (make.user(), make.member(make.organisation()), make.member(about.lead, Role.GOVERNANCE_LEAD)):
        with pytest.raises(PermissionDenied):
            domain.record_meeting(by=person, kind="board", **given)
    assert not models.BoardMeeting.objects.exists()
