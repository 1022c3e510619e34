"""The record of the example's initiative, made from nothing on a fresh installation, through the pages alone."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.chromium_firefox import PlaywrightEngine
from examples.essex import business_case, notice, story
from folkmoot.record import Kind, Question, parts_of, questions_of
from folkmoot.record.readability import FEWEST_WORDS, readability, too_long_for_easy_read
from tests.running_site import RunningSite, site
from tests.totp import code

PASSWORD = "seven quiet herons wade"
OFFICER, CHECKER = "officer@essex.example", "governance@essex.example"
KINDS = {story.POLICE: "police", story.UNIVERSITY: "university"}
ANSWERS = {
    "case": business_case.ANSWERS,
    "notice": notice.ANSWERS | {"starts": "2027-01-04", "ends": "2028-01-03"},
}
AT = "/i/ready-for-school"
DESK = "/staff/initiatives/ready-for-school"
PUBLIC = (AT, f"{AT}/notice", f"{AT}/business-case")


@pytest.fixture
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """A fresh installation that nobody has set up."""
    with site(tmp_path_factory.mktemp("record") / "home") as made:
        made.start()
        yield made


def press(page: Page, button: str) -> None:
    page.get_by_role("main").get_by_role("button", name=button, exact=True).click()


def write(page: Page, label: str, words: str) -> None:
    page.get_by_label(label, exact=True).fill(words)


def write_texts(page: Page, label: str, texts: dict[str, dict[str, str]]) -> None:
    """Each rendition in its own box."""
    for note, language, style in (("", "en", "standard"), (" (easy read)", "en", "easy"), (" (in Welsh)", "cy", "standard")):
        if words := texts.get(language, {}).get(style):
            write(page, label + note, words)


def signs_in(page: Page, email: str) -> None:
    """With a password, and an authenticator app that is set up on the way."""
    page.goto("/staff/sign-in")
    write(page, "Work e-mail address", email)
    write(page, "Password", PASSWORD)
    press(page, "Sign in")
    page.goto("/staff/")
    main = page.get_by_role("main")
    main.get_by_role("button", name="Set up an authenticator app").or_(main.get_by_role("link", name="Set up an authenticator app")).click()
    write(page, "Your password", PASSWORD)
    press(page, "Confirm")
    write(page, "Code from the app", code(page.locator("main code").inner_text()))
    press(page, "Set up the app")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def set_up(page: Page, running: RunningSite) -> None:
    """The council with its officer, and the two other bodies."""
    page.goto(re.search(r"http://localhost:\d+(/staff/set-up/\S+)", " ".join([*running.said, running.next_line()]))[1])
    write(page, "Name of the organisation", story.COUNCIL)
    page.get_by_label("What kind of body it is").select_option("council")
    write(page, "Your name", "Research officer")
    write(page, "Your work e-mail address", OFFICER)
    write(page, "Choose a password", PASSWORD)
    press(page, "Set up")
    signs_in(page, OFFICER)
    for name, kind in KINDS.items():
        page.goto("/staff/organisations")
        write(page, "Name of the organisation", name)
        page.get_by_label("What kind of body it is").select_option(kind)
        press(page, "Add this organisation")
    gives_role(page, OFFICER, "Research officer")


def gives_role(page: Page, email: str, role: str) -> None:
    page.goto("/staff/organisations/essex-county-council/people/invite")
    write(page, "Work e-mail address", email)
    page.get_by_label("Role", exact=True).select_option(label=role)
    press(page, "Give this role")


def joins(page: Page, address: str) -> None:
    """Someone who was given a link sets up their sign-in and uses it."""
    page.goto(address)
    write(page, "Your name", "Governance lead")
    write(page, "Choose a password", PASSWORD)
    page.get_by_role("main").get_by_role("button").click()
    signs_in(page, CHECKER)


def proposes(page: Page) -> None:
    page.goto("/staff/initiatives")
    page.get_by_role("link", name="Propose a use of data").or_(page.get_by_role("button", name="Propose a use of data")).click()
    page.get_by_label("Which organisation leads it").select_option(label=story.COUNCIL)
    write_texts(page, "What is it called?", story.TITLE)
    write_texts(page, "What would be done, in two sentences?", story.SUMMARY)
    write(page, "Its address", "ready-for-school")
    page.get_by_label("What it is for").select_option("insight")
    page.get_by_label("What it is about").select_option("places")
    write(page, "Which area it covers", story.AREA)
    press(page, "Propose it")
    expect(page.get_by_role("heading", name="Ready for school", exact=True)).to_be_visible()


def adds_the_other_bodies(page: Page) -> None:
    for name in KINDS:
        page.get_by_role("link", name="Add an organisation").click()
        page.get_by_label("Which organisation").select_option(label=name)
        write_texts(page, "What will it do, in one sentence?", story.PARTIES[name])
        page.get_by_label("What is it in data protection law?").select_option(story.DUTIES[name])
        press(page, "Add it")


def describes_the_datasets(page: Page) -> None:
    for dataset in story.DATASETS:
        page.get_by_role("link", name="Describe a dataset").click()
        page.get_by_label("Who holds it").select_option(label=dataset.held_by)
        write_texts(page, "What is it called?", dataset.title)
        write_texts(page, "What would be used from it?", dataset.fields)
        write_texts(page, "Whose records are in it?", dataset.people)
        page.get_by_label("How sensitive it is").select_option(dataset.sensitivity)
        press(page, "Describe it")


def gaps(page: Page, kind: str) -> list[str]:
    """What the staff's page says is missing from the notice or the business case."""
    page.goto(DESK)
    return gaps_shown(page, kind)


