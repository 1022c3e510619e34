"""C19: "data charter in collaboration with citizens" (seed 000).

Works when: it has versions, comments, organisations that sign up, and evidence for each commitment in it.
"""

import time
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from capabilities.walking import DAY, day, does, office, read
from folkmoot.site.people.roles import Role
from tests.site import make
from tests.site.documents.test_staff_pages import hidden
from tests.site.initiatives.reading import html

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

PROMISE, BETTER = "We tell people before.", "We tell people three months before."


def approve(lead: Client, **typed: str) -> None:
    page = html(lead, "/staff/d/charter/approve")
    does(lead, "/staff/d/charter/approve", seen=hidden(page, "seen"), read="on", **typed)


def write(officer: Client, clause: str, text: str) -> None:
    address = f"/staff/d/charter/clauses/{clause}"
    does(officer, address, seen=hidden(html(officer, address), "seen"), heading="We say what we do", text=text, position="1")


def test_a_charter_is_drafted_commented_on_changed_signed_and_evidenced_clause_by_clause() -> None:
    council, police = make.organisation("North Council"), make.organisation("North Police", kind="police")
    officer, lead = office(council, Role.RESEARCH_OFFICER), office(council, Role.GOVERNANCE_LEAD)
    about = make.initiative(council, "warm")

    does(officer, "/staff/documents/new/charter", owner=council.slug, slug="charter", title="Our data charter")
    write(officer, "c1", PROMISE)
    for prompt in range(2, 7):
        does(officer, f"/staff/d/charter/clauses/c{prompt}/remove", sure="on")
    does(officer, "/staff/d/charter/send", sure="on")
    approve(lead, what="comment", until=day(14))
    assert PROMISE in read("/d/charter")

    citizen = Client()
    a_minute_ago = time.time() - 60  # nobody writes a comment in no time
    with patch("django.core.signing.time.time", lambda: a_minute_ago):
        page = html(citizen, "/d/charter/draft/1/comment")
    does(citizen, "/d/charter/draft/1/comment", token=hidden(page, "token"), clause="c1", words="Say how long before.")
    assert "Say how long before." not in read("/d/charter/comments")
    key = hidden_comment(officer)
    does(officer, f"/staff/comments/{key}/look", show="yes")
    does(officer, f"/staff/comments/{key}/answer", outcome="changed", words="It now says three months.")
    said = read("/d/charter/comments")
    assert "Say how long before." in said
    assert "We changed it" in said
    assert "It now says three months." in said

    write(officer, "c1", BETTER)
    after = timezone.now() + 15 * DAY
    with patch.object(timezone, "now", lambda: after):
        officer, lead = office(council, Role.RESEARCH_OFFICER), office(council, Role.GOVERNANCE_LEAD)
        does(officer, "/staff/d/charter/send", sure="on")
        approve(lead, what="publish")
        assert BETTER in read("/d/charter")
        for browser, where in ((lead, council), (office(police, Role.GOVERNANCE_LEAD), police)):
            does(browser, "/staff/d/charter/sign", organisation=where.slug, office="The Chief Officer", on=day())
        assert "How it is kept: no evidence yet." in read("/d/charter")
        does(officer, "/staff/d/charter/evidence", clause="c1", address=f"/i/{about.slug}", words="The first use of data that did so.")
        page = read("/d/charter")
        for told in ("North Council", "North Police", "The Chief Officer", "The first use of data that did so."):
            assert told in page
        assert PROMISE in read("/d/charter/draft/1")  # nothing published is overwritten


def hidden_comment(officer: Client) -> str:
    """The key of the one comment that waits."""
    page = html(officer, "/staff/comments")
    return page.partition('href="/staff/comments/')[2].partition('"')[0]
