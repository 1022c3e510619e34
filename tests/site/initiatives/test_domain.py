"""What may be done to an initiative, by whom, and what the database itself refuses."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.models import Event
from folkmoot.site.errors import NotNow
from folkmoot.site.initiatives import domain, publishing, queries
from folkmoot.site.initiatives.models import Dataset, Draft, Initiative, Party, Publication
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def proposal(**more: Any) -> dict[str, Any]:
    texts = {"title": plain("Buses people need"), "summary": plain("Planning routes from where people go.")}
    return texts | {"slug": "buses", "kind": "insight", "topic": "places", "area": "The county"} | more


def wrong_people(lead: Any, role: Role) -> list[Any]:
    """Everyone who may not, what `role` may in `lead`: strangers, others' staff, those whose time is over, other roles."""
    other = {Role.RESEARCH_OFFICER: Role.COMMITTEE_MEMBER, Role.GOVERNANCE_LEAD: Role.RESEARCH_OFFICER}[role]
    return [None, make.user(), make.member(make.organisation(), role), make.former_member(lead, role), make.member(lead, other)]


def test_only_officers_of_the_lead_propose_and_each_proposal_leaves_one_row_and_one_event() -> None:
    lead = make.organisation()
    for person in wrong_people(lead, Role.RESEARCH_OFFICER):
        with pytest.raises(PermissionDenied):
            domain.propose_initiative(by=person, lead=lead, **proposal())
    assert not Initiative.objects.exists()
    officer = make.member(lead)
    made = domain.propose_initiative(by=officer, lead=lead, **proposal())
    assert (made.stage, made.proposed_on) == ("scope", timezone.localdate())
    event = Event.objects.get(verb="initiative.proposed")
    assert (event.actor, event.subject) == (f"user:{officer.pk}", f"initiative:{made.pk}")


ACTS: dict[str, tuple[Role, Callable[[Any, Any], Any]]] = {
    "add a party": (
        Role.RESEARCH_OFFICER,
        lambda by, i: domain.add_party(by=by, initiative=i, organisation=make.organisation(), role=plain("Helps.")),
    ),
    "describe a dataset": (
        Role.RESEARCH_OFFICER,
        lambda by, i: domain.describe_dataset(
            by=by, initiative=i, holder=i.lead, title=plain("A"), fields_used=plain("B"), people_covered=plain("C"), sensitivity="ordinary"
        ),
    ),
    "draft": (Role.RESEARCH_OFFICER, lambda by, i: publishing.draft_publication(by=by, initiative=i, answers={})),
    "discard": (Role.RESEARCH_OFFICER, lambda by, i: publishing.discard_draft(by=by, draft=queries.draft_of(i))),
    "publish": (Role.GOVERNANCE_LEAD, lambda by, i: publishing.publish_publication(by=by, draft=queries.draft_of(i))),
    "change stage": (Role.RESEARCH_OFFICER, lambda by, i: domain.change_stage(by=by, initiative=i, stage="close")),
}


@pytest.mark.parametrize("name", ACTS)
def test_nobody_else_may_do_it_and_nothing_is_left_behind_when_they_try(name: str) -> None:
    role, do = ACTS[name]
    about = make.initiative()
    if name in {"publish", "discard"}:
        make.draft(about)
    if name == "change stage":
        make.all_on_record(about)
    for person in wrong_people(about.lead, role):
        before = [model.objects.count() for model in (Event, Party, Dataset, Draft, Publication)]
        with pytest.raises(PermissionDenied), transaction.atomic():
            do(person, about)
        after = [model.objects.count() for model in (Event, Party, Dataset, Draft, Publication)]
        assert after[1:] == before[1:]
        if person is not None:
            make.no_writes_by(person)
    do(make.member(about.lead, role), about)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": {"cy": {"standard": "Bysiau"}}}, "standard English first"),
        ({"summary": {"fr": {"standard": "Des bus"}}}, "no language called 'fr'"),
        ({"kind": "sell"}, "is not a valid choice"),
        ({"on": dt.date(2999, 1, 1)}, "a day to come"),
        ({"slug": "no spaces"}, "valid"),
        ({"summary": plain("word " * 101)}, "That is 101 words. Say it in 100 words at most."),
    ],
)
def test_a_proposal_that_will_not_do_says_why(wrong: dict[str, Any], words: str) -> None:
    lead = make.organisation()
    with pytest.raises(ValidationError, match=words):
        domain.propose_initiative(by=make.member(lead), lead=lead, **proposal(**wrong))
    assert not Initiative.objects.exists()


def test_an_address_is_given_once() -> None:
    about = make.initiative(slug="buses")
    with pytest.raises(ValidationError, match="Another initiative has this address"):
        domain.propose_initiative(by=make.member(about.lead), lead=about.lead, **proposal())


def test_parties_have_dates_and_the_lead_stands_first() -> None:
    lead, partner = make.organisation(), make.organisation()
    about = make.initiative(lead, partners=[partner])
    today = timezone.localdate()
    assert [party.organisation for party in queries.parties_of(about)] == [lead, partner]
    with pytest.raises(ValidationError, match="already"):
        domain.add_party(by=make.member(lead), initiative=about, organisation=partner, role=plain("Again."))
    domain.end_party(by=make.member(lead), party=Party.objects.get(), ends=today)
    now, day = timezone.now(), dt.timedelta(days=1)
    assert queries.organisations_of(about, now) == [lead, partner]
    assert queries.organisations_of(about, now + day) == [lead]
    assert queries.organisations_of(about, now - day) == [lead]
    with pytest.raises(NotNow, match="ended already"):
        domain.end_party(by=make.member(lead), party=Party.objects.get())


def test_a_dataset_belongs_to_an_organisation_that_is_in_the_initiative() -> None:
    about = make.initiative()
    with pytest.raises(ValidationError, match="is not in this initiative"):
        domain.describe_dataset(
            by=make.member(about.lead),
            initiative=about,
            holder=make.organisation(),
            title=plain("A"),
            fields_used=plain("B"),
            people_covered=plain("C"),
            sensitivity="ordinary",
        )


def test_records_are_not_joined_without_a_licence_in_force() -> None:
    about = make.initiative()
    officer = make.member(about.lead)
    with pytest.raises(NotNow, match="Nobody has decided on joining records yet"):
        domain.change_stage(by=officer, initiative=about, stage="join")
    make.licensed(about)
    assert domain.change_stage(by=officer, initiative=about, stage="join").joined_at is None
    with pytest.raises(NotNow, match="cannot move to “Publish”"):
        domain.change_stage(by=officer, initiative=about, stage="publish")
    assert domain.change_stage(by=officer, initiative=about, stage="analyse").joined_at is not None
    with pytest.raises(NotNow, match="Nobody has decided on publishing what was found yet"):
        domain.change_stage(by=officer, initiative=about, stage="publish")
    closed = domain.change_stage(by=officer, initiative=make.all_on_record(about), stage="close")
    assert closed.closed_at is not None
    with pytest.raises(NotNow, match="From the stage “Close”"):
        domain.change_stage(by=officer, initiative=closed, stage="join")
    moves = Event.objects.filter(verb="initiative.stage_changed").order_by("id")
    assert [event.detail for event in moves] == [
        {"from": "scope", "to": "join"},
        {"from": "join", "to": "analyse"},
        {"from": "analyse", "to": "close"},
    ]
