"""One initiative's whole public record as plain data: its shape, its fingerprint, and the one way it is written as a file.

A file holds the record, `format`, `format_version` and `hash`. The hash covers everything but itself and `worked_out_at`, the moment the
licence was worked out: a file made a minute later from the same facts has the same hash.
"""

import json
from typing import Any, TypedDict

from folkmoot.record.documents import content_hash
from folkmoot.record.whole_afterwards import Afterwards
from folkmoot.record.whole_kinds import Address, Content, Day, Fingerprint, Moment, Texts

FORMAT = "folkmoot-record"
FORMAT_VERSION = 2
NOT_HASHED = frozenset({"hash", "worked_out_at"})


class Identity(TypedDict):
    """What it is called, what it is about, and where its page is; `example` says in words that it is made up, and is "" when it is not."""

    address: Address
    example: str
    slug: str
    title: Texts
    summary: Texts
    kind: str
    topic: str
    area: str
    lead: str  # an organisation's slug
    stage: str
    proposed_on: Day
    joined_on: Day | None
    closed_on: Day | None


class PartyOf(TypedDict):
    """An organisation in it, as the current notice names it (or as it was proposed); `duty` is "" in notices of the older form."""

    slug: str
    name: str
    kind: str
    duty: str
    role: Texts
    ico_number: str
    company_number: str


class CommitteeNamed(TypedDict):
    """A committee that may decide on it."""

    slug: str
    name: str


class DatasetUsed(TypedDict):
    """Records it uses, as the current notice describes them (or as they were first described)."""

    holder: str
    holder_name: str
    title: Texts
    fields_used: Texts
    people_covered: Texts
    sensitivity: str


class PublicationMade(TypedDict):
    """One version of the notice or the business case, whole."""

    kind: str  # notice or case
    version: int
    published_at: Moment
    hash: Fingerprint
    content: Content


class EngagementHeld(TypedDict):
    """How people were asked, on what question, between which days."""

    slug: str
    method: str
    title: Texts
    question: Texts
    opens: Day
    closes: Day
    state: str


class FindingMade(TypedDict):
    """What people said, in short. `n` is None where fewer answered than may be shown, or the source does not say."""

    key: str
    kind: str
    words: str
    n: int | None
    method: str
    dataset_hash: str
    source: str


class AnswerGiven(TypedDict):
    """What a committee answered to a finding, by its key."""

    finding: str
    answer: Texts


class ConditionMade(TypedDict):
    """What a decision requires: due on a day or before a stage; since when it is met, and how anyone can tell."""

    text: Texts
    owner: str
    owner_name: str
    due: Day | None
    before_stage: str
    met_on: Day | None
    evidence: Texts


class DecisionMade(TypedDict):
    """A committee's decision, with its conditions and its answers to what people said."""

    number: int
    committee: str
    committee_name: str
    outcome: str
    reasons: Texts
    stages: list[str]
    decided_on: Day
    valid_from: Day | None
    valid_until: Day | None
    review_by: Day | None
    notice_hash: Fingerprint
    answers: list[AnswerGiven]
    conditions: list[ConditionMade]


class RiskCheck(TypedDict):
    """A signed data protection impact assessment: by which office, the advice given, the risk left, where anyone can read it."""

    signed_on: Day
    office: str
    advice: Texts
    residual: str
    address: str


class AgreementSigned(TypedDict):
    """An agreement between organisations, by their slugs."""

    kind: str
    parties: list[str]
    signed_on: Day
    ends_on: Day
    review_by: Day | None


class Stop(TypedDict):
    """A time in which nobody could use the records."""

    organisation: str
    organisation_name: str
    started: Moment
    reason: Texts
    ended: Moment | None
    end_reason: Texts


class Changed(TypedDict):
    """A version that followed another, and the names of what it changed."""

    kind: str
    version: int
    published_at: Moment
    changed: list[str]


class CheckMade(TypedDict):
    """One of the licence's checks."""

    name: str
    passed: bool
    words: str


class LicenceNow(TypedDict):
    """The licence for one stage, with the reasons why it is not in force."""

    stage: str
    state: str
    in_force: bool
    until: Day | None
    reasons: list[str]
    checks: list[CheckMade]


class FirstFormat(TypedDict):
    """The parts of a record of format 1."""

    format: str
    format_version: int
    hash: Fingerprint
    worked_out_at: Moment
    identity: Identity
    parties: list[PartyOf]
    committees: list[CommitteeNamed]
    datasets: list[DatasetUsed]
    publications: list[PublicationMade]
    engagements: list[EngagementHeld]
    findings: list[FindingMade]
    decisions: list[DecisionMade]
    risk_checks: list[RiskCheck]
    agreements: list[AgreementSigned]
    stops: list[Stop]
    changes: list[Changed]
    licence: LicenceNow


class WholeRecord(FirstFormat, Afterwards):
    """Everything public about one initiative. No names of people, no drafts."""


def whole_hash(whole: WholeRecord | dict[str, Any]) -> str:
    """The record's fingerprint: SHA-256 over the canonical JSON of all but `hash` and `worked_out_at`."""
    return content_hash({key: value for key, value in whole.items() if key not in NOT_HASHED})


def sealed(facts: dict[str, Any], *, worked_out_at: str) -> WholeRecord:
    """The whole record from its parts: with its format and its hash."""
    whole = {"format": FORMAT, "format_version": FORMAT_VERSION, **facts}
    return {**whole, "hash": whole_hash(whole), "worked_out_at": worked_out_at}  # type: ignore[typeddict-item]


def as_file(whole: WholeRecord | dict[str, Any]) -> bytes:
    """The record as a file: JSON in UTF-8 with sorted keys, one line break at its end. The same record gives the same bytes."""
    return (json.dumps(whole, sort_keys=True, indent=1, ensure_ascii=False) + "\n").encode()


def current(whole: WholeRecord, kind: str) -> PublicationMade | None:
    """The newest version of the notice or the case, or None before the first."""
    versions = [made for made in whole["publications"] if made["kind"] == kind]
    return max(versions, key=lambda made: made["version"], default=None)


def answers_of(whole: WholeRecord, kind: str) -> dict[str, Any]:
    """The answers of the newest version by question; {} before the first, and for a notice of the older form."""
    made = current(whole, kind)
    return dict(made["content"].get("answers", {})) if made else {}


def site_of(whole: WholeRecord) -> str:
    """The address of the site it is on, without a slash at its end."""
    return whole["identity"]["address"].rpartition("/i/")[0]
