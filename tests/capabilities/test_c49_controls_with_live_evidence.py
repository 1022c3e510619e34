"""C49: "Demonstrating trustworthiness through … sturdy information governance" (seed 000).

Works when: controls are shown with live evidence, not claims.
"""

import html
import re
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from capabilities.walking import DAY, day, does, office
from folkmoot.face import date_words
from folkmoot.site.governance import queries as governance
from folkmoot.site.governance.domain import NewCondition
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

AT = "/staff/initiatives/warm"


def checks() -> dict[str, str]:
    """Each control that the page shows, with what it says of it; nothing else of the page."""
    page = Client().get("/i/warm").content.decode()
    said = re.findall(r"<li(?: class=\"is-failing\")?>\s*<svg.*?</svg><span><strong>([^<]+)</strong>(.*?)</span></li>", page, re.DOTALL)
    return {html.unescape(name): " ".join(html.unescape(re.sub("<[^>]+>", "", words)).split()) for name, words in said}


def failing() -> set[str]:
    """The controls that the page says fail."""
    return {name for name, said in checks().items() if said.startswith("This check fails.")}


def test_each_of_the_seven_controls_shows_the_record_it_rests_on_and_fails_the_moment_that_record_does_not_hold() -> None:
    partner = make.organisation("North Police", kind="police")
    about = make.initiative(make.organisation("North Council"), "warm", partners=[partner])
    committee = make.committee(about)
    lead, member = office(about.lead, Role.GOVERNANCE_LEAD), office(committee, Role.COMMITTEE_MEMBER)
    names = list(checks())
    assert len(names) == 7
    decision, notice, check, agreement, conditions, stop, review = names
    assert failing() == set(names) - {conditions, stop} - ({agreement} - failing())
    make.notice(about)
    words = NewCondition(plain("Train everyone."), about.lead, due=timezone.localdate() + 20 * DAY)
    made = make.decision(about, "yes-with-conditions", committee=committee, conditions=[words])
    assert {check, agreement} == failing()
    does(lead, f"{AT}/risk-check", office="The data protection officer", signed_on=day(), residual="low", advice="Go on.")
    assert checks()[check].startswith("The data protection officer signed it on ")
    assert {agreement} == failing()
    parties = {"parties": [about.lead.slug, partner.slug]}
    does(lead, f"{AT}/agreements/new", kind="use", signed_on=day(), ends_on=day(100), **parties)
    assert failing() == set()
    assert date_words(timezone.localdate() + 100 * DAY) in checks()[agreement]
    assert committee.name in checks()[decision]
    assert date_words(made.review_by) in checks()[review]

    def in_days(days: int) -> set[str]:
        later = timezone.now() + days * DAY
        with patch.object(timezone, "now", lambda: later):
            return failing()

    assert in_days(19) == set()
    assert in_days(21) == {conditions}
    assert in_days(101) == {conditions, agreement}
    assert in_days(200) == {conditions, agreement, review}
    assert in_days(366) == {conditions, agreement, review, decision}
    row = governance.decisions_of(about)[0].conditions[0]
    does(lead, f"/staff/conditions/{row.id}/met", on=day(), evidence="All 12 were trained.")
    assert checks()[conditions] == "1 condition is met."
    assert in_days(21) == set()

    does(member, f"{AT}/stop", organisation=committee.slug, reason="A door was left open.")
    assert failing() == {stop}
    assert "A door was left open." in checks()[stop]
    (stopped,) = governance.open_suspensions(about)
    does(member, f"/staff/stops/{stopped.pk}/end", reason="It is shut.")
    assert failing() == set()
    make.notice(about, what=plain("Another word."))
    assert failing() == {notice}
    assert "must be looked at again" in checks()[notice]
