"""Answering in a browser without a script, page by page."""

import re
from html import unescape

import pytest
from django.test import Client

from folkmoot.site.audit.models import Event
from folkmoot.site.engagement import receipts
from folkmoot.site.engagement.models import Response
from folkmoot.site.people.models import Participant
from tests.site import make, surveys
from tests.site.surveys import Browser, code_on, to_the_check_page

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_a_person_answers_every_page_and_gets_a_receipt():
    surveys.world()
    browser = Browser("warm")
    page = to_the_check_page(browser)
    for words in ("Check your answers", "Agree a lot", "In between", "16 to 34", "Body, Mind", "Keep it warm"):
        assert words in page
    assert not Response.objects.exists()  # nothing is kept before it is sent
    page = browser.press("send")
    assert "We have your answers" in page
    kept = Response.objects.get()
    assert kept.answers == {
        "A": "Agree a lot",
        "B": "In between",
        "age": "16 to 34",
        "health": "Yes",
        "health_kind": ["Body", "Mind"],
        "people": 3,
        "comment": "Keep it warm",
    }
    assert kept.attributes == {"age": "16 to 34", "health": "Yes", "area": None}
    assert (kept.mode, kept.language, kept.style, kept.step, kept.participant) == ("online", "en", "standard", "once", None)
    assert receipts.read(code_on(page)) == kept.receipt
    assert browser.response.redirect_chain == [("/e/warm/receipt", 302)]  # and no receipt in an address
    assert Event.objects.filter(verb="response.received", subject=f"response:{kept.pk}", actor="participant").count() == 1


def test_going_back_keeps_what_was_given_on_both_pages():
    surveys.world()
    browser = Browser("warm")
    browser.press("next", A="Agree a lot")
    page = browser.press("back", age="65 and over")
    assert re.search(r'value="Agree a lot"\s+checked', page)
    page = browser.press("next")
    assert re.search(r'value="65 and over"\s+checked', page)


def test_a_required_question_is_asked_again_with_the_other_answers_kept():
    surveys.world()
    browser = Browser("warm")
    browser.press("next")
    page = browser.press("next", health="No")
    assert browser.response.status_code == 400
    assert "There is a problem" in page
    assert 'href="#id_answer-age"' in page
    assert 'id="id_answer-age"' in page
    assert "“How old are you?”: answer this question" in page
    assert re.search(r'value="No"\s+checked', page)
    assert "<title>Error: Part 2 of 4" in page


def test_every_other_question_may_be_skipped():
    surveys.world()
    browser = Browser("warm")
    browser.press("next")
    browser.press("next", age="16 to 34")
    page = browser.press("next")
    assert page.count("Not answered") == 5
    browser.press("send")
    assert Response.objects.get().answers == {"age": "16 to 34"}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"people": "many"}, "write a whole number in digits"),
        ({"people": "21"}, "write a number from 0 to 20"),
        ({"people": "9" * 400}, "write a whole number in digits"),
        ({"comment": "x" * 10_001}, "write 10,000 letters at most. You wrote 10,001."),
    ],
)
def test_what_is_no_answer_is_said_beside_the_question_and_kept_in_the_box(typed, words):
    surveys.world()
    browser = Browser("warm")
    browser.press("next")
    browser.press("next", age="16 to 34")
    page = browser.press("next", **typed)
    assert words in page
    assert next(iter(typed.values())) in page
    assert not Response.objects.exists()


def test_ten_thousand_letters_are_kept_whole():
    surveys.world()
    browser = Browser("warm")
    browser.press("next")
    browser.press("next", age="16 to 34")
    words = "é" * 9_998 + "\r\nz"  # a browser sends a new line as two signs
    browser.press("next", comment=words)
    browser.press("send")
    assert Response.objects.get().answers["comment"] == "é" * 9_998 + "\nz"


@pytest.mark.parametrize(
    "tampered",
    [
        {"A": "Agree with everything"},
        {"age": "200"},
        {"age": None},
        {"age": ["16 to 34", "65 and over"]},
        {"health_kind": ["Body", "Soul"]},
        {"health_kind": ["Body", "None of these"]},
        {"people": "-1"},
        {"comment": "x" * 10_001},
    ],
)
def test_hidden_fields_are_checked_again_when_they_are_sent(tampered):
    surveys.world()
    browser = Browser("warm")
    to_the_check_page(browser)
    page = browser.press("send", **tampered)
    assert browser.response.status_code == 400
    assert "There is a problem" in page
    assert not Response.objects.exists()


def test_a_question_that_is_not_asked_cannot_be_answered_from_the_site():
    surveys.world()
    browser = Browser("warm")
    to_the_check_page(browser)
    browser.press("send", area="South")
    assert Response.objects.get().attributes["area"] is None


def test_an_answer_to_a_question_that_is_no_longer_put_is_dropped():
    surveys.world()
    browser = Browser("warm")
    to_the_check_page(browser)
    browser.press("page-1")
    page = browser.press("next", health="No")
    assert "Which of these is it?" not in page
    browser.press("send")
    assert "health_kind" not in Response.objects.get().answers


