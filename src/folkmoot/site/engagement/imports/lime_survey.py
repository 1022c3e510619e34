"""LimeSurvey's export of responses as CSV: one row of headings, which are question codes, the questions' words, or both.

Columns of the system come first (id, submitdate, lastpage, startlanguage, seed, token, startdate, datestamp, ipaddr, refurl). A
subquestion stands in brackets: q1[SQ001], q1[other]; with words “What do you think? [It is fair]”. A row with no submitdate is not
complete.
"""

import re
from collections.abc import Sequence

from folkmoot.site.engagement.imports.export import Column, Export, Row, System, is_personal, plain_text, same_length

FACTS = {
    "id": "id", "response id": "id", "submitdate": "given", "date submitted": "given", "startlanguage": "language",
    "start language": "language", "lastpage": "", "last page": "", "seed": "", "startdate": "", "date started": "", "datestamp": "",
    "date last action": "", "interviewtime": "", "total time": "",
}  # fmt: skip
TIMES = re.compile(r"(group)?time\d*|.*Time|(Group|Question) time: .*")
HEADING = re.compile(r"(?P<code>[A-Za-z]\w*)(?:\[(?P<part>[^\]]*)\])?(?P<also>\[[^\]]*\])?(?:\. (?P<words>.*))?", re.S)


def recognises(rows: Sequence[Sequence[str]]) -> bool:
    """By the columns of the system, in code or in words."""
    names = {name.strip().lower() for name in rows[0]}
    return {"id", "submitdate"} <= names or {"response id", "date submitted"} <= names


def read(rows: Sequence[Sequence[str]]) -> Export:
    """The columns and rows."""
    same_length(rows, 1)
    names = [plain_text(name) for name in rows[0]]
    facts = {FACTS[name.lower()]: at for at, name in enumerate(names) if name.lower() in FACTS}
    personal = [name for name in names if name.lower() not in FACTS and is_personal(name)]
    left_out = {*personal, *(name for name in names if name.lower() in FACTS or TIMES.fullmatch(name))}
    columns = [_column(name) for name in names if name not in left_out]
    at = [(column.name, names.index(column.name)) for column in columns]
    found = [
        Row(
            number,
            row[facts["id"]].strip(),
            {name: row[place] for name, place in at},
            given=row[facts["given"]],
            language=row[facts["language"]] if "language" in facts else "",
            complete=bool(row[facts["given"]].strip()),
        )
        for number, row in enumerate(rows[1:], start=2)
    ]
    return Export(LIME_SURVEY.key, columns, found, personal)


def _column(name: str) -> Column:
    heading = HEADING.fullmatch(name)
    if heading:
        words, _, inside = (heading["words"] or "").partition(" [")
        return Column(name, heading["code"], words, heading["part"] or "", inside.removesuffix("]"))
    words, found, inside = name.rpartition(" [")
    return Column(name, words=words, part_words=inside.removesuffix("]")) if found and name.endswith("]") else Column(name, words=name)


LIME_SURVEY = System("limesurvey", "LimeSurvey", recognises, read)
