"""C28: "If it involves us, ask us." (seed 000).

Works when: people are told of what concerns them, and only those who asked to be.
"""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from capabilities.walking import does, read
from folkmoot.site.following.sending import send_due
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SITE = "https://folkmoot.example.org"


def asks(email: str, **chosen: list[str]) -> str:
    """Someone asks to be told; the path of the link that they get by mail."""
    assert does(Client(), "/follow", email=email, reading="en-standard", **chosen) == "/follow/asked"
    assert mail.outbox[-1].to == [email]
    return re.search(r"http://testserver(/follow/[^/\s?]+)", mail.outbox[-1].body)[1]


def told() -> dict[str, str]:
    """Whom a pass wrote to, and what."""
    mail.outbox.clear()
    send_due(site=SITE)
    return {message.to[0]: message.body for message in mail.outbox}


def test_a_use_of_data_is_told_to_those_who_chose_it_once_they_confirmed_it_and_to_nobody_else() -> None:
    cache.clear()
    about = make.initiative(slug="warm")  # about health
    make.initiative(slug="buses", title="Buses")
    links = {
        "topic@example.net": asks("topic@example.net", topic=["health"]),
        "one@example.net": asks("one@example.net", initiative=["warm"]),
        "other@example.net": asks("other@example.net", topic=["harm"]),
        "elsewhere@example.net": asks("elsewhere@example.net", initiative=["buses"]),
    }
    asks("never@example.net", topic=["health"])  # and does not confirm it
    for path in links.values():
        assert "Yes" in read(path)
        does(Client(), path, go="confirm")
    told()
    make.notice(about)
    mails = told()
    assert set(mails) == {"topic@example.net", "one@example.net"}
    for body in mails.values():
        assert f"{SITE}/i/warm" in body
        assert "/stop" in body
    assert told() == {}
    stop = re.search(rf"{SITE}(/follow/[^/\s?]+/stop)", mails["one@example.net"])[1]
    Client().post(stop)
    make.decision(about)
    assert set(told()) == {"topic@example.net"}
