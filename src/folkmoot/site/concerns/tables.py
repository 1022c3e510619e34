"""CSV downloads: what is published, and counts. No name, no contact, no unpublished word."""

from collections.abc import Iterable

from folkmoot.site.concerns import complaint_numbers, queries
from folkmoot.site.concerns.complaint_numbers import ComplaintNumbers
from folkmoot.site.concerns.incidents import PublicIncident
from folkmoot.site.csv_files import csv_text
from folkmoot.site.initiatives import queries as initiatives


def questions(found: Iterable[queries.Published]) -> str:
    """A row for each published question."""
    head = ["initiative", "question", "answer", "question_in_welsh", "answer_in_welsh", "received_on", "answered_on", "days"]
    rows = [
        [
            one.initiative.slug,
            one.wording["en"]["standard"],
            one.answer["en"]["standard"],
            one.wording.get("cy", {}).get("standard", ""),
            one.answer.get("cy", {}).get("standard", ""),
            one.received_on.isoformat(),
            one.answered_on.isoformat(),
            str(one.days),
        ]
        for one in found
    ]
    return csv_text([head, *rows])


def complaints() -> str:
    """A row for each initiative, then one for each organisation that leads any. Small counts as on the pages."""
    rows: list[list[str]] = []
    names = [name for name, _ in ComplaintNumbers.of_none().rows]
    by_initiative, by_lead = complaint_numbers.of_each(initiatives.everything())
    leads = sorted(by_lead.items(), key=lambda pair: pair[0].name)
    for of, found in (("initiative", by_initiative.items()), ("organisation", leads)):
        rows += [[of, one.slug, *(words for _, words in numbers.rows)] for one, numbers in found]
    return csv_text([["of", "name", *names], *rows])


def incidents(found: Iterable[PublicIncident]) -> str:
    """A row for each public incident, in words that are public; the number of people is a band."""
    head = [
        "number",
        "organisation",
        "initiative",
        "found_on",
        "near_miss",
        "people",
        "state",
        "commissioner",
        "people_told_on",
        "title",
        "summary",
    ]
    rows = [
        [
            str(one.number),
            one.organisation.slug,
            one.initiative.slug if one.initiative else "",
            one.found_on.isoformat(),
            "yes" if one.near_miss else "no",
            one.people,
            one.state,
            one.clock.words,
            one.people_told_on.isoformat() if one.people_told_on else "",
            one.title["en"]["standard"] if one.title else "",
            one.text["en"]["standard"] if one.text else "",
        ]
        for one in found
    ]
    return csv_text([head, *rows])
