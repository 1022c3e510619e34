"""C20: "minimum standards and conditions that they expected to be in place" (seed 000).

Works when: there is a library of conditions, each linked to the control that keeps it and to the evidence that it is kept.
"""

import re

import pytest

from capabilities.walking import day, does, office, read
from folkmoot.licence import CHECKS
from folkmoot.site.governance.models import Condition
from folkmoot.site.people.roles import Role
from tests.site import make
from tests.site.documents.test_staff_pages import hidden
from tests.site.initiatives.reading import html

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

NAMES_OFF = "Names, addresses and dates of birth come off before records leave the organisation that holds them."


def test_a_committee_takes_a_condition_from_the_library_and_the_library_shows_how_it_was_met() -> None:
    council = make.organisation("North Council")
    about = make.initiative(council, "warm")
    committee = make.committee(about)
    make.notice(about)
    member = office(committee, Role.COMMITTEE_MEMBER)
    page = html(member, "/staff/initiatives/warm/decisions/new")
    assert NAMES_OFF in page
    decided = {"read": hidden(page, "read"), "committee": committee.slug, "outcome": "yes-with-conditions", "stages": ["join"]}
    decided |= {"reasons": "It helps.", "decided_on": day(), "valid_from": day(), "valid_until": day(300), "review_by": day(200)}
    condition = {"c0-standard": "names-off", "c0-owner": council.slug, "c0-before_stage": "join"}
    does(member, "/staff/initiatives/warm/decisions/new", **decided, **condition)
    assert f"{NAMES_OFF} A minimum standard" in read("/i/warm/decisions/1")

    library = read("/standards")
    set_in = library.partition(NAMES_OFF)[2].partition("Essex Centre")[0]
    assert "decision 1 North Council Before" in set_in
    assert "Not done yet" in set_in
    lead = office(council, Role.GOVERNANCE_LEAD)
    does(lead, f"/staff/conditions/{Condition.objects.get().pk}/met", on=day(), evidence="A second person looked at every row.")
    assert "Met. A second person looked at every row." in read("/standards")


def test_every_standard_in_the_library_names_its_control_and_where_its_evidence_is(example) -> None:
    page = example.get("/standards").text
    standards = re.findall(r'<section class="fm-section" id="([a-z-]+)"(.*?)</section>', page, re.DOTALL)
    assert len(standards) == 15
    for slug, shown in standards:
        assert "What keeps it:" in shown, slug
        assert "What shows it:" in shown or "Where a committee set it" in shown or "nothing shows that it is kept" in shown, slug
    assert all(title in page for title in CHECKS.values())
    assert "/i/ready-for-school/decisions/1" in dict(standards)["no-labels"]
