"""An instrument as one file that travels between installations: TOML or JSON, the same in both (docs/reference/instrument-file.md)."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from folkmoot.site import renditions
from folkmoot.site.engagement.questionnaire import content_hash
from folkmoot.site.engagement.questionnaire_rules import read as read_questions
from folkmoot.site.renditions import Texts
from folkmoot.site.toml_text import toml_text

FORMAT = "folkmoot_instrument"
FORMAT_VERSION = 1
NAME = re.compile(r"[a-zA-Z0-9_-]{1,80}")
KEYS = (FORMAT, "name", "title", "sections")
TYPES = {"toml": "application/toml", "json": "application/json"}
LONGEST = 2_000_000
"""Letters in one file: a hundred questions with two hundred options each, in every rendition, are fewer."""


@dataclass(frozen=True)
class InstrumentFile:
    """What a file holds: the name of the instrument, its title, and its sections as data."""

    name: str
    title: Texts
    sections: list[dict[str, Any]]

    @property
    def hash(self) -> str:
        """The fingerprint that a version of these questions has, on every installation."""
        return content_hash(self.sections)

    def text(self, kind: str) -> str:
        """The file, as `toml` or `json`."""
        data = {FORMAT: FORMAT_VERSION, "name": self.name, "title": self.title, "sections": self.sections}
        if kind == "json":
            return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
        return toml_text(data, tables=("sections", "questions"))


def read(text: str) -> InstrumentFile:
    """The instrument in a file's text. Raises ValidationError with every mistake, naming its section, question and field."""
    data = _data(text)
    if mistakes := list(_mistakes(data)):
        raise ValidationError(mistakes)
    read_questions(data["sections"])
    return InstrumentFile(data["name"], data["title"], data["sections"])


def _data(text: str) -> Any:
    if len(text) > LONGEST:
        raise ValidationError(f"The file has {len(text):,} letters. The most is {LONGEST:,}.")
    kind = "JSON" if text.lstrip().startswith(("{", "[")) else "TOML"
    try:
        data = json.loads(text) if kind == "JSON" else tomllib.loads(text.replace("\r\n", "\n"))
        json.dumps(data, ensure_ascii=False, allow_nan=False, default=_not_ours).encode()
    except UnicodeEncodeError:
        raise ValidationError("The file has half a letter in it (a lone surrogate). Write the letter whole.") from None
    except RecursionError:
        raise ValidationError(f"This {kind} is nested too deep to be an instrument.") from None
    except (ValueError, TypeError) as error:
        raise ValidationError(f"This is not {kind} as an instrument file has it: {error}") from None
    return data


def _not_ours(value: Any) -> Any:
    raise TypeError(f"there is a {type(value).__name__} in it. Write dates between quotation marks.")


def _mistakes(data: Any) -> Iterator[str]:
    if not isinstance(data, dict) or FORMAT not in data:
        yield f"This is no instrument file: it does not begin with “{FORMAT}”. docs/reference/instrument-file.md shows one."
        return
    if data[FORMAT] is True or data[FORMAT] != FORMAT_VERSION or isinstance(data[FORMAT], float):
        yield f"This file is of format {data[FORMAT]!r}. This installation reads format {FORMAT_VERSION}. Export it again from there."
        return
    for name in data:
        if name not in KEYS:
            yield f"There is nothing called “{name}” in an instrument file. Use one of: {', '.join(KEYS)}."
    if not isinstance(data.get("name"), str) or not NAME.fullmatch(data["name"]):
        yield "“name” must be the name of the instrument: letters, digits, hyphens and _, 80 at most."
    try:
        renditions.check(data.get("title"))
    except ValidationError as error:
        yield from (f"“title”: {message}" for message in error.messages)
    if "sections" not in data:
        yield "“sections” is missing: the list of sections with their questions."
