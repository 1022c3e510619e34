"""Whoever reads in Welsh or in easy read goes on doing so: every link and form of the public pages keeps the choice."""

from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from folkmoot.site.engagement import domain as engagements
from folkmoot.site.engagement import queries as engagements_at
from folkmoot.site.evidence import domain as evidence
from folkmoot.site.governance.domain import NewCondition
from folkmoot.site.guides import domain as guides
from folkmoot.site.panel import domain as panels
from folkmoot.site.paper import domain as paper
from folkmoot.site.people import queries as people
from folkmoot.site.planning import domain as planning
from folkmoot.site.renditions import plain
from tests.site import make, surveys
from tests.site.access_table import (
    ACCESS,
    AFTER_SENDING,
    BY_ONE_TIME_ADDRESS,
    BY_REFERENCE,
    FILES,
    FILES_BY_LANGUAGE,
    FROM_ELSEWHERE,
    PUBLIC,
)
from tests.site.commerce import test_register as companies
from tests.site.commitments.test_domain import promise
from tests.site.concerns.test_incidents import incident, published
from tests.site.documents import writing
from tests.site.panel import joining
from tests.site.planning import writing as plans
from tests.site.surveys import Browser, to_the_check_page

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

CHOICES = ("?lang=cy", "?read=easy", "?lang=cy&read=easy")


