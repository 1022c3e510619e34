"""C37: "Young people (aged 13 to 18) … learning disabilities … criminal convictions" (seed 000).

Works when: safeguarding fields are mandatory by cohort.
"""

import pytest

from capabilities.walking import does, read, refused
from tests.site import make, surveys

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

COHORTS = {
    "under_16": "Young people aged 13 to 15",
    "young": "Young people aged 16 to 18",
    "learning_disability": "People with learning disabilities",
    "convictions": "People with criminal convictions",
}


def test_nobody_at_risk_is_asked_before_it_is_said_how_they_are_kept_safe() -> None:
    where = make.organisation()
    officer = make.member(where)
    held = surveys.draft(officer, where, config={**surveys.config(), "youngest": 13})
    browser = make.signed_in(officer)
    page, safe = f"/staff/engagements/{held.slug}", f"/staff/engagements/{held.slug}/safe"
    assert "Say first which groups of people this asks" in read(page, browser)
    assert browser.post(f"{page}/open").status_code == 409
    for kind, name in COHORTS.items():
        for missing in surveys.SAFE:
            said = refused(browser, safe, kind=kind, name=name, **{**surveys.SAFE, missing: ""})
            assert len(said) == 1
            assert said[0].startswith("Say this: ")
        does(browser, safe, kind=kind, name=name, **surveys.SAFE)
    shown = read(safe, browser)
    assert all(name in shown for name in COHORTS.values())
    does(browser, f"{page}/open")
    at = surveys.Browser(held.slug)
    assert "Are you 16 or over?" in surveys.to_the_check_page(at)
    assert "we need two yeses" in at.press("send", under_16="yes", own_yes="yes")
    assert "Thank you" in at.press("send", under_16="yes", own_yes="yes", adult_yes="yes")
