"""The staff's pages, as a browser uses them: write, save, preview, send, approve, send back, answer, quote, sign."""

import datetime as dt
import logging
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.site.documents import models, queries
from folkmoot.site.documents.domain import Withhold
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make
from tests.site.documents import writing
from tests.site.initiatives.reading import html, words

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
SECRET = "The company is paid ninety pounds a household."


def errors(answer: Any) -> list[str]:
    assert answer.status_code == 400, answer.get("Location")
    return re.findall(r'<li><a href="#[^"]+">([^<]+)</a></li>', answer.content.decode())


def browsers(where: Any) -> tuple[Client, Client]:
    return make.signed_in(writing.drafter(where)), make.signed_in(writing.approver(where))


def hidden(page: str, name: str) -> str:
    return str(re.findall(rf'name="{name}" value="([^"]*)"', page)[0])


def test_a_charter_goes_from_its_first_prompt_to_the_public_through_the_pages(client: Client) -> None:
    where = make.organisation()
    officer, lead = browsers(where)
    assert officer.post("/staff/documents/new", {"kind": "charter"})["Location"] == "/staff/documents/new/charter"
    typed = {"owner": where.slug, "slug": "data-charter", "title": "Our charter"}
    assert errors(officer.post("/staff/documents/new/charter", typed | {"title": "", "slug": "No good"})) == [
        "Use letters, digits and hyphens only.",
        "What is it called? Write it in standard English first.",
    ]
    assert officer.post("/staff/documents/new/charter", typed)["Location"] == "/staff/d/data-charter"
    desk = words(html(officer, "/staff/d/data-charter"))
    assert "What we want data to do for people here (not written yet)" in desk
    assert "Clause 1, “What we want data to do for people here”, has no text." in desk
    assert "What to write here: The aim, in words that a resident would use." in words(html(officer, "/staff/d/data-charter/clauses/c1"))
    for number in range(1, 7):
        form = html(officer, f"/staff/d/data-charter/clauses/c{number}")
        clause = {"seen": hidden(form, "seen"), "heading": f"Promise {number}", "text": f"We do thing {number}.", "position": str(number)}
        assert officer.post(f"/staff/d/data-charter/clauses/c{number}", clause).status_code == 302
    new = {"heading": "One more", "text": "And this.", "position": "1"}
    assert officer.post("/staff/d/data-charter/clauses/new", new).status_code == 302
    assert "1. One more" in words(html(officer, "/staff/d/data-charter/preview"))
    assert officer.post("/staff/d/data-charter/clauses/c6/remove", {"sure": "on"}).status_code == 302
    assert officer.post("/staff/d/data-charter/send", {"sure": "on"}).status_code == 302
    page = html(lead, "/staff/d/data-charter/approve")
    given = {"seen": hidden(page, "seen"), "read": "on"}
    assert errors(lead.post("/staff/d/data-charter/approve", {"seen": given["seen"]})) == [
        "Choose what should happen with it.",
        "Read all of it, then tick this.",
    ]
    assert errors(lead.post("/staff/d/data-charter/approve", given | {"what": "publish"}))[0].startswith("People are asked before")
    assert errors(lead.post("/staff/d/data-charter/approve", given | {"what": "comment"})) == [
        "Give the day until which people can comment."
    ]
    assert errors(lead.post("/staff/d/data-charter/approve", given | {"what": "return"})) == [
        "Say what must change, so that it can be put right."
    ]
    until = (timezone.localdate() + dt.timedelta(days=20)).isoformat()
    assert lead.post("/staff/d/data-charter/approve", given | {"what": "comment", "until": until}).status_code == 302
    assert "And this." in words(html(client, "/d/data-charter"))
    assert client.get("/staff/d/data-charter").status_code == 302


def test_sending_back_says_why_on_the_desk_and_throwing_away_leaves_what_is_public() -> None:
    document = writing.begun(slug="our-word")
    officer, lead = browsers(document.owner)
    writing.sent(document)
    given = {
        "seen": hidden(html(lead, "/staff/d/our-word/approve"), "seen"),
        "read": "on",
        "what": "return",
        "reason": "Name the committee.",
    }
    assert lead.post("/staff/d/our-word/approve", given).status_code == 302
    assert "It was sent back Name the committee." in words(html(officer, "/staff/d/our-word"))
    assert errors(officer.post("/staff/d/our-word/discard", {"sure": ""})) == ["Tick this to go on."]
    assert officer.post("/staff/d/our-word/discard", {"sure": "on"}).status_code == 302
    assert queries.draft_of(document) is None
    assert officer.get("/staff/d/our-word/send").status_code == 404
    assert lead.get("/staff/d/our-word/approve").status_code == 404
    twice = lead.post("/staff/d/our-word/approve", given)
    assert twice.status_code == 409
    assert "This draft was published or thrown away already." in twice.content.decode()


