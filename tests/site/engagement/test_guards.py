"""What comes from machines is found without a puzzle, and nobody's answers are dropped in silence."""

import datetime as dt
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.site.engagement import arrivals, domain, receipts
from folkmoot.site.engagement.how_given import LARGEST_GROUP, HowGiven
from folkmoot.site.engagement.invitations import codes_of
from folkmoot.site.engagement.models import Arrival, Response
from folkmoot.site.renditions import Reader
from tests.site import make, surveys

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def give(engagement, answers=None, by="participant", **how):
    given = {"age": ["16 to 34"], **{key: [value] for key, value in (answers or {}).items()}}
    return domain.receive_response(
        engagement=engagement, receipt=receipts.new(), given=given, reader=Reader(), how=HowGiven(**how), by=by
    ).response


def test_answers_sent_at_once_come_back_to_be_looked_at_and_nothing_is_lost():
    _, _, engagement = surveys.world()
    browser = surveys.Browser(engagement.slug)
    surveys.to_the_check_page(browser)
    page = browser.press("send", begun=surveys.begun(seconds_ago=1))
    assert browser.response.status_code == 400
    assert "That was very quick" in page
    assert "Keep it warm" in page
    assert not Response.objects.exists()
    assert "Thank you" in browser.press("send")


@pytest.mark.parametrize("token", ["", "begun", "1700000000", "1700000000:forged"])
def test_a_form_that_is_not_ours_comes_back_once_and_can_then_be_sent(token):
    _, _, engagement = surveys.world()
    browser = surveys.Browser(engagement.slug)
    surveys.to_the_check_page(browser)
    page = browser.press("send", begun=token)
    assert "was not loaded from our page" in page
    assert not Response.objects.exists()
    assert "Thank you" in browser.press("send")


def test_quick_answers_are_kept_and_flagged():
    _, _, engagement = surveys.world()
    browser = surveys.Browser(engagement.slug)
    surveys.to_the_check_page(browser)
    assert "Thank you" in browser.press("send", begun=surveys.begun(seconds_ago=5))  # seven answers
    assert Response.objects.get().flags == [arrivals.QUICK]


def test_many_from_one_place_are_flagged_then_must_wait_and_nothing_says_where_they_came_from(monkeypatch):
    monkeypatch.setattr(arrivals, "MANY", 2)
    monkeypatch.setattr(arrivals, "TOO_MANY", 4)
    _, _, engagement = surveys.world()
    kept = [give(engagement, {"people": str(at)}, from_place="here") for at in range(4)]
    assert [one.flags for one in kept] == [[], [], [arrivals.FROM_ONE_PLACE], [arrivals.FROM_ONE_PLACE]]
    with pytest.raises(ValidationError, match="send again in an hour"):
        give(engagement, {"people": "5"}, from_place="here")
    assert give(engagement, from_place="elsewhere").flags == []
    assert Response.objects.count() == 5
    with surveys.time_machine(-3600):
        assert give(engagement, {"people": "6"}, from_place="here").flags == []


def test_the_same_answers_again_from_the_same_place_on_the_same_day_are_kept_and_flagged():
    where, officer, engagement = surveys.world()
    other = surveys.opened(officer, where, "other")
    assert give(engagement, {"A": "Agree a lot"}, from_place="here").flags == []
    assert [give(engagement, {"A": "Agree a lot"}, from_place="here").flags for _ in range(2)] == [[arrivals.REPEATED]] * 2
    assert give(engagement, {"A": "In between"}, from_place="here").flags == []
    assert give(engagement, {"A": "Agree a lot", "comment": "I say it again"}, from_place="here").flags == []
    assert give(engagement, {"A": "Agree a lot"}, from_place="elsewhere").flags == []
    assert give(engagement, {"A": "Agree a lot"}).flags == []  # nobody knows from where
    assert give(other, {"A": "Agree a lot"}, from_place="here").flags == []
    assert give(engagement, {"A": "Agree a lot"}, by=officer, mode="phone").flags == []
    with surveys.time_machine(-86_400):
        assert give(engagement, {"A": "Agree a lot"}, from_place="here").flags == []
    assert Response.objects.count() == 10


def test_the_same_answers_with_codes_of_their_own_are_not_flagged():
    where = make.organisation()
    officer = make.member(where)
    engagement = surveys.opened(officer, where, config={**surveys.config(), "entry": "both"})
    domain.invite_people(by=officer, engagement=engagement, cards=3)
    for one in codes_of(engagement):
        assert give(engagement, {"A": "Agree a lot"}, code=one.code, from_place="here").flags == []
    assert give(engagement, {"A": "Agree a lot"}, from_place="here").flags == []


def test_a_form_sent_twice_by_mistake_is_one_response_and_no_repetition():
    _, _, engagement = surveys.world()
    receipt, given = receipts.new(), {"age": ["16 to 34"], "A": ["Agree a lot"]}
    for already in (False, True):
        how = HowGiven(from_place="here")
        received = domain.receive_response(engagement=engagement, receipt=receipt, given=given, reader=Reader(), how=how)
        assert (received.already, received.response.flags) == (already, [])


