"""A questionnaire is written from nothing in a browser: by keyboard, without a script, on pages with no fault that axe finds."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.chromium_firefox import PlaywrightEngine
from browser.keyboard import walk
from browser.test_public_pages import described
from browser.test_record_from_pages import press, set_up, write
from examples.essex import story
from tests.running_site import RunningSite, site

UNSEEN = "[...document.querySelectorAll('button[tabindex=\"-1\"]')].map(e => Number(e.dataset.stop))"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """A fresh installation that nobody has set up."""
    with site(tmp_path_factory.mktemp("editor") / "home") as made:
        made.start()
        yield made


def writes_a_question(page: Page) -> None:
    """A scale, with a rule for who is asked it."""
    page.get_by_label("Add a question at the end of “Your home”").select_option("scale")
    page.get_by_role("button", name="Add a question to section Your home").click()
    write(page, "What do you ask?", "How warm is your home in winter?")
    write(page, "What do you ask? (easy read)", "Is your home warm in winter?")
    write(page, "What do you ask? (in Welsh)", "Pa mor gynnes yw eich cartref yn y gaeaf?")
    for at, words in enumerate(("Warm", "In between"), start=1):
        write(page, f"Answer {at}", words)
    press(page, "Save")
    expect(page.get_by_role("alert")).to_contain_text("A scale needs three options or more.")
    write(page, "Answer 3", "Cold")
    press(page, "Save and preview")


def test_a_questionnaire_is_written_with_no_fault_that_axe_finds_and_nothing_scrolls_sideways(
    chromium: Browser, running: RunningSite
) -> None:
    with chromium.new_context(base_url=running.address) as hers:
        page = hers.new_page()
        set_up(page, running)
        page.goto("/staff/drafts/new")
        page.get_by_label("Whose questions are they?").select_option(label=story.COUNCIL)
        write(page, "What is the title of the questions?", "Warm homes")
        write(page, "Name of the instrument", "warm-homes")
        press(page, "Begin this draft")
        draft = re.sub(r"^https?://[^/]+", "", page.url)
        page.get_by_role("link", name="Add a section").click()
        write(page, "What is its heading?", "Your home")
        press(page, "Save")
        writes_a_question(page)
        expect(page.get_by_text("This is a preview.")).to_be_visible()
        expect(page.get_by_role("group", name="How warm is your home in winter?")).to_be_visible()
        page.get_by_role("button", name="Cymraeg").click()
        expect(page.get_by_text("Pa mor gynnes yw eich cartref yn y gaeaf?")).to_be_visible()
        page.goto("/staff/bank?theme=about-you")
        page.get_by_label("What is your sex?").check()
        page.get_by_label("Put them into").select_option(label="Warm homes")
        press(page, "Take the ticked questions")
        expect(page.get_by_role("heading", name="2. What is your sex?")).to_be_visible()
        page.get_by_role("button", name="Remove: question 2").press("Enter")
        page.get_by_role("button", name="Undo: Removed question 2").press("Enter")
        expect(page.get_by_role("heading", name="2. What is your sex?")).to_be_visible()
        engine = PlaywrightEngine("chromium", page)
        looked_at = [
            draft,
            f"{draft}/questions/sex",
            f"{draft}/questions/how_warm_is_your",
            f"{draft}/sections/your_home",
            f"{draft}/history",
        ]
        looked_at += [f"{draft}/reading", f"{draft}/preview", f"{draft}/preview?read=easy", f"{draft}/new-question?section=your_home"]
        looked_at += [f"{draft}/new-question?section=your_home&type=scenario", f"{draft}/publish", f"{draft}/about", "/staff/drafts"]
        looked_at += ["/staff/drafts/file", "/staff/bank", "/staff/bank/questions/involve-2019/limits"]
        looked_at += ["/staff/organisations/essex-county-council/welsh"]
        for path in looked_at:
            engine.width(1100)
            page.goto(path)
            assert described(engine.axe()) == [], path
            engine.width(320)
            assert engine.scroll_width() <= max(engine.inner_width(), 320), path
            assert page.locator("script").count() == 0, path
        page.goto(f"{draft}/questions/sex")
        stops, landed = walk(engine)
        first = engine.evaluate(UNSEEN)  # the button that Enter presses: nobody sees it
        assert {one["stop"] for one in landed} - {None} == set(range(stops)) - set(first)
        assert all(one["visible"] for one in landed if one["stop"] is not None)
        page.goto(f"{draft}/publish")
        page.get_by_label("Yes, make this a version").check()
        press(page, "Make this a version")
        expect(page.get_by_role("heading", name="warm-homes, version 1")).to_be_visible()
        assert described(engine.axe()) == []
