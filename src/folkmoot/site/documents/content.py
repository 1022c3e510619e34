"""What a draft and a version of a document say, as plain data, and what may not stand in them. Nothing here asks a database.

A draft holds `title`, `parties` (slugs), `withheld` (None, or `reason` and `words`) and `clauses`, each with a stable `id`, `heading`,
`text`, `withheld` and the `prompt` it began with. A version holds the same without prompts, and in place of a withheld text its `seal`.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from folkmoot.record import Change, change_of
from folkmoot.site.documents.kinds import KINDS, WITHHOLDING_WORDS, Kind, KindFacts
from folkmoot.site.ordered_json import canonical
from folkmoot.site.renditions import LANGUAGES, STYLES, Texts

MARK = re.compile(r"\{quote:([a-z0-9-]{1,60})\}")
LOOKS_LIKE_A_MARK = re.compile(r"\{\s*quote\b[^}\n]*\}?", re.IGNORECASE)
ALL = "all"
"""Stands where a clause's id would, for a document of which all is withheld."""

MOST_CLAUSES = 100


@dataclass(frozen=True)
class Sealed:
    """What a version withholds: of which clause (ALL: of all of them), the full text, and the salt of its seal."""

    clause: str
    text: Mapping[str, Any]
    salt: str


def first_draft(kind: str, title: Texts, parties: Sequence[str]) -> dict[str, Any]:
    """The draft that a document of a kind starts with: its clauses as prompts, none of them written."""
    clauses = [
        {"id": f"c{number}", "heading": {"en": {"standard": heading}}, "text": {}, "withheld": None, "prompt": prompt}
        for number, (heading, prompt) in enumerate(KINDS[Kind(kind)].clauses, 1)
    ]
    return {"title": dict(title), "parties": list(parties), "withheld": None, "clauses": clauses, "next": len(clauses) + 1}


def draft_after(content: Mapping[str, Any], sealed: Sequence[Sealed]) -> dict[str, Any]:
    """The draft that begins as a version says, with what it withholds put back."""
    full = {one.clause: one.text for one in sealed}
    if content["withheld"]:
        clauses = [dict(clause) | {"withheld": None} for clause in full.get(ALL, {}).get("clauses", [])]
    else:
        clauses = [dict(clause) for clause in content["clauses"]]
    for clause in clauses:
        clause |= {"text": full[clause["id"]]["text"]} if clause["id"] in full else {"text": clause.get("text", {})}
        clause["withheld"] = _without_seal(clause.get("withheld"))
        clause["prompt"] = ""
    used = [int(clause["id"].removeprefix("c")) for clause in clauses]
    return {
        "title": content["title"],
        "parties": [party["slug"] for party in content["parties"]],
        "withheld": _without_seal(content["withheld"]),
        "clauses": clauses,
        "next": max([content["next"] - 1, *used]) + 1,
    }


def published(
    draft: Mapping[str, Any], *, facts: Mapping[str, Any], before: Mapping[str, Sealed], sealing: bool = True
) -> tuple[dict[str, Any], list[Sealed]]:
    """What the public reads of a draft, and what is withheld from it with its salts. `facts` are `kind`, `slug`, `owner`, `initiative` and
    `parties`, as the version shows them; `before` is what the last version withheld, by clause: a text that did not change keeps its salt,
    so that its seal stays the same and anyone can see that it did not. Without `sealing` nothing is sealed: for a draft out for comment.
    """
    sealed: list[Sealed] = []

    def seal(clause: str, text: dict[str, Any]) -> dict[str, str]:
        if not sealing:
            return {}
        last = before.get(clause)
        salt = last.salt if last is not None and last.text == text else secrets.token_hex(32)
        sealed.append(Sealed(clause, text, salt))
        return {"seal": seal_of(text, salt)}

    if draft["withheld"]:
        everything = {"clauses": [_plain_clause(clause) for clause in draft["clauses"]]}
        withheld, clauses = {**draft["withheld"], **seal(ALL, everything)}, []
    else:
        withheld = None
        clauses = [
            _plain_clause(clause)
            if not clause["withheld"]
            else {
                "id": clause["id"],
                "heading": clause["heading"],
                "withheld": {**clause["withheld"], **seal(clause["id"], _plain_clause(clause))},
            }
            for clause in draft["clauses"]
        ]
    content = {
        "publication": "document",
        **facts,
        "title": draft["title"],
        "withheld": withheld,
        "clauses": clauses,
        "next": draft["next"],
    }
    return content, sealed


def seal_of(text: Mapping[str, Any], salt: str) -> str:
    """HMAC-SHA-256 (RFC 2104) in hexadecimal, keyed with a secret random salt, over the canonical JSON of a text: without the salt nobody
    can find the text by guessing, with it anyone can check that this was the text."""
    return hmac.new(bytes.fromhex(salt), canonical(dict(text)).encode(), hashlib.sha256).hexdigest()