def test_what_was_typed_comes_back_with_every_refusal_and_a_clash_shows_theirs() -> None:
    document = writing.begun(slug="our-word")
    officer = make.signed_in(writing.drafter(document.owner))
    clause = writing.clauses(document)[0]
    address = f"/staff/d/our-word/clauses/{clause}"
    seen = hidden(html(officer, address), "seen")
    typed = {"seen": seen, "heading": "Mine", "text": "Words I typed {quote me}.", "position": "1", "withhold": "law"}
    answer = officer.post(address, typed)
    assert "is no mark of a quote" in errors(answer)[0]
    assert "Words I typed" in answer.content.decode()
    typed["text"] = "Words I typed."
    answer = officer.post(address, typed)
    assert errors(answer) == ["Say in words why it is withheld. Everyone reads this."]
    writing.clause_saved(document, "Theirs.", clause=clause)
    answer = officer.post(address, typed | {"withhold": ""})
    page = answer.content.decode()
    assert errors(answer)[0].startswith("Someone else changed this clause while you wrote.")
    assert "It says now: Theirs." in page
    assert "Words I typed." in page
    again = typed | {"withhold": "", "seen": hidden(page, "seen")}
    assert officer.post(address, again).status_code == 302
    assert queries.draft_content(document)["clauses"][0]["text"] == plain("Words I typed.")
    assert errors(officer.post("/staff/d/our-word/clauses/new", {"heading": "H", "position": "0"})) == ["Clauses are counted from 1."]
    assert officer.get("/staff/d/our-word/clauses/c99").status_code == 404


def test_whoever_wrote_in_it_is_told_on_the_page_that_approves() -> None:
    document = writing.begun(slug="our-word")
    both = writing.drafter(document.owner)
    make.membership(both, document.owner, Role.GOVERNANCE_LEAD)
    writing.clause_saved(document, "By both.", by=both)
    writing.sent(document)
    browser = make.signed_in(both)
    given = {"seen": hidden(html(browser, "/staff/d/our-word/approve"), "seen"), "read": "on", "what": "publish"}
    answer = browser.post("/staff/d/our-word/approve", given)
    assert answer.status_code == 403
    assert "You wrote in this draft." in answer.content.decode()


def test_an_agreement_is_written_withheld_published_signed_and_left_through_the_pages(client: Client) -> None:
    where, other = make.organisation(), make.organisation()
    officer, lead = browsers(where)
    typed = {"owner": where.slug, "slug": "together", "title": "Together", "parties": [where.slug]}
    assert errors(officer.post("/staff/documents/new/agreement", typed)) == ["Choose two organisations or more that agree."]
    assert officer.post("/staff/documents/new/agreement", typed | {"parties": [where.slug, other.slug]}).status_code == 302
    document = models.Document.objects.get()
    for clause in writing.clauses(document)[1:]:
        assert officer.post(f"/staff/d/together/clauses/{clause}/remove", {"sure": "on"}).status_code == 302
    seen = hidden(html(officer, "/staff/d/together/clauses/c1"), "seen")
    clause = {
        "seen": seen,
        "heading": "What it costs",
        "text": SECRET,
        "position": "1",
        "withhold": "commercial",
        "why": "Others would bid.",
    }
    assert officer.post("/staff/d/together/clauses/c1", clause).status_code == 302
    outline = {"title": "Together for homes", "parties": [where.slug, other.slug]}
    assert officer.post("/staff/d/together/outline", outline).status_code == 302
    assert "Withheld: nobody but staff reads this" in words(html(lead, "/staff/d/together/preview"))
    writing.sent(document)
    given = {"seen": hidden(html(lead, "/staff/d/together/approve"), "seen"), "read": "on", "what": "publish"}
    assert lead.post("/staff/d/together/approve", given).status_code == 302
    shown = words(html(lead, "/staff/d/together/v1/withheld"))
    assert "The text fits its seal." in shown
    assert SECRET in shown
    assert officer.get("/staff/d/together/v1/withheld").status_code == 403
    partner = make.signed_in(make.member(other, Role.GOVERNANCE_LEAD))
    assert partner.get("/staff/d/together/preview").status_code == 403
    assert SECRET not in html(partner, "/staff/d/together")
    today = timezone.localdate().isoformat()
    assert "Leave it" not in words(html(partner, "/staff/d/together"))
    signing = {"organisation": other.slug, "office": "The Chief Executive", "on": today}
    assert errors(partner.post("/staff/d/together/sign", signing | {"organisation": where.slug})) != []
    assert partner.post("/staff/d/together/sign", signing).status_code == 302
    assert f"{other.name} : The Chief Executive" in words(html(client, "/d/together"))
    assert "Leave it" in words(html(partner, "/staff/d/together"))
    assert partner.post("/staff/d/together/leave", {"organisation": other.slug, "on": today, "reason": "We merged."}).status_code == 302
    assert "We merged." in words(html(client, "/d/together"))
    stranger = make.signed_in(make.member(make.organisation(), Role.GOVERNANCE_LEAD))
    assert stranger.get("/staff/d/together/sign").status_code == 404


