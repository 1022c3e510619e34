"""C55: "Recruitment of citizens for qualitative research for future ecda projects" (seed 001).

Works when: there is a pool of volunteers, with their consent.
"""

import csv
import io
import re

import pytest
from django.core.cache import cache
from django.test import Client

from capabilities.walking import office, read, refused
from folkmoot.site.people.roles import Role
from tests.site import make
from tests.site.panel import joining

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def names(answer: object) -> list[str]:
    """Whom a file is for."""
    return [row["Name"] for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))]


def test_people_volunteer_for_interviews_by_their_own_choice_and_are_found_for_letters_until_they_change_it(monkeypatch) -> None:
    cache.clear()
    monkeypatch.setattr("folkmoot.site.guarded_form.QUICKEST", -1)
    where = make.organisation()
    panel = joining.panel(where)
    person, join = Client(), f"/panels/{panel.slug}/join"
    token = re.search(r'name="token" value="([^"]+)"', person.get(join).content.decode())[1]
    typed = {"token": token, "name": "Pat Synthetic", "contact": "pat@example.org", "language": "en", "attribute_0": "16 to 34"}
    assert "Choose at least one way in which we may ask you." in refused(person, join, **typed)
    joined = person.post(join, {**typed, "ways": ["interview", "jury"]}, follow=True).content.decode()
    mine = re.search(r'href="(/panel-member/[^"]+)"', joined)[1]
    joining.joined(panel, ways=["survey"], name="Sam Synthetic")
    browser, pool = office(where, Role.RESEARCH_OFFICER), f"/staff/panel/{panel.slug}/volunteers"
    page = read(pool, browser)
    assert "Everyone 1 0 1" in page
    assert "age: 16 to 34 1 0 1" in page
    assert "Synthetic" not in page
    letters = {"way": "interview", "group": "", "reason": "Interviews on warm homes"}
    assert "Say what the letters are for." in refused(browser, pool, **(letters | {"reason": ""}))
    assert names(browser.post(pool, letters)) == ["Pat Synthetic"]
    log = read("/staff/audit", office(where, Role.GOVERNANCE_LEAD))
    assert "Names and contacts of members of a panel were taken from the vault for letters" in log
    assert "Pat" not in log
    person.post(mine, {"go": "ways", "ways": ["jury"]})
    assert names(browser.post(pool, letters)) == []
    assert names(browser.post(pool, letters | {"way": "jury"})) == ["Pat Synthetic"]
    person.post(mine, {"go": "erase-now"})
    assert names(browser.post(pool, letters | {"way": "jury"})) == []
