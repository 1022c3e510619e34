"""When a survey takes answers, what its first page says, and what it says when it takes none."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.site.engagement import domain
from folkmoot.site.engagement.models import Engagement, Response
from tests.site import make, surveys
from tests.site.surveys import Browser, to_the_check_page

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_a_draft_is_not_there_for_the_public():
    where = make.organisation()
    surveys.draft(make.member(where), where, "secret")
    for path in ("", "/answer", "/receipt", "/forget", "/results"):
        assert Client().get(f"/e/secret{path}").status_code == 404


def test_before_its_opening_day_and_after_its_closing_day_it_takes_no_answers():
    where = make.organisation()
    officer = make.member(where)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    surveys.opened(officer, where, "later", opens=tomorrow, closes=tomorrow)
    assert "not open yet" in Client().get("/e/later").content.decode()
    assert Client().get("/e/later/answer").status_code == 302
    browser = Browser("warm") if surveys.opened(officer, where, "warm") else None
    form = surveys.hidden_fields(to_the_check_page(browser))
    Engagement.objects.filter(slug="warm").update(opens=dt.date(2020, 1, 1), closes=dt.date(2020, 1, 31))
    answer = Client().post("/e/warm/answer", {**form, "go": "send"})
    assert answer.status_code == 409
    assert "This closed on 31 January 2020. It takes no more answers." in answer.content.decode()
    assert not Response.objects.exists()


def test_a_closed_survey_says_what_comes_next():
    _, officer, engagement = surveys.world()
    domain.close_engagement(by=officer, engagement=engagement)
    page = Client().get("/e/warm").content.decode()
    assert "It takes no more answers." in page
    assert "Start now" not in page
    assert "We now weigh the answers" in page


def test_the_first_page_says_what_it_is_for_who_sees_it_how_long_it_takes_and_when_it_closes():
    _, _, engagement = surveys.world()
    page = Client().get("/e/warm").content.decode()
    for words in ("To find cold homes.", "Two people at the council.", "About 5 minutes", f"At the end of {engagement.closes.day} "):
        assert words in page


def test_a_form_without_its_token_is_refused():
    surveys.world()
    client = Client(enforce_csrf_checks=True)
    assert client.post("/e/warm/answer", {"go": "send"}).status_code == 403
    assert client.post("/e/warm/forget", {"code": ""}).status_code == 403
