"""What may be done to an initiative, by whom, and what the database itself refuses."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from folkmoot.record import missing
from folkmoot.site.audit.models import Event
from folkmoot.site.errors import NotNow
from folkmoot.site.initiatives import domain, queries
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
    "draft": (Role.RESEARCH_OFFICER, lambda by, i: domain.draft_publication(by=by, initiative=i, fields={})),
    "publish": (Role.GOVERNANCE_LEAD, lambda by, i: domain.publish_publication(by=by, draft=queries.draft_of(i))),
    "change stage": (Role.RESEARCH_OFFICER, lambda by, i: domain.change_stage(by=by, initiative=i, stage="close")),
}


@pytest.mark.parametrize("name", ACTS)
def test_nobody_else_may_do_it_and_nothing_is_left_behind_when_they_try(name: str) -> None:
    role, do = ACTS[name]
    about = make.initiative()
    if name == "publish":
        make.draft(about)
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
    ],
)
def test_a_proposal_that_will_not_do_says_why(wrong: dict[str, Any], words: str) -> None:
    lead = make.organisation()
    with pytest.raises(ValidationError, match=words):
        domain.propose_initiative(by=make.member(lead), lead=lead, **proposal(**wrong))
    assert not Initiative.objects.exists()


def test_parties_have_dates_and_the_lead_stands_first() -> None:
    lead, partner = make.organisation(), make.organisation()
    about = make.initiative(lead, partners=[partner])
    today = timezone.localdate()
    assert [party.organisation for party in queries.parties_of(about)] == [lead, partner]
    with pytest.raises(ValidationError, match="already"):
        domain.add_party(by=make.member(lead), initiative=about, organisation=partner, role=plain("Again."))
    domain.end_party(by=make.member(lead), party=Party.objects.get(), ends=today)
    assert queries.organisations_of(about, today) == [lead, partner]
    assert queries.organisations_of(about, today + dt.timedelta(days=1)) == [lead]
    assert queries.organisations_of(about, today - dt.timedelta(days=1)) == [lead]
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


def test_a_second_person_publishes_and_nobody_who_wrote_in_the_draft() -> None:
    about = make.initiative()
    both = make.member(about.lead, Role.RESEARCH_OFFICER)
    make.membership(both, about.lead, Role.GOVERNANCE_LEAD)
    make.draft(about, by=both)
    draft = make.draft(about)  # someone else saves it last
    with pytest.raises(PermissionDenied, match="You wrote in this draft"):
        domain.publish_publication(by=both, draft=draft)
    made = domain.publish_publication(by=make.member(about.lead, Role.GOVERNANCE_LEAD), draft=draft, seen=draft.hash)
    assert (made.version, made.hash, made.content) == (1, draft.hash, draft.content)
    assert not Draft.objects.exists()
    with pytest.raises(NotNow, match="published already"):
        domain.publish_publication(by=make.member(about.lead, Role.GOVERNANCE_LEAD), draft=draft)


def test_the_database_refuses_a_publication_by_the_person_who_drafted_it() -> None:
    about = make.initiative()
    one = make.user()
    row = {"initiative": about, "kind": "notice", "version": 1, "content": {}, "hash": "0" * 64, "published_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(**row, drafted_by=one, published_by=one)
    Publication.objects.create(**row, drafted_by=one, published_by=make.user())
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(**row, drafted_by=one, published_by=make.user())  # the same version again


def test_the_database_refuses_to_change_or_delete_a_publication() -> None:
    made = make.notice(make.initiative())
    for change in (
        lambda: Publication.objects.update(content={}),
        lambda: Publication.objects.update(hash="0" * 64),
        lambda: Publication.objects.update(published_at=timezone.now()),
        made.delete,
        lambda: Publication.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
            change()
    assert Publication.objects.get().hash == made.hash


def test_a_notice_with_gaps_is_not_published_and_every_gap_is_named() -> None:
    about = make.initiative()
    complete = make.draft(about).content["fields"]
    fields = {key: answer for key, answer in complete.items() if key not in {"kept", "contact"}}
    short = domain.draft_publication(by=make.member(about.lead), initiative=about, fields=fields)
    with pytest.raises(ValidationError) as refused:
        domain.publish_publication(by=make.member(about.lead, Role.GOVERNANCE_LEAD), draft=short)
    assert (
        refused.value.messages
        == missing(short.content)
        == [
            "In “How names come off and records are joined”, answer: How long are the joined records kept, and then?",
            "In “Ask a question, or say no”, answer: How can anyone ask a question?",
        ]
    )
    assert not Publication.objects.exists()


def test_what_was_read_is_what_is_published() -> None:
    about = make.initiative()
    reader = make.member(about.lead, Role.GOVERNANCE_LEAD)
    seen = make.draft(about).hash
    changed = make.draft(about, kept=plain("For ever."))
    with pytest.raises(NotNow, match="changed while you read it"):
        domain.publish_publication(by=reader, draft=changed, seen=seen)
    ACTS["describe a dataset"][1](make.member(about.lead), about)
    with pytest.raises(NotNow, match="Save the draft again"):
        domain.publish_publication(by=reader, draft=changed)
    assert not Publication.objects.exists()


def test_publishing_the_same_words_again_is_refused_and_versions_count_up() -> None:
    about = make.initiative()
    make.notice(about)
    with pytest.raises(NotNow, match="the same as version 1"):
        make.notice(about)
    make.notice(about, kept=plain("Two years."))
    assert [version.version for version in queries.versions(about)] == [1, 2]
    assert queries.current_notice(about).version == 2


def test_a_notice_published_elsewhere_before_keeps_its_time_but_never_a_time_to_come_or_out_of_order() -> None:
    about = make.initiative()
    reader = make.member(about.lead, Role.GOVERNANCE_LEAD)
    earlier = timezone.now() - dt.timedelta(days=30)
    with pytest.raises(ValidationError, match="a time to come"):
        domain.publish_publication(by=reader, draft=make.draft(about), at=timezone.now() + dt.timedelta(days=1))
    domain.publish_publication(by=reader, draft=make.draft(about), at=earlier)
    assert queries.current_notice(about, earlier).version == 1
    assert queries.current_notice(about, earlier - dt.timedelta(seconds=1)) is None
    with pytest.raises(ValidationError, match="published later than that"):
        domain.publish_publication(by=reader, draft=make.draft(about, kept=plain("Two years.")), at=earlier)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"wat": plain("x")}, "no field called 'wat'"),
        ({"identifies": "maybe"}, "has no answer called 'maybe'"),
        ({"lawful_basis": "public task"}, "answered by organisation"),
        ({"what": {"en": {"shouting": "X"}}}, "no style called 'shouting'"),
        ({"what": plain("x" * 20_001)}, "20000 characters at most"),
    ],
)
def test_an_answer_that_will_not_do_is_refused_in_words(answers: dict[str, Any], words: str) -> None:
    about = make.initiative()
    with pytest.raises(ValidationError, match=words):
        domain.draft_publication(by=make.member(about.lead), initiative=about, fields=answers)
    assert not Draft.objects.exists()


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
    closed = domain.change_stage(by=officer, initiative=about, stage="close")
    assert closed.closed_at is not None
    with pytest.raises(NotNow, match="From the stage “Close”"):
        domain.change_stage(by=officer, initiative=closed, stage="join")
    moves = Event.objects.filter(verb="initiative.stage_changed").order_by("id")
    assert [event.detail for event in moves] == [
        {"from": "scope", "to": "join"},
        {"from": "join", "to": "analyse"},
        {"from": "analyse", "to": "close"},
    ]
