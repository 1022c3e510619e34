"""The register on the home page: what can be looked for, page by page, at addresses that stay, and what it says where nothing fits."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.register_rows import fill
from folkmoot.site.register import domain
from tests.site import make
from tests.site.initiatives.reading import headings, html, words

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

MOST_READINGS = 29
OF_ONE_BODY = "/?organisation=body-3"
PATHS = (
    "/",
    "/?q=warm",
    "/?area=castle",
    "/?topic=health&state=in_force",
    OF_ONE_BODY,
    "/?q=zzzz",
    "/api/v1/initiatives?q=warm",
    "/api/v1/organisations",
)


def uses(page: str) -> list[str]:
    """The titles in the register on a page."""
    part = page.partition('id="uses"')[2].partition("</section>")[0]
    return headings(f"<main>{part}</main>", 3)


def readings(client: Client, path: str) -> int:
    """How many readings of the database a page takes."""
    client.get(path)  # what is read once for all is read
    with CaptureQueriesContext(connection) as taken:
        assert client.get(path).status_code == 200
    return len(taken)


def test_each_choice_narrows_the_register_and_all_stand_in_the_address(client: Client) -> None:
    hospital = make.organisation("Mereside Hospitals", kind="health")
    make.licensed(make.initiative(title="Warm homes", slug="warm"))
    make.initiative(title="Bus routes", slug="bus", partners=[hospital])
    for query, found in {
        "": ["Bus routes", "Warm homes"],
        "?q=war": ["Warm homes"],
        "?q=MERESIDE": ["Bus routes"],
        "?area=county": ["Bus routes", "Warm homes"],
        "?area=shire": [],
        "?topic=health": ["Bus routes", "Warm homes"],
        "?topic=harm": [],
        "?kind=insight&stage=scope": ["Bus routes", "Warm homes"],
        "?stage=close": [],
        "?state=in_force": ["Warm homes"],
        f"?organisation={hospital.slug}": ["Bus routes"],
        f"?organisation={hospital.slug}&state=in_force": [],
        "?q=routes&area=the&topic=health&kind=insight&stage=scope&state=draft": ["Bus routes"],
        "?topic=gossip": [],
        "?page=nonsense": ["Bus routes", "Warm homes"],
        "?q=%00": ["Bus routes", "Warm homes"],
    }.items():
        assert uses(html(client, f"/{query}")) == found, query
    page = html(client, "/?q=bus&area=county&topic=health&kind=insight&stage=scope&state=draft")
    assert "1 of 2 uses of data fits what you looked for." in words(page)
    assert 'value="bus"' in page
    assert 'value="county"' in page
    assert set(re.findall(r'<option value="([^"]+)" selected', page)) == {"health", "insight", "scope", "draft"}
    assert "<script" not in page


def test_where_nothing_fits_it_says_so_and_what_to_try(client: Client) -> None:
    make.initiative(title="Warm homes", slug="warm")
    make.initiative(title="Bus routes", slug="bus")
    page = html(client, "/?q=zzzz&topic=health&lang=cy")
    said = words(page)
    assert "Nothing fits what you looked for. Try fewer words" in said
    assert "Show all 2" in said
    assert 'href="/?lang=cy&amp;topic=health#uses">Leave the words out and keep the other choices' in page
    assert "Leave the words out" not in html(client, "/?q=zzzz")


def test_a_long_register_has_pages_that_keep_what_was_looked_for_and_how_it_is_read(client: Client) -> None:
    fill(45)
    domain.rebuild()
    first = html(client, "/?kind=&read=easy")
    assert len(uses(first)) == 20
    assert 'href="/?kind=&amp;read=easy&amp;page=2#uses"' in first
    assert "Page 1 of 3" in words(first)
    middle = html(client, "/?kind=&read=easy&page=2")
    assert 'href="/?kind=&amp;read=easy#uses"' in middle
    assert 'href="/?kind=&amp;read=easy&amp;page=3#uses"' in middle
    last = html(client, "/?page=3")
    assert len(uses(last)) == 5
    assert uses(html(client, "/?page=99")) == uses(last)
    assert 'rel="next"' not in last
    assert "45" in words(html(client, "/?q=zzzz"))


def test_a_page_takes_as_many_readings_of_the_database_with_many_initiatives_as_with_few(client: Client) -> None:
    fill(200)
    domain.rebuild()
    few = {path: readings(client, path) for path in PATHS}
    more(200)
    many = {path: readings(client, path) for path in PATHS}
    assert max(many.values()) <= MOST_READINGS
    del few[OF_ONE_BODY], many[OF_ONE_BODY]  # a kind of row that none of its few initiatives has is not read
    assert many == few


def more(count: int) -> None:
    """More initiatives beside those there are."""
    from benchmarks import register_rows
    from folkmoot.site.initiatives.models import Initiative
    from folkmoot.site.people.models import Organisation, User

    drawn: Any = register_rows.random.Random(1)
    bodies = list(Organisation.objects.exclude(kind="committee"))
    boards = list(Organisation.objects.filter(kind="committee"))
    day, start = register_rows.timezone.localdate(), 10_000 + Initiative.objects.count()
    register_rows.fill_some(range(start, start + count), drawn, day, bodies, boards, list(User.objects.all()))
    domain.refresh(register_rows.timezone.now())
