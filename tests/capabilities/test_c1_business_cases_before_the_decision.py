"""C1: "Business cases that communicate project scope, outcomes and analytics methodologies" (seed 000).

Works when: what a business case needs is published before the decision, and cannot be skipped.
"""

import re

import pytest

from capabilities.walking import does, office, read, refused
from folkmoot.record import Kind, parts_of, questions_of
from folkmoot.site.people.roles import Role
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

NEEDED = [q for part in parts_of("case") for q in questions_of(part.id) if q.needed and q.when is None]


def answer(question) -> str:
    return question.options[0].id if question.kind is Kind.CHOICE else f"Answer to {question.id}."


def test_no_committee_decides_before_every_question_of_the_business_case_is_answered_and_published() -> None:
    about = make.initiative(slug="warm")
    officer, checker = (office(about.lead, role) for role in (Role.RESEARCH_OFFICER, Role.GOVERNANCE_LEAD))
    member = office(make.committee(about), Role.COMMITTEE_MEMBER)
    deciding, publishing = "/staff/initiatives/warm/decisions/new", "/staff/initiatives/warm/business-case/publish"
    make.draft(about)  # a whole notice, which does not stand in for a business case
    page = checker.get("/staff/initiatives/warm/notice/publish").content.decode()
    does(checker, "/staff/initiatives/warm/notice/publish", seen=re.search(r'name="seen" value="(\w+)"', page)[1], read="on")
    closed = member.get(deciding)
    assert closed.status_code == 409
    assert "The business case must be published first" in closed.content.decode()
    left = [question.ask for question in NEEDED]
    for part in parts_of("case"):
        asked = questions_of(part.id)
        does(officer, f"/staff/initiatives/warm/parts/{part.id}", **{question.id: answer(question) for question in asked})
        left = [ask for ask in left if ask not in {question.ask for question in asked}]
        page = checker.get(publishing).content.decode()
        seen = re.search(r'name="seen" value="(\w+)"', page)[1]
        if left:
            said = refused(checker, publishing, seen=seen, read="on")
            assert [ask for ask in left if not any(ask in gap for gap in said)] == []
            assert len(said) == len(left)
            assert member.get(deciding).status_code == 409
    does(checker, publishing, seen=seen, read="on")
    assert member.get(deciding).status_code == 200
    public = read("/i/warm/business-case")
    for question in NEEDED:
        assert question.kind is not Kind.TEXT or f"Answer to {question.id}." in public
