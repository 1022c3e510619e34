"""C35: "easy read toolkit in phase 2" (seed 000).

Works when: easy read is a kind of content of its own, checked by readers.
"""

import pytest
from django.test import Client

from folkmoot.site.engagement import domain
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.capabilities.walking import day, does, office, read, refused
from tests.site import make, surveys

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

CHECKED = {"readers": "A self-advocacy group", "people": "7", "changed": "“Data” became “records”."}
EASY = "Easy Find homes that make people ill"


def put(officer: object, where: object, slug: str, version: object) -> None:
    """An engagement with a version of the questions, open."""
    surveys.opened(officer, where, slug, version=version, sample=surveys.sample(officer, where, f"{slug} people"))


def test_easy_read_is_written_apart_and_nobody_is_offered_it_before_readers_checked_it() -> None:
    where = make.organisation()
    officer, browser = make.member(where), office(where, Role.RESEARCH_OFFICER)
    given = {"by": officer, "organisation": where, "slug": "homes", "title": plain("Homes", easy="Your home")}
    first = domain.version_instrument(**given, questions=surveys.questions())
    put(officer, where, "first", first)
    address, page = "/e/first/answer?read=easy", "/staff/instruments/homes/1"
    assert EASY not in read(address)
    assert "read=easy" not in Client().get("/e/first/answer").content.decode()  # there is no switch to it

    assert "Say which group checked it." in refused(browser, f"{page}/easy-read", people="7", on=day())
    assert "They cannot have checked it on a day to come." in refused(browser, f"{page}/easy-read", **CHECKED, on=day(1))
    assert EASY not in read(address)
    assert does(browser, f"{page}/easy-read", **CHECKED, on=day()) == page
    assert "A self-advocacy group" in read(page, browser)

    assert EASY in read(address)
    shown = Client().get(address).content.decode()
    assert shown.count("<svg") > 5  # a drawing beside each answer of a scale
    assert 'class="fm-easy"' in shown
    assert "read=easy" in Client().get("/e/first/answer").content.decode()
    assert EASY not in read("/e/first/answer")  # standard English stays as it was

    changed = surveys.questions()
    changed[0]["questions"][0]["text"]["en"]["easy"] = "Other easy words"
    put(officer, where, "second", domain.version_instrument(**given, questions=changed))
    assert "Other easy words" not in read("/e/second/answer?read=easy")  # what they checked was the version before


def test_easy_read_that_is_not_whole_cannot_be_signed_off() -> None:
    where = make.organisation()
    officer, browser = make.member(where), office(where, Role.RESEARCH_OFFICER)
    questions = surveys.questions()
    del questions[0]["questions"][1]["text"]["en"]["easy"]
    domain.version_instrument(by=officer, organisation=where, slug="homes", title=plain("Homes"), questions=questions)
    answer = browser.post("/staff/instruments/homes/1/easy-read", {**CHECKED, "on": day()})
    assert answer.status_code == 400
    assert "These questions have no easy read: “B”." in answer.content.decode()
