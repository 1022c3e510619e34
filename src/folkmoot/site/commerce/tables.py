"""The register as open data: a row for each relationship, as it stands."""

from collections.abc import Iterable
from typing import Any

from folkmoot.record.documents import english
from folkmoot.site.commerce.queries import Listed
from folkmoot.site.commerce.terms import CRITERIA, TEXTS

COLUMNS = (
    "relationship",
    "organisation",
    "partner",
    "company_number",
    "initiative",
    *TEXTS,
    "personal_data",
    "starts",
    "ends",
    "value_in_pounds",
    "why_no_value",
    "route",
    "contract_notice",
    "agreements",
    "why_no_agreement",
    *(f"criterion_{key}" for key in CRITERIA),
    *(f"criterion_{key}_why" for key in CRITERIA),
    "version",
    "published_on",
    "hash",
)


def rows(found: Iterable[Listed]) -> list[dict[str, Any]]:
    """A row for each relationship, by column: texts in standard English, days as 2026-11-23."""
    return [_row(one) for one in found]


def _row(one: Listed) -> dict[str, Any]:
    content, criteria = one.content, one.content["criteria"]
    cells = (
        one.slug,
        one.organisation.slug,
        one.partner.name,
        one.partner.company_number,
        one.initiative.slug if one.initiative else "",
        *(english(content["texts"].get(key)) for key in TEXTS),
        content["personal_data"],
        content["starts"],
        content["ends"],
        content["value"],
        content["value_why"],
        content["route"],
        content["notice_url"],
        " ".join(agreement.address for agreement in one.agreements),
        content["agreement_why"],
        *(criteria.get(key, {}).get("answer", "") for key in CRITERIA),
        *(criteria.get(key, {}).get("why", "") for key in CRITERIA),
        one.number,
        one.published_at.date().isoformat(),
        one.hash,
    )
    return dict(zip(COLUMNS, cells, strict=True))
