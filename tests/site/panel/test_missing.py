"""Who is missing: shares by level against a count by hand, the furthest behind first, in words, and a booster from them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.site.engagement import domain as engagements
from folkmoot.site.engagement.answered import answered_by_level, answers_of
from folkmoot.site.panel import domain
from folkmoot.site.panel.missing import who_is_missing
from folkmoot.site.panel.models import Wave
from tests.site import make, surveys
from tests.site.initiatives.reading import words
from tests.site.panel import joining
from tests.site.panel.answering import answer

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def rows(ages: list[int]) -> list[dict[str, str]]:
    """Answers of so many people of each age."""
    many = [age for age, n in zip(surveys.AGES, ages, strict=True) for _ in range(n)]
    return [{"response": f"r{at}", "A": "Agree a lot", "age": age} for at, age in enumerate(many)]


@pytest.fixture
def world():
    """A panel of 40, an open survey with targets by age, and 50 answers: 6 young, 30 in between, 14 old."""
    where = make.organisation()
    officer = make.member(where)
    panel = joining.panel(where)
    joining.crowd(panel, 40)
    asked = joining.by_code(officer, where)
    engagements.import_responses(by=officer, engagement=asked, rows=rows([6, 30, 14]))
    return officer, panel, asked


def test_every_level_has_its_four_shares_and_those_furthest_behind_come_first(world):
    officer, panel, asked = world
    domain.draw_wave(by=officer, panel=panel, engagement=asked, number=20, stratified_by="age")
    found = who_is_missing(panel, asked)
    assert [row.level for row in found.rows] == ["16 to 34", "65 and over", "35 to 64"]
    young = found.rows[0]
    assert (young.population, young.joined.n, young.joined.of, young.invited.n, young.invited.of) == (0.3, 8, 40, 6, 20)
    assert (young.answered.n, young.answered.of, young.points) == (6, 50, "-18.0")
    assert young.behind
    assert young.words == "Age, 16 to 34: 30% of the population and 12% of answers so far: invite more of them."
    assert found.rows[1].words.endswith("28% of answers so far: no more apart than chance explains.")
    assert found.rows[2].words.endswith("60% of answers so far: enough of them.")
    assert (found.people, found.invited, [row.level for row in found.behind]) == (50, 20, ["16 to 34"])


def test_before_anyone_answers_it_says_so():
    where = make.organisation()
    officer = make.member(where)
    panel = joining.panel(where)
    found = who_is_missing(panel, joining.by_code(officer, where))
    assert [row.level for row in found.rows] == ["35 to 64", "16 to 34", "65 and over"]
    assert all(row.words.endswith("Nobody has answered yet.") and not row.behind and row.points == "" for row in found.rows)
    assert str(found.rows[0].joined) == "nobody yet"


def test_needs_are_counted_among_those_who_are_members_now(world):
    _, panel, asked = world
    joining.joined(panel, language="cy", support=["large", "phone"])
    domain.leave_panel(token=joining.joined(panel, language="bsl", support=["phone"]))
    found = who_is_missing(panel, asked)
    assert dict(found.languages) == {"English": 40, "Welsh": 1, "British Sign Language": 0, "Another language": 0}
    assert {key: n for key, n in found.support if n} == {"Large print": 1, "By phone": 1}
    assert found.members == 41


def test_those_who_answered_are_counted_once_whatever_the_steps_and_those_of_a_wave_apart(world):
    officer, panel, asked = world
    wave = domain.draw_wave(by=officer, panel=panel, engagement=asked, number=10)
    assert answer(asked, age="16 to 34")
    people, levels = answered_by_level(asked, ["age"])
    assert (people, levels["age"]) == (51, {"16 to 34": 7, "35 to 64": 30, "65 and over": 14})
    assert answered_by_level(asked, ["age"], wave.invitations) == (1, {"age": {"16 to 34": 1}})
    assert answered_by_level(asked, ["age"], []) == (0, {"age": {}})
    who = set(wave.wave_members.values_list("participant_id", flat=True))
    assert len(answers_of([asked.pk], who)) == 1
    assert answers_of([asked.pk], set()) == set()


def test_erasing_someone_who_answered_changes_no_number_of_a_wave(world):
    officer, panel, asked = world
    wave = domain.draw_wave(by=officer, panel=panel, engagement=asked, number=40)
    who = answer(asked, age="16 to 34")
    before = answered_by_level(asked, ["age"], wave.invitations)
    token = joining.token_of(who)
    domain.erase_member(token=token)
    assert answered_by_level(asked, ["age"], Wave.objects.get().invitations) == before == (1, {"age": {"16 to 34": 1}})


def test_the_page_shows_it_to_those_who_run_the_panel_and_draws_the_booster(world, client):
    officer, panel, asked = world
    path = f"/staff/panel/{panel.slug}/missing/{asked.slug}"
    browser = make.signed_in(officer)
    page = browser.get(path).content.decode()
    assert "invite more of them" in words(page)
    assert 'name="among" value="age: 16 to 34"' in page
    assert "-18.0" in page
    draw = browser.post(f"/staff/panel/{panel.slug}/draw", {"engagement": asked.slug, "among": ["age: 16 to 34"], "number": 4})
    assert draw.status_code == 302
    assert Wave.objects.get().levels["age"] == {"16 to 34": 4, "35 to 64": 0, "65 and over": 0}
    for other in (make.user(), make.member(make.organisation()), make.former_member(panel.organisation)):
        assert make.signed_in(other).get(path).status_code == 403
    assert client.get(path).status_code == 302
    assert browser.get(f"/staff/panel/{panel.slug}/missing/nothing").status_code == 404


def test_an_engagement_without_targets_says_why_nothing_can_be_said():
    where = make.organisation()
    officer = make.member(where)
    panel = joining.panel(where)
    asked = joining.by_code(officer, where, sample=surveys.sample(officer, where, "Bare", targets={}))
    page = make.signed_in(officer).get(f"/staff/panel/{panel.slug}/missing/{asked.slug}")
    assert "Nobody can say who is missing." in words(page.content.decode())


def test_the_members_are_read_in_as_many_statements_for_forty_as_for_one(world):
    _, panel, asked = world
    assert asked.sample.targets  # read once with the engagement
    with CaptureQueriesContext(connection) as forty:
        who_is_missing(panel, asked)
    small = joining.panel(panel.organisation, title=joining.plain("A smaller panel"))
    joining.joined(small)
    with CaptureQueriesContext(connection) as one:
        who_is_missing(small, asked)
    assert len(forty) == len(one) <= 10
