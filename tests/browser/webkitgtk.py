"""WebKitGTK's MiniBrowser, by selenium, on a screen of its own."""

import contextlib
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver import ActionChains, WebKitGTK, WebKitGTKOptions
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait
from selenium.webdriver.webkitgtk.service import Service

from browser.engines import TIMEOUT, Engine, MissingBrowserError, program

SETTLED = """new Promise((done, refuse) => {
  const until = performance.now() + %(limit)d;
  (function look() {
    if (innerWidth === %(pixels)d) done();
    else if (performance.now() > until) refuse(`the page is ${innerWidth} pixels wide, not %(pixels)d`);
    else setTimeout(look, 10);
  })();
})"""
# MiniBrowser's toolbar would keep its window at 447 pixels or more
NO_TOOLBAR = "* { min-width: 0; min-height: 0; padding: 0; margin: 0; border-width: 0; font-size: 1px; -gtk-icon-source: none; }"


class WebKitEngine(Engine):
    """WebKitGTK's MiniBrowser."""

    name = "webkit"

    def __init__(self, driver: WebKitGTK) -> None:
        self.driver = driver

    def open(self, url: str) -> None:
        self.driver.get(url)

    def arrives(self, path: str) -> str:
        WebDriverWait(self.driver, TIMEOUT / 1000).until(lambda driver: path in driver.current_url)
        return self.driver.current_url

    def shows(self, css: str, words: str) -> None:
        gone = (NoSuchElementException, StaleElementReferenceException)  # while one page makes way for the next
        WebDriverWait(self.driver, TIMEOUT / 1000, ignored_exceptions=gone).until(lambda _: words in self.text(css))

    def evaluate(self, expression: str) -> Any:
        answer = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            f"Promise.resolve({expression}).then(value => done({{value}}), error => done({{error: String(error)}}))"
        )
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer.get("value")

    def click(self, css: str) -> None:
        self._first(css).click()

    def fill(self, css: str, text: str) -> None:
        field = self._first(css)
        field.clear()
        field.send_keys(text)

    def press(self, key: str) -> None:
        ActionChains(self.driver).send_keys(getattr(Keys, re.sub("(?<!^)(?=[A-Z])", "_", key).upper())).perform()

    def text(self, css: str) -> str:
        return self._first(css).text

    def width(self, pixels: int) -> None:
        self.driver.set_window_size(pixels, 800)
        self.evaluate(SETTLED % {"pixels": pixels, "limit": TIMEOUT})  # the window is made first, the page follows

    def screenshot(self, path: Path) -> None:
        self.driver.save_screenshot(str(path))

    def faults(self) -> list[str]:
        return []

    def _first(self, css: str) -> Any:
        return self.driver.find_element("css selector", css)


@contextlib.contextmanager
def webkit() -> Iterator[WebKitGTK]:
    """WebKitGTK on a screen of its own. Raises MissingBrowserError."""
    mini = next(iter(sorted(Path("/usr/lib").glob("*/webkit*gtk*/MiniBrowser"))), None)
    driver_program, screen_program = program("webkit", "WebKitWebDriver"), program("webkit", "Xvfb")
    if mini is None:
        raise MissingBrowserError("webkit")
    with _screen(screen_program) as display, tempfile.TemporaryDirectory() as home:
        theme = Path(home, "gtk-3.0", "gtk.css")
        theme.parent.mkdir()
        theme.write_text(NO_TOOLBAR, "utf-8")
        options = WebKitGTKOptions()
        options.binary_location = str(mini)
        options.add_argument("--automation")
        driver = WebKitGTK(
            options=options, service=Service(driver_program, env={**os.environ, "DISPLAY": display, "XDG_CONFIG_HOME": home})
        )
        try:
            driver.set_script_timeout(TIMEOUT / 1000)
            yield driver
        finally:
            driver.quit()


@contextlib.contextmanager
def _screen(xvfb: str) -> Iterator[str]:
    """An X server on a free display, which it chooses and tells us itself."""
    reading, writing = os.pipe()
    command = [xvfb, "-displayfd", str(writing), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start.")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()
