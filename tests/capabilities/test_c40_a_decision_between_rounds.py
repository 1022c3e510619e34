"""C40: "Collaborative session with key partners" between the phases of research (seed 000).

Works when: engagement is planned in phases, and the next does not begin before it is on record what the one before changed.
"""

from html import unescape

import pytest

from example_site import ExampleSite
from folkmoot.site.people.roles import Role
from tests.capabilities.walking import day, does, office, read, refused
from tests.site import surveys
from tests.site.planning.test_plan import drafted
from tests.site.planning.writing import published


@pytest.mark.django_db(databases=["default", "vault"])
def test_the_next_round_opens_only_after_what_the_first_changed_is_on_record() -> None:
    where, _, first = surveys.world()
    about = first.initiative
    drafted(first, "second")
    published(about, "survey", "survey")
    officer = office(where, Role.RESEARCH_OFFICER)
    at = f"/staff/i/{about.slug}/plan"
    does(officer, f"{at}/rounds/1/link", engagement=first.slug)
    does(officer, f"{at}/rounds/2/link", engagement="second")
    answer = officer.post("/staff/engagements/second/open")
    assert answer.status_code == 409
    assert "First record what was learnt in round 1" in answer.content.decode()
    said = {"learnt": "Tenants fear the label.", "changes": "We ask tenants in person.", "office": "The board", "on": day()}
    assert "people can still answer" in " ".join(refused(officer, f"{at}/rounds/1/decide", goes_on="yes", **said))
    assert officer.post(f"/staff/engagements/{first.slug}/close").status_code == 302
    does(officer, f"{at}/rounds/1/decide", goes_on="yes", **said)
    assert officer.post("/staff/engagements/second/open").status_code == 302
    page = read(f"/i/{about.slug}/plan")
    assert "What changes: We ask tenants in person." in page
    assert "It was decided to go on. The board," in page


def test_the_example_shows_its_rounds_with_the_session_of_partners_between(example: ExampleSite) -> None:
    page = unescape(example.get("/i/ready-for-school/plan").text)
    assert [page.count(f'id="round-{number}"') for number in (1, 2, 3, 4)] == [1, 1, 1, 0]
    assert page.index('id="round-1"') < page.index("Collaborative session with key partners") < page.index('id="round-2"')
    assert "/i/ready-for-school/said/" in page