def gaps_shown(page: Page, kind: str) -> list[str]:
    """The same, where that page is open already."""
    part = page.locator(f"section[aria-labelledby={kind}-h]")
    return part.locator("p:has-text('Before it can be published:') + ul > li").all_inner_texts()


def answers(page: Page, question: Question, given: Any) -> None:
    """One question, in the boxes that carry its words."""
    if question.kind is Kind.BASES:
        names = {"essex-county-council": story.COUNCIL, "essex-police": story.POLICE}
        for slug, bases in given.items():
            for purpose, basis in bases.items():
                label = f"{names[slug]}, “{purpose}”"
                page.get_by_label(f"{label}: which article?", exact=True).select_option(basis["article"])
                write_texts(page, f"{label}: which law gives the task?", basis["words"])
    elif question.kind is Kind.CHOICE:
        page.get_by_label(question.ask, exact=True).select_option(given)
    elif question.kind is Kind.CHOICES:
        for choice in given:
            page.get_by_role("group", name=question.ask).get_by_label(question.option(choice).words, exact=True).check()
    elif question.kind in {Kind.DATE, Kind.CODES}:
        write(page, question.ask, given if isinstance(given, str) else "\n".join(given))
    else:
        write_texts(page, question.ask, given)


def writes_every_part(page: Page, kind: str) -> None:
    """Part by part; after each, the list of gaps names none of its questions and every other one that it named before."""
    left = gaps(page, kind)
    for part in parts_of(kind):
        page.locator(f"section[aria-labelledby={kind}-h]").get_by_role("link", name=part.heading, exact=True).click()
        for question in questions_of(part.id):
            if question.id in ANSWERS[kind]:
                answers(page, question, ANSWERS[kind][question.id])
        press(page, "Save the draft")
        expect(page.get_by_text(f"“{part.heading}” is saved in the draft.")).to_be_visible()
        now = gaps_shown(page, kind)
        here = f"In “{part.heading}”, "
        assert any(gap.startswith(here) for gap in left), part.heading
        assert {gap for gap in left if not gap.startswith(here)} <= set(now), part.heading
        assert not [gap for gap in now if gap.startswith(here)], part.heading
        new = set(now) - set(left)  # an answer may ask more: the bases of the purposes it names, or why nobody is told
        assert all(gap.startswith("In “") for gap in new)
        left = now
    assert left == []


def publishes(page: Page, kind: str, name: str) -> None:
    page.goto(DESK)
    page.get_by_role("link", name=f"Read the draft of the {name}, then publish it").click()
    page.get_by_label("I have read all of it").check()
    press(page, "Publish it for good")
    expect(page.get_by_text(f"The {name} is published. Everyone can read it.")).to_be_visible()


def test_the_whole_record_is_made_through_the_pages_and_what_is_public_is_plain_and_accessible(
    chromium: Browser, running: RunningSite
) -> None:
    with chromium.new_context(base_url=running.address) as hers, chromium.new_context(base_url=running.address) as his:
        officer, checker = hers.new_page(), his.new_page()
        set_up(officer, running)
        gives_role(officer, CHECKER, "Information governance lead")
        joins(checker, officer.locator("main code").inner_text())
        proposes(officer)
        adds_the_other_bodies(officer)
        assert "Describe at least one dataset: who holds it, what is in it, and whose records it has." in gaps(officer, "notice")
        describes_the_datasets(officer)
        for kind, name in (("case", "business case"), ("notice", "notice")):
            asked = [
                q for part in parts_of(kind) for q in questions_of(part.id) if q.needed and q.when is None and q.kind is not Kind.BASES
            ]
            told = gaps(officer, kind)
            assert [question.ask for question in asked if not any(gap.endswith(question.ask) for gap in told)] == []
            writes_every_part(officer, kind)
            assert officer.get_by_text("You wrote in it, so someone else must publish it.").count() == 0  # she may not publish at all
            assert officer.get_by_role("link", name=f"Read the draft of the {name}").count() == 0
            publishes(checker, kind, name)
            assert gaps(officer, kind) == []
    reads_it(chromium, running)


def reads_it(chromium: Browser, running: RunningSite) -> None:
    """As anyone does, on a phone and at a desk, in standard words and in easy read."""
    with chromium.new_context(base_url=running.address) as someone:
        engine = PlaywrightEngine("chromium", someone.new_page())
        for width in (320, 1280):
            engine.width(width)
            for path in PUBLIC:
                for query in ("", "?read=easy"):
                    engine.open(running.address + path + query)
                    where = f"{path}{query} at {width}"
                    assert [(fault["id"], [node["html"] for node in fault["nodes"]][:3]) for fault in engine.axe()] == [], where
                    assert engine.scroll_width() <= width, where
                    words = engine.text("main")
                    found = readability(words)
                    assert found.words > FEWEST_WORDS, where
                    assert found.is_plain, (where, found)
                    if query:
                        assert too_long_for_easy_read(words) == [], where
