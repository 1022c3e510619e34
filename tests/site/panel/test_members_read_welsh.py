"""Whoever joins a panel in Welsh, and sees and changes their place on it, reads Welsh all the way."""

from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client

from folkmoot.site.panel.wording import PANEL, REFUSED
from folkmoot.site.renditions import plain
from tests.site import make
from tests.site.panel import joining
from tests.site.panel.test_joining_pages import sent
from tests.site.welsh import CY, other_words

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

ASKS = {"age": plain("How old are you?", welsh="Faint yw eich oed?"), "area": plain("Where do you live?", welsh="Ble rydych chi'n byw?")}
LEVELS = {"16 to 34", "35 to 64", "65 and over", "North", "South"}


@pytest.fixture(autouse=True)
def _patient(monkeypatch):
    cache.clear()
    monkeypatch.setattr("folkmoot.site.guarded_form.QUICKEST", -1)


def test_every_text_of_a_panel_has_welsh():
    assert [name for name, texts in {**PANEL, **REFUSED}.items() if not texts.get("cy", {}).get("standard")] == []


def test_who_joins_reads_welsh_and_is_refused_in_welsh():
    panel = joining.panel(asks=ASKS)
    refused = sent(Client(), f"/panels/{panel.slug}/join", CY, name="", contact="x", ways=[], language="")
    page = refused.content.decode()
    assert refused.status_code == 400
    assert other_words(page) - LEVELS == {REFUSED["language"]["cy"]["standard"]}  # Django words what a field lacks: Welsh, but not marked
    refused = sent(Client(), f"/panels/{panel.slug}/join", CY, name="", contact="x", ways=[])
    page = unescape(refused.content.decode())
    assert all(f'<span lang="cy">{REFUSED[name]["cy"]["standard"]}</span>' in page for name in ("name", "contact", "ways"))
    assert other_words(page) - LEVELS == set()
    joined = sent(Client(), f"/panels/{panel.slug}/join", CY).content.decode()
    assert "Diolch am ymuno" in joined
    assert other_words(joined) == set()


def test_a_member_sees_changes_pauses_and_is_erased_in_welsh():
    officer = make.member(where := make.organisation())
    panel = joining.panel(where, asks=ASKS)
    token = joining.joined(panel)
    engagement = joining.by_code(officer, where)
    joining.domain.draw_wave(by=officer, panel=panel, engagement=engagement, number=1)
    client, here = Client(), f"/panel-member/{token}{CY}"
    client.get(here)
    seen = [client.get(here), client.post(here, {"go": "ways", "ways": ["jury"]}, follow=True)]
    assert "Mae wedi'i newid." in unescape(seen[-1].content.decode())
    seen += [client.post(here, {"go": go}, follow=True) for go in ("pause", "resume", "leave", "erase", "erase-now")]
    seen += [client.get(here)]
    assert [answer.status_code for answer in seen] == [200] * 7 + [404]
    assert {words for answer in seen for words in other_words(answer.content.decode())} - LEVELS == set()


def test_what_cannot_be_done_any_more_is_said_in_welsh():
    token = joining.joined(joining.panel(asks=ASKS))
    client, here = Client(), f"/panel-member/{token}{CY}"
    client.post(here, {"go": "pause"})
    again = client.post(here, {"go": "pause"})
    assert again.status_code == 409
    assert REFUSED["paused"]["cy"]["standard"] in again.content.decode()
