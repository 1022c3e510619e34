"""C3: "Real time project progress reports" (seed 000).

Works when: the page changes the moment a milestone or a decision is recorded, or records are joined.
"""

import pytest
from django.test import Client

from capabilities.walking import day, does, office, read
from folkmoot.site.initiatives import queries
from folkmoot.site.people.roles import Role
from folkmoot.site.progress.queries import milestones_of
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

FEED = "/i/warm/feed"


class Follower:
    """A feed reader, which asks for the feed again only when it has changed."""

    def __init__(self) -> None:
        self.tag = ""

    def new(self) -> str:
        """The feed as it has become; empty when it is what was read before."""
        answer = Client().get(FEED, headers={"if-none-match": self.tag} if self.tag else {})
        if answer.status_code == 304:
            return ""
        assert answer.status_code == 200
        self.tag = answer["ETag"]
        return str(answer.content.decode())


def test_a_milestone_a_decision_and_a_join_stand_on_the_pages_and_in_the_feed_with_the_next_request() -> None:
    about = make.initiative(slug="warm")
    officer, lead = (office(about.lead, role) for role in (Role.RESEARCH_OFFICER, Role.GOVERNANCE_LEAD))
    committee = make.committee(about)
    member = office(committee, Role.COMMITTEE_MEMBER)
    make.notice(about)
    reader = Follower()
    told = [reader.new()]

    def is_told(*said: str) -> None:
        told.append(reader.new())
        for words in said:
            assert words in told[-1], words
            assert words not in told[-2], words
        assert reader.new() == ""

    assert "A table is checked" not in read("/i/warm/progress")
    does(officer, "/staff/initiatives/warm/progress/milestone/new", words="A table is checked", planned=day(9))
    assert "Reached on" not in read("/i/warm/progress").partition("A table is checked")[2]
    reader.new()
    does(officer, f"/staff/progress/reached/{milestones_of(about)[0].id}", on=day())
    assert "Reached on" in read("/i/warm/progress").partition("A table is checked")[2]
    assert "A milestone was reached." in read("/i/warm")
    is_told("A milestone was reached.")

    assert "Nobody has decided yet." in read("/i/warm")
    notice = queries.current_notice(about)
    made = {"read": notice.hash, "committee": committee.slug, "outcome": "yes", "stages": ["join"], "reasons": "It will help."}
    dates = {"decided_on": day(), "valid_from": day(), "valid_until": day(300), "review_by": day(200)}
    does(member, "/staff/initiatives/warm/decisions/new", **made, **dates)
    page = read("/i/warm")
    assert "It will help." in page
    assert "Nobody has decided yet." not in page
    is_told("A decision was made.")

    signed = {"office": "The data protection officer", "signed_on": day(), "residual": "low", "advice": "Go on."}
    does(lead, "/staff/initiatives/warm/risk-check", **signed)
    is_told("The risk check was signed.")
    assert "No records are joined." in read("/i/warm")
    does(officer, "/staff/initiatives/warm/stage", stage="join")
    assert "It moved to the stage “Join”." in read("/i/warm")
    is_told("It moved to the stage “Join”.")
