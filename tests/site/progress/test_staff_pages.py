"""The staff's pages, as a browser uses them: everything that can be added and changed, and what is said when it cannot."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from folkmoot.site.people.roles import Role
from folkmoot.site.progress import domain, models, queries
from folkmoot.site.progress.entries import ADDS, CHANGES
from folkmoot.site.renditions import plain
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

TODAY = timezone.localdate().isoformat()
MONTH_AGO = (timezone.localdate() - dt.timedelta(days=30)).isoformat()

ADDED: dict[str, tuple[Any, dict[str, Any]]] = {
    "milestone": (models.Milestone, {"words": "Hire", "words__cy": "Cyflogi", "planned": TODAY}),
    "budget-line": (models.BudgetLine, {"words": "Staff", "funder": "The county", "planned_pounds": "12.50", "planned_hours": ""}),
    "benefit": (
        models.Benefit,
        {
            "words": "Fewer visits",
            "measure": "A diary",
            "unit": "hours",
            "baseline": "9",
            "target": "1.5",
            "target_day": TODAY,
            "owner": "LEAD",
        },
    ),
    "raid": (
        models.RaidEntry,
        {
            "kind": "risk",
            "words": "Staff leave",
            "probability": "2",
            "impact": "4",
            "owner": "LEAD",
            "public": "on",
            "summary": "Staff may leave.",
        },
    ),
    "criterion": (models.AcceptanceCriterion, {"words": "It adds up", "tester": "The audit team"}),
    "lesson": (models.Lesson, {"what": "A", "why": "B", "action": "C"}),
    "handover": (models.Handover, {"words": "The team", "evaluate_on": "2040-01-01"}),
    "evaluation": (
        models.Evaluation,
        {"on": TODAY, "outcome": "A", "gained_or_lost": "B", "unintended": "C", "cost": "D", "decision": "change", "reasons": "E"},
    ),
    "stakeholder": (models.Stakeholder, {"name": "Parents", "relation": "Their children", "influence": "1", "interest": "5"}),
    "source": (
        models.EvidenceSource,
        {"citation": "A, 2018", "method": "M", "claims": "C", "quality": "strong", "tags": "law, trust", "link": "https://example.org"},
    ),
    "terms": (models.TermsOfReference, {"kind": "board", "words": "It steers."}),
    "meeting": (models.BoardMeeting, {"kind": "board", "on": TODAY, "words": "It looked at the risks.", "link": "https://example.org/m"}),
    "member": (
        models.BoardMember,
        {"kind": "advisory", "name": "Kim Hall", "role": "Chair", "organisation": "The county", "starts": TODAY},
    ),
}


def typed(given: dict[str, Any], about: Any) -> dict[str, Any]:
    return {name: about.lead.slug if value == "LEAD" else value for name, value in given.items()}


def errors(answer: Any) -> list[str]:
    assert answer.status_code == 400
    summary = answer.content.decode().partition('id="errors"')[2].partition("</div>")[0]
    return re.findall(r'<li><a href="#[^"]+">([^<]+)</a></li>', summary)


def adding(about: Any, what: str) -> str:
    return reverse("progress:add", args=[about.slug, what])


def changing(what: str, row: Any) -> str:
    return reverse("progress:change", args=[what, row.pk])


def test_every_kind_of_entry_has_a_test() -> None:
    assert set(ADDED) == set(ADDS)


@pytest.mark.parametrize("what", ADDED)
def test_an_officer_adds_one_through_its_form_and_then_finds_it_on_their_page(what: str) -> None:
    about = make.initiative()
    make.benefit(about)
    model, given = ADDED[what]
    before = model.objects.count()
    browser = make.signed_in(make.member(about.lead))
    assert browser.get(adding(about, what)).status_code == 200
    answer = browser.post(adding(about, what), typed(given, about))
    assert (answer.status_code, answer["Location"]) == (302, reverse("progress:desk", args=[about.slug])), errors(answer)
    assert model.objects.count() == before + 1
    assert ADDS[what].done.replace("'", "&#39;") in browser.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("what", ADDED)
def test_an_empty_form_says_what_is_missing_at_each_field_and_writes_nothing(what: str) -> None:
    about = make.initiative()
    browser = make.signed_in(make.member(about.lead))
    answer = browser.post(adding(about, what), {"nothing": "x"})
    assert errors(answer)
    assert not ADDED[what][0].objects.exists()
    assert "This field is required" not in answer.content.decode()


def test_what_was_typed_is_not_lost_and_the_error_stands_at_its_field() -> None:
    about = make.initiative()
    browser = make.signed_in(make.member(about.lead))
    given = typed(ADDED["benefit"][1], about) | {"target": "9", "words": "Something long & dear"}
    answer = browser.post(adding(about, "benefit"), given)
    assert errors(answer) == ["The target must differ from where it starts."]
    assert "Something long &amp; dear" in answer.content.decode()
    wrong = {"baseline": "1,200", "target": "a lot", "target_day": "soon"}
    said = errors(browser.post(adding(about, "benefit"), given | wrong))
    assert said == [
        "Where it starts: give a number such as 1200 or 12.5, without commas or signs.",
        "Where it is to get to: give a number such as 1200 or 12.5, without commas or signs.",
        "By which day: give a date that exists, such as 2031-03-02.",
    ]
    only_welsh = errors(browser.post(adding(about, "benefit"), given | {"measure": "", "measure__cy": "Dyddiadur"}))
    assert only_welsh == ["How is that measured? Write it in standard English first."]


def rows(about: Any) -> dict[str, tuple[Any, dict[str, Any]]]:
    """A row for each kind of change, with what is typed in its form."""
    officer = make.member(about.lead)
    milestone, reached = make.milestone(about), make.milestone(about)
    domain.reach_milestone(by=officer, milestone=reached)
    issue = domain.record_raid(by=officer, initiative=about, kind="issue", words="Late", owner=about.lead)
    figures = {"on": TODAY, "actual_pounds": "5", "actual_hours": "1", "forecast_pounds": "6", "forecast_hours": "2"}
    raid = {"words": "Later", "owner": about.lead.slug, "state": "closed", "done": "It came."}
    named = {"initiative": about, "name": "A", "influence": 1, "interest": 1, "relation": plain("B")}
    source = {"initiative": about, "citation": "A", "method": "B", "claims": plain("C"), "quality": "weak"}
    seat = {"initiative": about, "kind": "board", "name": "A", "organisation": "B", "role": "C"}
    return {
        "forecast": (milestone, {"on": "2040-01-01", "reason": "Because"}),
        "reached": (milestone, {"on": TODAY}),
        "dropped": (milestone, {"reason": "Because"}),
        "reopened": (reached, {"reason": "A mistake"}),
        "figures": (make.budget_line(about), figures),
        "actual": (make.benefit(about), {"on": TODAY, "value": "-3", "evidence": "A diary"}),
        "withdrawn": (make.benefit(about, words="Other"), {"reason": "A mistake"}),
        "raid": (issue, raid),
        "result": (
            domain.set_criterion(by=officer, initiative=about, words=plain("A"), tester="T"),
            {"result": "met", "on": TODAY, "words": "Yes"},
        ),
        "stakeholder": (domain.name_stakeholder(by=officer, **named), {}),
        "source": (domain.record_source(by=officer, **source), {}),
        "member": (domain.start_board_member(by=officer, **seat), {"ends": TODAY}),
    }


@pytest.mark.parametrize("what", CHANGES)
def test_an_officer_of_the_lead_changes_a_row_and_nobody_else_does(what: str) -> None:
    about = make.initiative(partners=[make.organisation()])
    row, given = rows(about)[what]
    partner = about.parties.get().organisation
    for person in (
        make.user(),
        make.member(partner),
        make.former_member(about.lead),
        make.member(about.lead, Role.GOVERNANCE_LEAD),
    ):
        browser = make.signed_in(person)
        assert {browser.get(changing(what, row)).status_code, browser.post(changing(what, row), given).status_code} == {403}
    browser = make.signed_in(make.member(about.lead))
    assert browser.get(changing(what, row)).status_code == 200
    answer = browser.post(changing(what, row), given)
    assert answer.status_code == 302, errors(answer)
    assert CHANGES[what].done in browser.get(answer["Location"]).content.decode()


def test_the_form_of_a_risk_begins_with_what_is_on_record() -> None:
    about = make.initiative()
    shown = {"probability": 2, "impact": 4, "public": True, "summary": plain("Public words", welsh="Geiriau"), "done": "Work"}
    entry = domain.record_raid(by=make.member(about.lead), initiative=about, kind="risk", words="Staff leave", owner=about.lead, **shown)
    page = make.signed_in(make.member(about.lead)).get(changing("raid", entry)).content.decode()
    for piece in ("Staff leave", "Public words", "Geiriau", "Work", '<option value="2" selected', '<option value="4" selected', "checked"):
        assert piece in page


def test_a_report_is_drafted_read_and_published_through_the_forms() -> None:
    about = make.initiative()
    officer, lead = make.signed_in(make.member(about.lead)), make.signed_in(make.member(about.lead, Role.GOVERNANCE_LEAD))
    drafting, publishing = reverse("progress:draft_report", args=[about.slug]), reverse("progress:publish_report", args=[about.slug])
    assert lead.get(publishing).status_code == 404  # nothing to publish
    ratings = {f"rag_{name}": "amber" for name in ("time", "cost", "scope", "benefit")}
    given = {"starts": MONTH_AGO, "ends": TODAY, "summary": "It goes.", "this_period": "We hired.", "next_period": "We join.", **ratings}
    assert errors(officer.post(drafting, given | {"rag_cost": ""})) == ["Cost: choose one."]
    assert officer.post(drafting, given).status_code == 302
    again = officer.get(drafting).content.decode()
    assert "We hired." in again
    assert f'value="{MONTH_AGO}"' in again
    assert "There is a draft of the next one." in officer.get(reverse("progress:desk", args=[about.slug])).content.decode()
    page = lead.get(publishing).content.decode()
    assert "We hired." in page
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page)[1]
    assert errors(lead.post(publishing, {"seen": seen})) == ["Read all of it, then tick this."]
    assert officer.post(publishing, {"seen": seen, "read": "on"}).status_code == 403
    answer = lead.post(publishing, {"seen": seen, "read": "on"})
    assert answer["Location"] == f"/i/{about.slug}/progress/reports/1"
    assert "We hired." in Client().get(answer["Location"]).content.decode()


def test_a_draft_is_seen_by_nobody_else_before_it_is_published() -> None:
    about = make.initiative()
    make.report_draft(about, summary=plain("SECRET draft"))
    for path in ("", "/progress", "/progress/reports/1", "/progress/reports.csv"):
        assert "SECRET" not in Client().get(f"/i/{about.slug}{path}").content.decode()
    partner = make.signed_in(make.member(make.organisation(), Role.GOVERNANCE_LEAD))
    for route in ("desk", "draft_report", "publish_report"):
        assert partner.get(reverse(f"progress:{route}", args=[about.slug])).status_code == 403


def test_whoever_wrote_in_a_draft_is_told_that_someone_else_publishes_it() -> None:
    about = make.initiative()
    both = make.member(about.lead, Role.GOVERNANCE_LEAD)
    make.membership(both, about.lead, Role.RESEARCH_OFFICER)
    make.report_draft(about, by=both)
    browser = make.signed_in(both)
    assert "someone else must publish it" in browser.get(reverse("progress:desk", args=[about.slug])).content.decode()
    page = browser.get(reverse("progress:publish_report", args=[about.slug])).content.decode()
    assert "Someone else must read it" in page
    assert '<form method="post"' not in page


def test_a_plan_is_written_with_its_parts_and_a_half_part_is_said_at_its_field() -> None:
    about = make.initiative()
    browser, path = make.signed_in(make.member(about.lead)), reverse("progress:write_plan", args=[about.slug])
    plan = {"kind": "implementation", "words": "We do it in two steps."}
    first = {"p0-words": "Step one", "p0-starts": MONTH_AGO, "p0-ends": TODAY}
    assert errors(browser.post(path, plan | first | {"p2-words": "Step two"})) == ["Give its first day.", "Give its last day."]
    assert errors(browser.post(path, plan | first | {"p0-ends": "2001-01-01"})) == ["The last day must not be before the first."]
    assert errors(browser.post(path, plan)) == ["A plan needs at least one part with its dates, and 20 at most."]
    assert browser.post(path, plan | first).status_code == 302
    assert browser.get(f"{path}?parts=8").content.decode().count('<h2 id="section-') == 8
    assert [plan.versions[0].version for plan in queries.plans_of(about)] == [1]


def test_a_gate_is_decided_by_the_governance_lead_and_the_page_offers_only_the_next() -> None:
    about = make.initiative()
    lead, path = make.signed_in(make.member(about.lead, Role.GOVERNANCE_LEAD)), reverse("progress:decide_gate", args=[about.slug])
    given = {"outcome": "passed", "on": TODAY, "body": "The project board", "reasons": "It is clear.", "funding_released": "5000"}
    assert "the gate “Discover”" in lead.get(path).content.decode()
    assert lead.post(path, given).status_code == 302
    assert "the gate “Define”" in lead.get(reverse("progress:desk", args=[about.slug])).content.decode()
    assert make.signed_in(make.member(about.lead)).get(path).status_code == 403
    assert lead.post(path, given | {"outcome": "stop", "funding_released": ""}).status_code == 302
    assert lead.get(path).status_code == 404


def test_closing_through_the_form_says_what_is_missing() -> None:
    about = make.initiative()
    make.benefit(about)
    browser = make.signed_in(make.member(about.lead))
    said = errors(browser.post(reverse("initiatives:change_stage", args=[about.slug]), {"stage": "close"}))
    missing = "Measure this benefit: Fewer visits to look up records. Write down at least one lesson. Write the evaluation."
    assert said == [f"It cannot be closed yet. {missing}"]
    assert "Write the evaluation." in browser.get(reverse("progress:desk", args=[about.slug])).content.decode()


def test_the_page_is_one_link_from_the_initiatives_and_not_for_a_partner() -> None:
    about = make.initiative(partners=[make.organisation()])
    desk = reverse("progress:desk", args=[about.slug])
    assert f'href="{desk}">Progress</a>' in make.signed_in(make.member(about.lead)).get(f"/staff/initiatives/{about.slug}").content.decode()
    assert make.signed_in(make.member(about.parties.get().organisation)).get(desk).status_code == 403
    assert make.signed_in(make.member(about.lead)).get(adding(about, "nothing")).status_code == 404
