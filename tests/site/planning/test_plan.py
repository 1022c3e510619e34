"""Plans of engagement: who may write them, what is refused, when a round opens, and what everyone sees."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from folkmoot.site.audit.models import Event
from folkmoot.site.engagement import domain as engagements
from folkmoot.site.errors import NotNow
from folkmoot.site.people.roles import Role
from folkmoot.site.planning import domain, queries
from folkmoot.site.planning.models import CheckAnswer, LevelReached, Plan, PlanVersion, Round, RoundDecision
from folkmoot.site.renditions import plain
from tests.site import make, surveys
from tests.site.planning import writing
from tests.site.planning.writing import DAY, decided, officer, planned_round, published

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def shown(about: Any, query: str = "") -> str:
    return " ".join(Client().get(f"/i/{about.slug}/plan{query}").content.decode().split())


def drafted(asked: Any, slug: str = "second") -> Any:
    """An engagement about the same use of data that has not opened."""
    today = timezone.localdate()
    made = engagements.configure_engagement(
        by=officer(asked.initiative),
        initiative=asked.initiative,
        slug=slug,
        title=plain("Asked again"),
        question=plain("Is it fair?"),
        method="survey",
        config=surveys.config(),
        version=asked.version,
        sample=asked.sample,
        opens=today,
        closes=today + 30 * DAY,
    )
    surveys.kept_safe(officer(asked.initiative), made)
    return made


def linked(about: Any, engagement: Any, number: int = 1) -> Any:
    return domain.link_engagement(by=officer(about), initiative=about, number=number, engagement_slug=engagement.slug)


def test_only_research_officers_of_the_lead_plan() -> None:
    about = make.initiative()
    others = [
        None,
        make.user(),
        make.member(make.organisation()),
        make.former_member(about.lead),
        make.member(about.lead, Role.GOVERNANCE_LEAD),
    ]
    for person in others:
        with pytest.raises(PermissionDenied):
            domain.answer_step(by=person, initiative=about, step="learn", given=writing.ANSWERS["learn"])
    assert not Plan.objects.exists()
    published(about)
    for person in others:
        for attempt in (
            lambda who=person: domain.publish_plan(by=who, initiative=about),
            lambda who=person: domain.decide_round(
                by=who, initiative=about, number=1, goes_on=True, learnt={}, changes={}, findings=[], office="x", on=dt.date(2020, 1, 1)
            ),
            lambda who=person: domain.report_level(by=who, initiative=about, level="inform", words={}),
        ):
            with pytest.raises(PermissionDenied):
                attempt()
    assert Event.objects.filter(verb="plan.published").count() == 1


@pytest.mark.parametrize(
    ("step", "given", "words"),
    [
        ("learn", [], "at least one question"),
        ("learn", [{"question": "Why?", "who": " "}], "Who should answer question 1: write something"),
        ("learn", [{"question": "Why?", "who": "All"}] * 21, "at most 20 questions"),
        ("communities", {"heard": [], "left": []}, "at least one community"),
        ("communities", {"heard": [{"who": "A"}], "left": [{"who": "B", "reason": ""}]}, "Why you will not hear from “B”"),
        ("risk", {"band": "none", "reason": "x"}, "how much could go wrong"),
        ("promise", {"level": "none", "words": plain("x")}, "how much people decide"),
        ("promise", {"level": "inform", "words": {}}, "standard English first"),
        ("methods", {"needs": []}, "at least one thing"),
        ("methods", {"needs": ["control", "autonomy"]}, "exclude each other"),
    ],
)
def test_a_step_that_will_not_do_is_refused_in_words_and_not_kept(step: str, given: Any, words: str) -> None:
    about = make.initiative()
    with pytest.raises(ValidationError, match=words):
        domain.answer_step(by=officer(about), initiative=about, step=step, given=given)
    assert not Plan.objects.exists()


def test_a_plan_with_less_than_its_risk_asks_for_is_not_published() -> None:
    about = make.initiative()
    with pytest.raises(ValidationError, match="Not answered yet: “How much could go wrong"):
        domain.publish_plan(by=officer(about), initiative=about)
    writing.answered(about, risk={"band": "high", "reason": "Health records."})
    with pytest.raises(ValidationError) as refused:
        domain.publish_plan(by=officer(about), initiative=about)
    assert len(refused.value.messages) == 3
    assert not PlanVersion.objects.exists()
    planned_round(about)
    planned_round(about, "focus_group")
    promise = {"level": "involve", "words": plain("We work on it together.")}
    domain.answer_step(by=officer(about), initiative=about, step="promise", given=promise)
    first = domain.publish_plan(by=officer(about), initiative=about)
    assert domain.publish_plan(by=officer(about), initiative=about) == first
    facts = {"question": plain("x"), "starts": timezone.localdate(), "ends": timezone.localdate(), "pounds": 1, "hours": 1}
    with pytest.raises(ValidationError, match="time to weigh reasons"):
        domain.change_round(by=officer(about), initiative=about, number=2, method="survey", **facts)


def test_a_round_opens_only_when_it_is_on_record_what_the_one_before_changed() -> None:
    _, by, first = surveys.world()
    about = first.initiative
    second = drafted(first)
    published(about, "survey", "survey")
    with pytest.raises(NotNow, match="in none of its rounds"):
        engagements.open_engagement(by=by, engagement=second)
    linked(about, first, 1)
    linked(about, second, 2)
    with pytest.raises(NotNow, match="First record what was learnt in round 1"):
        engagements.open_engagement(by=by, engagement=second)
    with pytest.raises(NotNow, match="people can still answer"):
        decided(about)
    engagements.close_engagement(by=by, engagement=first)
    decided(about, goes_on=False)
    with pytest.raises(NotNow, match="After round 1 it was decided to stop"):
        engagements.open_engagement(by=by, engagement=second)
    decided(about)
    assert engagements.open_engagement(by=by, engagement=second).state == "open"
    assert Event.objects.filter(verb="round.decided").count() == 2


def test_without_a_public_plan_engagements_open_as_before() -> None:
    _, by, first = surveys.world()
    writing.answered(first.initiative)
    assert engagements.open_engagement(by=by, engagement=drafted(first)).state == "open"


def test_rounds_stay_in_order_and_a_round_that_has_begun_stays_as_it_was() -> None:
    _, _, asked = surveys.world()
    about = asked.initiative
    published(about, "survey")
    with pytest.raises(ValidationError, match="Rounds are in order"):
        planned_round(about, starts=timezone.localdate() - 400 * DAY)
    with pytest.raises(ValidationError, match="cannot end before it starts"):
        planned_round(about, ends=dt.date(2000, 1, 1))
    planned_round(about)
    with pytest.raises(NotNow, match="is public"):
        domain.remove_last_round(by=officer(about), initiative=about)
    linked(about, asked)
    facts = {"question": plain("x"), "starts": timezone.localdate(), "ends": timezone.localdate(), "pounds": 1, "hours": 1}
    with pytest.raises(NotNow, match="has begun"):
        domain.change_round(by=officer(about), initiative=about, number=1, method="survey", **facts)
    with pytest.raises(NotNow, match="has opened in round 1"):
        linked(about, asked, 2)
    other = make.initiative(about.lead)
    planned_round(other)
    with pytest.raises(ValidationError, match="about this use of data"):
        linked(other, asked)


def test_a_round_of_a_plan_nobody_saw_can_be_taken_away() -> None:
    about = make.initiative()
    planned_round(about)
    domain.remove_last_round(by=officer(about), initiative=about)
    assert not Round.objects.exists()
    with pytest.raises(NotNow, match="no round"):
        domain.remove_last_round(by=officer(about), initiative=about)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"on": dt.date(2999, 1, 1)}, "on"),
        ({"on": dt.date(2001, 1, 1)}, "on"),
        ({"findings": ["nothing"]}, "findings"),
        ({"learnt": {}}, "learnt"),
        ({"changes": {}}, "changes"),
        ({"office": " "}, "office"),
    ],
)
def test_a_decision_after_a_round_says_all_or_is_refused_at_its_field(wrong: dict[str, Any], field: str) -> None:
    about = make.initiative()
    published(about, "survey")
    with pytest.raises(ValidationError) as refused:
        decided(about, **wrong)
    assert field in refused.value.message_dict
    assert not RoundDecision.objects.exists()


def test_decisions_come_in_the_order_of_rounds_and_after_the_plan_is_public() -> None:
    about = make.initiative()
    planned_round(about)
    with pytest.raises(NotNow, match="Publish the plan first"):
        decided(about)
    published(about, "survey")
    with pytest.raises(NotNow, match="in the round before"):
        decided(about, 2)
    with pytest.raises(ValidationError, match="no round 3"):
        decided(about, 3)


def test_the_database_keeps_what_was_published_decided_answered_and_reached() -> None:
    _, _, asked = surveys.world()
    about = asked.initiative
    published(about, "survey")
    linked(about, asked)
    domain.answer_check(by=officer(about), initiative=about, engagement_slug=asked.slug, check="time", words=plain("Six weeks."))
    engagements.close_engagement(by=officer(about), engagement=asked)
    decided(about)
    domain.report_level(by=officer(about), initiative=about, level="consult", words=plain("As promised."))
    for model, change in (
        (PlanVersion, {"answers": {}}),
        (RoundDecision, {"goes_on": False}),
        (CheckAnswer, {"words": {}}),
        (LevelReached, {"level": "empower"}),
    ):
        assert model.objects.exists()
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.update(ends=dt.date(2000, 1, 1))


@pytest.mark.parametrize("wrong", ["javascript:alert(1)", "//elsewhere.example", "/\\elsewhere.example", "http://elsewhere.example"])
def test_evidence_leads_to_a_page_here_or_to_an_https_address(wrong: str) -> None:
    _, _, asked = surveys.world()
    about = asked.initiative
    facts = {"by": officer(about), "initiative": about, "engagement_slug": asked.slug, "check": "time", "words": plain("Six weeks.")}
    with pytest.raises(ValidationError, match="begins with https"):
        domain.answer_check(**facts, evidence=wrong)
    for right in ("", "https://example.org/a", f"/i/{about.slug}/notice"):
        domain.answer_check(**facts, evidence=right)


def test_what_was_reached_is_said_at_the_end_beside_what_was_promised() -> None:
    about = make.initiative()
    published(about, "survey")
    with pytest.raises(NotNow, match="when the last round is over"):
        domain.report_level(by=officer(about), initiative=about, level="inform", words=plain("x"))
    decided(about)
    domain.report_level(by=officer(about), initiative=about, level="inform", words=plain("Few answered."))
    assert "<strong>We did not reach it.</strong> In the end it was: Told. Few answered." in shown(about)
    domain.report_level(by=officer(about), initiative=about, level="involve", words=plain("Tenants worked on it."))
    assert "<strong>We kept it.</strong>" in shown(about)


def test_nothing_of_a_draft_is_seen_and_a_published_plan_is_seen_by_all() -> None:
    _, _, asked = surveys.world()
    about = asked.initiative
    writing.answered(about)
    planned_round(about)
    assert "There is no public plan yet." in shown(about)
    assert "Is this fair to tenants?" not in shown(about)
    domain.publish_plan(by=officer(about), initiative=about)
    linked(about, asked)
    page = shown(about)
    for words in (
        "<strong>Asked.</strong> We ask people, and say what we did because of what they said.",
        "We ask, and answer each finding.",
        "Is this fair to tenants?",
        "at least “Told”, with 14 days or more to answer.",
        "£8,000 and 120 hours of staff are planned",
        "No business case is published, so people could not read the reasons here.",
        "What it changed is not decided yet.",
    ):
        assert words in page
    assert page.count('<th scope="row">') == 7
    assert "We ask you." in shown(about, "?read=easy")
    assert "Rydym yn gofyn i bobl" in shown(about, "?lang=cy")
    assert f'href="/i/{about.slug}/plan"' in Client().get(f"/i/{about.slug}").content.decode()
    assert Client().get("/i/nowhere/plan").status_code == 404


def test_an_answer_that_is_overdue_is_seen_by_all_until_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    _, by, asked = surveys.world()
    about = asked.initiative
    published(about, "survey")
    linked(about, asked)
    engagements.close_engagement(by=by, engagement=asked)
    assert "Overdue since" not in shown(about)
    later = timezone.now() + 85 * DAY
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert "<strong>Overdue since" in shown(about)
    decided(about, by=by)
    assert "<strong>Overdue since" not in shown(about)
    assert ", late. Decisions answer" in shown(about) or ", late.</dd>" in shown(about)


def test_a_decision_made_before_people_were_asked_is_in_doubt() -> None:
    _, by, first = surveys.world()
    about = first.initiative
    published(about, "survey")
    later = drafted(first)
    linked(about, later)
    make.dataset(about)
    make.notice(about)
    make.decision(about)
    engagements.open_engagement(by=by, engagement=later)
    found = queries.published(about)
    assert found is not None
    states = [check.known.state for check in found.rounds[0].asked[0].checks]
    assert states == ["doubt", "holds", "holds", "open"]
    assert "A decision had been made on" in shown(about)
