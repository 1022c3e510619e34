"""C43: "one-off small group discussions" = engagement deficit (seed 000).

Works when: there is a metric of continuity, with follow-ups for each participant.
"""

import pytest
from django.core.cache import cache
from django.test import Client

from capabilities.walking import does, office, read
from folkmoot.site.people.roles import Role
from tests.site import make
from tests.site.panel import joining
from tests.site.panel.answering import answer

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_the_same_people_are_asked_again_within_limits_told_what_came_of_it_and_both_are_counted() -> None:
    cache.clear()
    where = make.organisation()
    officer = make.member(where)
    panel = joining.panel(where)
    tokens = joining.crowd(panel, 10)
    desk = f"/staff/panel/{panel.slug}"
    me = joining.holder(tokens[0]).participant_id
    for wave, days in enumerate((0, 70)):
        with joining.on(days):
            browser = office(where, Role.RESEARCH_OFFICER)
            asked = joining.by_code(officer, where, f"wave-{wave}")
            assert does(browser, f"{desk}/draw", engagement=asked.slug, number=10).endswith(f"/waves/{wave + 1}")
            own = read(f"/panel-member/{tokens[0]}", Client())
            assert "You are asked now" in own
            answer(asked, me)
            does(browser, f"/staff/engagements/{asked.slug}/close")
            assert "You are asked now" not in read(f"/panel-member/{tokens[0]}", Client())
            report = read(f"{desk}/renewal", browser)
            assert f"Heard back from us, of those who ever answered: {'100% (1 of 1)' if wave else '0% (0 of 1)'}." in report
            told = {
                "engagement": asked.slug,
                "title": f"Wave {wave}",
                "said": "Most of you said yes.",
                "happened": f"Step {wave} is taken.",
            }
            does(browser, f"{desk}/tell", **told)
    report = read(f"{desk}/renewal", office(where, Role.RESEARCH_OFFICER))
    assert "Heard back from us, of those who ever answered: 100% (1 of 1)." in report
    assert "Times asked Members Answers in all Times told what came of it 2 10 2 2" in report
    own = read(f"/panel-member/{tokens[0]}", Client())
    for words in ("Times you were asked 2", "Times you answered 2", "Times you were then told what came of it 2"):
        assert words in own
    news = read(f"/panels/{panel.slug}/news", Client())
    assert news.index("Step 1 is taken.") < news.index("Step 0 is taken.")
