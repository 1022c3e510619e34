"""Milestones, money and benefits: who may, what is refused, and that nothing of the past can be changed."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from folkmoot.site.audit.models import Event
from folkmoot.site.errors import NotNow
from folkmoot.site.people.roles import Role
from folkmoot.site.progress import amounts, domain, models, queries
from folkmoot.site.renditions import plain
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

DAY = dt.timedelta(days=1)


def wrong_people(where: Any) -> list[Any]:
    """Strangers, officers elsewhere, those whose time is over, and other roles here."""
    others = [make.member(where, role) for role in Role if role is not Role.RESEARCH_OFFICER]
    return [None, make.user(), make.member(make.organisation()), make.former_member(where), *others]


WRITES: dict[str, Callable[[Any, Any], Any]] = {
    "milestone": lambda by, i: domain.plan_milestone(by=by, initiative=i, words=plain("A"), planned=timezone.localdate()),
    "budget line": lambda by, i: domain.plan_budget_line(by=by, initiative=i, words=plain("A"), funder="F", planned_hours=Decimal(1)),
    "benefit": lambda by, i: domain.plan_benefit(
        by=by,
        initiative=i,
        words=plain("A"),
        measure=plain("B"),
        unit="people",
        baseline=Decimal(0),
        target=Decimal(30),
        target_day=timezone.localdate(),
        owner=i.lead,
    ),
    "risk": lambda by, i: domain.record_raid(by=by, initiative=i, kind="risk", words="A", owner=i.lead, probability=1, impact=1),
    "criterion": lambda by, i: domain.set_criterion(by=by, initiative=i, words=plain("A"), tester="T"),
    "lesson": lambda by, i: domain.learn(by=by, initiative=i, what=plain("A"), why=plain("B"), action=plain("C")),
    "handover": lambda by, i: domain.hand_over(by=by, initiative=i, words=plain("A"), evaluate_on=timezone.localdate()),
    "terms": lambda by, i: domain.write_terms(by=by, initiative=i, kind="board", words=plain("A")),
    "member": lambda by, i: domain.start_board_member(by=by, initiative=i, kind="board", name="A", organisation="B", role="C"),
    "stakeholder": lambda by, i: domain.name_stakeholder(by=by, initiative=i, name="A", influence=1, interest=5, relation=plain("B")),
    "source": lambda by, i: domain.record_source(by=by, initiative=i, citation="A", method="B", claims=plain("C"), quality="weak"),
    "report draft": lambda by, i: make.report_draft(i, by=by),
}


@pytest.mark.parametrize("what", WRITES)
def test_only_a_research_officer_of_the_lead_records_and_each_write_has_its_event(what: str) -> None:
    about = make.initiative(partners=[make.organisation()])
    partner = make.member(about.parties.get().organisation)
    people = [*wrong_people(about.lead), partner]
    for person in people:
        with pytest.raises(PermissionDenied):
            WRITES[what](person or make.user(), about)
    make.no_writes_by(*(person for person in people if person))
    officer = make.member(about.lead)
    before = Event.objects.count()
    WRITES[what](officer, about)
    assert [event.actor for event in Event.objects.order_by("id")[before:]] == [f"user:{officer.pk}"]
    assert Event.objects.last().subject == f"initiative:{about.pk}"


def test_a_forecast_keeps_the_days_before_it_and_the_page_says_how_late_it_is() -> None:
    about, today = make.initiative(), timezone.localdate()
    officer, row = make.member(about.lead), make.milestone(about, planned=today + 10 * DAY)
    assert [m.state for m in queries.milestones_of(about)] == ["coming"]
    domain.forecast_milestone(by=officer, milestone=row, on=today + 20 * DAY, reason=plain("Staff left."))
    domain.forecast_milestone(by=officer, milestone=row, on=today + 17 * DAY, reason=plain("Staff came."))
    (now,) = queries.milestones_of(about)
    assert (now.planned, now.expected, now.state_words) == (row.planned, today + 17 * DAY, "Expected 7 days later than planned")
    assert [on for on, _ in now.forecasts] == [today + 20 * DAY, today + 17 * DAY]
    assert [m.state_words for m in queries.milestones_of(about, today + 18 * DAY)] == ["Overdue by 1 day"]
    assert [m.state for m in queries.milestones_of(about, today + 17 * DAY)] == ["later"]


def test_a_milestone_is_reached_once_and_a_mistake_can_be_taken_back() -> None:
    about, today = make.initiative(), timezone.localdate()
    officer, row = make.member(about.lead), make.milestone(about, planned=today - 3 * DAY)
    with pytest.raises(NotNow, match="nothing to take back"):
        domain.reopen_milestone(by=officer, milestone=row, reason=plain("No."))
    with pytest.raises(ValidationError, match="a day to come"):
        domain.reach_milestone(by=officer, milestone=row, on=today + DAY)
    domain.reach_milestone(by=officer, milestone=row, on=today - DAY)
    for again in (
        lambda: domain.reach_milestone(by=officer, milestone=row),
        lambda: domain.forecast_milestone(by=officer, milestone=row, on=today, reason=plain("R")),
        lambda: domain.drop_milestone(by=officer, milestone=row, reason=plain("R")),
    ):
        with pytest.raises(NotNow, match="reached already"):
            again()
    (now,) = queries.milestones_of(about)
    assert now.state_words.endswith(", 2 days late")
    domain.reopen_milestone(by=officer, milestone=row, reason=plain("It was another."))
    assert [m.state_words for m in queries.milestones_of(about)] == ["Overdue by 3 days"]
    domain.drop_milestone(by=officer, milestone=row, reason=plain("Not needed."))
    assert [(m.state, m.reached) for m in queries.milestones_of(about)] == [("dropped", None)]


def test_a_new_forecast_and_a_dropped_milestone_need_their_reason() -> None:
    about = make.initiative()
    officer, row = make.member(about.lead), make.milestone(about)
    with pytest.raises(ValidationError, match="Say why the day changes"):
        domain.forecast_milestone(by=officer, milestone=row, on=row.planned, reason={})
    with pytest.raises(ValidationError, match="Say why it is dropped"):
        domain.drop_milestone(by=officer, milestone=row, reason={})


def test_what_is_planned_stays_and_the_newest_figures_count() -> None:
    about = make.initiative()
    first, second = make.budget_line(about, pounds=1000, hours=10), make.budget_line(about, pounds=0, hours=7)
    make.spent(first, 400, 4)
    make.spent(first, 350, 5)
    found = queries.money_of(about)
    assert [str(value) for value in found.total.each] == ["1000.00", "17.0", "1000.00", "17.0", "350.00", "5.0"]
    assert [line.on for line in found.lines] == [timezone.localdate(), None]
    assert models.BudgetFigures.objects.filter(line=first).count() == 2
    assert second.planned_pounds == 0


@pytest.mark.parametrize(("pounds", "hours"), [("-1", "5"), ("5", "-1"), ("0", "0")])
def test_a_line_costs_something_and_nothing_is_below_nothing(pounds: str, hours: str) -> None:
    about = make.initiative()
    given = {"planned_pounds": Decimal(pounds), "planned_hours": Decimal(hours)}
    with pytest.raises(ValidationError):
        domain.plan_budget_line(by=make.member(about.lead), initiative=about, words=plain("A"), funder="F", **given)
    row = {"words": plain("A"), "funder": "F", "recorded_by": make.user(), "recorded_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        models.BudgetLine.objects.create(initiative=about, **row, **given)


@pytest.mark.parametrize(
    ("value", "words", "gained"),
    [
        (110, "Worse than at the start", -10),
        (100, "No better than at the start", 0),
        (60, "Better, short of the target", 40),
        (30, "Target reached", 70),
    ],
)
def test_what_was_measured_is_said_good_or_bad(value: int, words: str, gained: int) -> None:
    about = make.initiative()
    make.measured(make.benefit(about), value)
    (now,) = queries.benefits_of(about)
    assert (now.state_words, now.gained, now.wanted) == (words, gained, 60)


def test_a_later_measure_of_the_same_day_takes_the_place_of_the_first_which_stays() -> None:
    about, today = make.initiative(), timezone.localdate()
    row = make.benefit(about)
    make.measured(row, 90)
    make.measured(row, 70)
    make.measured(row, 80, on=today - 30 * DAY)  # recorded late: it counts from its own day
    (now,) = queries.benefits_of(about)
    assert [(measured.on, measured.value) for measured in now.actuals] == [(today - 30 * DAY, 80), (today, 70)]
    assert row.actuals.count() == 3


def test_a_benefit_has_a_unit_that_fits_an_owner_inside_and_a_target_that_is_a_change() -> None:
    about = make.initiative()
    for wrong, words in (
        ({"unit": "other"}, "Say what it is counted in"),
        ({"unit_words": plain("visits")}, "Say what it is counted in"),
        ({"owner": make.organisation()}, "is not in this initiative"),
        ({"target": Decimal(100)}, "must differ"),
        ({"unit": "people", "target": Decimal("40.5")}, "whole numbers"),
        ({"unit": "people", "baseline": Decimal(-1)}, "whole numbers"),
        ({"unit": "sheep"}, "not a valid choice"),
    ):
        with pytest.raises(ValidationError, match=words):
            make.benefit(about, **wrong)
    assert make.benefit(about, unit="other", unit_words=plain("nursery places")).pk
    with pytest.raises(ValidationError, match="whole numbers"):
        make.measured(make.benefit(about, unit="people"), -1)


def test_a_count_of_people_below_ten_is_not_shown_and_nothing_gives_it_away() -> None:
    about = make.initiative()
    make.spent(make.budget_line(about), 90)
    make.measured(make.benefit(about, unit="people", baseline=Decimal(0), target=Decimal(50)), 9)
    (now,) = queries.benefits_of(about)
    assert (now.latest.words, now.gained) == ("fewer than 10 people", None)
    assert (amounts.amount(Decimal(10), "people"), amounts.amount(Decimal(0), "people")) == ("10 people", "0 people")
    ((group,)) = queries.compared()
    assert [(row.pounds_each, row.hours_each) for row in group.rows] == [(None, None)]


def test_a_benefit_written_down_by_mistake_can_be_withdrawn_until_it_is_measured_or_reported() -> None:
    about = make.initiative()
    officer = make.member(about.lead)
    mistaken, measured, reported = (make.benefit(about, words=words) for words in ("One", "Two", "Three"))
    domain.withdraw_benefit(by=officer, benefit=mistaken, reason=plain("It was meant for another."))
    assert [b.id for b in queries.benefits_of(about)] == [measured.pk, reported.pk]
    with pytest.raises(NotNow, match="withdrawn already"):
        domain.withdraw_benefit(by=officer, benefit=mistaken, reason=plain("Again."))
    with pytest.raises(NotNow, match="was withdrawn"):
        make.measured(mistaken, 1)
    make.measured(measured, 100)
    make.report(about)
    for row in (measured, reported):
        with pytest.raises(NotNow, match="It stays, and what comes of it must be said"):
            domain.withdraw_benefit(by=officer, benefit=row, reason=plain("It went badly."))


def test_what_was_planned_measured_or_spent_cannot_be_changed_or_deleted() -> None:
    about = make.initiative()
    line, benefit, milestone = make.budget_line(about), make.benefit(about), make.milestone(about)
    make.spent(line, 5)
    make.measured(benefit, 5)
    domain.reach_milestone(by=make.member(about.lead), milestone=milestone)
    for model in (models.Milestone, models.MilestoneChange, models.BudgetLine, models.BudgetFigures, models.Benefit, models.BenefitActual):
        for attempt in (
            lambda model=model: model.objects.update(recorded_at=timezone.now()),
            lambda model=model: model.objects.all().delete(),
        ):
            with pytest.raises(Exception, match=r"never changed or deleted|protected"), transaction.atomic():
                attempt()
        assert model.objects.count() == 1


def test_there_is_an_end_to_every_list() -> None:
    about = make.initiative()
    now = {"recorded_by": make.user(), "recorded_at": timezone.now(), "planned": timezone.localdate()}
    models.Milestone.objects.bulk_create(models.Milestone(initiative=about, words=plain(f"M{n}"), **now) for n in range(200))
    with pytest.raises(ValidationError, match="There are 200 of these already"):
        make.milestone(about)
