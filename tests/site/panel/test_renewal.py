"""How a panel wears away: months, answers by wave and level, the silent, who heard back; and what stays when someone is erased."""

import pytest

from folkmoot.site.engagement import domain as engagements
from folkmoot.site.panel import domain, queries
from folkmoot.site.panel.renewal import renewal
from folkmoot.site.renditions import plain
from tests.site import make
from tests.site.initiatives.reading import words
from tests.site.panel import joining
from tests.site.panel.answering import answer

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def world():
    """Ten members in three waves 70 days apart: one answers all three, two the first alone, the others none."""
    where = make.organisation()
    officer = make.member(where)
    panel = joining.panel(where)
    tokens = joining.crowd(panel, 10)
    who = [joining.holder(token).participant_id for token in tokens]
    asked = []
    for wave, answering in enumerate((who[:3], who[:1], who[:1])):
        with joining.on(70 * wave):
            one = joining.by_code(officer, where, f"wave-{wave}")
            domain.draw_wave(by=officer, panel=panel, engagement=one, number=10)
            for participant in answering:
                answer(one, participant)
            asked.append(engagements.close_engagement(by=officer, engagement=one))
    return officer, panel, tokens, asked


def test_response_rates_the_silent_and_how_often_each_was_asked(world):
    _, panel, _, _ = world
    report = renewal(panel)
    assert [(one.answered.n, one.answered.of) for one in report.waves] == [(3, 10), (1, 10), (1, 10)]
    assert (report.members, report.silent) == (10, 7)
    assert report.by_times == [(3, 10, 5, 0)]
    assert str(report.heard_back) == "0% (0 of 3)"
    by_level = {row.level: (row.drawn, row.answered, row.members) for row in report.levels if row.attribute == "age"}
    assert by_level == {"16 to 34": (6, 0, 2), "35 to 64": (15, 5, 5), "65 and over": (9, 0, 3)}


def test_telling_members_what_came_of_it_is_counted_for_those_who_answered(world):
    officer, panel, tokens, asked = world
    said = {"title": plain("Warm homes"), "said": plain("You said yes."), "happened": plain("It begins.")}
    domain.tell_members(by=officer, panel=panel, engagement=asked[1], **said)
    report = renewal(panel)
    assert (report.heard_back.n, report.heard_back.of) == (1, 3)
    assert report.by_times == [(3, 10, 5, 1)]
    touched = queries.mine_of(joining.holder(tokens[0])).touched
    assert (touched.asked, touched.answered, touched.heard_back) == (3, 3, 1)


def test_erasing_changes_no_wave_and_no_month_before_it(world):
    _, panel, tokens, _ = world
    before = renewal(panel)
    with joining.on(400):
        domain.erase_member(token=tokens[0])
        domain.leave_panel(token=tokens[1])
        domain.pause(token=tokens[2])
    after = renewal(panel)
    assert [(one.wave.number, one.answered) for one in after.waves] == [(one.wave.number, one.answered) for one in before.waves]
    assert [(r.drawn, r.answered) for r in after.levels] == [(r.drawn, r.answered) for r in before.levels]
    assert after.months[:-1] == before.months
    last = after.months[-1]
    assert (last.joined, last.paused, last.left, last.erased, last.members) == (0, 1, 1, 1, 8)
    assert (before.months[-1].joined, before.months[-1].members) == (10, 10)


def test_whom_to_recruit_for_a_panel_of_a_size(world):
    officer, panel, _, _ = world
    wanted = {row.level: row.recruit for row in renewal(panel, 100).levels if row.attribute == "age"}
    assert wanted == {"16 to 34": 28, "35 to 64": 40, "65 and over": 22}
    browser = make.signed_in(officer)
    page = words(browser.get(f"/staff/panel/{panel.slug}/renewal?size=100").content.decode())
    assert "for a panel of 100 members" in page
    assert "7 of them were asked 3 times running or more" in page
    assert browser.get(f"/staff/panel/{panel.slug}/renewal?size=many").status_code == 200
    assert make.signed_in(make.member(make.organisation())).get(f"/staff/panel/{panel.slug}/renewal").status_code == 403
