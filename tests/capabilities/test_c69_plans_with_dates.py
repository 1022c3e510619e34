"""C69: "Plans for … resourcing, project implementation and dissemination, stakeholder engagement" (seed 003).

Works when: each plan has sections with dates.
"""

import pytest

from capabilities.walking import does, office, read, refused
from folkmoot.site.people.roles import Role
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

PLANS = {
    "resourcing": "People and money",
    "implementation": "Doing the work",
    "dissemination": "Telling others",
    "stakeholders": "Working with those who have a stake",
}


@pytest.mark.parametrize("kind", PLANS)
def test_a_plan_is_written_in_dated_sections_and_a_new_version_takes_its_place(kind: str) -> None:
    about = make.initiative(slug="warm")
    officer, path = office(about.lead, Role.RESEARCH_OFFICER), "/staff/initiatives/warm/progress/plan"
    plan = {"kind": kind, "words": "In two steps."}
    first = {"p0-words": "Step one.", "p0-starts": "2031-01-05", "p0-ends": "2031-02-06"}
    assert refused(officer, path, **plan) == ["A plan needs at least one part with its dates, and 20 at most."]
    assert refused(officer, path, **plan, **{"p0-words": "Step one."}) == ["Give its first day.", "Give its last day."]
    does(officer, path, **plan, **first)
    assert f"Step one. {PLANS[kind]} 1 5 January 2031 6 February 2031" in read("/i/warm/progress")
    second = {"p1-words": "Step two.", "p1-starts": "2031-02-07", "p1-ends": "2031-03-08"}
    does(officer, path, **plan, **first, **second)
    page = read("/i/warm/progress")
    assert f"Step two. {PLANS[kind]} 2 7 February 2031 8 March 2031" in page
