"""The Algorithmic Transparency Recording Standard: a record for a use in which a computer scores, predicts, suggests or decides.

Numbers are those of version 2.1: a field's own, or its section's where a record answers several fields at once. It has no
schema of its own. What the record does not say is left out.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from folkmoot.record.documents import english
from folkmoot.record.exports.csv_rows import csv_rows
from folkmoot.record.exports.in_words import PROCESSORS, InWords, listed, title_of
from folkmoot.record.whole import WholeRecord

VERSION = "2.1"
COLUMNS = {"field": "The number of the field in the standard", "name": "Its name", "answer": "What the record says"}
NONE_NEEDED = "There is no algorithmic transparency record: no computer scores, predicts, suggests or decides anything here."


def needs_atrs(whole: WholeRecord) -> bool:
    """Whether a computer scores or predicts, or does not leave everything to people, as the newest publications say."""
    return scores(InWords(whole).answers)


def scores(answers: Mapping[str, Any]) -> bool:
    """The same of the answers themselves, by question."""
    return bool(answers.get("predicts", "no") != "no" or answers.get("automated", "people") != "people")


def atrs_fields(whole: WholeRecord) -> list[tuple[str, str, str]]:
    """Number, name and answer of each field that the record says something for, in the standard's order."""
    said, identity = InWords(whole), whole["identity"]
    suppliers = said.parties(PROCESSORS)
    checks = [f"Risk check (DPIA) signed on {c['signed_on']} by {c['office']}. {c['address']}".strip() for c in whole["risk_checks"]]
    datasets = [f"{english(d['title'])} ({d['holder_name']}): {english(d['fields_used'])}" for d in whole["datasets"]]
    fields = [
        ("1.1", "Name", title_of(whole)),
        ("1.2", "Description", english(identity["summary"])),
        ("1.3", "Website URL", identity["address"]),
        ("1.4", "Contact", said["contact"]),
        ("2.1.1", "Organisation", said.lead()),
        ("2.1.3", "Senior responsible owner", said["owner"]),
        ("2.1.4.1", "External supplier", listed(party["name"] for party in suppliers)),
        ("2.1.4.2", "Companies House number", listed(party["company_number"] for party in suppliers if party["company_number"])),
        ("2.1.4.3", "External supplier role", listed(english(party["role"]) for party in suppliers)),
        ("2.1.4.5", "Data access terms", said["companies"]),
        ("2.2.1", "Scope and rationale", said.joined("what", "problem", "purposes", "excluded_purposes", "gains", "benefit")),
        ("2.2.6", "Alternatives considered", said["alternatives"]),
        ("2.3", "Decision-making process", said.joined("automated", "decides", "safe_people", "objecting", "complaining")),
        ("2.4", "Tool and data specification", "\n".join([*datasets, said.joined("methods", "technical", "predicts", "model", "where")])),
        ("2.5", "Risks, mitigations and impact assessments", "\n".join([*checks, said.joined("groups", "equality", "safe_outputs")])),
    ]
    return [field for field in fields if field[2]]


def atrs_csv(whole: WholeRecord) -> Iterator[str]:
    """The fields as CSV, keyed by number."""
    return csv_rows(list(COLUMNS), (dict(zip(COLUMNS, field, strict=True)) for field in atrs_fields(whole)))


def atrs_markdown(whole: WholeRecord) -> str:
    """The fields as a page in Markdown."""
    parts = [f"# Algorithmic transparency record: {_line(title_of(whole))}", f"Standard: ATRS {VERSION}."]
    for number, name, answer in atrs_fields(whole):
        quoted = "\n>\n".join(f"> {_line(line)}" for line in answer.splitlines() if line.strip())
        parts.append(f"## {number} {name}\n\n{quoted}")
    return "\n\n".join(parts) + "\n"


def _line(words: str) -> str:
    """Words that Markdown takes as they are."""
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]<>()#+-.!|" else sign for sign in words)
