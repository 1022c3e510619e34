"""The register of the Digital Economy Act 2017: the 18 columns of the UK's register of information sharing agreements, one row each."""

from folkmoot.record.documents import english
from folkmoot.record.exports.in_words import PROCESSORS, InWords, listed, title_of
from folkmoot.record.whole import WholeRecord

COLUMNS = {
    "id": "The address of the record",
    "name": "What it is called",
    "purpose": "What the records may be used for",
    "information-sharing-benefits": "How anyone will know that it helped",
    "legal-power-disclosure": "The power that lets the records be passed on",
    "disclosed-information": "What is in the records, dataset by dataset",
    "controllers": "Pages of the controllers, with semicolons between them",
    "controller-names": "Names of the controllers, with semicolons between them",
    "information-sharing-method": "How the records travel",
    "processors": "Pages of the processors, with semicolons between them",
    "processor-names": "Names of the processors, with semicolons between them",
    "retention-period": "How long the joined records are kept, and then",
    "start-date": "The first day",
    "end-date": "The last day",
    "review-date": "The day by which it must be looked at again",
    "contact": "How anyone can ask a question",
    "areas": "Codes of areas of the Office for National Statistics, with semicolons between them",
    "area-names": "The area in words",
}
"""The names of the columns, with what stands in each."""

DAYS = frozenset({"start-date", "end-date", "review-date"})


def dea_row(whole: WholeRecord) -> dict[str, str]:
    """One record as a row: "" where the record does not say yet."""
    said, identity = InWords(whole), whole["identity"]
    controllers, processors = said.controllers(), said.parties(PROCESSORS)
    datasets = [f"{d['holder_name']}: {english(d['title'])}. {english(d['fields_used'])}" for d in whole["datasets"]]
    return {
        "id": identity["address"],
        "name": title_of(whole),
        "purpose": said["purposes"] or english(identity["summary"]),
        "information-sharing-benefits": said.joined("gains", "benefit"),
        "legal-power-disclosure": said["power"],
        "disclosed-information": listed(datasets),
        "controllers": listed(said.page(party["slug"]) for party in controllers),
        "controller-names": listed(party["name"] for party in controllers),
        "information-sharing-method": said["moving"],
        "processors": listed(said.page(party["slug"]) for party in processors),
        "processor-names": listed(party["name"] for party in processors),
        "retention-period": said["kept"],
        "start-date": said["starts"],
        "end-date": said["ends"],
        "review-date": said.review(),
        "contact": said["contact"],
        "areas": said["area_codes"],
        "area-names": identity["area"],
    }
