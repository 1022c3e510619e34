"""The pages of answering on paper: public ones, the keyboard, and settling."""

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.site.engagement import domain as engagements
from folkmoot.site.engagement.models import Response
from folkmoot.site.paper import domain, keying, numbers
from folkmoot.site.paper.models import Keying, ReturnedForm
from tests.site import make
from tests.site.paper.pdf_text import text_of
from tests.site.paper.test_keying import ASKED
from tests.site.paper.world import ANSWERS, GIVEN, keyed_twice, world

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def boxes(**changed):
    """GIVEN as it is typed into the page's boxes."""
    sent = {}
    for key, question in ASKED.items():
        sent |= dict(zip(keying.fields(question), keying.typed(question, (GIVEN | changed)[key]), strict=True))
    return sent


def head(number=1, **more):
    return {"number": numbers.written(number), "came_on": timezone.localdate().isoformat(), "language": "en", "style": "standard", **more}


def words_on(answer):
    return " ".join(answer.content.decode().split())


def test_the_start_page_offers_paper_only_while_staff_switched_it_on():
    here = world()
    assert 'href="/e/warm/paper"' in words_on(Client().get("/e/warm"))
    assert 'href="/e/warm/paper?lang=cy"' in words_on(Client().get("/e/warm?lang=cy"))
    page = words_on(Client().get("/e/warm/paper"))
    for words in (
        "1 High Street",
        "Two people at the council.",
        "/e/warm/paper.pdf?read=easy&amp;print=large",
        "/e/warm/paper.pdf?lang=cy",
    ):
        assert words in page
    domain.offer_paper(by=here.officer, engagement=here.engagement, return_to="1 High Street", public=False)
    assert "/e/warm/paper" not in words_on(Client().get("/e/warm"))
    assert {Client().get(f"/e/warm/paper{end}").status_code for end in ("", ".pdf")} == {404}


def test_the_form_comes_in_the_readers_language_with_the_address_of_the_online_form():
    world()
    for query, words in (("", "Find homes"), ("?lang=cy", "Cymraeg Find homes"), ("?read=easy&print=large", "Easy Find homes")):
        answer = Client().get(f"/e/warm/paper.pdf{query}")
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
        text = text_of(answer.content)
        assert words.replace(" ", "") in text
        assert "http://testserver/e/warm" + ("?" + query[1:].partition("&")[0] if query else "") in text


def test_the_page_of_a_closed_engagement_offers_no_form():
    here = world()
    engagements.close_engagement(by=here.officer, engagement=here.engagement)
    assert ".pdf" not in words_on(Client().get("/e/warm/paper"))


def test_two_clerks_key_a_form_and_neither_sees_what_the_other_keyed():
    here = world()
    one, other = make.signed_in(here.one), make.signed_in(here.other)
    answer = one.post("/staff/paper/warm/key", {**head(), **boxes(comment=["Only I typed this"])}, follow=True)
    assert "is keyed once" in words_on(answer)
    page = other.get("/staff/paper/warm/key")
    assert "Only I typed this" not in words_on(page)
    assert "Only I typed this" not in words_on(make.signed_in(here.officer).get("/staff/paper/warm/forms/1"))
    assert "is keyed twice" in words_on(other.post("/staff/paper/warm/key", {**head(), **boxes()}, follow=True))
    assert Keying.objects.count() == 2
    assert one.get("/staff/paper/warm").status_code == 403
    assert one.get("/staff/engagements").status_code == 403
    assert "/staff/paper/warm/key" in words_on(one.get("/staff/paper"))


def test_what_was_typed_stays_where_a_form_is_refused():
    here = world()
    clerk = make.signed_in(here.one)
    wrong = {**head(), **boxes(), "number": "00001-9", "answer-A": "9", "answer-comment": "Mind the step"}
    answer = clerk.post("/staff/paper/warm/key", wrong)
    page = words_on(answer)
    assert answer.status_code == 400
    for words in ("a digit is wrong", "Question 1: there is no box 9", 'value="9"', "Mind the step", 'value="00001-9"'):
        assert words in page
    assert not ReturnedForm.objects.exists()