def test_comments_are_let_through_answered_and_erased_through_the_pages() -> None:
    put_out = writing.out_for_comment(writing.begun("policy", slug="a-policy"))
    comment = writing.commented(put_out, "Name them.", clause=put_out.content["clauses"][0]["id"], contact="ada@example.org")
    officer = make.signed_in(writing.drafter(put_out.document.owner))
    at = f"/staff/comments/{comment.pk}"
    assert f'href="{at}"' in html(officer, "/staff/comments")
    page = words(html(officer, at))
    assert "Name them." in page
    assert "ada@example.org" in page
    assert errors(officer.post(f"{at}/look", {"show": "no"})) == [
        "Choose why it is refused. How many are refused, and why, is shown to everyone."
    ]
    assert errors(officer.post(f"{at}/answer", {"outcome": "changed", "words": "Yes."}))[0].startswith("Let the comment through first")
    assert officer.post(f"{at}/look", {"show": "yes"}).status_code == 302
    assert officer.post(f"{at}/answer", {"outcome": "changed", "words": "We do."}).status_code == 302
    assert "Nothing" not in words(html(officer, at))
    assert "No comment waits." in words(html(officer, "/staff/comments"))
    assert officer.post(f"{at}/erase", {"sure": "on"}).status_code == 302
    assert "The words were erased." in words(html(officer, at))
    stranger = make.signed_in(make.member(make.organisation()))
    assert {stranger.get(at + rest).status_code for rest in ("", "/look", "/answer", "/erase")} == {403}


def test_quotes_are_added_and_withdrawn_through_the_pages_and_no_log_holds_them(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    document = writing.begun(slug="our-word")
    officer = make.signed_in(writing.drafter(document.owner))
    said = "I only want to be told before it happens."
    typed = {"organisation": document.owner.slug, "key": "told-before", "words": said, "language": "en", "said_by": "a woman, 35 to 44"}
    typed |= {"consent": "On paper, in the file.", "source": "A focus group"}
    assert errors(officer.post("/staff/quotes/new", typed | {"key": "Told_Before"})) == ["Use small letters, digits and hyphens only."]
    answer = officer.post("/staff/quotes/new", typed | {"source": ""})
    assert errors(answer) == ["Say where it was said: choose an engagement, or describe where."]
    assert said in answer.content.decode()
    assert officer.post("/staff/quotes/new", typed).status_code == 302
    writing.clause_saved(document, "{quote:told-before}")
    writing.published(document)
    assert "version 1 of our-word" in words(html(officer, "/staff/quotes"))
    assert errors(officer.post("/staff/quotes/told-before/withdraw", {"sure": ""})) == [
        "Tick this to erase the words. It cannot be undone."
    ]
    assert officer.post("/staff/quotes/told-before/withdraw", {"sure": "on"}).status_code == 302
    assert said not in html(officer, "/staff/quotes")
    assert said not in html(client, "/d/our-word")
    assert said not in caplog.text
    stranger = make.signed_in(make.member(make.organisation()))
    assert stranger.get("/staff/quotes/told-before/withdraw").status_code == 403


def test_evidence_is_linked_and_taken_back_through_the_pages(client: Client) -> None:
    document = writing.begun(slug="our-word")
    clause = writing.clauses(document)[0]
    writing.published(document)
    officer = make.signed_in(writing.drafter(document.owner))
    at = "/staff/d/our-word/evidence"
    assert errors(officer.post(at, {"clause": clause})) == ["Give either a promise or an address."]
    assert errors(officer.post(at, {"clause": clause, "address": "/i/x"})) == ["Say in a line what it shows."]
    assert officer.post(at, {"clause": clause, "address": "/i/x", "words": "The use itself."}).status_code == 302
    assert "The use itself." in words(html(client, "/d/our-word"))
    row = models.ClauseEvidence.objects.get()
    assert officer.post(f"/staff/evidence/{row.pk}/take-back", {"reason": "It led elsewhere."}).status_code == 302
    assert "The use itself." not in words(html(client, "/d/our-word"))


def test_someone_of_another_organisation_sees_no_draft_of_ours() -> None:
    document = writing.begun("agreement", slug="together")
    why = Withhold("commercial", plain("Others would bid."))
    writing.clause_saved(document, SECRET, withhold=why)
    writing.published(document)
    writing.clause_saved(document, "A secret plan.")
    stranger = make.signed_in(make.member(make.organisation()))
    assert "together" not in html(stranger, "/staff/documents")
    for rest in ("", "/outline", "/clauses/new", "/clauses/c8", "/preview", "/send", "/approve", "/discard", "/v1/withheld", "/evidence"):
        answer = stranger.get(f"/staff/d/together{rest}")
        assert answer.status_code in {403, 404}
        assert "A secret plan." not in answer.content.decode()
    former = make.signed_in(make.former_member(document.owner))
    assert former.get("/staff/d/together").status_code == 403
    assert former.get("/staff/documents").status_code == 403
