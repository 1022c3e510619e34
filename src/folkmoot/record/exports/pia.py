"""A data protection impact assessment as a file of the CNIL's PIA tool: out, prefilled from a record, and in again.

The file is `{pia, answers, measures, evaluations, comments}`; `pia.structure_data` carries the form itself. Texts are HTML in that tool, so
words go out escaped. Names of people are left empty: an office signs. Whether those who were asked agree is left to whoever assesses.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from html import escape
from typing import Any

from folkmoot.record.documents import english
from folkmoot.record.exports.in_words import InWords, title_of
from folkmoot.record.exports.pia_steps import numbered, structure_data
from folkmoot.record.fields import QUESTIONS
from folkmoot.record.whole import WholeRecord

STATUSES = {0: "being written", 1: "refused", 2: "simply approved", 3: "signed", 4: "archived"}
MOST_BYTES = 50_000_000
_UNREADABLE = "The file is not an assessment of the PIA tool: it is not JSON with a part called pia."
_LISTS = ("answers", "measures", "evaluations", "comments")


@dataclass(frozen=True)
class Pia:
    """An assessment: the facts of its first part, and its answers, measures, evaluations and comments as they stand in the file.

    An answer's `reference_to` is the number of its question, `data.text` what was answered.
    """

    pia: dict[str, Any]
    answers: list[dict[str, Any]] = field(default_factory=list)
    measures: list[dict[str, Any]] = field(default_factory=list)
    evaluations: list[dict[str, Any]] = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)

    def texts(self) -> dict[str, str]:
        """What was answered, by the number of the question, as HTML."""
        return {str(answer["reference_to"]): answer["data"].get("text") or "" for answer in self.answers}


def pia_of(whole: WholeRecord) -> Pia:
    """The assessment of a record, with all that the record knows filled in: the third step holds who was asked and what they said."""
    said, identity = InWords(whole), whole["identity"]
    newest = whole["risk_checks"][-1] if whole["risk_checks"] else None
    asked = any(held["state"] != "draft" for held in whole["engagements"])
    written = identity["proposed_on"] + "T00:00:00.000Z"
    facts = {
        "status": 3 if newest else 0,
        "name": title_of(whole),
        "category": "",
        "author_name": "",
        "evaluator_name": "",
        "validator_name": "",
        "dpo_opinion": _html(english(newest["advice"])) if newest else "",
        "dpos_names": newest["office"] if newest else "",
        "people_names": "",
        "concerned_people_searched_opinion": asked,
        "concerned_people_searched_content": "",
        "concerned_people_opinion": _html(_findings(whole)),
        "rejection_reason": "",
        "applied_adjustments": "",
        "is_example": 0,
        "is_archive": 1 if identity["closed_on"] else 0,
        "progress": 0,
        "created_at": written,
        "updated_at": max((made["published_at"] for made in whole["publications"]), default=written),
        "structure_name": "DPIA in seven steps",
        "structure_sector_name": "Public sector",
        "structure_data": structure_data(),
    }
    if newest:
        facts["dpo_status"] = 0 if newest["residual"] == "high" else 1
    answers = [_answer(number, words, written) for number, question in numbered() if (words := _prefilled(said, question.prefill))]
    return Pia(facts, answers)


def pia_file(assessment: Pia) -> bytes:
    """The file. The same assessment gives the same bytes."""
    return _written(asdict(assessment))


def read_pia(file: bytes) -> Pia:
    """The assessment in a file of the PIA tool: `pia` must be there, the lists may be missing.

    Raises ValueError, in one sentence that names the part, for a file that is too big or has not that shape.
    """
    if len(file) > MOST_BYTES:
        raise ValueError(f"The file has {len(file) / 1_000_000:.1f} MB. The most is {MOST_BYTES // 1_000_000} MB.")
    try:
        found = json.loads(file.decode("utf-8-sig"))
        _written(found)  # what could not be given again is not taken
    except (ValueError, RecursionError):
        raise ValueError(_UNREADABLE) from None
    if not isinstance(found, dict) or not isinstance(found.get("pia"), dict):
        raise ValueError(_UNREADABLE)
    if not isinstance(found["pia"].get("name"), str):
        raise ValueError("The assessment has no name: pia.name must be words.")
    if found["pia"].get("status", 0) not in STATUSES or isinstance(found["pia"].get("status"), bool):
        raise ValueError("The field pia.status must be a whole number from 0 to 4.")
    lists = {name: _list(found, name) for name in _LISTS}
    for number, answer in enumerate(lists["answers"]):
        _check_answer(answer, f"answers[{number}]")
    return Pia(found["pia"], **lists)


def _written(found: Any) -> bytes:
    return (json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _list(found: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    entries = found.get(name)
    if entries is None:
        return []
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ValueError(f"The part called {name} must be a list of entries with named parts.")
    return entries


def _check_answer(answer: dict[str, Any], at: str) -> None:
    asked = answer.get("reference_to")
    if isinstance(asked, bool) or not isinstance(asked, int | str):
        raise ValueError(f"The field {at}.reference_to must be the number of a question.")
    if not isinstance(answer.get("data"), dict):
        raise ValueError(f"The field {at}.data must have named parts.")
    if not isinstance(answer["data"].get("text", ""), str | None):
        raise ValueError(f"The field {at}.data.text must be words.")


def _answer(number: int, words: str, written: str) -> dict[str, Any]:
    return {"reference_to": number, "data": {"text": _html(words), "gauge": 0, "list": []}, "created_at": written, "updated_at": written}


def _prefilled(said: InWords, prefill: tuple[str, ...]) -> str:
    parts = []
    for known in prefill:
        if known in _KNOWN:
            parts.append(_KNOWN[known](said.whole))
        elif known == "lawful_basis":
            parts.append("\n".join(said.bases()))
        elif words := said[known]:
            parts.append(f"{QUESTIONS[known].ask}\n{words}")
    return "\n\n".join(part for part in parts if part)


def _engagements(whole: WholeRecord) -> str:
    lines = [f"{h['method']}, {h['opens']} to {h['closes']}: {english(h['question'])}" for h in whole["engagements"]]
    return "\n".join(lines)


def _findings(whole: WholeRecord) -> str:
    return "\n".join(f"{f['words']}{f' (n = {f["n"]})' if f['n'] is not None else ''} {f['method']}" for f in whole["findings"])


def _decisions(whole: WholeRecord) -> str:
    words = {finding["key"]: finding["words"] for finding in whole["findings"]}
    given = [answer for made in whole["decisions"] for answer in made["answers"]]
    return "\n".join(f"{words.get(answer['finding'], answer['finding'])} {english(answer['answer'])}" for answer in given)


def _parties(whole: WholeRecord) -> str:
    return "\n".join(f"{party['name']} ({party['duty'] or 'no duty named'}): {english(party['role'])}" for party in whole["parties"])


def _datasets(whole: WholeRecord) -> str:
    return "\n".join(f"{english(d['title'])}, held by {d['holder_name']}: {english(d['fields_used'])}" for d in whole["datasets"])


def _checks(whole: WholeRecord) -> str:
    lines = [
        f"{c['signed_on']}, {c['office']}: {english(c['advice'])} Risk left: {c['residual'] or 'not said'}." for c in whole["risk_checks"]
    ]
    review = InWords(whole).review()
    return "\n".join([*lines, *([f"To be looked at again by {review}."] if review else [])])


_KNOWN = {
    "engagements": _engagements,
    "findings": _findings,
    "decisions": _decisions,
    "parties": _parties,
    "datasets": _datasets,
    "checks": _checks,
}


def _html(words: str) -> str:
    return escape(words, quote=False).replace("\n", "<br>")
