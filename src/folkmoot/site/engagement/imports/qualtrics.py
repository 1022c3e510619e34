"""Qualtrics' export as CSV: three rows of headings (names, the questions' words, and JSON with ImportId), then a row for each response.

Besides the answers stand StartDate, EndDate, Status, IPAddress, Progress, Duration, Finished, RecordedDate, ResponseId, the recipient's
names and e-mail, the place, and UserLanguage. What belongs to a part of a question is Q1_2, its words “Question - Part”.
"""

import json
import re
from collections.abc import Sequence

from django.core.exceptions import ValidationError

from folkmoot.site.engagement.imports.export import Column, Export, Row, System, is_personal, plain_text, same_length

SYSTEM = {"StartDate", "EndDate", "Status", "Progress", "Finished", "RecordedDate", "ResponseId", "DistributionChannel", "UserLanguage"}
TIMING = re.compile(r".*_(First Click|Last Click|Page Submit|Click Count)|Q_\w+|Duration.*|.*_DO(_\w+)?")
HEADS = 3


def recognises(rows: Sequence[Sequence[str]]) -> bool:
    """By the third row, in which every cell is JSON with an ImportId."""
    return len(rows) >= HEADS and all(_import_id(cell) for cell in rows[2]) and "ResponseId" in rows[0]


def read(rows: Sequence[Sequence[str]]) -> Export:
    """The columns and rows."""
    same_length(rows, HEADS)
    names, words = [name.strip() for name in rows[0]], [plain_text(cell) for cell in rows[1]]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValidationError(f"The column “{twice[0]}” is there twice. Give each question its own number, and export again.")
    place = {name: at for at, name in enumerate(names)}
    others = [name for name in names if name not in SYSTEM]
    personal = [name for name in others if is_personal(name, words[place[name]]) or name == "IPAddress"]
    columns = [_column(name, words[place[name]]) for name in others if name not in personal and not TIMING.fullmatch(name)]
    found = [
        Row(
            number,
            row[place["ResponseId"]].strip(),
            {column.name: row[place[column.name]] for column in columns},
            given=next((row[place[name]] for name in ("RecordedDate", "EndDate") if name in place), ""),
            language=row[place["UserLanguage"]] if "UserLanguage" in place else "",
            complete="Finished" not in place or row[place["Finished"]].strip().lower() in {"true", "1", "yes"},
        )
        for number, row in enumerate(rows[HEADS:], start=HEADS + 1)
    ]
    return Export(QUALTRICS.key, columns, found, personal)


def _column(name: str, words: str) -> Column:
    code, _, part = name.removesuffix("_TEXT").partition("_")
    question, _, part_words = words.partition(" - ")
    if part_words.startswith("Selected Choice"):
        part_words = part_words.removeprefix("Selected Choice").removeprefix(" - ")
    if name.endswith("_TEXT"):
        part = f"{part} text".strip()
    return Column(name, code, question, part, part_words)


def _import_id(cell: str) -> str:
    try:
        read_cell = json.loads(cell.replace('""', '"') if cell.startswith('{""') else cell)
    except ValueError:
        return ""
    return str(read_cell.get("ImportId", "")) if isinstance(read_cell, dict) else ""


QUALTRICS = System("qualtrics", "Qualtrics", recognises, read)