def test_a_clerk_takes_back_what_they_keyed():
    here = world()
    keyed_twice(here)
    clerk = make.signed_in(here.one)
    assert numbers.written(1) in words_on(clerk.get("/staff/paper/warm/mine"))
    assert "is deleted" in words_on(clerk.post("/staff/paper/warm/mine/1/take-back", follow=True))
    assert Keying.objects.get().by == here.other


def test_differences_are_shown_question_by_question_and_settled_on_the_page():
    here = world()
    keyed_twice(here, second={"A": ["Disagree a lot"], "share": ["30", "70"]})
    officer = make.signed_in(here.officer)
    page = words_on(officer.get("/staff/paper/warm/forms/1"))
    for words in ("Agree a lot", "Disagree a lot", "Roads: 40, Buses: 60", "Roads: 30, Buses: 70"):
        assert words in page
    assert "Keep it warm" not in page
    answer = officer.post("/staff/paper/warm/forms/1", {"chosen-A": "none", "why-A": "", "chosen-share": "first"})
    assert answer.status_code == 400
    assert "Say why it is neither" in words_on(answer)
    sent = {"chosen-A": "other", "answer-A": "3", "why-A": "It is the middle box.", "chosen-share": "first"}
    assert "ready to be sent" in words_on(officer.post("/staff/paper/warm/forms/1", sent, follow=True))
    page = words_on(officer.get("/staff/paper/warm/forms/1"))
    assert "It is the middle box." in page
    assert "One form counts now." in words_on(officer.post("/staff/paper/warm/send", follow=True))
    assert Response.objects.get().answers == ANSWERS | {"A": "In between"}
    page = words_on(officer.get("/staff/paper/warm"))
    assert "Of 1 form sent" in page
    assert "Sent" in page


def test_undoing_and_setting_aside_on_the_pages():
    here = world()
    keyed_twice(here, second={"A": []})
    officer = make.signed_in(here.officer)
    officer.post("/staff/paper/warm/forms/1", {"chosen-A": "first"})
    assert "is open again" in words_on(officer.post("/staff/paper/warm/forms/1/reopen", follow=True))
    assert officer.post("/staff/paper/warm/forms/1/set-aside", {"why": ""}).status_code == 400
    assert "set aside" in words_on(officer.post("/staff/paper/warm/forms/1/set-aside", {"why": "A joke."}, follow=True))
    assert "A joke." in words_on(officer.get("/staff/paper/warm/forms/1"))
    assert "keyed twice" in words_on(officer.post("/staff/paper/warm/forms/1/put-back", follow=True))


def test_numbered_copies_are_one_file():
    here = world()
    officer = make.signed_in(here.officer)
    page = officer.post("/staff/paper/warm/copies", {"count": 2, "language": "cy", "style": "standard", "large": "on"}, follow=True)
    made = page.redirect_chain[-1][0]
    assert numbers.written(21) in words_on(page)
    text = text_of(officer.get(f"{made}.pdf").content)
    for number in (21, 22):
        assert f"Ffurflen{numbers.written(number)}." in text
    assert officer.post("/staff/paper/warm/copies", {"count": 0, "language": "en", "style": "standard"}).status_code == 400


def test_pages_of_another_organisation_are_closed():
    here = world()
    keyed_twice(here)
    stranger = make.signed_in(make.member(make.organisation()))
    for path in ("", "/offer", "/copies", "/copies/1", "/copies/1.pdf", "/key", "/mine", "/forms/1", "/forms/1/set-aside"):
        assert stranger.get(f"/staff/paper/warm{path}").status_code == 403, path
    for path in ("/send", "/mine/1/take-back", "/forms/1/reopen", "/forms/1/put-back"):
        assert stranger.post(f"/staff/paper/warm{path}").status_code == 403, path
    assert not Response.objects.exists()
