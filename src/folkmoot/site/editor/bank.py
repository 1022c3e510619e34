"""The bank of questions that comes with Folkmoot: TOML files in bank/, one to a group of themes.

A file has `[scales.NAME]`, each with `options`, and `[[questions]]` with a `name`, a `theme`, where it comes from and why it is asked so,
whether it was tested, and the question itself, whose `scale` stands for the options of one. `asks` quotes the question of the source
that it turns into one that people can answer.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from folkmoot.site.engagement.texts import texts_of_question
from folkmoot.site.renditions import LANGUAGES

THEMES = {
    "uses": "Uses of records",
    "trust": "Trust, community and influence",
    "purpose": "Purpose",
    "acceptability": "Acceptability",
    "implementation": "Implementation",
    "resourcing": "Resourcing",
    "about-you": "About you",
    "taking-part": "What taking part was like",
}
FILES = ("uses-and-trust", "themes", "about-you", "taking-part")


@dataclass(frozen=True)
class BankItem:
    """One question of the bank.

    `name` is what a questionnaire says under `bank`; `question` is the question as data, with that name; `tested` says where it was asked
    before or how it was tried, "" where it was not; `organisation` put it there (None for those that come with Folkmoot).
    """

    name: str
    theme: str
    question: Mapping[str, Any]
    source: str
    why: str
    asks: str = ""
    tested: str = ""
    organisation: Any = None

    @property
    def words(self) -> str:
        """The question in standard English."""
        return str(self.question["text"]["en"]["standard"])

    @cached_property
    def languages(self) -> list[str]:
        """The languages that all of it exists in, and “easy read” where all of it does."""
        texts = [texts for _, texts in texts_of_question(self.question)]
        whole = [name for code, name in LANGUAGES.items() if all(text.get(code, {}).get("standard") for text in texts)]
        return whole + (["easy read"] if all(text["en"].get("easy") for text in texts) else [])

    @cached_property
    def searched(self) -> str:
        """The words it is found by."""
        texts = " ".join(words for _, text in texts_of_question(self.question) for styles in text.values() for words in styles.values())
        return f"{self.name} {THEMES[self.theme]} {self.asks} {self.source} {self.why} {texts}".casefold()


@cache
def items() -> dict[str, BankItem]:
    """Every question that comes with Folkmoot, by name."""
    return {item.name: item for name in FILES for item in _read(name)}


def _read(name: str) -> list[BankItem]:
    data = tomllib.loads((files(__package__) / "bank" / f"{name}.toml").read_text("utf-8"))
    made = []
    for given in data["questions"]:
        question = dict(given["question"])
        if scale := question.pop("scale", ""):
            question["options"] = data["scales"][scale]["options"]
        question["bank"] = given["name"]
        told = {part: given.get(part, data["defaults"].get(part, "")) for part in ("source", "why", "asks", "tested")}
        made.append(BankItem(given["name"], given["theme"], question, **told))
    return made
