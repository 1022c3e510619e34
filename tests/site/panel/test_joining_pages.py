"""The public pages of a panel, as a browser without a script uses them: reading, joining, and a member's own page."""

import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from folkmoot.site.guarded_form import QUICKEST, TRAP
from folkmoot.site.logs import redacted
from folkmoot.site.panel.membership import ways_of
from folkmoot.site.panel.models import Member
from folkmoot.site.panel.ways import WAYS
from folkmoot.site.people.models import Identity
from tests.site import make
from tests.site.initiatives.reading import words
from tests.site.panel import joining

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

TYPED = {"name": "Pat Synthetic", "contact": "pat@example.org", "ways": ["survey", "jury"], "attribute_0": "16 to 34", "language": "cy"}


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is too quick."""
    monkeypatch.setattr("folkmoot.site.guarded_form.QUICKEST", -1)


def sent(client: Client, path: str, query: str = "", **typed: Any) -> Any:
    """Load the join form, fill it in and send it."""
    page = client.get(path + query).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    return client.post(path + query, {"token": token, **TYPED, **typed}, follow=True)


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, words(answer.content.decode())
    return words(answer.content.decode())


def link_on(answer: Any) -> str:
    return re.search(r'href="(/panel-member/[^"?]+)"', answer.content.decode())[1]


def test_the_page_says_how_often_at_most_and_who_shares_it_and_shows_no_small_number(client):
    panel = joining.panel()
    police = make.organisation("Police of Harrowmere", kind="police")
    joining.domain.share_panel(by=make.member(panel.organisation), panel=panel, organisation=police, agreed_by="Head of research")
    joining.joined(panel)
    page = text(client.get(f"/panels/{panel.slug}"))
    assert "4 times in 365 days, with 60 days of rest in between" in page
    assert "Police of Harrowmere, since" in page
    assert "Agreed by: Head of research." in page
    assert "fewer than 10" in page
    assert panel.organisation.name in page
    assert "We ask you first." in text(client.get(f"/panels/{panel.slug}?read=easy"))
    assert "Pobl Harrowmere" in text(client.get(f"/panels/{panel.slug}?lang=cy"))
    assert panel.title["en"]["standard"] in text(client.get("/panels"))
    assert "Nothing yet" in text(client.get(f"/panels/{panel.slug}/news"))


def test_without_a_panel_the_list_says_what_will_stand_there(client):
    assert "There is no panel yet." in text(client.get("/panels"))
    assert [client.get(f"/panels/nothing{more}").status_code for more in ("", "/join", "/joined", "/news")] == [404] * 4


@pytest.mark.usefixtures("patient")
def test_someone_joins_gets_a_private_link_and_changes_pauses_leaves_and_is_erased_with_it(client):
    panel = joining.panel()
    answer = sent(client, f"/panels/{panel.slug}/join")
    assert "Thank you for joining" in text(answer)
    assert "pat@example.org" not in answer.content.decode()
    link = link_on(answer)
    token = link.rsplit("/", 1)[1]
    assert token not in " ".join(path for path, _ in answer.redirect_chain)
    member = joining.holder(token)
    assert ways_of(member) == {"survey", "jury"}
    assert member.declarations.get().attributes == {"age": "16 to 34"}
    page = client.get(link)
    assert page["X-Robots-Tag"] == "noindex"
    assert "no-store" in page["Cache-Control"]
    assert "You are a member." in text(page)
    assert "Synthetic" not in page.content.decode()
    assert 'value="jury" checked' in page.content.decode()
    assert "It is changed." in text(client.post(link, {"go": "ways", "ways": ["interview"]}, follow=True))
    assert ways_of(member) == {"interview"}
    assert "It is changed." in text(client.post(link, {"go": "about", "attribute_1": "South", "language": "en"}, follow=True))
    assert member.declarations.order_by("-pk").first().attributes == {"area": "South"}
    assert "You are pausing" in text(client.post(link, {"go": "pause"}, follow=True))
    assert "You can be drawn again." in text(client.post(link, {"go": "resume"}, follow=True))
    assert "You have left." in text(client.post(link, {"go": "leave"}, follow=True))
    held = client.get(f"{link}/everything.json")
    assert held.json()["contact"] == "pat@example.org"
    assert "attachment" in held["Content-Disposition"]
    assert "cannot be undone" in text(client.post(link, {"go": "erase"}))
    assert Identity.objects.count() == 1
    assert "Everything is erased" in text(client.post(link, {"go": "erase-now"}))
    assert Identity.objects.count() == 0
    assert "This link leads to nothing" in text(client.get(link), 404)
    assert client.get(f"{link}/everything.json").status_code == 404


@pytest.mark.usefixtures("patient")
def test_whoever_joins_with_a_contact_that_joined_already_sees_the_same_pages(settings):
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    panel = joining.panel()
    pages, mine, links = [], [], []
    for who in ("Pat", "A stranger"):
        client = Client()
        answer = sent(client, f"/panels/{panel.slug}/join", name=who)
        links.append(link_on(answer))
        pages.append(text(answer).replace(links[-1].rsplit("/", 1)[1], "TOKEN"))
        mine.append(text(client.get(links[-1])))
    assert pages[0] == pages[1]
    assert mine[0] == mine[1]
    first, second = mail.outbox
    assert links[0] in first.body
    assert links[0] in second.body
    assert links[1] not in second.body
    assert "You had joined already" in second.body
    assert "panel" not in links[0].replace("/panel-member/", "")


@pytest.mark.usefixtures("patient")
def test_what_is_missing_comes_back_at_its_field_with_all_that_was_typed(client):
    path = f"/panels/{joining.panel().slug}/join"
    answer = sent(client, path, name="", contact="abc", ways=[])
    page = answer.content.decode()
    assert answer.status_code == 400
    assert re.findall(r'<li><a href="#id_([^"]+)">', page) == ["name", "contact", "ways"]
    assert 'value="abc"' in page
    assert re.search(r'value="16 to 34"\s*checked', page)
    assert Member.objects.count() == 0


def test_machines_and_the_very_quick_are_sent_back(client):
    path = f"/panels/{joining.panel().slug}/join"
    assert f"under {QUICKEST} seconds" in text(sent(client, path), 400)
    assert "Empty the box" in text(sent(client, path, **{TRAP: "spam"}), 400)
    assert "not loaded from our page" in text(client.post(path, TYPED), 400)
    assert Member.objects.count() == 0


@pytest.mark.usefixtures("patient")
def test_an_address_that_sends_too_many_is_asked_to_wait(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"panel_joined": "1/h/ip"}
    path = f"/panels/{joining.panel().slug}/join"
    assert sent(client, path).status_code == 200
    assert sent(client, path, contact="other@example.org").status_code == 429


def test_the_ways_are_worded_in_welsh_and_the_private_link_stays_out_of_logs(client):
    page = client.get(f"/panels/{joining.panel().slug}/join?lang=cy").content.decode()
    assert all(
        texts["cy"]["standard"].replace("'", "&#x27;")[:20] in page or texts["cy"]["standard"][:20] in page for texts in WAYS.values()
    )
    assert redacted("GET /panel-member/abcDEF123 failed") == "GET /panel-member/... failed"
    assert "abcDEF" not in redacted("GET /panel-member/abcDEF123/everything.json failed")
