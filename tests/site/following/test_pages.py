"""The pages of those who follow, as a browser without a script and a mail program use them."""

import html as escaping
import re
import smtplib
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from folkmoot.site.following import queries
from folkmoot.site.following.models import Follower, FollowerContact
from folkmoot.site.renditions import Reader
from tests.site import make
from tests.site.following.mail_servers import refuses, scripted
from tests.site.initiatives.reading import html, words
from tests.site.test_reading_choice import CHOICES, wrong_on

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

TYPED = {"topic": ["health", "harm"], "reading": "en-standard", "email": "me@example.net"}


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def errors(answer: Any) -> dict[str, str]:
    assert answer.status_code == 400
    found = re.findall(r'<li><a href="#(?:id_)?([^"]+)">([^<]+)</a></li>', answer.content.decode())
    return {field: escaping.unescape(said) for field, said in found}


def linked(client: Client, **changed: Any) -> str:
    """Ask, and give the path of the link that comes by mail."""
    answer = client.post("/follow", TYPED | changed)
    assert (answer.status_code, answer["Location"]) == (302, "/follow/asked")
    found = re.search(r"http://testserver(/follow/[^/\s?]+)", mail.outbox[-1].body)
    assert found
    return found[1]


def test_the_page_says_that_nobody_looks_for_what_concerns_someone_before_it_asks_for_an_address(client: Client) -> None:
    make.initiative()
    page = words(html(client, "/follow"))
    for sentence in ("Nobody looks into records to find out what concerns you", "Every mail has a link that stops them"):
        assert page.index(sentence) < page.index("Your e-mail address")
    assert "We do not look at records about you." in words(html(client, "/follow?read=easy"))
    assert re.search(r'lang="cy">Chi sy&#\w+;n dewis\.', html(client, "/follow?lang=cy"))


def test_someone_asks_gets_one_link_says_yes_changes_and_stops_without_an_account(client: Client) -> None:
    about = make.initiative(slug="warm")
    path = linked(client, initiative=["warm"], reading="cy-standard")
    (asked,) = mail.outbox
    assert asked.to == ["me@example.net"]
    assert "Use of data: Warm and well at home" in asked.body
    assert "saith diwrnod" in asked.body
    assert "List-Unsubscribe" not in asked.extra_headers
    page = client.get(path)
    assert page["X-Robots-Tag"] == "noindex"
    assert "no-store" in page["Cache-Control"]
    assert "Topic: Preventing harm" in words(page.content.decode())
    assert Follower.objects.get().confirmed_at is None  # a program that opens each link in a mail has said yes for nobody
    confirmed = client.post(path, {"go": "confirm"}, follow=True)
    assert "You follow this now." in words(confirmed.content.decode())
    assert re.search(r'value="cy-standard"[^>]* checked', confirmed.content.decode())
    changed = client.post(path, {"go": "change", "topic": ["places"], "reading": "en-easy"}, follow=True)
    assert "It is changed." in words(changed.content.decode())
    held = queries.following(path.split("/")[-1])
    assert (held.chosen, held.reader) == ((("topic", "places"),), Reader("en", "easy"))
    assert errors(client.post(path, {"go": "change", "reading": "en-easy"})) == {"topic": "Choose at least one thing to be told of."}
    assert "Stop the mails?" in words(html(client, f"{path}/stop"))
    assert Follower.objects.count() == 1
    assert "No mail comes any more" in words(client.post(f"{path}/stop").content.decode())
    assert Follower.objects.count() == FollowerContact.objects.count() == 0
    assert client.get(path).status_code == 404
    assert about.slug == "warm"


