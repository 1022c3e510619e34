"""C38: "difficult to engage citizens beyond the most civically minded" (seed 000).

Works when: a live monitor shows who is missing against the census.
"""

import pytest

from capabilities.walking import does, office, read
from folkmoot.site.panel.models import Wave
from folkmoot.site.people.roles import Role
from tests.site import make
from tests.site.panel import joining
from tests.site.panel.answering import answer

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_an_officer_sees_who_has_not_answered_yet_invites_more_of_them_and_sees_it_change() -> None:
    where = make.organisation()
    officer = make.member(where)
    panel = joining.panel(where)
    joining.crowd(panel, 60)
    asked = joining.by_code(officer, where)
    browser = office(where, Role.RESEARCH_OFFICER)
    desk, monitor = f"/staff/panel/{panel.slug}", f"/staff/panel/{panel.slug}/missing/{asked.slug}"
    assert monitor in browser.get(desk).content.decode()
    does(browser, f"{desk}/draw", engagement=asked.slug, number=40, stratified_by="age")
    assert "Age, 16 to 34: 30% of the population. Nobody has answered yet." in read(monitor, browser)
    levels = ["35 to 64"] * 16 + ["65 and over"] * 9
    for age in levels:
        answer(asked, age=age)
    page = read(monitor, browser)
    behind = "Age, 16 to 34: 30% of the population and 0% of answers so far: invite more of them."
    assert page.index(behind) < page.index("Age, 65 and over: 25% of the population and 36% of answers so far")
    assert "25 people have answered so far. 40 members of the panel were drawn." in page
    assert 'name="among" value="age: 16 to 34"' in browser.get(monitor).content.decode()
    spare = 12 - Wave.objects.get().levels["age"]["16 to 34"]
    if spare:
        does(browser, f"{desk}/draw", engagement=asked.slug, number=spare, among=["age: 16 to 34"])
        assert Wave.objects.get(booster=True).levels["age"] == {"16 to 34": spare, "35 to 64": 0, "65 and over": 0}
    for _ in range(10):
        answer(asked, age="16 to 34")
    page = read(monitor, browser)
    assert "Age, 16 to 34: 30% of the population and 29% of answers so far: no more apart than chance explains." in page
    assert "Draw a booster" not in page
