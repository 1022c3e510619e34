"""A receipt of someone's choices, in the shape of ISO/IEC TS 27560:2023 (record, notice, party, events) and the W3C's Data Privacy
Vocabulary 2.3 as JSON-LD. It is the record of a right that is used, not of consent: DPV's terms for that are taken, and `fm:` where it
has none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from folkmoot.record.preferences import Choice, PreferenceEvent, Recorded, standing

SCHEMA = "ISO/IEC TS 27560:2023"
CONTEXT = {
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "legal-gb": "https://w3id.org/dpv/legal/gb#",
    "dct": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "fm": "urn:folkmoot:terms:",
}
STATUS = {Choice.OBJECT: "dpv:PublicInterestObjected", Choice.HAPPY: "fm:ContentWithUse", Choice.ASK: "fm:AskBeforeUse"}
STATES = {
    Recorded.GIVEN: "fm:ChoiceGiven",
    Recorded.CHANGED: "fm:ChoiceChanged",
    Recorded.WITHDRAWN: "fm:ChoiceWithdrawn",
    Recorded.ANSWERED: "fm:ObjectionAnswered",
    Recorded.ERASED: "fm:IdentityErased",
}


@dataclass(frozen=True)
class ReceiptEvent:
    """An event of the ledger with who acted ("person", "proxy" or "controller") and the wording shown: its version, language and style."""

    event: PreferenceEvent
    by: str
    language: str
    style: str
    wording: int | None


@dataclass(frozen=True)
class ReceiptAnswer:
    """What a body answered: to which event, when (the event that says so), with which outcome ("upheld" or "grounds") and why."""

    objection: int
    event: int
    organisation: str
    outcome: str
    reason: str


def receipt(
    pseudonym: str,
    events: Sequence[ReceiptEvent],
    answers: Sequence[ReceiptAnswer],
    *,
    families: Mapping[str, str],
    notice: Mapping[int, Mapping[str, str]],
    address: str,
) -> dict[str, Any]:
    """The receipt as JSON-LD. families: their words by key; notice: the wording by version and language; address: where choices are
    changed.

    It names nobody: the data subject is the pseudonym.
    """
    subject = f"urn:folkmoot:preference:{pseudonym}"
    stands = standing(told.event for told in events)
    proxy = any(told.by == "proxy" for told in events)
    shown = sorted({(told.wording, told.language, told.style) for told in events if told.wording is not None})
    return {
        "@context": CONTEXT,
        "@id": f"{subject}#receipt",
        "@type": ["dpv:RightExerciseRecord"],
        "fm:schemaVersion": SCHEMA,
        "dct:identifier": pseudonym,
        "dpv:hasDataSubject": {"@id": subject, "@type": "dpv:DataSubject"}
        | ({"dpv:hasRepresentative": {"@type": "dpv:Representative"}} if proxy else {}),
        "dpv:hasRight": {"@id": "eu-gdpr:A21"},
        "dpv:hasApplicableLaw": {"@id": "legal-gb:law-GDPR"},
        "dpv:hasJurisdiction": "GB",
        "dpv:isExercisedAt": address,
        "dpv:hasNotice": [
            {"@type": "dpv:RightNotice", "schema:version": version, "dct:language": language, "fm:style": style}
            | ({"dct:description": words} if (words := notice.get(version, {}).get(f"{language}/{style}")) else {})
            for version, language, style in shown
        ],
        "dpv:hasProcess": [
            {
                "@type": "dpv:Process",
                "dpv:hasPurpose": {"@id": f"fm:family-{family}", "@type": "dpv:Purpose", "dct:title": words},
                "dpv:hasProcessing": [{"@id": "dpv:Match"}, {"@id": "dpv:Combine"}],
                "dpv:hasStatus": {"@id": STATUS[stands[family].choice]},
                "dct:modified": stands[family].since.isoformat(),
            }
            for family, words in families.items()
            if family in stands
        ],
        "dpv:hasRecordOfActivity": [_activity(told, answers, families) for told in events],
    }


def _activity(told: ReceiptEvent, answers: Sequence[ReceiptAnswer], families: Mapping[str, str]) -> dict[str, Any]:
    event = told.event
    made: dict[str, Any] = {"@type": "dpv:RightExerciseActivity" if event.choice == Choice.OBJECT else "fm:PreferenceActivity"}
    made |= {"dct:date": event.recorded_at.isoformat(), "dpv:hasActivityStatus": {"@id": STATES[event.state]}, "dpv:isIndicatedBy": told.by}
    if event.family:
        made["dpv:hasPurpose"] = {"@id": f"fm:family-{event.family}", "dct:title": families[event.family]}
    if event.choice is not None:
        made["dpv:hasStatus"] = {"@id": STATUS[event.choice]}
    for answer in answers:
        if answer.event == event.number:
            made["dpv:hasStatus"] = {"@id": "dpv:RequestAccepted" if answer.outcome == "upheld" else "dpv:RequestRejected"}
            made |= {"dpv:hasDataController": answer.organisation, "dpv:hasJustification": answer.reason}
    return made
