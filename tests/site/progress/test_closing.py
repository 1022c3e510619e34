"""An initiative is closed only when what came of it is on record, good or bad."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from folkmoot.site.errors import NotNow
from folkmoot.site.initiatives import domain as initiatives
from folkmoot.site.people.roles import Role
from folkmoot.site.progress import domain, queries
from folkmoot.site.renditions import plain
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_each_gap_is_named_and_closing_waits_for_the_last_of_them() -> None:
    about = make.licensed()
    officer = make.member(about.lead)
    initiatives.change_stage(by=officer, initiative=about, stage="join")
    about.refresh_from_db()

    def gaps() -> list[str]:
        found = queries.closing_gaps(about)
        with pytest.raises(NotNow, match="It cannot be closed yet") as refused:
            initiatives.change_stage(by=officer, initiative=about, stage="close")
        assert str(refused.value) == f"It cannot be closed yet. {' '.join(found)}"
        return found

    end = ["Write down at least one lesson.", "Write the evaluation."]
    test = "Write down at least one acceptance criterion, and test it."
    assert gaps() == ["Write down at least one benefit, and measure it.", test, *end]
    first, second = make.benefit(about, words="Fewer visits"), make.benefit(about, words="Fewer calls")
    assert gaps() == ["Measure this benefit: Fewer visits.", "Measure this benefit: Fewer calls.", test, *end]
    make.measured(first, 500)  # worse than at the start: it counts, because it is said
    make.measured(second, 40)
    criterion = domain.set_criterion(by=officer, initiative=about, words=plain("Does the table add up?"), tester="The audit team")
    assert gaps() == ["Test this acceptance criterion: Does the table add up?", *end]
    domain.record_acceptance(by=officer, criterion=criterion, result="not-met", words=plain("It does not."))
    assert gaps() == end
    domain.learn(by=officer, initiative=about, what=plain("A"), why=plain("B"), action=plain("C"))
    assert gaps() == end[1:]
    make.evaluation(about)
    assert queries.closing_gaps(about) == []
    assert initiatives.change_stage(by=officer, initiative=about, stage="close").closed_at is not None


def test_one_that_never_left_its_scope_needs_no_benefit_but_says_what_was_learnt() -> None:
    about = make.initiative()
    assert queries.closing_gaps(about) == ["Write down at least one lesson.", "Write the evaluation."]
    make.benefit(about)
    assert queries.closing_gaps(about)[0] == "Measure this benefit: Fewer visits to look up records."


def test_a_closed_initiative_keeps_what_it_planned_and_what_comes_late_can_still_be_said() -> None:
    about = make.initiative()
    line, benefit, milestone = make.budget_line(about), make.benefit(about), make.milestone(about)
    draft = make.report_draft(make.all_on_record(about))
    officer, lead = make.member(about.lead), make.member(about.lead, Role.GOVERNANCE_LEAD)
    make.measured(benefit, 90)
    initiatives.change_stage(by=officer, initiative=about, stage="close")
    for refused in (
        lambda: make.milestone(about),
        lambda: make.benefit(about),
        lambda: make.budget_line(about),
        lambda: make.report_draft(about),
        lambda: domain.publish_report(by=lead, draft=draft),
        lambda: domain.reach_milestone(by=officer, milestone=milestone),
        lambda: domain.set_criterion(by=officer, initiative=about, words=plain("A"), tester="T"),
        lambda: domain.decide_gate(by=lead, initiative=about, gate="discover", outcome="passed", body="B", reasons=plain("R")),
    ):
        with pytest.raises(NotNow, match="is closed"):
            refused()
    make.measured(benefit, 40)
    make.spent(line, 11_000)
    make.evaluation(about)
    domain.learn(by=officer, initiative=about, what=plain("A"), why=plain("B"), action=plain("C"))
    assert queries.benefits_of(about)[0].latest.value == 40
    assert len(queries.closure_of(about).evaluations) == 2


def test_the_newest_test_and_handover_count_and_no_test_is_of_a_day_to_come() -> None:
    about, today = make.initiative(), timezone.localdate()
    officer = make.member(about.lead)
    criterion = domain.set_criterion(by=officer, initiative=about, words=plain("It adds up."), tester="The audit team")
    for result in ("not-met", "partly", "met"):
        domain.record_acceptance(by=officer, criterion=criterion, result=result, words=plain(f"It was {result}."))
    for words in ("First", "Second"):
        domain.hand_over(by=officer, initiative=about, words=plain(words), evaluate_on=today)
    now = queries.closure_of(about)
    assert [c.result.result for c in now.criteria] == ["met"]
    assert now.handover.words == plain("Second")
    assert criterion.results.count() == 3
    tomorrow = today.replace(year=today.year + 1)
    with pytest.raises(ValidationError, match="a day to come"):
        domain.record_acceptance(by=officer, criterion=criterion, result="met", words=plain("A"), on=tomorrow)
