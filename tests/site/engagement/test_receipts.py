"""What a receipt is worth: sending twice, being told what came of it, and being forgotten."""

import uuid

import pytest
from django.test import Client

from folkmoot.site.audit.models import Event
from folkmoot.site.engagement import domain
from folkmoot.site.engagement.models import Response
from folkmoot.site.people.models import Identity, Participant
from tests.site import surveys
from tests.site.surveys import Browser, code_on, to_the_check_page

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_the_same_receipt_twice_is_one_response_whatever_it_says_the_second_time():
    surveys.world()
    browser = Browser("warm")
    page = to_the_check_page(browser)
    form = surveys.hidden_fields(page)
    browser.press("send")
    before = Response.objects.get()
    for change in ({}, {"answer-A": ["Disagree a lot"]}):
        again = Client().post("/e/warm/answer", {**form, **change, "go": "send"}, follow=True).content.decode()
        assert "We had these answers already" in again
    assert Response.objects.get().answers == before.answers
    assert Event.objects.filter(verb="response.received").count() == 1


def test_a_resend_after_it_has_closed_still_says_that_the_answers_are_there():
    _, officer, engagement = surveys.world()
    browser = Browser("warm")
    form = surveys.hidden_fields(to_the_check_page(browser))
    browser.press("send")
    domain.close_engagement(by=officer, engagement=engagement)
    page = Client().post("/e/warm/answer", {**form, "go": "send"}, follow=True).content.decode()
    assert "We had these answers already" in page


@pytest.mark.parametrize(
    "receipt", ["", "nonsense", "6f9619ff-8b86-11d0-b42d-00cf4fc964ff", str(uuid.uuid5(uuid.NAMESPACE_URL, "x")), "0" * 32]
)
def test_a_receipt_that_the_site_did_not_make_is_replaced_by_one_that_it_did(receipt):
    surveys.world()
    browser = Browser("warm")
    to_the_check_page(browser)
    browser.press("send", receipt=receipt)
    kept = Response.objects.get().receipt
    assert kept.version == 4
    assert str(kept) != receipt


def test_a_receipt_of_another_engagement_shows_and_changes_nothing_there():
    where, officer, _ = surveys.world()
    surveys.opened(officer, where, "other")
    browser = Browser("warm")
    to_the_check_page(browser)
    receipt = surveys.hidden_fields(browser.page)["receipt"][0]
    browser.press("send")
    other = Browser("other")
    to_the_check_page(other)
    page = other.press("send", receipt=receipt)
    assert "start again" in page
    assert Response.objects.count() == 1


def test_a_name_goes_to_the_vault_alone_and_nowhere_else():
    surveys.world()
    browser = Browser("warm")
    to_the_check_page(browser)
    browser.press("back", name="Ada Testperson", contact="ada@example.org")
    to_the_check_page(browser)
    browser.press("send")
    kept = Response.objects.get()
    assert Identity.objects.get(pseudonym=kept.participant.pseudonym).contact == "ada@example.org"
    stored = [str(kept.answers), str(kept.attributes), *map(str, Event.objects.values_list("detail", "subject", "actor"))]
    assert not any("Ada" in text or "ada@" in text for text in stored)


def test_without_a_name_nobody_becomes_a_participant():
    surveys.world()
    browser = Browser("warm")
    to_the_check_page(browser)
    browser.press("send", name="  ", contact="")
    assert not Participant.objects.exists()


def test_a_name_that_is_too_long_is_refused_with_everything_kept():
    surveys.world()
    browser = Browser("warm")
    to_the_check_page(browser)
    page = browser.press("send", name="n" * 201)
    assert "200 letters each at most" in page
    assert "n" * 201 in page
    assert not Response.objects.exists()
    assert not Identity.objects.exists()


def test_a_person_is_forgotten_by_the_code_on_their_receipt():
    surveys.world()
    browser = Browser("warm")
    to_the_check_page(browser)
    page = browser.press("send", contact="ada@example.org")
    before = Response.objects.values("answers", "attributes", "receipt").get()
    code = code_on(page)
    page = Client().post("/e/warm/forget", {"code": f" {code.upper().replace('-', ' ')} "}).content.decode()
    assert "Your name and contact are erased" in page
    assert not Identity.objects.exists()
    assert not Participant.objects.exists()
    assert Response.objects.values("answers", "attributes", "receipt").get() == before
    assert Response.objects.get().participant is None
    assert "We hold no name with this code" in Client().post("/e/warm/forget", {"code": code}).content.decode()
    assert "ada@" not in str(list(Event.objects.values()))


@pytest.mark.parametrize("code", ["", "abc", "zzzz-zzzz-zzzz-zzzz-zzzz-zzzz-zzzz-zzzz", "1" * 10_000])
def test_what_is_no_code_is_said_so(code):
    surveys.world()
    answer = Client().post("/e/warm/forget", {"code": code})
    assert answer.status_code == 400
    assert "eight groups of four" in answer.content.decode()


def test_a_code_of_another_engagement_erases_nobody():
    where, officer, _ = surveys.world()
    surveys.opened(officer, where, "other")
    browser = Browser("warm")
    to_the_check_page(browser)
    code = code_on(browser.press("send", contact="ada@example.org"))
    assert "We hold no name" in Client().post("/e/other/forget", {"code": code}).content.decode()
    assert Identity.objects.count() == 1


def test_a_receipt_is_shown_to_the_browser_that_sent_it_alone_and_kept_in_no_cache():
    surveys.world()
    browser = Browser("warm")
    to_the_check_page(browser)
    browser.press("send")
    assert "no-store" in browser.response.headers["Cache-Control"]
    assert "There is no receipt to show here now" in Client().get("/e/warm/receipt").content.decode()
    forged = Client()
    forged.cookies["receipt"] = "0000-0000/new:forged"
    assert "There is no receipt to show here now" in forged.get("/e/warm/receipt").content.decode()
