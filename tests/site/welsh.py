"""What a page says that is not marked as Welsh."""

from html.parser import HTMLParser
from typing import Any

CY = "?lang=cy"


class Main(HTMLParser):
    """The words of a page's main part that are not marked as Welsh."""

    def __init__(self) -> None:
        super().__init__()
        self.at: list[tuple[str, bool]] = []
        self.inside = 0
        self.others: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.inside += tag == "main"
        if tag not in {"input", "br", "img", "meta", "link", "hr", "path", "circle", "rect", "line", "wbr"}:
            self.at.append((tag, dict(attrs).get("lang") == "cy" or (bool(self.at) and self.at[-1][1])))

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "main"
        while self.at and self.at.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        words, (tag, welsh) = " ".join(data.split()), self.at[-1] if self.at else ("", False)
        if self.inside and not welsh and tag != "code" and any(letter.isalpha() for letter in words):
            self.others.append(words)


def other_words(page: str) -> set[str]:
    """What a page's main part says that is not marked as Welsh."""
    main = Main()
    main.feed(page)
    return set(main.others)
