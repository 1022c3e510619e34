"""The pictures of the six main pages in docs/screenshots, drawn from the running example.

    REDRAW=1 ./run test tests/browser/test_screenshots.py    replaces them

Without REDRAW the pages are drawn and compared with the pictures in size alone: fonts and dates differ from machine to machine.
"""

import os
import shutil
import struct
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from example_site import ExampleSite

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
PAGES = {
    "home": "/",
    "initiative": "/i/ready-for-school",
    "survey": "/e/ready-for-school-again/answer",
    "survey-easy-read": "/e/ready-for-school-again/answer?read=easy",
    "results": "/e/residents-survey-2020/results",
    "decision": "/i/ready-for-school/decisions/1",
}
WIDTH, HEIGHT = 1100, 1500


@pytest.mark.parametrize("name", PAGES)
def test_the_picture_of_each_main_page_is_one_of_the_page_as_it_is(
    name: str, chromium: Browser, example: ExampleSite, tmp_path: Path
) -> None:
    drawn = tmp_path / f"{name}.png"
    with chromium.new_context(viewport={"width": WIDTH, "height": HEIGHT}) as context:
        page = context.new_page()
        page.goto(example.address + PAGES[name])
        height = min(HEIGHT, page.evaluate("document.documentElement.scrollHeight"))
        page.screenshot(path=drawn, clip={"x": 0, "y": 0, "width": WIDTH, "height": height})
    if os.environ.get("REDRAW") == "1":
        shutil.copyfile(drawn, FOLDER / drawn.name)
    assert size_of(FOLDER / drawn.name)[0] == WIDTH
    assert size_of(FOLDER / drawn.name)[1] == pytest.approx(size_of(drawn)[1], rel=0.1)


def test_there_is_no_picture_of_a_page_that_is_not_one_of_the_six() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.png" for name in PAGES}


def size_of(png: Path) -> tuple[int, int]:
    """Width and height in pixels, from the file's header."""
    return struct.unpack(">II", png.read_bytes()[16:24])
