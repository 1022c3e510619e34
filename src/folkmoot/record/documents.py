"""The notice and the business case as documents: what is hashed, stored for good, and shown.

A text is given by language and style: {"en": {"standard": "…", "easy": "…"}, "cy": {…}}. Answers are given by the question's id.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from folkmoot.record.fields import QUESTIONS

Document = Mapping[str, Any]

SENSITIVE = frozenset({"special", "criminal"})
CONTROLLERS = frozenset({"controller", "joint"})
LONGEST_SUMMARY = 100


def notice(
    *,
    title: Mapping[str, Any],
    summary: Mapping[str, Any],
    kind: str,
    topic: str,
    area: str,
    parties: Sequence[Mapping[str, Any]],
    datasets: Sequence[Mapping[str, Any]],
    answers: Mapping[str, Any],
) -> dict[str, Any]:
    """A transparency notice.

    `parties` hold `slug`, `name`, `duty` (controller, joint, processor, linker or none) and `role` (renditions), the lead first;
    `datasets` hold `holder` (a party's slug), `holder_name`, `title`, `fields_used`, `people_covered` (renditions) and `sensitivity`.
    Raises ValueError for an answer to a question that a notice does not ask.
    """
    return {
        "publication": "notice",
        "title": dict(title),
        "summary": dict(summary),
        "kind": kind,
        "topic": topic,
        "area": area,
        "parties": [dict(party) for party in parties],
        "datasets": [dict(dataset) for dataset in datasets],
        "answers": _answers("notice", answers),
    }


def business_case(*, title: Mapping[str, Any], summary: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """A business case. Raises ValueError for an answer to a question that it does not ask."""
    return {"publication": "case", "title": dict(title), "summary": dict(summary), "answers": _answers("case", answers)}


def _answers(publication: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    for key in sorted(answers):
        if key not in QUESTIONS or QUESTIONS[key].publication != publication:
            raise ValueError(f"A {PUBLICATIONS[publication]} has no question called {key!r}.")
    return dict(answers)


PUBLICATIONS = {"notice": "notice", "case": "business case"}
"""The two publications that answer the questions of the record, with their names."""


def content_hash(content: Document) -> str:
    """SHA-256 in hexadecimal over the document's canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def english(texts: Any) -> str:
    """A text's standard English without blanks at its ends, '' when it has none."""
    return str((texts or {}).get("en", {}).get("standard", "")).strip()


def lines(texts: Any) -> list[str]:
    """The entries of a list answered one a line, in standard English."""
    return [line.strip() for line in english(texts).splitlines() if line.strip()]


def purposes(content: Document) -> list[str]:
    """What the records may be used for, in standard English: a notice's bases in law are given for each of these."""
    return lines(content["answers"].get("purposes"))


def controllers(content: Document) -> list[Mapping[str, Any]]:
    """The organisations of a notice that decide why and how records are used, and so need a basis in law."""
    return [party for party in content["parties"] if party["duty"] in CONTROLLERS]
