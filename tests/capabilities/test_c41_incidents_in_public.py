"""C41: "highly visible communications regarding … procedures, and breaches" (seed 000).

Works when: there is a public page of incidents.
"""

import pytest
from django.test import Client
from django.utils import timezone

from capabilities.walking import does, office, read
from folkmoot.site.concerns.models import Incident
from folkmoot.site.people.roles import Role
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SECRET = "Ms Lovelace opened the file"


def test_a_breach_is_recorded_summed_up_published_by_a_second_person_and_then_highly_visible() -> None:
    about = make.initiative(slug="warm")
    officer, lead = (office(about.lead, role) for role in (Role.RESEARCH_OFFICER, Role.GOVERNANCE_LEAD))
    found = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    facts = {"organisation": about.lead.slug, "initiative": "warm", "found_at": found, "people": "few", "happened": SECRET}
    does(officer, "/staff/incidents/new", **facts)
    number = Incident.objects.get().pk
    at = f"/staff/incidents/{number}"
    does(officer, f"{at}/summary", title="A letter went astray", text="It came back unopened. We now write by secure mail.")
    assert "A letter went astray" not in read("/incidents")
    assert officer.post(f"{at}/publish", {"read": "on"}).status_code == 403
    does(lead, f"{at}/publish", read="on")
    home = Client().get("/").content.decode()
    assert 'href="/incidents"' in home  # from every page
    page = read("/incidents")
    assert "A letter went astray" in page
    assert about.lead.name in page
    one = read(f"/incidents/{number}")
    assert "It came back unopened." in one
    assert "Information Commissioner" in one
    assert "The people it is about have not been told" in one
    assert "A letter went astray" in read("/i/warm")  # while it is open, on the page of the use itself
    assert "A letter went astray" in Client().get("/incidents.csv").content.decode()
    for public in (home, page, one, read("/i/warm")):
        assert SECRET not in public
