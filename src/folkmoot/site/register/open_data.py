"""The open data of the register: one row for each initiative, with the same columns in the same order in every release."""

import json
from collections.abc import Iterator
from typing import Any

from folkmoot.record.exports.csv_rows import csv_rows
from folkmoot.site.register.listed import everything

COLUMNS = {
    "slug": "The name of the initiative in addresses. It never changes, and no two initiatives share it.",
    "address": "Where its page is.",
    "title": "What it is called, in English.",
    "title_cy": "The same in Welsh, where there is Welsh.",
    "summary": "What it is about in a few words, in English.",
    "summary_cy": "The same in Welsh, where there is Welsh.",
    "kind": "What the use is for: insight, operational or sensors.",
    "topic": "What it is about: protect, health, harm or places.",
    "area": "Where the people it is about live.",
    "stage": "Where it is in its life: scope, join, analyse, publish or close.",
    "proposed_on": "The day it was proposed.",
    "joined_on": "The day the first join was done. Empty before.",
    "closed_on": "The day it was closed. Empty before.",
    "lead": "The slug of the organisation that leads it.",
    "organisations": "The slugs of all organisations in it, the lead first, with a semicolon between.",
    "licence_state": "in_force, draft, needs_review, suspended, ended or not_yet, when the file was made.",
    "licence_stage": "The stage that the licence is about: join, analyse or publish.",
    "licence_until": "The last day of the decision that allows it. Empty where there is none.",
    "licence_worked_out_at": "The moment for which the licence was worked out.",
    "failed_checks": "The keys of those of the seven checks that fail, with a semicolon between.",
    "notice_version": "The version of the notice that can be read. Empty before the first.",
    "notice_published_on": "The day that version was published.",
    "notice_hash": "The fingerprint of that version: SHA-256 of its canonical JSON.",
    "decisions": "How many decisions committees have made on it.",
    "last_outcome": "What the last one was: yes, yes-with-conditions, no or defer.",
    "last_decided_on": "The day of the last decision.",
}
"""The columns of initiatives.csv in their order, with what stands in each."""

DAYS = frozenset({"proposed_on", "joined_on", "closed_on", "licence_until", "notice_published_on", "last_decided_on"})
"""Those that are days."""


def csv_lines(site: str) -> Iterator[str]:
    """initiatives.csv line by line, by RFC 4180 in UTF-8. A cell that a spreadsheet would run as a formula has an apostrophe before it."""
    return csv_rows(list(COLUMNS), map(_row, everything(site)))


def json_lines(site: str) -> Iterator[str]:
    """initiatives.jsonl: an initiative on each line, as the interface for programs lists it, with every rendition of its texts."""
    return (json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n" for one in everything(site))


def _row(one: dict[str, Any]) -> dict[str, str]:
    licence, notice, decision = one["licence"], one["notice"] or {}, one["last_decision"] or {}
    made = {name: one[name] for name in COLUMNS if name in one and name not in {"title", "summary", "organisations"}}
    made |= {name: one[name].get("en", {}).get("standard", "") for name in ("title", "summary")}
    made |= {f"{name}_cy": one[name].get("cy", {}).get("standard", "") for name in ("title", "summary")}
    made |= {
        "lead": next(o["slug"] for o in one["organisations"] if o["leads"]),
        "organisations": ";".join(o["slug"] for o in one["organisations"]),
        "failed_checks": ";".join(check["key"] for check in licence["checks"] if not check["passed"]),
        "decisions": decision.get("number", 0),
        "last_outcome": decision.get("outcome"),
        "last_decided_on": decision.get("decided_on"),
    }
    made |= {f"licence_{name}": licence[name] for name in ("state", "stage", "until", "worked_out_at")}
    made |= {f"notice_{name}": notice.get(name) for name in ("version", "published_on", "hash")}
    return {name: "" if made[name] is None else str(made[name]) for name in COLUMNS}
