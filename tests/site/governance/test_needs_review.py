"""A notice that is being changed takes its licence out of force, whichever field it is; and the past stays what it was."""

import datetime as dt
from typing import Any
from unittest.mock import patch

import pytest
from django.utils import timezone

from folkmoot.record import QUESTIONS
from folkmoot.site.governance import domain, queries
from folkmoot.site.governance.domain import NewCondition
from folkmoot.site.initiatives import domain as initiatives
from folkmoot.site.initiatives import publishing
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

NOTICE = [question for question in QUESTIONS.values() if question.publication == "notice"]
REASON = "The notice is being changed. It must be published again, and looked at again, or left as it was."


def other(question: Any) -> Any:
    """Another answer than the made one."""
    return {
        "choice": question.options[-1].id if question.options else "",
        "choices": [question.options[-1].id] if question.options else [],
        "date": "2030-05-05",
        "codes": ["W92000004"],
        "bases": {},
    }.get(question.kind, plain("Other words."))


@pytest.mark.parametrize("question", NOTICE, ids=lambda question: question.id)
def test_changing_any_field_of_a_notice_in_force_takes_it_out_of_force_until_it_is_changed_back(question: Any) -> None:
    about = make.licensed()
    make.draft(about)
    assert queries.licence_of(about).in_force  # saved with the same words
    draft = make.draft(about, **{question.id: other(question)})
    answer = queries.licence_of(about)
    assert (answer.in_force, answer.state, answer.reasons) == (False, "needs_review", (REASON,))
    publishing.discard_draft(by=make.member(about.lead), draft=draft)
    assert queries.licence_of(about).in_force


def test_a_changed_notice_is_in_force_once_it_is_published_and_looked_at_again() -> None:
    about = make.licensed()
    make.notice(about, kept=plain("Two years."))
    assert queries.licence_of(about).state == "needs_review"
    make.decision(about)
    assert queries.licence_of(about).in_force


def test_a_draft_of_the_business_case_changes_nothing() -> None:
    about = make.licensed()
    make.draft(about, kind="case", cost=plain("Twice as much."))
    assert queries.licence_of(about).in_force


def test_what_is_recorded_late_does_not_change_what_the_licence_was() -> None:
    """On Monday nothing is signed or met; on Friday it is recorded that all was, on the Sunday before."""
    monday, friday = (timezone.now() - dt.timedelta(days=days) for days in (7, 3))
    sunday = timezone.localdate(monday) - dt.timedelta(days=1)
    partner = make.organisation()
    with patch.object(timezone, "now", lambda: monday):
        about = make.initiative(partners=[partner])
        make.notice(about)
        condition = NewCondition(text=plain("Ask again."), owner=about.lead, before_stage="join")
        made = make.decision(about, "yes-with-conditions", conditions=[condition])
    long_ago = dt.date(2020, 1, 1)
    lead = make.member(about.lead, Role.GOVERNANCE_LEAD, starts=long_ago)
    officer = make.member(about.lead, starts=long_ago)
    before = queries.licence_of(about, at=monday)
    assert {check.key for check in before.checks if not check.passed} == {"dpia", "agreements", "conditions"}
    with patch.object(timezone, "now", lambda: friday):
        domain.sign_dpia(by=lead, initiative=about, office="The officer", signed_on=sunday)
        ends = timezone.localdate() + dt.timedelta(days=99)
        domain.sign_agreement(by=lead, initiative=about, kind="use", parties=[about.lead, partner], ends_on=ends, signed_on=sunday)
        domain.meet_condition(by=lead, condition=made.conditions.get(), evidence=plain("Asked."), on=sunday)
        initiatives.add_party(by=officer, initiative=about, organisation=make.organisation(), role=plain("Helps."), starts=sunday)
        make.dataset(about, by=officer)
    assert queries.licence_of(about, at=monday) == before
    assert {check.key for check in queries.licence_of(about, at=friday).checks if not check.passed} == {"notice", "agreements"}
