"""C77: "different levels of public engagement depending on risks", "identification of the communities which are relevant" (seed 004).

Works when: the risk sets the least engagement, and the system proposes whom to hear, with the reason for each.
"""

import pytest

from folkmoot.site.people.roles import Role
from folkmoot.site.planning import queries
from tests.capabilities.walking import day, does, office, read, refused
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_an_officer_plans_step_by_step_and_the_risk_sets_the_least() -> None:
    about = make.initiative()
    officer = office(about.lead, Role.RESEARCH_OFFICER)
    at = f"/staff/i/{about.slug}/plan"
    assert at in officer.get(f"/staff/initiatives/{about.slug}").content.decode()

    typed = {"question_1": "Is this fair to tenants?", "who_1": "Tenants"}
    assert refused(officer, f"{at}/steps/learn", question_1="Is this fair?") == ["Who should answer question 1: write something."]
    assert does(officer, f"{at}/steps/learn", **typed) == f"{at}/steps/communities"

    proposed = queries.proposed_communities(about)
    page = read(f"{at}/steps/communities", officer)
    for one in proposed:
        assert one.who in page
        assert one.why in page
    first, *others = proposed
    choice = {f"who_{one.key}": one.who for one in proposed} | {f"who_{first.key}": "Tenants over 65", "others": "Landlords"}
    left = {f"why_not_{others[-1].key}": "They were asked last year."}
    assert does(officer, f"{at}/steps/communities", **choice, **left) == f"{at}/steps/risk"

    does(officer, f"{at}/steps/risk", band="high", reason="Health records.")
    assert "at least “Working on it with us”, 42 days to answer, and 2 rounds" in read(f"{at}/steps/promise", officer)
    does(officer, f"{at}/steps/promise", level="consult", words="We ask, and answer.")
    assert does(officer, f"{at}/steps/methods", needs=["reasons", "unheard"], pounds="5000", weeks="") == at
    page = read(at, officer)
    for way in ("Survey", "Panel wave", "Citizens’ jury", "Distributed dialogue", "Focus group", "Interview", "Open conversation"):
        assert way in page
    assert "It costs about £40,000; you have £5,000." in page

    assert does(officer, f"{at}/publish") == at
    page = read(at, officer)
    assert "The risk is high, so people must have at least this part: “Working on it with us”." in page
    assert "there must be 2 rounds or more" in page
    assert "There is no public plan yet." in read(f"/i/{about.slug}/plan")

    does(officer, f"{at}/steps/promise", level="involve", words="We work on it with you.")  # going back undoes it
    for method, starts in (("survey", 1), ("focus_group", 60)):
        facts = {"question": "Is it fair?", "starts": day(starts), "ends": day(starts + 50), "pounds": "5000", "hours": "90"}
        does(officer, f"{at}/rounds/add", method=method, **facts)
    assert does(officer, f"{at}/publish") == f"/i/{about.slug}/plan"
    page = read(f"/i/{about.slug}/plan")
    for words in (
        "Tenants over 65",
        "Landlords",
        "They were asked last year.",
        "The risk to people is high",
        "Health records.",
        "42 days or more",
    ):
        assert words in page
