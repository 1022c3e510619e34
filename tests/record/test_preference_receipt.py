"""A receipt has the parts of ISO/IEC TS 27560 and uses only terms that the Data Privacy Vocabulary has, or its own."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from folkmoot.record.preference_receipt import CONTEXT, STATES, STATUS, ReceiptAnswer, ReceiptEvent, receipt
from folkmoot.record.preferences import Choice, PreferenceEvent, Recorded

FAMILIES = {"health": "Health and wellbeing", "harm": "Preventing harm"}


def at(day: int) -> datetime:
    return datetime(2031, 3, day, 9, tzinfo=UTC)


def made() -> dict[str, Any]:
    told = [
        (1, "health", Recorded.GIVEN, Choice.OBJECT, "proxy"),
        (2, "harm", Recorded.GIVEN, Choice.ASK, "proxy"),
        (3, "health", Recorded.ANSWERED, Choice.OBJECT, "controller"),
        (4, "health", Recorded.ANSWERED, Choice.OBJECT, "controller"),
        (5, "harm", Recorded.CHANGED, Choice.HAPPY, "proxy"),
        (6, "harm", Recorded.WITHDRAWN, None, "proxy"),
        (7, "", Recorded.ERASED, None, "proxy"),
    ]
    events = [
        ReceiptEvent(
            PreferenceEvent(number, family, state, choice, at(number)), by, *(("", "", None) if by == "controller" else ("en", "easy", 1))
        )
        for number, family, state, choice, by in told
    ]
    answers = [ReceiptAnswer(1, 3, "A Council", "upheld", "Yes."), ReceiptAnswer(1, 4, "A Police Force", "grounds", "A court.")]
    notice = {1: {"en/easy": "You can say no."}}
    return receipt("ab" * 16, events, answers, families=FAMILIES, notice=notice, address="https://folkmoot.example.org/preferences/mine")


def terms(value: Any) -> Iterator[str]:
    """Every term of a vocabulary in a document: keys, and what @id and @type name."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "@context":
                continue
            if ":" in key:
                yield key
            for word in inner if isinstance(inner, list) else [inner]:
                if key in {"@id", "@type"} and isinstance(word, str):
                    yield word
            yield from terms(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from terms(inner)


@pytest.mark.shared
def test_every_term_of_the_data_privacy_vocabulary_exists(shared_schemas: Path) -> None:
    known = set()
    for path in (shared_schemas / "dpv").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            known |= {row["iri"] for row in csv.DictReader(lines)}
    used = {*terms(made()), *STATUS.values(), *STATES.values()}
    split = [term.split(":", 1) for term in used if not term.startswith("urn:")]
    assert {prefix for prefix, _ in split} <= set(CONTEXT)
    theirs = {CONTEXT[prefix] + name for prefix, name in split if prefix in {"dpv", "eu-gdpr", "legal-gb"}}
    assert theirs - known == set()
    assert len(theirs) > 20


def test_it_has_the_parts_of_a_record_and_calls_nothing_consent() -> None:
    document = made()
    assert document["fm:schemaVersion"] == "ISO/IEC TS 27560:2023"
    assert document["dct:identifier"] == "ab" * 16
    assert document["dpv:hasDataSubject"]["dpv:hasRepresentative"] == {"@type": "dpv:Representative"}
    assert document["dpv:isExercisedAt"].endswith("/preferences/mine")
    assert document["dpv:hasNotice"] == [
        {"@type": "dpv:RightNotice", "schema:version": 1, "dct:language": "en", "fm:style": "easy", "dct:description": "You can say no."}
    ]
    assert "consent" not in json.dumps(document).lower()


def test_it_shows_what_stands_and_everything_that_led_to_it() -> None:
    document = made()
    (stands,) = document["dpv:hasProcess"]
    assert stands["dpv:hasPurpose"]["dct:title"] == "Health and wellbeing"
    assert (stands["dpv:hasStatus"], stands["dct:modified"]) == ({"@id": "dpv:PublicInterestObjected"}, at(1).isoformat())
    steps = document["dpv:hasRecordOfActivity"]
    assert [step["dct:date"] for step in steps] == [at(day).isoformat() for day in range(1, 8)]
    assert [step["dpv:hasStatus"]["@id"] for step in steps[2:4]] == ["dpv:RequestAccepted", "dpv:RequestRejected"]
    assert steps[3]["dpv:hasDataController"] == "A Police Force"
    assert "dpv:hasPurpose" not in steps[6]
