"""Answers can be saved and gone on with: only with their code, and no longer than is said."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.site.engagement import arrivals, codes, domain, saved
from folkmoot.site.engagement.models import Response, SavedSitting
from tests.site import deliberation, surveys

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def saved_half_way(**typed):
    """Someone who answers the first page and saves on the second."""
    browser = surveys.Browser("warm")
    browser.press("next", A="Agree a lot", B="In between")
    page = browser.press("save", age="16 to 34", **typed)
    assert "Your answers are saved" in page
    return re.search(r"<code>([0-9A-Z-]{19})</code>", page)[1]


def come_back(code):
    browser = surveys.Browser("warm")
    return browser, browser.press("begin", code=code)


def test_someone_goes_on_where_they_stopped_on_another_device_and_it_is_gone_once_sent():
    surveys.world()
    code = saved_half_way()
    assert not Response.objects.exists()
    browser, page = come_back(code.lower().replace("-", " "))
    assert "How old are you?" in page
    assert re.search(r'value="16 to 34"[^>]* checked', page)
    browser.press("next", health="No")
    browser.press("next")
    assert "Thank you" in browser.press("send")
    assert Response.objects.get().answers == {"A": "Agree a lot", "B": "In between", "age": "16 to 34", "health": "No"}
    assert not SavedSitting.objects.exists()
    assert "That code opens nothing here" in come_back(code)[1]


def test_saving_again_keeps_the_code_and_the_newest_answers():
    surveys.world()
    code = saved_half_way()
    browser, _ = come_back(code)
    page = browser.press("save", age="65 and over")
    assert code in page
    assert SavedSitting.objects.count() == 1
    assert re.search(r'value="65 and over"[^>]* checked', come_back(code)[1])


def test_what_is_saved_can_be_opened_by_nobody_without_the_code():
    surveys.world()
    code = saved_half_way()
    held = SavedSitting.objects.get()
    row = str(SavedSitting.objects.values().get())
    for secret in ("Agree", "16 to 34", code, code.replace("-", "")):
        assert secret not in row
    other = codes.grouped(codes.read(saved_half_way(), codes.SAVED)[:-1])
    with pytest.raises(Exception, match=r"^$"):  # another code's key does not fit: InvalidToken has no words
        saved._cipher(other).decrypt(held.sealed.encode())


@pytest.mark.parametrize("code", ["", "2222-2222-2222-2222", "x" * 60, "2" * 16])
def test_a_code_that_opens_nothing_is_refused_in_words(code):
    _, _, engagement = surveys.world()
    assert saved.opened(engagement=engagement, code=code) is None
    if code:
        answer = Client().post("/e/warm/answer", {"go": "begin", "code": code})
        assert answer.status_code == 400
        assert "That code opens nothing here" in answer.content.decode()


def test_one_wrong_sign_opens_nobodys_answers():
    _, _, engagement = surveys.world()
    code = saved_half_way()
    for at, sign in enumerate(code):
        if sign != "-":
            wrong = code[:at] + ("3" if sign == "2" else "2") + code[at + 1 :]
            assert codes.read(wrong, codes.SAVED) == ""
            assert saved.opened(engagement=engagement, code=wrong) is None


def test_it_is_deleted_when_the_engagement_closes_or_nobody_comes_back():
    where, officer, engagement = surveys.world()
    code = saved_half_way()
    assert saved.clean_up(timezone.localdate()) == 0
    until = SavedSitting.objects.get().kept_until
    assert until == engagement.closes == timezone.localdate() + dt.timedelta(days=20)
    assert saved.clean_up(until + dt.timedelta(days=1)) == 1
    code = saved_half_way()
    domain.close_engagement(by=officer, engagement=engagement)
    assert not SavedSitting.objects.exists()
    assert saved.opened(engagement=engagement, code=code) is None
    other = surveys.opened(officer, where, "other")
    assert saved.opened(engagement=other, code=code) is None


def test_nothing_is_saved_once_it_has_closed():
    _, officer, engagement = surveys.world()
    browser = surveys.Browser("warm")
    domain.close_engagement(by=officer, engagement=engagement)
    assert "This closed on" in browser.press("save", A="In between")
    assert browser.response.status_code == 409
    assert not SavedSitting.objects.exists()


def test_too_much_from_one_place_must_wait(monkeypatch):
    surveys.world()
    monkeypatch.setattr(arrivals, "TOO_MANY", 1)
    saved_half_way()
    browser = surveys.Browser("warm")
    assert "send again in an hour" in browser.press("save", A="In between")
    assert SavedSitting.objects.count() == 1


def test_the_page_with_the_code_shows_none_to_anyone_else():
    surveys.world()
    saved_half_way()
    assert "There is no code to show here now" in Client().get("/e/warm/saved").content.decode()


def test_a_later_step_can_be_saved_too():
    _, _, engagement = deliberation.world()
    browser = surveys.Browser(engagement.slug)
    browser.press("next", age="16 to 34")
    browser.press("next", A="In between")
    receipt = surveys.code_on(browser.press("send"))
    browser.press("begin", code=receipt)
    browser.press("next")
    page = browser.press("save", A="Agree a lot")
    code = re.search(r"<code>([0-9A-Z-]{19})</code>", page)[1]
    again = surveys.Browser(engagement.slug)
    assert re.search(r'value="Agree a lot"[^>]* checked', again.press("begin", code=code))
    again.press("next")
    again.press("send")
    assert list(Response.objects.values_list("step", "answers__A")) == [("before", "In between"), ("after 1", "Agree a lot")]


def test_saved_answers_stand_in_the_vault_alone():
    surveys.world()
    saved_half_way()
    assert SavedSitting.objects.db == "vault"
