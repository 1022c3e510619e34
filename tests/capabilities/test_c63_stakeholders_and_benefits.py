"""C63: "stakeholder/benefits mapping across authorities" (seed 003).

Works when: there is a map of who has a stake and a register of benefits.
"""

import csv
import io
import re

import pytest
from django.test import Client

from capabilities.walking import day, does, office, read
from folkmoot.site.people.roles import Role
from folkmoot.site.progress.models import Benefit
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def plans_a_benefit(about, words: str) -> str:
    given = {"measure": "A diary", "unit": "hours", "baseline": "100", "target": "40", "target_day": day(30), "owner": about.lead.slug}
    does(office(about.lead, Role.RESEARCH_OFFICER), f"/staff/initiatives/{about.slug}/progress/benefit/new", words=words, **given)
    return str(Benefit.objects.last().pk)


def test_who_has_a_stake_is_on_the_map_with_their_benefits_and_benefits_of_all_authorities_are_in_one_register() -> None:
    north, south = make.organisation("North Council"), make.organisation("South Council")
    one, other = make.initiative(north, "one"), make.initiative(south, "other")
    benefit = plans_a_benefit(one, "Fewer visits to look up records.")
    plans_a_benefit(other, "Fewer calls to look up records.")
    officer, adding = office(north, Role.RESEARCH_OFFICER), "/staff/initiatives/one/progress/stakeholder/new"
    parents = {"name": "Parents", "relation": "Their children", "influence": "2", "interest": "5", "benefits": [benefit]}
    does(officer, adding, **parents)
    does(officer, adding, name="Police", relation="They hold records", influence="5", interest="2")
    page = Client().get("/i/one/progress").content.decode()
    drawn = [figure for figure in re.findall("<figure.*?</figure>", page, re.DOTALL) if "<svg" in figure]
    assert any("Who has a stake" in figure for figure in drawn)
    words = read("/i/one/progress")
    assert "Parents Their children Keep informed Fewer visits to look up records." in words
    assert "Police They hold records Keep satisfied" in words
    for name, influence, interest in (("Parents", 2, 5), ("Police", 5, 2)):
        assert any(f"{name} {at} {influence} {interest}" in words for at in (1, 2)), name
    register = read("/benefits")
    for said in ("North Council", "South Council", "Fewer visits to look up records.", "Fewer calls to look up records."):
        assert said in register
    rows = list(csv.reader(io.StringIO(Client().get("/benefits.csv").content.decode("utf-8-sig"))))
    assert len(rows) == 3
    assert "Fewer calls" not in read("/benefits?organisation=north-council")