def test_changing_an_answer_comes_back_to_the_check_page_by_way_of_what_it_opens():
    surveys.world()
    browser = Browser("warm")
    browser.press("next", A="Agree a lot")
    browser.press("next", age="16 to 34", health="No")
    page = browser.press("next")
    assert "Check your answers" in page
    browser.press("page-1")
    page = browser.press("next", health="Yes")
    assert "Which of these is it?" in page
    page = browser.press("next", health_kind="Mind")
    assert "Check your answers" in page
    assert "Mind" in page


def test_what_a_person_writes_is_never_read_as_markup():
    surveys.world()
    browser = Browser("warm")
    browser.press("next")
    browser.press("next", age="16 to 34")
    page = browser.press("next", comment="<script>alert('x')</script>\"><b>", people='"><img src=x>')
    page += browser.press("next", people="1")
    assert "<script>alert" not in page
    assert "<b>" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert" in page


def test_easy_read_and_welsh_are_another_rendition_of_the_same_page_and_keep_the_answers():
    surveys.world()
    browser = Browser("warm")
    page = browser.press("stay", "?read=easy", A="Agree a lot")
    assert "Easy Find homes that make people ill" in page
    assert "fm-easy" in page
    assert page.count('<svg aria-hidden="true" focusable="false" viewBox="0 0 44 44">') == 12
    assert re.search(r'value="Agree a lot"\s+checked', page)
    page = browser.press("stay", "?lang=cy")
    assert '<span lang="cy">Cymraeg Find homes that make people ill</span>' in page
    assert re.search(r'value="Agree a lot"\s+checked', page)
    browser.query = "?lang=cy"
    browser.press("next")
    browser.press("next", age="16 to 34")
    browser.press("next")
    browser.press("send")
    assert Response.objects.get().language == "cy"


def test_a_survey_without_easy_read_does_not_offer_it():
    where = make.organisation()
    officer = make.member(where)
    plain_only = [
        {"key": "s", "title": {"en": {"standard": "S"}}, "questions": [{**surveys.scale("A", "A?"), "text": {"en": {"standard": "A?"}}}]}
    ]
    config = surveys.config() | {"statements": surveys.config()["statements"][:1], "publish": {}}
    sample = surveys.sample(officer, where, "no targets", targets={})
    surveys.opened(officer, where, "plain", version=surveys.version(officer, where, "p", plain_only), config=config, sample=sample)
    assert "formaction" not in Browser("plain").page


def test_a_machine_that_fills_in_every_field_is_asked_to_empty_one():
    surveys.world()
    browser = Browser("warm")
    to_the_check_page(browser)
    page = browser.press("send", website="http://example.org")
    assert "Empty the box that says to leave it empty" in page
    assert not Response.objects.exists()
    browser.press("send", website="")
    assert Response.objects.count() == 1


@pytest.mark.parametrize("at", ["-1", "99", "x", "٣", "", "1e9", "9" * 5000])
def test_a_page_number_that_was_tampered_with_does_no_harm(at):
    surveys.world()
    browser = Browser("warm")
    browser.press("stay", at=at)
    assert browser.response.status_code == 200
    browser.press(f"page-{at}")
    assert browser.response.status_code in {200, 400}


OPTIONAL = [{**section, "questions": [{**q, "required": False} for q in section["questions"]]} for section in surveys.questions()]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "You have not answered any question yet. Press Change beside one and answer it, then send."),
        ("?read=easy", "You have not answered a question. Press Change. Answer one question."),
        ("?lang=cy", '<span lang="cy">Nid ydych wedi ateb unrhyw gwestiwn eto.'),
    ],
)
def test_nothing_answered_is_not_taken_with_thanks_but_said_with_what_to_do(query, words):
    where = make.organisation()
    officer = make.member(where)
    surveys.opened(officer, where, "empty", version=surveys.version(officer, where, "optional", OPTIONAL))
    browser = Browser("empty", query)
    browser.query = query
    for _ in range(3):
        browser.press("next")
    page = browser.press("send", name="Ada", contact="ada@example.org")
    assert browser.response.status_code == 400
    summary = page.partition('id="errors"')[2].partition("</div>")[0]
    assert words in summary
    assert 'href="#change-first"' in summary
    assert len(re.findall(r'<button[^>]*id="change-first"', page)) == 1
    assert not Response.objects.exists()
    assert not Participant.objects.exists()  # nor who they are
    browser.press("page-0")
    browser.press("next", A="Agree a lot")
    browser.press("send")
    assert Response.objects.get().answers == {"A": "Agree a lot"}


def test_the_ways_to_read_change_one_thing_and_keep_the_other():
    surveys.world()
    client = Client()
    for page in (client.get("/e/warm?lang=cy").content.decode(), client.get("/e/warm/answer?lang=cy").content.decode()):
        switch = page.partition("fm-switch")[2].partition("</ul>")[0]
        to = re.findall(r'(?:href|formaction)="[^"?]+([^"]*)"', switch)
        assert [unescape(query) for query in to] == ["?lang=cy", "?lang=cy&read=easy", ""]
        assert re.findall(r'aria-current="[a-z]+">([^<]+)', switch) == ["Safonol"]
