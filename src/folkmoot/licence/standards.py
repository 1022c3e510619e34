"""The least that residents expect before records about them are joined, each with what keeps it: read from `standards.toml`."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files

RULES = frozenset({"no-company", "preferences", "incidents"})
"""What of the system keeps a standard without anyone's doing."""


@dataclass(frozen=True)
class Standard:
    """A minimum standard: its text in renditions (by language, then by style), what keeps it in words, and where it comes from.

    `check` is the key of the licence's check that keeps it (one of CHECKS) and `rule` the rule of the system that does (one of RULES);
    with neither it is kept where a committee sets it as a condition.
    """

    slug: str
    text: dict[str, dict[str, str]]
    control: str
    source: str
    check: str = ""
    rule: str = ""


def _standards() -> tuple[Standard, ...]:
    table = tomllib.loads(files("folkmoot.licence").joinpath("standards.toml").read_text("utf-8"))
    made = []
    for given in table["standard"]:
        said = given["text"]
        text = {"en": {"standard": said["en"], "easy": said["easy"]}, "cy": {"standard": said["cy"]}}
        kept = {name: given.get(name, "") for name in ("check", "rule")}
        made.append(Standard(given["slug"], text, given["control"], table["source"][given["source"]], **kept))
    return tuple(made)


STANDARDS: dict[str, Standard] = {standard.slug: standard for standard in _standards()}
"""Every minimum standard by its slug, in the order of the file: first those that the licence keeps, one for each of its checks."""
