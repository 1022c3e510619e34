"""The record as schema.org mark-up for search engines, in a file that the page links to: no page here has a script element."""

from typing import Any

from folkmoot.record.documents import english
from folkmoot.record.exports.in_words import InWords, title_of
from folkmoot.record.whole import WholeRecord


def schema_org(whole: WholeRecord) -> dict[str, Any]:
    """The use of data as a service of the bodies that answer for it, and the record itself as a dataset with its files."""
    said, identity = InWords(whole), whole["identity"]
    at = identity["address"]
    service = {
        "@type": "GovernmentService",
        "@id": f"{at}#service",
        "name": title_of(whole),
        "description": english(identity["summary"]),
        "url": at,
        "serviceType": "Use of joined records",
        "areaServed": identity["area"],
        "provider": [
            {"@type": "GovernmentOrganization", "name": party["name"], "url": said.page(party["slug"])} for party in said.controllers()
        ],
    }
    files = (("application/json", "record.json"), ("application/ld+json", "record.jsonld"))
    dataset = {
        "@type": "Dataset",
        "@id": f"{at}#record",
        "name": f"The public record of: {title_of(whole)}",
        "description": f"Notice, business case, engagement, decisions and licence. {english(identity['summary'])}",
        "url": at,
        "identifier": at,
        "about": {"@id": f"{at}#service"},
        "isAccessibleForFree": True,
        "dateCreated": identity["proposed_on"],
        "dateModified": max((made["published_at"] for made in whole["publications"]), default=identity["proposed_on"]),
        "spatialCoverage": identity["area"],
        "creator": {"@type": "GovernmentOrganization", "name": said.lead(), "url": said.page(identity["lead"])},
        "distribution": [{"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{at}/{name}"} for kind, name in files],
    }
    return {"@context": "https://schema.org", "@graph": [service, dataset]}
