"""A notice as one document: what is in it, what is missing from it, and its hash."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from folkmoot.record.fields import FIELDS, GROUPS, Field, Kind, Need

Document = Mapping[str, Any]

SENSITIVE = frozenset({"special", "criminal"})


def document(
    *,
    title: Mapping[str, Any],
    summary: Mapping[str, Any],
    parties: Sequence[Mapping[str, Any]],
    fields: Mapping[str, Any],
    datasets: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """A notice as it is hashed, stored and shown.

    `parties` hold `slug`, `name` and `role` (renditions), the lead first; `datasets` hold `holder` (a party's slug), `holder_name`,
    `title`, `fields_used`, `people_covered` (renditions) and `sensitivity`; `fields` answer FIELDS by id.
    Raises ValueError for an unknown field.
    """
    unknown = sorted(set(fields) - {field.id for field in FIELDS})
    if unknown:
        raise ValueError(f"A notice has no field called {unknown[0]!r}.")
    return {
        "title": dict(title),
        "summary": dict(summary),
        "parties": [dict(party) for party in parties],
        "fields": dict(fields),
        "datasets": [dict(dataset) for dataset in datasets],
    }


def content_hash(content: Document) -> str:
    """SHA-256 in hexadecimal over the document's canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def missing(content: Document, fields: Sequence[Field] = FIELDS, *, needed_for: Need = Need.PUBLISHING) -> list[str]:
    """What must still be written before a notice may be published, as plain sentences in the order of the fields; [] when nothing.

    With `needed_for=Need.NOTICE` only what the notice itself needs, the part without which no record may be touched.
    """
    gaps = [] if content["datasets"] else ["Describe at least one dataset: who holds it, what is in it, and whose records it has."]
    sensitive = any(dataset["sensitivity"] in SENSITIVE for dataset in content["datasets"])
    for field in fields:
        if field.needed_for is Need.PUBLISHING and needed_for is Need.NOTICE:
            continue
        if field.only_when_sensitive and not sensitive:
            continue
        gaps += _gaps(field, content)
    return gaps


def _gaps(field: Field, content: Document) -> list[str]:
    where = f"In “{GROUPS[field.group]}”"
    answer = content["fields"].get(field.id)
    if field.kind is Kind.PARTY:
        given = answer or {}
        return [
            f"{where}, answer for {party['name']}: {field.question}"
            for party in content["parties"]
            if not _has_words(given.get(party["slug"]))
        ]
    if field.kind is Kind.CHOICE:
        return [] if answer in dict(field.options) else [f"{where}, choose an answer: {field.question}"]
    return [] if _has_words(answer) else [f"{where}, answer: {field.question}"]


def _has_words(texts: Any) -> bool:
    return bool(texts) and bool(str(texts.get("en", {}).get("standard", "")).strip())


def changes(older: Document, newer: Document) -> list[str]:
    """What differs between two versions of a notice, in the order of the page: its parts by name, its questions as they are asked."""
    found = [words for key, words in _PARTS.items() if older[key] != newer[key]]
    fields = [field for field in FIELDS if older["fields"].get(field.id) != newer["fields"].get(field.id)]
    return found + [f"{GROUPS[field.group]}: {field.question}" for field in fields]


_PARTS = {"title": "The title", "summary": "The summary", "parties": "The organisations", "datasets": "The datasets"}
