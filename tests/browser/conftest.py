"""The three browsers for every test below this folder. All of these tests are marked `browser`.

A missing browser skips its tests and names the Debian package; with CI=true it fails them.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from playwright.sync_api import Browser, Playwright
from selenium.webdriver import WebKitGTK

from browser.chromium_firefox import PlaywrightEngine, chromium_arguments, launch, without_scripts
from browser.engines import PACKAGES, Engine, MissingBrowserError, program
from browser.webkitgtk import WebKitEngine, webkit

# playwright's synchronous API runs an event loop in this thread, which Django would otherwise take for asynchronous code
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


def _missing(error: MissingBrowserError) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(str(error))
    pytest.skip(str(error))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], browser_name: str) -> dict[str, Any]:
    """pytest-playwright's own `page` and `browser` fixtures use Debian's browsers too."""
    try:
        if browser_name == "firefox":
            return {**browser_type_launch_args, "channel": "moz-firefox", "executable_path": program("firefox", "firefox-esr", "firefox")}
        found = program("chromium", "chromium", "chromium-browser", "google-chrome")
        return {**browser_type_launch_args, "executable_path": found, "args": chromium_arguments()}
    except MissingBrowserError as error:
        return _missing(error)


def _browser(playwright: Playwright, name: str) -> Iterator[Browser]:
    try:
        browser = launch(playwright, name)
    except MissingBrowserError as error:
        return _missing(error)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium, for what only it can do: dark mode, for one."""
    yield from _browser(playwright, "chromium")


@pytest.fixture(scope="session")
def firefox(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Firefox ESR."""
    yield from _browser(playwright, "firefox")


@pytest.fixture(scope="session")
def webkitgtk() -> Iterator[WebKitGTK]:
    """WebKitGTK's MiniBrowser."""
    try:
        with webkit() as driver:
            yield driver
    except MissingBrowserError as error:
        _missing(error)


@pytest.fixture(params=list(PACKAGES))
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An empty page, with no cookies, in each of the three browsers in turn."""
    if request.param == "webkit":
        driver = request.getfixturevalue("webkitgtk")
        made = WebKitEngine(driver)
        made.width(1280)
        yield made
        driver.delete_all_cookies()
        driver.get("about:blank")
        return
    with request.getfixturevalue(request.param).new_context() as context:
        yield PlaywrightEngine(request.param, context.new_page())


@pytest.fixture(params=["chromium", "firefox"])
def engine_without_scripts(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An empty page in which no script runs."""
    page = without_scripts(request.getfixturevalue(request.param), request.param)
    yield PlaywrightEngine(request.param, page)
    page.context.close()


@pytest.fixture
def dark(chromium: Browser) -> Iterator[Engine]:
    """A page for a reader who asked for dark colours. Chromium alone: the other two cannot be told."""
    with chromium.new_context(color_scheme="dark") as context:
        yield PlaywrightEngine("chromium", context.new_page())
