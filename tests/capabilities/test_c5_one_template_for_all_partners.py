"""C5: "consistent approach to transparency across ecda's three core partners" (seed 000).

Works when: there is one template for many organisations, one register, and it is shown what each partner signed.
"""

import re

import pytest
from django.test import Client

from capabilities.walking import day, does, office, read
from folkmoot.face import date_words
from folkmoot.licence import Stage
from folkmoot.record import parts_of
from folkmoot.site.governance import queries as governance
from folkmoot.site.people.roles import Role
from tests.site import make
from tests.site.initiatives.reading import headings

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def signed() -> dict[str, str]:
    """What the page says that each organisation has signed."""
    page = Client().get("/i/warm").content.decode().partition("What each organisation has signed</caption>")[2].partition("</table>")[0]
    return dict(re.findall(r'<th scope="row"><a [^>]+>([^<]+)</a></th><td>(.*?)</td>', page))


def test_partners_are_in_one_register_asked_the_same_and_each_ones_signature_is_shown_or_missing() -> None:
    council, police = make.organisation("North Council"), make.organisation("North Police", kind="police")
    university = make.organisation("North University", kind="university")
    warm = make.initiative(council, "warm", title="Warm homes", partners=[police, university])
    safe = make.initiative(police, "safe", title="Safe streets", partners=[council])
    asked: list[list[str]] = []
    for about in (warm, safe):
        officer = office(about.lead, Role.RESEARCH_OFFICER)
        forms = [officer.get(f"/staff/initiatives/{about.slug}/parts/{part.id}").content.decode() for part in parts_of("case")]
        asked.append([label for form in forms for label in re.findall(r"<label[^>]*>([^<]+)</label>", form)])
        make.notice(about)
    assert asked[0] == asked[1]
    assert len(asked[0]) > 30
    pages = [headings(Client().get(f"/i/{about.slug}/notice").content.decode(), 2) for about in (warm, safe)]
    assert pages[0] == pages[1]
    assert len(pages[0]) > 3
    register = read("/")
    for said in ("Warm homes", "Safe streets"):
        assert said in register
    for where in (council, police, university):
        assert f'href="/org/{where.slug}"' in Client().get("/i/warm").content.decode()

    assert signed() == dict.fromkeys(("North Council", "North Police", "North University"), "Not signed yet")
    make.decision(warm)
    lead = office(council, Role.GOVERNANCE_LEAD)
    does(lead, "/staff/initiatives/warm/risk-check", office="The officer", signed_on=day(), residual="low", advice="Go on.")
    agreed = {"kind": "use", "signed_on": day(), "ends_on": day(90)}
    does(lead, "/staff/initiatives/warm/agreements/new", **agreed, parties=[council.slug, police.slug])
    said = f"Agreement on the use of records, on {date_words(governance.Agreement.objects.get().signed_on)}. It ends on "
    assert {name: words.startswith(said) for name, words in signed().items()} == {
        "North Council": True,
        "North Police": True,
        "North University": False,
    }
    assert signed()["North University"] == "Not signed yet"
    assert not governance.licence_of(warm, Stage.JOIN).in_force
    does(lead, "/staff/initiatives/warm/agreements/new", **agreed, parties=[police.slug, university.slug])
    assert signed()["North University"].startswith(said)
    assert governance.licence_of(warm, Stage.JOIN).in_force