def gaps(kind: KindFacts, draft: Mapping[str, Any]) -> list[str]:
    """What is missing before a draft may be read by others, in words."""
    found = []
    if kind.has_parties and len(set(draft["parties"])) < 2:
        found.append("An agreement is between two organisations or more. Choose who agrees.")
    if draft["withheld"] and not draft["withheld"]["words"].get("en", {}).get("standard"):
        found.append("Say in words why all of it is withheld.")
    if not draft["clauses"]:
        found.append("Write at least one clause.")
    for number, clause in enumerate(draft["clauses"], 1):
        name = f"Clause {number}, “{clause['heading'].get('en', {}).get('standard', '')}”,"
        if not clause["text"].get("en", {}).get("standard"):
            found.append(f"{name} has no text. Write it, or take the clause out.")
        if clause["withheld"] and not clause["withheld"]["words"].get("en", {}).get("standard"):
            found.append(f"{name} is withheld without words. Say why.")
    return found


def marks(content: Mapping[str, Any]) -> list[str]:
    """The keys of the quotes that the readable clauses refer to, each once, in order."""
    found = [key for clause in content["clauses"] for words in _all_words(clause.get("text", {})) for key in MARK.findall(words)]
    return list(dict.fromkeys(found))


def wrong_marks(texts: Texts) -> list[str]:
    """What looks like a mark of a quote and is none."""
    return [found for words in _all_words(texts) for found in LOOKS_LIKE_A_MARK.findall(words) if not MARK.fullmatch(found)]


def changes(older: Mapping[str, Any], newer: Mapping[str, Any]) -> tuple[Change, ...]:
    """All that differs between two versions, word by word, clause by clause in the newer's order; then the clauses that went."""
    return tuple(change_of(*one) for one in _differences(older, newer))


def what_changed(older: Mapping[str, Any], newer: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of what differs between two versions, in the same order. No words are compared, so that it takes no time."""
    return tuple(name for name, _, _ in _differences(older, newer))


def _differences(older: Mapping[str, Any], newer: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """The name of each thing that differs, what it said before and what it says now."""
    if _differ(older, newer, "title"):
        yield "Its title", older["title"], newer["title"]
    if _differ(older, newer, "parties"):
        yield "Who agrees", _names(older), _names(newer)
    if _differ(older, newer, "withheld"):
        yield "What is withheld", _withheld_words(older["withheld"]), _withheld_words(newer["withheld"])
    before = {clause["id"]: clause for clause in older["clauses"]}
    for number, clause in enumerate(newer["clauses"], 1):
        yield from _clause_differences(f"Clause {number}", before.pop(clause["id"], None), clause)
    gone = [(number, clause) for number, clause in enumerate(older["clauses"], 1) if clause["id"] in before]
    for number, clause in gone:
        yield from _clause_differences(f"Clause {number} of the version before", clause, None)


def _clause_differences(name: str, before: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> Iterator[tuple[str, Any, Any]]:
    old, new = before or {}, now or {}
    title = new.get("heading") or old.get("heading") or {}
    name = f"{name}: {title.get('en', {}).get('standard', '')}"
    if old.get("heading") != new.get("heading"):
        yield f"{name} (its heading)", old.get("heading"), new.get("heading")
    if old.get("withheld") != new.get("withheld"):
        yield f"{name} (what is withheld)", _withheld_words(old.get("withheld")), _withheld_words(new.get("withheld"))
    if (old.get("text") or {}) != (new.get("text") or {}):
        yield name, old.get("text") or None, new.get("text") or None


def _differ(older: Mapping[str, Any], newer: Mapping[str, Any], key: str) -> bool:
    return bool(older.get(key) != newer.get(key))


def _names(content: Mapping[str, Any]) -> str:
    return ", ".join(party["name"] for party in content["parties"])


def _withheld_words(withheld: Mapping[str, Any] | None) -> str:
    if not withheld:
        return ""
    words = withheld["words"].get("en", {}).get("standard", "")
    return f"Withheld: {WITHHOLDING_WORDS[withheld['reason']]}. {words} Seal: {withheld.get('seal', 'none yet')}"


def _without_seal(withheld: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return {"reason": withheld["reason"], "words": withheld["words"]} if withheld else None


def _plain_clause(clause: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": clause["id"], "heading": clause["heading"], "text": clause["text"]}


def _all_words(texts: Texts) -> Iterator[str]:
    for language in LANGUAGES:
        for style in STYLES:
            if words := texts.get(language, {}).get(style):
                yield words
