"""C66: "Highlight/ status reports (Monthly) milestones progress, budget, added value/ service efficiency tracker" (seed 003).

Works when: a report is a snapshot made from the records, and one that is overdue is seen.
"""

import re
from unittest.mock import patch

import pytest
from django.utils import timezone

from capabilities.walking import DAY, day, does, office, read
from folkmoot.site.people.roles import Role
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_a_report_holds_the_records_as_they_were_never_changes_and_the_next_one_is_missed_after_35_days() -> None:
    about = make.licensed(make.initiative(slug="warm"))
    officer, lead = (office(about.lead, role) for role in (Role.RESEARCH_OFFICER, Role.GOVERNANCE_LEAD))
    does(officer, "/staff/initiatives/warm/stage", stage="join")
    milestone, line, benefit = make.milestone(about), make.budget_line(about), make.benefit(about)
    make.spent(line, 5000, 120)
    make.measured(benefit, 77)
    at = "/staff/initiatives/warm/progress/report"
    ratings = {f"rag_{name}": "green" for name in ("time", "cost", "scope", "benefit")}
    typed = {"starts": day(-30), "ends": day(), "summary": "It goes.", "this_period": "We hired.", "next_period": "We join."}
    does(officer, at, **typed, **ratings)
    seen = re.search(r'name="seen" value="(\w+)"', lead.get(f"{at}/publish").content.decode())[1]
    page = does(lead, f"{at}/publish", seen=seen, read="on")
    report = read(page)
    for said in ("The first table is checked", "£5,000", "120", "77 hours a year", "We hired."):
        assert said in report, said
    does(officer, f"/staff/progress/reached/{milestone.pk}", on=day())
    make.measured(benefit, 12)
    assert read(page) == report
    assert "12 hours a year" in read("/i/warm/progress")
    assert "overdue" not in read("/i/warm/progress")
    later = timezone.now() + 36 * DAY
    with patch.object(timezone, "now", lambda: later):
        missed = "overdue since"
        assert missed in read("/i/warm/progress")
        assert missed in read("/staff/initiatives/warm/progress", office(about.lead, Role.RESEARCH_OFFICER))
