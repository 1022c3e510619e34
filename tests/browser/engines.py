"""The few verbs that the browser tests share, whichever browser answers them."""

import shutil
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

import axe_playwright_python

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text("utf-8")
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = f"axe.run(document, {{runOnly: {AXE_RULES}, resultTypes: ['violations']}})"
PACKAGES = {"chromium": "chromium", "firefox": "firefox-esr", "webkit": "webkit2gtk-driver xvfb"}
TIMEOUT = 10_000
"""Milliseconds to wait for anything a page should do at once."""


class MissingBrowserError(Exception):
    """The browser is not installed; says which Debian package holds it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not installed. On Debian: apt-get install -y --no-install-recommends {PACKAGES[name]}")


def program(browser: str, *names: str) -> str:
    """The path of the first of the programs that is installed. Raises MissingBrowserError."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise MissingBrowserError(browser)
    return found


class Engine(ABC):
    """One open page in one browser."""

    name: str

    @abstractmethod
    def open(self, url: str) -> None:
        """Goes to the address and waits for the page."""

    @abstractmethod
    def arrives(self, path: str) -> str:
        """Waits until the page's address holds `path`, after a press that leads there; the whole address."""

    @abstractmethod
    def shows(self, css: str, words: str) -> None:
        """Waits until the first match holds the words, after a press that leads to another page at the same address."""

    @abstractmethod
    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression; a promise is waited for."""

    @abstractmethod
    def click(self, css: str) -> None:
        """Presses the first match."""

    @abstractmethod
    def fill(self, css: str, text: str) -> None:
        """Puts the text in the field, in place of what was there."""

    @abstractmethod
    def press(self, key: str) -> None:
        """Presses a key by its name in the DOM (Tab, Enter, ArrowDown ...) on whatever has the focus."""

    @abstractmethod
    def text(self, css: str) -> str:
        """The words that can be seen in the first match."""

    @abstractmethod
    def width(self, pixels: int) -> None:
        """Makes the page that wide."""

    @abstractmethod
    def screenshot(self, path: Path) -> None:
        """Writes a PNG of the page."""

    @abstractmethod
    def faults(self) -> list[str]:
        """Console errors, refused styles and failed requests since the page was made. WebKit reports none: it has no way to."""

    def axe(self) -> list[dict[str, Any]]:
        """The accessibility faults that axe finds, by WCAG 2.2 A and AA and its best practice."""
        self.evaluate(f"(() => {{ {AXE}; return true }})()")
        return self.evaluate(RUN_AXE)["violations"]

    def scroll_width(self) -> int:
        """How wide the page's content is; more than its window means sideways scroll."""
        return self.evaluate("document.documentElement.scrollWidth")

    def inner_width(self) -> int:
        """How wide the page's window is."""
        return self.evaluate("innerWidth")
