"""C45: "her mother's power of attorney" (seed 000).

Works when: a representative can act, and their authority is recorded.
"""

import pytest

from folkmoot.site.engagement.models import Response
from tests.site import make, surveys

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_someone_answers_for_her_mother_and_it_is_kept_by_what_right() -> None:
    where = make.organisation()
    officer = make.member(where)
    held = surveys.opened(officer, where, config={**surveys.config(), "for_someone": True})
    browser = surveys.Browser(held.slug)
    page = surveys.to_the_check_page(browser)
    assert "Whose answers are these?" in page
    assert "I hold a lasting power of attorney" in page
    assert "Thank you" in browser.press("send", authority="attorney")
    assert Response.objects.get().authority == "attorney"
    alone = surveys.opened(officer, where, "alone")
    browser = surveys.Browser(alone.slug)
    assert "Whose answers are these?" not in surveys.to_the_check_page(browser)
    assert "people answer for themselves only" in browser.press("send", authority="attorney")
    assert Response.objects.count() == 1
