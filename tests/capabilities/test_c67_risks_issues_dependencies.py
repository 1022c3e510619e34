"""C67: "Risks/issues/dependency log" (seed 003).

Works when: risks, assumptions, issues and dependencies are kept, each with its owner.
"""

import pytest

from capabilities.walking import day, does, office, read, refused
from folkmoot.site.people.roles import Role
from folkmoot.site.progress.models import RaidEntry
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.mark.parametrize("kind", ["risk", "assumption", "issue", "dependency"])
def test_each_is_recorded_with_an_owner_kept_up_to_date_closed_and_public_in_its_summary_alone(kind: str) -> None:
    partner = make.organisation("North Police", kind="police")
    about = make.initiative(slug="warm", partners=[partner])
    officer, adding = office(about.lead, Role.RESEARCH_OFFICER), "/staff/initiatives/warm/progress/raid/new"
    height = {"probability": "4", "impact": "5"} if kind == "risk" else {}
    typed = {"kind": kind, "words": "Words for staff", "public": "on", "summary": "The records may come late.", "due": day(9), **height}
    assert len(refused(officer, adding, **typed)) == 1  # nobody owns it
    does(officer, adding, owner=partner.slug, **typed)
    page = read("/i/warm/progress")
    row = page[page.index("The records may come late.") :][:120]
    assert f"{kind.capitalize()} " in row
    assert "North Police" in row
    assert ("High" in row) == (kind == "risk")
    assert "Words for staff" not in page
    assert "Words for staff" in read("/staff/initiatives/warm/progress", officer)
    entry = RaidEntry.objects.get().pk
    changed = {name: value for name, value in typed.items() if name != "kind"}
    does(officer, f"/staff/progress/raid/{entry}", **changed, owner=about.lead.slug, state="open", done="We wrote to them.")
    page = read("/i/warm/progress")
    assert about.lead.name in page[page.index("The records may come late.") :][:120]
    does(officer, f"/staff/progress/raid/{entry}", **changed, owner=about.lead.slug, state="closed", done="They came.")
    assert "The records may come late." not in read("/i/warm/progress")
