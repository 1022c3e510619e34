"""C34: "range of different scenarios" (seed 000).

Works when: scenario cards can be put to people, and are randomisable.
"""

import pytest

from capabilities.walking import does, read
from folkmoot.site.engagement.models import Response
from folkmoot.site.engagement.question_types import QUESTION_TYPES
from folkmoot.site.people.roles import Role
from tests.site import make, surveys
from tests.site.engagement import test_scenario_cards as cards

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_people_get_cards_drawn_for_them_and_results_say_what_each_feature_does() -> None:
    where = make.organisation()
    officer = make.member(where)
    version = surveys.version(officer, where, "cards", cards.questionnaire())
    held = surveys.opened(officer, where, config=cards.config(), version=version)
    shown = []
    for at in range(40):
        browser = surveys.Browser(held.slug)
        drawn = QUESTION_TYPES["scenario"].cards(cards.question(), surveys.hidden_fields(browser.page)["answer-use-drawn"][0])
        shown.append(tuple(tuple(card.values()) for card in drawn))
        answers = {
            f"use-{n}": "Agree a lot" if (card["user"] == "council") == (at % 4 > 0) else "Disagree a lot" for n, card in enumerate(drawn)
        }
        browser.press("next", **answers)
        browser.press("next", A="In between", age=surveys.AGES[at % 3])
        assert "Thank you" in browser.press("send")
    assert len(set(shown)) > 10
    assert all(len(response.answers["use"]) == 3 for response in Response.objects.all())
    does(make.signed_in(officer), f"/staff/engagements/{held.slug}/close")
    does(make.signed_in(make.member(where, Role.GOVERNANCE_LEAD, name="Sam Clerk")), f"/staff/engagements/{held.slug}/publish")
    page = read(f"/e/{held.slug}/results")
    assert "Uses of records: what made a difference" in page
    assert "People who saw the level" in page
