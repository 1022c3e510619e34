"""From the invitation to the published result, by keyboard alone and without a script: the residents' survey, a panel asked twice, and a
questionnaire in three parts; each answered in English, in Welsh and in easy read."""

import csv
import io
import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.keys import Keys
from folkmoot.site.guarded_form import QUICKEST
from tests.asking_world import EXTRA_ROWS, MEMBERS, PANEL, STEPS, SURVEY, WAVES
from tests.running_site import RunningSite, site

READINGS = ("", "?lang=cy", "?read=easy")
DONE = {"": "Thank you", "?lang=cy": "Diolch", "?read=easy": "Thank you"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningSite, dict[str, Any]]]:
    """A running site with its drafts, and the sessions of its staff."""
    with site(tmp_path_factory.mktemp("asking") / "home") as made:
        made.start()
        yield made, told(made, "begin")


def told(running: RunningSite, *what: str) -> dict[str, Any]:
    return json.loads(running.run("tests.asking_world", *what).splitlines()[-1])


@pytest.fixture
def browser_of(chromium: Browser, world: Any) -> Iterator[Any]:
    """Opens a page without scripts for anyone, or for a member of staff by name."""
    running, begun = world
    contexts = []

    def opened(staff: str = "") -> Page:
        context = chromium.new_context(base_url=running.address, java_script_enabled=False)
        contexts.append(context)
        if staff:
            context.add_cookies([{"name": "sessionid", "value": begun["sessions"][staff], "url": running.address}])
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def opens(page: Page, slug: str) -> None:
    page.goto("/staff/engagements")
    page.goto(f"/staff/engagements/{slug}")
    Keys(page).enter("Open this engagement")
    expect(page.locator("main")).to_contain_text("When you close it, it takes no more")


def makes_codes(page: Page, slug: str, number: int) -> list[str]:
    """Codes for whoever they are handed to, as they stand in the table for letters."""
    page.goto(f"/staff/engagements/{slug}")
    keys = Keys(page)
    keys.enter("Codes")
    keys.write("cards", str(number))
    keys.enter("Make these codes")
    rows = csv.reader(io.StringIO(page.request.get(f"/staff/engagements/{slug}/codes.csv").text().removeprefix("\ufeff")))
    return [next(cell for cell in row if re.search(r"\d|[A-Z]{3}", cell) and "http" not in cell) for row in list(rows)[1:]]


def answers(page: Page, slug: str, reading: str, code: str, pick: int) -> str:
    """Someone comes in with a code and answers every page; the code on their receipt."""
    page.goto(f"/e/{slug}{reading}")
    keys = Keys(page)
    keys.write("code", code)
    keys.leave()
    return to_the_receipt(page, reading, pick)


def to_the_receipt(page: Page, reading: str, pick: int) -> str:
    keys = Keys(page)
    for _ in range(12):
        page.wait_for_load_state()
        if "/receipt" in page.url:
            break
        if page.locator("main button[value=send]").count():
            time.sleep(QUICKEST)  # nobody reads in less, so what is sent sooner comes back
        keys.answer_page(pick)
    expect(page.locator("h1")).to_contain_text(DONE[reading])
    if reading:
        assert reading[1:] in page.url
    return page.locator("main code").first.inner_text()


def closes_and_publishes(officer: Page, lead: Page, slug: str) -> None:
    officer.goto(f"/staff/engagements/{slug}")
    Keys(officer).enter("Close this engagement for good")
    lead.goto(f"/staff/engagements/{slug}/publish")
    Keys(lead).enter("Publish these findings")
    expect(lead.locator("main")).not_to_contain_text("There is a problem")


def results(page: Page, slug: str, people: int) -> None:
    """What everyone may read, in each way of reading."""
    for reading in READINGS:
        page.goto(f"/e/{slug}/results{reading}")
        assert page.locator("html").get_attribute("lang") is not None
        words = re.sub(r"\s+", " ", page.locator("main").inner_text())
        assert f"{people:,}" in words, (slug, reading, words[:400])


def test_the_residents_survey_from_codes_to_results(browser_of: Any, world: Any) -> None:
    officer, lead = browser_of("officer"), browser_of("lead")
    opens(officer, SURVEY)
    codes = makes_codes(officer, SURVEY, 3)
    for pick, (code, reading) in enumerate(zip(codes, READINGS, strict=True)):
        answers(browser_of(), SURVEY, reading, code, pick)
    assert told(world[0], "crowd", SURVEY)["people"] == EXTRA_ROWS
    closes_and_publishes(officer, lead, SURVEY)
    results(browser_of(), SURVEY, EXTRA_ROWS + 3)


