"""C59: "citizen led discovery on the ethics and governance smart technologies" (seed 003).

Works when: an initiative may be one of sensors, as a smart city has them.
"""

import pytest

from capabilities.walking import does, office, read, refused
from folkmoot.record import QUESTIONS
from folkmoot.site.initiatives.models import Draft, Initiative
from folkmoot.site.people.roles import Role
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

ONLY_SENSORS = ("device", "place", "capture")


def test_a_use_of_sensors_is_proposed_as_one_and_must_say_which_device_stands_where_and_takes_in_what() -> None:
    lead = make.organisation()
    officer = make.member(lead, Role.RESEARCH_OFFICER)
    browser = make.signed_in(officer)
    texts = {"title": "Footfall", "summary": "Counting people in the High Street."}
    for kind in ("sensors", "insight"):
        does(browser, "/staff/initiatives/new", slug=kind, kind=kind, topic="places", area="The town", lead=lead.slug, **texts)
    asked = [QUESTIONS[key].ask for key in ONLY_SENSORS]
    for kind in ("sensors", "insight"):
        page = read(f"/staff/initiatives/{kind}", browser)
        assert [f"In “What”, answer: {ask}" in page for ask in asked] == [kind == "sensors"] * 3
        does(browser, f"/staff/initiatives/{kind}/parts/what", what="We join records.")
        seen = Draft.objects.get(initiative__slug=kind).hash
        said = refused(office(lead, Role.GOVERNANCE_LEAD), f"/staff/initiatives/{kind}/notice/publish", seen=seen, read="on")
        assert [f"In “What”, answer: {ask}" in said for ask in asked] == [kind == "sensors"] * 3
    about = Initiative.objects.get(slug="sensors")
    make.dataset(about, by=officer)
    make.notice(about)
    public = read("/i/sensors/notice")
    for key in ONLY_SENSORS:
        assert QUESTIONS[key].ask in public
        assert f"Answer to {key}." in public
