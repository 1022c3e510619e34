"""C33: "perceptions … shift in response to new information" (seed 000).

Works when: a before/after paired measure stands for each stimulus.
"""

import pytest
from django.test import Client

from capabilities.walking import does, read
from folkmoot.site.people.roles import Role
from tests.site import deliberation, make, surveys

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_the_same_people_are_asked_before_and_after_each_piece_of_information_and_results_say_how_they_moved() -> None:
    where, officer, held = deliberation.world()
    views = ({"before": "Disagree a lot", "after 1": "Agree a little", "after 2": "Disagree a lot"}, {})
    for at in range(40):
        browser = surveys.Browser(held.slug)
        view = views[at % 2]
        browser.press("next", age=surveys.AGES[at % 3])
        for step in deliberation.STEPS:
            if step != "before":
                browser.press("next")
            browser.press("next", A=view.get(step, "In between"))
            if step == "after 2":
                browser.press("next", why="")
            code = surveys.code_on(browser.press("send"))
            browser.press("begin", code=code)
    staff = make.signed_in(officer)
    does(staff, f"/staff/engagements/{held.slug}/close")
    publisher = make.signed_in(make.member(where, Role.GOVERNANCE_LEAD, name="Sam Clerk"))
    does(publisher, f"/staff/engagements/{held.slug}/publish")
    page = read(f"/e/{held.slug}/results", Client())
    assert "How answers moved" in page
    for step, then in (("before", "after 1"), ("before", "after 2"), ("after 1", "after 2")):
        assert f"Find cold homes ({step}) Find cold homes ({then})" in page
    assert "People who answered every step" in page
