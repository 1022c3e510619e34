"""C70: "Double Diamond Model … staged funding approach" (seed 003).

Works when: there are gates between the stages of the work, and money is released at them.
"""

import pytest

from capabilities.walking import day, does, office, read
from folkmoot.site.people.roles import Role
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

GATES = ("Discover", "Define", "Develop", "Deliver")


def test_the_four_gates_are_passed_in_their_order_each_releases_its_money_and_a_stop_ends_them() -> None:
    about, stopped = make.initiative(slug="warm"), make.initiative(slug="cold")
    lead, path = office(about.lead, Role.GOVERNANCE_LEAD), "/staff/initiatives/warm/progress/gate"
    passed = {"outcome": "passed", "on": day(), "body": "The project board", "reasons": "It is clear."}
    assert office(about.lead, Role.RESEARCH_OFFICER).get(path).status_code == 403
    waits = passed | {"outcome": "not-passed", "reasons": "Ask more people."}
    does(lead, path, **waits)
    for at, gate in enumerate(GATES):
        assert f"the gate “{gate}”" in read(path, lead)
        assert f"The next gate is “{gate}”, {at + 1} of 4." in read("/i/warm/progress")
        does(lead, path, **passed, funding_released=str(5000 + at))
    assert lead.get(path).status_code == 404
    page = read("/i/warm/progress")
    assert "Ask more people." in page
    for at, gate in enumerate(GATES):
        assert f"{gate} Passed" in page
        assert f"£5,00{at} It is clear." in page
    other, path = office(stopped.lead, Role.GOVERNANCE_LEAD), "/staff/initiatives/cold/progress/gate"
    does(other, path, **passed | {"outcome": "stop", "reasons": "It would harm more than it helps."})
    assert other.get(path).status_code == 404
    assert "It would harm more than it helps." in read("/i/cold/progress")
