"""Drafting and publishing the notice and the business case, and what the database itself refuses."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from folkmoot.record import missing
from folkmoot.site.audit.models import Event
from folkmoot.site.errors import NotNow
from folkmoot.site.governance import domain as governance
from folkmoot.site.initiatives import publishing, queries
from folkmoot.site.initiatives.models import Draft, NoticeEdit, Publication
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_a_second_person_publishes_and_nobody_who_wrote_in_the_draft() -> None:
    about = make.initiative()
    both = make.member(about.lead, Role.RESEARCH_OFFICER)
    make.membership(both, about.lead, Role.GOVERNANCE_LEAD)
    make.draft(about, by=both)
    draft = make.draft(about)  # someone else saves it last
    with pytest.raises(PermissionDenied, match="You wrote in this draft"):
        publishing.publish_publication(by=both, draft=draft)
    made = publishing.publish_publication(by=make.member(about.lead, Role.GOVERNANCE_LEAD), draft=draft, seen=draft.hash)
    assert (made.version, made.hash, made.content) == (1, draft.hash, draft.content)
    assert not Draft.objects.exists()
    with pytest.raises(NotNow, match="published or thrown away already"):
        publishing.publish_publication(by=make.member(about.lead, Role.GOVERNANCE_LEAD), draft=draft)


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
    assert Publication.objects.get(kind="notice").hash == made.hash


def test_a_notice_with_gaps_is_not_published_and_every_gap_is_named() -> None:
    about = make.initiative()
    complete = make.draft(about).content["answers"]
    answers = {key: answer for key, answer in complete.items() if key not in {"kept", "contact"}}
    short = publishing.draft_publication(by=make.member(about.lead), initiative=about, answers=answers)
    with pytest.raises(ValidationError) as refused:
        publishing.publish_publication(by=make.member(about.lead, Role.GOVERNANCE_LEAD), draft=short)
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
        publishing.publish_publication(by=reader, draft=changed, seen=seen)
    make.dataset(about)
    with pytest.raises(NotNow, match="Save the draft again"):
        publishing.publish_publication(by=reader, draft=changed)
    assert not Publication.objects.exists()


def test_publishing_the_same_words_again_is_refused_and_versions_count_up() -> None:
    about = make.initiative()
    make.notice(about)
    with pytest.raises(NotNow, match="the same as version 1"):
        make.notice(about)
    make.notice(about, kept=plain("Two years."))
    assert [version.version for version in queries.versions(about)] == [1, 2]
    assert queries.current_notice(about).version == 2


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"wat": plain("x")}, "A notice has no question called 'wat'"),
        ({"identifies": "maybe"}, "has no answer called 'maybe'"),
        ({"lawful_basis": "public task"}, "answered for each organisation and purpose"),
        ({"problem": plain("x")}, "A notice has no question called 'problem'"),
        ({"what": {"en": {"shouting": "X"}}}, "no style called 'shouting'"),
        ({"what": plain("x" * 20_001)}, "20000 characters at most"),
    ],
)
def test_an_answer_that_will_not_do_is_refused_in_words(answers: dict[str, Any], words: str) -> None:
    about = make.initiative()
    with pytest.raises(ValidationError, match=words):
        publishing.draft_publication(by=make.member(about.lead), initiative=about, answers=answers)
    assert not Draft.objects.exists()


def test_a_draft_thrown_away_is_gone_and_what_is_public_stays() -> None:
    about = make.initiative()
    notice = make.notice(about)
    draft = make.draft(about, kept=plain("For ever."))
    publishing.discard_draft(by=make.member(about.lead), draft=draft)
    assert not Draft.objects.exists()
    assert queries.current_notice(about) == notice
    assert Event.objects.filter(verb="publication.discarded").count() == 1
    with pytest.raises(NotNow, match="published or thrown away already"):
        publishing.discard_draft(by=make.member(about.lead), draft=draft)


def test_a_business_case_has_versions_of_its_own_and_no_committee_decides_before_it_is_public() -> None:
    about = make.initiative()
    committee = make.committee(about)
    publishing.publish_publication(by=make.member(about.lead, Role.GOVERNANCE_LEAD), draft=make.draft(about))
    decision = {"outcome": "no", "reasons": plain("No."), "stages": ["join"], "committee": committee, "initiative": about}
    with pytest.raises(NotNow, match="Publish the business case first"):
        governance.make_decision(by=make.member(committee, Role.COMMITTEE_MEMBER), **decision)
    make.case(about)
    make.case(about, cost=plain("Nothing."))
    assert [version.version for version in queries.versions(about, "case")] == [1, 2]
    assert [version.version for version in queries.versions(about)] == [1]
    governance.make_decision(by=make.member(committee, Role.COMMITTEE_MEMBER), **decision)


def test_the_database_refuses_to_change_or_delete_that_a_notice_was_changed() -> None:
    make.notice(make.initiative())
    for change in (lambda: NoticeEdit.objects.update(hash="0" * 64), NoticeEdit.objects.all().delete):
        with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
            change()
