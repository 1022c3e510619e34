"""Exports with two rows of headings, as SmartSurvey and systems like it make them: the questions, and below them the options or rows.

A question's words stand over the first of its columns, and over the others nothing or the same. Before the answers stand a respondent's
number, when they began and ended, and often who they are. Which columns are which is read from their names.
"""

from collections.abc import Sequence

from folkmoot.site.engagement.imports.export import Column, Export, Row, System, is_personal, plain_text, same_length

IDS = ("userid", "user id", "userno", "user no", "respondent id", "respondentid", "response id", "unique id")
ENDS = ("ended", "end date", "completed", "date completed", "date ended", "submitted")
LANGUAGES = ("language", "survey language")
OTHERS = ("started", "start date", "date started", "tracking link", "time taken", "collector", "status", "channel")
HEADS = 2


def recognises(rows: Sequence[Sequence[str]]) -> bool:
    """By a respondent's number and an end in the two rows of headings, where the second fills what the first leaves blank."""
    if len(rows) < HEADS or len(rows[0]) != len(rows[1]):
        return False
    names = [name.lower() for name in _names(rows)]
    under = any(below.strip() for above, below in zip(rows[0], rows[1], strict=True) if above.strip().lower() not in IDS)
    return any(name in IDS for name in names) and any(name in ENDS for name in names) and under and not _is_id(rows[1], names)


def read(rows: Sequence[Sequence[str]]) -> Export:
    """The columns and rows."""
    same_length(rows, HEADS)
    names = _names(rows)
    low = [name.lower() for name in names]
    at_id = next(low.index(name) for name in IDS if name in low)
    at_end = next(low.index(name) for name in ENDS if name in low)
    at_language = next((low.index(name) for name in LANGUAGES if name in low), None)
    columns, personal, places, question = [], [], {}, ""
    for at, (above, below) in enumerate(zip(rows[0], rows[1], strict=True)):
        question = plain_text(above) or question
        if low[at] in {*IDS, *ENDS, *LANGUAGES, *OTHERS}:
            question = ""
            continue
        part = plain_text(below)
        if is_personal(names[at], question):
            personal.append(names[at])
            continue
        part = "" if part.lower() in {"response", "answer", "open-ended response"} else part
        name = f"{question} / {part}" if part else question
        name = name if name not in places else f"{name} ({at + 1})"
        columns.append(Column(name, words=question, part_words=part))
        places[name] = at
    found = [
        Row(
            number,
            row[at_id].strip(),
            {name: row[at] for name, at in places.items()},
            given=row[at_end],
            language="" if at_language is None else row[at_language],
            complete=bool(row[at_end].strip()),
        )
        for number, row in enumerate(rows[HEADS:], start=HEADS + 1)
    ]
    return Export(SMART_SURVEY.key, columns, found, personal)


def _names(rows: Sequence[Sequence[str]]) -> list[str]:
    """What each column is called: its heading, or what stands below where that is blank."""
    return [plain_text(above) or plain_text(below) for above, below in zip(rows[0], rows[1], strict=True)]


def _is_id(row: Sequence[str], names: Sequence[str]) -> bool:
    """Whether the second row is an answer already: it has a number where the respondent's stands."""
    return any(cell.strip().isdigit() for cell, name in zip(row, names, strict=True) if name in IDS)


SMART_SURVEY = System("smartsurvey", "SmartSurvey, or a system like it", recognises, read)
