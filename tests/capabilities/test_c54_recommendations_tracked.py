"""C54: "recommendations that all three partner organisations formerly agreed at Chief Officer level, for delivery by June 2022" (seed 001).

Works when: each recommendation is tracked, with who signed it and the day it is due.
"""

from unittest.mock import patch

import pytest
from django.utils import timezone

from capabilities.walking import DAY, day, does, office, read
from folkmoot.site.people.roles import Role
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_a_recommendation_is_agreed_signed_by_all_three_partners_and_shown_late_when_its_day_has_passed() -> None:
    partners = [make.organisation("North Police", kind="police"), make.organisation("North University", kind="university")]
    about = make.initiative(make.organisation("North Council"), "warm", partners=partners)
    due, words = timezone.localdate() + 30 * DAY, "A charter is on every site."
    officer = office(about.lead, Role.RESEARCH_OFFICER)
    agreed = {"owner": about.lead.slug, "origin": "recommendation", "answer": "yes"}
    asked = "Write a charter with citizens."
    page = does(officer, "/staff/commitments/new?initiative=warm", **agreed, asked=asked, words=words, due=due.isoformat())
    number = page.rpartition("/")[2]
    for where in (about.lead, *partners):
        signed = {"organisation": where.slug, "office": "The Chief Officer", "signed_on": day()}
        does(office(where, Role.GOVERNANCE_LEAD), f"/staff/commitments/{number}/sign", **signed)
    said = read(page)
    assert "A recommendation: Write a charter with citizens." in said
    for name in ("North Council", "North Police", "North University"):
        assert f"{name}: The Chief Officer" in said
    assert f"{words} North Council {due.day} {due:%B %Y} Promised" in read("/commitments")
    assert words not in read("/commitments?state=late")
    after = timezone.now() + 31 * DAY
    with patch.object(timezone, "now", lambda: after):
        assert "Late" in read("/commitments").partition(words)[2]
        assert words in read("/commitments?state=late")
        done = {"state": "done", "on": day(), "reason": "It hangs there."}
        does(office(about.lead, Role.RESEARCH_OFFICER), f"/staff/commitments/{number}/report", **done)
        assert words not in read("/commitments?state=late")
        assert "Done. It hangs there." in read("/commitments")
