"""C60: "development of 'data trusts'" (seed 003).

Works when: someone stands up for the people whose records are used (a steward), and what people chose is in a ledger that they keep.
"""

import pytest
from django.test import Client

from capabilities.test_c27_one_choice_honoured_everywhere import KEY, ROWS, TYPED, travelling
from capabilities.walking import does, office, read
from folkmoot.linkage import mark_rows, read_objection_list
from folkmoot.site.people.roles import Role
from folkmoot.site.preferences.models import PreferenceEvent
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_the_steward_of_a_data_trust_keeps_what_people_chose_and_can_stop_a_use_of_their_records(settings) -> None:
    settings.LIST_KEY = KEY
    trust, council = make.organisation("North Data Trust", kind="trust"), make.organisation("North Council")
    make.initiative(council, "warm", partners=[trust])
    steward = office(trust, Role.DATA_STEWARD)

    browser = Client()
    checked = browser.post("/preferences", TYPED | {"go": "check"}).content.decode()
    does(browser, "/preferences", **travelling(checked), go="save")

    objection = PreferenceEvent.objects.get(family="health")
    waiting = steward.get("/staff/objections").content.decode()
    assert f"/staff/objections/{objection.pk}/answer" in waiting
    assert "Kwame" not in waiting
    given = steward.post("/staff/objections/list", {"organisation": trust.slug, "family": "health"})
    assert mark_rows(ROWS, read_objection_list(given.content), key=KEY).marks == ("object", None)

    does(steward, "/staff/initiatives/warm/stop", organisation=trust.slug, reason="People objected, and were not heard.")
    page = read("/i/warm")
    assert "People objected, and were not heard." in page
    assert "North Data Trust" in page


def test_a_steward_neither_proposes_nor_publishes_nor_decides_and_is_named_in_public() -> None:
    trust, council = make.organisation("North Data Trust", kind="trust"), make.organisation("North Council")
    make.initiative(council, "warm", partners=[trust])
    steward = office(trust, Role.DATA_STEWARD)
    for path in ("/staff/initiatives/new", "/staff/initiatives/warm/notice/publish", "/staff/initiatives/warm/decisions/new"):
        assert steward.get(path).status_code in {403, 404}, path
    about = read("/org/north-data-trust")
    assert "Data trust" in about
    assert "Data steward" in about
