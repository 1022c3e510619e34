"""The public pages of the worked example, in every browser: accessible, narrow, and whole without scripts."""

import re
import time

import pytest
from django.urls import resolve
from playwright.sync_api import Browser

from browser.chromium_firefox import PlaywrightEngine, without_scripts
from browser.engines import Engine
from example_site import ExampleSite
from folkmoot.site.guarded_form import QUICKEST
from tests.site.access_table import ACCESS, BY_ONE_TIME_ADDRESS, BY_REFERENCE, FILES, FILES_BY_LANGUAGE, FROM_ELSEWHERE, PUBLIC

PAGES = {
    "home": "/",
    "initiative": "/i/ready-for-school",
    "initiative in easy read": "/i/ready-for-school?read=easy",
    "label": "/i/ready-for-school/label",
    "label in Welsh": "/i/ready-for-school/label?lang=cy",
    "label for a frame, in easy read": "/i/ready-for-school/label/embed?read=easy",
    "a search that finds nothing": "/?q=nothing-like-this",
    "for programs": "/api",
    "notice": "/i/ready-for-school/notice",
    "first notice": "/i/ready-for-school/notice/1",
    "decision": "/i/ready-for-school/decisions/1",
    "minimum standards": "/standards",
    "minimum standards in Welsh": "/standards?lang=cy",
    "progress": "/i/ready-for-school/progress",
    "progress in easy read": "/i/ready-for-school/progress?read=easy",
    "status report": "/i/ready-for-school/progress/reports/1",
    "benefits": "/benefits",
    "what was read before": "/sources",
    "findings": "/i/ready-for-school/findings",
    "organisation": "/org/essex-county-council",
    "survey": "/e/ready-for-school-again",
    "business case": "/i/ready-for-school/business-case",
    "business case in easy read": "/i/ready-for-school/business-case?read=easy",
    "business case, version 1": "/i/ready-for-school/business-case/1",
    "promises": "/commitments",
    "a promise": "/commitments/1",
    "a promise refused, in easy read": "/commitments/3?read=easy",
    "citizens' part": "/i/ready-for-school/citizens-part",
    "plan of engagement": "/i/ready-for-school/plan",
    "plan of engagement in easy read": "/i/ready-for-school/plan?read=easy",
    "kits": "/kits",
    "companies": "/commerce",
    "a company": "/commerce/essex-county-council-plain-pages",
    "a company, version 1": "/commerce/essex-county-council-plain-pages/v1",
    "you said, we did": "/i/ready-for-school/you-said",
    "what a finding changed": "/i/ready-for-school/said/key-finding-6",
    "questions": "/e/ready-for-school-again/answer",
    "questions in easy read": "/e/ready-for-school-again/answer?read=easy",
    "questions in Welsh": "/e/ready-for-school-again/answer?lang=cy",
    "on paper": "/e/ready-for-school-again/paper",
    "who is asked": "/e/residents-survey-2020/people",
    "forget": "/e/ready-for-school-again/forget",
    "what is held about me": "/e/ready-for-school-again/mine",
    "results": "/e/residents-survey-2020/results",
    "nothing beside the results": "/e/residents-survey-2020/results/beside",
    "topic guide": "/i/ready-for-school/guides/why-people-agree",
    "topic guide in easy read": "/i/ready-for-school/guides/why-people-agree?read=easy",
    "results to come": "/e/ready-for-school-again/results",
    "say once": "/preferences",
    "say once, in easy read": "/preferences?read=easy",
    "say once, in Welsh": "/preferences?lang=cy",
    "a reference": "/preferences/received",
    "what I chose": "/preferences/mine",
    "how many chose what": "/preferences/numbers",
    "panels": "/panels",
    "a panel": "/panels/people-of-essex",
    "a panel in easy read": "/panels/people-of-essex?read=easy",
    "join a panel": "/panels/people-of-essex/join",
    "join a panel, in Welsh": "/panels/people-of-essex/join?lang=cy",
    "after joining": "/panels/people-of-essex/joined",
    "what a panel told us": "/panels/people-of-essex/news",
    "what a panel said over time": "/panels/people-of-essex/over-time",
    "be told": "/follow",
    "be told, in easy read": "/follow?read=easy",
    "asked to be told": "/follow/asked",
    "sign-in": "/staff/sign-in",
    "ask a question": "/i/ready-for-school/ask",
    "complain": "/i/ready-for-school/complain",
    "questions people asked": "/i/ready-for-school/questions",
    "questions people asked, in easy read": "/i/ready-for-school/questions?read=easy",
    "complaints": "/i/ready-for-school/complaints",
    "complaints of an organisation": "/org/essex-county-council/complaints",
    "follow": "/asked",
    "incidents": "/incidents",
    "incident": "/incidents/1",
    "what forms say": "/wordings",
    "what forms say, in Welsh": "/wordings?lang=cy",
    "a wording": "/wordings/nursery-place-form",
    "a wording in easy read": "/wordings/nursery-place-form?read=easy",
    "a wording that leaves joining out": "/wordings/nursery-place-form/1",
    "glossary": "/glossary",
    "glossary in easy read": "/glossary?read=easy",
    "a term": "/glossary/data-sharing",
    "documents": "/d",
    "a charter": "/d/essex-data-charter",
    "a charter in easy read": "/d/essex-data-charter?read=easy",
    "a charter, version 1, in Welsh": "/d/essex-data-charter/v1?lang=cy",
    "what a version changed": "/d/essex-data-charter/v2/changes",
    "comments on a charter": "/d/essex-data-charter/comments",
    "an agreement with a withheld clause": "/d/ready-for-school-together",
    "a draft for comment": "/d/predictions/draft/1",
    "comment": "/d/predictions/draft/1/comment",
    "not found": "/nothing",
}


