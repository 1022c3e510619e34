"""Someone who has a keyboard and no mouse, at a page where no script runs."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

MOST_TABS = 400
FOCUSED = """(() => {
  const e = document.activeElement, said = e.labels && e.labels.length ? e.labels[0].innerText : e.innerText || '';
  return {tag: e.tagName.toLowerCase(), type: e.type || '', name: e.name || '', value: e.value || '',
          words: (e.ariaLabel || said || e.value || '').replace(/\\s+/g, ' ').trim(),
          quiet: e.classList.contains('fm-button--quiet'), main: !!e.closest('main')};
})()"""


@dataclass(frozen=True)
class Focused:
    """What has the focus. `quiet`: a button that is not the main one; `main`: in the main part of the page."""

    tag: str
    type: str
    name: str
    value: str
    words: str
    quiet: bool
    main: bool


class Keys:
    """The keyboard of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def tab(self) -> Focused:
        """One press of Tab, and where it landed."""
        self.page.keyboard.press("Tab")
        return Focused(**self.page.evaluate(FOCUSED))

    def to(self, wanted: Callable[[Focused], bool]) -> Focused:
        """Tab until something wanted has the focus."""
        landed = []
        for _ in range(MOST_TABS):
            at = self.tab()
            if wanted(at):
                return at
            landed.append(f"{at.tag} {at.name} {at.words[:30]}")
        raise AssertionError(f"Tab came to: {landed[:60]}")

    def enter(self, words: str, tag: str = "") -> None:
        """Enter on the link or button with these words in the page's main part, and wait for the page it leads to."""
        self.to(lambda at: at.main and at.tag in ({tag} if tag else {"a", "button", "summary"}) and words in at.words)
        self.leave()

    def leave(self) -> None:
        """Enter, and the page it leads to."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, name: str, words: str) -> None:
        """Words in the field of a name."""
        self.to(lambda at: at.name == name)
        self.page.keyboard.type(words)

    def answer_page(self, pick: int) -> None:
        """Answer every question of a page, choosing the `pick`-th answer, and go on."""
        done: set[str] = set()
        while True:
            at = self.tab()
            if not at.main:
                continue
            if at.tag == "button" and at.value in {"next", "send"}:
                return self.leave()
            if at.tag == "button":
                continue
            if at.name in done:
                continue
            if at.type == "radio":
                self.page.keyboard.press("Space")
                for _ in range(pick):
                    self.page.keyboard.press("ArrowDown")
                done.add(at.name)
            elif at.type == "checkbox":
                self.page.keyboard.press("Space")
                done.add(at.name)
            elif at.tag in {"input", "textarea"}:
                self.page.keyboard.type("2")
                done.add(at.name)