def test_a_questionnaire_in_three_parts_from_codes_to_how_views_moved(browser_of: Any, world: Any) -> None:
    officer, lead = browser_of("officer"), browser_of("lead")
    makes_codes(officer, STEPS, 33)
    opens(officer, STEPS)
    made = told(world[0], "crowd", STEPS)
    for code, reading in zip(made["codes"], READINGS, strict=True):
        page = browser_of()
        answers(page, STEPS, reading, code, 0)
        for pick in (1, 4):
            keys = Keys(page)
            keys.to(lambda at: at.main and at.tag == "button")
            keys.leave()
            to_the_receipt(page, reading, pick)
        assert page.locator("main form button").count() == 0  # there is no part after the last
    closes_and_publishes(officer, lead, STEPS)
    results(browser_of(), STEPS, 33)
    page = browser_of()
    page.goto(f"/e/{STEPS}/results")
    expect(page.locator("main")).to_contain_text("after 2")


def test_a_panel_is_joined_drawn_from_twice_and_told_what_it_said(browser_of: Any, world: Any) -> None:
    officer, lead, member = browser_of("officer"), browser_of("lead"), browser_of()
    member.goto(f"/panels/{PANEL}?read=easy")
    joins(member)
    for number, (slug, reading) in enumerate(zip(WAVES, ("?lang=cy", "?read=easy"), strict=True), start=1):
        opens(officer, slug)
        officer.goto(f"/staff/panel/{PANEL}/draw")
        draws(officer, slug)
        code = next(row[-1] for row in letters(officer) if "Casey Keyboard" in row)
        answers(browser_of(), slug, reading, code, number)
        told(world[0], "crowd", slug)
        closes_and_publishes(officer, lead, slug)
        results(browser_of(), slug, MEMBERS)
    no_name_is_outside_the_vault(world[0])


def no_name_is_outside_the_vault(running: RunningSite) -> None:
    """Of members, of whoever joined here, and of everyone on the list: in no file of the home but the vault."""
    names = [words.encode() for words in ("Casey Keyboard", "Pat Synthetic", "Testperson", "Made Up Lane", "@example.org")]
    staff = b"staff"  # people in office are public, and so are their addresses for work
    for file in running.home.rglob("*"):
        if file.is_file() and not file.name.startswith("vault.sqlite3"):
            held = re.sub(staff + rb"\d+@example\.org", b"", file.read_bytes())
            assert [name for name in names if name in held] == [], file
    assert (running.home / "frames").is_dir()


def letters(page: Page) -> list[list[str]]:
    """The table of names and codes of a wave, taken by keyboard."""
    keys = Keys(page)
    keys.to(lambda at: at.tag == "button" and "Take the table" in at.words)
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    return list(csv.reader(io.StringIO(taken.value.path().read_text("utf-8-sig"))))


def joins(page: Page) -> None:
    """A new member, by keyboard."""
    keys = Keys(page)
    keys.enter("oin")
    filled: set[str] = set()
    while True:
        at = keys.tab()
        if not at.main or at.name in filled:
            continue
        if at.tag == "button" and not at.quiet:
            time.sleep(QUICKEST)
            keys.leave()
            break
        filled.add(at.name)
        if at.name == "name":
            page.keyboard.type("Casey Keyboard")
        elif at.name == "contact":
            page.keyboard.type("1 Made Up Lane, Harrowmere")
        elif at.type in {"radio", "checkbox"} and at.name != "support":
            page.keyboard.press("Space")
    expect(page.locator("main a[href*='/panel-member/'], main code").first).to_be_visible()


def draws(page: Page, slug: str) -> None:
    """A wave of everyone for one engagement, by keyboard."""
    keys = Keys(page)
    at = keys.to(lambda at: at.name == "engagement")
    titles = page.locator("select[name=engagement] option").all_inner_texts()
    values = [option.get_attribute("value") for option in page.locator("select[name=engagement] option").all()]
    for _ in range(values.index(slug)):
        page.keyboard.press("ArrowDown")
    assert titles, at
    keys.write("number", str(MEMBERS + 1))
    keys.enter("Draw")
    expect(page.locator("main")).to_contain_text(str(MEMBERS + 1))
