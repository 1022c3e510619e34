"""C44: "People who find the ECC trustworthy are significantly more likely" (seed 000).

Works when: trust items are tracked across waves.
"""

from typing import Any

import pytest
from django.test import Client

from capabilities.walking import does, office, read
from folkmoot.site.engagement.domain import import_responses
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make, surveys
from tests.site.panel import joining

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

TRUST = "The council can be trusted with records about me"


def questions() -> list[Any]:
    """The sections of the small survey, with a statement on trust in the place of its first."""
    asked = surveys.questions()
    asked[0]["questions"][0] = surveys.scale("A", TRUST)
    return asked


def config() -> dict[str, Any]:
    made = surveys.config() | {"entry": "invited"}
    made["statements"][0] = made["statements"][0] | {"text": TRUST, "short": "Trust"}
    return made


def test_the_same_question_on_trust_is_put_to_two_waves_and_anyone_sees_whether_it_changed() -> None:
    where = make.organisation()
    officer = make.member(where)
    panel = joining.panel(where, rest_days=0)
    joining.crowd(panel, 20)
    version = surveys.version(officer, where, "trust", asked=questions())
    browser, lead = office(where, Role.RESEARCH_OFFICER), office(where, Role.GOVERNANCE_LEAD)
    page = f"/panels/{panel.slug}/over-time"
    for number, trusting in ((1, 7), (2, 16)):
        slug = f"trust-{number}"
        held = surveys.opened(officer, where, slug, version=version, config=config(), title=plain(f"Trust, wave {number}"))
        does(browser, f"/staff/panel/{panel.slug}/draw", engagement=slug, number=10)
        rows = [row | {"A": "Agree a lot" if at % 24 < trusting else "Disagree a lot"} for at, row in enumerate(surveys.rows(240))]
        import_responses(by=officer, engagement=held, rows=rows)
        does(browser, f"/staff/engagements/{slug}/close")
        assert TRUST not in read(page)  # before the results of both are published
        does(lead, f"/staff/engagements/{slug}/publish")
    shown = read(page)
    assert f"“{TRUST}”" in shown
    assert "From “Trust, wave 1" in shown
    assert "more than before." in shown
    assert f'href="/panels/{panel.slug}/over-time"' in Client().get(f"/panels/{panel.slug}").content.decode()
    for number in (1, 2):
        assert TRUST in read(f"/e/trust-{number}/results")
