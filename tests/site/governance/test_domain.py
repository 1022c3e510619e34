"""Decisions, conditions, signatures and stops: who may, what is refused, and that nothing of it can be changed afterwards."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from folkmoot.licence import LicenceState
from folkmoot.site.audit.models import Event
from folkmoot.site.errors import NotNow
from folkmoot.site.governance import domain, models, queries
from folkmoot.site.governance.domain import NewCondition
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

DAY = dt.timedelta(days=1)


def wrong_people(where: Any, role: Role) -> list[Any]:
    """Strangers, the same role elsewhere, those whose time is over, and another role here."""
    return [
        None,
        make.user(),
        make.member(make.organisation(), role),
        make.former_member(where, role),
        make.member(where, Role.ADMINISTRATOR),
    ]


def refuses(people: list[Any], do: Callable[[Any], Any]) -> None:
    for person in people:
        with pytest.raises(PermissionDenied):
            do(person)
    make.no_writes_by(*(person for person in people if person is not None))


def decide(by: Any, committee: Any, about: Any, **more: Any) -> models.Decision:
    given = {"outcome": "no", "reasons": plain("We could not see how it would help."), "stages": ["join"]}
    return domain.make_decision(by=by, committee=committee, initiative=about, **(given | more))


def test_only_members_of_that_committee_decide() -> None:
    about = make.initiative()
    committee = make.committee(about)
    make.notice(about)
    refuses(wrong_people(committee, Role.COMMITTEE_MEMBER), lambda by: decide(by, committee, about))
    made = decide(make.member(committee, Role.COMMITTEE_MEMBER), committee, about)
    assert (made.number, made.notice_hash) == (1, about.publications.get(kind="notice").hash)
    detail = Event.objects.get(verb="decision.made").detail
    assert detail == {"number": 1, "outcome": "no", "committee": committee.slug, "on": timezone.localdate().isoformat()}


def test_only_the_lead_signs_only_the_owner_meets_and_only_who_stopped_it_ends_the_stop() -> None:
    owner = make.organisation()
    about = make.initiative(partners=[owner])
    make.notice(about)
    condition = NewCondition(text=plain("Wipe them."), owner=owner, due=timezone.localdate())
    row = make.decision(about, "yes-with-conditions", conditions=[condition]).conditions.get()
    here = wrong_people(about.lead, Role.GOVERNANCE_LEAD)
    refuses(here, lambda by: domain.sign_dpia(by=by, initiative=about, office="The officer"))
    ends = timezone.localdate() + DAY
    refuses(here, lambda by: domain.sign_agreement(by=by, initiative=about, kind="use", parties=[about.lead, owner], ends_on=ends))
    lead = make.member(about.lead, Role.GOVERNANCE_LEAD)
    refuses(
        [lead, *wrong_people(owner, Role.GOVERNANCE_LEAD)], lambda by: domain.meet_condition(by=by, condition=row, evidence=plain("Done."))
    )
    refuses(here, lambda by: domain.suspend(by=by, initiative=about, organisation=about.lead, reason=plain("A mistake.")))
    theirs = make.member(owner, Role.GOVERNANCE_LEAD)
    stop = domain.suspend(by=theirs, initiative=about, organisation=owner, reason=plain("A mistake."))
    refuses([lead, *here[:1]], lambda by: domain.resume(by=by, suspension=stop, reason=plain("Put right.")))
    assert domain.meet_condition(by=theirs, condition=row, evidence=plain("Wiped.")).on == timezone.localdate()
    assert domain.resume(by=theirs, suspension=stop, reason=plain("Put right.")).pk


def test_a_condition_that_a_committee_owns_is_met_by_its_members() -> None:
    about = make.initiative()
    committee = make.committee(about)
    make.notice(about)
    condition = NewCondition(text=plain("Ask the jury again."), owner=committee, before_stage="join")
    row = make.decision(about, "yes-with-conditions", committee=committee, conditions=[condition]).conditions.get()
    member = make.member(committee, Role.COMMITTEE_MEMBER)
    domain.meet_condition(by=member, condition=row, evidence=plain("It was asked."))
    with pytest.raises(NotNow, match="met already"):
        domain.meet_condition(by=member, condition=row, evidence=plain("Again."))


def test_an_organisation_that_has_nothing_to_do_with_it_cannot_stop_it_but_the_committee_can() -> None:
    about = make.initiative()
    make.notice(about)
    committee, stranger = make.organisation(kind="committee"), make.organisation()
    make.decision(about, committee=committee)
    with pytest.raises(ValidationError, match="cannot stop it"):
        domain.suspend(by=make.member(stranger, Role.GOVERNANCE_LEAD), initiative=about, organisation=stranger, reason=plain("No."))
    member = make.member(committee, Role.COMMITTEE_MEMBER)
    stop = domain.suspend(by=member, initiative=about, organisation=committee, reason=plain("A promise was late."))
    with pytest.raises(NotNow, match="stopped this already"):
        domain.suspend(by=member, initiative=about, organisation=committee, reason=plain("Again."))
    domain.resume(by=member, suspension=stop, reason=plain("It was kept."))
    with pytest.raises(NotNow, match="ended already"):
        domain.resume(by=member, suspension=stop, reason=plain("Again."))


TODAY = timezone.localdate
YES = {"valid_from": dt.date(2031, 3, 3), "valid_until": dt.date(2032, 3, 2), "review_by": dt.date(2031, 12, 1)}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"outcome": "perhaps"}, "Choose what was decided"),
        ({"stages": []}, "Choose what the decision is about"),
        ({"stages": ["scope"]}, "Choose what the decision is about"),
        ({"outcome": "yes"}, "A yes needs a first day"),
        ({"outcome": "yes", **YES, "valid_until": dt.date(2031, 3, 2)}, "must not be before the first"),
        ({"outcome": "yes", **YES, "review_by": dt.date(2031, 3, 2)}, "review must not be before"),
        ({"outcome": "no", "valid_from": dt.date(2031, 3, 3)}, "Only a yes has a first day"),
        ({"outcome": "yes-with-conditions", **YES}, "needs at least one condition"),
        ({"reasons": {}}, "standard English first|cannot be blank"),
        ({"decided_on": dt.date(2999, 1, 1)}, "a day to come"),
        ({"answers": {"made-up": plain("We agree.")}}, "no published finding called 'made-up'"),
    ],
)
def test_a_decision_that_will_not_do_says_why_and_leaves_nothing(given: dict[str, Any], words: str) -> None:
    about = make.initiative()
    committee = make.committee(about)
    make.notice(about)
    with pytest.raises(ValidationError, match=words):
        decide(make.member(committee, Role.COMMITTEE_MEMBER), committee, about, **given)
    assert not models.Decision.objects.exists()
    assert not Event.objects.filter(verb="decision.made").exists()


@pytest.mark.parametrize("due", [{}, {"due": dt.date(2031, 3, 3), "before_stage": "join"}, {"before_stage": "scope"}])
def test_a_condition_is_due_by_a_date_or_before_a_stage_and_a_wrong_one_undoes_the_decision(due: dict[str, Any]) -> None:
    about = make.initiative()
    make.notice(about)
    conditions = [NewCondition(text=plain("Wipe them."), owner=about.lead, **due)]
    with pytest.raises(ValidationError), transaction.atomic():
        make.decision(about, "yes-with-conditions", conditions=conditions)
    assert not models.Decision.objects.exists()


@pytest.mark.parametrize("due", [{"due": None, "before_stage": ""}, {"due": dt.date(2031, 3, 3), "before_stage": "join"}])
def test_the_database_repeats_that_rule(due: dict[str, Any]) -> None:
    about = make.initiative()
    make.notice(about)
    made = make.decision(about)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Condition.objects.create(decision=made, text=plain("X"), owner=about.lead, **due)


def test_there_is_nothing_to_decide_before_a_notice_and_not_on_one_that_changed() -> None:
    about = make.initiative()
    committee = make.committee(about)
    member = make.member(committee, Role.COMMITTEE_MEMBER)
    with pytest.raises(NotNow, match="Publish the notice first"):
        decide(member, committee, about)
    read = make.notice(about).hash
    make.notice(about, kept=plain("For ever."))
    with pytest.raises(NotNow, match="Read the new one"):
        decide(member, committee, about, notice_hash=read)


def test_a_body_that_takes_part_or_is_no_committee_cannot_decide() -> None:
    committee = make.organisation(kind="committee")
    about = make.initiative(partners=[committee])
    make.notice(about)
    with pytest.raises(ValidationError, match="takes part"):
        decide(make.member(committee, Role.COMMITTEE_MEMBER), committee, about)
    council = make.organisation()
    with pytest.raises(ValidationError, match="is not a committee"):
        decide(make.member(council, Role.COMMITTEE_MEMBER), council, about)


def test_an_agreement_needs_two_organisations_of_the_initiative_and_ends_after_it_is_signed() -> None:
    partner = make.organisation()
    about = make.initiative(partners=[partner])
    lead = make.member(about.lead, Role.GOVERNANCE_LEAD)
    today = TODAY()
    for parties, ends, words in (
        ([about.lead, about.lead], today, "at least two"),
        ([about.lead, make.organisation()], today, "is not in this initiative"),
        ([about.lead, partner], today - DAY, "must end after"),
    ):
        with pytest.raises(ValidationError, match=words):
            domain.sign_agreement(by=lead, initiative=about, kind="use", parties=parties, ends_on=ends)
    with pytest.raises(ValidationError, match="a day to come"):
        domain.sign_dpia(by=lead, initiative=about, office="The officer", signed_on=today + DAY)
    assert not models.Agreement.objects.exists()


def test_nothing_of_it_can_be_changed_or_deleted() -> None:
    partner = make.organisation()
    about = make.initiative(partners=[partner])
    condition = NewCondition(text=plain("Wipe them."), owner=partner, due=TODAY())
    make.licensed(about, outcome="yes-with-conditions", conditions=[condition])
    theirs = make.member(partner, Role.GOVERNANCE_LEAD)
    domain.meet_condition(by=theirs, condition=models.Condition.objects.get(), evidence=plain("Done."))
    stop = domain.suspend(by=theirs, initiative=about, organisation=partner, reason=plain("A mistake."))
    domain.resume(by=theirs, suspension=stop, reason=plain("Put right."))
    changes = {
        models.Decision: {"outcome": "no"},
        models.Condition: {"due": TODAY() + DAY},
        models.ConditionMet: {"on": TODAY() - DAY},
        models.DpiaSignature: {"signed_on": TODAY() - DAY},
        models.Agreement: {"ends_on": TODAY() + 999 * DAY},
        models.AgreementParty: {"organisation": make.organisation()},
        models.Suspension: {"started": timezone.now() + DAY},
        models.SuspensionEnd: {"ended": timezone.now() - DAY},
    }
    for model, change in changes.items():
        assert model.objects.exists(), model
        with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
            model.objects.update(**change)
        with pytest.raises((DatabaseError, models.models.ProtectedError)), transaction.atomic():
            model.objects.all().delete()


def test_a_new_version_of_the_notice_makes_the_licence_need_review_until_it_is_decided_again() -> None:
    about = make.licensed()
    assert queries.licence_of(about).state is LicenceState.IN_FORCE
    make.notice(about, kept={"en": {"standard": "Answer to kept."}, "cy": {"standard": "Dwy flynedd."}})  # one Welsh sentence more
    answer = queries.licence_of(about)
    assert answer.state is LicenceState.NEEDS_REVIEW
    assert [check.key for check in answer.checks if not check.passed] == ["notice"]
    with pytest.raises(NotNow, match="The notice changed after"):
        queries.require_licence(about, "join")
    make.decision(about)
    assert queries.require_licence(about, "join").in_force


def test_each_fact_in_the_database_reaches_the_licence() -> None:
    partner = make.organisation()
    about = make.initiative(partners=[partner])

    def failing() -> set[str]:
        return {check.key for check in queries.licence_of(about).checks if not check.passed}

    assert failing() == {"decision", "notice", "dpia", "agreements", "review"}
    make.notice(about)
    condition = NewCondition(text=plain("Ask again."), owner=partner, before_stage="join")
    made = make.decision(about, "yes-with-conditions", conditions=[condition])
    assert failing() == {"dpia", "agreements", "conditions"}
    lead, theirs = make.member(about.lead, Role.GOVERNANCE_LEAD), make.member(partner, Role.GOVERNANCE_LEAD)
    domain.sign_dpia(by=lead, initiative=about, office="The officer")
    domain.sign_agreement(by=lead, initiative=about, kind="use", parties=[about.lead, partner], ends_on=TODAY())
    domain.meet_condition(by=theirs, condition=made.conditions.get(), evidence=plain("Asked."))
    assert failing() == set()
    stop = domain.suspend(by=theirs, initiative=about, organisation=partner, reason=plain("A mistake."))
    assert failing() == {"suspension"}
    assert queries.licence_of(about, at=stop.started - dt.timedelta(microseconds=1)).in_force is True
    domain.resume(by=theirs, suspension=stop, reason=plain("Put right."))
    assert failing() == set()
    tomorrow = timezone.now() + DAY
    assert [check.key for check in queries.licence_of(about, at=tomorrow).checks if not check.passed] == ["agreements"]
    assert queries.licence_of(about, at=timezone.now() + 400 * DAY).state is LicenceState.ENDED


def test_a_dataset_that_no_notice_tells_of_takes_the_licence_away() -> None:
    about = make.licensed()
    assert queries.licence_of(about).in_force
    make.dataset(about)
    answer = queries.licence_of(about)
    assert answer.state is LicenceState.NEEDS_REVIEW
    assert [check.key for check in answer.checks if not check.passed] == ["notice"]
    with pytest.raises(NotNow, match="no longer those that"):
        queries.require_licence(about, "join")


def test_someone_of_an_organisation_in_the_initiative_cannot_decide_on_it() -> None:
    about = make.licensed()
    committee = make.committee(about)
    member = make.member(committee, Role.COMMITTEE_MEMBER)
    decide(member, committee, about)
    make.membership(member, about.lead, Role.RESEARCH_OFFICER)
    with pytest.raises(PermissionDenied, match="Someone else must record the decision"):
        decide(member, committee, about)
