"""The objection list of one purpose family: what a partner holds its own rows against before it encodes any for a join.

It is a JSON file of sorted tokens under two headings: `object` (leave them out) and `ask` (leave them out until you have asked them).
No name, date or postcode is in it, the order tells nothing, and it cannot be read without the list key.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from folkmoot.linkage.match_tokens import RECIPE, Identifiers, key_id, match_tokens, problems

FORMAT = "folkmoot-objection-list/1"
WISHES = ("object", "ask")  # the stronger first: who is under both is under the first


class WrongKeyError(ValueError):
    """The key at hand is not the one a list was made with; the message says which is needed."""


@dataclass(frozen=True)
class Listed:
    """Someone on a list: who they are, and their wish: "object" or "ask"."""

    who: Identifiers
    wish: str


@dataclass(frozen=True)
class ObjectionList:
    """A list as read from its file. people: how many went into it by wish, where one person who wrote twice counts twice;
    tokens: the same by wish, in order."""

    family: str
    made_for: str
    made_at: str
    key_id: str
    people: dict[str, int]
    tokens: dict[str, tuple[str, ...]]

    @property
    def count(self) -> int:
        """How many tokens there are."""
        return sum(len(found) for found in self.tokens.values())

    @property
    def sha256(self) -> str:
        """The SHA-256 in its file: of everything else there, as JSON with sorted keys and without spaces."""
        return _digest(_content(self))


@dataclass(frozen=True)
class Marked:
    """What a list says of a partner's rows, in their order.

    marks: "object", "ask" or None for each. by: the kinds of token by which it was found: a row found by `born-postcode` alone may be
    a twin. unreadable: for each row at fault its place (from 0), the field and what is wrong; it was looked for by its other fields.
    untestable: the places of rows that hold too little to be looked for at all: nobody can tell whether they objected.
    """

    marks: tuple[str | None, ...]
    by: tuple[tuple[str, ...], ...]
    unreadable: tuple[tuple[int, str, str], ...]
    untestable: tuple[int, ...]


def make_objection_list(people: Iterable[Listed], *, key: bytes, family: str, made_for: str, made_at: datetime) -> ObjectionList:
    """The list of `people` for one purpose family, for the use of one organisation.

    Raises ValueError for an unknown wish, a time without its zone, or a key that is not 32 bytes.
    """
    if made_at.tzinfo is None:
        raise ValueError("The time at which a list is made needs its zone.")
    found: dict[str, set[str]] = {wish: set() for wish in WISHES}
    counts = dict.fromkeys(WISHES, 0)
    for listed in people:
        if listed.wish not in WISHES:
            raise ValueError(f"There is no wish {listed.wish!r}. Use one of: {', '.join(WISHES)}.")
        found[listed.wish].update(match_tokens(listed.who, key=key, family=family).values())
        counts[listed.wish] += 1
    found["ask"] -= found["object"]
    tokens = {wish: tuple(sorted(found[wish])) for wish in WISHES}
    return ObjectionList(family, made_for, made_at.isoformat(timespec="seconds"), key_id(key), counts, tokens)


def write_objection_list(made: ObjectionList) -> bytes:
    """The file: JSON, with the `sha256` of everything else in it."""
    return (json.dumps(_content(made) | {"sha256": made.sha256}, indent=1) + "\n").encode()


def read_objection_list(data: bytes) -> ObjectionList:
    """A list from its file. Raises ValueError, in words, for a file that is not one, was changed or cut short, or is of another version."""
    try:
        content = json.loads(data)
    except ValueError:
        raise ValueError("This is not an objection list: it is not JSON. Ask for the file again.") from None
    if not isinstance(content, dict) or not str(content.get("format", "")).startswith("folkmoot-objection-list/"):
        raise ValueError("This is not an objection list. Ask for the file again.")
    if content["format"] != FORMAT or content.get("recipe") != RECIPE:
        raise ValueError(
            f"This list is {content['format']} with {content.get('recipe')}; this version reads {FORMAT} with {RECIPE}. "
            "Ask for a list made by the same version of Folkmoot."
        )
    told = content.pop("sha256", None)
    if told != _digest(content):
        raise ValueError("This objection list was changed or cut short: its SHA-256 does not fit. Ask for the file again.")
    tokens = {wish: tuple(content["tokens"][wish]) for wish in WISHES}
    read = ObjectionList(content["family"], content["made_for"], content["made_at"], content["key_id"], content["people"], tokens)
    if content["count"] != read.count or any(list(found) != sorted(set(found)) for found in tokens.values()):
        raise ValueError("This objection list does not add up: its count or its order is wrong. Ask for the file again.")
    return read


def mark_rows(rows: Sequence[Identifiers], listed: ObjectionList, *, key: bytes) -> Marked:
    """Which of a partner's rows are on the list: by any of their tokens, and by the stronger wish where both are found.

    Raises WrongKeyError when `key` is not the list's: it would find nobody, and nobody found would look like nobody objected.
    """
    if key_id(key) != listed.key_id:
        raise WrongKeyError(
            f"This list was made with the key {listed.key_id}; the key given is {key_id(key)}, with which nobody would be found. "
            f"Ask whoever sent the list for the key {listed.key_id}."
        )
    wish_of = {token: wish for wish in reversed(WISHES) for token in listed.tokens[wish]}
    marks: list[str | None] = []
    by, unreadable, untestable = [], [], []
    for place, row in enumerate(rows):
        unreadable += [(place, field, words) for field, words in problems(row).items()]
        tokens = match_tokens(row, key=key, family=listed.family)
        if not tokens:
            untestable.append(place)
        found = {kind: wish_of[token] for kind, token in tokens.items() if token in wish_of}
        marks.append(min(found.values(), key=WISHES.index, default=None))
        by.append(tuple(found))
    return Marked(tuple(marks), tuple(by), tuple(unreadable), tuple(untestable))


def _content(made: ObjectionList) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "recipe": RECIPE,
        "family": made.family,
        "made_for": made.made_for,
        "made_at": made.made_at,
        "key_id": made.key_id,
        "people": made.people,
        "count": made.count,
        "tokens": {wish: list(made.tokens[wish]) for wish in WISHES},
    }


def _digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
