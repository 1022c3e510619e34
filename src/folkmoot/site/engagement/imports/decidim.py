"""Decidim's export of a survey's answers as CSV: a row for each person.

The first columns are an id (made from the session), when it was answered, a hash of the IP address, and whether the person was signed in;
then “1. The question”, for a matrix “1. The question/The row”. Several choices stand in one cell with commas between them.
"""

import re
from collections.abc import Sequence

from folkmoot.site.engagement.imports.export import Column, Export, Row, System, is_personal, plain_text, same_length

NUMBERED = re.compile(r"(?P<number>\d+)\. (?P<words>.*?)(?:/(?P<part>[^/]*))?", re.S)
IDS = ("session token", "id", "answer id", "response id", "participant session token")
DATES = ("created at", "answered on", "answered at", "responded on", "created_at")


def recognises(rows: Sequence[Sequence[str]]) -> bool:
    """By an id and a date, and numbered questions behind them."""
    names = [name.strip().lower() for name in rows[0]]
    return any(n in IDS for n in names) and any(n in DATES for n in names) and any(NUMBERED.fullmatch(name) for name in rows[0])


def read(rows: Sequence[Sequence[str]]) -> Export:
    """The columns and rows."""
    same_length(rows, 1)
    names = [plain_text(name) for name in rows[0]]
    low = [name.lower() for name in names]
    at_id = next(low.index(name) for name in IDS if name in low)
    at_date = next(low.index(name) for name in DATES if name in low)
    facts = {"user status", "user_status", low[at_id], low[at_date]}
    personal = [
        name
        for name in names
        if name.lower() not in facts and is_personal(NUMBERED.sub(r"\g<words>", name) if name[:1].isdigit() else name)
    ]
    columns = [_column(name) for name in names if name.lower() not in facts and name not in personal]
    found = [
        Row(number, row[at_id].strip(), {column.name: row[names.index(column.name)] for column in columns}, given=row[at_date])
        for number, row in enumerate(rows[1:], start=2)
    ]
    return Export(DECIDIM.key, columns, found, personal)


def _column(name: str) -> Column:
    heading = NUMBERED.fullmatch(name)
    if heading is None:
        return Column(name, words=name)
    return Column(name, words=heading["words"], part_words=heading["part"] or "")


DECIDIM = System("decidim", "Decidim", recognises, read)
