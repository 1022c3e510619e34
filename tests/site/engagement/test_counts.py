"""How answers come in: every number against a count of the rows themselves, for those who run it alone, and nothing of the answers."""

import datetime as dt
from collections import Counter

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.face import date_words
from folkmoot.site.engagement import arrivals, domain, receipts
from folkmoot.site.engagement.counts import MOST_DAYS, counts_of
from folkmoot.site.engagement.how_given import HowGiven
from folkmoot.site.engagement.invitations import codes_of
from folkmoot.site.engagement.models import Response
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import Reader
from tests.site import deliberation, make, surveys
from tests.site.engagement.test_steps import give

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

PAGE = "/staff/engagements/warm/counts"


def answered(engagement, *, by="participant", reader=None, **how):
    given = {"A": ["Agree a lot"], "age": ["16 to 34"]}
    receipt = receipts.new()
    return domain.receive_response(
        engagement=engagement, receipt=receipt, given=given, reader=reader or Reader(), how=HowGiven(**how), by=by
    ).response


def table(counts, heading):
    """A table as a mapping of its rows; {} where there is none."""
    return next((dict(one.rows) for one in counts.tables if one.columns[0].text == heading), {})


def test_every_number_is_that_of_the_rows():
    _, officer, engagement = surveys.world()
    today = timezone.localdate()
    rows = [{**row, "given at": str(today - dt.timedelta(days=at % 3))} for at, row in enumerate(surveys.rows(30))]
    domain.import_responses(by=officer, engagement=engagement, rows=rows, mode="paper")
    answered(engagement, seconds=0.5)
    answered(engagement, reader=Reader("cy", "standard"))
    answered(engagement, reader=Reader("en", "easy"), from_place="somewhere", seconds=0.1)
    answered(engagement, by=officer, mode="phone")
    for size in (7, 7, 12):
        answered(engagement, by=officer, mode="group", group_size=size)
    counts = counts_of(engagement)
    days = Counter(timezone.localdate(at) for at in Response.objects.values_list("given_at", flat=True))
    assert (counts.responses, counts.people, counts.flagged) == (37, 34 + 26, 2)
    assert table(counts, "Day") == {date_words(day): str(days[day]) for day in sorted(days, reverse=True)}
    assert table(counts, "Mode") == {"On this site": "3", "On paper": "30", "By phone": "1", "From a group together": "3"}
    assert table(counts, "Language and style") == {"English": "35", "English, easy read": "1", "Cymraeg": "1"}
    assert table(counts, "People in the group") == {"7": "2", "12": "1"}
    assert table(counts, "Why") == {arrivals.FLAGS[arrivals.QUICK]: "2"}
    assert table(counts, "Step") == {}
    assert counts.codes is None


def test_a_day_is_one_of_this_place_and_not_of_utc():
    _, officer, engagement = surveys.world()
    times = {"row-0": "2026-06-30T22:59:59+00:00", "row-1": "2026-06-30T23:00:00+00:00", "row-2": "2026-01-31T23:59:59+00:00"}
    rows = [{**row, "given at": times[row["response"]]} for row in surveys.rows(3)]
    domain.import_responses(by=officer, engagement=engagement, rows=rows)
    assert table(counts_of(engagement), "Day") == {"1 July 2026": "1", "30 June 2026": "1", "31 January 2026": "1"}


def test_a_response_with_two_flags_counts_once_and_stands_under_both(monkeypatch):
    monkeypatch.setattr(arrivals, "MANY", 0)
    _, _, engagement = surveys.world()
    answered(engagement, seconds=0.1, from_place="somewhere")
    counts = counts_of(engagement)
    assert counts.flagged == 1
    assert table(counts, "Why") == {arrivals.FLAGS[arrivals.QUICK]: "1", arrivals.FLAGS[arrivals.FROM_ONE_PLACE]: "1"}


def test_every_flag_has_its_words():
    every = arrivals.flags_for(seconds=0.0, answered=9, from_place=arrivals.MANY + 1, same=2)
    assert every == list(arrivals.FLAGS)


def test_steps_and_codes_are_counted():
    _, officer, engagement = deliberation.world(entry="both")
    domain.invite_people(by=officer, engagement=engagement, cards=4)
    codes = [one.code for one in codes_of(engagement)]
    for code in codes[:2]:
        give(engagement, "before", code, age="16 to 34", A="In between")
    give(engagement, "after 1", codes[0], A="Agree a lot")
    domain.withdraw_invitation(by=officer, engagement=engagement, code=codes[3])
    counts = counts_of(engagement)
    assert table(counts, "Step") == {"before": "2", "after 1": "1"}
    assert (counts.codes.made, counts.codes.used, counts.codes.withdrawn, counts.codes.unused) == (4, 2, 1, 1)
    page = make.signed_in(officer).get("/staff/engagements/moot/counts").content.decode()
    assert "Not used yet" in page


def test_many_days_end_in_one_row_for_those_before():
    _, officer, engagement = surveys.world()
    today = timezone.localdate()
    days = [today - dt.timedelta(days=at) for at in range(MOST_DAYS + 20)]
    rows = [{**row, "given at": str(day)} for day, row in zip(days, surveys.rows(len(days)), strict=True)]
    domain.import_responses(by=officer, engagement=engagement, rows=rows)
    held = table(counts_of(engagement), "Day")
    assert len(held) == MOST_DAYS + 1
    assert list(held.items())[-1] == (f"Before {date_words(days[MOST_DAYS - 1])}", "20")


def test_it_asks_the_database_the_same_however_many_there_are(django_assert_num_queries):
    _, officer, engagement = surveys.world()
    domain.import_responses(by=officer, engagement=engagement, rows=surveys.rows(3))
    with django_assert_num_queries(2):
        counts_of(engagement)
    domain.import_responses(by=officer, engagement=engagement, rows=surveys.rows(200), mode="phone")
    answered(engagement, seconds=0.1)
    with django_assert_num_queries(2):
        counts_of(engagement)


def test_the_page_says_nothing_of_what_was_answered_and_is_not_kept():
    _, officer, engagement = surveys.world()
    domain.import_responses(by=officer, engagement=engagement, rows=surveys.rows(60))
    answer = make.signed_in(officer).get(PAGE)
    page = answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert "<strong>60</strong>" in page
    for said in (*surveys.AGREE, *surveys.AGES, "North", "Comment 3", "Prefer not"):
        assert said not in page
    domain.close_engagement(by=officer, engagement=engagement)
    assert "<strong>60</strong>" in make.signed_in(officer).get(PAGE).content.decode()


def test_before_anybody_answers_it_says_what_will_stand_there():
    _, officer, _ = surveys.world()
    page = make.signed_in(officer).get(PAGE).content.decode()
    assert "Nobody has answered yet." in page
    assert "<table" not in page
    assert PAGE in make.signed_in(officer).get("/staff/engagements/warm").content.decode()


def test_it_is_for_those_who_run_it_alone():
    where, _, _ = surveys.world()
    others = (make.member(make.organisation()), make.former_member(where), make.member(where, Role.GOVERNANCE_LEAD))
    for other in others:
        assert make.signed_in(other).get(PAGE).status_code == 403
    assert Client().get(PAGE).status_code == 302
