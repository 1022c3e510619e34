"""An entry's document: how it is made, what it still lacks, and what differs between two."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from folkmoot.record import Change, change_of
from folkmoot.record.documents import english
from folkmoot.site.commerce.terms import ANSWERS, CRITERIA, CRITERIA_VERSION, PERSONAL_DATA, ROUTES, TEXTS, Answer, PersonalData
from folkmoot.site.renditions import Texts

type Content = dict[str, Any]

FORM = 1


def content_of(
    *,
    texts: Mapping[str, Texts],
    personal_data: str,
    starts: date | None,
    ends: date | None,
    value: Decimal | None,
    value_why: str,
    route: str,
    notice_url: str,
    agreement_why: str,
    criteria: Mapping[str, tuple[str, str]],
) -> Content:
    """The document: texts by key, the rest as text, days as 2026-11-23. `criteria` are answers with their reasons, by criterion."""
    return {
        "form": FORM,
        "texts": {key: texts.get(key, {}) for key in TEXTS},
        "personal_data": personal_data,
        "starts": starts.isoformat() if starts else "",
        "ends": ends.isoformat() if ends else "",
        "value": str(value) if value is not None else "",
        "value_why": value_why.strip(),
        "route": route,
        "notice_url": notice_url,
        "agreement_why": agreement_why.strip(),
        "criteria_version": CRITERIA_VERSION,
        "criteria": {key: {"answer": answer, "why": why.strip()} for key, (answer, why) in criteria.items() if key in CRITERIA and answer},
    }


def gaps(content: Content, *, agreed: bool) -> list[str]:
    """What is missing before it can be published, in words; [] when nothing is. `agreed`: an agreement between the two can be read."""
    found = [f"Answer the question: {said.ask}" for key, said in TEXTS.items() if not english(content["texts"].get(key))]
    if content["personal_data"] not in set(PersonalData):
        found.append("Say that the company gets no records that show who people are.")
    if not content["starts"]:
        found.append("Say since which day.")
    if not content["value"] and not content["value_why"]:
        found.append("Say what it is worth in pounds, or why that is not said.")
    if content["route"] not in ROUTES:
        found.append("Say how the company was chosen.")
    if not agreed and not content["agreement_why"]:
        found.append("Publish the agreement with the company under Documents, or say why there is none to read.")
    for key, criterion in CRITERIA.items():
        said = content["criteria"].get(key, {})
        if said.get("answer") not in ANSWERS or not said.get("why"):
            found.append(f"Answer, with a reason: {english(criterion.asks)}")
    return found


def differences(before: Content, now: Content) -> tuple[Change, ...]:
    """All that differs between two documents, named as the page names it, word by word."""
    found = [
        change_of(said.ask, before["texts"].get(key), now["texts"].get(key))
        for key, said in TEXTS.items()
        if before["texts"].get(key) != now["texts"].get(key)
    ]
    facts = {
        "What it gets of records that show who people are": ("personal_data", PERSONAL_DATA),
        "Since": ("starts", {}),
        "Until": ("ends", {}),
        "What it is worth in pounds": ("value", {}),
        "Why that is not said": ("value_why", {}),
        "How it was chosen": ("route", ROUTES),
        "The contract notice": ("notice_url", {}),
        "Why there is no agreement to read": ("agreement_why", {}),
    }
    for name, (key, words) in facts.items():
        if before[key] != now[key]:
            found.append(change_of(name, words.get(before[key], before[key]), words.get(now[key], now[key])))
    for key, criterion in CRITERIA.items():
        old, new = (_answer(content["criteria"].get(key)) for content in (before, now))
        if old != new:
            found.append(change_of(criterion.name, old, new))
    return tuple(found)


def as_json(content: Content) -> str:
    """The document as it is hashed, to be read by people: sorted keys, indented."""
    return json.dumps(content, sort_keys=True, indent=1, ensure_ascii=False)


def _answer(said: Mapping[str, str] | None) -> str:
    return f"{ANSWERS[Answer(said['answer'])]}. {said['why']}" if said else ""
