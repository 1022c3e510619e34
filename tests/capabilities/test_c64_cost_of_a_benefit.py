"""C64: "collate/ benchmark the cost and improvement value" (seed 003).

Works when: pounds and hours for one unit of a benefit can be compared.
"""

import pytest

from capabilities.walking import day, does, office, read
from folkmoot.site.people.roles import Role
from folkmoot.site.progress.models import Benefit, BudgetLine
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def records(about, pounds: int, hours: int, measured: int) -> None:
    """Money and hours spent, and a benefit measured, all through the pages."""
    officer, at = office(about.lead, Role.RESEARCH_OFFICER), f"/staff/initiatives/{about.slug}/progress"
    does(officer, f"{at}/budget-line/new", words="Staff", funder="The county", planned_pounds=pounds, planned_hours=hours)
    line = BudgetLine.objects.get(initiative=about).pk
    spent = {"actual_pounds": pounds, "actual_hours": hours, "forecast_pounds": pounds, "forecast_hours": hours}
    does(officer, f"/staff/progress/figures/{line}", on=day(), **spent)
    given = {"measure": "A diary", "unit": "hours", "baseline": "900", "target": "300", "target_day": day(30), "owner": about.lead.slug}
    does(officer, f"{at}/benefit/new", words=f"Fewer hours at {about.lead.name}", **given)
    does(officer, f"/staff/progress/actual/{Benefit.objects.get(initiative=about).pk}", on=day(), value=measured, evidence="The diary.")


def test_two_authorities_costs_of_one_hour_saved_stand_side_by_side_in_pounds_and_in_hours() -> None:
    records(make.initiative(make.organisation("North"), "one"), pounds=6000, hours=300, measured=500)  # 400 gained
    records(make.initiative(make.organisation("South"), "other"), pounds=4000, hours=100, measured=700)  # 200 gained
    page = read("/benefits")
    assert "2 benefits of 2 initiatives." in page
    for name, pounds, hours, planned, each, each_hours in (
        ("North", "£6,000", "300", "£10", "£15", "0.75"),  # 6000 / 600, 6000 / 400, 300 / 400
        ("South", "£4,000", "100", "£6.67", "£20", "0.5"),
    ):
        row = page[page.index(f"Fewer hours at {name}") :][:220]
        assert f"{pounds} {hours} {planned} {each} {each_hours}" in row, row