def described(violations: list[dict]) -> list[str]:
    return [f"{v['id']}: {v['help']} {[node['html'] for node in v['nodes']][:3]}" for v in violations]


def test_no_public_page_has_a_fault_that_axe_finds_or_scrolls_sideways_at_320_px(engine: Engine, example: ExampleSite) -> None:
    for name, path in PAGES.items():
        engine.width(1100)
        engine.open(example.address + path)
        assert described(engine.axe()) == [], name
        engine.width(320)
        assert engine.scroll_width() <= max(engine.inner_width(), 320), name


def test_dark_pages_have_no_fault_that_axe_finds(dark: Engine, example: ExampleSite) -> None:
    for name, path in PAGES.items():
        dark.open(example.address + path)
        assert described(dark.axe()) == [], name


def test_pages_load_without_refused_styles_or_console_errors(engine: Engine, example: ExampleSite) -> None:
    for path in ("/", "/i/ready-for-school", "/e/residents-survey-2020/results", "/e/ready-for-school-again/answer"):
        engine.open(example.address + path)
    assert engine.faults() == []


def test_the_survey_is_answered_in_every_browser(engine: Engine, example: ExampleSite) -> None:
    answer_the_survey(engine, example)


def test_the_survey_is_answered_where_no_script_runs(chromium: Browser, example: ExampleSite) -> None:
    answer_the_survey(PlaywrightEngine("chromium", without_scripts(chromium, "chromium")), example)


GROUP = "document.querySelector('section[aria-labelledby=factor-1] details')"


def test_the_numbers_of_a_group_open_with_a_key_and_with_a_press(engine: Engine, example: ExampleSite) -> None:
    engine.open(example.address + PAGES["results"])
    assert engine.evaluate(f"{GROUP}.open") is False
    engine.evaluate(f"{GROUP}.querySelector('summary').focus()")
    engine.press("Enter")
    assert engine.evaluate(f"{GROUP}.open") is True
    assert engine.evaluate(f"{GROUP}.querySelector('table').getBoundingClientRect().height > 0") is True
    assert described(engine.axe()) == []
    engine.click("section[aria-labelledby=factor-1] summary")
    assert engine.evaluate(f"{GROUP}.open") is False


def test_the_page_of_results_is_short_on_a_phone_and_whole_on_paper(chromium: Browser, example: ExampleSite) -> None:
    with chromium.new_context(viewport={"width": 375, "height": 667}) as context:
        page = context.new_page()
        page.goto(example.address + PAGES["results"])
        assert page.evaluate("document.documentElement.scrollHeight") < 20 * 667
        hidden = "[...document.querySelectorAll('main table')].filter(table => !table.checkVisibility()).length"
        assert page.evaluate(hidden) > 0
        page.emulate_media(media="print")
        assert page.evaluate(hidden) == 0
        page.emulate_media(media="screen")
        engine = PlaywrightEngine("chromium", page)
        engine.open(example.address + PAGES["results"] + "?show=all")
        assert page.evaluate(hidden) == 0
        assert described(engine.axe()) == []


def test_every_page_opens_but_the_one_that_is_not_there(example: ExampleSite) -> None:
    assert {name for name, path in PAGES.items() if example.get(path).status != 200} == {"not found"}


def test_no_public_page_holds_a_script(example: ExampleSite) -> None:
    assert {name for name, path in PAGES.items() if "<script" in example.get(path).text} <= {"sign-in"}  # passkeys need one


def test_the_pages_looked_at_here_are_all_there_are() -> None:
    """But for files, addresses that the example has none of, the health page, and the pages after answers are sent or saved."""
    looked_at = {resolve(path.partition("?")[0]).view_name for path in PAGES.values() if path != "/nothing"}
    public = {route for route, access in ACCESS.items() if access == PUBLIC}
    left_out = (
        FILES
        | FILES_BY_LANGUAGE
        | BY_ONE_TIME_ADDRESS
        | BY_REFERENCE
        | FROM_ELSEWHERE
        | {"health", "engagement:receipt", "engagement:saved"}
    )
    assert public - looked_at == left_out


def answer_the_survey(engine: Engine, example: ExampleSite) -> None:
    """From the first page to the receipt, with two answers."""
    engine.open(example.address + "/e/ready-for-school-again")
    engine.click("main .fm-actions .fm-button")
    engine.arrives("/answer")
    engine.click("input[name=answer-A][value='Slightly agree']")
    engine.click("input[name=answer-B][value='Strongly disagree']")
    for heading in ("Where you live", "About you", "Check your answers"):
        engine.click("main .fm-actions button:not(.fm-button--quiet)")
        engine.shows("h1", heading)
    assert "Slightly agree" in engine.text("main")
    time.sleep(QUICKEST)  # nobody reads in less, so what is sent sooner comes back
    engine.click("main .fm-actions button:not(.fm-button--quiet)")
    engine.arrives("/receipt")
    assert re.search(r"[0-9a-f]{4}(-[0-9a-f]{4}){7}", engine.text("main"))


@pytest.mark.parametrize("path", ["/i/ready-for-school", "/e/residents-survey-2020/results"])
def test_every_page_of_the_example_says_that_it_is_made_up(path: str, example: ExampleSite) -> None:
    assert "The people, answers and decisions here are made up." in example.get(path).text
