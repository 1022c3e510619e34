"""What may be promised, reported and signed, by whom, and what the database itself refuses."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from folkmoot.site.audit.models import Event
from folkmoot.site.commitments import domain, queries
from folkmoot.site.commitments.models import Commitment, CommitmentReport, CommitmentSignature
from folkmoot.site.commitments.states import STATES, State
from folkmoot.site.errors import NotNow
from folkmoot.site.evidence import domain as evidence
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

DAY = dt.timedelta(days=1)


def promise(about: Any, by: Any = None, **more: Any) -> Commitment:
    given = {"owner": about.lead, "origin": "idea", "answer": "yes", "words": plain("Put up posters."), "asked": plain("Tell us.")}
    given |= {"initiative": about, "due": timezone.localdate() + 30 * DAY}
    return domain.make_commitment(by=by or make.member(about.lead), **(given | more))


def theme(about: Any, key: str = "trust") -> str:
    evidence.record_theme(
        by=make.member(about.lead), initiative=about, key=key, words="People want to be told.", n=40, method="Interviews", source="A report"
    )
    return key


def test_only_those_who_keep_promises_in_the_owner_make_and_report_them() -> None:
    about = make.initiative()
    lead = about.lead
    strangers = [None, make.user(), make.member(make.organisation()), make.former_member(lead), make.member(lead, Role.GOVERNANCE_LEAD)]
    for person in strangers:
        with pytest.raises(PermissionDenied):
            domain.make_commitment(
                by=person, owner=lead, origin="idea", answer="no", words=plain("No."), asked=plain("Do."), initiative=about
            )
    assert not Commitment.objects.exists()
    made = promise(about)
    for person in strangers:
        with pytest.raises(PermissionDenied):
            domain.report_commitment(by=person, commitment=made, state="done", reason=plain("Done."))
    assert not CommitmentReport.objects.exists()
    event = Event.objects.get(verb="commitment.made")
    assert event.subject == f"initiative:{about.pk}"
    assert event.detail == {"commitment": made.pk, "on": timezone.localdate().isoformat()}


def test_each_organisation_signs_once_for_itself() -> None:
    about = make.initiative()
    made, partner = promise(about), make.organisation()
    for person in (make.user(), make.member(partner), make.member(about.lead, Role.GOVERNANCE_LEAD)):
        with pytest.raises(PermissionDenied):
            domain.sign_commitment(by=person, commitment=made, organisation=partner, office="The Chief Constable")
    signer = make.member(partner, Role.GOVERNANCE_LEAD)
    domain.sign_commitment(by=signer, commitment=made, organisation=partner, office=" The Chief Constable ")
    with pytest.raises(NotNow, match="has signed this already"):
        domain.sign_commitment(by=signer, commitment=made, organisation=partner, office="The Chief Constable")
    assert [(s.organisation, s.office) for s in queries.now(made.pk).signatures] == [(partner, "The Chief Constable")]
    with pytest.raises(ValidationError, match="before it was made"):
        domain.sign_commitment(
            by=make.member(about.lead, Role.GOVERNANCE_LEAD),
            commitment=made,
            organisation=about.lead,
            office="The Chief",
            signed_on=timezone.localdate() - DAY,
        )


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"due": None}, "Give the day by which it will be done"),
        ({"answer": "no"}, "A no has no day"),
        ({"due": dt.date(2020, 1, 1)}, "before it was promised"),
        ({"on": dt.date(2999, 1, 1)}, "on a day to come"),
        ({"asked": {}}, "blank|standard English"),
        ({"words": {"cy": {"standard": "Posteri."}}}, "standard English"),
        ({"origin": "rumour"}, "not a valid choice"),
        ({"origin": "finding", "finding": "nothing"}, "no published finding called 'nothing'"),
    ],
)
def test_a_promise_that_will_not_do_says_why(wrong: dict[str, Any], words: str) -> None:
    about = make.initiative()
    with pytest.raises(ValidationError, match=words):
        promise(about, **wrong)
    assert not Commitment.objects.exists()


def test_only_who_is_in_an_initiative_or_decides_on_it_promises_something_about_it() -> None:
    about, outside = make.initiative(), make.organisation()
    with pytest.raises(ValidationError, match="is not in this initiative"):
        promise(about, by=make.member(outside), owner=outside)
    committee = make.committee(about)
    assert promise(about, by=make.member(committee, Role.COMMITTEE_MEMBER), owner=committee).owner == committee
    assert promise(about, by=make.member(outside), owner=outside, initiative=None).initiative is None


def test_an_answer_to_a_finding_carries_its_words_and_stands_under_it() -> None:
    about = make.initiative()
    made = promise(about, origin="finding", finding=theme(about), asked=None)
    (answered,) = queries.you_said(about)
    assert answered.finding.words == made.asked["en"]["standard"] == "People want to be told."
    assert [row.number for row in answered.commitments] == [made.pk]


def test_states_follow_the_table_and_nothing_else() -> None:
    about = make.initiative()
    officer = make.member(about.lead)
    made = promise(about, by=officer)
    seen = State.PROMISED
    for state in (State.UNDER_WAY, State.DONE, State.UNDER_WAY, State.PART_DONE, State.DONE, State.UNDER_WAY, State.DROPPED):
        for other in set(State) - set(STATES[seen].then):
            with pytest.raises(NotNow, match="cannot become"):
                domain.report_commitment(by=officer, commitment=made, state=other, reason=plain("No."))
        domain.report_commitment(by=officer, commitment=made, state=state, reason=plain("So."))
        seen = queries.now(made.pk).state
        assert seen is state
    refused = promise(about, by=officer, answer="no", due=None)
    assert queries.now(refused.pk).state is State.REFUSED
    with pytest.raises(NotNow, match="“Refused” cannot become “Done”"):
        domain.report_commitment(by=officer, commitment=refused, state="done", reason=plain("No."))
    with pytest.raises(NotNow, match="cannot become “sold”"):
        domain.report_commitment(by=officer, commitment=made, state="sold", reason=plain("No."))


def test_a_promise_is_late_the_day_after_its_day_unless_it_is_over() -> None:
    about = make.initiative()
    today = timezone.localdate()
    officer = make.member(about.lead, starts=dt.date(2020, 1, 1))
    made = promise(about, by=officer, due=today, on=today - DAY)
    assert not queries.now(made.pk).late
    late = promise(about, by=officer, due=today - DAY, on=today - DAY)
    assert queries.now(late.pk).late
    assert queries.now(late.pk).state_words == "Late. Promised"
    assert [row.number for row in queries.tracker().rows] == [late.pk, made.pk]
    assert [row.number for row in queries.tracker(state="late").rows] == [late.pk]
    domain.report_commitment(by=officer, commitment=late, state="done", reason=plain("Done."))
    assert not queries.now(late.pk).late
    assert queries.tracker().late == 0


def test_the_database_refuses_to_change_or_delete_what_was_promised_reported_or_signed() -> None:
    about = make.initiative()
    made = promise(about)
    domain.report_commitment(by=make.member(about.lead), commitment=made, state="under_way", reason=plain("So."))
    domain.sign_commitment(by=make.member(about.lead, Role.GOVERNANCE_LEAD), commitment=made, organisation=about.lead, office="The Chief")
    for change in (
        lambda: Commitment.objects.update(due=dt.date(2999, 1, 1)),
        lambda: CommitmentReport.objects.update(state="done"),
        lambda: CommitmentSignature.objects.update(office="Nobody"),
        CommitmentReport.objects.all().delete,
        CommitmentSignature.objects.all().delete,
    ):
        with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
            change()


def test_the_database_refuses_a_promise_without_a_day_and_a_finding_without_its_key() -> None:
    about = make.initiative()
    made = promise(about)
    row = {"owner": about.lead, "initiative": about, "words": plain("W"), "asked": plain("A"), "made_on": timezone.localdate()}
    row |= {"recorded_by": made.recorded_by, "recorded_at": timezone.now()}
    due = timezone.localdate()
    for wrong in (
        {"origin": "idea", "answer": "yes"},
        {"origin": "idea", "answer": "no", "due": due},
        {"origin": "finding", "answer": "yes", "due": due},
        {"origin": "idea", "finding": "trust", "answer": "yes", "due": due},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Commitment.objects.create(**row, **wrong)
