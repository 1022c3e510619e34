"""The feeds: what happened, as RFC 4287 asks, and nothing that is not public."""

import xml.etree.ElementTree as ET
from typing import Any

import pytest
from django.test import Client

from folkmoot.site.home import Home
from folkmoot.site.initiatives.feeds import MOST
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make
from tests.site.evidence import publishing

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

ATOM = "{http://www.w3.org/2005/Atom}"


def read(client: Client, address: str) -> ET.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content)  # noqa: S314 - what we wrote ourselves


def said(feed: ET.Element) -> list[str]:
    return [entry.findtext(f"{ATOM}title", "") for entry in feed.findall(f"{ATOM}entry")]


def test_a_feed_and_its_entries_have_all_that_the_standard_asks(client: Client) -> None:
    about = make.licensed()
    feed = read(client, f"/i/{about.slug}/feed")
    assert feed.tag == f"{ATOM}feed"
    for element in [feed, *feed.findall(f"{ATOM}entry")]:
        for name in ("id", "title", "updated"):
            assert element.findtext(f"{ATOM}{name}"), name
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Folkmoot"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"self": f"http://testserver/i/{about.slug}/feed", "alternate": f"http://testserver/i/{about.slug}"}
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids)) == 6
    assert said(feed)[0] == "Warm and well at home: The risk check was signed."
    assert "Warm and well at home: Version 1 of the notice was published." in said(feed)
    for link in (entry.find(f"{ATOM}link") for entry in feed.findall(f"{ATOM}entry")):
        assert link is not None
        assert client.get(str(link.get("href")).removeprefix("http://testserver")).status_code == 200


def test_the_id_of_an_entry_stays_when_more_happens(client: Client) -> None:
    about = make.initiative()

    def ids() -> list[Any]:
        return [entry.findtext(f"{ATOM}id") for entry in read(client, f"/i/{about.slug}/feed").findall(f"{ATOM}entry")]

    before = ids()
    make.notice(about)
    assert ids()[-len(before) :] == before


def test_feeds_of_everything_of_a_topic_and_of_an_organisation_hold_what_is_theirs(client: Client) -> None:
    partner = make.organisation()
    warm, buses = make.initiative(title="Warm homes", partners=[partner]), make.initiative(title="Buses")
    assert {title.partition(":")[0] for title in said(read(client, "/feed"))} == {"Warm homes", "Buses"}
    assert {title.partition(":")[0] for title in said(read(client, f"/org/{partner.slug}/feed"))} == {"Warm homes"}
    assert {title.partition(":")[0] for title in said(read(client, f"/org/{buses.lead.slug}/feed"))} == {"Buses"}
    assert len(said(read(client, "/feed?topic=health"))) == len(said(read(client, "/feed")))
    assert said(read(client, "/feed?topic=harm")) == []
    assert {client.get(path).status_code for path in ("/feed?topic=gossip", "/org/nobody/feed", "/i/nothing/feed")} == {404}
    assert f'href="/i/{warm.slug}/feed"' in client.get(f"/i/{warm.slug}").content.decode()


def test_that_people_are_asked_and_what_they_said_is_told_with_the_page_to_read(client: Client, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("django.conf.settings.HOME", Home.at(tmp_path / "home"))
    asked = publishing.published()[2]
    other = make.initiative(title="Buses")
    feed = read(client, f"/i/{asked.initiative.slug}/feed")
    titles = {entry.findtext(f"{ATOM}title"): entry.find(f"{ATOM}link").get("href") for entry in feed.findall(f"{ATOM}entry")}
    assert titles["Warm and well at home: What people said was published."] == f"http://testserver/e/{asked.slug}/results"
    (opened,) = [title for title in titles if "People are asked what they think: " in title]
    assert titles[opened] == f"http://testserver/e/{asked.slug}"
    assert not [title for title in said(read(client, f"/i/{other.slug}/feed")) if "asked" in title]
    assert opened in said(read(client, "/feed?topic=health"))


def test_drafts_and_names_are_in_no_feed_and_the_newest_fifty_are(client: Client) -> None:
    about = make.initiative()
    make.draft(about, by=make.member(about.lead, name="Zebedee Quill"), what=plain("Quetzalcoatl"))
    body = client.get("/feed").content.decode()
    assert "Zebedee" not in body
    assert "Quetzalcoatl" not in body
    for number in range(MOST):
        make.initiative(title=f"Use {number}")
    titles = said(read(client, "/feed"))
    assert len(titles) == MOST
    assert titles[0].startswith(f"Use {MOST - 1}:")


def test_a_feed_is_not_sent_again_while_nothing_happened(client: Client) -> None:
    about = make.initiative()
    first = client.get("/feed")
    tag, changed = first["ETag"], first["Last-Modified"]
    assert client.get("/feed", headers={"if-modified-since": changed}).status_code == 304
    assert client.get("/feed", headers={"if-none-match": tag}).status_code == 304
    make.member(about.lead, Role.GOVERNANCE_LEAD)
    assert client.get("/feed", headers={"if-none-match": tag}).status_code == 200
