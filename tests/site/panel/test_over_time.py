"""What members said wave after wave: the published numbers and no others, and only what was asked and counted alike."""

import json

import pytest

from folkmoot.site.engagement import domain as engagements
from folkmoot.site.evidence import domain as evidence
from folkmoot.site.evidence import queries as published_of
from folkmoot.site.panel import domain
from folkmoot.site.panel.over_time import Said, change, over_time
from folkmoot.site.renditions import plain
from tests.site import make, surveys
from tests.site.initiatives.reading import words
from tests.site.panel import joining

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def rows(agree: int) -> list[dict[str, str]]:
    """240 answers of which so many of each 24 agree with A."""
    return [row | {"A": "Agree a lot" if at % 24 < agree else "Disagree a lot"} for at, row in enumerate(surveys.rows(240))]


@pytest.fixture
def world():
    """A council with a panel, and a way to ask one more wave and publish it."""
    where = make.organisation()
    officer = make.member(where)
    panel = joining.panel(where, rest_days=0, most_a_year=52)
    joining.crowd(panel, 10)

    def wave(number: int, agree: int, **more):
        asked = joining.by_code(officer, where, f"wave-{number}", title=plain(f"Wave {number}"), **more)
        domain.draw_wave(by=officer, panel=panel, engagement=asked, number=5)
        engagements.import_responses(by=officer, engagement=asked, rows=rows(agree))
        asked = engagements.close_engagement(by=officer, engagement=asked)
        evidence.publish_findings(by=officer, engagement=asked)
        return asked

    return panel, wave


def test_the_page_shows_what_was_published_of_both_waves_and_calls_a_change_only_what_chance_does_not_give(world, client):
    panel, wave = world
    assert "Nothing to set side by side yet." in words(client.get(f"/panels/{panel.slug}/over-time").content.decode())
    asked = [wave(1, 8), wave(2, 17), wave(3, 17)]
    [a, b] = over_time(panel)
    assert a.words == "Find homes that make people ill"
    for said, engagement in zip(a.said, asked, strict=True):
        document = json.loads(published_of.results(engagement).document)
        row = next(row for row in document["findings"] if row["statement"] == "A" and row["factor"] is None)
        assert (said.estimate, said.low, said.high, said.n) == (row["estimate"], row["low"], row["high"], row["n"])
    assert [sentence.rpartition(": ")[2] for sentence in a.changes] == [
        "more than before.",
        "the ranges overlap, so it may not have changed.",
    ]
    assert all(sentence.endswith("it may not have changed.") for sentence in b.changes)
    page = client.get(f"/panels/{panel.slug}/over-time").content.decode()
    assert page.count("<svg") >= 2
    assert all(f'href="/e/wave-{number}/results"' in page for number in (1, 2, 3))


def test_what_is_worded_or_counted_in_another_way_is_not_set_beside_it(world):
    panel, wave = world
    wave(1, 8)
    other = surveys.config() | {"entry": "invited"}
    other["recodes"]["agree"] = other["recodes"]["agree"] | {"neither_counts_as": "yes"}
    other["statements"][1] = other["statements"][1] | {"text": "Repair all of it"}
    where = panel.organisation
    officer = make.member(where)
    asked = surveys.opened(officer, where, "other", config=other)
    domain.draw_wave(by=officer, panel=panel, engagement=asked, number=5)
    engagements.import_responses(by=officer, engagement=asked, rows=rows(8))
    evidence.publish_findings(by=officer, engagement=engagements.close_engagement(by=officer, engagement=asked))
    assert over_time(panel) == []


def test_what_was_not_published_is_not_there(world):
    panel, wave = world
    wave(1, 8)
    where = panel.organisation
    officer = make.member(where)
    asked = joining.by_code(officer, where, "unpublished")
    domain.draw_wave(by=officer, panel=panel, engagement=asked, number=5)
    engagements.import_responses(by=officer, engagement=asked, rows=rows(8))
    engagements.close_engagement(by=officer, engagement=asked)
    assert over_time(panel) == []


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ((0.2, 0.3), (0.31, 0.4), "more than before."),
        ((0.2, 0.3), (0.1, 0.19), "fewer than before."),
        ((0.2, 0.3), (0.3, 0.4), "may not have changed."),
        ((0.2, 0.3), (None, None), "too few people answered to say."),
    ],
)
def test_a_change_in_words(before, after, words):
    engagement = type("Held", (), {"title": plain("Wave"), "opens": joining.dt.date(2031, 1, 1)})
    assert change(*(Said(engagement, low, low, high, 100, "") for low, high in (before, after))).endswith(words)
