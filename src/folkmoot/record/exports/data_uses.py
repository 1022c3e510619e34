"""The UK Data Use Register: the fields that Health Data Research UK's Gateway takes in, one entry to a record."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from folkmoot.record.documents import english
from folkmoot.record.exports.in_words import InWords, listed, title_of
from folkmoot.record.whole import WholeRecord

TEXT = {
    "project_id_text": "The address of the record",
    "project_title": "What it is called",
    "organisation_name": "The organisation that leads",
    "organisation_id": "Its registration with the Information Commissioner",
    "organisation_sector": "What kind of body it is",
    "lay_summary": "The summary, in plain words",
    "technical_summary": "How the records are studied",
    "public_benefit_statement": "Who gains, and how anyone will know",
    "request_category_type": "What the use is for",
    "request_frequency": "Always “Recurring”: joined until the last day",
    "access_type": "Empty: the record does not say it in the Gateway's words",
    "access_date": "The day of the first join",
    "project_start_date": "The first day",
    "project_end_date": "The last day",
    "latest_approval_date": "The day of the newest decision that allows it",
    "data_sensitivity_level": "De-Personalised, or Personally Identifiable, or empty",
    "legal_basis_for_data_article6": "The basis in law for each controller and purpose",
    "legal_basis_for_data_article9": "The conditions for sensitive records, and why they hold",
    "duty_of_confidentiality": "What about things told in confidence",
    "national_data_optout": "Which choices that people made before are kept to",
    "confidential_data_description": "Who is in the records",
    "dataset_linkage_description": "How the records are joined",
    "privacy_enhancements": "How names come off, and what keeps the records safe",
    "accredited_researcher_status": "How anyone knows that the people who work with the records are fit to",
    "sublicence_arrangements": "What any company gets",
    "rejection_reason": "Why a committee said no, where the newest decision is a no",
    "status": "DRAFT before a notice, ACTIVE, or ARCHIVED once it has ended",
    "created_at": "The day it was proposed",
    "updated_at": "The moment its newest publication came out",
}
LISTS = {
    "funders_and_sponsors": "What it costs and who pays",
    "other_approval_committees": "The committees that decide on it",
    "non_gateway_applicants": "The organisations in it: no people are named",
    "non_gateway_datasets": "The datasets, with who holds them",
    "keywords": "What it is about",
    "gateway_outputs_tools": "Empty",
    "gateway_outputs_papers": "Empty",
    "non_gateway_outputs": "Empty",
}
COLUMNS = {**TEXT, **LISTS}
"""The names of the fields, with what stands in each; those of LISTS are lists in JSON, and have semicolons between their entries in CSV."""

DAYS = frozenset({"access_date", "project_start_date", "project_end_date", "latest_approval_date", "created_at"})
_SENSITIVITY = {"no": "De-Personalised", "source": "De-Personalised", "yes": "Personally Identifiable"}
_SAFE = ("names_off", "safe_projects", "safe_settings", "safe_data", "safe_outputs")


def data_use(whole: WholeRecord) -> dict[str, Any]:
    """One record as an entry, with lists as lists; "" or [] where the record does not say."""
    said, identity, decisions = InWords(whole), whole["identity"], whole["decisions"]
    lead = next((party for party in whole["parties"] if party["slug"] == identity["lead"]), None)
    yes = [made["decided_on"] for made in decisions if made["outcome"].startswith("yes")]
    return {
        "project_id_text": identity["address"],
        "project_title": title_of(whole),
        "organisation_name": said.lead(),
        "organisation_id": lead["ico_number"] if lead else "",
        "organisation_sector": lead["kind"] if lead else "",
        "lay_summary": english(identity["summary"]),
        "technical_summary": said.joined("methods", "technical"),
        "public_benefit_statement": said.joined("gains", "benefit"),
        "request_category_type": identity["kind"],
        "request_frequency": "Recurring",
        "access_type": "",
        "access_date": identity["joined_on"] or "",
        "project_start_date": said["starts"],
        "project_end_date": said["ends"],
        "latest_approval_date": max(yes, default=""),
        "data_sensitivity_level": _SENSITIVITY.get(said.answers.get("identifies", ""), ""),
        "legal_basis_for_data_article6": "\n".join(said.bases()),
        "legal_basis_for_data_article9": said.joined("sensitive_condition", "sensitive_basis"),
        "duty_of_confidentiality": said["confidence"],
        "national_data_optout": said["opt_outs"],
        "confidential_data_description": said["people"],
        "dataset_linkage_description": said.joined("what", "joining"),
        "privacy_enhancements": said.joined(*_SAFE),
        "accredited_researcher_status": said["safe_people"],
        "sublicence_arrangements": said["companies"],
        "rejection_reason": english(decisions[-1]["reasons"]) if decisions and decisions[-1]["outcome"] == "no" else "",
        "status": _status(whole),
        "created_at": identity["proposed_on"],
        "updated_at": max((made["published_at"] for made in whole["publications"]), default=""),
        "funders_and_sponsors": [words] if (words := said["cost"]) else [],
        "other_approval_committees": [committee["name"] for committee in whole["committees"]],
        "non_gateway_applicants": [party["name"] for party in whole["parties"]],
        "non_gateway_datasets": [f"{english(dataset['title'])} ({dataset['holder_name']})" for dataset in whole["datasets"]],
        "keywords": [identity["topic"]],
        "gateway_outputs_tools": [],
        "gateway_outputs_papers": [],
        "non_gateway_outputs": [],
    }


def data_use_row(whole: WholeRecord) -> dict[str, str]:
    """The same as a row of CSV."""
    return {name: listed(value) if isinstance(value, list) else value for name, value in data_use(whole).items()}


def data_uses_json(wholes: Iterable[WholeRecord]) -> Iterator[str]:
    """Every record's entry as one JSON document, {"data": […]}, a piece at a time."""
    yield '{"data": ['
    for number, whole in enumerate(wholes):
        yield f"{',' if number else ''}\n{json.dumps(data_use(whole), ensure_ascii=False)}"
    yield "\n]}\n"


def _status(whole: WholeRecord) -> str:
    if whole["identity"]["closed_on"] or whole["licence"]["state"] == "ended":
        return "ARCHIVED"
    return "ACTIVE" if any(made["kind"] == "notice" for made in whole["publications"]) else "DRAFT"
