"""CSV downloads: what is published, and counts. No name, no contact, no unpublished word."""

import csv
import io
from collections.abc import Iterable, Sequence

from folkmoot.site.concerns import queries
from folkmoot.site.concerns.complaint_numbers import ComplaintNumbers
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people import queries as people

FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run a cell that begins with one


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
    return written([head, *rows])


def complaints() -> str:
    """A row for each initiative, then one for each organisation that leads any. Small counts as on the pages."""
    rows: list[list[str]] = []
    names = [name for name, _ in ComplaintNumbers.of_none().rows]
    for initiative in initiatives.everything():
        numbers = queries.numbers_of_initiative(initiative)
        rows.append(["initiative", initiative.slug, *(words for _, words in numbers.rows)])
    for organisation in people.organisations():
        if queries.led_by(organisation):
            numbers = queries.numbers_of_organisation(organisation)
            rows.append(["organisation", organisation.slug, *(words for _, words in numbers.rows)])
    return written([["of", "name", *names], *rows])


def written(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV (RFC 4180), with an apostrophe before what a spreadsheet would take for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([f"'{cell}" if cell.startswith(FORMULAS) else cell for cell in row] for row in rows)
    return out.getvalue()
