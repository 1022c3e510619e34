"""Rows of a form without scripts: the boxes of row 0, 1, 2 … are named `options-0-text`, `options-1-text` and so on.

A button of the form adds, moves or takes away a row: the page comes back with the rows as they then are, and all that was typed.
"""

import re
from collections.abc import Mapping

BOX = re.compile(r"(?P<name>[a-z_]+)-(?P<at>\d{1,3})-(?P<part>\w+)")
ASKED = re.compile(r"(?P<name>[a-z_]+)-(?P<act>more|up|down|remove)(?:-(?P<at>\d{1,3}))?")
MORE = 3

Typed = Mapping[str, str]


def how_many(typed: Typed, name: str) -> int:
    """How many rows of a name there are boxes for."""
    return max((int(box["at"]) + 1 for key in typed if (box := BOX.fullmatch(key)) and box["name"] == name), default=0)


def rearranged(typed: Typed, asked: str) -> dict[str, str] | None:
    """What was typed, with its rows as a button asks, such as `options-up-2`; None for what asks for none of it."""
    found = ASKED.fullmatch(asked)
    if found is None or (found["at"] is None) != (found["act"] == "more"):
        return None
    name, count = found["name"], how_many(typed, found["name"])
    if found["act"] == "more":
        return {**typed, **{f"{name}-{at}-text": "" for at in range(count, count + MORE)}}
    at = int(found["at"])
    if found["act"] == "remove":
        return _placed(typed, name, {row: row - (row > at) for row in range(count) if row != at})
    other = at + (-1 if found["act"] == "up" else 1)
    if not (0 <= at < count and 0 <= other < count):
        return dict(typed)
    return _placed(typed, name, {row: {at: other, other: at}.get(row, row) for row in range(count)})


def _placed(typed: Typed, name: str, places: Mapping[int, int]) -> dict[str, str]:
    made = {}
    for key, value in typed.items():
        box = BOX.fullmatch(key)
        if box is None or box["name"] != name:
            made[key] = value
        elif int(box["at"]) in places:
            made[f"{name}-{places[int(box['at'])]}-{box['part']}"] = value
    return made
