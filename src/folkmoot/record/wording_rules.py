"""The rules by which the words of a form or a privacy notice are looked at, read from `wording_rules.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Any

from folkmoot.record.phrases import Negation


class FlagWhen(StrEnum):
    """Whether a rule flags words that nothing was found in, or words that something was found in."""

    MISSING = "missing"
    FOUND = "found"


@dataclass(frozen=True)
class Looked:
    """What a rule looks for in one language, what only looks like it, and what says something only when a sentence denies it."""

    phrases: tuple[str, ...]
    but_not: tuple[str, ...]
    if_denied: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """One rule: when it flags, in words what a sentence is looked for that says, why, where the demand comes from, what would be better.

    `denied` is what there is to say when a sentence denies it; `denial_answers` when a denial settles the matter as well.
    """

    id: str
    heading: str
    flag: FlagWhen
    says: str
    denied: str
    denial_answers: bool
    why: str
    source: str
    better: str
    looked: Mapping[str, Looked]


def _rule(given: dict[str, Any]) -> Rule:
    looked = {language: Looked(**{key: tuple(value) for key, value in given[language].items()}) for language in NEGATIONS}
    words = {key: given[key] for key in ("id", "heading", "says", "denied", "why", "source", "better")}
    return Rule(**words, flag=FlagWhen(given["flag"]), denial_answers=given.get("denial") == "answer", looked=looked)


_TABLE = tomllib.loads(files("folkmoot.record").joinpath("wording_rules.toml").read_text("utf-8"))

NEGATIONS: dict[str, Negation] = {
    language: Negation(**{key: tuple(value) for key, value in given.items()}) for language, given in _TABLE["negation"].items()
}
"""How each language that rules are written for denies."""

RULES: tuple[Rule, ...] = tuple(_rule(given) for given in _TABLE["rule"])
"""The rules over phrases, in the order of the file."""
