"""Debian's Chromium and Firefox ESR, by playwright."""

import os
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Playwright, Request, expect

from browser.engines import TIMEOUT, Engine, program

LEFT = ("net::ERR_ABORTED", "NS_BINDING_ABORTED")  # what Chromium and Firefox call that
NO_SCRIPTS = "sandbox allow-forms allow-same-origin allow-top-navigation"


class PlaywrightEngine(Engine):
    """Chromium or Firefox."""

    def __init__(self, name: str, page: Page) -> None:
        self.name, self.page = name, page
        self._faults: list[str] = []
        page.set_default_timeout(TIMEOUT)
        page.on("console", lambda message: message.type == "error" and self._faults.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self._faults.append(f"script: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", lambda answer: answer.status >= 400 and self._faults.append(f"{answer.status}: {answer.url}"))

    def _failed(self, request: Request) -> None:
        """Leaving a page stops what it has not loaded yet, such as its icon: no fault of that page's."""
        if request.failure not in LEFT:
            self._faults.append(f"failed: {request.url} ({request.failure})")

    def open(self, url: str) -> None:
        self.page.goto(url)

    def arrives(self, path: str) -> str:
        self.page.wait_for_url(lambda url: path in url)
        return self.page.url

    def shows(self, css: str, words: str) -> None:
        expect(self.page.locator(css).first).to_contain_text(words, timeout=TIMEOUT)

    def evaluate(self, expression: str) -> Any:
        return self.page.evaluate(expression)

    def click(self, css: str) -> None:
        self.page.locator(css).first.click()

    def fill(self, css: str, text: str) -> None:
        self.page.locator(css).first.fill(text)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def text(self, css: str) -> str:
        return self.page.locator(css).first.inner_text()

    def width(self, pixels: int) -> None:
        self.page.set_viewport_size({"width": pixels, "height": 800})

    def screenshot(self, path: Path) -> None:
        self.page.screenshot(path=path, full_page=True)

    def faults(self) -> list[str]:
        return list(self._faults)


def launch(playwright: Playwright, name: str) -> Browser:
    """Debian's Chromium or Firefox ESR. Raises MissingBrowserError."""
    if name == "firefox":  # playwright drives a Firefox that it did not build over WebDriver BiDi, under this channel
        return playwright.firefox.launch(channel="moz-firefox", executable_path=program(name, "firefox-esr", "firefox"))
    return playwright.chromium.launch(
        executable_path=program(name, "chromium", "chromium-browser", "google-chrome"), args=chromium_arguments()
    )


def chromium_arguments() -> list[str]:
    """No graphics card, no calls home; and no sandbox for root, whom Chromium refuses otherwise."""
    quiet = [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    return [*quiet, "--no-sandbox"] if os.geteuid() == 0 else quiet


def without_scripts(browser: Browser, name: str) -> Page:
    """A page in which no script runs. Firefox over BiDi has no such switch, so every answer is given a sandboxing header on its way."""
    if name != "firefox":
        return browser.new_context(java_script_enabled=False).new_page()
    page = browser.new_context().new_page()

    def sandbox(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": NO_SCRIPTS})

    page.route(re.compile(".*"), sandbox)
    return page