class Ways(HTMLParser):
    """Every way on from a page: links and forms that keep to the site, and apart from them the switches to another way to read."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.on: list[str] = []
        self.switches: list[str] = []
        self.depth_of_switch = 0
        self.form: tuple[str, list[tuple[str, str]]] | None = None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "ul":
            in_switch = self.depth_of_switch or {"fm-tools", "fm-switch"} & set(given.get("class", "").split())
            self.depth_of_switch += bool(in_switch)
        found = self.switches if self.depth_of_switch else self.on
        if tag == "a" and not given["href"].startswith("#"):
            assert given["href"].startswith(("/", "?")), given["href"]  # nothing on these pages leads to another site
            found.append(given["href"])
        if given.get("formaction"):
            found.append(given["formaction"])
        if tag == "form":
            self.form = (given.get("action", ""), []) if given.get("method") == "get" else None
            if given.get("method") != "get":
                found.append(given.get("action", ""))
        if tag == "input" and self.form and given.get("type") == "hidden":
            self.form[1].append((given["name"], given["value"]))

    def handle_endtag(self, tag):
        if tag == "ul" and self.depth_of_switch:
            self.depth_of_switch -= 1
        if tag == "form" and self.form:
            action, hidden = self.form  # what a browser sends by GET: the fields, and nothing of the action's own query
            self.on.append(urlsplit(action).path + "?" + "&".join(f"{name}={value}" for name, value in hidden))
            self.form = None


def choice(address: str) -> dict[str, str]:
    query = dict(parse_qsl(urlsplit(address).query))
    return {"lang": query.get("lang", "en"), "read": query.get("read", "standard")}


def route(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


@pytest.fixture
def site() -> None:
    """A licensed initiative with a condition, an older notice, published results and another council's beside them; a survey that is open
    and one that is closed."""
    where, officer, asked = surveys.world()
    about = asked.initiative
    engagements.import_responses(by=officer, engagement=asked, rows=surveys.rows())
    asked = engagements.close_engagement(by=officer, engagement=asked)
    evidence.publish_findings(by=officer, engagement=asked)
    elsewhere = make.organisation()
    asker = make.member(elsewhere)
    beside = surveys.opened(asker, elsewhere, "elsewhere")
    engagements.import_responses(by=asker, engagement=beside, rows=surveys.rows())
    evidence.publish_findings(by=asker, engagement=engagements.close_engagement(by=asker, engagement=beside))
    make.dataset(about)
    make.notice(about, what=plain("The first words."))
    make.notice(about, what=plain("Newer words."))
    make.decision(about, "yes-with-conditions", conditions=[NewCondition(text=plain("Train everyone."), owner=where, before_stage="join")])
    more = {"initiative": about, "version": asked.version, "sample": asked.sample}
    again = surveys.opened(officer, where, "again", **more)
    paper.offer_paper(by=officer, engagement=again, return_to="1 High Street", public=True)
    waiting = surveys.opened(officer, where, "waiting", **more)
    engagements.close_engagement(by=officer, engagement=waiting)
    make.initiative(where)
    make.milestone(about)
    make.benefit(about)
    make.report(about)
    promise(about)
    companies.published(companies.begun(where, initiative=about))
    make.wording(about)
    published(incident(where, initiative=about))
    document = writing.begun("agreement", where, initiative=about)
    writing.published(document)
    writing.clause_saved(document, "More.")
    writing.commented(writing.out_for_comment(document), shown=True)
    panel = joining.panel(where)
    joining.crowd(panel, 10)
    by_code = joining.by_code(officer, where, "by-code")
    panels.draw_wave(by=officer, panel=panel, engagement=by_code, number=5)
    engagements.close_engagement(by=officer, engagement=by_code)
    told = {"title": plain("Warm"), "said": plain("Yes."), "happened": plain("It begins.")}
    panels.tell_members(by=officer, panel=panel, engagement=engagements_at.find("by-code"), **told)
    plans.published(about, "survey")
    planning.link_engagement(by=officer, initiative=about, number=1, engagement_slug=asked.slug)
    check = {"initiative": about, "engagement_slug": asked.slug, "check": "time", "words": plain("Two weeks."), "evidence": "/standards"}
    planning.answer_check(by=officer, **check)
    plans.decided(about, findings=["said-a"])
    guide = guides.begin_guide(by=officer, initiative=about, slug="why", title=plain("Why?"), kind="interview", minutes=30)
    guides.write_guide(by=officer, guide=guide, findings=["said-a"], text="# Why? (10 minutes)\nWhy did you say so? [1]")
    guides.publish_guide(by=officer, guide=guide)


def wrong_on(address: str, page: str) -> list[str]:
    """The ways on from a page that lose the choice its address has, and the switches that change more than one thing or none."""
    ways, now = Ways(page), choice(address)
    lost = [way for way in ways.on if choice(urljoin(address, way)) != now and route(urljoin(address, way)) not in FILES]
    switched = [(way, [key for key, value in choice(way).items() if value != now[key]]) for way in ways.switches]
    return lost + [way for way, changed in switched if len(changed) > 1 or urlsplit(way).path != urlsplit(address).path]


@pytest.mark.parametrize("chosen", CHOICES)
def test_every_way_on_from_every_public_page_keeps_the_choice(chosen, site):
    unlinked = [f"/org/{people.organisations()[0].slug}", "/nothing", "/i/warm-initiative/label", "/i/warm-initiative/findings"]
    client, waiting, seen, routes = Client(), [path + chosen for path in ("/", "/e/again/receipt", *unlinked)], set(), set()
    lost = {}
    while waiting:
        address = waiting.pop()
        if address in seen or route(address) in FILES:
            continue
        seen.add(address)
        answer = client.get(address)
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        routes.add(route(address))
        page = answer.content.decode()
        if found := wrong_on(address, page):
            lost[address] = found
        ahead = [urljoin(address, way).partition("#")[0] for way in Ways(page).on]
        waiting += [way for way in ahead if ACCESS.get(route(way)) == PUBLIC]
    assert lost == {}
    public = {name for name, access in ACCESS.items() if access == PUBLIC}
    assert public - routes == FILES | FILES_BY_LANGUAGE | BY_ONE_TIME_ADDRESS | BY_REFERENCE | FROM_ELSEWHERE | AFTER_SENDING | {"health"}


@pytest.mark.parametrize("chosen", CHOICES)
def test_every_page_of_answering_keeps_the_choice(chosen, site):
    browser = Browser("again", chosen)
    browser.query = chosen
    address = f"/e/again/answer{chosen}"
    assert wrong_on(address, browser.page) == []
    assert wrong_on(address, to_the_check_page(browser)) == []
    page = browser.press("send")
    assert choice(browser.response.redirect_chain[-1][0]) == choice(chosen)
    assert wrong_on(f"/e/again/receipt{chosen}", page) == []
    assert choice(Client().get(f"/e/waiting/answer{chosen}").headers["Location"]) == choice(chosen)