def test_a_mail_program_stops_the_mails_with_one_bare_post_and_again_without_harm() -> None:
    token = make.follower()
    program = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = program.post(f"/follow/{token}/stop", {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200  # RFC 8058, section 3.1: no redirect
        assert not answer.cookies
    assert Follower.objects.count() == FollowerContact.objects.count() == 0


def test_everything_but_stopping_needs_a_form_of_ours() -> None:
    token = make.follower(confirmed=False)
    foreign = Client(enforce_csrf_checks=True)
    assert foreign.post(f"/follow/{token}", {"go": "confirm"}).status_code == 403
    assert foreign.post("/follow", TYPED).status_code == 403
    assert Follower.objects.get().confirmed_at is None


def test_a_link_to_an_initiative_a_topic_or_an_organisation_ticks_its_box(client: Client) -> None:
    about = make.initiative(slug="warm")
    lead = about.lead.slug
    page = html(client, f"/follow?initiative=warm&topic=harm&organisation={lead}&area=the+county")
    ticked = set(re.findall(r'<input[^>]*name="(\w+)" value="([^"]+)" checked', page)) - {("reading", "en-standard")}
    assert ticked == {("initiative", "warm"), ("topic", "harm"), ("organisation", lead), ("area", "the county")}
    assert "checked" in html(client, "/follow?initiative=gossip")  # how to be written to, and nothing else
    assert 'href="/follow?initiative=warm&amp;lang=cy"' in html(client, "/i/warm?lang=cy")
    assert f'href="/follow?organisation={lead}"' in html(client, f"/org/{lead}")
    assert 'href="/follow"' in html(client, "/")


def test_single_uses_of_data_are_listed_up_to_twenty_and_beyond_that_offered_only_where_they_were_asked_for(client: Client) -> None:
    lead = make.organisation()
    for number in range(queries.MOST_LISTED):
        make.initiative(lead, f"use-{number}")

    def offered(page: str) -> list[str]:
        return re.findall(r'name="initiative" value="([^"]+)"', page)

    page = html(client, "/follow")
    assert sorted(offered(page)) == sorted(f"use-{number}" for number in range(20))
    assert "too many to list" not in page
    make.initiative(lead, "use-20")
    page = html(client, "/follow")
    assert offered(page) == []
    said = "There are 21 uses of data here, too many to list. To follow one, open its page and choose “be told by e-mail”. Find a use"
    assert said in words(page)
    assert "Open its page." in words(html(client, "/follow?read=easy"))
    assert "agorwch ei dudalen" in words(html(client, "/follow?lang=cy"))
    assert re.findall(r'name="initiative" value="([^"]+)" checked', html(client, "/follow?initiative=use-3")) == ["use-3"]
    assert offered(html(client, "/follow?initiative=use-3&initiative=gossip")) == ["use-3"]
    assert offered(html(client, "/follow?initiative=use-3%00&initiative=%00")) == []
    wrong = client.post("/follow", TYPED | {"email": "me@", "initiative": ["use-4"]})
    assert set(errors(wrong)) == {"email"}
    assert re.findall(r'name="initiative" value="([^"]+)" checked', wrong.content.decode()) == ["use-4"]
    assert "cannot be followed" in errors(client.post("/follow", TYPED | {"initiative": ["gossip"]}))["initiative"]


def test_who_follows_a_single_use_among_many_keeps_it_and_can_leave_it(client: Client) -> None:
    lead = make.organisation()
    for number in range(queries.MOST_LISTED + 1):
        make.initiative(lead, f"use-{number}")
    path = linked(client, initiative=["use-3", "use-4"])
    assert "Use of data: Warm and well at home" in words(html(client, path))
    mine = client.post(path, {"go": "confirm"}, follow=True).content.decode()
    assert sorted(re.findall(r'name="initiative" value="([^"]+)" checked', mine)) == ["use-3", "use-4"]
    assert mine.count('name="initiative"') == 2
    assert "too many to list" in words(mine)
    client.post(path, {"go": "change", "initiative": ["use-4"], "reading": "en-standard"})
    assert queries.following(path.split("/")[-1]).chosen == (("initiative", "use-4"),)


def test_the_page_costs_the_same_readings_of_the_database_with_many_initiatives(client: Client, django_assert_num_queries) -> None:
    lead = make.organisation()
    for number in range(queries.MOST_LISTED + 1):
        make.initiative(lead, f"use-{number}")
    client.get("/follow")
    with django_assert_num_queries(3):
        client.get("/follow")


def test_bad_input_is_told_at_its_field_and_stays_typed(client: Client) -> None:
    make.initiative(slug="warm")
    assert set(errors(client.post("/follow", {}))) == {"email", "reading"}
    assert errors(client.post("/follow", TYPED | {"topic": []})) == {"topic": "Choose at least one thing to be told of."}
    wrong = client.post("/follow", TYPED | {"email": "me@", "area": ["the county"]})
    assert errors(wrong) == {"email": "Write an e-mail address, such as name@example.org."}
    page = wrong.content.decode()
    assert 'value="me@"' in page
    assert re.search(r'name="area" value="the county" checked', page)
    assert "cannot be followed" in errors(client.post("/follow", TYPED | {"topic": ["gossip"]}))["topic"]
    assert "254 characters" in errors(client.post("/follow", TYPED | {"email": "a" * 255}))["email"]
    assert mail.outbox == []
    assert Follower.objects.count() == 0


def test_nobody_learns_from_the_page_who_follows_and_one_address_gets_three_links_a_day(client: Client) -> None:
    make.follower(email="me@example.net")
    answers = [client.post("/follow", TYPED) for _ in range(5)]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/follow/asked")}
    assert len(mail.outbox) == 3
    assert client.post("/follow", TYPED | {"email": "new@example.net"})["Location"] == "/follow/asked"
    assert "me@example.net" not in client.get("/follow/asked").content.decode()


def test_one_place_asks_sixty_times_an_hour_at_most(client: Client) -> None:
    codes = [client.post("/follow", TYPED | {"email": f"{number}@example.net"}).status_code for number in range(61)]
    assert codes == [302] * 60 + [429]
    assert Follower.objects.count() == 60


def test_a_link_that_cannot_be_sent_leaves_nothing_and_says_so(client: Client, settings, caplog) -> None:
    def down(at: int, message: Any) -> None:
        raise smtplib.SMTPConnectError(421, b"later")

    scripted(settings, down)
    assert "so nothing was kept" in errors(client.post("/follow", TYPED))["form"]
    assert Follower.objects.count() == FollowerContact.objects.count() == 0
    assert "me@example.net" not in caplog.text


def test_an_address_that_nobody_can_write_to_is_told_at_its_field(client: Client, settings) -> None:
    scripted(settings, refuses("me@example.net"))
    assert "Check the address" in errors(client.post("/follow", TYPED))["email"]
    assert Follower.objects.count() == 0


def test_a_link_that_leads_to_nothing_says_so_and_how_to_start_again(client: Client) -> None:
    for path in ("/follow/nothing", "/follow/" + "a" * 24):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "This link leads to nothing any more" in words(answer.content.decode())
        assert client.post(path, {"go": "confirm"}).status_code == 404


def test_where_no_mail_is_set_up_the_page_leads_to_the_feeds(client: Client, settings) -> None:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
    page = html(client, "/follow")
    assert "This site cannot send mail." in words(page)
    assert "<form" not in page.partition("<main")[2]
    assert client.post("/follow", TYPED).status_code == 200
    assert Follower.objects.count() == 0
    for href in re.findall(r'href="([^"]*feed[^"]*)"', page):
        assert client.get(escaping.unescape(href)).status_code == 200


@pytest.mark.parametrize("chosen", CHOICES)
def test_every_way_on_from_the_pages_of_a_link_keeps_the_way_of_reading(client: Client, chosen: str) -> None:
    make.initiative()
    token, waiting = make.follower(), make.follower(confirmed=False)
    for path in ("/follow/asked", f"/follow/{waiting}", f"/follow/{token}", f"/follow/{token}/stop", "/follow/nothing/stop"):
        assert wrong_on(path + chosen, html(client, path + chosen)) == []
    answer = client.post(f"/follow/{waiting}{chosen}", {"go": "confirm"})
    assert answer["Location"] == f"/follow/{waiting}{chosen}"


def test_the_page_names_the_feeds_of_every_topic_where_a_feed_reader_looks(client: Client) -> None:
    head = html(client, "/follow").partition("</head>")[0]
    found = re.findall(r'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="([^"]+)">', head)
    assert found == ["/feed", *(f"/feed?topic={topic}" for topic in ("protect", "health", "harm", "places"))]