def test_of_answers_that_may_be_repeated_only_a_hash_is_kept_which_another_secret_would_make_another(settings):
    _, _, engagement = surveys.world()
    give(engagement, {"A": "Agree a lot", "comment": "My own words"}, from_place="here")
    kept = {place for place in Arrival.objects.values_list("place", flat=True) if place != "here"}
    assert len(kept) == 1
    assert all(re.fullmatch("[0-9a-f]{32}", mark) for mark in kept)
    settings.SECRET_KEY = "another"
    give(engagement, {"A": "Agree a lot", "comment": "My own words"}, from_place="here")
    assert len(set(Arrival.objects.values_list("place", flat=True)) - {"here"} - kept) == 1
    assert arrivals.clean_up(timezone.now() + arrivals.KEPT + dt.timedelta(hours=2)) == 3
    assert not Arrival.objects.exists()


def test_telling_repeated_answers_costs_one_question_to_the_database():
    _, _, engagement = surveys.world()
    asked = []
    for place in ("", "here"):
        give(engagement, {"people": "1"}, from_place=place)  # what is asked once only has been
        with CaptureQueriesContext(connection) as caught:
            give(engagement, {"people": "2"}, from_place=place)
        asked.append(len(caught))
    assert asked[1] - asked[0] == 1  # how many came from there, and how many of them the same: counted at once


def test_where_answers_come_from_is_a_hash_that_means_nothing_tomorrow_and_is_deleted(rf):
    request = rf.get("/", REMOTE_ADDR="203.0.113.9")
    today = arrivals.place_of(request)
    assert today == arrivals.place_of(request) != arrivals.place_of(rf.get("/", REMOTE_ADDR="203.0.113.10"))
    with surveys.time_machine(-86_400):
        assert arrivals.place_of(request) != today
    arrivals.count(today)
    arrivals.count(today)
    assert Arrival.objects.get().count == 2
    now = timezone.now()
    assert arrivals.clean_up(now) == 0
    assert arrivals.clean_up(now + arrivals.KEPT + dt.timedelta(hours=2)) == 1
    assert "203.0.113" not in str(list(Arrival.objects.values()))


def test_modes_other_than_the_site_are_for_staff_of_the_organisation():
    where, officer, engagement = surveys.world()
    for mode in ("assisted", "phone", "in person"):
        assert give(engagement, by=officer, mode=mode).mode == mode
    assert give(engagement, by=officer, mode="group", group_size=12).group_size == 12
    for how, by in (({"mode": "phone"}, "participant"), ({"mode": "online"}, officer), ({"mode": "paper"}, officer)):
        with pytest.raises(ValidationError, match="Say how these answers came in"):
            give(engagement, by=by, **how)
    for size in (None, 0, 1, LARGEST_GROUP + 1):
        with pytest.raises(ValidationError, match="Say how many people answered together"):
            give(engagement, by=officer, mode="group", group_size=size)
    with pytest.raises(ValidationError, match="Only answers from a group"):
        give(engagement, by=officer, mode="phone", group_size=3)
    with pytest.raises(PermissionDenied):
        give(engagement, by=make.member(make.organisation()), mode="phone")
    with pytest.raises(PermissionDenied):
        give(engagement, by=make.former_member(where), mode="phone")


def test_answering_for_someone_needs_a_right_that_is_recorded():
    where, officer, engagement = surveys.world()
    with pytest.raises(ValidationError, match="people answer for themselves only"):
        give(engagement, authority="attorney")
    open_to_others = surveys.opened(officer, where, "others", config={**surveys.config(), "for_someone": True})
    assert give(open_to_others, authority="attorney").authority == "attorney"
    assert give(open_to_others).authority == ""
    with pytest.raises(ValidationError, match="people answer for themselves only"):
        give(open_to_others, authority="neighbour")
    browser = surveys.Browser("others")
    assert "Whose answers are these?" in surveys.to_the_check_page(browser)
    browser.press("send", authority="deputy")
    assert Response.objects.latest("pk").authority == "deputy"


def test_someone_under_16_needs_two_yeses_and_an_engagement_that_is_for_them():
    where, officer, engagement = surveys.world()
    with pytest.raises(ValidationError, match="cannot take answers from people under 16"):
        give(engagement, under_16=True, adult_yes=True, own_yes=True)
    young = surveys.opened(officer, where, "young", config={**surveys.config(), "youngest": 13})
    for yes in ({}, {"adult_yes": True}, {"own_yes": True}):
        with pytest.raises(ValidationError, match="we need two yeses"):
            give(young, under_16=True, **yes)
    assert give(young, under_16=True, adult_yes=True, own_yes=True).consents == {"responsible_adult": True, "own": True}
    assert give(young).consents == {}
    browser = surveys.Browser("young")
    assert "Are you 16 or over?" in surveys.to_the_check_page(browser)
    page = browser.press("send", under_16="yes", own_yes="yes")
    assert "we need two yeses" in page
    assert browser.response.status_code == 400
    assert "Thank you" in browser.press("send", under_16="yes", own_yes="yes", adult_yes="yes")


@pytest.mark.parametrize(
    ("name", "value"), [("entry", "anyone"), ("youngest", 4), ("youngest", 17), ("for_someone", 1), ("help", {"cy": {}})]
)
def test_a_config_that_makes_no_sense_is_refused(name, value):
    where = make.organisation()
    officer = make.member(where)
    with pytest.raises(ValidationError):
        surveys.draft(officer, where, config={**surveys.config(), name: value})
