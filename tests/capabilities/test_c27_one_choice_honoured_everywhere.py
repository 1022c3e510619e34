"""C27: "overkill to be repeatedly asked for consent … continue to give this as a one-off" (seed 000).

Works when: the ledger honours one choice everywhere.
"""

import html
import re

import pytest
from django.test import Client

from capabilities.walking import does, office
from folkmoot.linkage import Identifiers, mark_rows, read_objection_list
from folkmoot.site.people.roles import Role
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

KEY = bytes(range(32))
TYPED = make.KWAME | {"health": "object", "harm": "ask", "protect": "happy", "places": "", "acting": "self"}
ROWS = [Identifiers("LUKASZ, KWAME", "1979-12-24", "CO1 1AA"), Identifiers("Ann O'Dea", "1951-03-02", "CM1 1QH")]


def travelling(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


def marks(where, family: str) -> tuple[str | None, ...]:
    """What the organisation's list, made on its page, says of two rows of its own records."""
    answer = office(where, Role.GOVERNANCE_LEAD).post("/staff/objections/list", {"organisation": where.slug, "family": family})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    assert "Kwame" not in answer.content.decode()
    return mark_rows(ROWS, read_objection_list(answer.content), key=KEY).marks


def test_what_a_person_says_once_is_on_the_list_of_every_body_for_every_use_of_that_kind_until_they_change_it(settings) -> None:
    settings.LIST_KEY = KEY
    bodies = [make.organisation(kind=kind) for kind in ("council", "police", "health")]
    for lead in bodies:
        make.initiative(lead)
    browser = Client()
    checked = browser.post("/preferences", TYPED | {"go": "check"}).content.decode()
    does(browser, "/preferences", **travelling(checked), go="save")
    newcomer = make.organisation(kind="university")  # came after the choice, and nobody is asked again
    for where in (*bodies, newcomer):
        assert marks(where, "health") == ("object", None)
        assert marks(where, "harm") == ("ask", None)
        assert marks(where, "protect") == (None, None)
        assert marks(where, "places") == (None, None)
    reference = travelling(checked)["reference"]
    changed = {"reference": reference, "health": "happy", "harm": "", "protect": "", "places": ""}
    checked = browser.post("/preferences/mine", changed | {"go": "check"}).content.decode()
    assert "It is saved." in browser.post("/preferences/mine", travelling(checked) | {"go": "save"}).content.decode()
    for where in (*bodies, newcomer):
        assert marks(where, "health") == marks(where, "harm") == (None, None)
